"""Values of a field to plain columns: targets and periods are split into their parts."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Final, Literal, TypeVar

from xlform.export.table import Column, ColumnType, Plain
from xlform.model.submission import Period, Target, Value
from xlform.submission.json import plain_value
from xlform.template.declaration import NUMBERS, ValueKind

Shape = Literal["text", "amount", "target", "period"]
Compound = TypeVar("Compound", Target, Period)

_SHAPES: Final[dict[type, Shape]] = {
    str: "text",
    Decimal: "amount",
    Target: "target",
    Period: "period",
}
_TARGET: Final[tuple[tuple[str, ColumnType, Callable[[Target], Plain]], ...]] = (
    ("text", "text", lambda target: target.text),
    ("comparator", "text", lambda target: target.comparator),
    ("value", "number", lambda target: target.value),
    ("unit", "text", lambda target: target.unit),
    ("type", "text", lambda target: target.type),
    ("low", "number", lambda target: target.low),
    ("high", "number", lambda target: target.high),
    ("date", "date", lambda target: target.date),
)
_PERIOD: Final[tuple[tuple[str, ColumnType, Callable[[Period], Plain]], ...]] = (
    ("text", "text", lambda period: period.text),
    ("start", "date", lambda period: period.start),
    ("end", "date", lambda period: period.end),
)


def value_columns(
    field: str, values: list[Value], declared: ValueKind | None = None, label: str = ""
) -> list[Column]:
    """Return the columns of one field; the one with the source text has the field's name.

    The values determine the type, ``declared`` only if there are none. Editions of a form may
    disagree (an amount in one, text in another): then the column is text.
    """
    shape = _shape(values, declared)
    if shape == "target":
        return [
            Column(
                _part_name(field, part), kind, _parts(values, Target, part_of), field, label, part
            )
            for part, kind, part_of in _TARGET
        ]
    if shape == "period":
        return [
            Column(
                _part_name(field, part), kind, _parts(values, Period, part_of), field, label, part
            )
            for part, kind, part_of in _PERIOD
        ]
    if shape == "amount" and declared in ("number", "percent"):
        return [Column(field, "number", [_money(value) for value in values], field, label)]
    plain: list[Plain] = [_text(value) if shape == "text" else _money(value) for value in values]
    return [Column(field, shape, plain, field, label)]


def _shape(values: list[Value], declared: ValueKind | None) -> Shape:
    shapes = {_SHAPES[value_type] for value_type in set(map(type, values)) - {type(None)}}
    if len(shapes) == 1:
        return shapes.pop()
    if shapes:
        return "text"
    if declared in NUMBERS:
        return "amount"
    if declared == "target" or declared == "period":  # noqa: PLR1714  (mypy narrows only this form)
        return declared
    # Only missing money is None, so a column of nothing else is money.
    return "text" if declared or not values else "amount"


def _part_name(field: str, part: str) -> str:
    return field if part == "text" else f"{field}_{part}"


def _parts(
    values: list[Value], record: type[Compound], part_of: Callable[[Compound], Plain]
) -> list[Plain]:
    return [part_of(value) if isinstance(value, record) else None for value in values]


def _text(value: Value) -> str | None:
    if isinstance(value, Target | Period):
        return value.text
    return None if value is None else str(plain_value(value))


def _money(value: Value) -> Decimal | None:
    return value if isinstance(value, Decimal) else None
