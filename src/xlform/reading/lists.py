"""Reader of lists: flat tables whose rows hold many forms below one header."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import msgspec

from xlform.grid.address import Range
from xlform.grid.model import origin, plain
from xlform.model.submission import Form, Note, Value
from xlform.reading.forms import FormReader, FormReading
from xlform.reading.header_row import HeaderColumn
from xlform.reading.index import SheetIndex
from xlform.reading.known_layouts import locate
from xlform.reading.layout import Layout
from xlform.reading.list_rows import ListEntry, ListRowReader, ListRows, SumRow
from xlform.reading.regions import Region
from xlform.reading.tables import RowCell, find_rows_among
from xlform.reading.value_reader import ValueReader, percent_unit
from xlform.reading.values import empty_value
from xlform.template.declaration import ValueKind

# Two sums are equal if they differ by less than half a cent of 万元's hundredths.
_TOLERANCE = Decimal("0.005")


class _Part(msgspec.Struct, frozen=True):
    """Part of a list under one header; ``shared`` is the form of what is outside its rows."""

    region: Region
    layout: Layout
    unit: str
    shared: FormReading


def read_list(index: SheetIndex, regions: Sequence[Region]) -> list[FormReading]:
    """Return the forms of a list, whose parts follow each other in ``regions``.

    A part whose title, unit or other shared fields differ is a list of its own. Notes on the list
    as a whole are those of its first form.
    """
    found: list[FormReading] = []
    parts: list[_Part] = []
    for region in regions:
        part = _part(index, region)
        if parts:
            joined = _joined(parts[-1].shared.form, part.shared.form)
            if joined is None:
                found += _List(index, parts).read()
                parts = []
            else:
                unit = parts[-1].unit
                both = (msgspec.structs.replace(one.shared, form=joined) for one in (*parts, part))
                parts = [
                    _Part(one.region, one.layout, unit, shared)
                    for one, shared in zip((*parts, part), both, strict=True)
                ]
                continue
        parts.append(part)
    return found + _List(index, parts).read()


def starts_without_keys(index: SheetIndex, region: Region) -> bool:
    """Return True if the first row of a list names no key: it goes on from another sheet."""
    layout = locate(index, region)
    if layout.head is None:
        return False
    rows = ListRowReader(index, region.template)
    rows.read(layout.head, region.area, layout.list_stop)
    entries = rows.finish().entries
    by = region.template.declaration.by
    return bool(entries) and not any(name in entries[0].cells for name in by)


def _part(index: SheetIndex, region: Region) -> _Part:
    reader = FormReader(index, region)
    shared = reader.read()
    return _Part(region, reader.layout, reader.unit, shared)


def _joined(first: Form, second: Form) -> Form | None:
    """Return what two parts of a list share, each as far as it is printed; ``None`` if it differs.

    The notes are those of the first.
    """
    if None not in (first.year, second.year) and first.year != second.year:
        return None
    fields = dict(first.fields)
    for name, value in second.fields.items():
        if name in second.origins and value not in (None, ""):
            if name in first.origins and fields[name] not in (None, "", value):
                return None
            fields[name] = value
    origins = {**second.origins, **first.origins}
    year = first.year if first.year is not None else second.year
    return msgspec.structs.replace(first, fields=fields, origins=origins, year=year)


class _List:
    def __init__(self, index: SheetIndex, parts: Sequence[_Part]) -> None:
        self._index = index
        self._parts = parts
        self._template = parts[0].region.template

    def read(self) -> list[FormReading]:
        """Return the forms of the list; without a row, the one form of what is above them."""
        rows = ListRowReader(self._index, self._template)
        for part in self._parts:
            if head := part.layout.head:
                rows.read(head, part.region.area, part.layout.list_stop)
        found = rows.finish()
        first = self._parts[0]
        if not found.entries:
            return [part.shared for part in self._parts]
        readings = [self._form(entry) for entry in found.entries]
        notes = [*first.shared.form.notes, *self._sum_notes(found, readings)]
        claimed = frozenset(found.claimed).union(*(part.shared.claimed for part in self._parts))
        unknown = tuple(p for part in self._parts for p in part.shared.unknown_columns)
        readings[0] = FormReading(
            msgspec.structs.replace(readings[0].form, notes=(*notes, *readings[0].form.notes)),
            readings[0].claimed | claimed,
            unknown,
        )
        return readings

    def _part_of(self, row: int) -> _Part:
        return next(part for part in reversed(self._parts) if part.region.area.top <= row)

    def _form(self, entry: ListEntry) -> FormReading:
        part = self._part_of(entry.rows[0])
        return _EntryReader(self._index, part, entry).read()

    def _sum_notes(self, found: ListRows, readings: list[FormReading]) -> list[Note]:
        """Return a note for each sum that is not that of the forms it adds up."""
        forms = [reading.form for reading in readings]
        notes = []
        for number, row in enumerate(found.sums):
            before = found.sums[number - 1].above if number else 0
            after = found.sums[number + 1].above if number + 1 < len(found.sums) else len(forms)
            above, below = forms[before : row.above], forms[row.above : after]
            # The first sum is the one the row should have.
            groups = {"whole": [above, below], "part": [above, below], "head": [below]}[row.kind]
            if row.kind == "whole":
                is_outermost = number in (0, len(found.sums) - 1)
                groups.insert(0 if is_outermost or not above else 1, forms)
            for name, cell in row.cells.items():
                if self._kind(name) != "amount":
                    continue
                value = self._sum_value(row, name)
                sums = [_sum(group, name) for group in groups if group]
                if value is None or not sums or any(s is None or _same(s, value) for s in sums):
                    continue
                meant = plain(sums[0]) if sums[0] is not None else ""
                notes.append(Note("list-sum", origin(cell.position), plain(value), meant))
        return notes

    def _kind(self, path: str) -> ValueKind | None:
        table, _, name = path.rpartition(".")
        return self._template.kind_of(name, table)

    def _sum_value(self, row: SumRow, path: str) -> Decimal | None:
        reader = _EntryReader(self._index, self._part_of(row.row), ListEntry(row.cells))
        value = reader.sum_of(path, row.cells[path])
        return value if isinstance(value, Decimal) else None


class _EntryReader(ValueReader):
    """Reads one form of a list."""

    def __init__(self, index: SheetIndex, part: _Part, entry: ListEntry) -> None:
        self._part = part
        self._shared = part.shared.form
        super().__init__(index, part.region.area, part.unit, self._shared.year)
        self._template = part.region.template
        self._entry = entry

    def read(self) -> FormReading:
        head = self._part.layout.head
        self._notes += self._entry.notes
        for name in self._template.fields:
            self._fields[name] = self.field(name)
        for name in self._template.tables:
            header = head.tables.get(name) if head else None
            if header is None:
                self._tables[name] = ()
            else:
                rows = find_rows_among(self._index, header, self._area, self._entry.rows)
                self._read_rows(rows)
        shared = self._shared.origins
        origins = {path: shared[path] for path in ("title",) if path in shared} | self._origins
        form = msgspec.structs.replace(
            self._shared,
            range=str(self._extent()),
            fields=self._fields,
            tables=self._tables,
            origins=origins,
            notes=tuple(self._notes),
        )
        return FormReading(form, frozenset(self._claimed), ())

    def field(self, name: str) -> Value:
        """Return the value of a field: of its column in the list, else that of the whole list."""
        head = self._part.layout.head
        column = head.fields.get(name) if head else None
        field = self._template.fields[name]
        if column is None:
            for path in (name, f"{name}.text"):
                if path in self._shared.origins:
                    self._origins[path] = self._shared.origins[path]
            return self._shared.fields[name]
        cell = self._entry.cells.get(name)
        if cell is None:
            if self._entry.rows:
                self._origins[name] = origin((self._entry.rows[0], column.first))
            return empty_value(field.kind)
        unit = self._unit_of(column)
        reading = self._reading(cell.position, field.kind, unit, field.prompts)
        return self._record(name, reading, cell.position)

    def sum_of(self, path: str, cell: RowCell) -> Value:
        """Return the number of a row that adds up a field or a column."""
        table, _, name = path.rpartition(".")
        head = self._part.layout.head
        kind = self._template.kind_of(name, table)
        if head is None or kind is None:
            return None
        column = head.tables[table].columns[name] if table else head.fields[name]
        return self._reading(cell.position, kind, self._unit_of(column)).value

    def _unit_of(self, column: HeaderColumn) -> str:
        if column.column.kind == "percent":
            return percent_unit(self._index, column.header)
        return column.header.unit or column.column.declaration.money or self._unit

    def _extent(self) -> Range:
        head, rows = self._part.layout.head, self._entry.rows
        if head is None:
            return self._area
        return Range(rows[0], head.left, rows[-1], head.right)


def _sum(forms: Sequence[Form], path: str) -> Decimal | None:
    """Return the sum of a field over forms, or of a column; ``None`` if one has no number."""
    table, _, name = path.rpartition(".")
    rows = [row for form in forms for row in form.tables[table]] if table else []
    values = [row.get(name) for row in rows] if table else [form.fields.get(name) for form in forms]
    numbers = [value for value in values if isinstance(value, Decimal)]
    return sum(numbers, Decimal(0)) if len(numbers) == len(values) else None


def _same(first: Decimal, second: Decimal) -> bool:
    return abs(first - second) < _TOLERANCE
