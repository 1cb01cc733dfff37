"""Shadows of folds, which cross a straightened page from edge to edge; ruled lines do not."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt

from xlform.formats.scan.images import Image

# A fold is looked for between these parts of a page from both its edges, and crosses this part of
# that strip; the rest may be beyond the paper.
_STRIP, _CROSSED = (0.01, 0.06), 0.45
# Its places at the two edges differ by this part of the way between them at most; those of the only
# one by more, where a page was folded askew.
_SLANT, _ASKEW = 0.02, 0.1
# A page has so many folds at most; where more lines reach its edges, they are ruled.
_FOLDS = 3
# Its shadow ends within this part of the page, and leaves this part of the light at least.
_SHADOW, _LEAST_LIGHT = 0.06, 0.25
# Rows next to each other that belong to one fold.
_ONE_FOLD = 0.008


def without_creases(grey: Image, ink: Image) -> Image:
    """Return a page without the shadows of its folds; the same picture where it has none.

    ``ink`` is the mask of what is written on it. A shadow is measured in the margins, where nothing
    is printed, and taken out between them.
    """
    level = _without_level_creases(grey, ink)
    turned = np.asarray(level.T)
    upright = _without_level_creases(turned, np.asarray(ink.T))
    return level if upright is turned else np.ascontiguousarray(upright.T)


def _without_level_creases(grey: Image, ink: Image) -> Image:
    width = grey.shape[1]
    first, last = (round(part * width) for part in _STRIP)
    strips = [np.s_[:, first:last], np.s_[:, width - last : width - first]]
    places = [_crossings(ink[strip]) for strip in strips]
    if not all(0 < len(found) <= _FOLDS for found in places):
        return grey
    is_only = all(len(found) == 1 for found in places)
    folds = [
        (left, right)
        for left in places[0]
        for right in places[1]
        if abs(left - right) <= (_ASKEW if is_only else _SLANT) * width
    ]
    for left, right in folds:
        slope = (right - left) / max(1, width - first - last)
        crossed = [
            _level(grey[strip], slope)[:, _thick(ink[strip])[place] > 0]
            for strip, place in zip(strips, (left, right), strict=True)
        ]
        grey = _lightened(grey, (left, right), crossed, ((first + last) / 2, slope))
    return grey


def _crossings(strip: Image) -> list[int]:
    """Return the rows at which something crosses a strip of a mask."""
    if not strip.shape[1]:
        return []
    rows = np.flatnonzero((_thick(strip) > 0).mean(axis=1) >= _CROSSED)
    apart = np.flatnonzero(np.diff(rows) > _ONE_FOLD * strip.shape[0]) + 1
    return [round(float(group.mean())) for group in np.split(rows, apart) if len(group)]


def _thick(strip: Image) -> Image:
    """Return a strip of a mask, what is written in it a pixel higher and lower."""
    around = np.ones((3, 1), np.uint8)
    return np.asarray(cv2.dilate(np.ascontiguousarray(strip), around), np.uint8)


def _level(strip: Image, slope: float) -> Image:
    """Return a strip of a page with a fold that crosses it made level."""
    height, width = strip.shape
    shear = np.array([[1.0, 0.0, 0.0], [-slope, 1.0, slope * width / 2]])
    moved = cv2.warpAffine(strip, shear, (width, height), borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(moved, np.uint8)


def _lightened(
    grey: Image, ends: tuple[int, int], strips: Sequence[Image], way: tuple[float, float]
) -> Image:
    """Return a page with the shadow of a fold between its two ends taken out.

    The ends are those in the middle of the strips; ``way`` is how far the first of them is from the
    edge of the page, and by how much the fold falls with each column.
    """
    height, width = grey.shape
    reach = round(_SHADOW * max(grey.shape))
    profiles = [_light(strip, end, reach) for strip, end in zip(strips, ends, strict=True)]
    across = np.linspace(0, 1, width)
    middles = ends[0] + way[1] * (np.arange(width) - way[0])
    top = max(0, int(middles.min()) - reach)
    bottom = min(height, int(middles.max()) + reach + 1)
    rows = np.arange(top, bottom)[:, None] - middles[None, :]
    steps = np.arange(-reach, reach + 1)
    light = sum(
        np.interp(rows, steps, profile, left=1.0, right=1.0) * share
        for profile, share in zip(profiles, (1 - across, across), strict=True)
    )
    result = grey.copy()
    result[top:bottom] = np.clip(grey[top:bottom] / light, 0, 255).astype(np.uint8)
    return result


def _light(strip: Image, middle: int, reach: int) -> npt.NDArray[np.float64]:
    """Return the part of the light that is left in the rows around a fold."""
    height = strip.shape[0]
    rows = np.clip(np.arange(middle - reach, middle + reach + 1), 0, height - 1)
    if not strip.shape[1]:
        return np.ones(len(rows))
    light = np.median(strip[rows], axis=1)
    paper = max(1.0, float(np.percentile(light, 90)))
    return np.asarray(np.clip(light / paper, _LEAST_LIGHT, 1.0), np.float64)
