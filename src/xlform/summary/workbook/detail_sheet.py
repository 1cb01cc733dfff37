"""A sheet of the summary with a row an entry, and the kind of them that shows rows of one table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, groupby, islice
from operator import itemgetter
from typing import Final

import msgspec

from xlform.summary.file_rows import FileRows
from xlform.summary.layout import Layout, TableColumn
from xlform.summary.record import Plain, Row
from xlform.summary.spooled_file import SpooledFile
from xlform.summary.workbook import columns
from xlform.summary.workbook.cells import Link
from xlform.summary.workbook.columns import Column
from xlform.summary.workbook.pagination import (
    Columns,
    Entry,
    Group,
    SheetPage,
    Values,
    page_of_groups,
    pages_of_count,
    pages_with_sums,
    paginate,
)
from xlform.summary.workbook.summary_rows import SummaryRows, unit_name

# A column of a table by its name, and how the sheet shows it.
Shown = tuple[str, Column]
# The column with the kind of form that an entry is in.
_KIND: Final = "kind"
# Entries of a block.
_BLOCK: Final = 128


class DetailSheet:
    """One sheet; ``columns`` begin with 序号, the values of an entry with the column after it.

    In a ``grouped`` sheet the entries of a group follow each other; its 小计 has the group's name
    in the column of the first value. ``prefix`` comes before the name of a sheet where another has
    the same name. ``ranked`` are its columns of names and of amounts, and what the names are of,
    where the largest by name are worth a list.
    """

    grouped = False
    ranked: tuple[str, str, str] | None = None

    def __init__(self, name: str, title: str, cols: Iterable[Column], prefix: str = "") -> None:
        self.name = name
        self.title = title
        self.prefix = prefix
        self.columns = (columns.row_number(), *cols)
        self.summed = tuple(n for n, column in enumerate(self.columns[1:]) if column.summed)
        self.required = frozenset(n for n, column in enumerate(self.columns[1:]) if column.required)

    def position(self, key: str) -> int:
        """Return the position of a column by its key, from 0; ``ValueError`` for others."""
        return [column.key for column in self.columns].index(key)

    def entries(self) -> Iterator[Entry]:
        """Yield the group and the values of every entry, in order."""
        raise NotImplementedError

    def blocks(self) -> Iterator[Columns]:
        """Yield the values of all entries in blocks, column by column."""
        return _blocks(values for _, values in self.entries())

    def groups(self) -> Iterator[Group]:
        """Yield the entries by group."""
        return _groups(self.entries())

    def sums_by_group(self) -> Iterator[Group]:
        """Yield the same with only the summed values."""
        return _groups(self.sums())

    def reopen(self) -> None:
        """Open anew what a process forked from this one must not share."""

    def sums(self) -> Iterator[Entry]:
        """Yield the same with only the summed values."""
        for key, values in self.entries():
            yield key, tuple(values[index] for index in self.summed)

    def pages(self, rows: int) -> list[SheetPage]:
        """Return the pages it fills where a page has so many rows."""
        summed = tuple(range(len(self.summed)))
        required = frozenset(n for n, index in enumerate(self.summed) if index in self.required)
        grouped_sums = self.grouped and self.summed
        if grouped_sums and (page := page_of_groups(self.sums_by_group(), rows, required)):
            return [page]
        lines = paginate(self.sums(), summed, grouped=self.grouped, rows=rows, required=required)
        return pages_with_sums(lines, summed, required)


def _groups(entries: Iterable[Entry]) -> Iterator[Group]:
    for key, group in groupby(entries, itemgetter(0)):
        yield key, _blocks(values for _, values in group)


def _blocks(entries: Iterator[Values]) -> Iterator[Columns]:
    while block := list(islice(entries, _BLOCK)):
        yield list(zip(*block, strict=True))


class TableContent(msgspec.Struct, frozen=True):
    """Content of a sheet with rows of one table.

    ``kinds`` are the kinds of form whose rows are shown, none for those of all. ``shown`` are the
    columns before the links to sources, ``further`` those after them. ``source`` is the column of
    the cell that the link of a row leads to, "" for no such link: if it is blank, to the first cell
    of the row. ``sources`` are the figures that have a link each.
    """

    table: str
    shown: list[Shown]
    further: list[Shown] = []
    source: str = ""
    sources: list[TableColumn] = []
    kinds: frozenset[str] = frozenset()


class TableSheet(DetailSheet):
    """Rows of one table: unit, columns shown, links to sources, further columns, file."""

    def __init__(
        self,
        summary_rows: SummaryRows,
        content: TableContent,
        name: str,
        title: str,
        *,
        prefix: str = "",
        grouped: bool = False,
    ) -> None:
        layout = summary_rows.layouts[content.table]
        shown, further = content.shown, content.further
        places = [columns.source_link()] if content.source else []
        places += [columns.source_link(figure, printed=False) for figure in content.sources]
        own = [column for _, column in shown]
        last = [column for _, column in further]
        cols = (columns.unit(), *own, *places, *last, columns.file())
        super().__init__(name, title, cols, prefix)
        self.grouped = grouped
        self._summary_rows = summary_rows
        self._content = content
        self._shown = [layout.index(key) for key, _ in shown]
        self._further = [layout.index(key) for key, _ in further]
        summed = [key for key, column in (*shown, *further) if column.summed]
        self._amounts = [layout.index(key) for key in summed]
        self._sheet = layout.index("sheet")
        self._source = [layout.index(key) for key in (content.source, "cell") if content.source]
        self._cells = [layout.index(f"{figure.name}_cell") for figure in content.sources]
        self._kind = layout.names.index(_KIND) if content.kinds else 0

    def entries(self) -> Iterator[Entry]:
        for block in self.blocks():
            unit = str(block[0][0])
            for values in zip(*block, strict=True):
                yield unit, values

    def blocks(self) -> Iterator[Columns]:
        """Yield the values of each file."""
        shown, further = self._shown, self._further
        for found in self._tables():
            column, count = found.column, found.count
            yield [
                [unit_name(found.file)] * count,
                *map(column, shown),
                *self._links(found),
                *map(column, further),
                [found.file.name] * count,
            ]

    def groups(self) -> Iterator[Group]:
        for unit, blocks in groupby(self.blocks(), lambda block: block[0][0]):
            first, *others = blocks
            columns = (
                [list(chain(*each)) for each in zip(first, *others, strict=True)]
                if others
                else first
            )
            yield str(unit), iter((columns,))

    def sums_by_group(self) -> Iterator[Group]:
        for unit, tables in groupby(self._tables(), lambda found: unit_name(found.file)):
            found = list(tables)
            columns = [
                list(chain.from_iterable(each.column(index) for each in found))
                for index in self._amounts
            ]
            yield unit, iter((columns,))

    def sums(self) -> Iterator[Entry]:
        amounts = self._amounts
        for found in self._tables():
            unit = unit_name(found.file)
            for row in found.rows(amounts):
                yield unit, row

    def pages(self, rows: int) -> list[SheetPage]:
        if self.summed or self.grouped:
            return super().pages(rows)
        if self._content.kinds:
            return pages_of_count(sum(found.count for found in self._tables()), rows)
        return pages_of_count(self._summary_rows.count(self._content.table), rows)

    def _tables(self) -> Iterator[FileRows]:
        """Yield the rows of the kinds shown, by file."""
        return tables_of_kinds(self._summary_rows, self._content.table, self._content.kinds)

    def _links(self, found: FileRows) -> list[list[Link | str]]:
        """Return the columns of links into the file."""
        if not self._source and not self._cells:
            return []
        to_all = self._summary_rows.file_links(found.file).to_all
        sheets = [*map(str, found.column(self._sheet))]
        cells = [found.column(index) for index in self._cells]
        if self._source:
            first, otherwise = map(found.column, self._source)
            cells.insert(0, [one or other for one, other in zip(first, otherwise, strict=True)])
        return [_links_to_known(to_all, sheets, each) for each in cells]


def _links_to_known(
    to_all: Callable[[list[str], list[str]], list[Link | str]],
    sheets: list[str],
    cells: Sequence[Plain],
) -> list[Link | str]:
    """Return the links to cells, blank for a cell that is not known."""
    links = to_all(sheets, [str(cell or "") for cell in cells])
    if all(cells):
        return links
    return [link if cell else "" for link, cell in zip(links, cells, strict=True)]


def tables_of_kinds(
    summary_rows: SummaryRows, table: str, kinds: frozenset[str]
) -> Iterator[FileRows]:
    """Yield the rows of a table in forms of these kinds, by file; of all forms for no kinds."""
    all_rows = summary_rows.tables(table)
    if not kinds:
        yield from all_rows
        return
    kind = summary_rows.layouts[table].index(_KIND)
    for found in all_rows:
        kept = found.where(each in kinds for each in found.column(kind))
        if kept.count:
            yield kept


def rows_of_kinds(
    summary_rows: SummaryRows, table: str, kinds: frozenset[str]
) -> Iterator[tuple[SpooledFile, list[Row]]]:
    """Yield the same as tuples."""
    found = tables_of_kinds(summary_rows, table, kinds)
    return ((each.file, each.rows()) for each in found)


def column_getter(layout: Layout, keys: Iterable[str]) -> Callable[[Row], Row]:
    """Return a function that takes these columns out of a row of a table, always as a tuple."""
    return tuple_getter([layout.index(key) for key in keys])


def tuple_getter(indices: list[int]) -> Callable[[Row], Row]:
    """Return a function that takes these values out of a tuple, always as a tuple."""
    if not indices:
        return lambda _: ()
    if len(indices) == 1:
        [index] = indices
        return lambda row: (row[index],)
    return itemgetter(*indices)
