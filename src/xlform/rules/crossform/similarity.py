"""Similarity of two texts by their bigrams (pairs of adjacent characters)."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from itertools import pairwise

from xlform.model.memoize import by_text

# Letters, digits, Chinese characters and comparison signs count; punctuation and spaces do not.
_IGNORED = re.compile(r"[^\w%‰≥≤<>=+]|_")
_CHINESE = re.compile("[\u4e00-\u9fff]{2,}")


def _normalized(text: str) -> str:
    return _IGNORED.sub("", unicodedata.normalize("NFKC", text))


# Returns a text for comparison: NFKC, without spaces and punctuation.
normalize = by_text(_normalized)


@lru_cache(maxsize=2048)
def similarity(text: str, other: str) -> int:
    """Return the similarity of two texts in whole per cent: the share of common bigrams."""
    first, second = _bigram_counts(normalize(text)), _bigram_counts(normalize(other))
    total = first.total() + second.total()
    shared = (first & second).total()
    return 200 * shared // total if total else 100 * (normalize(text) == normalize(other))


@lru_cache(maxsize=512)
def _bigram_counts(text: str) -> Counter[str]:
    return Counter(map("".join, pairwise(text)))


def bigrams(text: str, generic: Mapping[str, str]) -> frozenset[str]:
    """Return the Chinese bigrams of a text after removing ``generic`` words."""
    found: set[str] = set()
    for stretch in _CHINESE.findall(_without_words(text, tuple(generic))):
        found.update(map("".join, pairwise(stretch)))
    return frozenset(found)


def _without_words(text: str, generic: tuple[str, ...]) -> str:
    return _any_of(generic).sub(" ", text) if generic else text


@lru_cache(maxsize=8)
def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    """Return a pattern for any of the words, the longest first."""
    return re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))))
