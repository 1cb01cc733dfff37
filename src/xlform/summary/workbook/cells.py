"""Cells of a sheet as the text of SpreadsheetML, made as fast as text can be.

A summary's rows are most of its work: hundreds of thousands of cells of few kinds. Each column
keeps the cells of values that come again, so that most are looked up and not made. Text stands in
its cell as text (``inlineStr``), whatever it begins with.
Source: ECMA-376 part 1, §18.3.1.4.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache
from typing import Final

from xlform.grid.model import plain

# Given a column's value: its cell from behind the row's number on.
_Maker = Callable[[object], str]
# In a cell's text: the row's number.
ROW: Final = "\0"

# A cell holds no longer text, counted in UTF-16.
_TEXT_AT_MOST: Final = 32_767
# A formula holds no longer text between quotation marks, and no longer formula.
LITERAL_AT_MOST: Final = 255
# A spreadsheet computes with binary numbers of 15 sure digits.
_DIGITS: Final = 15
# Texts up to this length are remembered with their cells, so many of a column.
_SHORT: Final = 32
_KNOWN_AT_MOST: Final = 1_000
# Days are counted from here, rightly so only since a day that never was, 1900-02-29.
_DAY_NOUGHT: Final = dt.date(1899, 12, 30)
_FIRST_DAY: Final = "1900-03-01"
# What XML has no room for, and what a reader of SpreadsheetML would take for such an escape.
_UNSAFE: Final = re.compile(
    r"[\x00-\x08\x0b-\x1f\ufffe\uffff]|[\ud800-\udfff]|_x[0-9A-Fa-f]{4}_|[&<>\"]"
)
_NAMED: Final = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}
# What a spreadsheet takes for a formula once somebody edits the cell.
_SIGNS: Final = frozenset("=+-@")


def escaped(text: str) -> str:
    """Text as it stands in XML; characters XML can't hold as ``_xHHHH_``, a lone surrogate as �."""
    return _UNSAFE.sub(_escape, text)


def _escape(found: re.Match[str]) -> str:
    unsafe = found[0]
    if unsafe in _NAMED:
        return _NAMED[unsafe]
    if len(unsafe) > 1:
        return f"_x005F{unsafe}"
    return "\ufffd" if "\ud800" <= unsafe <= "\udfff" else f"_x{ord(unsafe):04X}_"


def cut(text: str) -> str:
    """As much of a text as a cell holds; what is left out shows as ``…``."""
    if len(text.encode("utf-16-le", "surrogatepass")) <= 2 * _TEXT_AT_MOST:
        return text
    kept = text.encode("utf-16-le", "surrogatepass")[: 2 * (_TEXT_AT_MOST - 1)]
    return kept.decode("utf-16-le", "ignore") + "…"


class Cells(dict[object, str]):
    """The cells of one column by their values, each from behind the row's number on.

    What is not known is made; short texts are kept, and nothing where ``kept`` is false. ``end`` is
    what follows each cell.
    """

    __slots__ = ("_end", "_kept", "_make")

    def __init__(self, make: _Maker, end: str = "", *, kept: bool = True) -> None:
        super().__init__()
        self._make = make
        self._end = end
        self._kept = kept

    def __missing__(self, value: object) -> str:
        cell = self._make(value) + self._end
        if self._kept and (type(value) is not str or len(value) <= _SHORT):
            if len(self) > _KNOWN_AT_MOST:
                self.clear()
            self[value] = cell
        return cell


def words(style: int, literal: int) -> _Maker:
    """Cells of text; ``literal`` is the style of what an edit would turn into a formula."""
    opened = f'" s="{style}" t="inlineStr"><is><t>'
    blank = f'" s="{style}"/>'

    def cell(value: object) -> str:
        if not value:
            return blank
        text = str(value)
        tone = literal if text[0] in _SIGNS else style
        plainly = tone == style and text.isprintable() and _stands_as_it_is(text)
        return f"{opened}{text}</t></is></c>" if plainly else _whole(text, tone)

    return cell


