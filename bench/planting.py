"""Every defect planted in the units, area by area."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from defects import Defect, Filled
from planting_arithmetic import arithmetic_defects
from planting_text import typos


def all_defects(units: Sequence[Filled]) -> list[Defect]:
    """Return all defects of these units, in the order of the areas."""
    return list(_all(units))


def _all(units: Sequence[Filled]) -> Iterator[Defect]:
    for one in units:
        yield from arithmetic_defects(one)
        yield from typos(one)
