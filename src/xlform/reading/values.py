"""A cell to the value its declaration asks for, with what had to be repaired said aloud."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

import msgspec

from xlform.grid.model import Cell, CellError, plain
from xlform.model.submission import Target, Value
from xlform.reading.index import BLANKS
from xlform.template.declaration import ValueKind
from xlform.template.labels import canonical_level
from xlform.values import Amount, in_wan, parse_amount, parse_period, parse_target

MONEY_UNIT = "万元"
# A district's forms say the same few thousand things: 100%, ≥95%, 2023年12月底前.
_target = lru_cache(maxsize=4096)(parse_target)
_period = lru_cache(maxsize=512)(parse_period)


class Reading(msgspec.Struct, frozen=True):
    """A value, the note it is owed, and the source's own text where the note is about it."""

    value: Value
    own_text: str = ""
    note: str = ""


def stripped(text: str) -> str:
    """Text without the blanks at its ends, of whatever width (contract.md)."""
    return text.strip(BLANKS)


def empty_value(kind: ValueKind) -> Value:
    """What a blank cell means for this kind: "" for words, ``None`` for money."""
    if kind == "amount":
        return None
    if kind == "target":
        return Target()
    return _period("") if kind == "period" else ""


def read_cell(cell: Cell, kind: ValueKind, unit: str, year: int | None) -> Reading:
    """The value of a cell; ``unit`` is the money unit in force where the cell names none."""
    value = cell.value
    if type(value) is str:
        return read_text(value.strip(BLANKS), kind, unit, year)
    if value is None and cell.formula:
        return Reading(empty_value(kind), f"={cell.formula}", "formula-unknown")
    if isinstance(value, CellError):
        return Reading(empty_value(kind), value.code, "formula-error")
    if kind == "amount" and isinstance(value, Decimal):
        return _number_as_amount(cell, value, unit)
    return read_text(stripped(cell.text), kind, unit, year)


def read_text(text: str, kind: ValueKind, unit: str, year: int | None) -> Reading:
    """The value of a text whose ends are stripped already; see :func:`read_cell`."""
    if kind == "text":
        return Reading(text)
    if kind == "amount":
        return _text_as_amount(text, unit)
    if kind == "target":
        return Reading(_target(text, year))
    if kind == "period":
        return Reading(_period(text))
    return Reading(canonical_level(text) if kind == "level" else text)


def _number_as_amount(cell: Cell, number: Decimal, unit: str) -> Reading:
    if cell.percent:
        return Reading(None, cell.text, "amount-unreadable")
    if unit == MONEY_UNIT:
        return Reading(number)
    return Reading(
        in_wan(Amount(number, "", ""), unit), f"{plain(number)}{unit}", "amount-converted"
    )


def _text_as_amount(text: str, unit: str) -> Reading:
    if not text:
        return Reading(None)
    amount = parse_amount(text)
    if amount is None:
        return Reading(None, text, "amount-unreadable")
    value = in_wan(amount, unit)
    if amount.unit in ("", MONEY_UNIT) and unit == MONEY_UNIT:
        return Reading(value, text, "amount-text")
    return Reading(value, text if amount.unit else f"{text}{unit}", "amount-converted")
