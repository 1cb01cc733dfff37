"""Boundaries between the cells of a table: how much of each is a line."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from itertools import product

import cv2
import numpy as np

from xlform.formats.scan.images import Image
from xlform.formats.scan.line_masks import Lines, faintest_line, is_faint_line
from xlform.formats.scan.merged_cells import COVERED, Boundary, Edge

# A boundary is looked for so far from its place, in sizes of a character.
_REACH = 0.25
# Of a line that goes on at both ends so much is seen, and of one at the edge of a table.
_PARTLY, _PARTLY_AT_THE_EDGE = 0.15, 0.35
# Under red ink a line goes on within a cell of which it is seen so far, or one narrower
# than this, in sizes of a character.
_SEEN, _WIDE = 0.2, 1.5
# A boundary is under a seal if so much of it is. Text crosses it where so many columns are written
# on both over and below it, as a part of the band it is looked for in.
_HIDDEN, _CROSSED = 0.3, 0.5
# Lines are light if the darker ones of their pixels are lighter than this, of 255.
_DARKER_PART, _LIGHT = 25, 140
# Pixels next to a line, which may be its own; more on both sides of a faint one, where paper is.
_EDGE, _ROOM = 3, 1


def reach_of(character: int) -> int:
    """Return how many pixels from its place a line of a table is looked for."""
    return max(3, round(_REACH * character))


def boundaries_between(
    lines: Lines,
    columns: Sequence[int],
    rows: Sequence[int],
    reach: int,
    faint: FaintLines,
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
            if covered < COVERED and faint.is_upright(whole):
                covered = 1.0
            yield (row, column), (row, column + 1), covered
        if row + 2 < len(rows):
            under = np.s_[
                max(0, bottom - reach) : bottom + reach + 1, left + reach : right - reach + 1
            ]
            masks = (lines.level, lines.seen_level)
            line, seen = (mask[under].max(0, initial=0) for mask in masks)
            covered = _covered(line, seen, least)
            wider = slice(max(0, bottom - reach - _ROOM), bottom + reach + _ROOM + 1)
            whole = np.s_[wider, left + _EDGE : right - _EDGE]
            if covered < COVERED and faint.is_level(whole):
                covered = 1.0
            yield (row, column), (row + 1, column), covered


class FaintLines:
    """Lines of a table too faint for the masks, looked for in its grey.

    ``are_light``: the lines found are so light, of dots for example, that a seal hides them.
    """

    def __init__(self, level: Image, upright: Image, grey: Image | None, character: int) -> None:
        self._grey, self._character = grey, character
        lines = np.asarray(cv2.bitwise_or(level, upright), np.uint8)
        self._least = 0.0 if grey is None else faintest_line(grey, lines)
        self.are_light = grey is not None and _are_light(grey[lines > 0])

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


def _are_light(lines: Image) -> bool:
    """Return whether lines are light; ``lines`` is the grey of their pixels."""
    return bool(lines.size) and float(np.percentile(lines, _DARKER_PART)) > _LIGHT


def continued(boundaries: Sequence[Boundary], hidden: Container[Edge]) -> list[Boundary]:
    """Return boundaries, those that are partly seen and go on at both ends seen as a whole.

    Text that touches a thin or dotted line hides it, in several cells in a row. So does a seal:
    ``hidden`` are the boundaries under one that no text crosses.
    """
    shares = {(one, other): covered for one, other, covered in boundaries}

    def beside(edge: Edge, step: int) -> Edge:
        (row, column), (row_behind, column_behind) = edge
        down, across = (0, step) if row != row_behind else (step, 0)
        return (row + down, column + across), (row_behind + down, column_behind + across)

    def may_go_on(edge: Edge) -> bool:
        return edge in shares and (shares[edge] >= _PARTLY or edge in hidden)

    def is_seen_behind(edge: Edge, step: int) -> bool:
        while may_go_on(edge) and shares[edge] < COVERED:
            edge = beside(edge, step)
        return shares.get(edge, 0.0) >= COVERED

    def goes_on(edge: Edge) -> bool:
        known = [shares[one] for step in (-1, 1) if (one := beside(edge, step)) in shares]
        if len(known) == 1:  # at the edge of the table
            return known[0] >= COVERED and shares[edge] >= _PARTLY_AT_THE_EDGE
        return may_go_on(edge) and all(is_seen_behind(edge, step) for step in (-1, 1))

    return [
        (one, other, 1.0 if goes_on((one, other)) else covered)
        for one, other, covered in boundaries
    ]


def hidden_boundaries(
    lines: Lines, columns: Sequence[int], rows: Sequence[int], reach: int
) -> frozenset[Edge]:
    """Return the boundaries that are under a seal, where its red ink may have taken the line.

    Text across a boundary is that of a merged cell.
    """
    found = set()
    for row, column in product(range(len(rows) - 1), range(len(columns) - 1)):
        top, bottom, left, right = rows[row], rows[row + 1], columns[column], columns[column + 1]
        beside = np.s_[top + reach : bottom - reach, right - reach : right + reach + 1]
        if column + 2 < len(columns) and _is_hidden(lines.stamped[beside].T, lines.ink[beside].T):
            found.add(((row, column), (row, column + 1)))
        under = np.s_[bottom - reach : bottom + reach + 1, left + reach : right - reach]
        if row + 2 < len(rows) and _is_hidden(lines.stamped[under], lines.ink[under]):
            found.add(((row, column), (row + 1, column)))
    return frozenset(found)


def _is_hidden(stamped: Image, ink: Image) -> bool:
    """Return whether the band around a level boundary is under a seal, and no text crosses it."""
    middle = len(stamped) // 2
    if not stamped.size or np.count_nonzero(stamped[middle]) < _HIDDEN * stamped.shape[1]:
        return False
    over, below = (ink[rows].any(axis=0) for rows in (np.s_[:2], np.s_[-2:]))
    return int(np.count_nonzero(over & below)) < _CROSSED * len(stamped)


def _covered(line: Image, seen: Image, least: int) -> float:
    """Return how much of a boundary is a line; of a long one that is not seen at all, nothing."""
    if not line.size:
        return 1.0
    shares = [float(np.count_nonzero(one)) / line.size for one in (line, seen)]
    return shares[0] if shares[1] >= _SEEN or line.size < least else shares[1]
