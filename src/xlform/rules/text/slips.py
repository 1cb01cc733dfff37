"""Slips of one character: 资今 for 资金, found by the words around it.

``words/lexicon/slips.words`` lists pairs of characters that arise when one character of an official
word is replaced by one of its sound or shape, and that correct texts do not hold. A pair in a text
is a slip if the text falls into far fewer pieces once the character is put right.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise

import msgspec

from xlform.model.resources import shipped_templates
from xlform.rules.text.lexicon import Lexicon, alike, lexicon

_TABLE = "words/lexicon/slips.words"
_CHINESE_RUN = re.compile("[\u4e00-\u9fff]+")
# Characters of context before and after a pair; the gain in cost that makes it a slip.
_CONTEXT = 6
# A shorter run of Chinese characters may be a person's name.
_RUN_AT_LEAST = 4
_PAIR = 2
_GAIN_AT_LEAST = 30
_CLEAR_GAIN = 38


class Slip(msgspec.Struct, frozen=True, gc=False):
    """A slip in a text: where it starts, what is written, what is meant."""

    start: int
    wrong: str
    right: str


@lru_cache(maxsize=1)
def _table() -> dict[str, str]:
    """Return the suspicious pairs: first character → second characters."""
    text = (shipped_templates() / _TABLE).read_bytes().decode()
    return {line[0]: line[1:] for line in text.splitlines()}


def suspicious_pairs(text: str) -> tuple[str, ...]:
    """Return the pairs of characters of a text that may hold a slip, each once."""
    second_of = _table().get
    pairs = [first + second for first, second in pairwise(text) if second in second_of(first, "")]
    return tuple(dict.fromkeys(pairs))


def slips(text: str, suspicious: Iterable[str]) -> Iterator[Slip]:
    """Yield the slips of a text that holds some of the suspicious pairs, in order."""
    found = sorted({at for pair in suspicious for at in _positions(text, pair)})
    end = 0
    for at in found:
        slip = _slip(text, at, lexicon()) if at >= end else None
        if slip:
            yield slip
            end = slip.start + len(slip.wrong)


def is_explained(text: str, slip: Slip) -> bool:
    """Return True if a known word reaches into a misspelt one from outside: 原因该单位, 以经济.

    In a misspelling that brings its context it must hold the character that is wrong.
    """
    first, last = _window(text, slip.start, len(slip.wrong))
    start, end = slip.start - first, slip.start - first + len(slip.wrong)
    wrong = set(range(start, end))
    if end - start > _PAIR and len(slip.wrong) == len(slip.right):
        wrong = {
            start + at
            for at, (char, other) in enumerate(zip(slip.wrong, slip.right, strict=True))
            if char != other
        }
    at = 0
    for piece in lexicon().split(text[first:last])[1]:
        inside = range(at, at + len(piece))
        at = inside.stop
        if (inside.start < start or at > end) and not wrong.isdisjoint(inside) and len(piece) > 1:
            return True
    return False


def corrected(text: str, found: Iterable[Slip]) -> str:
    """Return a text with these slips put right."""
    for slip in sorted(found, key=lambda slip: slip.start, reverse=True):
        text = text[: slip.start] + slip.right + text[slip.start + len(slip.wrong) :]
    return text


def without_words(text: str, words: Iterable[str]) -> str:
    """Return a text of the same length with these words blanked out."""
    for word in words:
        if word in text:
            text = text.replace(word, "\n" * len(word))
    return text


def _positions(text: str, pair: str) -> Iterator[int]:
    at = text.find(pair)
    while at >= 0:
        yield at
        at = text.find(pair, at + 1)


def _slip(text: str, at: int, words: Lexicon) -> Slip | None:
    """Return the slip in the pair at a position; None if the text is right as it is."""
    first, last = _window(text, at, _PAIR)
    found = _best_correction(text[first:last], at - first, words)
    if found is None:
        return None
    start, right = first + found[0], found[1]
    return Slip(start, text[start : start + len(right)], right)


@lru_cache(maxsize=512)
def _best_correction(window: str, at: int, words: Lexicon) -> tuple[int, str] | None:
    """Return where the pair's word starts and what is meant; None if the text is right.

    The corrected word has to stand between known words; if not much is gained, between words of
    several characters.
    """
    if len(window) < _RUN_AT_LEAST:
        return None
    best, limit, written = None, 0, 0
    for corrected_window in _corrections(window, at, words):
        if not written:
            written = words.split(window)[0]
            limit = written - _GAIN_AT_LEAST
        cost, pieces = words.split(corrected_window)
        if cost <= limit and (found := _word_of_pair(pieces, at, words, gain=written - cost)):
            best, limit = found, cost - 1
    return best


def _corrections(window: str, at: int, words: Lexicon) -> Iterator[str]:
    """Yield the texts with one character of the pair replaced so that it is in an official word."""
    starts = range(max(at - 3, 0), at + 1)
    spans = [
        slice(start, end)
        for start in starts
        for end in range(at + _PAIR, min(start + 5, len(window)) + 1)
    ]
    for position in (at, at + 1):
        before, after = window[:position], window[position + 1 :]
        for char in alike(window[position]):
            text = before + char + after
            if not words.official.isdisjoint([text[span] for span in spans]):
                yield text


def _word_of_pair(
    pieces: list[str], at: int, words: Lexicon, *, gain: int
) -> tuple[int, str] | None:
    """Return start and text of the official word that holds the pair, between known words."""
    start = 0
    for number, piece in enumerate(pieces):
        end = start + len(piece)
        if at < end:
            neighbours = pieces[max(number - 1, 0) : number] + pieces[number + 1 : number + 2]
            known = piece in words.official and all(
                len(word) > 1 or (gain >= _CLEAR_GAIN and word in words.chars)
                for word in neighbours
            )
            return (start, piece) if known and at + 1 < end else None
        start = end
    return None


def _window(text: str, at: int, length: int) -> tuple[int, int]:
    """Return the run of Chinese characters around a place, cut to a few on each side."""
    first, last = max(at - _CONTEXT, 0), at + length + _CONTEXT
    for run in _CHINESE_RUN.finditer(text, first, last):
        if run.start() <= at < run.end():
            return run.start(), run.end()
    return at, at + length
