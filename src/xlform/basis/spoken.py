"""Numbers as messages say them: 25万元, 600000元, 0.03万元/人."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from xlform.basis.records import Operand
from xlform.values.money import WAN, unit_names

_FINEST = Decimal("0.000001")
_LARGE = 20
_SHOWN = 40


def plain(value: Decimal) -> str:
    """A number without idle zeros and powers, to six places."""
    if value.adjusted() < _LARGE:  # beyond, quantize has no room for the places
        value = value.quantize(_FINEST, ROUND_HALF_UP)
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def money(worth: Decimal, coin: int = 0) -> str:
    """A sum in 万元, said in the money of the power ``coin``."""
    return plain(worth.scaleb(-coin)) + unit_names().get(coin, WAN)


def number(value: Decimal, like: Operand | None) -> str:
    """A number in the unit of an operand: 0.6万元/次."""
    return plain(value) + (like.unit.text if like and like.unit else "")


def shortened(text: str) -> str:
    """Return a text on one line, cut where a message has no room for more."""
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else line[:_SHOWN] + "…"
