"""Masks of the ruled lines of a straightened page: whole, dotted, under a seal, and faint ones."""

from __future__ import annotations

import operator
from typing import Any, NamedTuple

import cv2
import numpy as np
import numpy.typing as npt

from xlform.formats.scan.cleaning import seals
from xlform.formats.scan.images import Image

# Lengths in sizes of a character: of a line at least, of a gap in one at most.
_LEVEL_LINE, _UPRIGHT_LINE, _GAP = 1.6, 1.3, 0.8
# Width of a line of dots at most, a gap at most, and its length.
_THIN, _DOTS, _DOTTED = 0.22, 0.3, 3.0
# Beside it, from and to, less than these parts of one and the other side are written on: strokes of
# text in a row are no line.
_BESIDE, _BESIDE_WRITTEN = (0.12, 0.45), (0.06, 0.35)
# Strokes of text have this part of the rows beside them written on, up to so many sizes of a
# character away.
_BESIDE_TEXT, _TEXT_WRITTEN = 0.35, 0.3
# In smaller characters strokes touch each other.
_SMALL = 18
# A faint line is so much darker than paper; a band has so many rows and columns at least.
_FAINT, _BAND, _ALONG, _BESIDE_IT = 9, 6, 90, 20
# Dots of a faint line are no further apart than this, in sizes of a character; the part of it that
# is as dark as they are.
_DOTS_APART, _DOTS_OF_IT = 0.48, 25
# Several lines of text are so many sizes of a character high; this part is between them and around.
# In a cell this much higher than one line, a line of dots goes on at both ends, for so long.
_SEVERAL, _BETWEEN = 2.0, 75
_HIGHER, _END = 1.3, 0.2
# Dashes are so long at most, and so far from upright lines, in sizes of a character.
_DASHES, _DASH_ROOM = 2.8, 0.15
# The darkest part of the pixels of the lines found, and the part of their contrast that those of
# the other side of the paper have at most.
_DARKEST, _THROUGH = 5, 0.11
# Length of a piece of a line under red ink, in sizes of a character.
_UNDER_RED = 6.0
# Length of an arc at most, in sizes of a character; its bend at least, in pixels.
_ARC, _BENT, _BENT_WIDTH = 6.0, 0.6, 3


Numbers = npt.NDArray[Any]


class Lines(NamedTuple):
    """Masks of the level and the upright lines of a page, and of the parts of them that are seen.

    Others are under red ink. ``ink`` is all that is written, and ``stamped`` where a seal is, its
    bare paper included.
    """

    level: Image
    upright: Image
    seen_level: Image
    seen_upright: Image
    ink: Image
    stamped: Image

    def within(self, window: tuple[slice, slice], own: Image) -> Lines:
        """Return the lines in a window, as far as a mask of it goes."""
        level, upright, seen_level, seen_upright = (
            np.asarray(cv2.bitwise_and(mask[window], own), np.uint8) for mask in self[:4]
        )
        whole = (self.ink[window], self.stamped[window])
        return Lines(level, upright, seen_level, seen_upright, *whole)


def line_masks(
    ink: Image, character: int, red: Image | None = None, specks: Image | None = None
) -> Lines:
    """Return the masks of the level and the upright lines of a page.

    Lines go on under red ink, which takes thin ones with it when it is taken out. ``specks`` is a
    mask that has the specks too, which may be the dots of a line.
    """
    level = _opened(ink, 1, round(_LEVEL_LINE * character))
    upright = _opened(ink, round(_UPRIGHT_LINE * character), 1)
    dots = ink if specks is None else specks
    dotted = [_dotted(dots.T, character).T, _dotted(dots, character)]
    if is_small(character):
        level = _with_paper_beside(level, ink, character)
        upright = _with_paper_beside(upright.T, ink.T, character).T
    level, upright = (np.bitwise_or(*masks) for masks in zip((level, upright), dotted, strict=True))
    gap = max(1, round(_GAP * character))
    longest = _ARC * character
    level = _closed(_straight(level.T, longest).T, 1, gap)
    upright = _closed(_straight(upright, longest), gap, 1)
    level = _without_dashes(level, upright, character)
    if red is None or not red.any():
        return Lines(level, upright, level, upright, ink, np.zeros_like(ink))
    piece = round(_UNDER_RED * character)
    return Lines(
        level | (_closed(level, 1, piece) & red),
        upright | (_closed(upright, piece, 1) & red),
        level,
        upright,
        ink,
        _stamped(red, character),
    )


