"""The rows of a form's tables as rows of a sheet: groups, the merges over them, their models."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from xlform.model.submission import Row
from xlform.ooxml.address import Range
from xlform.writing.blank import BlankTable, Block, Path


class Entry(msgspec.Struct, frozen=True):
    """A value of a table in a row of the sheet: its ``path`` in the form, its column there."""

    path: str
    table: str
    name: str
    index: int
    column: int


class SheetRow(msgspec.Struct):
    """A row of the sheet made from the blank's row ``source``, with the values it holds."""

    source: int
    entries: list[Entry]


class Arranged(msgspec.Struct, frozen=True):
    """A block's rows in order, and merges over them; merges count rows from 1 within the block."""

    rows: list[SheetRow]
    merges: list[Range]


def arranged(
    block: Block, tables: Mapping[str, Sequence[Row]], heights: Mapping[int, float]
) -> Arranged:
    """A block with as many rows as its tables ask for, and one at the least."""
    return _Arranger(block, tables, heights).arranged()


class _Run(msgspec.Struct, frozen=True):
    """Rows of one table that follow each other under the levels it shares with its neighbours."""

    key: Path
    rows: list[int]


class _Arranger:
    def __init__(
        self, block: Block, tables: Mapping[str, Sequence[Row]], heights: Mapping[int, float]
    ) -> None:
        self._block = block
        self._filed = {table.name: tables.get(table.name, ()) for table in block.tables}
        self._plain = min(block.rows, key=lambda row: (heights.get(row, 0.0), row))
        self._rows: list[SheetRow] = []
        self._merges: list[Range] = []

    def arranged(self) -> Arranged:
        shared = self._shared()
        queues = [list(self._runs(table, shared)) for table in self._block.tables]
        while any(queues):
            key = next(queue[0].key for queue in queues if queue)
            runs = [queue.pop(0) if queue and queue[0].key == key else None for queue in queues]
            self._emit(runs)
        if not self._rows:
            self._rows.append(SheetRow(self._plain, []))
        self._merge_levels(shared)
        return Arranged(self._rows, self._merges)

    def _shared(self) -> int:
        """How many outer levels stand in one column for all tables of the block."""
        first, *others = self._block.tables
        if not others:
            return 0
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
        for index, row in enumerate(self._filed[table.name]):
            key = _path(table, row)[:shared]
            if run is None or run.key != key:
                if run:
                    yield run
                run = _Run(key, [])
            run.rows.append(index)
        if run:
            yield run

    def _emit(self, runs: Sequence[_Run | None]) -> None:
        """Rows for one run of each table side by side; the shorter are blank at their end."""
        count = max(len(run.rows) for run in runs if run)
        lead = next(n for n, run in enumerate(runs) if run and len(run.rows) == count)
        table = self._block.tables[lead]
        run = runs[lead]
        sources = self._models(table, run.rows if run else [])
        first = len(self._rows)
        self._rows += [SheetRow(source, []) for source in sources]
        for one, of_table in zip(runs, self._block.tables, strict=True):
            for offset, index in enumerate(one.rows if one else ()):
                self._rows[first + offset].entries += _entries(of_table, index)

    def _models(self, table: BlankTable, rows: list[int]) -> Iterator[int]:
        """The blank's row each row is made like: of its own group, the last for all beyond."""
        before: Path | None = None
        place = 0
        for index in rows:
            path = _path(table, self._filed[table.name][index])
            place = place + 1 if path == before else 0
            before = path
            group = self._group(table, path)
            yield group[min(place, len(group) - 1)]

    def _group(self, table: BlankTable, path: Path) -> tuple[int, ...]:
        own = table.groups.get(path)
        if own:
            return own
        if () in table.groups:
            return table.groups[()]
        alike = (rows for other, rows in table.groups.items() if other[-1:] == path[-1:])
        return next(alike, (self._plain,))

    def _merge_levels(self, shared: int) -> None:
        """One merge over each group of a level; its name stands at the group's first row only."""
        for number, table in enumerate(self._block.tables):
            for depth, name in enumerate(table.stub):
                if depth >= shared:
                    self._merge_level(name, depth, {table.name})
                elif not number:
                    self._merge_level(name, depth, set(self._filed))

    def _merge_level(self, name: str, depth: int, tables: set[str]) -> None:
        start, before, column = 1, None, 0
        for number, row in enumerate(self._rows, 1):
            same = [e for e in row.entries if e.name == name and e.table in tables]
            if not same:
                continue
            path = self._path_of(same[0])[: depth + 1]
            column = same[0].column
            if path == before:
                row.entries = [e for e in row.entries if e not in same]
                continue
            row.entries = [e for e in row.entries if e not in same[1:]]
            if before is not None and number - 1 > start:
                self._merges.append(Range(start, column, number - 1, column))
            start, before = number, path
        if before is not None and len(self._rows) > start:
            self._merges.append(Range(start, column, len(self._rows), column))

    def _path_of(self, entry: Entry) -> Path:
        table = next(one for one in self._block.tables if one.name == entry.table)
        return _path(table, self._filed[table.name][entry.index])


def _path(table: BlankTable, row: Row) -> Path:
    return tuple(value if isinstance(value := row.get(name), str) else "" for name in table.stub)


def _entries(table: BlankTable, index: int) -> Iterator[Entry]:
    for name, column in table.columns.items():
        yield Entry(f"{table.name}[{index}].{name}", table.name, name, index, column)
