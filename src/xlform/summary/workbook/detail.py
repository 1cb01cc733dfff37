"""A sheet of the summary with a row an entry, and the kind of them that shows rows of one table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from operator import itemgetter

from xlform.summary.layout import Layout
from xlform.summary.record import Row
from xlform.summary.workbook import columns
from xlform.summary.workbook.columns import Column
from xlform.summary.workbook.contents import Contents, unit_of
from xlform.summary.workbook.links import Leads, Link
from xlform.summary.workbook.paging import Entry, Page, paged, pages_for, pages_of

# A column of a table by its name, and how the sheet shows it.
Shown = tuple[str, Column]


class Detail:
    """One sheet; ``columns`` begin with 序号, the values of an entry with what follows it.

    Where it is ``grouped``, entries of one group come one after the other; a 小计 names its group
    in the first value's column.
    """

    grouped = False

    def __init__(self, name: str, title: str, cols: Iterable[Column]) -> None:
        self.name = name
        self.title = title
        self.columns = (columns.numbered(), *cols)
        self.summed = tuple(n for n, column in enumerate(self.columns[1:]) if column.summed)

    def at(self, key: str) -> int:
        """Where the column of this key stands, counted from 0; ``ValueError`` if there is none."""
        return [column.key for column in self.columns].index(key)

    def entries(self) -> Iterator[Entry]:
        """The group and the values of every entry, in order."""
        raise NotImplementedError

    def sums(self) -> Iterator[Entry]:
        """The same with nothing but the summed values."""
        for key, values in self.entries():
            yield key, tuple(values[index] for index in self.summed)

    def pages(self, rows: int) -> list[Page]:
        """The sheets it fills where a sheet has so many rows."""
        summed = tuple(range(len(self.summed)))
        return pages_of(paged(self.sums(), summed, grouped=self.grouped, rows=rows), summed)


class Laid(Detail):
    """The rows of one table: unit, columns ``shown``, a link for each figure, ``further`` ones."""

    def __init__(
        self,
        contents: Contents,
        table: str,
        name: str,
        shown: list[Shown],
        further: Iterable[Shown] = (),
        *,
        grouped: bool = False,
    ) -> None:
        layout = contents.layouts[table]
        further = list(further)
        figures = [key for key, _ in shown if f"{key}_cell" in layout.names]
        places = [columns.place()] if len(figures) == 1 else _places(layout, figures)
        own = [column for _, column in shown]
        last = [column for _, column in further]
        cols = (columns.unit(), *own, *places, *last, columns.file())
        super().__init__(name, layout.title or name, cols)
        self.grouped = grouped
        self._contents = contents
        self._table = table
        self._shown = picker(layout, (key for key, _ in shown))
        self._further = picker(layout, (key for key, _ in further))
        self._amounts = picker(layout, (key for key, column in shown if column.summed))
        self._sheet = layout.index("sheet")
        self._cells = [layout.index(f"{key}_cell") for key in figures]
        # A row with one figure has a place even where the figure is missing.
        self._otherwise = [layout.index("cell")] if len(figures) == 1 else []

    def entries(self) -> Iterator[Entry]:
        shown, further, links = self._shown, self._further, self._links
        for filed, rows in self._contents.rows(self._table):
            unit = unit_of(filed)
            leads, name = self._contents.leads(filed), filed.name
            for row in rows:
                yield unit, (unit, *shown(row), *links(leads, row), *further(row), name)

    def sums(self) -> Iterator[Entry]:
        amounts = self._amounts
        for filed, rows in self._contents.rows(self._table):
            unit = unit_of(filed)
            for row in rows:
                yield unit, amounts(row)

    def pages(self, rows: int) -> list[Page]:
        if self.summed or self.grouped:
            return super().pages(rows)
        return pages_for(self._contents.count(self._table), rows)

    def _links(self, leads: Leads, row: Row) -> list[Link | str]:
        sheet = str(row[self._sheet])
        cells = [row[index] for index in self._cells]
        if self._otherwise and not cells[0]:
            cells = [row[index] for index in self._otherwise]
        return [leads.to(sheet, str(cell)) if cell else "" for cell in cells]


def picker(layout: Layout, keys: Iterable[str]) -> Callable[[Row], Row]:
    """What takes the values of these columns out of a row of a table, always as a tuple."""
    indices = [layout.index(key) for key in keys]
    if not indices:
        return lambda _: ()
    if len(indices) == 1:
        [index] = indices
        return lambda row: (row[index],)
    return itemgetter(*indices)


def _places(layout: Layout, figures: list[str]) -> list[Column]:
    """The links of the figures of a row with several, each under what it leads to."""
    headings = {heading.name: heading for heading in layout.columns}
    return [columns.place(headings[key], printed=False) for key in figures]
