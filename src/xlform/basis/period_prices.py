"""Prices of a month that are said again for all months: 每名每月500元，全年0.6万元."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from msgspec import structs

from xlform.basis.expressions import EXACT
from xlform.basis.periods import Period
from xlform.basis.prose import Figure
from xlform.basis.records import Unit
from xlform.basis.units import per

# A rounded sum is off by at most one part in so many.
_PART_OFF = 100


def price_of_all_times(
    price: Figure, counts: Sequence[Figure], period: Period, one: Figure
) -> Figure | None:
    """Return a sum as the price of one thing if a price makes it in all its months or days.

    These are counted in the text, else they are those of the period it is for. ``None`` for a sum
    that is no such price.
    """
    times = [name for name in price.unit.under if Period.is_time(name)]
    things = [name for name in price.unit.under if name not in times]
    whole = _over_times(price.value, times, counts, period) if times and things else None
    if whole is None or not _is_rounded(whole, one.value):
        return None
    said = [name for name in one.unit.under if not Period.is_time(name)]
    if said and said != things:
        return None
    unit: Unit | None = structs.replace(one.unit, under=())
    for thing in things:
        unit = per(unit, thing) if unit else None
    if unit is None:
        return None
    return one._replace(kind="price", operand=structs.replace(one.operand, unit=unit))


def _over_times(
    value: Decimal, times: Sequence[str], counts: Sequence[Figure], period: Period
) -> Decimal | None:
    for name in times:
        counted = [one.operand for one in counts if one.unit.over == (name,)]
        often = counted[-1] if counted else period.times(name)
        if often is None or often.value is None:
            return None
        value = EXACT.multiply(value, often.value)
    return value


def _is_rounded(value: Decimal, written: Decimal) -> bool:
    """Return whether a sum is as it is written, to the places it is written with."""
    exponent = written.as_tuple().exponent
    if not isinstance(exponent, int):
        return False
    off = abs(value - written)
    return off * 2 <= Decimal(1).scaleb(exponent) and off * _PART_OFF <= value
