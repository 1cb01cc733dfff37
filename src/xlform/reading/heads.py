"""The head row of a table: which column each declared value stands in, and what else is there."""

from __future__ import annotations

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
    counts: dict[int, int] = {}
    for column in table.columns.values():
        for row in {spot.row for spot in index.spots_in(column.labels, area)}:
            if row in rows:
                counts[row] = counts.get(row, 0) + 1
    if not counts:
        return None
    row = max(counts, key=lambda row: (counts[row], -row))
    if counts[row] < min(2, len(table.columns)):
        return None
    return _head(index, table, row, area, section)


def _section(index: SheetIndex, table: TableTemplate, area: Range) -> tuple[Spot | None, range]:
    """The table's section label and the rows its head may stand in."""
    spots = index.spots_in(table.under, area) if table.under else []
    if not spots:
        return None, range(area.top, area.bottom + 1)
    return spots[0], covered_rows(index, spots[0], area)


def _head(
    index: SheetIndex, table: TableTemplate, row: int, area: Range, section: Spot | None
) -> FoundHead:
    in_row = Range(row, area.left, row, area.right)
    filled = index.columns(row, in_row)
    spots = {
        name: _nth(_distinct(index.spots_in(column.labels, in_row), index), column.nth)
        for name, column in table.columns.items()
    }
    taken = {spot.column for spot in spots.values() if spot}
    own = section.column if section and section.row == row else 0
    free = [column for column in filled if column not in taken and column != own]
    near = _near_heads(index, table, row, free, {n for n, spot in spots.items() if not spot})
    for name, column in near.items():
        spots[name] = spot_at(index, (row, column))
    columns = _extents(index, table, spots, near, filled)
    strangers = tuple(
        (row, c) for c in free if c not in near.values() and not _repeats(index, row, c)
    )
    bottom = max((found.head.bottom for found in columns.values()), default=row)
    return FoundHead(table, row, bottom + 1, columns, section, strangers)


def _distinct(spots: list[Spot], index: SheetIndex) -> list[Spot]:
    """Without the copies that an undone merge leaves to the right of a head."""
    return [spot for spot in spots if not _repeats(index, spot.row, spot.column)]


def _repeats(index: SheetIndex, row: int, column: int) -> bool:
    left, here = index.cell(row, column - 1), index.cell(row, column)
    return left is not None and here is not None and left.value == here.value


def _nth(spots: list[Spot], nth: int) -> Spot | None:
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
        following = [c for c in filled if c > spot.right and not _repeats(index, spot.row, c)]
        last = max(spot.right, min(following, default=spot.right + 1) - 1)
        seen = index.cells[spot.position].text if name in near else ""
        columns[name] = FoundColumn(table.columns[name], spot, spot.column, last, seen)
    return columns
