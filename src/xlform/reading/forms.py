"""One region of a sheet to one form: tables read, values typed, origins kept."""

from __future__ import annotations

from decimal import Decimal

import msgspec

from xlform.grid.model import CellValue, Position, origin, plain
from xlform.model.submission import Form, Note, Period, Row, Value
from xlform.ooxml.address import Range
from xlform.reading.fields import FoundField
from xlform.reading.heads import FoundHead
from xlform.reading.index import BLANKS, SheetIndex
from xlform.reading.layout import Layout, first_row_after, locate
from xlform.reading.regions import Region, is_title, is_year
from xlform.reading.splitting import split_entries
from xlform.reading.tables import Entry, FoundTable, find_rows
from xlform.reading.values import Reading, empty_value, read_cell, read_text, stripped
from xlform.template.declaration import ValueKind
from xlform.template.labels import fold

_WAN = "万元"
_YUAN = "元"


class ReadForm(msgspec.Struct, frozen=True):
    """A form, every cell it answers for, and heads in its tables that nobody declared."""

    form: Form
    claimed: frozenset[Position]
    strangers: tuple[Position, ...]


def read_form(index: SheetIndex, region: Region) -> ReadForm:
    """The form in a region; whatever is missing in it reads as empty and is noted, never raised."""
    return _FormReader(index, region).read()


