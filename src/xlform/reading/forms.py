"""Reader of one region of a sheet: tables read, values typed, origins recorded."""

from __future__ import annotations

from decimal import Decimal

import msgspec

from xlform.grid.address import Range
from xlform.grid.model import Cell, CellValue, Position, origin, plain
from xlform.model.submission import Form, Note, Period, Row, Value
from xlform.reading.cell_splitting import split_cells
from xlform.reading.fields import FoundField
from xlform.reading.header_row import HeaderRow
from xlform.reading.index import MAX_LABEL_LENGTH, WHITESPACE, LabelCell, SheetIndex
from xlform.reading.layout import Layout, first_row_after, locate
from xlform.reading.plain_values import PERCENT
from xlform.reading.regions import YEAR_LINE, Region, is_title, is_year, year_first
from xlform.reading.tables import FoundTable, RowCell, find_rows
from xlform.reading.values import (
    ParsedValue,
    composed_target,
    empty_value,
    read_cell,
    read_text,
    strip_whitespace,
)
from xlform.template.declaration import ValueKind
from xlform.template.form import TableTemplate
from xlform.template.labels import fold
from xlform.values.money import unit_of_heading

_EMPTY = Cell(None)


class FormReading(msgspec.Struct, frozen=True):
    """Form, the cells it accounts for, and the header cells no column is declared for."""

    form: Form
    claimed: frozenset[Position]
    unknown_columns: tuple[Position, ...]


def read_form(index: SheetIndex, region: Region) -> FormReading:
    """Return the form in a region; missing parts are empty and noted, never raised."""
    return _FormReader(index, region).read()


