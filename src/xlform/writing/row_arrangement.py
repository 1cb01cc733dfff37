"""Arrangement of table rows on the sheet: groups, merges over them, source rows of the blank."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

import msgspec

from xlform.grid.address import Range
from xlform.model.submission import Row
from xlform.writing.blank_layout import BlankTable, Block, StubPath


class PlacedValue(msgspec.Struct, frozen=True):
    """Value of a table with its ``path`` in the form and its column on the sheet."""

    path: str
    table: str
    name: str
    index: int
    column: int


class SheetRow(msgspec.Struct):
    """Row of the sheet made from the blank's row ``source``, with the values in it.

    ``placed`` has them by table and column.
    """

    source: int
    placed: dict[tuple[str, str], PlacedValue]

    @property
    def values(self) -> Collection[PlacedValue]:
        """Return the values in order."""
        return self.placed.values()


class RowArrangement(msgspec.Struct, frozen=True):
    """Rows of a block in order, and merges over them; merges count rows from 1 within the block."""

    rows: list[SheetRow]
    merges: list[Range]


def arrange_rows(
    block: Block, tables: Mapping[str, Sequence[Row]], heights: Mapping[int, float]
) -> RowArrangement:
    """Return a block with as many rows as its tables need, at least one."""
    return _Arranger(block, tables, heights).arrange_rows()


class _Run(msgspec.Struct, frozen=True):
    """Consecutive rows of one table under the same shared levels."""

    key: StubPath
    rows: list[int]


class _Arranger:
    def __init__(
        self, block: Block, tables: Mapping[str, Sequence[Row]], heights: Mapping[int, float]
    ) -> None:
        self._block = block
        self._paths = {
            table.name: [_path(table, row) for row in tables.get(table.name, ())]
            for table in block.tables
        }
        self._default_row = min(block.rows, key=lambda row: (heights.get(row, 0.0), row))
        self._rows: list[SheetRow] = []
        self._merges: list[Range] = []

    def arrange_rows(self) -> RowArrangement:
        shared = self._shared_levels()
        queues = [list(self._runs(table, shared)) for table in self._block.tables]
        while any(queues):
            key = next(queue[0].key for queue in queues if queue)
            runs = [queue.pop(0) if queue and queue[0].key == key else None for queue in queues]
            self._add_runs(runs)
        if not self._rows:
            self._rows.append(SheetRow(self._default_row, {}))
        self._merge_levels(shared)
        return RowArrangement(self._rows, self._merges)

    def _shared_levels(self) -> int:
        """Return the number of outer levels that are in one column for all tables of the block."""
        if len(self._block.tables) < 2:  # noqa: PLR2004  (levels are shared by two tables)
            return 0
        first, *others = self._block.tables
        count = 0
        for depth, name in enumerate(first.stub):
            column = first.columns[name]
            if any(
                len(other.stub) <= depth or other.columns[other.stub[depth]] != column
                for other in others
            ):
                break
            count += 1
        return count

    def _runs(self, table: BlankTable, shared: int) -> Iterator[_Run]:
        run: _Run | None = None
        for index, path in enumerate(self._paths[table.name]):
            key = path[:shared]
            if run is None or run.key != key:
                if run:
                    yield run
                run = _Run(key, [])
            run.rows.append(index)
        if run:
            yield run

    def _add_runs(self, runs: Sequence[_Run | None]) -> None:
        """Add rows for one run of each table, side by side.

        Shorter runs leave their last rows empty.
        """
        count = max(len(run.rows) for run in runs if run)
        longest = next(n for n, run in enumerate(runs) if run and len(run.rows) == count)
        table = self._block.tables[longest]
        run = runs[longest]
        sources = self._source_rows(table, run.rows if run else [])
        first = len(self._rows)
        self._rows += [SheetRow(source, {}) for source in sources]
        for run, table in zip(runs, self._block.tables, strict=True):
            for offset, index in enumerate(run.rows if run else ()):
                self._rows[first + offset].placed.update(_row_values(table, index))

    def _source_rows(self, table: BlankTable, rows: list[int]) -> Iterator[int]:
        """Yield the blank's row that each row is modelled on, by its group.

        Rows beyond the group's length use its last row.
        """
        previous: StubPath | None = None
        offset = 0
        for index in rows:
            path = self._paths[table.name][index]
            offset = offset + 1 if path == previous else 0
            previous = path
            group = self._group(table, path)
            yield group[min(offset, len(group) - 1)]

    def _group(self, table: BlankTable, path: StubPath) -> tuple[int, ...]:
        rows = table.groups.get(path)
        if rows:
            return rows
        if () in table.groups:
            return table.groups[()]
        similar = (rows for other, rows in table.groups.items() if other[-1:] == path[-1:])
        return next(similar, (self._default_row,))

    def _merge_levels(self, shared: int) -> None:
        """Merge each group of a level; its name is in the group's first row only."""
        for number, table in enumerate(self._block.tables):
            for depth, name in enumerate(table.stub):
                if depth >= shared:
                    self._merge_level(name, depth, (table.name,))
                elif not number:
                    self._merge_level(name, depth, tuple(self._paths))

    def _merge_level(self, name: str, depth: int, tables: tuple[str, ...]) -> None:
        keys = [(table, name) for table in tables]
        start, previous, column = 1, None, 0
        for number, row in enumerate(self._rows, 1):
            same = [row.placed[key] for key in keys if key in row.placed]
            if not same:
                continue
            path = self._paths[same[0].table][same[0].index][: depth + 1]
            column = same[0].column
            if path == previous:
                for placed in same:
                    del row.placed[placed.table, name]
                continue
            for placed in same[1:]:
                del row.placed[placed.table, name]
            if previous is not None and number - 1 > start:
                self._merges.append(Range(start, column, number - 1, column))
            start, previous = number, path
        if previous is not None and len(self._rows) > start:
            self._merges.append(Range(start, column, len(self._rows), column))


def _path(table: BlankTable, row: Row) -> StubPath:
    return tuple(value if isinstance(value := row.get(name), str) else "" for name in table.stub)


def _row_values(table: BlankTable, index: int) -> dict[tuple[str, str], PlacedValue]:
    row, of = f"{table.name}[{index}].", table.name
    return {
        (of, name): PlacedValue(row + name, of, name, index, column)
        for name, column in table.columns.items()
    }
