"""Where a blank form is filled in: the cells of each field and column, the labels beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

import msgspec

from xlform.grid.model import Cell, Position, Sheet
from xlform.ooxml.address import Range
from xlform.reading.fields import FoundField
from xlform.reading.header_row import HeaderRow
from xlform.reading.index import Labels, SheetIndex
from xlform.reading.layout import Layout, first_row_after, locate
from xlform.reading.regions import Region, find_regions
from xlform.reading.tables import FoundTable, find_rows
from xlform.template.declaration import ValueKind
from xlform.template.form import ColumnTemplate, FormTemplate
from xlform.writing.blank import Blank, prepared

# A text without a letter or a digit holds a place: ……
_SAYS: Final = re.compile(r"\w")


class Slot(msgspec.Struct, frozen=True):
    """A field, or a column of a table, and the cells it is filled in.

    ``path`` is its name in the model (``amount``, ``indicators.target``), ``cells`` one rectangle
    an entry, as large as its merge, all in one column. ``prefix`` is the label that stands in the
    same cell, ``reach`` all a table's rows. ``computed``: a formula of the blank stands there.
    """

    path: str
    label: str
    kind: ValueKind
    cells: tuple[Range, ...]
    reach: Range
    prefix: str = ""
    choice: tuple[str, ...] = ()
    required: bool = False
    computed: bool = False


class BlankForm(msgspec.Struct, frozen=True):
    """The blank of a template: the blank taken apart, its sheet of cells, its slots.

    ``dated`` are labels in which a year is to be written (``中期目标（20XX年—20XX+n年）``),
    ``money`` is the unit the form prints, or else the declared one.
    """

    blank: Blank
    sheet: Sheet
    slots: tuple[Slot, ...]
    dated: tuple[Range, ...]
    money: str

    @property
    def template(self) -> FormTemplate:
        """The template it is the blank of."""
        return self.blank.template


@lru_cache(maxsize=64)
def blank_form(template: FormTemplate) -> BlankForm:
    """The slots of a template's blank, found as a reader finds them; once for each process.

    Raises :class:`~xlform.errors.FileProblem` for a blank that can't be read or is another form.
    """
    blank = prepared(template)
    index = SheetIndex(blank.sheet, Labels.of((template,)))
    region = find_regions(index, (template,))[0]
    return _Surveyor(blank, index, region).form()


class _Surveyor:
    """Looks over one blank."""

    def __init__(self, blank: Blank, index: SheetIndex, region: Region) -> None:
        self._blank = blank
        self._index = index
        self._area = region.area
        self._layout: Layout = locate(index, region)

    def form(self) -> BlankForm:
        slots = [*self._fields(), *self._tables()]
        dated = [
            self._box(found.label.position)
            for found in self._layout.fields.values()
            if found.field.pattern and found.label.position != found.position
        ]
        sheet = self._index.sheet
        return BlankForm(self._blank, sheet, tuple(slots), tuple(dated), self._money())

    def _money(self) -> str:
        """The money unit a form names in a cell of its own."""
        declared: str = self._blank.template.declaration.money
        for found in self._layout.fields.values():
            cell = self._cell(found.position)
            if found.field.kind == "money-unit" and cell:
                printed = found.text or cell.text
                return next((unit for unit in ("万元", "元") if unit in printed), declared)
        return declared

    def _fields(self) -> Iterator[Slot]:
        for name, found in self._layout.fields.items():
            if found.field.kind != "money-unit":
                yield self._field(name, found)

    def _field(self, name: str, found: FoundField) -> Slot:
        cell = self._cell(found.position)
        inside = found.position == found.label.position
        box = self._box(found.position)
        return Slot(
            name,
            found.field.official,
            found.field.kind,
            (box,),
            box,
            prefix=cell.text.rstrip() if inside and cell else "",
            required=found.field.declaration.required,
            computed=bool(cell and cell.formula),
        )

    def _tables(self) -> Iterator[Slot]:
        for name, head in self._layout.headers.items():
            stop = first_row_after(head, self._layout.headers, self._layout.fields, self._area)
            found = find_rows(self._index, head, self._area, stop)
            rows = [row for row in range(head.first_row, stop) if row != _total_row(found)]
            for column_name, column in head.table.columns.items():
                if column_name in head.columns and rows:
                    yield self._column(f"{name}.{column_name}", column, head, rows)
            yield from self._total(head, found)

    def _column(self, path: str, column: ColumnTemplate, head: HeaderRow, rows: list[int]) -> Slot:
        first = head.columns[column.name].first
        cells = [
            self._box((row, first))
            for row in rows
            if self._open(row, first, stub=column.stub) and self._begins(row, first)
        ]
        reach = Range(rows[0], first, rows[-1], first)
        declared = column.declaration
        return Slot(
            path,
            column.official,
            column.kind,
            tuple(cells),
            reach,
            choice=declared.choice,
            required=declared.required,
        )

    def _total(self, head: HeaderRow, found: FoundTable) -> Iterator[Slot]:
        total = head.table.declaration.total
        if total is None or found.total is None or total.column not in head.columns:
            return
        row, column = _total_row(found), head.columns[total.column].first
        box, cell = self._box((row, column)), self._cell((row, column))
        computed = bool(cell and cell.formula)
        yield Slot(total.field, head.table.totals_label, "amount", (box,), box, computed=computed)

    def _open(self, row: int, column: int, *, stub: bool) -> bool:
        """Whether an entry may be typed there: no formula, and no level's name."""
        cell = self._cell((row, column))
        if cell is None:
            return True
        return not cell.formula and not (stub and _SAYS.search(cell.text))

    def _begins(self, row: int, column: int) -> bool:
        box = self._box((row, column))
        return (box.top, box.left) == (row, column)

    def _box(self, position: Position) -> Range:
        row, column = position
        return self._index.merges.at(row, column) or Range(row, column, row, column)

    def _cell(self, position: Position) -> Cell | None:
        return self._index.cells.get(position)


def _total_row(found: FoundTable) -> int:
    """The row of a table's total, 0 where it has none."""
    entries = found.total.cells.values() if found.total else ()
    return max((entry.position[0] for entry in entries), default=0)
