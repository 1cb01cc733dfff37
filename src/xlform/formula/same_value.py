"""Results of two programs compared: what a spreadsheet shows of both is the same."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from xlform.grid.model import CellValue
from xlform.grid.numbers import serial_number

# Numbers that differ by less, of their size, are the same in 15 digits computed two ways.
_RELATIVE = Decimal("1E-9")
# 0 in one engine is a speck of a binary fraction in another: never seen in a form, or what amounts
# of this size leave behind when they cancel each other out.
_SPECK = Decimal("1E-9")
_LEFT_BEHIND = Decimal("1E-14")
_ZERO = Decimal(0)


def same_value(one: CellValue, other: CellValue, size: Decimal = _ZERO) -> bool:
    """Return whether two results show the same: numbers to nine digits, a day and its number alike.

    ``size`` is that of the amounts computed with.
    """
    first, second = as_serial(one), as_serial(other)
    if isinstance(first, Decimal) and isinstance(second, Decimal):
        gap = abs(first - second)
        largest = max(abs(first), abs(second))
        return gap <= max(_SPECK, _RELATIVE * largest, _LEFT_BEHIND * size)
    return type(first) is type(second) and first == second


def as_serial(value: CellValue) -> CellValue:
    """Return a value, a day as the number it counts as."""
    return serial_number(value) if isinstance(value, dt.date) else value
