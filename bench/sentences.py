"""Sentences of official writing, each with the right word and what people type instead."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

_TEXTS = Path(__file__).parent / "sentences.txt"
# Right sentences with words that are slips elsewhere: 截止日期, 生活必需品.
_RIGHT = Path(__file__).parent / "right_words.txt"
_PAIR = re.compile(r"\[(.+?)\|(.+?)\]")
# Where the sentences of a unit go in turn; units have at least one fund.
_PLACES = ("duties", "goal.0", "duties", "goal.0")
_UNITS = 44


@dataclass(frozen=True)
class Sentence:
    """A sentence of a unit: as it is right, the word in it and what is typed instead."""

    right: str
    word: str
    typed: str
    place: str


@lru_cache(maxsize=1)
def all_sentences() -> tuple[tuple[str, str, str], ...]:
    """Return every sentence as it is right, its word, and what is typed instead."""
    found = []
    for line in _TEXTS.read_text(encoding="utf-8").splitlines():
        pair = _PAIR.search(line)
        if pair is None:
            raise ValueError(f"no [right|typed] in {line}")
        found.append((_PAIR.sub(pair[1], line), pair[1], pair[2]))
    return tuple(found)


def own_sentences(number: int) -> tuple[Sentence, ...]:
    """Return the sentences that the unit of that number writes."""
    mine = all_sentences()[number % _UNITS :: _UNITS]
    return tuple(Sentence(*sentence, place) for sentence, place in zip(mine, _PLACES, strict=False))


def right_sentence(number: int) -> str:
    """Return a sentence for the duties of the unit of that number, right as it is."""
    lines = _RIGHT.read_text(encoding="utf-8").splitlines()
    return lines[number % len(lines)]
