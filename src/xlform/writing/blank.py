"""A template's blank made ready to be filled: where each value goes, as the reader finds it."""

from __future__ import annotations

import pathlib
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Literal

import msgspec

from xlform.errors import FileProblem
from xlform.formats.source import file_bytes, read_data
from xlform.grid.model import Position, Sheet
from xlform.ooxml.address import Range
from xlform.ooxml.fill.workbook_builder import BlankBook, read_blank_book
from xlform.ooxml.read.package import open_package
from xlform.reading.fields import FoundField
from xlform.reading.index import Labels, SheetIndex
from xlform.reading.layout import Layout, first_row_after, locate
from xlform.reading.regions import Region, find_regions, is_title, is_year
from xlform.reading.tables import FoundTable, find_rows
from xlform.template.form import FormTemplate
from xlform.template.labels import fold

Path = tuple[str, ...]
_WAN, _YUAN = "万元", "元"
_COLON = re.compile("[:：]")
_BRACKET = re.compile(r"[ \t\u3000]*[（(][^（()）]{0,12}[)）]")


class FieldPlace(msgspec.Struct, frozen=True):
    """Where a field's value goes: a cell of its own, or behind its label ``at`` a character."""

    position: Position
    at: int = 0


class BlankTable(msgspec.Struct, frozen=True):
    """A table of a blank: its columns' places, and the rows it prints for each stub path.

    ``printed`` is how the blank spells the names of its levels, by column and canonical name.
    """

    name: str
    columns: Mapping[str, int]
    stub: tuple[str, ...]
    groups: Mapping[Path, tuple[int, ...]]
    printed: Mapping[tuple[str, str], str]


class Block(msgspec.Struct, frozen=True):
    """Rows of a blank that are repeated as needed, and the tables that share them."""

    rows: tuple[int, ...]
    tables: tuple[BlankTable, ...]


class HeadCell(msgspec.Struct, frozen=True):
    """A cell above the body that tells the year, or could: the title or the line of the year."""

    position: Position
    role: Literal["title", "year"]


class Blank(msgspec.Struct, frozen=True):
    """A blank ready to be filled: positions are (row, column) of the blank's own sheet.

    ``totals`` holds the fields that stand in a table's total row; ``body`` is the first row of
    the form's own, ``heads`` the head row of each table. ``in_yuan`` names the amounts the blank
    asks for in 元: fields, and columns as ``table.column``.
    """

    template: FormTemplate
    sheet: Sheet
    book: BlankBook
    texts: Mapping[Position, str]
    fields: Mapping[str, FieldPlace]
    totals: Mapping[str, Position]
    blocks: tuple[Block, ...]
    tops: tuple[HeadCell, ...]
    body: int
    heads: Mapping[str, int]
    in_yuan: frozenset[str]


def blank_path(template: FormTemplate) -> pathlib.Path:
    """The blank workbook of a template; :class:`~xlform.errors.FileProblem` where it has none."""
    if template.blank is None or template.prose:
        raise FileProblem("blank-unknown", path=str(template.folder), name=template.name)
    return template.blank


@lru_cache(maxsize=64)
def prepared(template: FormTemplate) -> Blank:
    """The blank of a template, taken apart once for each process.

    Raises :class:`~xlform.errors.FileProblem` where the blank can't be read, its own template
    does not find itself in it, or it holds things that could not be carried over.
    """
    path = blank_path(template)
    package = open_package(file_bytes(path), str(path))
    _, grid = read_data(package, path)
    index = SheetIndex(grid.sheets[0], Labels.of((template,)))
    regions = find_regions(index, (template,))
    if not regions:
        raise FileProblem("blank-unknown", path=str(path), name=template.name)
    book = read_blank_book(package, str(path))
    return _Preparation(index, regions[0], book).blank()


