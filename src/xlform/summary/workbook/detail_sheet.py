"""A sheet of the summary with a row an entry, and the kind of them that shows rows of one table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from operator import itemgetter

from xlform.summary.layout import Layout
from xlform.summary.record import Row
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


class DetailSheet:
    """One sheet; ``columns`` begin with 序号, the values of an entry with the column after it.

    In a ``grouped`` sheet the entries of a group follow each other; its 小计 has the group's name
    in the column of the first value.
    """

    grouped = False

    def __init__(self, name: str, title: str, cols: Iterable[Column]) -> None:
        self.name = name
        self.title = title
        self.columns = (columns.row_number(), *cols)
        self.summed = tuple(n for n, column in enumerate(self.columns[1:]) if column.summed)
        self.required = frozenset(n for n, column in enumerate(self.columns[1:]) if column.required)

    def position(self, key: str) -> int:
        """Return the position of a column by its key, from 0; ``ValueError`` for others."""
        return [column.key for column in self.columns].index(key)

    def entries(self) -> Iterator[Entry]:
        """Yield the group and the values of every entry, in order."""
        raise NotImplementedError

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


class TableSheet(DetailSheet):
    """Rows of one table: unit, columns ``shown``, a link for each figure, ``further`` columns."""

    def __init__(
        self,
        summary_rows: SummaryRows,
        table: str,
        name: str,
        shown: list[Shown],
        further: Iterable[Shown] = (),
        *,
        grouped: bool = False,
    ) -> None:
        layout = summary_rows.layouts[table]
        further = list(further)
        figures = [key for key, _ in shown if f"{key}_cell" in layout.names]
        places = [columns.source_link()] if len(figures) == 1 else _places(layout, figures)
        own = [column for _, column in shown]
        last = [column for _, column in further]
        cols = (columns.unit(), *own, *places, *last, columns.file())
        super().__init__(name, layout.title or name, cols)
        self.grouped = grouped
        self._summary_rows = summary_rows
        self._table = table
        self._shown = column_getter(layout, (key for key, _ in shown))
        self._further = column_getter(layout, (key for key, _ in further))
        self._amounts = column_getter(layout, (key for key, column in shown if column.summed))
        self._sheet = layout.index("sheet")
        self._cells = [layout.index(f"{key}_cell") for key in figures]
        # A row with one figure has a link even where the figure is missing.
        self._fallback = [layout.index("cell")] if len(figures) == 1 else []

    def entries(self) -> Iterator[Entry]:
        shown, further, figure_links = self._shown, self._further, self._figure_links
        for file, rows in self._summary_rows.rows(self._table):
            unit = unit_name(file)
            links, name = self._summary_rows.file_links(file), file.name
            for row in rows:
                yield unit, (unit, *shown(row), *figure_links(links, row), *further(row), name)

    def sums(self) -> Iterator[Entry]:
        amounts = self._amounts
        for file, rows in self._summary_rows.rows(self._table):
            unit = unit_name(file)
            for row in rows:
                yield unit, amounts(row)

    def pages(self, rows: int) -> list[SheetPage]:
        if self.summed or self.grouped:
            return super().pages(rows)
        return pages_of_count(self._summary_rows.count(self._table), rows)

    def _figure_links(self, links: FileLinks, row: Row) -> list[Link | str]:
        sheet = str(row[self._sheet])
        cells = [row[index] for index in self._cells]
        if self._fallback and not cells[0]:
            cells = [row[index] for index in self._fallback]
        return [links.to(sheet, str(cell)) if cell else "" for cell in cells]


def column_getter(layout: Layout, keys: Iterable[str]) -> Callable[[Row], Row]:
    """Return a function that takes these columns out of a row of a table, always as a tuple."""
    indices = [layout.index(key) for key in keys]
    if not indices:
        return lambda _: ()
    if len(indices) == 1:
        [index] = indices
        return lambda row: (row[index],)
    return itemgetter(*indices)


def _places(layout: Layout, figures: list[str]) -> list[Column]:
    """Return a column of links for each of several figures, named after it."""
    headings = {heading.name: heading for heading in layout.columns}
    return [columns.source_link(headings[key], printed=False) for key in figures]
