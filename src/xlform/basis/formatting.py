"""Numbers as messages show them: 25万元, 600000元, 0.03万元/人."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from xlform.basis.records import Operand
from xlform.values.money import WAN, unit_names

_FINEST = Decimal("0.000001")
_LARGE = 20
_SHOWN = 40


def format_number(value: Decimal) -> str:
    """Return a number without trailing zeros and exponents, to six places."""
    if value.adjusted() < _LARGE:  # beyond, quantize has no room for the places
        value = value.quantize(_FINEST, ROUND_HALF_UP)
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def format_money(base_value: Decimal, money_power: int = 0) -> str:
    """Return a sum in 万元 as text in the money of the power ``money_power``."""
    return format_number(base_value.scaleb(-money_power)) + unit_names().get(money_power, WAN)


def format_quantity(value: Decimal, like: Operand | None) -> str:
    """Return a number in the unit of an operand: 0.6万元/次."""
    return format_number(value) + (like.unit.text if like and like.unit else "")


def shorten(text: str) -> str:
    """Return a text on one line, cut where a message has no room for more."""
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else line[:_SHOWN] + "…"
