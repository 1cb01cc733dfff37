"""Layout of a template's blank form: the target of each value, as the reader locates it."""

from __future__ import annotations

import pathlib
import re
from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache
from typing import Literal

import msgspec

from xlform.errors import FileProblem
from xlform.formats.source import file_bytes, read_data
from xlform.grid.model import Position, Sheet
from xlform.ooxml.fill.workbook_builder import SourceWorkbook, read_source_workbook
from xlform.ooxml.read.package import open_package
from xlform.reading.fields import FoundField
from xlform.reading.index import Labels, SheetIndex
from xlform.reading.known_layouts import locate
from xlform.reading.layout import Layout, first_row_after
from xlform.reading.list_head import ListHead
from xlform.reading.list_rows import ListRowReader
from xlform.reading.regions import Region, find_regions, is_title, is_year
from xlform.reading.tables import FoundTable, find_rows
from xlform.template.form import FormTemplate
from xlform.template.labels import fold
from xlform.values.money import WAN, unit_of_heading
from xlform.writing.title_year import replace_year

StubPath = tuple[str, ...]
_COLON = re.compile("[:：]")
_BRACKET = re.compile(r"[ \t\u3000]*[（(][^（()）]{0,12}[)）]")


class FieldSlot(msgspec.Struct, frozen=True):
    """Target of a field's value, ``offset`` characters into its cell.

    The offset is 0 for a cell of its own, else the value follows its label.
    """

    position: Position
    offset: int = 0


class BlankTable(msgspec.Struct, frozen=True):
    """Table of a blank form: columns, and the rows printed for each stub path.

    ``printed_levels`` has the spelling of levels on the blank, by column and canonical name.
    """

    name: str
    columns: Mapping[str, int]
    stub: tuple[str, ...]
    groups: Mapping[StubPath, tuple[int, ...]]
    printed_levels: Mapping[tuple[str, str], str]


class Block(msgspec.Struct, frozen=True):
    """Rows of a blank form that are repeated as needed, and the tables that share them."""

    rows: tuple[int, ...]
    tables: tuple[BlankTable, ...]


class TitleCell(msgspec.Struct, frozen=True):
    """Cell above the body with the title or the line of the year, where the year is printed."""

    position: Position
    role: Literal["title", "year"]


class BlankLayout(msgspec.Struct, frozen=True):
    """Blank form ready to be filled; positions are (row, column) of its own sheet.

    ``totals`` holds the fields in a table's total row. ``body`` is the first row of fields and
    tables, ``header_rows`` the header row of each table. ``units`` has the unit of the amounts that
    the form does not state in 万元: fields, and columns as ``table.column``. ``list_columns`` are
    the columns of a list's fields; its ``body`` starts below the header rows, which are printed on
    each page.
    """

    template: FormTemplate
    sheet: Sheet
    book: SourceWorkbook
    texts: Mapping[Position, str]
    fields: Mapping[str, FieldSlot]
    totals: Mapping[str, Position]
    blocks: tuple[Block, ...]
    title_cells: tuple[TitleCell, ...]
    body: int
    header_rows: Mapping[str, int]
    units: Mapping[str, str]
    list_columns: Mapping[str, int] = {}

    @property
    def tables(self) -> dict[str, BlankTable]:
        """Return the tables the blank has, by name."""
        return {table.name: table for block in self.blocks for table in block.tables}

    def has_place(self, name: str, table: str = "") -> bool:
        """Return True if the blank has a cell for a field, or for a column of a table."""
        if table:
            return name in self.columns(table)
        return name in self.fields or name in self.totals or name in self.list_columns

    def columns(self, table: str) -> Collection[str]:
        """Return the columns of a table that the blank has cells for; none of a table it lacks."""
        for block in self.blocks:
            for each in block.tables:
                if each.name == table:
                    return each.columns
        return ()

    def printed_year(self, year: int | None) -> int | None:
        """Return the year if the title or the line below it has a place for it."""
        roles = {title_cell.role for title_cell in self.title_cells}
        for title_cell in self.title_cells:
            alone = "year" not in roles or title_cell.role == "year"
            text = replace_year(self.texts[title_cell.position], year, alone=alone)
            if year is not None and str(year) in text:
                return year
        return None

    @property
    def entry_rows(self) -> tuple[int, ...]:
        """Return the rows of a list's forms."""
        return self.blocks[0].rows if self.list_columns else ()


