"""Amounts as the pages show them."""

from __future__ import annotations

from decimal import Decimal

from xlform.grid.model import plain

_PLACES = 2


def amount_text(amount: Decimal | None) -> str:
    """Return an amount in 万元 with all its decimals, two at least; "" for an unknown one."""
    if amount is None:
        return ""
    whole, _, decimals = plain(amount).partition(".")
    return f"{whole}.{decimals.ljust(_PLACES, '0')}"
