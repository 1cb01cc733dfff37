"""Characters told by the shape of their ink, or doubtful for it: a lone stroke, a ring, ㎡.

The model recognises the dash — as 一 or -, 〇 as O, and ㎡ as m, with probabilities near 1.00.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from string import ascii_letters

import msgspec
import numpy as np

from xlform.formats.scan.content import Character
from xlform.formats.scan.images import Image
from xlform.formats.scan.readings import probability
from xlform.formats.scan.runs import runs

# A stroke is so high at most and so wide, from and to, in sizes of a character, and filled so far.
_STROKE_HEIGHT, _STROKE_WIDTH, _FILLED = 0.3, (0.2, 1.4), 0.45
# A hyphen is narrower than this.
_HYPHEN = 0.6
STROKES = frozenset("一—－-–−ー_")
_RINGS = frozenset("Oo0○〇◯Q")
# A ring is as wide as high, a zero narrower than this part of its height; its middle is free.
_ROUND, _LARGE, _FREE = 0.85, 0.6, 0.12
_CERTAIN, _LIKELY = 0.96, 0.8
_AFTER_ONE = frozenset("二三")
_NUMERALS = frozenset("一二三四五六七八九〇")
_UNSURE = 0.5
_DEGREE, _CELSIUS = "°", frozenset("C℃")
# Signs that can't be told in characters of fewer pixels.
_FINE_SIGNS, _READABLE = frozenset("%‰-—–/~"), 12
_LONE_LETTERS = frozenset(ascii_letters + "$&§")
_PREFIXES, _LIKE_RAISED = frozenset("kcd"), frozenset("li")
_RAISED_BEHIND = (["²"], ["³"], ["2"], ["3"])
# A figure is raised if it ends so much higher than the lowest of a line and is so much smaller than
# the largest, of so many figures at least that are so high, in sizes of a character.
_RAISED, _FIGURES_BESIDE, _LOWEST, _SMALLER = 0.25, 2, 0.4, 0.8
# Ink of a character at least, as a part of its square.
_FAINTEST = 0.03


def lone_stroke(ink: Image, size: int) -> Character | None:
    """Return the dash or hyphen that a line is, if its ink is one level stroke."""
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    if not len(rows):
        return None
    window = ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1] > 0
    height, width = window.shape
    least, most = (part * size for part in _STROKE_WIDTH)
    if height > max(3, _STROKE_HEIGHT * size) or not least <= width <= most or width < 2 * height:
        return None
    if window.mean() < _FILLED:
        return None
    place = (columns[0] + columns[-1] + 1) / 2 / ink.shape[1]
    return Character("-" if width < _HYPHEN * size else "—", _CERTAIN, float(place))


def is_speck(ink: Image, size: int) -> bool:
    """Return whether what is written is too little for any character, even a hyphen or a 1.

    The model takes it for one all the same: the rest of a seal for 是, with 0.92.
    """
    return int(np.count_nonzero(ink)) < _FAINTEST * size * size


def is_ordinal(lines: Iterable[Sequence[Character]]) -> bool:
    """Return whether the text of a cell is a numeral that follows 一."""
    return "".join(one.text for line in lines for one in line) in _AFTER_ONE


def as_ordinal(found: tuple[Character, ...]) -> tuple[Character, ...]:
    """Return a line with 一 for a lone dash."""
    if len(found) != 1 or found[0].text != "—":
        return found
    return (msgspec.structs.replace(found[0], text="一"),)


def with_ring(found: tuple[Character, ...], ink: Image, size: int) -> tuple[Character, ...]:
    """Return a line of one character, 〇 where that is a ring as wide as high."""
    if len(found) != 1 or found[0].text not in _RINGS:
        return found
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    if len(rows) < _LARGE * size or len(columns) < _ROUND * len(rows):
        return found
    window = ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1] > 0
    third = [slice(length // 3, length - length // 3) for length in window.shape]
    if window[third[0], third[1]].mean() > _FREE:
        return found
    return (Character("〇", _LIKELY, found[0].place, (("○", 0.1), ("0", 0.1))),)


def with_numeral_zeros(found: tuple[Character, ...]) -> tuple[Character, ...]:
    """Return a line with 〇 where a ring stands between numerals: 二〇二三."""
    return tuple(
        msgspec.structs.replace(one, text="〇")
        if one.text in _RINGS and _is_between_numerals(found, place)
        else one
        for place, one in enumerate(found)
    )


def _is_between_numerals(found: tuple[Character, ...], place: int) -> bool:
    beside = found[max(0, place - 1) : place] + found[place + 1 : place + 2]
    return len(beside) > 1 and all(one.text in _NUMERALS for one in beside)


def with_doubtful_metres(found: tuple[Character, ...]) -> tuple[Character, ...]:
    """Return a line with doubt in each m of a unit: ㎡, ㎥, ㎢ and m² are read as m, with 1.00.

    A unit is m, or km, cm and dm, with no other letter before it or behind it; an l or i behind it
    may be the raised figure.
    """
    result = list(found)
    for place, one in enumerate(found):
        texts = [other.text for other in found[max(0, place - 2) : place]]
        if texts and texts[-1] in _PREFIXES:
            texts.pop()
        behind = [other.text for other in found[place + 1 : place + 3]]
        if behind and behind[0] in _LIKE_RAISED:
            behind = behind[1:]
        is_unit = not any(map(_is_letter, (*texts[-1:], *behind[:1])))
        is_unit = is_unit and behind[:1] not in _RAISED_BEHIND
        if one.text == "m" and is_unit and probability(one) > _UNSURE:
            result[place] = Character("m", _UNSURE, one.place, (("m²", _UNSURE), *one.others))
    return tuple(result)


def with_degrees(found: tuple[Character, ...]) -> tuple[Character, ...]:
    """Return a line with ℃ for °C and °℃, and doubt in a C or ° alone, which may be what is left.

    They are weighed behind a figure, or alone.
    """
    result: list[Character] = []
    for place, one in enumerate(found):
        before = result[-1] if result else None
        behind = found[place + 1].text if place + 1 < len(found) else ""
        if one.text in _CELSIUS and before is not None and before.text == _DEGREE:
            while result and result[-1].text == _DEGREE:
                result.pop()
            result.append(msgspec.structs.replace(one, text="℃"))
        elif _is_part_of_degree(one, before, behind):
            result.append(Character(one.text, _UNSURE, one.place, (("℃", _UNSURE), *one.others)))
        else:
            result.append(one)
    return tuple(result)


def _is_part_of_degree(one: Character, before: Character | None, behind: str) -> bool:
    """Return whether a character is the C or the ° of ℃, and nothing else is left of it."""
    if before is not None and not before.text.isdecimal():
        return False
    if one.text == "C":
        return not _is_letter(behind) and (before is not None or not behind)
    return one.text == _DEGREE and behind not in (*_CELSIUS, _DEGREE)


def with_doubtful_signs(found: tuple[Character, ...], size: int) -> tuple[Character, ...]:
    """Return a line with doubt in the signs that can't be told in print of so few pixels.

    The rings of %, ‰ and of 9 or 6 are spots, and a - is lost between figures. A letter alone may
    be any of them.
    """
    if size >= _READABLE:
        return found
    signs = _FINE_SIGNS if len(found) > 1 else _FINE_SIGNS | _LONE_LETTERS
    return tuple(
        msgspec.structs.replace(one, probability=min(one.probability, _UNSURE))
        if one.text in signs
        else one
        for one in found
    )


def _is_letter(text: str) -> bool:
    return text.isascii() and text.isalpha()


def with_raised_figures(
    found: tuple[Character, ...], ink: Image, size: int
) -> tuple[Character, ...]:
    """Return a line with doubt in the figures that are raised: 10³ is read as 103, 25° as 250.

    ``ink`` is the mask of the line.
    """
    spans = {place: span for place, span in _spans(found, ink) if found[place].text.isdecimal()}
    if len(spans) < _FIGURES_BESIDE:
        return found
    low = max(bottom for _, bottom in spans.values())
    high = max(bottom - top for top, bottom in spans.values())
    if high < _LOWEST * size:
        return found
    result = list(found)
    for place, (top, bottom) in spans.items():
        one = found[place]
        if low - bottom > _RAISED * high and bottom - top < _SMALLER * high:
            result[place] = Character(one.text, _UNSURE, one.place, (("", _UNSURE), *one.others))
    return tuple(result)


def _spans(found: Sequence[Character], ink: Image) -> Iterator[tuple[int, tuple[int, int]]]:
    """Yield the first and the last row of the characters of a line, by their place in it.

    A run of columns is the ink of the character it is nearest to, if no other run is as near to it;
    where characters touch, each has the columns nearest to it.
    """
    written = ink > 0
    parts = runs(written.any(axis=0))
    places = np.array([one.place * ink.shape[1] for one in found])
    away = np.abs(np.array(parts).reshape(-1, 2).mean(axis=1)[:, None] - places[None, :])
    for run, (start, end) in enumerate(parts):
        nearest = int(away[run].argmin())
        inside = np.flatnonzero((start <= places) & (places < end)).tolist()
        if len(inside) > 1:
            between = ((places[inside[1:]] + places[inside[:-1]]) / 2).round().astype(int).tolist()
            spans = list(pairwise((start, *(edge + 1 for edge in between), end)))
        elif int(away[:, nearest].argmin()) == run:
            inside, spans = [nearest], [(start, end)]
        else:
            continue
        for place, (first, last) in zip(inside, spans, strict=True):
            rows = np.flatnonzero(written[:, first:last].any(axis=1))
            if len(rows):
                yield place, (int(rows[0]), int(rows[-1]))