def blank_path(template: FormTemplate) -> pathlib.Path:
    """Return the path of a template's blank workbook.

    Raises :class:`~xlform.errors.FileProblem` if it has none.
    """
    if template.blank is None or template.prose:
        raise FileProblem("blank-unknown", path=str(template.folder), name=template.name)
    return template.blank


@lru_cache(maxsize=64)
def blank_layout(template: FormTemplate) -> BlankLayout:
    """Return the layout of a template's blank form, cached for the process.

    Raises :class:`~xlform.errors.FileProblem` if the blank can't be read, does not match its own
    template, or holds parts that can't be carried over.
    """
    path = blank_path(template)
    package = open_package(file_bytes(path), str(path))
    _, grid = read_data(package, path)
    index = SheetIndex(grid.sheets[0], Labels.of((template,)))
    regions = find_regions(index, (template,))
    if not regions:
        raise FileProblem("blank-unknown", path=str(path), name=template.name)
    book = read_source_workbook(package, str(path))
    return _LayoutBuilder(index, regions[0], book).build()


class _LayoutBuilder:
    """Builds the layout from the parts located in a blank form."""

    def __init__(self, index: SheetIndex, region: Region, book: SourceWorkbook) -> None:
        self._index = index
        self._template = region.template
        self._book = book
        self._layout: Layout = locate(index, region)
        self._tables = {name: self._found(name) for name in self._layout.headers}

    def _found(self, name: str) -> FoundTable:
        layout, header = self._layout, self._layout.headers[name]
        stop = first_row_after(header, layout.headers, layout.fields, layout.area)
        return find_rows(self._index, header, layout.area, stop)

    def build(self) -> BlankLayout:
        totals = dict(self._totals())
        head = self._layout.head
        return BlankLayout(
            template=self._template,
            sheet=self._index.sheet,
            book=self._book,
            texts={p: c.text for p, c in self._index.cells.items() if not c.formula},
            fields={name: self._field_slot(found) for name, found in self._layout.fields.items()},
            totals=totals,
            blocks=tuple(self._blocks()),
            title_cells=tuple(self._title_cells()),
            body=head.bottom + 1 if head else self._layout.body,
            header_rows={name: header.row for name, header in self._layout.headers.items()},
            units={name: unit for name, unit in self._units() if unit != WAN},
            list_columns={name: c.first for name, c in head.fields.items()} if head else {},
        )

    def _field_slot(self, found: FoundField) -> FieldSlot:
        if found.text is None:
            return FieldSlot(found.position)
        text = self._index.cells[found.label.position].text
        return FieldSlot(found.label.position, _value_offset(text, found.field.labels))

    def _units(self) -> Iterator[tuple[str, str]]:
        form_unit = self._money_unit()
        for name, found in self._layout.fields.items():
            if found.field.kind == "amount":
                under = self._index.label_cells_in(found.field.under, self._layout.area)
                section = next((s.unit for s in under if s.row <= found.label.row), "")
                declared = found.field.declaration.money
                yield name, found.label.unit or declared or section or form_unit
        for name, column in self._layout.head.fields.items() if self._layout.head else ():
            if column.column.kind == "amount":
                yield name, column.header.unit or column.column.declaration.money or form_unit
        for table in self._tables.values():
            totals = table.header.table.total_fields
            for name, column in table.header.columns.items():
                if column.column.kind == "amount":
                    unit = column.header.unit or column.column.declaration.money or form_unit
                    yield f"{table.header.table.name}.{name}", unit
                    if name in totals:
                        yield totals[name], unit

    def _money_unit(self) -> str:
        """Return the unit the blank prints for all its amounts, else the template's."""
        unit: str = self._template.declaration.money
        for found in self._layout.fields.values():
            if found.field.kind == "money-unit":
                text = self._index.cells[found.label.position].text
                unit = unit_of_heading(found.text or text) or unit
        return unit

    def _totals(self) -> Iterator[tuple[str, Position]]:
        for table in self._tables.values():
            cells = table.total.cells if table.total else {}
            for column, field in table.header.table.total_fields.items():
                if column in cells:
                    yield field, cells[column].position

    def _entry_rows(self, table: FoundTable) -> tuple[int, ...]:
        """Return the rows for a table's entries, from its header row to the next part.

        The row of its total is left out.
        """
        layout = self._layout
        stop = first_row_after(table.header, layout.headers, layout.fields, layout.area)
        total = 0
        if table.total:
            total = next(iter(table.total.cells.values())).position[0]
        declared = table.header.table.declaration.total
        stop = stop_in_blank(stop, table.header.first_row, layout, self._book.sheet.last_row)
        if total and declared and declared.at == "last":
            stop = min(stop, total)
        return tuple(row for row in range(table.header.first_row, stop) if row != total)

    def _list_rows(self, head: ListHead) -> tuple[int, ...]:
        """Return the rows for a list's forms, without those that add them up."""
        layout = self._layout
        reader = ListRowReader(self._index, self._template)
        reader.read(head, layout.area, layout.list_stop)
        sums = {row.row for row in reader.finish().sums}
        below = [row for row in sums if row > head.bottom + 1]
        end = stop_in_blank(layout.list_stop, head.bottom + 1, layout, self._book.sheet.last_row)
        stop = min([end, *below])
        return tuple(row for row in range(head.bottom + 1, stop) if row not in sums)

    def _blocks(self) -> Iterator[Block]:
        """Yield a block for each table; tables side by side share one, those of a list too."""
        if head := self._layout.head:
            listed = self._list_rows(head)
            yield Block(listed, tuple(self._table(name, listed) for name in self._tables))
            return
        blocks: list[tuple[set[int], list[str]]] = []
        for name, table in self._tables.items():
            rows = set(self._entry_rows(table))
            block = next((block for block in blocks if block[0] & rows), None)
            if block:
                block[0].update(rows)
                block[1].append(name)
            else:
                blocks.append((rows, [name]))
        for rows, names in blocks:
            ordered = tuple(sorted(rows))
            yield Block(ordered, tuple(self._table(name, ordered) for name in names))

    def _table(self, name: str, rows: tuple[int, ...]) -> BlankTable:
        table = self._tables[name]
        header = table.header
        stub = tuple(name for name in header.table.stub if name in header.columns)
        starts: dict[int, StubPath] = {}
        printed_levels: dict[tuple[str, str], str] = {}
        for found in table.rows:
            path = tuple(found.path[name] for name in stub)
            leaf = next(e for n, e in found.cells.items() if n not in found.path)
            starts.setdefault(leaf.position[0], path)
            for level in stub:
                cell = found.cells[level].cell
                if cell:
                    printed_levels.setdefault((level, found.path[level]), cell.text)
        groups: dict[StubPath, list[int]] = {}
        path = ()
        for row in rows:
            path = starts.get(row, path)
            groups.setdefault(path, []).append(row)
        columns = {name: found.first for name, found in header.columns.items()}
        fixed_groups = {path: tuple(numbers) for path, numbers in groups.items()}
        return BlankTable(name, columns, stub, fixed_groups, printed_levels)

    def _title_cells(self) -> Iterator[TitleCell]:
        area = self._layout.area
        for row in range(area.top, self._layout.body + 1):
            for column in self._index.columns(row, area):
                value = self._index.cells[row, column].value
                if not isinstance(value, str):
                    continue
                folded = fold(value)
                if is_title(self._template, folded):
                    yield TitleCell((row, column), "title")
                elif is_year(self._template, folded):
                    yield TitleCell((row, column), "year")


def stop_in_blank(stop: int, first: int, layout: Layout, last_row: int) -> int:
    """Return the row below the entries of a table in a blank.

    If nothing is below the table, its empty rows are those with a format, at least one.
    """
    return max(last_row + 1, first + 1) if stop > layout.area.bottom else stop


def _value_offset(text: str, labels: tuple[str, ...]) -> int:
    """Return where in its label's cell a value starts.

    It follows the colon, and parentheses after the colon.
    """
    start = 0
    for colon in _COLON.finditer(text):
        if fold(text[start : colon.start()]) in labels:
            bracket = _BRACKET.match(text, colon.end())
            return bracket.end() if bracket else colon.end()
        bracket = _BRACKET.match(text, colon.end())
        if bracket and fold(text[start : bracket.end()]) in labels:
            return bracket.end()
        gap = text.find("  ", colon.end())
        start = gap if gap >= 0 else colon.end()
    return len(text)
