"""Blue and violet seals of a page: rings, round or oval; blue writing and print are none.

They are made red, and so found and taken out of the text as red seals are.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from xlform.formats.scan.content import Box
from xlform.formats.scan.images import Image

# Bluer than the other colours by this, in steps of 256.
_BLUE = 28
# The page is looked at reduced by this; parts of it nearer than this part of its height are joined.
_REDUCTION, _JOINED = 2, 1 / 180
# A seal is at least so much of the longer side of a page high, 2 cm of A4, at most so much, and so
# much wider than high at most.
_LEAST, _MOST, _OVAL = 0.067, 0.24, 1.6
# The ring is in this band, in parts of its radius; ink is in so many of its sectors, and in so much
# of what is inside: a loop drawn with a pen is empty.
_INNER, _OUTER, _SECTORS, _FULL = 0.84, 1.06, 40, 0.8
_INSIDE, _FILLED = 0.75, 0.05

# Compression spreads colour: room around a seal in pixels.
_ROOM = 6
Distances = npt.NDArray[np.float64]


def with_red_seals(colour: Image) -> Image:
    """Return a page given in colour whose blue seals are red; black and grey stay as they are."""
    found = blue_seals(colour)
    if not found:
        return colour
    changed = colour.copy()
    for seal in found:
        window = np.s_[
            max(0, seal.top - _ROOM) : seal.bottom + _ROOM,
            max(0, seal.left - _ROOM) : seal.right + _ROOM,
        ]
        changed[window] = colour[window][:, :, ::-1]
    return changed


def blue_seals(colour: Image) -> tuple[Box, ...]:
    """Return where blue or violet seals are on a page given in colour."""
    small = colour[::_REDUCTION, ::_REDUCTION]
    red, green, blue = (small[:, :, number].astype(np.int16) for number in range(3))
    # Violet ink has some red, no green.
    bluish = blue - np.maximum(green, red - blue // 4)
    mask = np.where(bluish > _BLUE, np.uint8(255), np.uint8(0))
    longest = max(small.shape)
    if np.count_nonzero(mask) < longest:  # hardly any
        return ()
    side = max(3, round(longest * _JOINED))
    joined = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((side, side), np.uint8))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    found = []
    for number, (left, top, width, height, _) in enumerate(stats[1:].tolist(), 1):
        smaller, larger = min(width, height), max(width, height)
        if smaller < _LEAST * longest or larger > _MOST * longest or larger > _OVAL * smaller:
            continue
        window = np.s_[top : top + height, left : left + width]
        ring = np.asarray(labels[window] == number, np.uint8)
        if _is_ring(ring) and _is_filled(np.asarray(joined[window], np.uint8)):
            box = (left, top, left + width, top + height)
            found.append(Box(*(edge * _REDUCTION for edge in box)))
    return tuple(found)


def _is_ring(mark: Image) -> bool:
    """Return whether the ink of a mark goes all around near its edge."""
    across, down, radius = _polar(mark)
    on_ring = (radius > _INNER) & (radius < _OUTER)
    angles = np.arctan2(down[on_ring], across[on_ring])
    sectors = np.unique(np.floor((angles / np.pi + 1) / 2 * _SECTORS))
    return len(sectors) >= _FULL * _SECTORS


def _is_filled(window: Image) -> bool:
    """Return whether there is ink inside a ring that fills a window."""
    _, _, radius = _polar(window)
    inside = np.pi / 4 * _INSIDE**2 * window.size
    return bool(np.count_nonzero(radius < _INSIDE) >= _FILLED * inside)


def _polar(mark: Image) -> tuple[Distances, Distances, Distances]:
    """Return how far each point with ink is from the middle, of half the size of a mark."""
    height, width = mark.shape
    down, across = np.nonzero(mark)
    x, y = (across + 0.5) / width * 2 - 1, (down + 0.5) / height * 2 - 1
    return x, y, np.hypot(x, y)
