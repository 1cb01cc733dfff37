"""The head row of a table: which column each declared value stands in, and what else is there."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from xlform.grid.model import Position
from xlform.ooxml.address import Range
from xlform.reading.fields import covered_rows
from xlform.reading.index import SheetIndex, Spot, spot_at
from xlform.reading.near import nearest
from xlform.template.form import ColumnTemplate, TableTemplate
from xlform.template.labels import fold


class FoundColumn(msgspec.Struct, frozen=True):
    """A declared column: its head, and the columns of the sheet from ``first`` to ``last``."""

    column: ColumnTemplate
    head: Spot
    first: int
    last: int
    near: str = ""


class FoundHead(msgspec.Struct, frozen=True):
    """A table's head: its row, the row its entries begin in, its columns, heads nobody declared."""

    table: TableTemplate
    row: int
    first_row: int
    columns: dict[str, FoundColumn]
    section: Spot | None
    strangers: tuple[Position, ...]

    @property
    def edge(self) -> int:
        """The last column of the table's declared heads."""
        return max(found.head.right for found in self.columns.values())


def find_head(index: SheetIndex, table: TableTemplate, area: Range) -> FoundHead | None:
    """The head row of a table: the row of its section that holds most of its heads."""
    section, rows = _section(index, table, area)
    by_row = _heads_by_row(index, table, area)
    # Where the section's label stands beside none of its heads, it was moved: any row will do.
    candidates = [row for row in by_row if row in rows] or list(by_row)
    if not candidates:
        return None
    row = max(candidates, key=lambda row: (len(by_row[row]), -row))
    if len(by_row[row]) < min(2, len(table.columns)):
        return None
    return _head(index, table, row, area, section, by_row[row])


def _section(index: SheetIndex, table: TableTemplate, area: Range) -> tuple[Spot | None, range]:
    """The table's section label and the rows its head may stand in."""
    spots = index.spots_in(table.under, area) if table.under else []
    if not spots:
        return None, range(area.top, area.bottom + 1)
    return spots[0], covered_rows(index, spots[0], area)


def _heads_by_row(
    index: SheetIndex, table: TableTemplate, area: Range
) -> dict[int, dict[str, list[Spot]]]:
    """The table's heads wherever they stand in the area, by row and column name."""
    by_row: dict[int, dict[str, list[Spot]]] = {}
    for name, column in table.columns.items():
        for label in column.labels:
            for spot in index.spots.get(label, ()):
                if area.covers(spot.row, spot.column):
                    by_row.setdefault(spot.row, {}).setdefault(name, []).append(spot)
    return by_row


def _head(
    index: SheetIndex,
    table: TableTemplate,
    row: int,
    area: Range,
    section: Spot | None,
    heads: dict[str, list[Spot]],
) -> FoundHead:
    filled = index.columns(row, area)
    spots = {name: _nth(heads.get(name, ()), column.nth) for name, column in table.columns.items()}
    taken = {c for spot in spots.values() if spot for c in range(spot.column, spot.right + 1)}
    own = section.column if section and section.row == row else 0
    free = [column for column in filled if column not in taken and column != own]
    near: dict[str, int] = {}
    if free and None in spots.values():
        near = _near_heads(index, table, row, free, {n for n, spot in spots.items() if not spot})
    for name, column in near.items():
        spots[name] = spot_at(index, (row, column))
    columns = _extents(index, table, spots, near, filled)
    strangers = tuple(
        (row, c) for c in free if c not in near.values() and not _repeats(index, row, c)
    )
    bottom = max((found.head.bottom for found in columns.values()), default=row)
    return FoundHead(table, row, bottom + 1, columns, section, strangers)


def _repeats(index: SheetIndex, row: int, column: int) -> bool:
    """Whether a head copies its neighbour on the left, as an undone merge leaves it."""
    left, here = index.cell(row, column - 1), index.cell(row, column)
    return left is not None and here is not None and left.value == here.value


def _nth(spots: Sequence[Spot], nth: int) -> Spot | None:
    return spots[nth - 1] if len(spots) >= nth else None


def _near_heads(
    index: SheetIndex, table: TableTemplate, row: int, free: list[int], missing: set[str]
) -> dict[str, int]:
    """Heads written almost right, by column name; only among cells that are no other head."""
    texts = {fold(cell.text): c for c in free if (cell := index.cell(row, c)) is not None}
    found: dict[str, int] = {}
    for name in missing:
        for label in table.columns[name].labels:
            text = nearest(label, list(texts))
            if text:
                found[name] = texts.pop(text)
                break
    return found


def _extents(
    index: SheetIndex,
    table: TableTemplate,
    spots: dict[str, Spot | None],
    near: dict[str, int],
    filled: list[int],
) -> dict[str, FoundColumn]:
    """Each head reaches as far as its merge, or to the next head where the merge was undone."""
    columns: dict[str, FoundColumn] = {}
    for name, spot in spots.items():
        if spot is None:
            continue
        following = next((column for column in filled if column > spot.right), spot.right + 1)
        last = following - 1
        seen = index.cells[spot.position].text if name in near else ""
        columns[name] = FoundColumn(table.columns[name], spot, spot.column, last, seen)
    return columns
