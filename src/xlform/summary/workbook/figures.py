"""Figures of 总览: formulas over the other sheets, each with the value it has."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Final, NamedTuple

from xlform.summary.workbook.survey import Extent

# What every detail begins with: there an entry has its number, and a 小计 has none.
_NUMBER_OF: Final = "number-of"


class Figure(NamedTuple):
    """A formula without its ``=`` and what it comes to."""

    formula: str
    value: Decimal | int
    is_share: bool = False


def entries(extent: Extent) -> Figure:
    """How many entries a detail has."""
    return Figure(_plus(f"COUNT({cells})" for cells in extent.ranges(_NUMBER_OF)), extent.entries)


def filled(extent: Extent, column: str, value: int) -> Figure:
    """How many entries have a figure in a column."""
    return Figure(_plus(f"COUNT({cells})" for cells in extent.ranges(column)), value)


def total(extent: Extent, column: str) -> Figure:
    """The sum of a column over entries alone: whatever is filtered, and no 小计 among them."""
    pairs = zip(extent.ranges(_NUMBER_OF), extent.ranges(column), strict=True)
    formula = _plus(f'SUMIF({numbers},">0",{cells})' for numbers, cells in pairs)
    return Figure(formula, extent.total(column))


def of_name(extent: Extent, names: str, column: str, cell: str, value: Decimal) -> Figure:
    """The sum of a column over the entries that bear the very name in ``cell``."""
    ranges = (extent.ranges(_NUMBER_OF), extent.ranges(names), extent.ranges(column))
    formula = _plus(
        f"SUMPRODUCT(--ISNUMBER({numbers}),--EXACT({named},{cell}),{cells})"
        for numbers, named, cells in zip(*ranges, strict=True)
    )
    return Figure(formula, value)


def of_code(extent: Extent, column: str, code: str, value: int) -> Figure:
    """How many entries have a code of ours, given as a formula names it."""
    return Figure(_plus(f"COUNTIF({cells},{code})" for cells in extent.ranges(column)), value)


def _plus(formulas: Iterable[str]) -> str:
    return "+".join(formulas)
