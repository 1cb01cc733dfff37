"""Cells of a sheet as the text of SpreadsheetML, made as fast as text can be.

A summary's rows take most of its time: hundreds of thousands of cells of few kinds. Each column
caches the cells of values that recur, so that most are looked up and not made. Text is stored in
its cell (``inlineStr``), whatever its first character.
Source: ECMA-376 part 1, §18.3.1.4.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from itertools import repeat
from typing import Final

from xlform.grid.model import plain

# Returns the cell of a column's value, from behind the row's number on.
_Maker = Callable[[object], str]
# A formula and its result as they are in XML, with the markup between them, in UTF-8.
Link = bytes
RESULT: Final = "</f><v>"
# Placeholder for the row's number in a cell's text.
ROW: Final = "\0"

# Longest text of a cell, in UTF-16 code units.
_TEXT_AT_MOST: Final = 32_767
# Longest text between quotation marks in a formula.
LITERAL_AT_MOST: Final = 255
# A spreadsheet computes with binary numbers, exact to 15 digits.
_DIGITS: Final = 15
# Longest texts whose cells are cached, and the number of them for each column.
_SHORT: Final = 32
_CACHED_AT_MOST: Final = 1_000
# Day 0 of the 1900 date system, right only after 1900-02-29, a day that never was.
_DAY_ZERO: Final = dt.date(1899, 12, 30)
_FIRST_DAY: Final = "1900-03-01"
# Characters XML can't hold, and text that readers of SpreadsheetML take for their escape.
_UNSAFE: Final = re.compile(
    r"[\x00-\x08\x0b-\x1f\ufffe\uffff]|[\ud800-\udfff]|_x[0-9A-Fa-f]{4}_|[&<>\"]"
)
_NAMED: Final = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}
# First characters of text that becomes a formula once the cell is edited.
_FORMULA_STARTS: Final = frozenset("=+-@")


def escaped(text: str) -> str:
    """Return text as it is in XML; other characters as ``_xHHHH_``, a lone surrogate as �."""
    return _UNSAFE.sub(_escape, text)


def _escape(found: re.Match[str]) -> str:
    unsafe = found[0]
    if unsafe in _NAMED:
        return _NAMED[unsafe]
    if len(unsafe) > 1:
        return f"_x005F{unsafe}"
    return "\ufffd" if "\ud800" <= unsafe <= "\udfff" else f"_x{ord(unsafe):04X}_"


def truncated(text: str) -> str:
    """Return as much of a text as a cell holds, ending in ``…`` where the rest is left out."""
    if len(text.encode("utf-16-le", "surrogatepass")) <= 2 * _TEXT_AT_MOST:
        return text
    encoded = text.encode("utf-16-le", "surrogatepass")[: 2 * (_TEXT_AT_MOST - 1)]
    return encoded.decode("utf-16-le", "ignore") + "…"


class Cells(dict[object, bytes]):
    """The cells of one column by their values, each from behind the row's number on, in UTF-8.

    A missing cell is made; those of short texts are cached, and none where ``kept`` is false.
    ``end`` follows each cell.
    """

    __slots__ = ("_end", "_kept", "_make")

    def __init__(self, make: _Maker, end: str = "", *, kept: bool = True) -> None:
        super().__init__()
        self._make = make
        self._end = end
        self._kept = kept

    def of(self, column: Iterable[object]) -> Iterable[bytes]:
        """Return the cells of values one after the other."""
        return map(self.__getitem__, column)

    def __missing__(self, value: object) -> bytes:
        cell = (self._make(value) + self._end).encode()
        if self._kept and (type(value) is not str or len(value) <= _SHORT):
            if len(self) > _CACHED_AT_MOST:
                self.clear()
            self[value] = cell
        return cell


def text_cells(style: int, literal: int) -> _Maker:
    """Return the maker of cells of text; ``literal`` is the style of what looks like a formula."""
    start = f'" s="{style}" t="inlineStr"><is><t>'
    blank = f'" s="{style}"/>'

    def cell(value: object) -> str:
        if not value:
            return blank
        text = str(value)
        used_style = literal if text[0] in _FORMULA_STARTS else style
        is_plain = used_style == style and text.isprintable() and _is_plain(text)
        return f"{start}{text}</t></is></c>" if is_plain else _checked_text(text, used_style)

    return cell


def _is_plain(text: str) -> bool:
    """Return whether printable text needs no escape in XML and loses no blank."""
    return (
        "&" not in text
        and "<" not in text
        and ">" not in text
        and "_x" not in text
        and text[0] != " " != text[-1]
        and len(text) < _TEXT_AT_MOST // 2
    )


def _checked_text(text: str, style: int) -> str:
    """Return the rest of a cell whose text has to be checked character by character."""
    kept = escaped(truncated(text))
    return f'" s="{style}" t="inlineStr"><is><t xml:space="preserve">{kept}</t></is></c>'


def code_cells(styles: dict[str, int], labels: dict[str, str], style: int) -> _Maker:
    """Return the maker of cells of known codes, each with its label and maybe its style."""
    texts = {
        code: f'" s="{styles.get(code, style)}" t="inlineStr"><is><t>{escaped(text)}</t></is></c>'
        for code, text in labels.items()
    }
    as_text = text_cells(style, style)

    def cell(value: object) -> str:
        return texts.get(value) or as_text(value)  # type: ignore[call-overload]  # a code is text

    return cell


def day_cells(style: int, text_style: int) -> _Maker:
    """Return the maker of cells of days (``2023-12-31``); before 1900-03-01 they stay text."""
    as_text = text_cells(text_style, text_style)

    def cell(value: object) -> str:
        if not value or str(value) < _FIRST_DAY:
            return as_text(value)
        count = (dt.date.fromisoformat(str(value)) - _DAY_ZERO).days
        return f'" s="{style}"><v>{count}</v></c>'

    return cell


def figure_cells(styles: tuple[int, ...], text_style: int) -> _Maker:
    """Return the maker of cells of numbers given as decimal texts.

    ``styles`` are by decimal places, the last for more; ``text_style`` is that of a figure with
    more digits than a spreadsheet keeps, which stays text.
    """
    start = [f'" s="{style}"><v>' for style in styles]
    most = len(styles) - 1
    as_text = text_cells(text_style, text_style)

    def cell(value: object) -> str:
        if value is None or value == "":
            return f'" s="{styles[0]}"/>'
        text = str(value)
        if len(text) > _DIGITS or not text[-1].isdigit():
            representable = _representable(text)
            if representable is None:
                return as_text(text)
            text = representable
        point = text.find(".")
        places = len(text) - point - 1 if point >= 0 else 0
        return f"{start[min(places, most)]}{text}</v></c>"

    return cell


def difference_cells(styles: tuple[int, ...], of: tuple[str, str]) -> _Maker:
    """Return the maker of cells of the figure in one column less that in another, as formulas."""
    most = len(styles) - 1
    more, less = of

    def cell(value: object) -> str:
        text = str(value)
        places = len(text.partition(".")[2])
        formula = f"ROUND({more}{ROW}-{less}{ROW},{places})"
        start = f'" s="{styles[min(places, most)]}"><f>{formula}</f>'
        return f"{start}<v>{float(Decimal(text))!r}</v></c>"

    return cell


def _representable(text: str) -> str | None:
    """Return a long figure as a spreadsheet keeps it; ``None`` for too many integer digits."""
    figure = summable(text)
    return None if figure is None else plain(Decimal(repr(float(figure))))


@lru_cache(maxsize=_CACHED_AT_MOST)
def summable(figure: object) -> Decimal | None:
    """Return the figure of a decimal text or a number if a spreadsheet can add it up."""
    if figure is None or figure == "":
        return None
    try:
        number = Decimal(str(figure))
    except InvalidOperation:
        return None
    return number if number.is_finite() and number.adjusted() < _DIGITS else None


def integer_cells(style: int) -> _Maker:
    """Return the maker of cells of ``int`` values."""

    def cell(value: object) -> str:
        return f'" s="{style}"/>' if value is None else f'" s="{style}"><v>{value}</v></c>'

    return cell


def formula_link(formula: str, text: str) -> Link:
    """Return a link of a formula and what the cell shows, both as they are in XML."""
    return f"{formula}{RESULT}{text}".encode()


def link_cells(style: int, text_style: int, literal: int) -> _Maker:
    """Return the maker of cells of links, or of text alone."""
    start, end = _around_link(style)
    as_text = text_cells(text_style, literal)

    def cell(value: object) -> str:
        return f"{start}{value.decode()}{end}" if isinstance(value, bytes) else as_text(value)

    return cell


def _around_link(style: int) -> tuple[str, str]:
    return f'" s="{style}" t="str"><f>', "</v></c>"


class LinkCells(Cells):
    """The cells of a column of links, which hardly ever recur."""

    __slots__ = ("_around",)

    def __init__(self, styles: tuple[int, int, int], end: str) -> None:
        super().__init__(link_cells(*styles), end, kept=False)
        before, behind = _around_link(styles[0])
        self._around = before.encode(), (behind + end).encode()

    def of(self, column: Iterable[object]) -> Iterable[bytes]:
        values = [*column]
        if {*map(type, values)} == {bytes}:
            return map(bytes.join, values, repeat(self._around))  # type: ignore[arg-type]  # seen
        return super().of(values)
