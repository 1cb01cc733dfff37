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
# What is written is narrower than this on the reduced page; a shadow is wider.
_BESIDE = (9, 9)
# A grain is so much darker than the pixels at both its sides; many are this part of a page.
_GRAIN, _GRAINS, _TILES = 90, 0.001, 8
# Pixels of a grain at most.
_GRAIN_SIZE = 3
# Redder than this is red ink, and plainly so; how far compression spreads it, in pixels. The share
# of red light that it takes is this percentile of what is lost: elsewhere is black ink too.
_RED, _PLAINLY_RED, _SPREAD, _SHARE = 25, 60, 3.0, 20
# Below it, black ink is darker than what is beside it by this on average, and by this itself.
_DARKER, _MUCH_DARKER = 10, 50
# Black ink below red ink is darker than this somewhere within so many pixels, on paper as on a
# shadow; it may be black ink where it is darker than the second.
_BLACK, _BLACKISH, _CORE, _BESIDE_BLACK = 142, 160, 3, (5, 5)
# Where this part of what is written elsewhere is dark, print below red ink is nearly so.
# Print goes on so far beside it, in sizes of a character, however faint.
_NEAR_PRINT = 0.6
_USUAL_INK, _FADED, _BLACKEST = 25, 0.58, 100
# The darkest part of what is written, and the part of its contrast that what shines through has at
# most.
_DARKEST, _THROUGH = 5, 0.11
# Specks smaller than this part of a character's area are noise.
_SPECK = 0.012
# A seal is at least this part of a page high, and nearly as wide: 2 cm of A4.
_SEAL, _ROUND = 0.067, 1.6
_SMALLEST_CHARACTER, _LARGEST_CHARACTER, _SLIMMEST = 7, 110, 0.3
# Characters that touch are so much wider than high.
_WORD = 1.4
# So much of what is written is no larger than the usual size.
_USUAL = 0.75


def even_grey(colour: Image) -> tuple[Image, Image]:
    """Return a page in grey, red ink and shadows taken out, and the mask of where red ink was.

    The red channel shows red ink (the seal) nearly as bright as paper, and black ink as it is.
    """
    colour = _without_grains(colour)
    red, green, blue = cv2.split(colour)
    paper = _paper(np.asarray(red, np.uint8))
    grey = np.asarray(cv2.divide(red, paper, scale=_PAPER), np.uint8)
    redness = cv2.divide(cv2.subtract(red, cv2.max(green, blue)), paper, scale=_PAPER)
    # Compression spreads colour: the edges of red ink are hardly red.
    near = cv2.dilate(
        np.where(redness > _RED, np.uint8(255), np.uint8(0)), np.ones((7, 7), np.uint8)
    )
    under = near > 0
    if under.any():
        grey[under] = _without_red_ink(grey, np.asarray(redness, np.uint8))[under]
    return grey, np.asarray(near, np.uint8)


def _without_red_ink(grey: Image, redness: Image) -> Image:
    """Return a page as it is without its red ink.

    Red ink takes a part of the red light too, in proportion to its redness, so the grey without it
    is ``grey + share * redness``, over black ink as over paper. Compression spreads colour by a
    pixel or two, but keeps its amount: averages over a few pixels show where there is black ink.
    """
    smooth, spread = (cv2.GaussianBlur(one, (0, 0), _SPREAD) for one in (grey, redness))
    plain = spread > _PLAINLY_RED
    if not plain.any():
        return np.asarray(grey, np.uint8)
    shares = (_PAPER - smooth[plain].astype(np.float32)) / spread[plain]
    share = max(0.0, float(np.percentile(shares, _SHARE)))
    average = cv2.addWeighted(smooth, 1, spread, share, 0)
    whole: Image = np.asarray(cv2.addWeighted(grey, 1, redness, share, 0), np.uint8)
    beside = _beside(whole)
    black = np.where(cv2.subtract(beside, average) > _DARKER, np.uint8(255), np.uint8(0))
    written = (black > 0) & (cv2.subtract(beside, whole) > _MUCH_DARKER)
    return np.asarray(np.where(written, whole, beside), np.uint8)


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
    around = np.ones(_BESIDE, np.uint8)
    bright = cv2.medianBlur(cv2.morphologyEx(small, cv2.MORPH_CLOSE, around), 5)
    return np.asarray(cv2.resize(bright, (width, height), interpolation=cv2.INTER_LINEAR), np.uint8)


def ink_mask(grey: Image) -> Image:
    """Return 255 where something is written, 0 on paper.

    What shines through from the other side of the paper is fainter than what is written on this.
    """
    size = max(15, max(grey.shape) // 90 | 1)
    mask = cv2.adaptiveThreshold(
        cv2.GaussianBlur(grey, (3, 3), 0),
        255,
        cv2.ADAPTIVE_THRESH_MEAN_C,
        cv2.THRESH_BINARY_INV,
        size,
        14,
    )
    written = grey[mask > 0]
    if written.size:
        darkest = cv2.erode(grey, np.ones((3, 3), np.uint8))
        contrast = _PAPER - float(np.percentile(written, _DARKEST))
        mask[darkest > _PAPER - _THROUGH * contrast] = 0
    return np.asarray(mask, np.uint8)


def character_size(mask: Image) -> int:
    """Return the usual size of a character on a page in pixels; 0 for a page without text."""
    _, _, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    boxes = stats[1:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]]
    # In small print the characters of a word touch: their height is that of one.
    words = boxes[:, 0] >= _WORD * boxes[:, 1]
    sides = np.where(words, boxes[:, 1], boxes.max(axis=1))
    # Pieces of lines and dashes are no characters.
    is_character = boxes.min(axis=1) >= _SLIMMEST * boxes.max(axis=1)
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
    unsure = np.zeros_like(ink)
    if red.any():
        even = cv2.divide(grey, _beside(grey), scale=_PAPER)
        limits = _darkness(even[(ink > 0) & (red == 0)])
        black, blackish = (np.where(even < limit, ink, 0) for limit in limits)
        core = _without_small(black, _CORE)
        beside = cv2.dilate(core, np.ones(_BESIDE_BLACK, np.uint8))
        light = (red > 0) & (beside == 0)
        unsure = _without_small(np.where(light, blackish, 0), _CORE)
        ink = np.where(light, 0, ink)
    return _without_small(ink, max(4.0, _SPECK * character * character)), unsure


def without_remains(grey: Image, ink: Image, red: Image, character: int) -> Image:
    """Return a page with paper where red ink was, but for what is near the print of a mask."""
    near = np.ones((max(3, round(_NEAR_PRINT * character)) | 1,) * 2, np.uint8)
    bare = (red > 0) & (cv2.dilate(ink, near) == 0)
    return np.asarray(np.where(bare, _beside(grey), grey), np.uint8)


def _darkness(written: Image) -> tuple[float, float]:
    """Return how dark print below red ink is at least, and how dark what may be print is.

    ``written`` is the grey of what is written elsewhere on the page.
    """
    if not written.size:
        return _BLACK, _BLACKISH
    usual = float(np.percentile(written, _USUAL_INK))
    limit = min(_BLACK, max(_BLACKEST, _PAPER - _FADED * (_PAPER - usual)))
    return limit, limit + _BLACKISH - _BLACK


def _without_small(ink: npt.ArrayLike, least: float) -> Image:
    """Return a mask without the marks of fewer pixels."""
    mask = np.asarray(ink, np.uint8)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    kept = stats[:, cv2.CC_STAT_AREA] >= least
    kept[0] = False
    return np.asarray(np.where(kept, np.uint8(255), np.uint8(0))[labels], np.uint8)


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
