"""Ink of a figure held against its characters: signs that were lost, or taken for simpler ones.

The model does not know every sign at every size. It drops the small ˃ of some fonts, takes ‰ for %
and the slanted ≥ of others for >, with probabilities of 1.00. What is written on the line shows it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import cv2
import numpy as np

from xlform.formats.scan.content import Character
from xlform.formats.scan.images import Image
from xlform.formats.scan.per_mille import PER_CENT_WIDTH, blackened, widest_gap, with_per_mille
from xlform.formats.scan.runs import runs

# A character explains ink whose middle is so near to its own, in sizes of a character.
_NARROW, _WIDE = 0.36, 0.75
# Ink of less than this part of a character's square is no sign.
_SIGN_AT_LEAST = 0.012
# Room around a lost sign when it is recognised by itself, as a part of its longer side.
_SIGN_ROOM = 0.45
_POINTS = frozenset(".,")
# Words are further apart than this, in sizes of a character; where digits are set wide, further
# than so many times the usual gap, up to another distance.
_WORD_GAP, _WIDER = (0.45, 0.95), 1.7
# Figures further apart than this belong to two cells.
_PARTED = 1.6
# Digits are no further apart than this, beside a 1 by so much more, in sizes of a character; wide
# gaps are at least this part of the widest.
_LOST_POINT, _BESIDE_ONE, _WIDE_SET = 0.2, 0.1, 0.7
_SIGNS = frozenset("≥≤><=±+-—~")
_SURE, _CERTAIN = 0.8, 0.95
# A lone % is taken for so many figures, of which the first is one of these. So little is written in
# its corners, of this height and width; more where figures were recognised less surely than this.
_PER_CENT_DIGITS, _LIKE_PER_CENT, _CORNER = 2, "9%", (0.32, 0.22)
_FREE, _FIGURES_SURE = (0.09, 0.2), 0.98
_PER_CENT_READ = frozenset("%69á8")
# Signs with a bar under them: three strokes in this part of their columns.
_BARRED = {">": "≥", "<": "≤", "＞": "≥", "＜": "≤"}
_STROKES, _BAR = 3, 0.25
# In smaller print the strokes of a sign run together: it is doubtful.
_FINE = 16
# Letters that a lone ≥ or ≤ is taken for, and this part of its columns.
_LIKE_EQUAL = frozenset("二三=")
_LIKE_SIGNS, _LONE_BAR = _LIKE_EQUAL | frozenset("VWvwNMAZ><＞＜口"), 0.4
# The strokes of = and the part of the longer one that the shorter one has.
_EQUAL_STROKES, _EQUAL = 2, 0.88
_NUMERAL_STROKES = {"二": 2, "三": 3}
_DOUBTFUL = 0.5

Columns = tuple[int, int]


class FigureLine(NamedTuple):
    """Line with a figure: its characters, its grey and its ink, and the size of a character."""

    characters: tuple[Character, ...]
    grey: Image
    ink: Image
    size: int

    @property
    def width(self) -> int:
        """Number of columns of the line."""
        return max(1, int(self.ink.shape[1]))

    @property
    def is_sign(self) -> bool:
        """Whether it is a sign by itself."""
        return len(self.characters) == 1 and not self.characters[0].text.isdecimal()

    def is_parted(self) -> bool:
        """Return whether it is two figures, of cells whose line was lost: far apart."""
        return any(
            _in_figure(before, after) and self._gap(before.place, after.place) > _PARTED * self.size
            for before, after in pairwise(one for one in self.characters if not one.text.isspace())
        )

    def lacks_a_point(self) -> bool:
        """Return whether two of its digits stand so far apart that a point between them was lost.

        A 1 has room on both its sides; digits may be set wide, but then all of them are.
        """
        places = list(pairwise(self.characters))
        gaps = [
            self._free_between(before.place, after.place)
            - self.size * _BESIDE_ONE * ((before.text, after.text).count("1"))
            for before, after in places
            if before.text.isdecimal() and after.text.isdecimal()
        ]
        widest = max(gaps, default=0.0)
        wide = sum(gap > _WIDE_SET * widest for gap in gaps)
        are_all = len(gaps) > 1 and wide > len(gaps) / 2
        return bool(widest > _LOST_POINT * self.size) and not are_all

    def _free_between(self, start: float, end: float) -> int:
        """Return the widest gap between the runs of ink that lies between two characters."""
        first, last = start * self.width, end * self.width
        gaps = (
            right[0] - left[1]
            for left, right in pairwise(self._runs())
            if first < (left[1] + right[0]) / 2 < last
        )
        return max(gaps, default=0)

    def lost(self) -> list[Columns]:
        """Return the columns of ink that no character explains."""
        return [run for run in self._runs() if not self._is_explained(run)]

    def sign_picture(self, columns: Columns) -> Image:
        """Return the ink of some columns with room around it, as a line of its own."""
        start, end = columns
        rows = np.flatnonzero(self.ink[:, start:end].any(axis=1))
        top, bottom = int(rows[0]), int(rows[-1]) + 1
        room = max(2, round(_SIGN_ROOM * max(bottom - top, end - start)))
        sign = self.grey[top:bottom, start:end]
        paper = float(np.percentile(self.grey, 90))
        framed = cv2.copyMakeBorder(
            sign, room, room, room, room, cv2.BORDER_CONSTANT, value=(paper,)
        )
        return np.asarray(framed, np.uint8)

    def with_sign(self, columns: Columns, found: Sequence[Character]) -> FigureLine | None:
        """Return the line with a sign that was recognised by itself; None if it was not."""
        if len(found) != 1 or found[0].text not in _SIGNS or found[0].probability < _SURE:
            return None
        sign = found[0]
        place = sum(columns) / 2 / self.width
        placed = Character(sign.text, sign.probability, place, sign.others)
        return self._replace(
            characters=tuple(sorted((*self.characters, placed), key=lambda one: one.place))
        )

    def checked(self) -> FigureLine:
        """Return the line with the signs that its ink shows."""
        if sign := self.with_lone_per_cent():
            return sign
        if len(self.characters) == 1:
            return self.with_lone_sign().with_per_mille()
        return self.without_gaps().with_whole_per_cent().with_per_mille().with_bars()

    def with_lone_sign(self) -> FigureLine:
        """Return a line of one character, which may be a ≥ or ≤ that was taken for a letter."""
        (only,) = self.characters
        columns = np.flatnonzero((self.ink > 0).any(axis=0))
        is_read = only.text == "=" and only.probability >= _CERTAIN
        if is_read or only.text not in _LIKE_SIGNS or not len(columns):
            return self
        first, last = int(columns[0]), int(columns[-1]) + 1
        if only.text in _LIKE_EQUAL:
            return self._as_equal_sign(only, first, last)
        if _strokes(self.grey[:, max(0, first - 1) : last + 1]) < _LONE_BAR:
            return self.with_bars()
        third = max(1, (last - first) // 3)
        heights = [
            np.count_nonzero((self.ink[:, start : start + third] > 0).any(axis=1))
            for start in (first, last - third)
        ]
        sign = "≥" if heights[0] > heights[1] else "≤"
        return self._replace(characters=(Character(sign, _SURE, only.place, ((only.text, 0.1),)),))

    def without_gaps(self) -> FigureLine:
        """Return the line without the spaces within figures where digits are only set wide."""
        characters = self.characters
        spaces = {
            number: self._gap(characters[number - 1].place, characters[number + 1].place)
            for number in range(1, len(characters) - 1)
            if characters[number].text.isspace()
            and _in_figure(characters[number - 1], characters[number + 1])
        }
        if not spaces:
            return self
        gaps = [
            self._gap(before.place, after.place)
            for before, after in pairwise(one for one in characters if not one.text.isspace())
            if _in_figure(before, after)
        ]
        most = self.size * _WORD_GAP[0], self.size * _WORD_GAP[1]
        widest = max(most[0], min(most[1], _WIDER * float(np.median(gaps))))
        kept = [
            one for number, one in enumerate(characters) if spaces.get(number, widest + 1) > widest
        ]
        return self._replace(characters=tuple(kept))

    def _gap(self, start: float, end: float) -> int:
        """Return the widest gap in the ink between the middles of two characters."""
        return widest_gap(self.ink, start, end)

    def with_per_mille(self) -> FigureLine:
        """Return the line with ‰ where a % has three rings, see :mod:`.per_mille`."""
        found = with_per_mille(self.characters, self.grey, self.ink, self.size)
        return self._replace(characters=found)

    def with_bars(self) -> FigureLine:
        """Return the line with ≥ and ≤ where a > or < has a third stroke under its two."""
        characters = list(self.characters)
        for place, sign in enumerate(characters):
            barred = _BARRED.get(sign.text)
            if barred is None:
                continue
            start = characters[place - 1].place if place else 0.0
            end = characters[place + 1].place if place + 1 < len(characters) else 1.0
            own = self._between(start, end)
            if own and _strokes(self.grey[:, max(0, own[0][0] - 1) : own[-1][1] + 1]) >= _BAR:
                other = (sign.text, 1 - sign.probability)
                characters[place] = Character(barred, sign.probability, sign.place, (other,))
            elif self.size < _FINE:
                unsure = ((barred, 1 - _DOUBTFUL),)
                characters[place] = Character(sign.text, _DOUBTFUL, sign.place, unsure)
        return self._replace(characters=tuple(characters))

    def with_lone_per_cent(self) -> FigureLine | None:
        """Return a line that is a % taken for two figures, such as 96; ``None`` for any other.

        Its rings leave the corners beside them free; figures as low as it reach into those.
        """
        read = "".join(one.text for one in self.characters)
        if read == "%" or len(read) > _PER_CENT_DIGITS or read[0] not in _LIKE_PER_CENT:
            return None
        is_unsure = min(one.probability for one in self.characters) < _FIGURES_SURE
        written = _written_in_corners(self.grey)
        if written > _FREE[is_unsure]:
            return None
        sure = _SURE if written <= _FREE[0] else _DOUBTFUL
        return self._replace(characters=(Character("%", sure, 0.5, ((read, 1 - sure),)),))

    def with_whole_per_cent(self) -> FigureLine:
        """Return the line with % where its last ring was taken for a figure, as in 55%6."""
        if not self.shows_per_cent("".join(one.text for one in self.characters[-1:])):
            return self
        place = len(self.characters) - 2
        if place < 1 or self.characters[place].text != "%":
            return self
        return self._replace(characters=self.characters[: place + 1])

    def shows_per_cent(self, read: str) -> bool:
        """Return whether a figure ends with % by its ink; ``read`` is what that was taken for."""
        digits = [one for one in self.characters if one.text.isdecimal()]
        if not digits or not read or not _PER_CENT_READ.issuperset(read):
            return False
        before = [one.place for one in digits if one is not self.characters[-1]]
        own = self._between(before[-1], 1.0) if before else []
        if not own:
            return False
        picture = self.grey[:, max(0, own[0][0] - 1) : own[-1][1] + 1]
        return _written_in_corners(picture) <= _FREE[1]

    def _as_equal_sign(self, only: Character, first: int, last: int) -> FigureLine:
        """Return the line with = where its two strokes are as long as each other: no 二.

        Where the strokes can't be told apart, or are not those of the numeral, it is doubtful.
        """
        strokes = _stroke_widths(self.grey[:, first:last])
        if len(strokes) == _EQUAL_STROKES and min(strokes) >= _EQUAL * max(strokes):
            other = Character("=", _SURE, only.place, ((only.text, 0.1),))
        elif len(strokes) == _NUMERAL_STROKES.get(only.text, len(strokes)):
            return self
        else:
            other = Character(only.text, _DOUBTFUL, only.place, (("=", 0.1), *only.others))
        return self._replace(characters=(other,))

    def _between(self, start: float, end: float) -> list[Columns]:
        """Return the runs of ink between the middles of two characters."""
        first, last = start * self.width, end * self.width
        return [run for run in self._runs() if first <= run[0] and run[1] <= max(last, run[0])]

    def _is_explained(self, columns: Columns) -> bool:
        middle = sum(columns) / 2
        beside = (columns[1] - columns[0]) / 4
        return any(
            abs(one.place * self.width - middle)
            <= self.size * (_NARROW if one.text.isascii() else _WIDE) + beside
            for one in self.characters
        )

    def _runs(self) -> Iterator[Columns]:
        least = max(6.0, _SIGN_AT_LEAST * self.size * self.size)
        for start, end in runs((self.ink > 0).any(axis=0)):
            if np.count_nonzero(self.ink[:, start:end]) >= least:
                yield start, end


def _written_in_corners(picture: Image) -> float:
    """Return how much is written at the lower left and the upper right, where % leaves room.

    It is infinite for what is wider than a %.
    """
    black = blackened(picture) > 0
    rows, columns = np.flatnonzero(black.any(axis=1)), np.flatnonzero(black.any(axis=0))
    sign = black[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    height, width = sign.shape
    if width > PER_CENT_WIDTH * height:
        return float("inf")
    high, wide = round(_CORNER[0] * height), round(_CORNER[1] * width)
    corners = (sign[height - high :, :wide], sign[:high, width - wide :])
    return sum(float(corner.mean()) for corner in corners)


def _stroke_widths(grey: Image) -> list[int]:
    """Return the lengths of level strokes: rows that are dark, parted by lighter ones."""
    paper, darkest = float(np.percentile(grey, 95)), float(grey.min())
    widths = np.count_nonzero(grey < (paper + darkest) / 2, axis=1)
    return [int(widths[start:end].max()) for start, end in runs(widths > widths.max() / 2)]


def is_like_a_sign(text: str) -> bool:
    """Return whether a character may be a sign that stands by itself, such as ≥ or %."""
    return text in _LIKE_SIGNS or text in _SIGNS or text in "%％" or text.isdecimal()


def _in_figure(before: Character, after: Character) -> bool:
    return all(one.text.isdecimal() or one.text in _POINTS for one in (before, after))


def _strokes(picture: Image) -> float:
    """Return the part of the columns written on in which three strokes are above each other."""
    black = (blackened(picture) > 0).astype(np.int8)
    edges = np.diff(np.pad(black, ((1, 1), (0, 0))), axis=0) == 1
    strokes = np.count_nonzero(edges, axis=0)
    written = np.count_nonzero(strokes)
    return np.count_nonzero(strokes >= _STROKES) / written if written else 0.0