class _FormReader:
    """Holds what is known of a form while its parts are read, one after the other."""

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

    def read(self) -> ReadForm:
        title = self._read_top()
        self._settle_unit()
        self._settle_year()
        for name in self._template.fields:
            self._read_field(name)
        for name in self._template.tables:
            self._read_table(name)
        self._claim_labels()
        if len(self._claimed) < len(self._index.cells):
            self._claim_repeats()
        strangers = [p for head in self._layout.heads.values() for p in head.strangers]
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
        return ReadForm(form, frozenset(self._claimed), tuple(strangers))

    # What stands above the body: title, 附表 number, year

    def _read_top(self) -> str:
        title = ""
        for row in range(self._area.top, self._layout.body + 1):
            for column in self._index.columns(row, self._area):
                value = self._index.cells[row, column].value
                if type(value) is str and self._read_top_cell((row, column), fold(value)):
                    title = title or stripped(value)
                    self._origins.setdefault("title", origin((row, column)))
        if not title:
            self._note("title-missing", (self._area.top, self._area.left))
        return title

    def _read_top_cell(self, position: Position, folded: str) -> bool:
        """Take in what a cell above the body says; true where it is the title."""
        template = self._template
        titled = is_title(template, folded)
        numbered = bool(template.appendix) and folded.startswith(template.appendix)
        if titled or numbered or is_year(template, folded):
            self._claimed.add(position)
            for pattern in (*template.titles, *template.years):
                match = pattern.search(folded)
                if match and match["year"] and self._year is None:
                    self._year = int(match["year"])
        return titled

    def _settle_unit(self) -> None:
        """The money unit the form names, in a cell of its own or behind its section's label."""
        for name, field in self._template.fields.items():
            if field.kind == "money-unit" and name in self._layout.fields:
                text = self._text(self._layout.fields[name])
                if _WAN in text or _YUAN in text:
                    self._unit = _WAN if _WAN in text else _YUAN

    def _settle_year(self) -> None:
        """Where the title names no year, the year in which the 实施期 ends."""
        for name, field in self._template.fields.items():
            if self._year is None and field.kind == "period" and name in self._layout.fields:
                period = read_text(self._text(self._layout.fields[name]), "period", "", None).value
                if isinstance(period, Period) and period.end:
                    self._year = period.end.year

    def _text(self, found: FoundField) -> str:
        if found.text is not None:
            return stripped(found.text)
        cell = self._index.cells.get(found.position)
        return stripped(cell.text) if cell else ""

    # Values

    def _read_field(self, name: str) -> None:
        field = self._template.fields[name]
        found = self._layout.fields.get(name)
        if found is None:
            self._fields[name] = empty_value(field.kind)
            if field.declaration.required:
                self._note("field-missing", (self._area.top, self._area.left), meant=field.official)
            return
        unit = found.label.unit or self._section_unit(field.under, found) or self._unit
        if found.text is not None:
            reading = read_text(stripped(found.text), field.kind, unit, self._year)
            if reading.note == "amount-text":  # a number behind its label can't be but text
                reading = Reading(reading.value)
        else:
            reading = self._reading(found.position, field.kind, unit)
        self._claimed.update({found.label.position, found.position} & self._index.cells.keys())
        self._fields[name] = self._kept(name, reading, found.position)

    def _section_unit(self, under: tuple[str, ...], found: FoundField) -> str:
        """The unit behind the label of the section a field stands in: ``项目资金（万元）``."""
        spots = self._index.spots_in(under, self._area) if under else []
        return next((spot.unit for spot in spots if spot.row <= found.label.row), "")

    def _read_table(self, name: str) -> None:
        head = self._layout.heads.get(name)
        if head is None:
            self._tables[name] = ()
            return
        stop = first_row_after(head, self._layout.heads, self._layout.fields, self._area)
        table = find_rows(self._index, head, self._area, stop)
        self._claimed |= table.claimed
        self._notes += table.notes
        columns = _columns(head, self._unit)
        rows: list[Row] = []
        for found in table.rows:
            for entries in split_entries(head.table, found.entries):
                rows.append(self._row(f"{name}[{len(rows)}]", columns, found.path, entries))
        self._tables[name] = tuple(rows)
        self._read_total(table)

    def _row(
        self,
        path: str,
        columns: list[tuple[str, ValueKind, str]],
        stub: dict[str, str],
        entries: dict[str, Entry],
    ) -> Row:
        row: dict[str, Value] = {}
        origins = self._origins
        for name, kind, unit in columns:
            entry = entries.get(name)
            if entry is None:
                row[name] = empty_value(kind)
                continue
            origins[f"{path}.{name}"] = origin(entry.position)
            value = entry.cell.value if entry.cell else None
            if name in stub:
                row[name] = stub[name]
            elif kind == "text" and type(value) is str:  # most cells, so the short way
                row[name] = value.strip(BLANKS)
            else:
                row[name] = self._entry_value(f"{path}.{name}", entry, kind, unit)
        return row

    def _entry_value(self, path: str, entry: Entry, kind: ValueKind, unit: str) -> Value:
        if entry.cell is None:
            self._origins[path] = origin(entry.position)
            return empty_value(kind)
        return self._kept(path, read_cell(entry.cell, kind, unit, self._year), entry.position)

    def _read_total(self, table: FoundTable) -> None:
        declared = table.head.table.declaration.total
        if declared is None:
            return
        entry = table.total.entries.get(declared.column) if table.total else None
        if entry is None:
            self._fields[declared.field] = None
            self._note("total-missing", (table.head.row, self._area.left))
            return
        unit = table.head.columns[declared.column].head.unit or self._unit
        self._fields[declared.field] = self._entry_value(declared.field, entry, "amount", unit)

    def _reading(self, position: Position, kind: ValueKind, unit: str) -> Reading:
        cell = self._index.cells.get(position)
        return read_cell(cell, kind, unit, self._year) if cell else Reading(empty_value(kind))

    def _kept(self, path: str, reading: Reading, position: Position) -> Value:
        self._origins[path] = origin(position)
        if not reading.note:
            return reading.value
        if reading.own_text and not _says(reading):
            self._origins[f"{path}.text"] = reading.own_text
        self._notes.append(Note(reading.note, origin(position), reading.own_text, path))
        return reading.value

    def _note(self, code: str, position: Position, meant: str = "") -> None:
        self._notes.append(Note(code, origin(position), meant=meant))

    # What the form answers for

    def _claim_labels(self) -> None:
        labels, area = self._template.labels, self._area
        self._claimed |= {
            position
            for position, label in self._index.labelled.items()
            if label in labels and area.covers(*position)
        }
        for head in self._layout.heads.values():
            self._claimed |= {found.head.position for found in head.columns.values()}

    def _claim_repeats(self) -> None:
        """Copies that an undone merge left to the right of a cell or below it are no news."""
        cells, claimed = self._index.cells, self._claimed
        for row in range(self._area.top, self._area.bottom + 1):
            for column in self._index.columns(row, self._area):
                here = row, column
                if here in claimed or column > self._layout.edge:
                    continue
                value: CellValue = cells[here].value
                for other in ((row, column - 1), (row - 1, column)):
                    if other in claimed and cells.get(other, cells[here]).value == value:
                        claimed.add(here)
                        break

    def _extent(self) -> Range:
        """The rectangle of all that the form answers for, merges included."""
        claimed, index = self._claimed, self._index
        if not claimed:
            return self._area
        if len(claimed) == len(index.cells):  # the whole sheet, whose edges are known
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


def _columns(head: FoundHead, unit: str) -> list[tuple[str, ValueKind, str]]:
    """Each declared column with its kind and the money unit in force in it."""
    columns: list[tuple[str, ValueKind, str]] = []
    for name, column in head.table.columns.items():
        found = head.columns.get(name)
        columns.append((name, column.kind, (found.head.unit if found else "") or unit))
    return columns


def _says(reading: Reading) -> bool:
    """Whether the value as the contract writes it is just what the source says."""
    return isinstance(reading.value, Decimal) and plain(reading.value) == reading.own_text
