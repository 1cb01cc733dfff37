"""Conversion of a cell to the declared kind of value, with notes on what was repaired."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

import msgspec

from xlform.grid.model import Cell, CellError, plain
from xlform.model.memoize import by_texts
from xlform.model.submission import Target, Value
from xlform.reading.index import WHITESPACE
from xlform.reading.plain_values import (
    read_day,
    read_number,
    read_percent,
    read_tick,
    share_as_percent,
)
from xlform.template.declaration import NUMBERS, ValueKind
from xlform.template.labels import canonical_level
from xlform.values import Amount, in_wan, parse_amount, parse_period, parse_target
from xlform.values.money import WAN, unit_powers

_target = lru_cache(maxsize=4096)(parse_target)
_period = lru_cache(maxsize=512)(parse_period)


class ParsedValue(msgspec.Struct, frozen=True):
    """Value, the code of a note on it, and the source text if the note concerns that."""

    value: Value
    source_text: str = ""
    note: str = ""


def strip_whitespace(text: str) -> str:
    """Return text without whitespace of any width at its ends (contract.md)."""
    return text.strip(WHITESPACE)


def empty_value(kind: ValueKind) -> Value:
    """Return the value of an empty cell of this kind: "" for text, ``None`` for numbers."""
    if kind in NUMBERS:
        return None
    if kind == "target":
        return Target()
    return _period("") if kind == "period" else ""


def composed_target(parts: list[Value], year: int | None) -> Target:
    """Return the target whose parts (comparator, number, unit) are in columns of their own.

    A comparator that is a word for a description (定性) is left out.
    """
    comparator, *rest = (str(part) if part is not None else "" for part in parts)
    stated = "".join(rest)
    whole = _target(comparator + stated, year)
    if whole.type != "qualitative" or not stated:
        return whole
    return _target(stated, year)


def read_cell(cell: Cell, kind: ValueKind, unit: str, year: int | None) -> ParsedValue:
    """Return the value of a cell; ``unit`` is the money unit if the cell has none."""
    value = cell.value
    if type(value) is str:
        return _read_text_once((cell.text if cell.format else value, kind, unit, year))
    if value is None and cell.formula:
        return ParsedValue(empty_value(kind), f"={cell.formula}", "formula-unknown")
    if isinstance(value, CellError):
        return ParsedValue(empty_value(kind), value.code, "formula-error")
    if isinstance(value, Decimal) and kind in NUMBERS:
        return _number(cell, value, kind, unit)
    return read_text(strip_whitespace(cell.text), kind, unit, year)


def read_text(text: str, kind: ValueKind, unit: str, year: int | None) -> ParsedValue:
    """Return the value of a text already stripped; see :func:`read_cell`."""
    if kind == "text":
        return ParsedValue(text)
    if kind == "amount":
        return _text_as_amount(text, unit)
    if kind == "target":
        return ParsedValue(_target(text, year))
    if kind == "period":
        return ParsedValue(_period(text))
    if kind in ("number", "percent", "date", "tick"):
        return _text_as_plain_value(text, kind, unit)
    return ParsedValue(canonical_level(text) if kind == "level" else text)


def _read_unstripped(text_and_kind: tuple[str, ValueKind, str, int | None]) -> ParsedValue:
    text, kind, unit, year = text_and_kind
    return read_text(text.strip(WHITESPACE), kind, unit, year)


# Texts recur throughout a district's forms: 100%, ≥95%, 2023年12月底前.
_read_text_once = by_texts(_read_unstripped, lambda key: len(key[0]))


def _number(cell: Cell, number: Decimal, kind: ValueKind, unit: str) -> ParsedValue:
    """Return a number of a cell as an amount, a plain number or a percentage."""
    if kind == "amount":
        return _number_as_amount(cell, number, unit)
    if kind == "percent" and cell.percent:
        return ParsedValue(share_as_percent(number))
    if kind == "number" and not cell.format and not cell.percent:
        return ParsedValue(number)  # 2081.01 as a text may be a month
    return _text_as_plain_value(strip_whitespace(cell.text), kind, unit)


def _text_as_plain_value(text: str, kind: ValueKind, unit: str) -> ParsedValue:
    if not text:
        return ParsedValue(empty_value(kind))
    value: Value = None
    if kind == "number":
        value = read_number(text)
    elif kind == "percent":
        value = read_percent(text, unit)
    else:
        value = read_day(text) if kind == "date" else read_tick(text)
    if value is None:
        return ParsedValue(empty_value(kind), text, f"{kind}-unreadable")
    return ParsedValue(value)


def _number_as_amount(cell: Cell, number: Decimal, unit: str) -> ParsedValue:
    if cell.format and cell.displayed:
        return _displayed_as_amount(cell, number, cell.displayed, unit)
    if cell.percent:
        return ParsedValue(None, cell.text, "amount-unreadable")
    if unit == WAN:
        return ParsedValue(number)
    if unit not in unit_powers():
        return ParsedValue(None, f"{plain(number)}{unit}", "money-unit-unknown")
    return ParsedValue(
        in_wan(Amount(number, "", ""), unit), f"{plain(number)}{unit}", "amount-converted"
    )


def _displayed_as_amount(cell: Cell, number: Decimal, shown: str, unit: str) -> ParsedValue:
    """Return the amount that a number format shows, if the stored number confirms its unit.

    A cell of 6110000 that shows 611.0000 holds 元 under a heading in 万元; under one in 元 nobody
    knows which of the two was meant.
    """
    amount = parse_amount(shown)
    if amount is None:
        if number == 0 and not any(char.isdigit() for char in shown):  # 无, — for nothing
            return ParsedValue(number)
        return ParsedValue(None, cell.text, "amount-unreadable")
    shown_unit = amount.unit or unit
    if shown_unit not in unit_powers():
        return ParsedValue(None, f"{plain(amount.value)}{shown_unit}", "money-unit-unknown")
    value = in_wan(amount, shown_unit)
    if amount.value == number:
        written = f"{plain(number)}{shown_unit}"
        return (
            ParsedValue(value, written, "amount-converted")
            if shown_unit != WAN
            else (ParsedValue(value))
        )
    if number == value.scaleb(-unit_powers()["元"]):
        return ParsedValue(value, f"{plain(number)}元", "amount-scaled")
    return ParsedValue(None, f"{shown}（{plain(number)}）", "amount-doubtful")


def _text_as_amount(text: str, unit: str) -> ParsedValue:
    if not text:
        return ParsedValue(None)
    amount = parse_amount(text)
    if amount is None:
        return ParsedValue(None, text, "amount-unreadable")
    if (amount.unit or unit) not in unit_powers():
        return ParsedValue(None, text if amount.unit else f"{text}{unit}", "money-unit-unknown")
    value = in_wan(amount, unit)
    if amount.unit in ("", WAN) and unit == WAN:
        return ParsedValue(value, text, "amount-text")
    return ParsedValue(value, text if amount.unit else f"{text}{unit}", "amount-converted")
