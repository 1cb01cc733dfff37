"""Characters that stand by themselves on a line, such as ≥ or / in a column of its own.

The model hardly knows signs without a neighbour: / is recognised as 1, = as 三, ≥ as V. Beside a
figure of the same page, which shows how large its print is and where its lines are, it reads them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import cv2
import msgspec
import numpy as np

from xlform.formats.scan.content import Box, Character
from xlform.formats.scan.images import Image

# A line no wider than this, as a part of its height, is one character, or a short figure.
_ALONE = 1.3
# Such a line is read as surely as this, unless it is one of the characters that signs are taken for.
_SURE = 0.95
_LIKE_SIGNS = frozenset("10oOIlLiJtVvWwNMZ二三一土士口日")
# A figure to put beside others: its digits, and how sure each is.
_DIGITS, _CERTAIN = (2, 4), 0.99


def is_single(box: Box) -> bool:
    """Return whether a line is no wider than a character or a short figure."""
    return box.width <= _ALONE * box.height


def is_unsure(box: Box, found: Sequence[Character]) -> bool:
    """Return whether what a single character was recognised as may be another sign."""
    if not is_single(box) or not found:
        return is_single(box)
    is_word = len(found) > 1 or found[0].text not in _LIKE_SIGNS
    return not is_word or min(one.probability for one in found) < _SURE


def figure_beside(
    boxes: Sequence[Box], readings: Iterable[Sequence[Character]], height: int
) -> int | None:
    """Return the number of the line whose figure is put beside others: a short and certain one.

    ``height`` is that of a usual line.
    """
    possible = [
        (abs(box.height - height), box.width, number)
        for number, (box, found) in enumerate(zip(boxes, readings, strict=True))
        if _DIGITS[0] <= len(found) <= _DIGITS[1]
        and all(one.text in "123456789" or one.text == "0" for one in found)
        and min(one.probability for one in found) >= _CERTAIN
    ]
    return min(possible)[2] if possible else None


def with_figure(picture: Image, figure: Image) -> Image:
    """Return a line with a figure behind it."""
    height = max(picture.shape[0], figure.shape[0])
    return np.asarray(np.hstack([_as_high(picture, height), _as_high(figure, height)]), np.uint8)


def without_figure(
    found: Sequence[Character], figure: Sequence[Character], share: float
) -> tuple[Character, ...] | None:
    """Return what was recognised before a figure, ``None`` where that figure is not found.

    ``share`` is the part of the width that belongs to the line.
    """
    written = [one for one in found if not one.text.isspace()]
    behind = len(written) - len(figure)
    if behind < 1 or any(
        one.text != other.text for one, other in zip(written[behind:], figure, strict=True)
    ):
        return None
    if written[behind - 1].place > share or written[behind].place < share:
        return None
    return tuple(
        msgspec.structs.replace(one, place=min(1.0, one.place / share)) for one in written[:behind]
    )


def surer(
    before: tuple[Character, ...], beside: tuple[Character, ...] | None
) -> tuple[Character, ...]:
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
