"""Words looked for at a place of a text, the longest first.

Sets of a few hundred words are matched by slices: their patterns would take longer to compile than
a whole check takes to read its values.
"""

from __future__ import annotations

from collections.abc import Iterable


class Affixes:
    """Words that may stand at the beginning or the end of a text."""

    def __init__(self, words: Iterable[str]) -> None:
        self.words = frozenset(words)
        self._lengths = sorted({len(word) for word in self.words}, reverse=True)

    def __contains__(self, word: str) -> bool:
        return word in self.words

    def at(self, text: str, start: int = 0) -> str:
        """Return the longest word that begins at ``start``; "" for none."""
        for length in self._lengths:
            found = text[start : start + length]
            if found in self.words:
                return found
        return ""

    def before(self, text: str) -> str:
        """Return the longest word that the text ends with; "" for none."""
        size = len(text)
        for length in self._lengths:
            if length <= size and text[size - length :] in self.words:
                return text[size - length :]
        return ""

    def stripped(self, text: str, *, at_most: int) -> str:
        """Return the text without words at its end, ``at_most`` of them."""
        for _ in range(at_most):
            word = self.before(text)
            if not word:
                break
            text = text[: -len(word)]
        return text
