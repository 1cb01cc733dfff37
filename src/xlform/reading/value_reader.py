"""Reader of the values of one form: typed, with their origins and the notes on them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

import msgspec

from xlform.grid.address import Range
from xlform.grid.model import Cell, Position, origin, plain
from xlform.model.submission import Note, Row, Value
from xlform.reading.cell_splitting import split_cells
from xlform.reading.header_row import HeaderRow
from xlform.reading.index import WHITESPACE, LabelCell, SheetIndex
from xlform.reading.known_rows import RowPlan, TablePlan
from xlform.reading.plain_values import PERCENT
from xlform.reading.row_texts import RowTexts
from xlform.reading.tables import FoundRow, FoundTable, RowCell
from xlform.reading.values import (
    ParsedValue,
    composed_target,
    empty_value,
    read_cell,
)
from xlform.template.declaration import NUMBERS, ValueKind
from xlform.template.form import TableTemplate
from xlform.template.labels import without_prompt

_EMPTY = Cell(None)


class ValueReader:
    """Reads values of a form and collects them; ``unit`` is the money unit printed on the form."""

    def __init__(self, index: SheetIndex, area: Range, unit: str, year: int | None = None) -> None:
        self._index = index
        self._area = area
        self._claimed: set[Position] = set()
        self._fields: dict[str, Value] = {}
        self._tables: dict[str, tuple[Row, ...]] = {}
        self._origins: dict[str, str] = {}
        self._notes: list[Note] = []
        self._unit = unit
        self._year = year
        # Prompts of the table being read, by column.
        self._prompts: dict[str, tuple[str, ...]] = {}

    def _read_rows(self, table: FoundTable) -> None:
        """Read the rows of a table, and the fields in its total row."""
        header = table.header
        self._claimed |= table.claimed
        self._notes += [
            _note_on(note.code, note.row_cell.position, note.row_cell.cell) for note in table.notes
        ]
        columns = _columns(self._index, header, self._unit)
        self._prompts = {n: c.prompts for n, c in header.table.columns.items() if c.prompts}
        rows: list[Row] = []
        for found in table.rows:
            rows += self._split_row(header.table, columns, len(rows), found)
        self._tables[header.table.name] = tuple(rows)
        self._read_total(header, table.total.cells if table.total else None)

    def _split_row(
        self,
        table: TableTemplate,
        columns: list[tuple[str, ValueKind, str]],
        number: int,
        found: FoundRow,
    ) -> Iterator[Row]:
        """Yield the row with a number, or the rows that its cells are split into."""
        for part, entries in enumerate(split_cells(table, found.cells), number):
            path = f"{table.name}[{part}]"
            row: Row = self._row(path, columns, found.path, entries)
            yield self._composed(table, path, row) if table.declaration.composite else row

    def _read_known_rows(self, plan: TablePlan, texts: RowTexts) -> None:
        """Read the rows of a table whose places are known, with the result of ``_read_rows``."""
        header, cells = plan.header, self._index.cells
        table = header.table
        self._claimed |= plan.claimed
        for code, at, is_filled in plan.notes:
            self._notes.append(_note_on(code, at, cells[at] if is_filled else None))
        columns = _columns(self._index, header, self._unit)
        self._prompts = {n: c.prompts for n, c in table.columns.items() if c.prompts}
        stub = {name for name in table.stub if name in header.columns}
        blank = {name: "" if name in stub else empty_value(kind) for name, kind, _ in columns}
        by_name = {name: (kind, unit) for name, kind, unit in columns}
        rows: list[Row] = []
        for planned in plan.rows:
            if planned.entries:
                found = self._found_row(planned.entries, texts)
                rows += self._split_row(table, columns, len(rows), found)
                continue
            row: Row = self._known_row(planned, by_name, blank, texts)
            if table.declaration.composite:
                row = self._composed(table, planned.path, row)
            rows.append(row)
        self._tables[table.name] = tuple(rows)
        self._read_total(header, self._row_cells(plan.total) if plan.total else None)

    def _found_row(self, places: Mapping[str, tuple[Position, bool]], texts: RowTexts) -> FoundRow:
        stub = {name: place for name, place in places.items() if name in texts.table.stub}
        path = {
            name: texts.level(name, at) if filled else "" for name, (at, filled) in stub.items()
        }
        return FoundRow(path, self._row_cells(places))

    def _row_cells(self, places: Mapping[str, tuple[Position, bool]]) -> dict[str, RowCell]:
        cells = self._index.cells
        return {
            name: RowCell(at, cells[at] if is_filled else None)
            for name, (at, is_filled) in places.items()
        }

    def _known_row(
        self,
        planned: RowPlan,
        columns: Mapping[str, tuple[ValueKind, str]],
        blank: Row,
        texts: RowTexts,
    ) -> Row:
        row: dict[str, Value] = {**blank}
        cells, prompts, others = self._index.cells, self._prompts, planned.others
        for name, at in planned.levels:
            row[name] = texts.level(name, at)
        for name, at in planned.texts:
            cell = cells[at]
            value = cell.value
            if type(value) is str and not cell.format:  # most cells
                row[name] = value.strip(WHITESPACE)
            else:
                others = (*others, (name, at))
        noted: dict[str, ParsedValue] = {}
        for name, at in others:
            cell = cells[at]
            if name in prompts:
                cell = without_prompts(cell, prompts[name])
            reading = read_cell(cell, *columns[name], self._year)
            row[name] = reading.value
            if reading.note:
                noted[f"{planned.path}.{name}"] = reading
        if not noted:
            self._origins.update(planned.origins)
            return row
        for path, cell_name in planned.origins.items():
            self._origins[path] = cell_name
            if path in noted:
                self._note_reading(path, noted[path], cell_name)
        return row

    def _row(
        self,
        path: str,
        columns: list[tuple[str, ValueKind, str]],
        stub: dict[str, str],
        entries: dict[str, RowCell],
    ) -> Row:
        row: dict[str, Value] = {}
        origins = self._origins
        prompts = self._prompts
        for name, kind, unit in columns:
            entry = entries.get(name)
            if entry is None:
                row[name] = empty_value(kind)
                continue
            origins[f"{path}.{name}"] = origin(entry.position)
            cell = entry.cell or _EMPTY
            if name in prompts:
                cell = without_prompts(cell, prompts[name])
                entry = RowCell(entry.position, cell)
            value = cell.value
            if name in stub:
                row[name] = stub[name]
            elif kind == "text" and type(value) is str and not cell.format:  # most cells
                row[name] = value.strip(WHITESPACE)
            else:
                row[name] = self._entry_value(f"{path}.{name}", entry, kind, unit)
        return row

    def _composed(self, table: TableTemplate, path: str, row: Row) -> Row:
        """Return a row with the targets whose comparator, number and unit have own columns."""
        targets: dict[str, Value] = {}
        for name, parts in table.declaration.composite.items():
            targets[name] = composed_target([row.get(part) for part in parts], self._year)
            filled = next((part for part in (parts[1:] or parts) if row.get(part)), parts[0])
            if at := self._origins.get(f"{path}.{filled}"):
                self._origins[f"{path}.{name}"] = at
        return {**row, **targets}

    def _entry_value(self, path: str, entry: RowCell, kind: ValueKind, unit: str) -> Value:
        if entry.cell is None:
            self._origins[path] = origin(entry.position)
            return empty_value(kind)
        return self._record(path, read_cell(entry.cell, kind, unit, self._year), entry.position)

    def _read_total(self, header: HeaderRow, total: Mapping[str, RowCell] | None) -> None:
        """Read the fields in a table's total row; a row that is not there is noted once."""
        if not header.table.total_fields:
            return
        columns = {
            name: (kind, unit) for name, kind, unit in _columns(self._index, header, self._unit)
        }
        for name, field in header.table.total_fields.items():
            kind, unit = columns[name]
            entry = total.get(name) if total else None
            if entry is None:
                self._fields[field] = empty_value(kind)
            else:
                self._fields[field] = self._entry_value(field, entry, kind, unit)
        if not total or total.keys().isdisjoint(header.table.total_fields):
            self._note("total-missing", (header.row, self._area.left))

    def _reading(
        self, position: Position, kind: ValueKind, unit: str, prompts: tuple[str, ...] = ()
    ) -> ParsedValue:
        cell = self._index.cells.get(position)
        if cell and prompts:
            cell = without_prompts(cell, prompts)
        return read_cell(cell, kind, unit, self._year) if cell else ParsedValue(empty_value(kind))

    def _record(self, path: str, reading: ParsedValue, position: Position) -> Value:
        self._origins[path] = origin(position)
        if reading.note:
            self._note_reading(path, reading, origin(position))
        return reading.value

    def _note_reading(self, path: str, reading: ParsedValue, cell_name: str) -> None:
        """Keep the note on a value, with its source's own text."""
        if reading.source_text and not _is_verbatim(reading):
            self._origins[f"{path}.text"] = reading.source_text
        self._notes.append(Note(reading.note, cell_name, reading.source_text, path))

    def _note(self, code: str, position: Position, meant: str = "") -> None:
        self._notes.append(Note(code, origin(position), meant=meant))


