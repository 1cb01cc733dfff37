"""Boundaries between the cells of a table: how much of each is a line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

import cv2
import numpy as np

from xlform.formats.scan.images import Image
from xlform.formats.scan.line_masks import Lines, faintest_line, is_faint_line
from xlform.formats.scan.merged_cells import COVERED, Boundary, Place

# A boundary is looked for so far from its place, in sizes of a character.
_REACH = 0.25
# Of a line that goes on at the edge of a table, or at both ends, so much is seen.
_PARTLY = (1.0, 0.35, 0.15)
# Under red ink a line goes on within a cell of which it is seen so far, or one narrower
# than this, in sizes of a character.
_SEEN, _WIDE = 0.2, 1.5
# Pixels next to a line, which may be its own.
_EDGE = 3


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
            whole = np.s_[under[0], left + _EDGE : right - _EDGE]
            if covered < COVERED and faint.is_level(whole):
                covered = 1.0
            yield (row, column), (row + 1, column), covered


class FaintLines:
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


def continued(boundaries: list[Boundary]) -> list[Boundary]:
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
        return bool(known) and min(known) >= COVERED and shares[one, other] >= _PARTLY[len(known)]

    return [
        (one, other, 1.0 if goes_on(one, other) else covered) for one, other, covered in boundaries
    ]


def _covered(line: Image, seen: Image, least: int) -> float:
    """Return how much of a boundary is a line; of a long one that is not seen at all, nothing."""
    if not line.size:
        return 1.0
    shares = [float(np.count_nonzero(one)) / line.size for one in (line, seen)]
    return shares[0] if shares[1] >= _SEEN or line.size < least else shares[1]
