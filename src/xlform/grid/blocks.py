"""Blocks of a sheet that can be written as tables without endless blanks."""

from __future__ import annotations

from collections.abc import Callable
from operator import attrgetter

import msgspec

from xlform.grid.address import Range
from xlform.grid.model import Sheet

# Blank rows or columns within a table; more of them separate two tables.
_ROWS_TOGETHER = 3
_COLUMNS_TOGETHER = 6
# A sparse table is split further, unless it is small.
_SMALL = 4_096
_BLANKS_A_CELL = 32
# A larger merge is listed by its address; its marks would fill pages.
_MARKED_AT_MOST = 2_000

_Edge = Callable[[Range], int]


class Block(msgspec.Struct, frozen=True, order=True):
    """Rectangle of a sheet, and its content: single cells and whole merges."""

    range: Range
    shapes: tuple[Range, ...]


def marked_merges(sheet: Sheet) -> list[Range]:
    """Return the merges that marks can show: in order, disjoint, with one value each."""
    if list(sheet.merges) != sorted(sheet.merges):
        return []
    drawable = [merge for merge in sheet.merges if 1 < merge.area <= _MARKED_AT_MOST]
    taken: dict[tuple[int, int], int] = {}
    for merge in sheet.merges:
        if merge.area <= _MARKED_AT_MOST:
            for position in merge.positions():
                taken[position] = taken.get(position, 0) + 1
    return [merge for merge in drawable if _shows(merge, sheet, taken)]


def _shows(merge: Range, sheet: Sheet, taken: dict[tuple[int, int], int]) -> bool:
    anchor = (merge.top, merge.left)
    return all(
        taken[position] == 1 and (position == anchor or position not in sheet.cells)
        for position in merge.positions()
    )


def blocks(sheet: Sheet, merges: list[Range]) -> list[Block]:
    """Blocks that together hold every cell and every given merge once, in reading order."""
    corners = {(merge.top, merge.left) for merge in merges}
    shapes = [Range(*at, *at) for at in sheet.cells if at not in corners]
    shapes += merges
    open_parts = [shapes] if shapes else []
    found: list[Block] = []
    while open_parts:
        part = open_parts.pop()
        parts = _cut(part)
        if len(parts) == 1:
            found.append(Block(_around(part), tuple(part)))
        else:
            open_parts.extend(parts)
    return sorted(found)


def _cut(part: list[Range]) -> list[list[Range]]:
    top, left, bottom, right = map(attrgetter, ("top", "left", "bottom", "right"))
    parts = _apart(part, top, bottom, _ROWS_TOGETHER)
    if len(parts) == 1:
        parts = _apart(part, left, right, _COLUMNS_TOGETHER)
    if len(parts) == 1 and _is_sparse(part):
        # _apart left it sorted by its left edges, so that the halves are narrower.
        middle = len(part) // 2
        parts = [part[:middle], part[middle:]]
    return parts


def _apart(part: list[Range], start: _Edge, end: _Edge, together: int) -> list[list[Range]]:
    """Cut wherever more than ``together`` blank rows (or columns) are between."""
    part.sort(key=start)
    parts: list[list[Range]] = []
    reached = -together
    for shape in part:
        if not parts or start(shape) - reached - 1 > together:
            parts.append([])
        parts[-1].append(shape)
        reached = max(reached, end(shape))
    return parts


def _is_sparse(part: list[Range]) -> bool:
    area = _around(part).area
    return len(part) > 1 and area > _SMALL and area > _BLANKS_A_CELL * len(part)


def _around(part: list[Range]) -> Range:
    return Range(
        min(shape.top for shape in part),
        min(shape.left for shape in part),
        max(shape.bottom for shape in part),
        max(shape.right for shape in part),
    )
