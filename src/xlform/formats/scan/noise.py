"""What was recognised on a line without noise, the remains of a seal, and dashes taken for 一."""

from __future__ import annotations

from xlform.formats.scan.content import Character
from xlform.formats.scan.ends import without_ends
from xlform.formats.scan.figure_ink import is_like_a_sign
from xlform.formats.scan.images import Image
from xlform.formats.scan.ink_shapes import STROKES
from xlform.formats.scan.readings import probability

# A line without any character this likely is noise; at the ends of a line on red ink, a character
# has to be surer, where this much of its place is red.
_NOISE, _SURE, _HARDLY, _REDDENED = 0.45, 0.8, 0.3, 40
# The dash of a range follows a figure or one of these.
_DATES = frozenset("年月日")


def with_dashes(found: tuple[Character, ...]) -> tuple[Character, ...]:
    """Return the characters of a line with the dash of a range, 1月—12月, that was taken for 一."""
    characters = list(found)
    for place in range(1, len(found) - 1):
        before, one, after = found[place - 1 : place + 2]
        is_range = before.text.isdecimal() or before.text in _DATES
        if one.text == "一" and is_range and after.text.isdecimal():
            characters[place] = Character("—", one.probability, one.place, one.others)
    return tuple(characters)


def _as_a_stroke(character: Character) -> float:
    """Return the probability of a character, of one stroke that of all signs which look like it."""
    if character.text not in STROKES:
        return character.probability
    alike = (chance for other, chance in character.others if other in STROKES)
    return character.probability + sum(alike)


def _least(text: str) -> float:
    """Return the probability from which a character on red ink is no remains of the seal.

    Those are taken for points and letters, less often for a figure, and hardly for a word.
    """
    if text.isdecimal() or is_like_a_sign(text):
        return _NOISE
    return _SURE if text.isascii() or not text.isalpha() else _HARDLY


def without_noise(found: tuple[Character, ...], red: Image) -> tuple[Character, ...]:
    """Return the characters of a line without noise: of none is sure, or unsure ones on red ink."""
    reddened = bool(red.any())
    is_sign = len(found) == 1 and not reddened and is_like_a_sign(found[0].text)
    if not is_sign and all(_as_a_stroke(character) < _NOISE for character in found):
        return ()
    if not reddened:
        return found
    width = red.shape[1]
    size = max(1, red.shape[0] // 2)

    def is_remainder(character: Character) -> bool:
        middle = round(character.place * width)
        reddened = red[:, max(0, middle - size) : middle + size].mean() > _REDDENED
        return bool(reddened) and probability(character) < _least(character.text)

    return tuple(without_ends(found, is_remainder))
