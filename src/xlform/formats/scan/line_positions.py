"""Where the lines of a table are: their positions, without strokes of a pen, with open edges."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from xlform.formats.scan.ends import without_ends
from xlform.formats.scan.images import Image
from xlform.formats.scan.runs import runs

# Lines nearer to each other than this are one, in sizes of a character.
_SAME_LINE = 0.4
# Length of a line that reaches into open cells, its thickness at most; how far it does at least,
# at most by itself, and at most where another has its end at the same height.
_OPEN_LINE, _STRAIGHT, _OPEN_CELL, _SAME_END = 3.0, 0.3, (1.2, 2.6, 24.0), 0.5
# An outer line is covered in this part of a table's side at least, and goes on for so many sizes of
# a character, or this part of a short side.
_EDGE_COVERED, _EDGE_RUN, _EDGE_PART = 0.2, 4.0, 0.6


def line_positions(mask: Image, character: int, *, across: bool) -> Sequence[int]:
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


def without_strokes(
    positions: Sequence[int], lines: Image, reach: int, character: int
) -> Sequence[int]:
    """Return the positions of level lines without outer ones that are but strokes.

    The strokes of a title close over a table, and of a signature under it, are as long as lines,
    but few of them are at one height, and none goes on along the table.
    """
    size = lines.shape[1]

    def is_stroke(position: int) -> bool:
        covered = lines[max(0, position - reach) : position + reach + 1].any(axis=0)
        longest = max((end - start for start, end in runs(covered)), default=0)
        whole = min(_EDGE_RUN * character, _EDGE_PART * size)
        return bool(longest < whole or np.count_nonzero(covered) < _EDGE_COVERED * size)

    return without_ends(positions, is_stroke)


def with_open_edges(positions: Sequence[int], across: Image, character: int) -> Sequence[int]:
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