def _stands_as_it_is(text: str) -> bool:
    """Whether printable text may stand in XML without a sign escaped or a blank lost."""
    return (
        "&" not in text
        and "<" not in text
        and ">" not in text
        and "_x" not in text
        and text[0] != " " != text[-1]
        and len(text) < _TEXT_AT_MOST // 2
    )


def _whole(text: str, style: int) -> str:
    """The rest of a cell whose text has to be looked at sign by sign."""
    kept = escaped(cut(text))
    return f'" s="{style}" t="inlineStr"><is><t xml:space="preserve">{kept}</t></is></c>'


def coded(styles: dict[str, int], told: dict[str, str], style: int) -> _Maker:
    """Cells of a few known codes, each in words and where ``styles`` has one in its own style."""
    texts = {
        code: f'" s="{styles.get(code, style)}" t="inlineStr"><is><t>{escaped(text)}</t></is></c>'
        for code, text in told.items()
    }
    as_words = words(style, style)

    def cell(value: object) -> str:
        return texts.get(value) or as_words(value)  # type: ignore[call-overload]  # a code is text

    return cell


def days(style: int, plainly: int) -> _Maker:
    """Cells of days given as ``2023-12-31``; what a spreadsheet's calendar lacks stays text."""
    as_words = words(plainly, plainly)

    def cell(value: object) -> str:
        if not value or str(value) < _FIRST_DAY:
            return as_words(value)
        count = (dt.date.fromisoformat(str(value)) - _DAY_NOUGHT).days
        return f'" s="{style}"><v>{count}</v></c>'

    return cell


def figures(styles: tuple[int, ...], plainly: int) -> _Maker:
    """Cells of numbers given as decimal texts; ``styles`` by decimal places, the last for more.

    ``plainly`` is the style of a figure that no spreadsheet can hold, which stays text.
    """
    opened = [f'" s="{style}"><v>' for style in styles]
    most = len(styles) - 1
    as_words = words(plainly, plainly)

    def cell(value: object) -> str:
        if value is None or value == "":
            return f'" s="{styles[0]}"/>'
        text = str(value)
        if len(text) > _DIGITS or not text[-1].isdigit():
            fitting = _fitting(text)
            if fitting is None:
                return as_words(text)
            text = fitting
        point = text.find(".")
        places = len(text) - point - 1 if point >= 0 else 0
        return f"{opened[min(places, most)]}{text}</v></c>"

    return cell


def differences(styles: tuple[int, ...], of: tuple[str, str]) -> _Maker:
    """Cells of what a figure in one column has more than that in another, as live formulas."""
    most = len(styles) - 1
    more, less = of

    def cell(value: object) -> str:
        text = str(value)
        places = len(text.partition(".")[2])
        formula = f"ROUND({more}{ROW}-{less}{ROW},{places})"
        opened = f'" s="{styles[min(places, most)]}"><f>{formula}</f>'
        return f"{opened}<v>{float(Decimal(text))!r}</v></c>"

    return cell


def _fitting(text: str) -> str | None:
    """A long figure as a spreadsheet keeps it; ``None`` if it has more digits before the point."""
    figure = counted(text)
    return None if figure is None else plain(Decimal(repr(float(figure))))


@lru_cache(maxsize=_KNOWN_AT_MOST)
def counted(figure: object) -> Decimal | None:
    """The figure a decimal text or a number stands for where a spreadsheet can add it up."""
    if figure is None or figure == "":
        return None
    number = Decimal(str(figure))
    return number if number.is_finite() and number.adjusted() < _DIGITS else None


def wholes(style: int) -> _Maker:
    """Cells of whole numbers, of ``int``s alone."""

    def cell(value: object) -> str:
        return f'" s="{style}"/>' if value is None else f'" s="{style}"><v>{value}</v></c>'

    return cell


def linked(style: int, plainly: int, literal: int) -> _Maker:
    """Cells that lead somewhere: values are a formula and its text, or text where none leads."""
    opened = f'" s="{style}" t="str"><f>'
    as_words = words(plainly, literal)

    def cell(value: object) -> str:
        if isinstance(value, tuple):
            formula, text = value
            return f"{opened}{formula}</f><v>{text}</v></c>"
        return as_words(value)

    return cell