class _FormReader:
    """State of one form while its parts are read in order."""

    def __init__(self, index: SheetIndex, region: Region) -> None:
        self._index = index
        self._template = region.template
        self._area = region.area
        self._layout: Layout = locate(index, region)
        self._notes = list(self._layout.notes)
        self._claimed: set[Position] = set()
        self._fields: dict[str, Value] = {}
        self._tables: dict[str, tuple[Row, ...]] = {}
        self._origins: dict[str, str] = {}
        self._unit: str = region.template.declaration.money
        self._year: int | None = None

    def read(self) -> FormReading:
        title = self._read_top()
        self._find_unit()
        self._find_year()
        for name in self._template.fields:
            self._read_field(name)
        for name in self._template.tables:
            self._read_table(name)
        self._claim_labels()
        if len(self._claimed) < len(self._index.cells):
            self._claim_undone_merges()
        unknown_columns = [
            p for header in self._layout.headers.values() for p in header.unknown_columns
        ]
        if self._template.other_numbers:
            self._note_other_numbers()
        for position, words in self._index.struck.items():
            if self._area.covers(*position):
                self._notes.append(Note("struck-text", origin(position), words))
        form = Form(
            kind=self._template.kind,
            template=self._template.name,
            sheet=self._index.sheet.name,
            range=str(self._extent()),
            title=title,
            year=self._year,
            fields=self._fields,
            tables=self._tables,
            origins=self._origins,
            notes=tuple(self._notes),
        )
        return FormReading(form, frozenset(self._claimed), tuple(unknown_columns))

    # Above the body: title, 附表 number, year

    def _read_top(self) -> str:
        title = ""
        for row in range(self._area.top, self._layout.body + 1):
            for column in self._index.columns(row, self._area):
                value = self._index.cells[row, column].value
                if type(value) is str and self._read_top_cell((row, column), fold(value)):
                    title = title or strip_whitespace(value)
                    self._origins.setdefault("title", origin((row, column)))
        if not title:
            self._note("title-missing", (self._area.top, self._area.left))
        return title

    def _read_top_cell(self, position: Position, folded: str) -> bool:
        """Read a cell above the body; return True if it is the title."""
        template = self._template
        titled = is_title(template, folded)
        numbered = bool(template.appendix) and folded.startswith(template.appendix)
        if titled or numbered or is_year(template, folded):
            self._claimed.add(position)
            matches = (
                pattern.search(written)
                for pattern in (*template.titles, *template.years)
                for written in year_first(folded)
            )
            for match in (*matches, YEAR_LINE.fullmatch(folded)):
                if match and self._year is None and match.groupdict().get("year"):
                    self._year = int(match["year"])
        return titled

    def _find_unit(self) -> None:
        """Set the money unit the form prints in a cell of its own, or beside its label."""
        for name, field in self._template.fields.items():
            if field.kind == "money-unit" and name in self._layout.fields:
                found = self._layout.fields[name]
                unit = unit_of_heading(self._text(found)) or self._unit_right_of(found.position)
                self._unit = unit or self._unit

    def _unit_right_of(self, position: Position) -> str:
        """Return the money unit in the next cell to the right: ``| 金额单位： | 千元 |``."""
        row, column = position
        columns = [c for c in self._index.columns(row, self._area) if c > column]
        text = self._index.cells[row, columns[0]].text if columns else ""
        unit = unit_of_heading(text) if len(text) <= MAX_LABEL_LENGTH else ""
        if unit:
            self._claimed.add((row, columns[0]))
        return unit

    def _find_year(self) -> None:
        """Set the year in which the 实施期 ends if the title has no year."""
        for name, field in self._template.fields.items():
            if self._year is None and field.kind == "period" and name in self._layout.fields:
                period = read_text(self._text(self._layout.fields[name]), "period", "", None).value
                if isinstance(period, Period) and period.end:
                    self._year = period.end.year

    def _text(self, found: FoundField) -> str:
        if found.text is not None:
            return strip_whitespace(found.text)
        cell = self._index.cells.get(found.position)
        return strip_whitespace(cell.text) if cell else ""

    # Values

    def _read_field(self, name: str) -> None:
        field = self._template.fields[name]
        found = self._layout.fields.get(name)
        if found is None:
            self._fields[name] = empty_value(field.kind)
            if field.declaration.required is True:
                self._note("field-missing", (self._area.top, self._area.left), meant=field.official)
            return
        unit = found.label.unit or self._section_unit(field.under, found) or self._unit
        if field.kind == "percent":
            unit = percent_unit(self._index, found.label)
        if found.text is not None:
            reading = read_text(strip_whitespace(found.text), field.kind, unit, self._year)
            if reading.note == "amount-text":  # after its label, a number is always text
                reading = ParsedValue(reading.value)
        else:
            reading = self._reading(found.position, field.kind, unit)
        self._claimed.update({found.label.position, found.position} & self._index.cells.keys())
        self._fields[name] = self._record(name, reading, found.position)

    def _section_unit(self, under: tuple[str, ...], found: FoundField) -> str:
        """Return the unit after the label of the field's section: ``项目资金（万元）``."""
        label_cells = self._index.label_cells_in(under, self._area) if under else []
        return next(
            (label_cell.unit for label_cell in label_cells if label_cell.row <= found.label.row), ""
        )

    def _read_table(self, name: str) -> None:
        header = self._layout.headers.get(name)
        if header is None:
            self._tables[name] = ()
            return
        stop = first_row_after(header, self._layout.headers, self._layout.fields, self._area)
        table = find_rows(self._index, header, self._area, stop)
        self._claimed |= table.claimed
        self._notes += table.notes
        columns = _columns(self._index, header, self._unit)
        rows: list[Row] = []
        for found in table.rows:
            for entries in split_cells(header.table, found.cells):
                path = f"{name}[{len(rows)}]"
                row: Row = self._row(path, columns, found.path, entries)
                if header.table.declaration.composite:
                    row = self._composed(header.table, path, row)
                rows.append(row)
        self._tables[name] = tuple(rows)
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
        for name, kind, unit in columns:
            entry = entries.get(name)
            if entry is None:
                row[name] = empty_value(kind)
                continue
            origins[f"{path}.{name}"] = origin(entry.position)
            cell = entry.cell or _EMPTY
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

    def _reading(self, position: Position, kind: ValueKind, unit: str) -> ParsedValue:
        cell = self._index.cells.get(position)
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

    # Cells the form accounts for

    def _claim_labels(self) -> None:
        labels, area = self._template.labels, self._area
        if self._template.ignored:
            self._claim_ignored()
        self._claimed |= {
            position
            for position, label in self._index.labelled.items()
            if label in labels and area.covers(*position)
        }
        for header in self._layout.headers.values():
            self._claimed |= {found.header.position for found in header.columns.values()}

    def _claim_ignored(self) -> None:
        """Claim the notes printed on the form, which are nobody's answer."""
        for row in range(self._area.top, self._area.bottom + 1):
            for column in self._index.columns(row, self._area):
                cell = self._index.cells[row, column]
                if type(cell.value) is str and self._template.is_ignored(cell.value):
                    self._claimed.add((row, column))

    def _note_other_numbers(self) -> None:
        """Note the labels whose numbers are not those of the official form: 1-6月 for 1-7月."""
        for position, label in self._index.labelled.items():
            official = self._template.other_numbers.get(label)
            if official and self._area.covers(*position):
                seen = strip_whitespace(self._index.cells[position].text)
                self._notes.append(Note("label-number", origin(position), seen, official))

    def _claim_undone_merges(self) -> None:
        """Claim copies of a cell to its right or below it, as left by an undone merge."""
        cells, claimed = self._index.cells, self._claimed
        for row in range(self._area.top, self._area.bottom + 1):
            for column in self._index.columns(row, self._area):
                position = row, column
                if position in claimed or column > self._layout.edge:
                    continue
                value: CellValue = cells[position].value
                for other in ((row, column - 1), (row - 1, column)):
                    if other in claimed and cells.get(other, cells[position]).value == value:
                        claimed.add(position)
                        break

    def _extent(self) -> Range:
        """Return the bounding rectangle of the cells accounted for, merges included."""
        claimed, index = self._claimed, self._index
        if not claimed:
            return self._area
        if len(claimed) == len(index.cells):  # the whole sheet, whose edges are known already
            rows = {index.top, index.bottom}
            columns = {index.left, index.right}
        else:
            rows = {row for row, _ in claimed}
            columns = {column for _, column in claimed}
        for merge in index.sheet.merges:
            if (merge.top, merge.left) in claimed:
                rows.add(merge.bottom)
                columns.add(merge.right)
        return Range(min(rows), min(columns), max(rows), max(columns))


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
        columns.append((name, column.kind, (found.header.unit if found else "") or unit))
    return columns


def _is_verbatim(reading: ParsedValue) -> bool:
    """Return True if the value in the contract's notation equals the source text."""
    return isinstance(reading.value, Decimal) and plain(reading.value) == reading.source_text
