"""Figures of 总览: formulas over the other sheets, each with its value."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Final, NamedTuple

from xlform.summary.workbook.stats import DetailPages

# First column of every detail, which is blank in a 小计.
_ROW_NUMBER: Final = "row-number"


class Figure(NamedTuple):
    """A formula without its ``=``, and its value."""

    formula: str
    value: Decimal | int
    is_share: bool = False


def count_entries(detail: DetailPages) -> Figure:
    """Return the number of entries of a detail."""
    return Figure(_plus(f"COUNT({cells})" for cells in detail.ranges(_ROW_NUMBER)), detail.entries)


def count_filled(detail: DetailPages, column: str, value: int) -> Figure:
    """Return the number of entries with a figure in a column."""
    return Figure(_plus(f"COUNT({cells})" for cells in detail.ranges(column)), value)


def total(detail: DetailPages, column: str) -> Figure | None:
    """Return the sum of a column over all entries, filtered or not, without any 小计.

    ``None`` where there is no figure at all, or one that is unknown.
    """
    return known_total(detail, column) if detail.is_known(column) else None


def known_total(detail: DetailPages, column: str) -> Figure:
    """Return the sum of the known figures of a column."""
    pairs = zip(detail.ranges(_ROW_NUMBER), detail.ranges(column), strict=True)
    formula = _plus(f'SUMIF({numbers},">0",{cells})' for numbers, cells in pairs)
    return Figure(formula, detail.total(column))


def sum_of_name(detail: DetailPages, names: str, column: str, cell: str, value: Decimal) -> Figure:
    """Return the sum of a column over the entries with exactly the name in ``cell``."""
    ranges = (detail.ranges(_ROW_NUMBER), detail.ranges(names), detail.ranges(column))
    formula = _plus(
        f"SUMPRODUCT(--ISNUMBER({numbers}),--EXACT({name_cells},{cell}),{cells})"
        for numbers, name_cells, cells in zip(*ranges, strict=True)
    )
    return Figure(formula, value)


def count_of_code(detail: DetailPages, column: str, code: str, value: int) -> Figure:
    """Return the number of entries with a code, given as a formula writes it."""
    return Figure(_plus(f"COUNTIF({cells},{code})" for cells in detail.ranges(column)), value)


def _plus(formulas: Iterable[str]) -> str:
    return "+".join(formulas)
