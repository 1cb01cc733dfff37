"""Equality of values: by what they mean, not by how they are written."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

from xlform.grid.model import plain
from xlform.model.submission import Form, Period, Target, Value
from xlform.template.labels import compact
from xlform.values.words import lexicon

# A number in figures or Chinese numerals, with the signs and units that may go with an amount.
_NUMBER_WITH_UNIT = re.compile(
    r"[-+0-9.,%‰¥￥()元角分整百千万亿零〇一二三四五六七八九十壹贰叁肆伍陆柒捌玖拾佰仟]+"
)


def text_of(form: Form, path: str, value: Value) -> str:
    """Return the source's own text of a value; its plain form if the source has no other."""
    if isinstance(value, (Target, Period)):
        return value.text
    own = form.origins.get(f"{path}.text", "")
    if isinstance(value, Decimal):
        return own if _words_beside(own) else plain(value)
    return value if isinstance(value, str) else own


def _words_beside(text: str) -> str:
    """Return what a text says beside a number with its unit of money: 约 of 约95万元."""
    return _NUMBER_WITH_UNIT.sub("", compact(text))


def _words_beside_target(target: Target) -> str:
    """Return what a target says beside comparator, number and unit: 约 of 约9个."""
    text = compact(target.text)
    for part in sorted((compact(target.unit), *_comparators()), key=len, reverse=True):
        text = text.replace(part, "")
    return _NUMBER_WITH_UNIT.sub("", text)


@lru_cache(maxsize=1)
def _comparators() -> tuple[str, ...]:
    words = lexicon()
    return tuple({*words.signs, *words.comparators, *words.limits} - {""})


def same_value(left: Value, left_text: str, right: Value, right_text: str) -> bool:
    """Return True if two values mean the same.

    Amounts (万元) are equal as numbers, targets by comparator, value and unit, periods by their
    days; everything else, and what could not be read, by its text.
    """
    if isinstance(left, Decimal) and isinstance(right, Decimal):
        return left == right and _words_beside(left_text) == _words_beside(right_text)
    if isinstance(left, Target) and isinstance(right, Target) and _same_target(left, right):
        return True
    if isinstance(left, Period) and isinstance(right, Period) and _same_period(left, right):
        return True
    return compact(left_text) == compact(right_text)


def _same_target(left: Target, right: Target) -> bool:
    if left.type != right.type or left.type not in {"number", "range", "date"}:
        return False
    if left.type != "date" and _words_beside_target(left) != _words_beside_target(right):
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
