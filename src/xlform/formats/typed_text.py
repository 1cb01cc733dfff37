"""Typing of text for formats that store only text, as a spreadsheet types an entry.

``95.00`` and ``1,056.40`` become numbers and ``98%`` a percentage, with their decimals. A number
that would lose a digit stays text: the leading 0 of a telephone, the 18 digits of an identity
number.
"""

from __future__ import annotations

import re
from decimal import Decimal

from xlform.grid.model import Cell, CellError

_NUMBER = re.compile(
    r"(-?)((?:0|[1-9][0-9]{0,14})|[1-9][0-9]{0,2}(?:,[0-9]{3}){1,4})(\.[0-9]{1,15})?(%?)", re.ASCII
)
_ERROR = re.compile(r"#(?:NULL!|DIV/0!|VALUE!|REF!|NAME\?|NUM!|N/A)")
_TRUTHS = {"TRUE": True, "FALSE": False}
_HELD_TEXT = re.compile(r'="([^"]*)"')
_DIGITS_AT_MOST = 15


def typed_cell(text: str) -> Cell:
    """Return the cell that results from typing a text into a spreadsheet."""
    meant = text.strip(" \t\r\n\xa0")
    if held := _HELD_TEXT.fullmatch(meant):
        # Exports write ="0731" so that a program opening the file keeps the 0.
        return Cell(held[1])
    if meant in _TRUTHS:
        return Cell(_TRUTHS[meant])
    if _ERROR.fullmatch(meant):
        return Cell(CellError(meant))
    number = _NUMBER.fullmatch(meant)
    return Cell(text) if number is None else _number(text, *number.groups(default=""))


def _number(text: str, sign: str, whole: str, fraction: str, percent: str) -> Cell:
    digits = whole.replace(",", "")
    if len(digits) + len(fraction) - bool(fraction) > _DIGITS_AT_MOST:
        return Cell(text)
    number = Decimal(f"{sign}{digits}{fraction}")
    return Cell(number.scaleb(-2), "", True) if percent else Cell(number)  # noqa: FBT003  (a cell's third part)
