"""A value of a form as what a cell holds: words as they are, amounts as numbers where they fit."""

from __future__ import annotations

from decimal import Decimal

from xlform.grid.model import plain
from xlform.model.submission import Form, Period, Target, Value
from xlform.ooxml.fill.sheet_layout import Filled, as_number
from xlform.values.amount import POWER_TO_WAN
from xlform.values.numerals import shift

# What stands for a failing formula in an origin's text: it is nobody's words.
_FORMULA_SIGNS = ("=", "#")


def filled(form: Form, path: str, value: Value) -> Filled:
    """What a cell of its own holds for a value; an amount nobody could read keeps its words."""
    if isinstance(value, Decimal):
        return Filled(number=value) if as_number(value) else Filled(plain(value))
    return Filled(words(form, path, value))


def in_yuan_of(value: Decimal) -> Decimal:
    """An amount of 万元 in 元, exactly."""
    return shift(value, -POWER_TO_WAN["元"])


def words(form: Form, path: str, value: Value) -> str:
    """A value as text, as behind a label in the same cell."""
    if isinstance(value, Target | Period):
        return value.text
    if isinstance(value, Decimal):
        return plain(value)
    if value is None:
        own = form.origins.get(f"{path}.text", "")
        return "" if own.startswith(_FORMULA_SIGNS) else own
    return value
