"""Whole numbers of attributes, which a file may spell in any way."""

from __future__ import annotations

# No number of a sheet, style, comment or author has more digits; int() refuses thousands of them.
_DIGITS_AT_MOST = 9


def whole_number(text: str) -> int | None:
    """Return the number that the text of an attribute is, ``None`` for anything else."""
    known = text.isascii() and text.isdecimal() and len(text) <= _DIGITS_AT_MOST
    return int(text) if known else None
