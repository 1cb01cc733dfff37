"""Page in even grey without red ink, and the mask of what is written on it."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from xlform.formats.scan.content import Box
from xlform.formats.scan.images import Image

# The background is estimated on the page reduced by this factor at least, to about this size, from
# this part of it around each place.
_REDUCTION, _SMALL, _AROUND = 4, 300, 14
_PAPER = 245
# A grain is so much darker than the pixels at both its sides; many are this part of a page.
_GRAIN, _GRAINS, _TILES = 90, 0.001, 8
# Pixels of a grain at most.
_GRAIN_SIZE = 3
# Redder than this is red ink; lighter than this nothing is below it.
_RED, _UNDER_RED = 25, 140
# Black ink below red ink is darker than this in this part of what is written.
_BLACK, _BLACK_PART = 95, 0.1
# It may be black ink where it is darker than this.
_BLACKISH = 125
# Specks smaller than this part of a character's area are noise.
_SPECK = 0.012
# A seal is at least this part of a page high, and nearly as wide: 2 cm of A4.
_SEAL, _ROUND = 0.067, 1.6
_SMALLEST_CHARACTER, _LARGEST_CHARACTER, _SLIMMEST = 7, 110, 0.3
# So much of what is written is no larger than the usual size.
_USUAL = 0.75


def even_grey(colour: Image) -> tuple[Image, Image]:
    """Return a page in grey, red ink and shadows taken out, and the mask of where red ink was.

    The red channel shows red ink (the seal) nearly as bright as paper, and black ink as it is.
    """
    colour = _without_grains(colour)
    red, green, blue = cv2.split(colour)
    paper = _paper(np.asarray(red, np.uint8))
    redness = cv2.divide(cv2.subtract(red, cv2.max(green, blue)), paper, scale=_PAPER)
    grey = np.asarray(cv2.divide(red, paper, scale=_PAPER), np.uint8)
    # Compression spreads colour: the edges of red ink are hardly red.
    near = cv2.dilate(
        np.where(redness > _RED, np.uint8(255), np.uint8(0)), np.ones((7, 7), np.uint8)
    )
    under = (near > 0) & (grey > _UNDER_RED)
    if under.any():
        grey[under] = _beside(grey)[under]
    return grey, np.asarray(near, np.uint8)


def _without_grains(colour: Image) -> Image:
    """Return a page without the grains of a copier or scanner, if there are many.

    A grain is unlike what is around it, and small; thin lines and strokes go on.
    """
    green = colour[:, :, 1]
    if min(green.shape) < _TILES * 4:
        return colour
    pieces = green[::_REDUCTION]
    darker = np.minimum(pieces[:, :-2], pieces[:, 2:]).astype(np.int16) - pieces[:, 1:-1]
    size = (_TILES, _TILES)
    parts = cv2.resize((darker > _GRAIN).astype(np.float32), size, interpolation=cv2.INTER_AREA)
    if np.percentile(parts, 5) < _GRAINS:  # lines of dots are in some places only
        return colour
    smooth = cv2.medianBlur(colour, 5)
    unlike = cv2.absdiff(smooth[:, :, 1], green) > _GRAIN
    _, labels, stats, _ = cv2.connectedComponentsWithStats(unlike.astype(np.uint8), connectivity=8)
    small = stats[:, cv2.CC_STAT_AREA] <= _GRAIN_SIZE
    grains = (unlike & small[labels])[:, :, None]
    return np.asarray(np.where(grains, smooth, colour), np.uint8)


def _paper(red: Image) -> Image:
    """Return how bright the paper is at each place, as if nothing were written on it.

    It is the brightest of a neighbourhood larger than a cell: cells filled with grey stay grey.
    """
    height, width = red.shape
    reduction = max(_REDUCTION, max(red.shape) // _SMALL)
    size = (max(1, width // reduction), max(1, height // reduction))
    small = cv2.medianBlur(cv2.resize(red, size, interpolation=cv2.INTER_AREA), 3)
    around = np.ones((max(size) // _AROUND | 1,) * 2, np.uint8)
    paper = cv2.blur(cv2.dilate(small, around), around.shape)
    return np.asarray(cv2.resize(paper, (width, height), interpolation=cv2.INTER_LINEAR), np.uint8)


def _beside(grey: Image) -> Image:
    """Return how bright paper, shadow or filled cell is at each place, without what is written."""
    height, width = grey.shape
    size = (max(1, width // _REDUCTION), max(1, height // _REDUCTION))
    small = cv2.resize(grey, size, interpolation=cv2.INTER_AREA)
    bright = cv2.medianBlur(cv2.dilate(small, np.ones((5, 5), np.uint8)), 9)
    return np.asarray(cv2.resize(bright, (width, height), interpolation=cv2.INTER_LINEAR), np.uint8)


def ink_mask(grey: Image) -> Image:
    """Return 255 where something is written, 0 on paper."""
    size = max(15, max(grey.shape) // 90 | 1)
    mask = cv2.adaptiveThreshold(
        cv2.GaussianBlur(grey, (3, 3), 0),
        255,
        cv2.ADAPTIVE_THRESH_MEAN_C,
        cv2.THRESH_BINARY_INV,
        size,
        14,
    )
    return np.asarray(mask, np.uint8)


def character_size(mask: Image) -> int:
    """Return the usual size of a character on a page in pixels; 0 for a page without text."""
    _, _, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    boxes = stats[1:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]]
    sides = boxes.max(axis=1)
    # Pieces of lines and dashes are no characters.
    is_character = boxes.min(axis=1) >= _SLIMMEST * sides
    sides = sides[is_character & (sides >= _SMALLEST_CHARACTER) & (sides <= _LARGEST_CHARACTER)]
    if not len(sides):
        return 0
    sides = np.sort(sides)
    weights = np.cumsum(sides)
    return int(sides[np.searchsorted(weights, _USUAL * weights[-1])])


def without_specks(ink: Image, grey: Image, red: Image, character: int) -> tuple[Image, Image]:
    """Return a mask of ink without the specks of noise and the remains of red ink.

    Also the mask of those remains that may be black ink after all.
    """
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    area = stats[:, cv2.CC_STAT_AREA]
    kept = area >= max(4.0, _SPECK * character * character)
    kept[0] = False
    unsure = np.zeros_like(kept)
    if red.any():
        reddened = np.bincount(labels[red > 0], minlength=len(stats)) > area / 2
        dark, darkish = (
            np.bincount(labels[grey < limit], minlength=len(stats)) >= _BLACK_PART * area
            for limit in (_BLACK, _BLACKISH)
        )
        unsure = kept & reddened & darkish & ~dark
        kept &= dark | ~reddened
    numbers = np.asarray(labels, np.int32)
    return _mask(kept, numbers), _mask(unsure, numbers)


def _mask(chosen: npt.NDArray[np.bool_], labels: npt.NDArray[np.int32]) -> Image:
    return np.where(chosen, np.uint8(255), np.uint8(0))[labels]


def seals(red: Image) -> tuple[Box, ...]:
    """Return where red seals are on a page: large marks about as wide as high."""
    side = max(3, max(red.shape) // 150)
    joined = cv2.morphologyEx(red, cv2.MORPH_CLOSE, np.ones((side, side), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    least = max(red.shape) * _SEAL
    return tuple(
        Box(left, top, left + width, top + height)
        for left, top, width, height, _ in stats[1:].tolist()
        if min(width, height) >= least and max(width, height) <= _ROUND * min(width, height)
    )
