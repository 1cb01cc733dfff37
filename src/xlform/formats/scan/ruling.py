"""Ruled lines of a straightened page to tables with merged cells.

A boundary between two cells counts where a line covers most of it; cells without a boundary are one
merged cell. So a seal's ring, an underlined word or a stroke of a pen makes no cell.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Sequence
from itertools import product
from typing import NamedTuple

import cv2
import numpy as np

from xlform.formats.scan.content import Box
from xlform.formats.scan.images import Image
from xlform.formats.scan.line_masks import Lines, faintest_line, is_faint_line

# Sizes of a table at least, in sizes of a character.
_TABLE_WIDTH, _TABLE_HEIGHT = 8.0, 2.0
# Lines nearer to each other than this are one; a boundary is looked for so far from its place.
_SAME_LINE, _REACH = 0.4, 0.25
_COVERED, _PARTLY_COVERED = 0.7, (0.5, 0.3)
# Of a line that goes on at the edge of a table, or at both ends, so much is seen.
_PARTLY = (1.0, 0.35, 0.15)
# Under red ink a line goes on within a cell of which it is seen so far, or one narrower
# than this, in sizes of a character.
_SEEN, _WIDE = 0.2, 1.5
_NEAR = 0.9
# Pixels next to a line, which may be its own.
_EDGE = 3
_CELLS_AT_LEAST = 3
# A table has so many lines at least of this part of its width.
_LONG_LINES, _LONG = 2, 0.4
# Length of a line that reaches into open cells, its thickness at most; how far it does at least,
# at most by itself, and at most where another has its end at the same height.
_OPEN_LINE, _STRAIGHT, _OPEN_CELL, _SAME_END = 3.0, 0.3, (1.2, 2.6, 24.0), 0.5
# An outer line is covered in this part of a table's side at least, and goes on for so many sizes of
# a character, or this part of a short side.
_EDGE_COVERED, _EDGE_RUN, _EDGE_PART = 0.2, 4.0, 0.6
_LINES_AT_MOST = 2_000


Place = tuple[int, int]
# Two places beside or under each other, and how much of a line is between them.
Boundary = tuple[Place, Place, float]


class RuledCell(NamedTuple):
    """Cell by its first and last row and column, from 0."""

    top: int
    left: int
    bottom: int
    right: int


class Ruling(NamedTuple):
    """Table on the page: positions of its lines in pixels, and its cells in reading order."""

    columns: tuple[int, ...]
    rows: tuple[int, ...]
    cells: tuple[RuledCell, ...]

    @property
    def box(self) -> Box:
        """Rectangle of the table."""
        return Box(self.columns[0], self.rows[0], self.columns[-1], self.rows[-1])

    def cell_box(self, cell: RuledCell) -> Box:
        """Rectangle of a cell, from line to line."""
        return Box(
            self.columns[cell.left],
            self.rows[cell.top],
            self.columns[cell.right + 1],
            self.rows[cell.bottom + 1],
        )


def ruled_tables(lines: Lines, character: int, grey: Image | None = None) -> list[Ruling]:
    """Return the tables of a page from the top down; faint lines are looked for in its grey."""
    # Dotted lines end some way before the frame around them.
    near = np.ones((round(_NEAR * character) | 1,) * 2, np.uint8)
    joined = cv2.dilate(cv2.bitwise_or(lines.level, lines.upright), near)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    found = []
    for label in range(1, count):
        left, top, width, height = (int(number) for number in stats[label, :4])
        if width < _TABLE_WIDTH * character or height < _TABLE_HEIGHT * character:
            continue
        window = np.s_[top : top + height, left : left + width]
        own = np.where(labels[window] == label, np.uint8(255), np.uint8(0))
        faint = None if grey is None else grey[window]
        table = _table(lines.within(window, np.asarray(own)), character, faint)
        if table and len(table.cells) >= _CELLS_AT_LEAST:
            found.append(_moved(table, left, top))
    return _outermost(sorted(found, key=lambda table: (table.rows[0], table.columns[0])))


def _table(lines: Lines, character: int, grey: Image | None) -> Ruling | None:
    level, upright = lines.level, lines.upright
    reach = max(3, round(_REACH * character))
    rows = _positions(level, character, across=False)
    columns = _positions(upright, character, across=True)
    rows = _without_strokes(rows, level, reach, character)
    columns = _without_strokes(columns, upright.T, reach, character)
    rows = _with_open_edges(rows, upright.T, character)
    columns = _with_open_edges(columns, level, character)
    if not (2 <= len(rows) <= _LINES_AT_MOST and 2 <= len(columns) <= _LINES_AT_MOST):  # noqa: PLR2004
        return None
    if _long_lines(level, columns[-1] - columns[0]) < _LONG_LINES:  # strokes of a title
        return None
    faint = _FaintLines(level, upright, grey, character)
    boundaries = _continued(list(_boundaries(lines, columns, rows, reach, faint)))
    size = (len(rows) - 1, len(columns) - 1)
    groups = _Groups(*size, boundaries)
    # A line that is partly lost joins cells to what is no rectangle: there, less of one is enough.
    for least in _PARTLY_COVERED:
        if not (places := groups.overlapping()):
            break
        repaired = _Groups(*size, boundaries, places, least)
        if len(repaired.overlapping()) < len(places):
            groups = repaired
    return _without_idle_lines(columns, rows, groups.rectangles())


def _boundaries(
    lines: Lines,
    columns: Sequence[int],
    rows: Sequence[int],
    reach: int,
    faint: _FaintLines,
) -> Iterator[Boundary]:
    """Yield cells beside and under each other with the part of their boundary that is a line."""
    least = round(_WIDE / _REACH * reach)
    for row, column in product(range(len(rows) - 1), range(len(columns) - 1)):
        top, bottom, left, right = rows[row], rows[row + 1], columns[column], columns[column + 1]
        if column + 2 < len(columns):
            beside = np.s_[
                top + reach : bottom - reach + 1, max(0, right - reach) : right + reach + 1
            ]
            masks = (lines.upright, lines.seen_upright)
            line, seen = (mask[beside].max(1, initial=0) for mask in masks)
            covered = _covered(line, seen, least)
            whole = np.s_[top + _EDGE : bottom - _EDGE, beside[1]]
            if covered < _COVERED and faint.is_upright(whole):
                covered = 1.0
            yield (row, column), (row, column + 1), covered
        if row + 2 < len(rows):
            under = np.s_[
                max(0, bottom - reach) : bottom + reach + 1, left + reach : right - reach + 1
            ]
            masks = (lines.level, lines.seen_level)
            line, seen = (mask[under].max(0, initial=0) for mask in masks)
            covered = _covered(line, seen, least)
            whole = np.s_[under[0], left + _EDGE : right - _EDGE]
            if covered < _COVERED and faint.is_level(whole):
                covered = 1.0
            yield (row, column), (row + 1, column), covered


class _FaintLines:
    """Lines of a table too faint for the masks, looked for in its grey."""

    def __init__(self, level: Image, upright: Image, grey: Image | None, character: int) -> None:
        self._grey, self._character = grey, character
        lines = np.asarray(cv2.bitwise_or(level, upright), np.uint8)
        self._least = 0.0 if grey is None else faintest_line(grey, lines)

    def is_level(self, window: tuple[slice, slice]) -> bool:
        """Return whether a level line crosses a window of the table."""
        if self._grey is None:
            return False
        return is_faint_line(self._grey[window], self._character, self._least)

    def is_upright(self, window: tuple[slice, slice]) -> bool:
        """Return whether an upright line crosses a window of the table."""
        if self._grey is None:
            return False
        band = self._grey[window].T
        lines = band.shape[1] / self._character
        return is_faint_line(band, self._character, self._least, lines)


def _without_strokes(positions: list[int], lines: Image, reach: int, character: int) -> list[int]:
    """Return the positions of level lines without outer ones that are but strokes.

    The strokes of a title close over a table, and of a signature under it, are as long as lines,
    but few of them are at one height, and none goes on along the table.
    """
    size = lines.shape[1]

    def is_stroke(position: int) -> bool:
        covered = lines[max(0, position - reach) : position + reach + 1].any(axis=0)
        edges = np.flatnonzero(np.diff(np.concatenate(([0], covered.astype(np.int8), [0]))))
        lengths = edges[1::2] - edges[::2]
        longest = int(lengths.max(initial=0))
        whole = min(_EDGE_RUN * character, _EDGE_PART * size)
        return bool(longest < whole or lengths.sum() < _EDGE_COVERED * size)

    first, last = 0, len(positions)
    while first < last and is_stroke(positions[first]):
        first += 1
    while last > first and is_stroke(positions[last - 1]):
        last -= 1
    return positions[first:last]


def _continued(boundaries: list[Boundary]) -> list[Boundary]:
    """Return boundaries, those that are partly seen and go on at both ends seen as a whole.

    Text that touches a thin or dotted line hides it.
    """
    shares = {(one, other): covered for one, other, covered in boundaries}

    def goes_on(one: Place, other: Place) -> bool:
        down, across = (0, 1) if one[0] != other[0] else (1, 0)
        beside = (
            shares.get(
                ((one[0] + step * down, one[1] + step * across),
                 (other[0] + step * down, other[1] + step * across))
            )
            for step in (-1, 1)
        )  # fmt: skip
        known = [share for share in beside if share is not None]
        return bool(known) and min(known) >= _COVERED and shares[one, other] >= _PARTLY[len(known)]

    return [
        (one, other, 1.0 if goes_on(one, other) else covered) for one, other, covered in boundaries
    ]


def _long_lines(level: Image, width: int) -> int:
    """Return how many level lines take a good part of a width."""
    _, _, stats, _ = cv2.connectedComponentsWithStats(level, connectivity=8)
    return int(np.count_nonzero(stats[1:, cv2.CC_STAT_WIDTH] >= _LONG * width))


def _with_open_edges(positions: list[int], across: Image, character: int) -> list[int]:
    """Return the positions of lines with those of edges without a line.

    ``across`` are the lines that cross them, from left to right: where some reach beyond the
    first or the last of the positions, there are cells without a line at the edge. A stroke of a
    pen is no such line, it is bent; one of a title may be near a line, but hardly two are.
    """
    _, _, stats, _ = cv2.connectedComponentsWithStats(np.ascontiguousarray(across), connectivity=8)
    left, _, width, height = stats[1:, :4].T
    long = (width >= _OPEN_LINE * character) & (height <= max(5, _STRAIGHT * character))
    if not long.any() or not positions:
        return positions
    starts, ends = left[long], (left + width)[long]
    # Lines of a frame near the table end before its edge.
    starts, ends = starts[ends > positions[0]], ends[starts < positions[-1]]
    if not len(starts) or not len(ends):
        return positions
    first, last = int(starts.min()), int(ends.max())
    alike = _SAME_END * character
    reaches = (
        (positions[0] - first, int(np.count_nonzero(starts - first <= alike))),
        (last - positions[-1], int(np.count_nonzero(last - ends <= alike))),
    )
    least, *most = (part * character for part in _OPEN_CELL)
    before, after = (least < reach < most[count > 1] for reach, count in reaches)
    return [*[first] * before, *positions, *[last] * after]


def _without_idle_lines(
    columns: Sequence[int], rows: Sequence[int], cells: Sequence[RuledCell]
) -> Ruling:
    """Return a table without the lines that part no cells, such as a piece of a ring."""
    tops = sorted({edge for cell in cells for edge in (cell.top, cell.bottom + 1)})
    lefts = sorted({edge for cell in cells for edge in (cell.left, cell.right + 1)})
    row = {edge: number for number, edge in enumerate(tops)}
    column = {edge: number for number, edge in enumerate(lefts)}
    return Ruling(
        tuple(columns[edge] for edge in lefts),
        tuple(rows[edge] for edge in tops),
        tuple(
            sorted(
                RuledCell(
                    row[cell.top],
                    column[cell.left],
                    row[cell.bottom + 1] - 1,
                    column[cell.right + 1] - 1,
                )
                for cell in cells
            )
        ),
    )


def _covered(line: Image, seen: Image, least: int) -> float:
    """Return how much of a boundary is a line; of a long one that is not seen at all, nothing."""
    if not line.size:
        return 1.0
    shares = [float(np.count_nonzero(one)) / line.size for one in (line, seen)]
    return shares[0] if shares[1] >= _SEEN or line.size < least else shares[1]


def _positions(mask: Image, character: int, *, across: bool) -> list[int]:
    """Return the positions of lines, from left to right or from the top down."""
    _, _, stats, centers = cv2.connectedComponentsWithStats(mask, connectivity=8)
    length = stats[:, cv2.CC_STAT_HEIGHT if across else cv2.CC_STAT_WIDTH]
    lines = sorted(
        (float(centers[number][0 if across else 1]), int(length[number]))
        for number in range(1, len(stats))
    )
    groups: list[list[tuple[float, int]]] = []
    for position, size in lines:
        if groups and position - groups[-1][-1][0] <= _SAME_LINE * character:
            groups[-1].append((position, size))
        else:
            groups.append([(position, size)])
    return [
        round(sum(place * size for place, size in group) / sum(size for _, size in group))
        for group in groups
    ]


class _Groups:
    """Cells of a grid joined to merged cells; a merged cell is always a rectangle."""

    def __init__(
        self,
        rows: int,
        columns: int,
        boundaries: Iterable[Boundary] = (),
        places: Container[Place] = (),
        least: float = 0.0,
    ) -> None:
        """Join cells without a line between them, at some ``places`` with less than ``least``."""
        self._first = {place: place for place in product(range(rows), range(columns))}
        for one, other, covered in boundaries:
            if covered < (least if one in places and other in places else _COVERED):
                self.join(one, other)

    def join(self, one: tuple[int, int], other: tuple[int, int]) -> None:
        self._first[self._find(other)] = self._find(one)

    def rectangles(self) -> list[RuledCell]:
        """Return the merged cells; those that overlap are joined until none does."""
        while overlaps := list(self._overlaps()):
            for first, place in overlaps:
                self.join(first, place)
        return list(self._bounds().values())

    def overlapping(self) -> set[Place]:
        """Return the places of merged cells that overlap others."""
        wrong = {self._find(place) for pair in self._overlaps() for place in pair}
        return {place for place in self._first if self._find(place) in wrong}

    def _overlaps(self) -> Iterator[tuple[Place, Place]]:
        """Yield merged cells with places inside their bounds that belong to others."""
        owners = {place: self._find(place) for place in self._first}
        for first, cell in self._bounds().items():
            for place in product(
                range(cell.top, cell.bottom + 1), range(cell.left, cell.right + 1)
            ):
                if owners[place] != first:
                    yield first, place

    def _bounds(self) -> dict[tuple[int, int], RuledCell]:
        members: defaultdict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
        for place in self._first:
            members[self._find(place)].append(place)
        return {first: _around(places) for first, places in members.items()}

    def _find(self, place: tuple[int, int]) -> tuple[int, int]:
        while self._first[place] != place:
            self._first[place] = self._first[self._first[place]]
            place = self._first[place]
        return place


def _around(places: Sequence[tuple[int, int]]) -> RuledCell:
    rows, columns = [row for row, _ in places], [column for _, column in places]
    return RuledCell(min(rows), min(columns), max(rows), max(columns))


def _outermost(tables: list[Ruling]) -> list[Ruling]:
    """Return tables without frames around others, such as the edge of the paper on a desk."""
    return [
        table
        for table in tables
        if not any(other is not table and _frames(table.box, other.box) for other in tables)
        or len(table.cells) > _CELLS_AT_LEAST
    ]


def _frames(outer: Box, inner: Box) -> bool:
    return (
        outer.left <= inner.left
        and outer.top <= inner.top
        and outer.right >= inner.right
        and outer.bottom >= inner.bottom
    )


def _moved(table: Ruling, left: int, top: int) -> Ruling:
    columns = tuple(column + left for column in table.columns)
    return Ruling(columns, tuple(row + top for row in table.rows), table.cells)
