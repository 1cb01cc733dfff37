"""Rows and columns of a sheet that are shown: the forms and the cells in use, up to a limit."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Final

import msgspec

from xlform.grid.address import Range
from xlform.grid.model import Position, Sheet

# Rows and columns without content between others that are shown all the same.
_GAP_AT_MOST: Final = 3
COLUMNS_AT_MOST: Final = 80


class Extent(msgspec.Struct, frozen=True):
    """Rows and columns shown, in order; ``left_out`` is the number of cells with content outside.

    ``blank``: there are blank rows or columns between those shown.
    """

    rows: tuple[int, ...]
    columns: tuple[int, ...]
    left_out: int = 0


def extent_of(
    sheet: Sheet, areas: Sequence[Range], wanted: Collection[Position], cells_at_most: int
) -> Extent:
    """Return what is shown of a sheet: ``areas`` of forms and ``wanted`` cells go first."""
    columns = _columns(sheet, areas, wanted)
    rows_at_most = max(1, cells_at_most // max(1, len(columns)))
    first = {row for row, _ in wanted}
    for area in areas:
        first.update(range(area.top, min(area.bottom, area.top + rows_at_most) + 1))
    rows = _most_wanted(first, (row for row, _ in sheet.cells), rows_at_most)
    shown_rows, shown_columns = set(rows), set(columns)
    left_out = sum(
        row not in shown_rows or column not in shown_columns for row, column in sheet.cells
    )
    return Extent(tuple(rows), tuple(columns), left_out)


def _columns(sheet: Sheet, areas: Sequence[Range], wanted: Collection[Position]) -> list[int]:
    first = {column for _, column in wanted}
    for area in areas:
        first.update(range(area.left, min(area.right, area.left + COLUMNS_AT_MOST) + 1))
    return _most_wanted(first, (column for _, column in sheet.cells), COLUMNS_AT_MOST)


def _most_wanted(first: Collection[int], used: Iterable[int], at_most: int) -> list[int]:
    """Return so many numbers in order: the first ones wanted, then those used; small gaps filled.

    The first row or column is always among those used, since a sheet begins there.
    """
    chosen = set(sorted(first)[:at_most])
    for number in sorted({1, *used}):
        if len(chosen) >= at_most:
            break
        chosen.add(number)
    last = 0
    filled: list[int] = []
    for number in sorted(chosen):
        if number - last <= _GAP_AT_MOST + 1 and len(chosen) < at_most:
            filled += range(last + 1, number)
            chosen.update(range(last + 1, number))
        filled.append(number)
        last = number
    return filled
