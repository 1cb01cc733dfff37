"""Unit price in an equation: 20次*0.5（万元/次） prices a 次 at 0.5 万元."""

from __future__ import annotations

from decimal import Decimal

import msgspec

from xlform.basis.formatting import format_number
from xlform.basis.records import Equation


class Price(msgspec.Struct, frozen=True):
    """Unit price: ``base_value`` in 万元, the things it is for, ``text`` as messages show it."""

    base_value: Decimal
    each: tuple[str, ...]
    text: str


def price_of(equation: Equation) -> Price | None:
    """Return the price in an equation, a missing one as inferred; ``None`` without one."""
    missing, price = equation.missing, equation.price
    if missing and missing.unit and missing.unit.is_price and equation.inferred is not None:
        base_value = equation.inferred.scaleb(missing.unit.scale)
        return Price(
            base_value, missing.unit.under, format_number(equation.inferred) + missing.unit.text
        )
    if missing or price is None or price.unit is None or price.base_value is None:
        return None
    text = format_number(price.value or Decimal(0)) + price.unit.text
    return Price(price.base_value, price.unit.under, text)
