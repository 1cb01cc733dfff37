"""Ruled lines of a straightened page to tables with merged cells.

A boundary between two cells counts where a line covers most of it; cells without a boundary are one
merged cell. So a seal's ring, an underlined word or a stroke of a pen makes no cell.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import cv2
import numpy as np

from xlform.formats.scan.boundaries import (
    FaintLines,
    boundaries_between,
    continued,
    hidden_boundaries,
    reach_of,
)
from xlform.formats.scan.content import Box
from xlform.formats.scan.images import Image
from xlform.formats.scan.line_masks import Lines
from xlform.formats.scan.line_positions import line_positions, with_open_edges, without_strokes
from xlform.formats.scan.lost_rows import parts_of_tables, with_lost_lines
from xlform.formats.scan.merged_cells import MergedCells, RuledCell

# Sizes of a table at least, in sizes of a character.
_TABLE_WIDTH, _TABLE_HEIGHT = 8.0, 2.0
# Dotted lines end so far from the frame around them at most, in sizes of a character.
_NEAR = 0.9
# Where a lost line joins cells to what is no rectangle, so much of one is enough, then so much.
_PARTLY_COVERED = (0.5, 0.3)
_CELLS_AT_LEAST = 3
# A table has so many lines at least of this part of its width.
_LONG_LINES, _LONG = 2, 0.4
_LINES_AT_MOST = 2_000
# Length of connected lines at least, in sizes of a character.
_LONGEST = 8.0


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
    near = np.ones((round(_NEAR * character) | 1,) * 2, np.uint8)
    joined = cv2.dilate(cv2.bitwise_or(lines.level, lines.upright), near)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    long = stats[1:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]].max(axis=1) >= _LONGEST * character
    kept = np.flatnonzero(long) + 1
    boxes = [
        Box(left, top, left + width, top + height)
        for left, top, width, height, _ in stats[kept].tolist()
    ]
    found = []
    for parts in parts_of_tables(boxes, character):
        around = Box.around(boxes[part] for part in parts)
        if around.width < _TABLE_WIDTH * character or around.height < _TABLE_HEIGHT * character:
            continue
        window = np.s_[around.top : around.bottom, around.left : around.right]
        inside = [number for number, box in enumerate(boxes) if around.frames(box)]
        room = len(near) // 2 - around.top
        gaps = [
            (boxes[upper].bottom - len(near) // 2 - around.top, boxes[lower].top + room)
            for upper, lower in pairwise(parts)
        ]
        faint = None if grey is None else grey[window]
        masks = (np.isin(labels[window], kept[own]) for own in (parts, [*parts, *inside]))
        tables = (
            _table(
                with_lost_lines(lines.within(window, mask.astype(np.uint8) * 255), gaps, character),
                character,
                faint,
            )
            for mask in masks
        )
        # Lines inside a table that reach none of its others are its own; a frame has none.
        table = next(tables)
        if table and len(table.cells) > _CELLS_AT_LEAST and inside:
            table = next(tables)
        if table and len(table.cells) >= _CELLS_AT_LEAST:
            found.append(_moved(table, around.left, around.top))
    return _outermost(sorted(found, key=lambda table: (table.rows[0], table.columns[0])))


def _table(lines: Lines, character: int, grey: Image | None) -> Ruling | None:
    level, upright = lines.level, lines.upright
    reach = reach_of(character)
    rows = line_positions(level, character, across=False)
    columns = line_positions(upright, character, across=True)
    rows = without_strokes(rows, level, reach, character)
    columns = without_strokes(columns, upright.T, reach, character)
    rows = with_open_edges(rows, upright.T, character)
    columns = with_open_edges(columns, level, character)
    if not (2 <= len(rows) <= _LINES_AT_MOST and 2 <= len(columns) <= _LINES_AT_MOST):  # noqa: PLR2004
        return None
    if _long_lines(level, columns[-1] - columns[0]) < _LONG_LINES:  # strokes of a title
        return None
    faint = FaintLines(level, upright, grey, character)
    hidden = hidden_boundaries(lines, columns, rows, reach) if faint.are_light else frozenset()
    boundaries = continued(list(boundaries_between(lines, columns, rows, reach, faint)), hidden)
    size = (len(rows) - 1, len(columns) - 1)
    groups = MergedCells(*size, boundaries)
    # A line that is partly lost joins cells to what is no rectangle: there, less of one is enough.
    for least in _PARTLY_COVERED:
        if not (places := groups.overlapping()):
            break
        repaired = MergedCells(*size, boundaries, places, least)
        if len(repaired.overlapping()) < len(places):
            groups = repaired
    return _without_idle_lines(columns, rows, groups.rectangles())


def _long_lines(level: Image, width: int) -> int:
    """Return how many level lines take a good part of a width."""
    _, _, stats, _ = cv2.connectedComponentsWithStats(level, connectivity=8)
    return int(np.count_nonzero(stats[1:, cv2.CC_STAT_WIDTH] >= _LONG * width))


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


def _outermost(tables: list[Ruling]) -> list[Ruling]:
    """Return tables without frames around others, such as the edge of the paper on a desk.

    What is inside a table that is no frame is left out.
    """
    frames = {
        number: [other for other, inner in enumerate(tables) if table.box.frames(inner.box)]
        for number, table in enumerate(tables)
    }
    is_table = [len(table.cells) > _CELLS_AT_LEAST for table in tables]
    inside = {other for number, inner in frames.items() if is_table[number] for other in inner}
    return [
        table
        for number, table in enumerate(tables)
        if number not in inside and (is_table[number] or not frames[number])
    ]


def _moved(table: Ruling, left: int, top: int) -> Ruling:
    columns = tuple(column + left for column in table.columns)
    return Ruling(columns, tuple(row + top for row in table.rows), table.cells)