class _Preparation:
    """Holds what was found in a blank while its parts are made of it."""

    def __init__(self, index: SheetIndex, region: Region, book: BlankBook) -> None:
        self._index = index
        self._template = region.template
        self._book = book
        self._layout: Layout = locate(index, region)
        self._tables = {name: self._found(name) for name in self._layout.headers}

    def _found(self, name: str) -> FoundTable:
        layout, head = self._layout, self._layout.headers[name]
        stop = first_row_after(head, layout.headers, layout.fields, layout.area)
        return find_rows(self._index, head, layout.area, stop)

    def blank(self) -> Blank:
        totals = dict(self._totals())
        return Blank(
            template=self._template,
            sheet=self._index.sheet,
            book=self._book,
            texts={p: c.text for p, c in self._index.cells.items() if not c.formula},
            fields={name: self._place(found) for name, found in self._layout.fields.items()},
            totals=totals,
            blocks=tuple(self._blocks()),
            tops=tuple(self._tops()),
            body=self._layout.body,
            heads={name: head.row for name, head in self._layout.headers.items()},
            in_yuan=frozenset(self._in_yuan()),
        )

    def _place(self, found: FoundField) -> FieldPlace:
        if found.text is None:
            return FieldPlace(found.position)
        text = self._index.cells[found.label.position].text
        return FieldPlace(found.label.position, _behind_label(text, found.field.labels))

    def _in_yuan(self) -> Iterator[str]:
        whole = self._money_unit()
        for name, found in self._layout.fields.items():
            if found.field.kind == "amount":
                under = self._index.label_cells_in(found.field.under, self._layout.area)
                section = next((s.unit for s in under if s.row <= found.label.row), "")
                if (found.label.unit or section or whole) == _YUAN:
                    yield name
        for table in self._tables.values():
            declared = table.header.table.declaration.total
            for name, column in table.header.columns.items():
                if column.column.kind == "amount" and (column.header.unit or whole) == _YUAN:
                    yield f"{table.header.table.name}.{name}"
                    if declared and declared.column == name:
                        yield declared.field

    def _money_unit(self) -> str:
        """The unit the blank prints for all its amounts, else the template's."""
        unit: str = self._template.declaration.money
        for found in self._layout.fields.values():
            if found.field.kind == "money-unit":
                text = self._index.cells[found.label.position].text
                unit = _WAN if _WAN in text else _YUAN if _YUAN in text else unit
        return unit

    def _totals(self) -> Iterator[tuple[str, Position]]:
        for table in self._tables.values():
            declared = table.header.table.declaration.total
            if declared and table.total and declared.column in table.total.cells:
                yield declared.field, table.total.cells[declared.column].position

    def _body(self, table: FoundTable) -> tuple[int, ...]:
        """The rows a table's entries may take: from its head to what follows, but for its total."""
        layout = self._layout
        stop = first_row_after(table.header, layout.headers, layout.fields, layout.area)
        total = 0
        if table.total:
            total = next(iter(table.total.cells.values())).position[0]
        declared = table.header.table.declaration.total
        if total and declared and declared.at == "last":
            stop = min(stop, total)
        last = min(stop - 1, max(self._book.pattern.last_row, 1))
        return tuple(row for row in range(table.header.first_row, last + 1) if row != total)

    def _blocks(self) -> Iterator[Block]:
        """Tables side by side share their rows; the others have a block each."""
        blocks: list[tuple[set[int], list[str]]] = []
        for name, table in self._tables.items():
            rows = set(self._body(table))
            beside = next((block for block in blocks if block[0] & rows), None)
            if beside:
                beside[0].update(rows)
                beside[1].append(name)
            else:
                blocks.append((rows, [name]))
        for taken, names in blocks:
            ordered = tuple(sorted(taken))
            yield Block(ordered, tuple(self._table(one, ordered) for one in names))

    def _table(self, name: str, rows: tuple[int, ...]) -> BlankTable:
        table = self._tables[name]
        head = table.header
        stub = tuple(one for one in head.table.stub if one in head.columns)
        starts: dict[int, Path] = {}
        printed: dict[tuple[str, str], str] = {}
        for found in table.rows:
            path = tuple(found.path[one] for one in stub)
            leaf = next(e for n, e in found.cells.items() if n not in found.path)
            starts.setdefault(leaf.position[0], path)
            for one in stub:
                cell = found.cells[one].cell
                if cell:
                    printed.setdefault((one, found.path[one]), cell.text)
        groups: dict[Path, list[int]] = {}
        path = ()
        for row in rows:
            path = starts.get(row, path)
            groups.setdefault(path, []).append(row)
        columns = {one: found.first for one, found in head.columns.items()}
        fixed = {path: tuple(numbers) for path, numbers in groups.items()}
        return BlankTable(name, columns, stub, fixed, printed)

    def _tops(self) -> Iterator[HeadCell]:
        area = self._layout.area
        for row in range(area.top, self._layout.body + 1):
            for column in self._index.columns(row, area):
                value = self._index.cells[row, column].value
                if not isinstance(value, str):
                    continue
                folded = fold(value)
                if is_title(self._template, folded):
                    yield HeadCell((row, column), "title")
                elif is_year(self._template, folded):
                    yield HeadCell((row, column), "year")


def _behind_label(text: str, labels: tuple[str, ...]) -> int:
    """Where in its label's cell a value begins: behind the colon, and the bracket after it."""
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


def merge_at(blank: Blank, position: Position) -> Range:
    """The merge whose first cell a position is, else the cell alone."""
    row, column = position
    for merge in blank.book.pattern.merges:
        if (merge.top, merge.left) == position:
            return merge
    return Range(row, column, row, column)
