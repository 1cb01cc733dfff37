"""Values to cells of a sheet: text as text, figures as numbers if a sheet holds them exactly."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from xlform.export.table import ColumnType, Plain
from xlform.export.xlsx_formats import CellFormats
from xlform.grid.model import plain

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

# Limits of a spreadsheet: exact digits of its binary numbers, length of a text.
_MAX_DIGITS: Final = 15
_MAX_TEXT: Final = 32_767
# First day a spreadsheet's calendar has right: it includes 1900-02-29.
_FIRST_DAY: Final = dt.date(1900, 3, 1)
_MONEY_DECIMALS: Final = 2


class CellWriter:
    """Writes the rows of one sheet from the top; ``types`` are those of its columns."""

    def __init__(self, sheet: Worksheet, formats: CellFormats, types: list[ColumnType]) -> None:
        self._sheet = sheet
        self._formats = formats
        self._types = types

    def write_row(self, row: int, values: tuple[Plain, ...]) -> None:
        """Write one row; a missing value is an empty cell, never 0."""
        for column, value in enumerate(values):
            if isinstance(value, str):
                self._write_text(row, column, value)
            elif value is None:
                self._sheet.write_blank(row, column, None, self._formats.text)
            elif isinstance(value, Decimal):
                self._write_decimal(row, column, value)
            elif isinstance(value, dt.date):
                self._write_day(row, column, value)
            else:
                self._sheet.write_number(row, column, value, self._formats.integer)

    def _write_text(self, row: int, column: int, text: str) -> None:
        if not text:
            self._sheet.write_blank(row, column, None, self._formats.text)
            return
        if len(text) > _MAX_TEXT:
            text = text[: _MAX_TEXT - 1] + "…"
        self._sheet.write_string(row, column, text, self._formats.text)

    def _write_decimal(self, row: int, column: int, value: Decimal) -> None:
        """Write a decimal as a number, or as text if a binary number is not exact."""
        if _significant_digits(value) > _MAX_DIGITS:
            self._sheet.write_string(row, column, plain(value), self._formats.long_number)
            return
        decimals = len(plain(value).partition(".")[2])
        min_decimals = _MONEY_DECIMALS if self._types[column] == "amount" else 0
        # The only conversion of a Decimal to float: a spreadsheet has no other numbers.
        number = float(value)
        self._sheet.write_number(
            row, column, number, self._formats.number(max(min_decimals, decimals))
        )

    def _write_day(self, row: int, column: int, day: dt.date) -> None:
        if day < _FIRST_DAY:
            self._sheet.write_string(row, column, day.isoformat(), self._formats.text)
        else:
            self._sheet.write_datetime(row, column, day, self._formats.day)


def _significant_digits(value: Decimal) -> int:
    """Return the number of significant digits; one too many for NaN and extreme exponents."""
    if not value.is_finite() or abs(value.adjusted()) > _MAX_DIGITS:
        return _MAX_DIGITS + 1
    return len("".join(map(str, value.as_tuple().digits)).strip("0"))
