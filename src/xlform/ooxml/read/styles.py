"""Number formats of the styles part: percent, date, and printed decimals."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal
from xml.etree import ElementTree as ET

import msgspec

from xlform.grid.number_format import speaks
from xlform.ooxml.read.like_parts import read_once
from xlform.ooxml.read.package import Package, qualified
from xlform.ooxml.read.strings import is_struck

FormatKind = Literal["general", "number", "percent", "date", "month", "text"]


class NumberFormat(msgspec.Struct, frozen=True):
    """Effect of a number format: its kind, and the decimals it always prints.

    ``code`` is the whole code where it scales the number, adds a sign or unit, or hides it.
    """

    kind: FormatKind
    places: int = 0
    code: str = ""


GENERAL = NumberFormat("general")
# Format numbers that a file uses without spelling them out (ECMA-376 part 1, 18.8.30, with the
# zh-cn dates 27–36 and 50–58).
BUILT_IN: dict[str, NumberFormat] = {
    **dict.fromkeys(["1", "3", "37", "38", "41", "42"], NumberFormat("number")),
    **dict.fromkeys(["2", "4", "39", "40", "43", "44"], NumberFormat("number", 2)),
    "9": NumberFormat("percent"),
    "10": NumberFormat("percent", 2),
    "49": NumberFormat("text"),
    **{
        str(number): NumberFormat("date")
        for number in (*range(14, 17), 22, *range(28, 36), *range(51, 59))
    },
    **dict.fromkeys(["17", "27", "36", "50", "52", "57"], NumberFormat("month")),
}
# `re` compiles these at their first use.
_LITERAL = r'"[^"]*"|[\\!].|_.|\*.|\[[^\]]*\]'
_NOON = "am/pm|a/p"
# An m next to hours or seconds means minutes: h:mm is no date.
_DATE = r"[yd]|(?<![hsm:])m++(?![:s])"
_DECIMALS = r"\.(0+)"
_SCIENTIFIC = "e[+-]"
_DIGITS = "#,0"
_PLACES_AT_MOST = 30
# Longest code that is parsed in full; no program writes a longer one.
_CODE_AT_MOST = 1_024


@lru_cache(maxsize=512)
def format_meaning(code: str) -> NumberFormat:
    """Return the effect of a format code such as ``yyyy"年"m"月"``, by its first section."""
    meaning = _first_section(code)
    return NumberFormat(meaning.kind, meaning.places, code) if speaks(code) else meaning


def _first_section(code: str) -> NumberFormat:
    whole, _, zeros = code.partition(".")
    if not whole.strip(_DIGITS) and not zeros.strip("0"):  # nearly all
        return NumberFormat("number", min(len(zeros), _PLACES_AT_MOST)) if code else GENERAL
    section = re.sub(_LITERAL, "", code[:_CODE_AT_MOST]).split(";")[0].lower().strip()
    if section in ("", "general"):
        return GENERAL
    if section == "@":
        return NumberFormat("text")
    decimals = None if re.search(_SCIENTIFIC, section) else re.search(_DECIMALS, section)
    places = min(len(decimals[1]), _PLACES_AT_MOST) if decimals else 0
    if "%" in section:
        return NumberFormat("percent", places)
    dates = re.sub(_NOON, "", section)
    if re.search(_DATE, dates):
        return NumberFormat("month" if _shows_month(dates) else "date")
    return NumberFormat("number", places)


def _shows_month(section: str) -> bool:
    """Return whether a date format shows a year and a month without a day: yyyy"年"m"月"."""
    return "y" in section and "m" in section and not set("dhs") & set(section)


_CODE, _STYLES, _STYLE = qualified("numFmt"), qualified("cellXfs"), qualified("xf")
_FONTS, _FONT, _COLOR = qualified("fonts"), qualified("font"), qualified("color")
_FILLS, _FILL, _PATTERN = qualified("fills"), qualified("fill"), qualified("patternFill")
_FOREGROUND = qualified("fgColor")
# What a styles part holds if a font in it is struck through, or white; without one of these texts
# it holds none, and `re` has nothing to compile.
_MARKED = rb'strike|<(?:\w+:)?color (?:rgb="(?:FF|00)F{6}"|theme="0"|indexed="(?:1|9)")'
_SIGNS = (b"strike", b'="FFFFFFFF"', b'="00FFFFFF"', b'theme="0"', b'indexed="1"', b'indexed="9"')
# Indexes of white (18.8.27).
_WHITE = frozenset({"1", "9"})


class StyleMarks(msgspec.Struct, frozen=True):
    """Numbers of the cell styles whose font is struck through, and of those in white on white."""

    struck: frozenset[str] = frozenset()
    unseen: frozenset[str] = frozenset()


def read_marks(package: Package, part: str) -> StyleMarks:
    """Return the styles whose cells are deleted, or can't be seen."""
    return _marks(package, part) if part and part in package else StyleMarks()


@read_once
def _marks(package: Package, part: str) -> StyleMarks:
    content = package.read(part)
    if not (any(sign in content for sign in _SIGNS) and re.search(_MARKED, content)):
        return StyleMarks()
    struck: set[str] = set()
    white: set[str] = set()
    filled: list[bool] = []
    styles: list[tuple[str, str]] = []
    for element in package.elements(part, _FONTS | _FILLS | _STYLES):
        if element.tag in _FONTS:
            for number, font in enumerate(font for font in element if font.tag in _FONT):
                struck |= {str(number)} if is_struck(font) else set()
                white |= {str(number)} if _is_white(font, _COLOR) else set()
        elif element.tag in _FILLS:
            filled += [_is_colored(fill) for fill in element if fill.tag in _FILL]
        else:
            found = [style for style in element if style.tag in _STYLE]
            styles += [(style.get("fontId", ""), style.get("fillId", "0")) for style in found]
    plain = {str(number) for number, colored in enumerate(filled) if not colored}
    return StyleMarks(
        frozenset(str(number) for number, (font, _) in enumerate(styles) if font in struck),
        frozenset(
            str(number)
            for number, (font, fill) in enumerate(styles)
            if font in white and fill in plain
        ),
    )


def _is_white(element: ET.Element, tags: frozenset[str]) -> bool:
    """Return whether a font or a fill is white: by value, by index, or by the usual theme."""
    for color in element.iter():
        if color.tag in tags:
            by_theme = color.get("theme") == "0" and not color.get("tint")
            by_value = color.get("rgb", "").upper().endswith("FFFFFF")
            return by_theme or by_value or color.get("indexed") in _WHITE
    return False


def _is_colored(fill: ET.Element) -> bool:
    """Return whether a fill is a color other than white."""
    solid = any(one.get("patternType", "none") != "none" for one in fill if one.tag in _PATTERN)
    return solid and not _is_white(fill, _FOREGROUND)


def read_formats(package: Package, part: str) -> Sequence[NumberFormat]:
    """Return the number format of each cell style in order; empty where there are none."""
    return _formats(package, part) if part and part in package else []


@read_once
def _formats(package: Package, part: str) -> list[NumberFormat]:
    codes: dict[str, str] = {}
    numbers: list[str] = []
    for element in package.elements(part, _CODE | _STYLES):
        if element.tag in _CODE:
            codes.setdefault(element.get("numFmtId", ""), element.get("formatCode", ""))
        else:
            numbers += [style.get("numFmtId", "") for style in element if style.tag in _STYLE]
    return [
        format_meaning(codes[number]) if number in codes else BUILT_IN.get(number, GENERAL)
        for number in numbers
    ]
