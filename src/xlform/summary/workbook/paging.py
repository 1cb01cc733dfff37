"""Which row of which sheet each entry takes, and where what it adds up to stands.

A sheet has a title, a line on what it covers, the heads, 合计, then a row an entry. Several
entries of one group (a unit, a 专项) are followed by their 小计. Where a sheet is full the next
goes on; a group's part on each sheet has its own 小计 there, so that no formula adds up another
sheet's rows. Looking over the entries and writing them both go this way, so that what was reckoned
stands where it was reckoned to.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Final, NamedTuple

import msgspec

from xlform.summary.workbook.cells import counted

# Rows counted from 1, as people see them.
HEADS: Final = 3
TOTALS: Final = 4
FIRST: Final = 5
# As many rows as a sheet of Excel has.
ROWS_AT_MOST: Final = 1_048_576

Values = tuple[object, ...]
Entry = tuple[str, Values]


class Line(NamedTuple):
    """An entry in its row, its ``number`` counted from 1 over all sheets.

    ``level`` is 1 where a 小计 follows that it counts in. A 小计 itself has the number 0; its
    ``values`` are the group's name, the first and last row it adds up, and the sums.
    """

    page: int
    row: int
    number: int
    level: int
    values: Values


class Page(msgspec.Struct):
    """One sheet: its last row, how many entries it has, the sums of its summed columns."""

    last: int
    entries: int
    sums: list[Decimal]


def paged(
    entries: Iterable[Entry], summed: tuple[int, ...], *, grouped: bool, rows: int = ROWS_AT_MOST
) -> Iterator[Line]:
    """The entries, each with its row; ``summed`` says which of the values are money."""
    if not grouped:
        room = rows - FIRST + 1
        for n, (_, values) in enumerate(entries):
            yield Line(n // room, FIRST + n % room, n + 1, 0, values)
        return
    part = _Part(0, FIRST, "")
    for number, (key, values) in enumerate(entries, 1):
        # The last row of a sheet is kept for a 小计.
        if part.next >= rows or key != part.key:
            yield from part.closing()
            start = part.next + part.is_several
            part = (
                _Part(part.page, start, key) if start < rows else _Part(part.page + 1, FIRST, key)
            )
        yield from part.taking(number, values, summed)
    yield from part.closing()


class _Part:
    """What one sheet holds of a group so far."""

    def __init__(self, page: int, first: int, key: str) -> None:
        self.page = page
        self.first = first
        self.next = first
        self.key = key
        self.sums: list[Decimal | None] = []
        # The first entry waits: whether a 小计 will follow shows when there is a second.
        self.waiting: Line | None = None

    @property
    def is_several(self) -> bool:
        return self.next - self.first > 1

    def taking(self, number: int, values: Values, summed: tuple[int, ...]) -> Iterator[Line]:
        """The lines that one more entry settles."""
        figures = [counted(values[index]) for index in summed]
        line = Line(self.page, self.next, number, 1, values)
        if self.next == self.first:
            self.sums, self.waiting = figures, line
        else:
            self.sums = [_plus(one, other) for one, other in zip(self.sums, figures, strict=True)]
            if self.waiting:
                yield self.waiting
                self.waiting = None
            yield line
        self.next += 1

    def closing(self) -> Iterator[Line]:
        """An entry that stayed alone, or the 小计 of several."""
        if self.waiting:
            yield self.waiting._replace(level=0)
        elif self.is_several:
            told = (self.key, self.first, self.next - 1, *self.sums)
            yield Line(self.page, self.next, 0, 0, told)


def _plus(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    if one is None or other is None:
        return other if one is None else one
    return one + other


def pages_of(lines: Iterable[Line], summed: tuple[int, ...]) -> list[Page]:
    """The sheets that these lines fill, at least one."""
    pages = [Page(TOTALS, 0, [Decimal(0)] * len(summed))]
    for page, row, number, _, values in lines:
        if page == len(pages):
            pages.append(Page(TOTALS, 0, [Decimal(0)] * len(summed)))
        into = pages[page]
        into.last = row
        if number:
            into.entries += 1
            for n, index in enumerate(summed):
                figure = counted(values[index])
                if figure is not None:
                    into.sums[n] += figure
    return pages


def pages_for(count: int, rows: int = ROWS_AT_MOST) -> list[Page]:
    """The sheets that so many entries without groups and sums fill, at least one."""
    room = rows - FIRST + 1
    starts = range(0, max(count, 1), room)
    return [Page(TOTALS + (n := min(room, count - start)), n, []) for start in starts]
