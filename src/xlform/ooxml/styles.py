"""Of the styles part only what changes a value's meaning: percent, date, and printed decimals."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

import msgspec

from xlform.ooxml.package import Attributes, Package

FormatKind = Literal["general", "number", "percent", "date", "text"]


class NumberFormat(msgspec.Struct, frozen=True):
    """What a number format does to a number: its kind, and the decimals it always prints."""

    kind: FormatKind
    places: int = 0


GENERAL = NumberFormat("general")
# Format numbers that a file uses without spelling them out (ECMA-376 part 1, 18.8.30, with the
# zh-cn dates 27–36 and 50–58).
_BUILT_IN: dict[int, NumberFormat] = {
    1: NumberFormat("number"),
    2: NumberFormat("number", 2),
    3: NumberFormat("number"),
    4: NumberFormat("number", 2),
    9: NumberFormat("percent"),
    10: NumberFormat("percent", 2),
    37: NumberFormat("number"),
    38: NumberFormat("number"),
    39: NumberFormat("number", 2),
    40: NumberFormat("number", 2),
    41: NumberFormat("number"),
    42: NumberFormat("number"),
    43: NumberFormat("number", 2),
    44: NumberFormat("number", 2),
    49: NumberFormat("text"),
    **dict.fromkeys((*range(14, 18), 22, *range(27, 37), *range(50, 59)), NumberFormat("date")),
}
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_DATE = re.compile(r"[yd]|(?<![hs:])m(?![:s])")
_DECIMALS = re.compile(r"\.(0+)")


@lru_cache(maxsize=512)
def format_meaning(code: str) -> NumberFormat:
    """What a format code such as ``0.00%`` or ``yyyy"年"m"月"`` means, by its first section."""
    section = _LITERAL.sub("", code).split(";")[0].lower()
    if section in ("", "general"):
        return GENERAL
    if section == "@":
        return NumberFormat("text")
    decimals = _DECIMALS.search(section)
    places = len(decimals[1]) if decimals else 0
    if "%" in section:
        return NumberFormat("percent", places)
    if _DATE.search(section):
        return NumberFormat("date")
    return NumberFormat("number", places)


def read_formats(package: Package, part: str) -> list[NumberFormat]:
    """The number format of each cell style, by the style's number; empty where there are none."""
    if not part or part not in package:
        return []
    sheet = _StyleSheet()
    package.parse(part, sheet.start, sheet.end, sheet.text)
    return [
        format_meaning(sheet.codes[number])
        if number in sheet.codes
        else _BUILT_IN.get(number, GENERAL)
        for number in sheet.numbers
    ]


class _StyleSheet:
    """Collects the custom codes and, within cellXfs, each style's format number."""

    def __init__(self) -> None:
        self.codes: dict[int, str] = {}
        self.numbers: list[int] = []
        self._in_cell_styles = False

    def start(self, name: str, attributes: Attributes) -> None:
        local = name.rpartition("}")[2]
        if local == "xf":
            if self._in_cell_styles:
                self.numbers.append(_number(attributes.get("numFmtId", "0")))
        elif local == "numFmt":
            number = _number(attributes.get("numFmtId", "0"))
            self.codes.setdefault(number, attributes.get("formatCode", ""))
        elif local == "cellXfs":
            self._in_cell_styles = True

    def end(self, name: str) -> None:
        if name.endswith("}cellXfs"):
            self._in_cell_styles = False

    def text(self, _: str) -> None:
        """Styles hold no text."""


def _number(text: str) -> int:
    return int(text) if text.isdigit() else 0
