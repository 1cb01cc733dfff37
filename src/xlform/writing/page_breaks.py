"""Page breaks of a long form: between its parts if possible, never through a label."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import accumulate
from typing import Final

import msgspec

from xlform.ooxml.fill.sheet_layout import SheetLayout
from xlform.writing.blank_layout import BlankLayout

# Share of a page that is filled at least before it ends at a better row.
_MIN_FILLED: Final = 0.5
# Height of a label's text in the middle of its merge, in points, on either side.
_LABEL_MARGIN: Final = 24.0


class _Rows(msgspec.Struct, frozen=True):
    """Rows of a sheet; ``edges[n]`` is the distance from its top to the end of row ``n`` in points.

    ``labels`` are merges over several rows: height of the text, first and last row.
    """

    edges: Sequence[float]
    sections: frozenset[int]
    groups: frozenset[int]
    labels: Sequence[tuple[float, int, int]]


def page_breaks(
    sheet: SheetLayout, blank: BlankLayout, page_height: float, title_height: float
) -> list[int]:
    """Return the rows after which a page ends.

    ``page_height`` and ``title_height`` (of the rows repeated on each page) are in points. A page
    ends before a section or an outer group that starts in its lower half.
    """
    rows = _rows(sheet, blank)
    last = len(rows.edges) - 1
    breaks: list[int] = []
    start, space = 0, page_height
    while rows.edges[last] - rows.edges[start] > space:
        last_row = _last_row(rows, start, space)
        breaks.append(last_row)
        start, space = last_row, page_height - title_height
    return breaks


def _last_row(rows: _Rows, start: int, space: float) -> int:
    """Return the last row of the page that starts after the row ``start``."""
    top = rows.edges[start]
    last = max(start + 1, bisect_right(rows.edges, top + space) - 1)
    half = bisect_left(rows.edges, top + space * _MIN_FILLED)
    candidates = range(max(start + 1, min(half, last)), last + 1)
    return min(candidates, key=lambda row: (_cuts_label(rows, row), _rank(rows, row), -row))


def _rank(rows: _Rows, row: int) -> int:
    if row + 1 in rows.sections:
        return 0
    return 1 if row + 1 in rows.groups else 2


def _cuts_label(rows: _Rows, row: int) -> bool:
    edge = rows.edges[row]
    first = bisect_left(rows.labels, (edge - _LABEL_MARGIN, 0, 0))
    last = bisect_right(rows.labels, (edge + _LABEL_MARGIN, 0, 0))
    return any(top <= row < bottom for _, top, bottom in rows.labels[first:last])


def _rows(sheet: SheetLayout, blank: BlankLayout) -> _Rows:
    heights = sheet.all_heights()
    edges = list(accumulate(heights, initial=0.0))
    merges = [merge for merge in sheet.all_merges() if merge.bottom > merge.top]
    starts = {row for _, row in _header_rows(sheet, blank)}
    outer = {table.columns[table.stub[0]] for b in blank.blocks for table in b.tables if table.stub}
    return _Rows(
        edges,
        frozenset(starts),
        frozenset(merge.top for merge in merges if merge.left in outer),
        sorted(
            ((edges[merge.top - 1] + edges[merge.bottom]) / 2, merge.top, merge.bottom)
            for merge in merges
        ),
    )


def _header_rows(sheet: SheetLayout, blank: BlankLayout) -> list[tuple[str, int]]:
    """Return the header row of each table."""
    header_rows = (
        (name, sheet.row_layout.rows(row, row)) for name, row in blank.header_rows.items()
    )
    return [(name, rows[0]) for name, rows in header_rows if rows]
