"""Rows of a list, divided into the forms they belong to, and rows that add up others."""

from __future__ import annotations

from typing import Literal

import msgspec

from xlform.grid.address import Range
from xlform.grid.model import Position, origin
from xlform.model.submission import Note
from xlform.reading.index import SheetIndex
from xlform.reading.list_head import ListHead
from xlform.reading.tables import RowCell
from xlform.reading.values import strip_whitespace
from xlform.template.declaration import NUMBERS
from xlform.template.form import FormTemplate
from xlform.template.labels import fold

# Labels of one head in a row that repeats it.
_REPEATED = 2


class ListEntry(msgspec.Struct):
    """One form of a list: the cell of each field, its rows, how many of them repeat a key."""

    cells: dict[str, RowCell]
    rows: list[int] = []
    notes: list[Note] = []
    keyed: int = 0


class SumRow(msgspec.Struct, frozen=True):
    """Row that adds up others: its row, its cells by path, and the number of forms above it.

    The path is that of a field, or of a column: ``assets.worth``.
    It adds up a ``part`` if it names the unit of the forms, and as a ``head`` those below it.
    """

    row: int
    cells: dict[str, RowCell]
    above: int
    kind: Literal["whole", "part", "head"]


class ListRows(msgspec.Struct):
    """Forms of a list in order, the rows that add them up, and other cells accounted for."""

    entries: list[ListEntry]
    sums: list[SumRow]
    claimed: set[Position]


