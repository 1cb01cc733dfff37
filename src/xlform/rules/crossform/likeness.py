"""How alike two texts are, told from their pieces of two signs each."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from itertools import pairwise

# Letters, digits, Chinese signs and the signs of a target; punctuation and blanks say nothing.
_SILENT = re.compile(r"[^\w%‰≥≤<>=+]|_")
_CHINESE = re.compile("[\u4e00-\u9fff]{2,}")


@lru_cache(maxsize=2048)
def plainly(text: str) -> str:
    """A text as texts are compared: width, blanks and punctuation out."""
    return _SILENT.sub("", unicodedata.normalize("NFKC", text))


def likeness(one: str, other: str) -> int:
    """How alike two texts are, in whole per cent: the share of pieces they have in common."""
    first, second = _counted(plainly(one)), _counted(plainly(other))
    total = first.total() + second.total()
    shared = (first & second).total()
    return 200 * shared // total if total else 100 * (plainly(one) == plainly(other))


@lru_cache(maxsize=512)
def _counted(text: str) -> Counter[str]:
    return Counter(map("".join, pairwise(text)))


def pieces(text: str, generic: Mapping[str, str]) -> frozenset[str]:
    """The pieces of two Chinese signs in a text once ``generic`` words are taken out."""
    found: set[str] = set()
    for run in _CHINESE.findall(_without(text, tuple(generic))):
        found.update(map("".join, pairwise(run)))
    return frozenset(found)


def _without(text: str, generic: tuple[str, ...]) -> str:
    return _any_of(generic).sub(" ", text) if generic else text


@lru_cache(maxsize=8)
def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    """Any of the words, the longest first."""
    return re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))))
