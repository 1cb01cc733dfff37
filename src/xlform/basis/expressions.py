"""Expressions: operands joined by signs, their value and the unit of the result."""

from __future__ import annotations

from decimal import Context, Decimal
from typing import NamedTuple

from xlform.basis.records import Operand
from xlform.basis.units import fits

# Enough places for any product of sums of money; nothing traps, what has no value is NaN.
EXACT = Context(prec=60, traps=[])


_TRIP = 2


class Quantity(NamedTuple):
    """Base value and its dimensions: how often money, and the things counted over and under it.

    ``bare`` tells that a factor without a unit is part of it, ``mixed`` that sums of different
    things were added.
    """

    base_value: Decimal
    money: int = 0
    over: tuple[str, ...] = ()
    under: tuple[str, ...] = ()
    bare: bool = False
    mixed: bool = False


class Expression(NamedTuple):
    """Terms in order, each with the sign before it; the first sign is ""."""

    items: tuple[tuple[str, Operand | Expression], ...]
    start: int
    end: int

    def operands(self) -> list[Operand]:
        """Every operand, those in brackets included, from left to right."""
        found: list[Operand] = []
        for _, one in self.items:
            found += [one] if isinstance(one, Operand) else one.operands()
        return found

    def is_product(self) -> bool:
        """Return whether anything in it is multiplied or divided."""
        return any(
            sign in ("*", "÷", "/") or (isinstance(one, Expression) and one.is_product())
            for sign, one in self.items
        )

    def quantity(self, fill: Decimal | None = None) -> Quantity | None:
        """Return its value and unit; ``None`` for a missing number without ``fill``."""
        total: Quantity | None = None
        term: Quantity | None = None
        minus = False
        for sign, one in self.items:
            value = one.quantity(fill) if isinstance(one, Expression) else _quantity(one, fill)
            if value is None:
                return None
            if sign in ("*", "÷", "/") and term:
                term = _product(term, value, divided=sign != "*")
                continue
            total = _sum(total, term, minus=minus)
            term, minus = value, sign == "-"
        return _sum(total, term, minus=minus)


def _quantity(one: Operand, fill: Decimal | None) -> Quantity | None:
    value = fill if one.value is None else one.value
    if value is None:
        return None
    if one.unit is None:
        return Quantity(value, bare=True)
    base_value = value.scaleb(one.unit.scale, EXACT)
    return Quantity(
        base_value, int(one.unit.money_power is not None), one.unit.over, one.unit.under
    )


def _product(one: Quantity, other: Quantity, *, divided: bool) -> Quantity:
    mixed = one.mixed or other.mixed
    if divided:
        base_value = EXACT.divide(one.base_value, other.base_value)
        money, over, under = one.money - other.money, other.under, other.over
    else:
        base_value = EXACT.multiply(one.base_value, other.base_value)
        money, over, under = one.money + other.money, other.over, other.under
    above, below = cancelled([*one.over, *over], [*one.under, *under])
    return Quantity(base_value, money, above, below, one.bare or other.bare, mixed)


def cancelled(above: list[str], below: list[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the names left after cancelling; an exact match goes before a near one."""
    _split_trips(above, below)
    for matching in (str.__eq__, fits):
        for name in list(below):
            partner = next((one for one in above if matching(one, name)), None)
            if partner is not None:
                above.remove(partner)
                below.remove(name)
    return tuple(above), tuple(below)


def _split_trips(above: list[str], below: list[str]) -> None:
    """Take 人次 for 人 and 次 where a price is for each of both: 2万人次×30元/人·次."""
    for name in [one for one in above if len(one) == _TRIP and one[1] == "次"]:
        if {name[0], "次"} <= set(below) and name not in below:
            above.remove(name)
            above += [name[0], "次"]


def _sum(one: Quantity | None, other: Quantity | None, *, minus: bool) -> Quantity | None:
    if one is None or other is None:
        return other
    base_value = (EXACT.subtract if minus else EXACT.add)(one.base_value, other.base_value)
    if other.bare and not (other.money or other.over or other.under):
        return one._replace(base_value=base_value, bare=True, mixed=one.mixed or other.mixed)
    plain = one.bare and not (one.money or one.over or one.under)
    mixed = not plain and (one.money, len(one.under)) != (other.money, len(other.under))
    return other._replace(
        base_value=base_value, bare=one.bare or other.bare, mixed=mixed or one.mixed or other.mixed
    )
