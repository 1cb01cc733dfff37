"""The row and page of each entry and of each 小计.

A page has a title, a line on what it covers, the headings, 合计, then a row an entry. Several
entries of one group (a unit, a 专项) are followed by their 小计. Where a page is full the next
continues; a group's part on each page has its own 小计 there, so that no formula adds up rows of
another sheet. The statistics and the writing of entries both use this, so that every figure is in
the row that formulas name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Final, NamedTuple

import msgspec

from xlform.summary.workbook.cells import summable

# Rows counted from 1, as people see them.
HEADS: Final = 3
TOTALS: Final = 4
FIRST: Final = 5
# Rows of a sheet in Excel.
ROWS_AT_MOST: Final = 1_048_576

Values = tuple[object, ...]
# Sum of a group, or of a unit's forms, that lacks one of its figures.
UNKNOWN: Final = "unknown"
PartSum = Decimal | str | None
Entry = tuple[str, Values]
# Values of some entries, column by column.
Columns = Sequence[Sequence[object]]
# Entries that follow each other under one name: the name, their values in blocks. The first block
# of several entries has more than one.
Group = tuple[str, Iterator[Columns]]


class Line(NamedTuple):
    """An entry in its row, its ``number`` counted from 1 over all pages.

    ``level`` is 1 where a 小计 follows that includes it. A 小计 itself has the number 0; its
    ``values`` are the group's name, the first and last row it adds up, and the sums.
    """

    page: int
    row: int
    number: int
    level: int
    values: Values


class SheetPage(msgspec.Struct):
    """One worksheet: its last row, its number of entries, the sums of its summed columns.

    For each of these columns ``known`` is the number of figures, ``unknown`` that of the entries
    without one that is required.
    """

    last: int
    entries: int
    sums: list[Decimal]
    known: list[int] = []
    unknown: list[int] = []


def paginate(
    entries: Iterable[Entry],
    summed: tuple[int, ...],
    *,
    grouped: bool,
    rows: int = ROWS_AT_MOST,
    required: frozenset[int] = frozenset(),
) -> Iterator[Line]:
    """Yield the entries, each with its row; ``summed`` are the positions of values in money.

    A sum is :data:`UNKNOWN` where one of its figures is, or is missing in a ``required`` position.
    """
    if not grouped:
        room = rows - FIRST + 1
        for n, (_, values) in enumerate(entries):
            yield Line(n // room, FIRST + n % room, n + 1, 0, values)
        return
    part = _Part(0, FIRST, "")
    for number, (key, values) in enumerate(entries, 1):
        # The last row of a sheet is kept for a 小计.
        if part.next >= rows or key != part.key:
            yield from part.close()
            start = part.next + part.is_several
            part = (
                _Part(part.page, start, key) if start < rows else _Part(part.page + 1, FIRST, key)
            )
        figures = [figure_of(values[index], is_required=index in required) for index in summed]
        yield from part.add(number, values, figures)
    yield from part.close()


class _Part:
    """The part of a group on one page so far."""

    def __init__(self, page: int, first: int, key: str) -> None:
        self.page = page
        self.first = first
        self.next = first
        self.key = key
        self.sums: list[PartSum] = []
        # The first entry waits: a 小计 follows only if there is a second.
        self.waiting: Line | None = None

    @property
    def is_several(self) -> bool:
        return self.next - self.first > 1

    def add(self, number: int, values: Values, figures: list[PartSum]) -> Iterator[Line]:
        """Yield the lines that are certain after one more entry."""
        line = Line(self.page, self.next, number, 1, values)
        if self.next == self.first:
            self.sums, self.waiting = figures, line
        else:
            self.sums = [
                _plus(total, figure) for total, figure in zip(self.sums, figures, strict=True)
            ]
            if self.waiting:
                yield self.waiting
                self.waiting = None
            yield line
        self.next += 1

    def close(self) -> Iterator[Line]:
        """Yield an entry that stayed alone, or the 小计 of several."""
        if self.waiting:
            yield self.waiting._replace(level=0)
        elif self.is_several:
            values = (self.key, self.first, self.next - 1, *self.sums)
            yield Line(self.page, self.next, 0, 0, values)


def figure_of(value: object, *, is_required: bool) -> PartSum:
    """Return what a value adds to a sum, ``None`` for nothing; :data:`UNKNOWN` if nobody knows."""
    figure = summable(value)
    if figure is None and (is_required or (value is not None and value != "")):
        return UNKNOWN
    return figure


def sum_of(values: Iterable[object], total: PartSum = None, *, is_required: bool) -> PartSum:
    """Return the sum of the values of a column, as a 小计 has it, and of those before."""
    if total is UNKNOWN:
        return UNKNOWN
    for value in values:
        figure = figure_of(value, is_required=is_required)
        if figure is UNKNOWN:
            return UNKNOWN
        if figure is not None:
            total = figure if total is None else _plus(total, figure)
    return total


def _plus(first: PartSum, second: PartSum) -> PartSum:
    if isinstance(first, str) or isinstance(second, str):
        return UNKNOWN
    if first is None or second is None:
        return second if first is None else first
    return first + second


def _empty_page(columns: int) -> SheetPage:
    return SheetPage(TOTALS, 0, [Decimal(0)] * columns, [0] * columns, [0] * columns)


def pages_with_sums(
    lines: Iterable[Line], summed: tuple[int, ...], required: frozenset[int] = frozenset()
) -> list[SheetPage]:
    """Return the pages that these lines fill, at least one."""
    pages = [_empty_page(len(summed))]
    for page, row, number, _, values in lines:
        if page == len(pages):
            pages.append(_empty_page(len(summed)))
        into = pages[page]
        into.last = row
        if number:
            into.entries += 1
            for n, index in enumerate(summed):
                figure = figure_of(values[index], is_required=index in required)
                if isinstance(figure, Decimal):
                    into.sums[n] += figure
                    into.known[n] += 1
                elif figure is not None:
                    into.unknown[n] += 1
    return pages


def page_of_groups(
    groups: Iterable[Group], rows: int, required: frozenset[int]
) -> SheetPage | None:
    """Return the page that groups of entries fill, of which only the summed values are given.

    ``None`` where they need more than one page.
    """
    page: SheetPage | None = None
    at = FIRST
    for _, blocks in groups:
        entries = page.entries if page else 0
        for columns in blocks:
            page = page or _empty_page(len(columns))
            _add_block(page, columns, required)
        if page:
            count = page.entries - entries
            at += count + (count > 1)
            if at > rows:
                return None
    if page:
        page.last = at - 1
    return page


def _add_block(page: SheetPage, columns: Columns, required: frozenset[int]) -> None:
    count = len(columns[0])
    page.entries += count
    for n, values in enumerate(columns):
        figures = [figure_of(value, is_required=n in required) for value in values]
        known = [figure for figure in figures if isinstance(figure, Decimal)]
        page.sums[n] = sum(known, page.sums[n])
        page.known[n] += len(known)
        page.unknown[n] += figures.count(UNKNOWN) if len(known) < count else 0


def pages_of_count(count: int, rows: int = ROWS_AT_MOST) -> list[SheetPage]:
    """Return the pages that so many entries without groups and sums fill, at least one."""
    room = rows - FIRST + 1
    starts = range(0, max(count, 1), room)
    return [SheetPage(TOTALS + (n := min(room, count - start)), n, []) for start in starts]
