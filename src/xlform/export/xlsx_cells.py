"""A value to a cell of a sheet: words as words, figures as numbers as far as a sheet keeps them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from xlform.export.table import ColumnType, Plain
from xlform.export.xlsx_look import Looks
from xlform.grid.model import plain

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

# A spreadsheet stores binary numbers of 15 sure digits, and no text longer than this.
_DIGITS: Final = 15
_TEXT_AT_MOST: Final = 32_767
# The first day a spreadsheet's calendar can be trusted with: it believes in 1900-02-29.
_FIRST_DAY: Final = dt.date(1900, 3, 1)
_MONEY_PLACES: Final = 2


class CellWriter:
    """Writes the rows of one sheet, top down; ``types`` are those of its columns."""

    def __init__(self, sheet: Worksheet, looks: Looks, types: list[ColumnType]) -> None:
        self._sheet = sheet
        self._looks = looks
        self._types = types

    def write_row(self, row: int, values: tuple[Plain, ...]) -> None:
        """Write one row; a missing value is a blank cell, never 0."""
        for column, value in enumerate(values):
            if isinstance(value, str):
                self._write_words(row, column, value)
            elif value is None:
                self._sheet.write_blank(row, column, None, self._looks.words)
            elif isinstance(value, Decimal):
                self._write_decimal(row, column, value)
            elif isinstance(value, dt.date):
                self._write_day(row, column, value)
            else:
                self._sheet.write_number(row, column, value, self._looks.whole)

    def _write_words(self, row: int, column: int, text: str) -> None:
        if not text:
            self._sheet.write_blank(row, column, None, self._looks.words)
            return
        if len(text) > _TEXT_AT_MOST:
            text = text[: _TEXT_AT_MOST - 1] + "…"
        self._sheet.write_string(row, column, text, self._looks.words)

    def _write_decimal(self, row: int, column: int, value: Decimal) -> None:
        """A decimal as a number; as words where a binary number would not be the same."""
        if _significant(value) > _DIGITS:
            self._sheet.write_string(row, column, plain(value), self._looks.long_number)
            return
        places = len(plain(value).partition(".")[2])
        least = _MONEY_PLACES if self._types[column] == "amount" else 0
        # The one place where a Decimal becomes a float: a spreadsheet has no other number.
        number = float(value)
        self._sheet.write_number(row, column, number, self._looks.number(max(least, places)))

    def _write_day(self, row: int, column: int, day: dt.date) -> None:
        if day < _FIRST_DAY:
            self._sheet.write_string(row, column, day.isoformat(), self._looks.words)
        else:
            self._sheet.write_datetime(row, column, day, self._looks.day)


def _significant(value: Decimal) -> int:
    """How many digits tell the value from 0 and its neighbours; too many for what is no number."""
    if not value.is_finite() or abs(value.adjusted()) > _DIGITS:
        return _DIGITS + 1
    return len("".join(map(str, value.as_tuple().digits)).strip("0"))
