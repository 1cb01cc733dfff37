"""Input fields of a blank form: the cells of each field and column, and their labels."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

import msgspec

from xlform.grid.address import Range
from xlform.grid.model import Cell, Position, Sheet
from xlform.reading.fields import FoundField
from xlform.reading.header_row import HeaderRow
from xlform.reading.index import Labels, SheetIndex
from xlform.reading.known_layouts import locate
from xlform.reading.layout import Layout, first_row_after
from xlform.reading.regions import Region, find_regions
from xlform.reading.tables import FoundTable, find_rows
from xlform.template.declaration import ValueKind
from xlform.template.form import ColumnTemplate, FormTemplate
from xlform.values.money import WAN
from xlform.writing.blank_layout import BlankLayout, blank_layout, stop_in_blank

# A text without a letter or digit, such as ……, is a placeholder.
_WORD: Final = re.compile(r"\w")


class InputField(msgspec.Struct, frozen=True):
    """Field, or column of a table, and the cells it is filled in.

    ``path`` is its name in the model (``amount``, ``indicators.target``). ``cells`` has one
    rectangle for each entry, as large as its merge, all in one column. ``prefix`` is the label in
    the same cell, ``column_range`` spans all rows of the table. ``computed`` is set if the blank
    has a formula there, ``at_most`` are the characters of a text, ``money`` is an amount's unit.
    """

    path: str
    label: str
    kind: ValueKind
    cells: tuple[Range, ...]
    column_range: Range
    prefix: str = ""
    choice: tuple[str, ...] = ()
    at_most: int | None = None
    required: bool = False
    computed: bool = False
    money: str = WAN


class BlankForm(msgspec.Struct, frozen=True):
    """Blank form of a template: its layout, sheet and input fields.

    ``year_labels`` are labels with a year to fill in (``中期目标（20XX年—20XX+n年）``). ``missing``
    are the labels of required fields, tables and columns that the blank does not have.
    """

    blank: BlankLayout
    sheet: Sheet
    input_fields: tuple[InputField, ...]
    year_labels: tuple[Range, ...]
    missing: tuple[str, ...] = ()

    @property
    def template(self) -> FormTemplate:
        """Return its template."""
        return self.blank.template


@lru_cache(maxsize=64)
def blank_form(template: FormTemplate) -> BlankForm:
    """Return the input fields of a template's blank, as the reader locates them, cached.

    Raises :class:`~xlform.errors.FileProblem` for a blank that can't be read or is another form.
    """
    blank = blank_layout(template)
    index = SheetIndex(blank.sheet, Labels.of((template,)))
    region = find_regions(index, (template,))[0]
    return _InputFieldFinder(blank, index, region).form()


class _InputFieldFinder:
    """Finds the input fields of one blank form."""

    def __init__(self, blank: BlankLayout, index: SheetIndex, region: Region) -> None:
        self._blank = blank
        self._index = index
        self._area = region.area
        self._layout: Layout = locate(index, region)

    def form(self) -> BlankForm:
        units = self._blank.units
        input_fields = [
            msgspec.structs.replace(field, money=units.get(field.path, WAN))
            for field in (*self._fields(), *self._list_fields(), *self._tables())
        ]
        year_labels = [
            self._area_of(found.label.position)
            for found in self._layout.fields.values()
            if found.field.pattern and found.label.position != found.position
        ]
        sheet = self._index.sheet
        return BlankForm(
            self._blank, sheet, tuple(input_fields), tuple(year_labels), self._missing()
        )

    def _missing(self) -> tuple[str, ...]:
        notes = self._layout.notes
        parts = [note.meant for note in notes if note.code in ("table-missing", "column-missing")]
        fields = self._blank.template.fields.items()
        required = {name: field for name, field in fields if field.declaration.required is True}
        parts += [f.official for name, f in required.items() if not self._blank.has_place(name)]
        return tuple(parts)

    def _fields(self) -> Iterator[InputField]:
        for name, found in self._layout.fields.items():
            if found.field.kind != "money-unit":
                yield self._field(name, found)

    def _field(self, name: str, found: FoundField) -> InputField:
        cell = self._cell(found.position)
        in_label_cell = found.position == found.label.position
        area = self._area_of(found.position)
        return InputField(
            name,
            found.field.official,
            found.field.kind,
            (area,),
            area,
            prefix=cell.text.rstrip() if in_label_cell and cell else "",
            choice=found.field.declaration.choice,
            at_most=found.field.declaration.at_most,
            required=bool(found.field.declaration.required),
            computed=bool(cell and cell.formula),
        )

    def _list_fields(self) -> Iterator[InputField]:
        """Yield the fields of a list, each a column of its own."""
        rows = self._blank.entry_rows
        for name, column in self._blank.list_columns.items():
            cells = tuple(
                self._area_of((row, column))
                for row in rows
                if self._is_input(row, column, stub=False) and self._is_first_cell(row, column)
            )
            field = self._blank.template.fields[name]
            declared = field.declaration
            yield InputField(
                name,
                field.official,
                field.kind,
                cells,
                Range(rows[0], column, rows[-1], column),
                choice=declared.choice,
                at_most=declared.at_most,
                required=bool(declared.required),
            )

    def _tables(self) -> Iterator[InputField]:
        if self._layout.head:
            for name, header in self._layout.headers.items():
                for found_column in header.columns.values():
                    declared = found_column.column
                    path = f"{name}.{declared.name}"
                    yield self._column(path, declared, header, [*self._blank.entry_rows])
            return
        for name, header in self._layout.headers.items():
            stop = first_row_after(header, self._layout.headers, self._layout.fields, self._area)
            found = find_rows(self._index, header, self._area, stop)
            last_row = self._blank.book.sheet.last_row
            stop = stop_in_blank(stop, header.first_row, self._layout, last_row)
            rows = [row for row in range(header.first_row, stop) if row != _total_row(found)]
            for column_name, column in header.table.columns.items():
                if column_name in header.columns and rows:
                    yield self._column(f"{name}.{column_name}", column, header, rows)
            yield from self._total(header, found)

    def _column(
        self, path: str, column: ColumnTemplate, header: HeaderRow, rows: list[int]
    ) -> InputField:
        first = header.columns[column.name].first
        cells = [
            self._area_of((row, first))
            for row in rows
            if self._is_input(row, first, stub=column.stub) and self._is_first_cell(row, first)
        ]
        column_range = Range(rows[0], first, rows[-1], first)
        declared = column.declaration
        return InputField(
            path,
            column.official,
            column.kind,
            tuple(cells),
            column_range,
            choice=declared.choice,
            at_most=declared.at_most,
            required=declared.required,
        )

    def _total(self, header: HeaderRow, found: FoundTable) -> Iterator[InputField]:
        labels = dict(header.table.total_labels())
        for name, field in header.table.total_fields.items():
            if found.total is None or name not in header.columns:
                continue
            row, column = _total_row(found), header.columns[name].first
            area, cell = self._area_of((row, column)), self._cell((row, column))
            computed = bool(cell and cell.formula)
            kind = header.columns[name].column.kind
            yield InputField(field, labels[field], kind, (area,), area, computed=computed)

    def _is_input(self, row: int, column: int, *, stub: bool) -> bool:
        """Return True for a cell to type in: no formula, and no name of a level."""
        cell = self._cell((row, column))
        if cell is None:
            return True
        return not cell.formula and not (stub and _WORD.search(cell.text))

    def _is_first_cell(self, row: int, column: int) -> bool:
        area = self._area_of((row, column))
        return (area.top, area.left) == (row, column)

    def _area_of(self, position: Position) -> Range:
        row, column = position
        return self._index.merges.at(row, column) or Range(row, column, row, column)

    def _cell(self, position: Position) -> Cell | None:
        return self._index.cells.get(position)


def _total_row(found: FoundTable) -> int:
    """Return the row of a table's total, 0 if it has none."""
    cells = found.total.cells.values() if found.total else ()
    return max((cell.position[0] for cell in cells), default=0)
