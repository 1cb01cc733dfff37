"""Vocabulary of official writing, and the characters taken for one another.

``words/lexicon`` below the templates holds the words, the characters of one sound and those of
one shape, each as a text that clerks can extend. It is read only when a text holds a suspicious
pair of characters, which is rare.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import msgspec

from xlform.model.resources import shipped_templates

_FOLDER = Path("words") / "lexicon"
_LONGEST_WORD = 5
# Cost of a piece of a segmented text: a word, a word of one character, a character that is none.
_WORD, _SINGLE, _HALF, _UNKNOWN = 10, 12, 18, 30


class Lexicon(msgspec.Struct, frozen=True, eq=False):
    """Words by use: ``chars`` are the words of one character, each with its cost."""

    official: frozenset[str]
    words: frozenset[str]
    chars: dict[str, int]

    def split(self, text: str) -> tuple[int, list[str]]:
        """Return the best segmentation of a text with its cost: high if few words are known."""
        best: list[tuple[int, int]] = [(0, 0)]
        for end in range(1, len(text) + 1):
            found = best[end - 1][0] + self.chars.get(text[end - 1], _UNKNOWN), end - 1
            for start in range(max(end - _LONGEST_WORD, 0), end - 1):
                if best[start][0] + _WORD < found[0] and text[start:end] in self.words:
                    found = best[start][0] + _WORD, start
            best.append(found)
        pieces: list[str] = []
        end = len(text)
        while end:
            pieces.append(text[best[end][1] : end])
            end = best[end][1]
        return best[-1][0], pieces[::-1]


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """Return the shipped vocabulary."""
    official = frozenset(_read("official.words"))
    often, sometimes = _read("characters.words")
    return Lexicon(
        official,
        official.union(_read("general.words")),
        dict.fromkeys(sometimes, _HALF) | dict.fromkeys(often, _SINGLE),
    )


@lru_cache(maxsize=1024)
def alike(char: str) -> str:
    """Return the characters that one is taken for: those of its sound, then those of its shape."""
    others = "".join(group for group in _groups() if char in group)
    return "".join(dict.fromkeys(others.replace(char, "")))


@lru_cache(maxsize=1)
def _groups() -> tuple[str, ...]:
    """Return the groups of characters of one sound and of one shape."""
    return (*_read("sounds.words"), *_read("shapes.words"))


def _read(name: str) -> list[str]:
    """Return the words of a file of the lexicon, after its comment."""
    content = (shipped_templates() / _FOLDER / name).read_bytes()
    return content.partition(b"\n\n")[2].decode().split()
