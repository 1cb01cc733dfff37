"""Rows of a table whose lines were lost: what is left of it over and below them is one table.

A fold, or text that touches lines of dots, takes the upright lines of a row. The level lines on
both sides are as long as each other then, and begin and end at the same places.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt

from xlform.formats.scan.content import Box
from xlform.formats.scan.images import Image
from xlform.formats.scan.line_masks import Lines
from xlform.formats.scan.runs import runs

# Ends of the lines of one table are no further apart than this, and a row is no higher, in sizes of
# a character.
_SAME_END, _ROW = 1.0, 3.4
# An upright line is looked for so far from a row; text crosses it in this part of its length.
_REACH, _CROSSED = 2.0, 0.2


def parts_of_tables(parts: Sequence[Box], character: int) -> list[list[int]]:
    """Return the numbers of the parts of each table, from the top down.

    ``parts`` are boxes around connected lines.
    """
    groups: list[list[int]] = []
    for number in sorted(range(len(parts)), key=lambda number: parts[number].top):
        below = parts[number]
        above = (group for group in groups if _is_above(parts[group[-1]], below, character))
        group = next(above, None)
        if group is None:
            groups.append([number])
        else:
            group.append(number)
    return groups


def _is_above(upper: Box, lower: Box, character: int) -> bool:
    """Return whether a part of a table is a row above another one."""
    ends = max(abs(upper.left - lower.left), abs(upper.right - lower.right))
    return ends <= _SAME_END * character and 0 < lower.top - upper.bottom <= _ROW * character


def with_lost_lines(lines: Lines, gaps: Sequence[tuple[int, int]], character: int) -> Lines:
    """Return the lines of a table with the upright ones in the rows that lost them.

    A line is where one goes on over and below a row, and no text crosses it. ``gaps`` are the first
    and the last row of pixels of each such row.
    """
    upright, seen = lines.upright.copy(), lines.seen_upright.copy()
    reach = round(_REACH * character)
    for top, bottom in gaps:
        over = _columns(lines.upright[max(0, top - reach) : top + 1])
        below = _columns(lines.upright[bottom : bottom + reach])
        for start, end in runs(over & below):
            ink = lines.ink[top:bottom] > 0
            left, right = ink[:, max(0, start - 2)], ink[:, min(ink.shape[1], end + 2) - 1]
            if np.count_nonzero(left & right) <= _CROSSED * len(ink):
                upright[top : bottom + 1, start:end] = seen[top : bottom + 1, start:end] = 255
    return lines._replace(upright=upright, seen_upright=seen)


def _columns(mask: Image) -> npt.NDArray[np.bool_]:
    """Return in which columns of a mask a line is, or next to which."""
    near = cv2.dilate(np.ascontiguousarray(mask), np.ones((1, 5), np.uint8))
    return np.asarray(near.any(axis=0))
