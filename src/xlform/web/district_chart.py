"""Bars of a chart on a page, drawn by the browser from figures in the markup."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import msgspec

# Length of the longest bar, in the units of the drawing.
_LONGEST = 100


class Bar(msgspec.Struct, frozen=True):
    """A bar: its label, its figure as text ("" where unknown), and its length of 0 to 100."""

    label: str
    figure: str
    length: int


def bars(figures: Sequence[tuple[str, str]]) -> list[Bar]:
    """Return a bar for each label and figure; the largest has the whole length."""
    amounts = [Decimal(figure or 0) for _, figure in figures]
    most = max([*amounts, Decimal()])
    return [
        Bar(label, figure, round(_LONGEST * max(amount, Decimal()) / most) if most else 0)
        for (label, figure), amount in zip(figures, amounts, strict=True)
    ]