def _stamped(red: Image, character: int) -> Image:
    """Return the mask of the ovals of the seals on a page, and of what is near to red ink."""
    stamped = cv2.dilate(red, np.ones((max(3, character // 2),) * 2, np.uint8))
    for seal in seals(red):
        middle = ((seal.left + seal.right) // 2, (seal.top + seal.bottom) // 2)
        cv2.ellipse(stamped, middle, (seal.width // 2, seal.height // 2), 0, 0, 360, 255, -1)
    return np.asarray(stamped, np.uint8)


def is_small(character: int) -> bool:
    """Return whether the strokes of characters of a size touch each other, and look like lines."""
    return character < _SMALL


def bare_lines(lines: Lines, character: int) -> Image:
    """Return the mask of the lines with paper on both sides, strokes of text left out."""
    level = _with_paper_beside(lines.level, lines.ink, character, sides=2)
    upright = _with_paper_beside(lines.upright.T, lines.ink.T, character, sides=2).T
    return np.asarray(cv2.bitwise_or(level, np.ascontiguousarray(upright)), np.uint8)


def _with_paper_beside(level: Image, ink: Image, character: int, sides: int = 1) -> Image:
    """Return a mask of level lines, those with paper on so many sides.

    Strokes of small print, which touch each other, have more of the same characters over and below.
    """
    _, labels, stats, _ = cv2.connectedComponentsWithStats(
        np.ascontiguousarray(level), connectivity=8
    )
    sums = cv2.integral(np.ascontiguousarray(ink) // 255)
    left, top, width, height = stats[:, :4].T
    reach = max(3, round(_BESIDE_TEXT * character))
    last = len(ink)
    bands = ((top - reach, top - 1), (top + height + 1, top + height + reach))
    written = [
        _written(sums, np.clip(first, 0, last), np.clip(end, 0, last), left, left + width)
        for first, end in bands
    ]
    kept = np.sort(written, axis=0)[sides - 1] < _TEXT_WRITTEN
    kept[0] = False
    return np.asarray(np.where(kept[labels], level, 0), np.uint8)


def _written(
    sums: Numbers, top: Numbers, bottom: Numbers, left: Numbers, right: Numbers
) -> Numbers:
    """Return the parts of rectangles that are written on; ``sums`` is the integral of the mask."""
    inside = sums[bottom, right] - sums[top, right] - sums[bottom, left] + sums[top, left]
    return np.asarray(inside / np.maximum(1, (bottom - top) * (right - left)))


def _without_dashes(level: Image, upright: Image, character: int) -> Image:
    """Return a mask of level lines without the dashes and numerals of text, such as —— and 十一.

    Those are short, no upright line ends at them, and no line goes on at their height.
    """
    beside = np.ones((1, round(2 * _DASH_ROOM * character) | 1), np.uint8)
    near = cv2.dilate(cv2.dilate(upright, beside), np.ones((5, 1), np.uint8))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(level, connectivity=8)
    kept = stats[:, cv2.CC_STAT_WIDTH] >= _DASHES * character
    kept[0] = False
    rows = np.flatnonzero(kept[labels].any(axis=1))
    around = round(_DASH_ROOM * character)
    goes_on = np.zeros(len(level) + 2 * around, bool)
    for step in range(2 * around + 1):
        goes_on[rows + step] = True
    kept[labels[goes_on[around : around + len(level)]]] = True
    kept[labels[near > 0]] = True
    kept[0] = False
    return np.asarray(np.where(kept[labels], level, 0), np.uint8)


def _dotted(ink: Image, character: int) -> Image:
    """Return the mask of upright lines of dots or dashes: thin, long, and with small gaps."""
    thin = cv2.subtract(ink, _opened(ink, 1, max(3, round(_THIN * character))))
    dots = _closed(np.asarray(thin, np.uint8), round(_DOTS * character), 1)
    lines = _opened(dots, round(_DOTTED * character), 1)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(lines, connectivity=8)
    kept = np.zeros(count, np.uint8)
    for label, (left, top, width, height, _) in enumerate(stats[1:].tolist(), 1):
        near, far = round(_BESIDE[0] * character), round(_BESIDE[1] * character)
        beside = [
            ink[top : top + height, max(0, left - far) : max(0, left - near)],
            ink[top : top + height, left + width + near : left + width + far],
        ]
        written = sorted(np.count_nonzero(one) / max(1, one.size) for one in beside)
        kept[label] = 255 if all(map(operator.lt, written, _BESIDE_WRITTEN)) else 0
    return np.asarray(kept[labels], np.uint8)


def _straight(mask: Image, longest: float) -> Image:
    """Return a mask of upright lines without arcs up to a length, such as those of a seal's ring.

    Both ends of an arc are on the same side of its middle.
    """
    mask = np.ascontiguousarray(mask)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    kept = np.full(len(stats), np.uint8(255))
    kept[0] = 0
    for label, (left, top, width, height, _) in enumerate(stats[1:].tolist(), 1):
        if width < _BENT_WIDTH or height > longest:
            continue
        window = labels[top : top + height, left : left + width] == label
        middles = (window * np.arange(width)).sum(axis=1) / np.maximum(window.sum(axis=1), 1)
        part = max(2, height // 12)
        middle = float(np.median(middles))
        first, last = float(middles[:part].mean()) - middle, float(middles[-part:].mean()) - middle
        if first * last > 0 and min(abs(first), abs(last)) > _BENT:
            kept[label] = 0
    return np.asarray(kept[labels], np.uint8)


def faintest_line(grey: Image, lines: Image) -> float:
    """Return how much darker than paper a line of a table is at least.

    Lines of the other side of the paper shine through fainter than those found on this one.
    """
    written = grey[lines > 0]
    if not written.size:
        return _FAINT
    contrast = float(np.percentile(grey, _ALONG)) - float(np.percentile(written, _DARKEST))
    return max(_FAINT, _THROUGH * contrast)


def is_faint_line(band: Image, character: int, least: float = _FAINT, lines: float = 0) -> bool:
    """Return whether a level line crosses a band of grey.

    One row is darker over nearly all of its length, its dots ``least`` darker than paper, and rows
    on both sides are bright; text is neither. ``lines`` is the length of the band in lines of text:
    where one does not fill it, text may reach up to a line that goes on beyond.
    """
    if band.shape[0] < _BAND or band.shape[1] < _BAND:
        return False
    smooth = cv2.blur(band, (max(3, round(_DOTS_APART * character)), 1))
    dark = np.percentile(smooth, _ALONG, axis=1)
    darkest = int(dark.argmin())
    goes_beyond = lines >= _SEVERAL or (
        lines >= _HIGHER and _reaches_ends(band[darkest], float(dark[darkest]), character)
    )
    light = np.percentile(smooth, _BETWEEN if goes_beyond else _BESIDE_IT, axis=1)
    sides = (light[: max(0, darkest - 2)], light[darkest + 3 :])
    dots = float(np.percentile(band[darkest], _DOTS_OF_IT))
    return all(
        len(side) > 0 and side.max() - dark[darkest] >= _FAINT and side.max() - dots >= least
        for side in sides
    )


def _reaches_ends(row: Image, darkness: float, character: int) -> bool:
    """Return whether a row has dots at both ends, as dark as it is on average."""
    end = max(3, round(_END * character))
    return bool(min(row[:end]) <= darkness and min(row[-end:]) <= darkness)


def _opened(mask: Image, height: int, width: int) -> Image:
    return np.asarray(cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((height, width), np.uint8)))


def _closed(mask: Image, height: int, width: int) -> Image:
    return np.asarray(cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((height, width), np.uint8)))
