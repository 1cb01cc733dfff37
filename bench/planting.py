"""Every defect planted in the units: the twins of what a unit writes, and kinds of defects.

A kind is planted in a few units of a group, in turn, so that all units get about as many.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from defects import Defect, Filled
from planted_kinds import Kind
from planting_amounts import AMOUNT_KINDS
from planting_batch import batch_defects
from planting_blanks import BLANK_KINDS
from planting_cross import CROSS_KINDS
from planting_formulas import FORMULA_KINDS
from planting_indicators import INDICATOR_KINDS
from planting_names import NAME_KINDS
from planting_text import TEXT_KINDS
from planting_twins import twins, typos
from planting_unreadable import UNREADABLE_KINDS

KINDS: tuple[Kind, ...] = (
    *FORMULA_KINDS, *CROSS_KINDS, *AMOUNT_KINDS, *BLANK_KINDS, *UNREADABLE_KINDS,
    *INDICATOR_KINDS, *TEXT_KINDS, *NAME_KINDS,
)  # fmt: skip
# Steps through the units of a group: neighbours in the table of kinds go to different units.
_STEP = 7


def all_defects(units: Sequence[Filled]) -> list[Defect]:
    """Return all defects of these units."""
    return list(_all(units))


def _all(units: Sequence[Filled]) -> Iterator[Defect]:
    for one in units:
        yield from twins(one)
        yield from typos(one)
    yield from batch_defects(units)
    for index, kind in enumerate(KINDS):
        yield from _of_kind(kind, index, units)


def _of_kind(kind: Kind, index: int, units: Sequence[Filled]) -> Iterator[Defect]:
    left = kind.times
    for turn in range(len(units)):
        one = units[(index * _STEP + turn) % len(units)]
        defect = kind.planted(one, index + turn)
        if defect is not None:
            yield defect
            left -= 1
        if not left:
            return
