"""Cells of a sheet as the text of SpreadsheetML, made as fast as text can be.

A summary's rows are most of its work: hundreds of thousands of cells of few kinds. Each column has
a maker chosen once; it turns a value into the text of its cell and nothing is asked twice. Text
stands in its cell as text (``inlineStr``), whatever it begins with.
Source: ECMA-376 part 1, §18.3.1.4.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Final

from xlform.grid.model import plain

# Given the row's number as text and the column's value: the cell, whole.
Maker = Callable[[str, object], str]

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


def words(letter: str, style: int, literal: int) -> Maker:
    """Cells of text; ``literal`` is the style of what an edit would turn into a formula."""
    start = f'<c r="{letter}'
    opened = f'" s="{style}" t="inlineStr"><is><t>'
    blank = f'" s="{style}"/>'
    # Units, funds, levels stand in row after row; what is long hardly ever comes again.
    known: dict[object, str] = {}

    def cell(row: str, value: object) -> str:
        if not value:
            return start + row + blank
        body = known.get(value)
        if body is None:
            text = str(value)
            tone = literal if text[0] in _SIGNS else style
            plainly = tone == style and text.isprintable() and _stands_as_it_is(text)
            body = f"{opened}{text}</t></is></c>" if plainly else _kept(text, tone)
            if len(text) <= _SHORT:
                if len(known) > _KNOWN_AT_MOST:
                    known.clear()
                known[value] = body
        return start + row + body

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


def _kept(text: str, style: int) -> str:
    """The rest of a cell whose text has to be looked at sign by sign."""
    kept = escaped(cut(text))
    return f'" s="{style}" t="inlineStr"><is><t xml:space="preserve">{kept}</t></is></c>'


def coded(letter: str, styles: dict[str, int], told: dict[str, str], style: int) -> Maker:
    """Cells of a few known codes, each in words and where ``styles`` has one in its own style."""
    start = f'<c r="{letter}'
    texts = {
        code: f'" s="{styles.get(code, style)}" t="inlineStr"><is><t>{escaped(text)}</t></is></c>'
        for code, text in told.items()
    }
    as_words = words(letter, style, style)

    def cell(row: str, value: object) -> str:
        text = texts.get(value)  # type: ignore[call-overload]  # a code is text
        return as_words(row, value) if text is None else start + row + text

    return cell


def days(letter: str, style: int, plainly: int) -> Maker:
    """Cells of days given as ``2023-12-31``; what a spreadsheet's calendar lacks stays text."""
    start, opened = f'<c r="{letter}', f'" s="{style}"><v>'
    as_words = words(letter, plainly, plainly)

    def cell(row: str, value: object) -> str:
        if not value or str(value) < _FIRST_DAY:
            return as_words(row, value)
        count = (dt.date.fromisoformat(str(value)) - _DAY_NOUGHT).days
        return f"{start}{row}{opened}{count}</v></c>"

    return cell


def figures(letter: str, styles: tuple[int, ...], plainly: int) -> Maker:
    """Cells of numbers given as decimal texts; ``styles`` by decimal places, the last for more.

    ``plainly`` is the style of a figure that no spreadsheet can hold, which stays text.
    """
    start = f'<c r="{letter}'
    opened = [f'" s="{style}"><v>' for style in styles]
    most = len(styles) - 1
    blank = f'" s="{styles[0]}"/>'
    as_words = words(letter, plainly, plainly)

    def cell(row: str, value: object) -> str:
        if value is None or value == "":
            return start + row + blank
        text = str(value)
        if len(text) > _DIGITS or not text[-1].isdigit():
            fitting = _fitting(text)
            if fitting is None:
                return as_words(row, text)
            text = fitting
        point = text.find(".")
        places = len(text) - point - 1 if point >= 0 else 0
        return f"{start}{row}{opened[min(places, most)]}{text}</v></c>"

    return cell


def differences(letter: str, styles: tuple[int, ...], of: tuple[str, str]) -> Maker:
    """Cells of what a figure in one column has more than that in another, as live formulas."""
    start = f'<c r="{letter}'
    most = len(styles) - 1
    more, less = of

    def cell(row: str, value: object) -> str:
        text = str(value)
        places = len(text.partition(".")[2])
        formula = f"ROUND({more}{row}-{less}{row},{places})"
        opened = f'" s="{styles[min(places, most)]}"><f>{formula}</f>'
        return f"{start}{row}{opened}<v>{float(Decimal(text))!r}</v></c>"

    return cell


def _fitting(text: str) -> str | None:
    """A long figure as a spreadsheet keeps it; ``None`` if it has more digits before the point."""
    figure = counted(text)
    return None if figure is None else plain(Decimal(repr(float(figure))))


def counted(figure: object) -> Decimal | None:
    """The figure a decimal text or a number stands for where a spreadsheet can add it up."""
    if figure is None or figure == "":
        return None
    number = Decimal(str(figure))
    return number if number.is_finite() and number.adjusted() < _DIGITS else None


def wholes(letter: str, style: int) -> Maker:
    """Cells of whole numbers, of ``int``s alone."""
    start, opened, blank = f'<c r="{letter}', f'" s="{style}"><v>', f'" s="{style}"/>'

    def cell(row: str, value: object) -> str:
        return start + row + (blank if value is None else f"{opened}{value}</v></c>")

    return cell


def linked(letter: str, style: int, plainly: int, literal: int) -> Maker:
    """Cells that lead somewhere: values are a formula and its text, or text where none leads."""
    start = f'<c r="{letter}'
    opened = f'" s="{style}" t="str"><f>'
    as_words = words(letter, plainly, literal)

    def cell(row: str, value: object) -> str:
        if isinstance(value, tuple):
            formula, text = value
            return f"{start}{row}{opened}{formula}</f><v>{text}</v></c>"
        return as_words(row, value)

    return cell
