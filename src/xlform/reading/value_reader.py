"""Reader of the values of one form: typed, with their origins and the notes on them."""

from __future__ import annotations

from decimal import Decimal

import msgspec

from xlform.grid.address import Range
from xlform.grid.model import Cell, Position, origin, plain
from xlform.model.submission import Note, Row, Value
from xlform.reading.cell_splitting import split_cells
from xlform.reading.header_row import HeaderRow
from xlform.reading.index import WHITESPACE, LabelCell, SheetIndex
from xlform.reading.plain_values import PERCENT
from xlform.reading.tables import FoundTable, RowCell
from xlform.reading.values import (
    ParsedValue,
    composed_target,
    empty_value,
    read_cell,
)
from xlform.template.declaration import ValueKind
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
        self._notes += table.notes
        columns = _columns(self._index, header, self._unit)
        self._prompts = {n: c.prompts for n, c in header.table.columns.items() if c.prompts}
        rows: list[Row] = []
        for found in table.rows:
            for entries in split_cells(header.table, found.cells):
                path = f"{header.table.name}[{len(rows)}]"
                row: Row = self._row(path, columns, found.path, entries)
                if header.table.declaration.composite:
                    row = self._composed(header.table, path, row)
                rows.append(row)
        self._tables[header.table.name] = tuple(rows)
        self._read_total(table)

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

    def _read_total(self, table: FoundTable) -> None:
        """Read the fields in a table's total row; a row that is not there is noted once."""
        header = table.header
        columns = {
            name: (kind, unit) for name, kind, unit in _columns(self._index, header, self._unit)
        }
        for name, field in header.table.total_fields.items():
            kind, unit = columns[name]
            entry = table.total.cells.get(name) if table.total else None
            if entry is None:
                self._fields[field] = empty_value(kind)
            else:
                self._fields[field] = self._entry_value(field, entry, kind, unit)
        if header.table.total_fields and not any(
            table.total and name in table.total.cells for name in header.table.total_fields
        ):
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
        if not reading.note:
            return reading.value
        if reading.source_text and not _is_verbatim(reading):
            self._origins[f"{path}.text"] = reading.source_text
        self._notes.append(Note(reading.note, origin(position), reading.source_text, path))
        return reading.value

    def _note(self, code: str, position: Position, meant: str = "") -> None:
        self._notes.append(Note(code, origin(position), meant=meant))


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
    """Return each declared column with its kind and the unit that applies to it."""
    columns: list[tuple[str, ValueKind, str]] = []
    for name, column in header.table.columns.items():
        found = header.columns.get(name)
        if column.kind == "percent":
            columns.append((name, column.kind, percent_unit(index, found.header) if found else ""))
            continue
        printed = found.header.unit if found else ""
        columns.append((name, column.kind, printed or column.declaration.money or unit))
    return columns


def _is_verbatim(reading: ParsedValue) -> bool:
    """Return True if the value in the contract's notation equals the source text."""
    return isinstance(reading.value, Decimal) and plain(reading.value) == reading.source_text
