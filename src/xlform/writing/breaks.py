"""Where the pages of a long form end: between its parts rather than within, never in a label."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import accumulate
from typing import Final

import msgspec

from xlform.ooxml.fill.sheet_layout import LaidSheet
from xlform.writing.blank import Blank

# A page is filled at least so far before a better place to end it is taken.
_FILLED: Final = 0.5
# A label in the middle of its merge takes so much of the height around it, in points.
_AROUND: Final = 24.0


class _Rows(msgspec.Struct, frozen=True):
    """The rows of a sheet: ``edges[n]`` is how far below the top row ``n`` ends, in points.

    ``labels`` are merges over rows by the height their texts stand at: it, first and last row.
    """

    edges: Sequence[float]
    sections: frozenset[int]
    groups: frozenset[int]
    labels: Sequence[tuple[float, int, int]]


def page_ends(sheet: LaidSheet, blank: Blank, room: float, repeated: float) -> list[int]:
    """The rows after which a page ends; ``room`` is a page's height, ``repeated`` that of its head.

    A page ends before a section or an outer group if one begins in its lower half.
    """
    rows = _rows(sheet, blank)
    last = len(rows.edges) - 1
    ends: list[int] = []
    start, space = 0, room
    while rows.edges[last] - rows.edges[start] > space:
        end = _end(rows, start, space)
        ends.append(end)
        start, space = end, room - repeated
    return ends


def _end(rows: _Rows, start: int, space: float) -> int:
    """The last row of the page that begins after the row ``start``."""
    top = rows.edges[start]
    last = max(start + 1, bisect_right(rows.edges, top + space) - 1)
    half = bisect_left(rows.edges, top + space * _FILLED)
    fitting = range(max(start + 1, min(half, last)), last + 1)
    return min(fitting, key=lambda row: (_cuts_label(rows, row), _rank(rows, row), -row))


def _rank(rows: _Rows, row: int) -> int:
    if row + 1 in rows.sections:
        return 0
    return 1 if row + 1 in rows.groups else 2


def _cuts_label(rows: _Rows, row: int) -> bool:
    edge = rows.edges[row]
    first = bisect_left(rows.labels, (edge - _AROUND, 0, 0))
    last = bisect_right(rows.labels, (edge + _AROUND, 0, 0))
    return any(top <= row < bottom for _, top, bottom in rows.labels[first:last])


def _rows(sheet: LaidSheet, blank: Blank) -> _Rows:
    heights = sheet.all_heights()
    edges = list(accumulate(heights, initial=0.0))
    merges = [merge for merge in sheet.all_merges() if merge.bottom > merge.top]
    starts = {row for _, row in _heads(sheet, blank)}
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


def _heads(sheet: LaidSheet, blank: Blank) -> list[tuple[str, int]]:
    """The row each table's head stands in."""
    found = ((name, sheet.relaying.rows(row, row)) for name, row in blank.heads.items())
    return [(name, rows[0]) for name, rows in found if rows]
