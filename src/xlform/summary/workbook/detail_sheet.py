"""A sheet of the summary with a row an entry, and the kind of them that shows rows of one table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from operator import itemgetter
from typing import Final

import msgspec

from xlform.summary.layout import Layout, TableColumn
from xlform.summary.record import Row
from xlform.summary.spooled_file import SpooledFile
from xlform.summary.workbook import columns
from xlform.summary.workbook.columns import Column
from xlform.summary.workbook.links import FileLinks, Link
from xlform.summary.workbook.pagination import (
    Entry,
    SheetPage,
    pages_of_count,
    pages_with_sums,
    paginate,
)
from xlform.summary.workbook.summary_rows import SummaryRows, unit_name

# A column of a table by its name, and how the sheet shows it.
Shown = tuple[str, Column]
# The column with the kind of form that an entry is in.
_KIND: Final = "kind"


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
        lines = paginate(self.sums(), summed, grouped=self.grouped, rows=rows, required=required)
        return pages_with_sums(lines, summed, required)


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
        self._shown = column_getter(layout, (key for key, _ in shown))
        self._further = column_getter(layout, (key for key, _ in further))
        summed = [key for key, column in (*shown, *further) if column.summed]
        self._amounts = column_getter(layout, summed)
        self._sheet = layout.index("sheet")
        self._source = [layout.index(key) for key in (content.source, "cell") if content.source]
        self._cells = [layout.index(f"{figure.name}_cell") for figure in content.sources]
        self._kind = layout.names.index(_KIND) if content.kinds else 0

    def entries(self) -> Iterator[Entry]:
        shown, further, links_of = self._shown, self._further, self._links
        for file, rows in self._rows():
            unit = unit_name(file)
            links, name = self._summary_rows.file_links(file), file.name
            for row in rows:
                yield unit, (unit, *shown(row), *links_of(links, row), *further(row), name)

    def sums(self) -> Iterator[Entry]:
        amounts = self._amounts
        for file, rows in self._rows():
            unit = unit_name(file)
            for row in rows:
                yield unit, amounts(row)

    def pages(self, rows: int) -> list[SheetPage]:
        if self.summed or self.grouped:
            return super().pages(rows)
        if self._content.kinds:
            return pages_of_count(sum(len(entries) for _, entries in self._rows()), rows)
        return pages_of_count(self._summary_rows.count(self._content.table), rows)

    def _rows(self) -> Iterator[tuple[SpooledFile, list[Row]]]:
        """Yield the rows of the kinds shown, by file."""
        return rows_of_kinds(self._summary_rows, self._content.table, self._content.kinds)

    def _links(self, links: FileLinks, row: Row) -> list[Link | str]:
        sheet = str(row[self._sheet])
        found: list[Link | str] = []
        if self._source:
            first, otherwise = self._source
            cell = row[first] or row[otherwise]
            found.append(links.to(sheet, str(cell)) if cell else "")
        for n in self._cells:
            cell = row[n]
            found.append(links.to(sheet, str(cell)) if cell else "")
        return found


def rows_of_kinds(
    summary_rows: SummaryRows, table: str, kinds: frozenset[str]
) -> Iterator[tuple[SpooledFile, list[Row]]]:
    """Yield the rows of a table in forms of these kinds, by file; of all forms for no kinds."""
    all_rows = summary_rows.rows(table)
    if not kinds:
        yield from all_rows
        return
    kind = summary_rows.layouts[table].index(_KIND)
    for file, rows in all_rows:
        if kept := [row for row in rows if row[kind] in kinds]:
            yield file, kept


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
