"""The rows of a table: nested stubs, entries, empty slots, totals, and what is no entry."""

from __future__ import annotations

import msgspec

from xlform.grid.model import Cell, Position, origin
from xlform.model.submission import Note
from xlform.ooxml.address import Range
from xlform.reading.heads import FoundHead
from xlform.reading.index import SheetIndex
from xlform.reading.values import stripped
from xlform.template.labels import canonical_level, fold

# A row number on a line of its own is a line left blank, a longer text is somebody's remark.
_SEQUENCE_AT_MOST = 4


class Entry(msgspec.Struct, frozen=True):
    """One cell of a row: where it stands, what it holds (``None`` where blank)."""

    position: Position
    cell: Cell | None


class FoundRow(msgspec.Struct, frozen=True):
    """One row of a table: its stub path, and an entry for each declared column found."""

    path: dict[str, str]
    entries: dict[str, Entry]


class FoundTable(msgspec.Struct, frozen=True):
    """A table as it stands: its rows, the total's row, notes, every cell it answers for."""

    head: FoundHead
    rows: list[FoundRow]
    total: FoundRow | None
    notes: list[Note]
    claimed: set[Position]


def find_rows(index: SheetIndex, head: FoundHead, area: Range, stop: int) -> FoundTable:
    """The rows from the head down to ``stop`` (exclusive), or to a total that comes last."""
    reader = _RowReader(index, head, area)
    for row in range(head.first_row, stop):
        if index.columns(row, area) and reader.read(row):
            break
    return FoundTable(head, reader.rows, reader.total, reader.notes, reader.claimed)


class _RowReader:
    """Walks down a table and keeps the stub path it is in.

    A change in an outer level cancels what the inner levels would inherit: a new 一级指标 whose
    二级指标 is blank has no 二级指标, never the one above (traps.md 1).
    """

    def __init__(self, index: SheetIndex, head: FoundHead, area: Range) -> None:
        self.rows: list[FoundRow] = []
        self.total: FoundRow | None = None
        self.notes: list[Note] = []
        self.claimed: set[Position] = set()
        self._index = index
        self._head = head
        self._area = area
        self._at = {
            column: name
            for name, found in reversed(head.columns.items())
            for column in range(found.first, found.last + 1)
        }
        self._stub = [name for name in head.table.stub if name in head.columns]
        self._leaves = [name for name in head.columns if name not in head.table.stub]
        self._path: dict[str, str] = {}
        self._anchors: dict[str, Entry] = {}

    def read(self, row: int) -> bool:
        """Read one row; true where the table ends with it."""
        own = self._own(row)
        if not own:
            return False
        first = next(iter(own.values()))
        if first.position in self._index.labelled and self._repeats_head(own):
            self._claim(own)
            return False
        label = fold(_text(first))
        if label in self._head.table.totals:
            return self._read_total(row, own)
        if label in self._head.table.subtotals:
            self._note("subtotal", first)
            self._claim(own)
            return False
        started = self._follow_stub(row, own)
        filled = any(name not in self._path for name in own)
        if filled and self._only_sequence(own):
            return False
        if filled or started:
            self._add(row, own, inherit=filled)
        self._claim(own)
        return False

    def _own(self, row: int) -> dict[str, Entry]:
        """What stands in the row itself, by column name from the left."""
        own: dict[str, Entry] = {}
        for column in self._index.rows[row]:
            name = self._at.get(column)
            if name is not None and name not in own:
                position = row, column
                own[name] = Entry(position, self._index.cells[position])
        return own

    def _repeats_head(self, own: dict[str, Entry]) -> bool:
        """Whether the row is the head again, as on each printed page."""
        same = sum(
            1
            for name, entry in own.items()
            if self._index.labelled.get(entry.position) in self._head.columns[name].column.labels
        )
        return same >= min(2, len(self._head.columns))

    def _read_total(self, row: int, own: dict[str, Entry]) -> bool:
        if self.total is None:
            self.total = FoundRow({}, {name: self._entry(row, name, own) for name in self._leaves})
        else:
            self._note("second-total", own[next(iter(own))])
        self._claim(own)
        declared = self._head.table.declaration.total
        return bool(self.rows) and declared is not None and declared.at == "last"

    def _follow_stub(self, row: int, own: dict[str, Entry]) -> bool:
        """Bring the path up to date; true where an inner group begins on this row."""
        started = False
        for name in self._stub:
            entry = own.get(name)
            if entry is not None:
                text = self._level(name, entry)
                if started or text != self._path.get(name):
                    self._path[name] = text
                    self._anchors[name] = entry
                    started = True
            elif started or name not in self._path:
                self._path[name] = ""
                place = Entry((row, self._head.columns[name].first), None)
                self._anchors[name] = place
                self._note("blank-level", place)
        return started

    def _level(self, name: str, entry: Entry) -> str:
        text = stripped(_text(entry))
        return canonical_level(text) if self._head.columns[name].column.kind == "level" else text

    def _only_sequence(self, own: dict[str, Entry]) -> bool:
        """Whether the row holds a row number and nothing else; a longer text stays unclaimed."""
        if self._stub or len(own) != 1:
            return False
        ((name, entry),) = own.items()
        if self._head.columns[name].column.kind != "sequence":
            return False
        if len(_text(entry)) <= _SEQUENCE_AT_MOST:
            self._claim(own)
        return True

    def _add(self, row: int, own: dict[str, Entry], *, inherit: bool) -> None:
        entries = {name: self._anchors[name] for name in self._stub}
        for name in self._leaves:
            entries[name] = self._entry(row, name, own)
            if inherit and name not in own:
                entries[name] = self._merged_down(row, name) or entries[name]
        if row in self._index.sheet.hidden_rows:
            self._note("hidden-row", next(iter(own.values())))
        self.rows.append(FoundRow(dict(self._path), entries))

    def _entry(self, row: int, name: str, own: dict[str, Entry]) -> Entry:
        return own.get(name) or Entry((row, self._head.columns[name].first), None)

    def _merged_down(self, row: int, name: str) -> Entry | None:
        """The words of a cell merged down over this row too; an amount is never counted twice."""
        found = self._head.columns[name]
        if found.column.kind == "amount":
            return None
        merge = self._index.merges.at(row, found.first)
        if merge is None or merge.top == row or merge.top < self._head.first_row:
            return None
        cell = self._index.cell(merge.top, merge.left)
        return Entry((merge.top, merge.left), cell) if cell else None

    def _claim(self, own: dict[str, Entry]) -> None:
        self.claimed.update(entry.position for entry in own.values())

    def _note(self, code: str, entry: Entry) -> None:
        self.notes.append(Note(code, origin(entry.position), _text(entry)))


def _text(entry: Entry) -> str:
    cell = entry.cell
    if cell is None:
        return ""
    return cell.value if type(cell.value) is str else cell.text
