"""Characters that stand by themselves on a line, such as ≥ or / in a column of its own.

The model hardly knows signs without a neighbour: / is recognised as 1, = as 三, ≥ as V. Beside a
figure of the same page, which shows how large its print is and where its lines are, it reads them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import cv2
import msgspec
import numpy as np

from xlform.formats.scan.content import Box, Character
from xlform.formats.scan.images import Image

# A line no wider than this, as a part of its height, is one character, or a short figure.
_ALONE = 1.3
# Such a line is read as surely as this, unless it is what signs are taken for.
_SURE, _DOUBTFUL = 0.95, 0.8
_LIKE_SIGNS = frozenset("107oOIlLiJtVvWwNMZ二三一土士口日")
# A figure to put beside others: its digits, and how sure each is.
_FIGURES, _DIGITS, _CERTAIN = frozenset("0123456789."), (2, 7), 0.99


def is_single(box: Box) -> bool:
    """Return whether a line is no wider than a character or a short figure."""
    return box.width <= _ALONE * box.height


def is_unsure(box: Box, found: Sequence[Character]) -> bool:
    """Return whether what a single character was recognised as may be another sign."""
    if not is_single(box) or not found:
        return is_single(box)
    is_word = len(found) > 1 or found[0].text not in _LIKE_SIGNS
    return not is_word or min(one.probability for one in found) < _SURE


def is_doubtful(found: Sequence[Character]) -> bool:
    """Return whether a single character is not sure beside a figure either."""
    return not found or min(one.probability for one in found) < _DOUBTFUL


def figure_beside(
    boxes: Sequence[Box], readings: Iterable[Sequence[Character]], height: int
) -> int | None:
    """Return the number of the line whose figure is put beside others: a short and certain one.

    ``height`` is that of a usual line.
    """
    possible = [
        (box.width + abs(box.height - height), number)
        for number, (box, found) in enumerate(zip(boxes, readings, strict=True))
        if _DIGITS[0] <= len(found) <= _DIGITS[1]
        and all(one.text in _FIGURES for one in found)
        and min(one.probability for one in found) >= _CERTAIN
    ]
    return min(possible)[1] if possible else None


class Beside(NamedTuple):
    """Line with a figure put behind it, or before it."""

    picture: Image
    figure: tuple[Character, ...]
    start: float
    end: float

    def own(self, found: Sequence[Character]) -> tuple[Character, ...]:
        """Return what was recognised on the line; nothing where the figure is not found."""
        written = [one for one in found if not one.text.isspace()]
        parts = {is_own: [one for one in written if self._is_own(one) is is_own]
                 for is_own in (True, False)}  # fmt: skip
        texts = ([one.text for one in side] for side in (parts[False], self.figure))
        if next(texts) != next(texts):
            return ()
        width = self.end - self.start
        return tuple(
            msgspec.structs.replace(one, place=(one.place - self.start) / width)
            for one in parts[True]
        )

    def _is_own(self, one: Character) -> bool:
        return self.start <= one.place <= self.end


def beside_figure(
    picture: Image, figure: Image, read: tuple[Character, ...], *, behind: bool
) -> Beside:
    """Return a line with a figure behind it, or before it."""
    height = max(picture.shape[0], figure.shape[0])
    order = (picture, figure) if behind else (figure, picture)
    joined = np.hstack([_as_high(one, height) for one in order])
    share = picture.shape[1] / joined.shape[1]
    place = (0.0, share) if behind else (1 - share, 1.0)
    return Beside(np.asarray(joined, np.uint8), read, *place)


def surer(before: tuple[Character, ...], beside: tuple[Character, ...]) -> tuple[Character, ...]:
    """Return the surer of two readings of a line, the first by itself and the other in company."""
    if not beside:
        return before
    chances = [
        min((one.probability for one in reading), default=0.0) for reading in (before, beside)
    ]
    return beside if chances[1] >= chances[0] else before


def _as_high(picture: Image, height: int) -> Image:
    """Return a line with paper over and under it up to a height."""
    missing, paper = height - picture.shape[0], float(np.percentile(picture, 90))
    edges = (missing // 2, missing - missing // 2, 0, 0)
    return np.asarray(
        cv2.copyMakeBorder(picture, *edges, cv2.BORDER_CONSTANT, value=(paper,)), np.uint8
    )