def _note_on(code: str, at: Position, cell: Cell | None) -> Note:
    if cell is None:
        return Note(code, origin(at))
    return Note(code, origin(at), cell.value if type(cell.value) is str else cell.text)


def without_prompts(cell: Cell, prompts: tuple[str, ...]) -> Cell:
    """Return a cell without the prompt printed in it, empty if it holds nothing else."""
    if type(cell.value) is not str:
        return cell
    text = without_prompt(cell.value, prompts)
    if text == cell.value:
        return cell
    return msgspec.structs.replace(cell, value=text) if text.strip(WHITESPACE) else _EMPTY


def percent_unit(index: SheetIndex, label_cell: LabelCell) -> str:
    """Return ``%`` if a label says that its numbers are percentages: ``执行率（%）``."""
    cell = index.cells.get(label_cell.position)
    text = cell.text if cell else ""
    return PERCENT if PERCENT in text or "％" in text else ""


def _columns(index: SheetIndex, header: HeaderRow, unit: str) -> list[tuple[str, ValueKind, str]]:
    """Return each declared column with its kind and the unit that applies to its numbers."""
    columns: list[tuple[str, ValueKind, str]] = []
    for name, column in header.table.columns.items():
        kind, own = column.kind, ""
        if kind in NUMBERS:
            found = header.columns.get(name)
            if kind == "percent":
                own = percent_unit(index, found.header) if found else ""
            else:
                own = (found.header.unit if found else "") or column.declaration.money or unit
        columns.append((name, kind, own))
    return columns


def _is_verbatim(reading: ParsedValue) -> bool:
    """Return True if the value in the contract's notation equals the source text."""
    return isinstance(reading.value, Decimal) and plain(reading.value) == reading.source_text
