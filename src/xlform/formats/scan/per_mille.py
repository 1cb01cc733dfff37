"""‰ told from % by its rings: the model gives the simpler sign, with a probability of 1.00.

A % has two rings, ‰ three. Where two can't be seen clearly, and that there is no third, it may be
either, and is doubtful.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import cv2
import numpy as np

from xlform.formats.scan.content import Character
from xlform.formats.scan.images import Image

# % is at most so wide, and ‰ at least, as a part of its height; its smallest ring has this part of
# its largest.
PER_CENT_WIDTH, _PER_MILLE_WIDTH, _RINGS, _ALIKE = 1.2, 1.02, 3, 0.35
# What is recognised of the last ring of ‰, and a full stop, which no other mark follows.
_LAST_RING, _FULL_STOP, _MARKS = frozenset("0oO。°"), "。", frozenset("，；、。,;")
# A full stop behind a % is lower than this part of the sign: it has the last columns of the line,
# and both these columns, in sizes of a character.
_STOP_HEIGHT, _LAST_COLUMNS = 0.53, (0.22, 1.6)
# Distance of the rings of ‰ at most, in sizes of a character.
_RING_GAP = 0.1
# A sign begins so far behind the middle of a figure, perhaps nearer, and ends so far before that of
# a mark, of another narrow character and of a wide one, in sizes of a character.
_BEHIND, _BEFORE_STOP, _BEFORE_NARROW, _BEFORE_WIDE = (0.24, 0.12), 0.12, 0.2, 0.42
# A clear ring has this area on an enlarged picture; a second one alike, and what is no third one.
_CLEAR_RING, _ALIKE_TWO, _NO_RING = 60.0, 0.8, 0.12
_ENLARGED, _DOUBTFUL = 4, 0.5
# The rings of % are so far above each other, as a part of its height.
_ABOVE = 0.3


class _Ring(NamedTuple):
    """Area enclosed by ink on an enlarged picture, and its middle as a part of the height."""

    area: float
    middle: float


def with_per_mille(
    characters: tuple[Character, ...], grey: Image, ink: Image, size: int
) -> tuple[Character, ...]:
    """Return a line with ‰ where a % has three rings, or its third is taken for a figure.

    A % is doubtful where its rings are not clear. ``ink`` is the mask of the line.
    """
    found = list(characters)
    for place in range(len(found) - 1, -1, -1):
        sign = found[place]
        if sign.text not in "%％":
            continue
        after = found[place + 1 :]
        is_parted = _is_parted(sign, after, ink, size)
        rest = after[1:] if is_parted else after
        before = found[place - 1] if place else None
        windows = [_window(before, rest[0] if rest else None, ink, size, room) for room in _BEHIND]
        if is_parted and after[0].text == _FULL_STOP and not rest and _ends_low(ink, size):
            continue  # in small print it touches the %
        is_per_mille = (
            _is_wide(ink[:, windows[0]]) and _alike(_rings(grey[:, windows[0]])) >= _RINGS
        )
        if is_parted or is_per_mille:
            # A full stop behind a % is seldom so near to it, and never before another mark.
            is_stop = is_parted and after[0].text == _FULL_STOP and bool(rest)
            is_sure = not is_stop or rest[0].text in _MARKS
            sure = sign.probability if is_sure else min(sign.probability, _DOUBTFUL)
            whole = Character("‰", sure, sign.place, (("%", 1 - sure),))
            found[place : place + 1 + is_parted] = [whole]
        elif not any(_are_those_of_per_cent(_rings(grey[:, window])) for window in windows):
            found[place] = Character("%", _DOUBTFUL, sign.place, (("‰", 1 - _DOUBTFUL),))
    return tuple(found)


def _is_parted(sign: Character, after: Sequence[Character], ink: Image, size: int) -> bool:
    """Return whether the last ring of a sign was taken for a character; a full stop is apart."""
    if not after or after[0].text not in _LAST_RING:
        return False
    if len(after) > 1 and after[0].text != _FULL_STOP:
        return True
    return widest_gap(ink, sign.place, after[0].place) <= _RING_GAP * size


def _window(
    before: Character | None, after: Character | None, ink: Image, size: int, behind: float
) -> slice:
    """Return the columns of a sign between two characters, or at the ends of its line.

    ``behind`` is its distance from the middle of the character before it, in sizes of one.
    """
    width = ink.shape[1]
    start = round(before.place * width + behind * size) if before else 0
    if after is None:
        return slice(max(0, start), width)
    room = _BEFORE_NARROW if after.text.isascii() or after.text in _MARKS else _BEFORE_WIDE
    room = _BEFORE_STOP if after.text == _FULL_STOP else room
    return slice(max(0, start), max(start + 1, round(after.place * width - room * size)))


def _is_wide(ink: Image) -> bool:
    """Return whether a sign is as wide as ‰."""
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    if not len(rows):
        return False
    return bool(np.ptp(columns) + 1 >= _PER_MILLE_WIDTH * len(rows))


def _alike(rings: Sequence[_Ring]) -> int:
    """Return how many rings are about as large as the largest."""
    return sum(ring.area >= _ALIKE * rings[0].area for ring in rings)


def _are_those_of_per_cent(rings: Sequence[_Ring]) -> bool:
    """Return whether two rings alike are above each other, so clear that a third would be seen."""
    if len(rings) < 2 or rings[0].area < _CLEAR_RING:  # noqa: PLR2004
        return False
    third = rings[2].area if len(rings) > 2 else 0.0  # noqa: PLR2004
    are_alike = rings[1].area >= _ALIKE_TWO * rings[0].area and third < _NO_RING * rings[0].area
    return are_alike and abs(rings[0].middle - rings[1].middle) >= _ABOVE


def _ends_low(ink: Image, size: int) -> bool:
    """Return whether a line ends with a full stop, which is lower than the rings of ‰."""
    columns = np.flatnonzero((ink > 0).any(axis=0))
    if not len(columns):
        return False
    last = int(columns[-1]) + 1
    heights = [
        np.ptp(np.flatnonzero(ink[:, max(0, last - round(part * size)) : last].any(1)))
        for part in _LAST_COLUMNS
    ]
    return bool(heights[0] + 1 < _STOP_HEIGHT * (heights[1] + 1))


def widest_gap(ink: Image, start: float, end: float) -> int:
    """Return the widest gap in the ink of a line between two places, parts of its width."""
    width = max(1, int(ink.shape[1]))
    first, last = round(start * width), round(end * width)
    written = np.flatnonzero((ink[:, first:last] > 0).any(axis=0))
    return int(np.diff(written).max(initial=0)) if len(written) else last - first


def blackened(picture: Image) -> Image:
    """Return a picture enlarged, 255 where it is written on."""
    large = cv2.resize(picture, None, fx=_ENLARGED, fy=_ENLARGED, interpolation=cv2.INTER_CUBIC)
    found = cv2.threshold(large, 0, 255, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)[1]
    return np.asarray(found, np.uint8)


def _rings(picture: Image) -> list[_Ring]:
    """Return the areas enclosed by ink, largest first."""
    if not picture.size:
        return []
    ink = blackened(picture)
    written = np.flatnonzero(ink.any(axis=1))
    outlines, tree = cv2.findContours(ink, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_NONE)
    if not outlines:
        return []
    top, height = float(written[0]), float(np.ptp(written)) + 1
    found = [one for one, place in zip(outlines, tree[0], strict=True) if place[3] >= 0]
    rings = (
        _Ring(cv2.contourArea(one), (float(one[:, 0, 1].mean()) - top) / height) for one in found
    )
    return sorted(rings, reverse=True)
