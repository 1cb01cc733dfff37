"""Equality of values: by what they mean, not by how they are written."""

from __future__ import annotations

from decimal import Decimal

from xlform.grid.model import plain
from xlform.model.submission import Form, Period, Target, Value
from xlform.template.labels import compact


def text_of(form: Form, path: str, value: Value) -> str:
    """Return the source's own text of a value; its plain form if the source has no other."""
    if isinstance(value, (Target, Period)):
        return value.text
    own = form.origins.get(f"{path}.text", "")
    if isinstance(value, Decimal):
        return plain(value)
    return value if isinstance(value, str) else own


def same_value(left: Value, left_text: str, right: Value, right_text: str) -> bool:
    """Return True if two values mean the same.

    Amounts (万元) are equal as numbers, targets by comparator, value and unit, periods by their
    days; everything else, and what could not be read, by its text.
    """
    if isinstance(left, Decimal) and isinstance(right, Decimal):
        return left == right
    if isinstance(left, Target) and isinstance(right, Target) and _same_target(left, right):
        return True
    if isinstance(left, Period) and isinstance(right, Period) and _same_period(left, right):
        return True
    return compact(left_text) == compact(right_text)


def _same_target(left: Target, right: Target) -> bool:
    if left.type != right.type or left.type not in {"number", "range", "date"}:
        return False
    return _meaning(left) == _meaning(right)


def _meaning(target: Target) -> tuple[object, ...]:
    return (
        target.comparator or "=",
        target.value,
        compact(target.unit),
        target.low,
        target.high,
        target.date,
    )


def _same_period(left: Period, right: Period) -> bool:
    return None not in (left.start, left.end) and (left.start, left.end) == (right.start, right.end)
