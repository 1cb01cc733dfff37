"""What one costs by an equation: 20次*0.5（万元/次） prices a 次 at 0.5 万元."""

from __future__ import annotations

from decimal import Decimal

import msgspec

from xlform.basis.records import Equation
from xlform.basis.spoken import plain


class Price(msgspec.Struct, frozen=True):
    """What one costs: ``worth`` in 万元, ``each`` what the price is for, ``text`` as told."""

    worth: Decimal
    each: tuple[str, ...]
    text: str


def price_of(equation: Equation) -> Price | None:
    """The price in an equation, a missing one as it was inferred; ``None`` without one."""
    missing, price = equation.missing, equation.price
    if missing and missing.unit and missing.unit.is_price and equation.inferred is not None:
        worth = equation.inferred.scaleb(missing.unit.scale)
        return Price(worth, missing.unit.under, plain(equation.inferred) + missing.unit.text)
    if missing or price is None or price.unit is None or price.worth is None:
        return None
    text = plain(price.value or Decimal(0)) + price.unit.text
    return Price(price.worth, price.unit.under, text)
