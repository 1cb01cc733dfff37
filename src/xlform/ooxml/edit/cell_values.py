"""Cell values as the text of their elements."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from typing import Final, Protocol

from xlform.ooxml.edit.splice import CELL_TEXT_AT_MOST
from xlform.ooxml.escaping import escape


class ErrorValue(Protocol):
    """Error value of a cell, such as ``#REF!``."""

    @property
    def code(self) -> str:
        """The error as displayed."""


Value = str | Decimal | bool | dt.date | ErrorValue | None

# Newer errors (#SPILL!, #CALC!) can't be stored without a part of rich values.
_STORED_ERRORS: Final = frozenset({
    "#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A",
})  # fmt: skip
# Outside these, spreadsheets write an exponent.
_PLAIN_FROM, _PLAIN_BELOW = -5, 17
_LARGEST_EXPONENT = 308
_EPOCH_1900, _EPOCH_1904 = dt.date(1899, 12, 30), dt.date(1904, 1, 1)
_LINE_ENDS = re.compile("\r\n?")
_SURROGATE = re.compile("[\ud800-\udfff]")
# Text that reads like an escape of ECMA-376 part 1, 22.9.2.19, and characters XML can't hold.
_TO_ESCAPE = re.compile(
    "_(?=x[0-9A-Fa-f]{4}_)|[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
)


def number_text(number: Decimal) -> str:
    """Return the shortest exact text of a number; ``ValueError`` for a number no cell can hold."""
    sign, digits, exponent = number.as_tuple()
    if not isinstance(exponent, int) or number.adjusted() > _LARGEST_EXPONENT:
        raise ValueError(number)
    if not number:
        return "0"
    written = "".join(map(str, digits)).lstrip("0")
    short = written.rstrip("0")
    exact = Decimal((sign, tuple(map(int, short)), exponent + len(written) - len(short)))
    if _PLAIN_FROM < exact.adjusted() < _PLAIN_BELOW:
        return format(exact, "f")
    mantissa = f"{short[0]}.{short[1:]}" if len(short) > 1 else short
    return f"{'-' if sign else ''}{mantissa}E{exact.adjusted():+d}"


def stored_text(text: str) -> str:
    r"""Return a text as a cell stores it: line breaks are ``\n``, a lone surrogate is U+FFFD."""
    return _SURROGATE.sub("\ufffd", _LINE_ENDS.sub("\n", text))


def escaped_text(text: str) -> str:
    """Return a text as element content in which a reader finds no escape (22.9.2.19)."""
    return escape(_TO_ESCAPE.sub(_spelled, stored_text(text)))


def _spelled(char: re.Match[str]) -> str:
    return f"_x{ord(char[0]):04X}_"


def result_text(value: Value, *, since_1904: bool) -> tuple[str, str] | None:
    """Return a formula's result as the cell's type and the text of its value, not yet escaped.

    ``None`` where it is unknown or can't be stored: a newer error, a text longer than a cell's.
    """
    if value is None:
        return None
    if isinstance(value, bool):
        return "b", "1" if value else "0"
    if isinstance(value, str):
        return ("str", stored_text(value)) if len(value) <= CELL_TEXT_AT_MOST else None
    if isinstance(value, (Decimal, dt.date)):
        return _number(value, since_1904=since_1904)
    return ("e", value.code) if value.code in _STORED_ERRORS else None


def _number(value: Decimal | dt.date, *, since_1904: bool) -> tuple[str, str] | None:
    if isinstance(value, dt.date):
        return "", str((value - (_EPOCH_1904 if since_1904 else _EPOCH_1900)).days)
    try:
        return "", number_text(value)
    except ValueError:
        return None