class ListRowReader:
    """Divides the rows of a list into forms; a list interrupted by a page break goes on.

    A form starts where one of its keys changes. A key that is blank is that of the row above, as
    long as the keys outside it stay the same.
    """

    def __init__(self, index: SheetIndex, template: FormTemplate) -> None:
        self._index = index
        self._template = template
        self._by = template.declaration.by
        self._found = ListRows([], [], set())
        self._entry: ListEntry | None = None
        self._entries: dict[tuple[str, ...], ListEntry] = {}
        self._keys = [""] * len(self._by)
        # The last row read, if it names an outer key alone.
        self._heading: SumRow | None = None

    def read(self, head: ListHead, area: Range, stop: int) -> None:
        """Read the rows below a head, up to ``stop``."""
        self._head = head
        self._area = area
        self._fields = _names_by_column(head)
        self._table_columns = {
            c: f"{table}.{name}"
            for table, header in head.tables.items()
            for name, column in header.columns.items()
            for c in range(column.first, column.last + 1)
        }
        # Fields left of the last key belong to the key outside it, too.
        last = head.fields.get(self._by[-1])
        self._shared = {
            name
            for name, column in head.fields.items()
            if last and column.first < last.first and len(self._by) > 1
        }
        for row in range(head.bottom + 1, stop):
            columns = self._index.columns(row, area)
            if columns:
                self._read_row(row, columns)

    def finish(self) -> ListRows:
        """Return everything read."""
        self._end_heading()
        return self._found

    def _read_row(self, row: int, columns: list[int]) -> None:
        if self._repeats_head(row, columns) or self._is_note(row, columns):
            self._found.claimed.update((row, column) for column in columns)
            return
        is_entry = any(column in self._table_columns for column in columns)
        cells: dict[str, RowCell] = {}
        for column in columns:
            # Of two keys in one column, that of a row without entries is the outer one.
            names = self._fields.get(column, ())
            name = names[-1 if is_entry else 0] if names else ""
            if name and name not in cells:
                cells[name] = RowCell((row, column), self._index.cells[row, column])
        if self._adds_up(row, columns, is_entry=is_entry):
            self._end_heading()
            self._add_sum(row, cells, "whole" if self._is_sum_label(row, columns) else "part")
            self._found.claimed.update(
                (row, c) for c in columns if c in self._table_columns or c == columns[0]
            )
        elif not is_entry and self._is_heading(cells):
            if self._heading and not self._has_number(self._heading):
                self._end_heading()
            self._heading = self._add_sum(row, cells, "head")
            self._advance(cells)
            self._entry = ListEntry({n: c for n, c in cells.items() if n in self._shared})
        elif cells or is_entry:
            self._add(row, cells)

    def _is_note(self, row: int, columns: list[int]) -> bool:
        """Return True if a row holds nothing but notes printed on the form."""
        texts = (self._index.cells[row, column].text for column in columns)
        return bool(self._template.ignored) and all(map(self._template.is_ignored, texts))

    def _is_sum_label(self, row: int, columns: list[int]) -> bool:
        texts = (fold(self._index.cells[row, column].text) for column in columns)
        return any(text in self._template.sums for text in texts)

    def _add_sum(
        self, row: int, cells: dict[str, RowCell], kind: Literal["whole", "part", "head"]
    ) -> SumRow:
        columns = {
            path: RowCell((row, column), self._index.cells[row, column])
            for column in self._index.columns(row, self._area)
            if (path := self._table_columns.get(column))
        }
        added = SumRow(row, {**cells, **columns}, len(self._found.entries), kind)
        self._found.sums.append(added)
        self._found.claimed.update(cell.position for cell in cells.values())
        return added

    def _repeats_head(self, row: int, columns: list[int]) -> bool:
        """Return True if a row repeats the head, as on each printed page."""
        labelled = self._index.labelled
        found = [column for column in columns if (row, column) in labelled]
        if len(found) < _REPEATED:
            return False
        heads = {
            (label, c)
            for column in self._head.columns
            for label in (*column.column.labels, *column.column.over)
            for c in range(column.first, column.last + 1)
        }
        return sum((labelled[row, column], column) in heads for column in found) >= _REPEATED

    def _adds_up(self, row: int, columns: list[int], *, is_entry: bool) -> bool:
        """Return True for a row with the label of a sum among its fields, or left of them."""
        for column in columns:
            if column in self._table_columns:
                continue
            text = self._index.cells[row, column].value
            if type(text) is not str or (column not in self._fields and column > self._head.left):
                continue
            folded = fold(text)
            if folded in self._template.sums:
                return True
            if not is_entry and folded.endswith(self._template.sums):
                return not set(self._by).isdisjoint(self._fields.get(column, ()))
        return False

    def _is_heading(self, cells: dict[str, RowCell]) -> bool:
        """Return True for a row that names an outer key alone, above the forms it holds for."""
        if not self._head.tables or self._by[-1] in cells:
            return False
        if any(self._is_of_a_form(name) for name in cells):
            return False
        return self._names_another(cells)

    def _is_of_a_form(self, name: str) -> bool:
        """Return True for a text that a form has for itself: no key, and not shared by several."""
        kind = self._head.fields[name].column.kind
        return name not in self._by and name not in self._shared and kind not in NUMBERS

    def _names_another(self, cells: dict[str, RowCell]) -> bool:
        """Return True for a row that itself names another outer key than the row above."""
        outer = (name for name in self._by[:-1] if name in cells)
        return any(fold(_text(cells[name])) != fold(self._key(name)) for name in outer)

    def _has_number(self, heading: SumRow) -> bool:
        kinds = (self._head.fields[name].column.kind for name in heading.cells)
        return any(kind in NUMBERS for kind in kinds)

    def _end_heading(self) -> None:
        """Make the last row a form of its own if it names an outer key and no form follows."""
        heading, self._heading = self._heading, None
        if heading:
            self._found.sums.remove(heading)
            self._entry = self._new(heading.cells)
            self._fill(self._entry, heading.row, heading.cells)

    def _key(self, name: str) -> str:
        return self._keys[self._by.index(name)]

    def _advance(self, cells: dict[str, RowCell]) -> bool:
        """Take over the keys of a row; return True if one of them changes."""
        changed = False
        for number, name in enumerate(self._by):
            text = _text(cells[name]) if name in cells else ""
            if text and (changed or fold(text) != fold(self._keys[number])):
                self._keys[number] = text
                changed = True
            elif changed and not text:
                self._keys[number] = ""
        return changed

    def _add(self, row: int, cells: dict[str, RowCell]) -> None:
        if self._heading and not self._has_number(self._heading) and self._names_another(cells):
            self._end_heading()  # no form follows it
        before, outer, heading = self._entry, self._keys[:-1], self._heading
        self._heading = None
        changed = self._advance(cells)
        if heading and not changed:  # the row above is the first one of this form
            self._found.sums.remove(heading)
            cells = {**heading.cells, **cells}
        if before is None or changed or not before.rows:
            entry = self._rejoined(cells) or self._new(cells)
            if before is not None and outer == self._keys[:-1]:
                self._inherit(entry, before, row)
        elif self._is_another(before, cells):
            entry = self._new(cells)
            self._inherit(entry, before, row)
        else:
            entry = before
        self._entry = entry
        self._fill(entry, row, cells)

    def _new(self, cells: dict[str, RowCell]) -> ListEntry:
        entry = self._entries[tuple(self._keys)] = ListEntry(dict(cells))
        self._found.entries.append(entry)
        return entry

    def _rejoined(self, cells: dict[str, RowCell]) -> ListEntry | None:
        """Return the form further up that a row with its keys belongs to, if it repeats a field."""
        entry = self._entries.get(tuple(self._keys))
        if entry is None or self._conflicts(entry, cells):
            return None
        repeated = any(name in entry.cells for name in cells if name not in self._by)
        return entry if repeated else None

    def _is_another(self, entry: ListEntry, cells: dict[str, RowCell]) -> bool:
        """Return True if a row with the keys of the form above is another form.

        It has another value for each field, and the form does not name its keys in each row.
        """
        if not any(name in cells for name in self._by) or 1 < len(entry.rows) == entry.keyed:
            return False
        own = {n for n in cells if n not in self._by and n in entry.cells} - self._shared
        return bool(own) and own == {*self._conflicts(entry, cells)} - self._shared

    def _inherit(self, entry: ListEntry, before: ListEntry, row: int) -> None:
        """Take over what the form above has for both: merged cells, and the outer keys' fields."""
        for name, cell in before.cells.items():
            if name in entry.cells:
                continue
            column = self._head.fields[name]
            merge = self._index.merges.at(*cell.position)
            is_merged = merge is not None and merge.covers(row, column.first)
            is_number = column.column.kind in NUMBERS
            if (is_merged or name in self._shared) and not is_number:
                entry.cells[name] = cell

    def _conflicts(self, entry: ListEntry, cells: dict[str, RowCell]) -> list[str]:
        """Return the fields for which a row has another value than its form."""
        return [
            name
            for name, cell in cells.items()
            if name in entry.cells
            and name not in self._by
            and cell.cell is not None
            and _text(cell)
            and fold(_text(cell)) != fold(_text(entry.cells[name]))
        ]

    def _fill(self, entry: ListEntry, row: int, cells: dict[str, RowCell]) -> None:
        """Add a row to a form, with the fields it is the first to have."""
        for name in self._conflicts(entry, cells):
            cell = cells[name]
            meant = _text(entry.cells[name])
            entry.notes.append(Note("list-value", origin(cell.position), _text(cell), meant))
        for name, cell in cells.items():
            entry.cells.setdefault(name, cell)
        entry.rows.append(row)
        entry.keyed += any(name in cells for name in self._by)
        self._found.claimed.update(cell.position for cell in cells.values())


def _names_by_column(head: ListHead) -> dict[int, tuple[str, ...]]:
    """Return the fields in each sheet column, in the order of the declaration."""
    names: dict[int, tuple[str, ...]] = {}
    for name, column in head.fields.items():
        for c in range(column.first, column.last + 1):
            names[c] = (*names.get(c, ()), name)
    return names


def _text(cell: RowCell) -> str:
    if cell.cell is None:
        return ""
    return strip_whitespace(cell.cell.value if type(cell.cell.value) is str else cell.cell.text)
