"""English names of fields, columns and tables, from a list of words; never from sounds."""

from __future__ import annotations

import re
from collections.abc import Container

from xlform.learning.labels import plain_label
from xlform.learning.words import LearningWords

# A name is made of words only if these cover so much of the label.
_COVERED = 0.6
_MAX_WORDS = 4
_LATIN = re.compile(r"[^a-z0-9]+")


class Namer:
    """Finds names of labels."""

    def __init__(self, words: LearningWords) -> None:
        self._names = words.names
        self._parts = words.parts
        self._longest = max(map(len, self._parts), default=1)
        self.of_which = words.labels("of-which")

    def name(self, label: str) -> str:
        """Return the name of a label, "" if its words are unknown."""
        plain = plain_label(label, self.of_which)
        if plain in self._names:
            return self._names[plain]
        bare = plain_label(re.sub(r"[（(].*?[)）]", "", label), self.of_which)
        return self._names.get(bare) or self._composed(bare or plain)

    def _composed(self, label: str) -> str:
        """Return the names of a label's words, the longest words first from the left."""
        found: list[str] = []
        covered = place = 0
        while place < len(label):
            for length in range(min(self._longest, len(label) - place), 0, -1):
                word = label[place : place + length]
                if word in self._parts:
                    part = self._parts[word]
                    if part and part not in found[-1:]:
                        found.append(part)
                    covered += length
                    break
            else:
                length = 1
            place += length
        if not found or covered < _COVERED * len(label):
            latin = _LATIN.sub("_", label.lower()).strip("_")
            return latin if latin[:1].isalpha() and len(latin) > 1 else ""
        return "_".join("_".join(found).split("_")[: _MAX_WORDS + 1])


def unique(name: str, taken: Container[str]) -> str:
    """Return a name, numbered from 2 if it is taken."""
    if name not in taken:
        return name
    number = 2
    sign = "-" if "-" in name else "_"
    while f"{name}{sign}{number}" in taken:
        number += 1
    return f"{name}{sign}{number}"
