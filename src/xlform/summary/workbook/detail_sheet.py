"""A sheet of the summary with a row an entry, and the kind of them that shows rows of one table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain, groupby, islice, repeat
from operator import itemgetter
from typing import Final

import msgspec

from xlform.summary.file_rows import RowBlock
from xlform.summary.layout import Layout, TableColumn
from xlform.summary.record import Row
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
            for values in zip(*block, strict=True):
                yield str(values[0]), values

    def blocks(self) -> Iterator[Columns]:
        """Yield the values of some files at a time."""
        return map(self._columns_of, self._blocks_of_rows())

    def _columns_of(self, block: RowBlock) -> Columns:
        column = block.column
        return [
            block.of_files(map(unit_name, block.files)),
            *map(column, self._shown),
            *self._links(block),
            *map(column, self._further),
            block.of_files(file.name for file in block.files),
        ]

    def groups(self) -> Iterator[Group]:
        return _by_unit((block, self._columns_of(block)) for block in self._blocks_of_rows())

    def sums_by_group(self) -> Iterator[Group]:
        return _by_unit(
            (block, [*map(block.column, self._amounts)]) for block in self._blocks_of_rows()
        )

    def sums(self) -> Iterator[Entry]:
        for block in self._blocks_of_rows():
            units = block.of_files(map(unit_name, block.files))
            amounts = zip(*map(block.column, self._amounts), strict=True)
            yield from zip(units, amounts if self._amounts else repeat(()), strict=False)

    def pages(self, rows: int) -> list[SheetPage]:
        if self.summed or self.grouped:
            return super().pages(rows)
        if self._content.kinds:
            return pages_of_count(sum(block.count for block in self._blocks_of_rows()), rows)
        return pages_of_count(self._summary_rows.count(self._content.table), rows)

    def _blocks_of_rows(self) -> Iterator[RowBlock]:
        """Yield the rows of the kinds shown."""
        return blocks_of_kinds(self._summary_rows, self._content.table, self._content.kinds)

    def _links(self, block: RowBlock) -> list[list[Link | str]]:
        """Return the columns of links into the files."""
        if not self._source and not self._cells:
            return []
        sheets = [*map(str, block.column(self._sheet))]
        cells = [block.column(index) for index in self._cells]
        if self._source:
            first, otherwise = map(block.column, self._source)
            cells.insert(0, [one or other for one, other in zip(first, otherwise, strict=True)])
        texts = [[str(cell or "") for cell in each] for each in cells]
        links: list[list[Link | str]] = [[] for _ in cells]
        for file, (start, end) in zip(block.files, block.ranges(), strict=True):
            to_all, of_file = self._summary_rows.file_links(file).to_all, sheets[start:end]
            for column, each in zip(links, texts, strict=True):
                column.extend(to_all(of_file, each[start:end]))
        return [_of_known(column, each) for column, each in zip(links, texts, strict=True)]


def _of_known(links: list[Link | str], cells: list[str]) -> list[Link | str]:
    """Return the links, blank for a cell that is not known."""
    if "" not in cells:
        return links
    return [link if cell else "" for link, cell in zip(links, cells, strict=True)]


def _by_unit(blocks: Iterable[tuple[RowBlock, Columns]]) -> Iterator[Group]:
    """Yield columns of some files at a time by unit, the columns of a unit together."""
    parts = (
        (unit, start, end, columns)
        for block, columns in blocks
        for unit, start, end in _units_in(block)
    )
    for unit, of_unit in groupby(parts, itemgetter(0)):
        pieces = [[column[start:end] for column in columns] for _, start, end, columns in of_unit]
        joined = (
            pieces[0]
            if len(pieces) == 1
            else [[*chain(*each)] for each in zip(*pieces, strict=True)]
        )
        yield unit, iter((joined,))


def _units_in(block: RowBlock) -> Iterator[tuple[str, int, int]]:
    """Yield the unit of each file, and where its rows begin and end."""
    for file, (start, end) in zip(block.files, block.ranges(), strict=True):
        yield unit_name(file), start, end


def blocks_of_kinds(
    summary_rows: SummaryRows, table: str, kinds: frozenset[str]
) -> Iterator[RowBlock]:
    """Yield the rows of a table in forms of these kinds; of all forms for no kinds."""
    all_rows = summary_rows.blocks(table)
    if not kinds:
        yield from all_rows
        return
    kind = summary_rows.layouts[table].index(_KIND)
    for block in all_rows:
        kept = block.where([each in kinds for each in block.column(kind)])
        if kept.count:
            yield kept


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
