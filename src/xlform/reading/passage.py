"""Pattern search in paragraphs, independent of whitespace and character width."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache

import msgspec

from xlform.reading.index import WHITESPACE
from xlform.reading.values import strip_whitespace

# Removed before matching: whitespace of every width, line breaks in a paragraph, soft hyphens.
_IGNORED = frozenset(WHITESPACE) | frozenset("\u00ad\u200c\u200d\u2060")


@lru_cache(maxsize=4096)
def _fold_char(char: str) -> str:
    return unicodedata.normalize("NFKC", char)


class Line(msgspec.Struct, frozen=True):
    """Paragraph or part of one: its row on the sheet and its text."""

    row: int
    text: str


class Quote(msgspec.Struct, frozen=True):
    """Part of a passage in its original text, and the rows it spans."""

    text: str
    rows: tuple[int, ...]


class Passage:
    r"""Paragraphs as one text; patterns match it folded (NFKC) and without whitespace.

    ``\n`` separates paragraphs and occurs nowhere else.
    """

    def __init__(self, lines: Iterable[Line]) -> None:
        self._lines: Sequence[Line] = tuple(lines)

    @cached_property
    def _normalized(self) -> tuple[str, list[tuple[int, int]]]:
        """Return the normalized text, and the line and offset of each of its characters."""
        chars: list[str] = []
        positions: list[tuple[int, int]] = []
        for number, line in enumerate(self._lines):
            if number:
                chars.append("\n")
                positions.append((number, 0))
            for offset, char in enumerate(line.text):
                if char not in _IGNORED:
                    folded = _fold_char(char)
                    chars.append(folded)
                    positions += [(number, offset)] * len(folded)
        return "".join(chars), positions

    @property
    def folded(self) -> str:
        """Return the normalized text."""
        return self._normalized[0]

    def find(self, patterns: Iterable[re.Pattern[str]]) -> Quote | None:
        """Return the text in the group ``value`` of the first pattern that matches."""
        for pattern in patterns:
            if match := pattern.search(self._normalized[0]):
                return self._quote(*match.span("value"))
        return None

    def full_text(self) -> Quote | None:
        """Return the whole passage; ``None`` if it is only whitespace."""
        filled = [line for line in self._lines if strip_whitespace(line.text)]
        text = strip_whitespace("\n".join(line.text for line in filled))
        return Quote(text, tuple(line.row for line in filled)) if text else None

    def _quote(self, start: int, end: int) -> Quote | None:
        if start >= end:
            return None
        positions = self._normalized[1]
        first, start_offset = positions[start]
        last, end_offset = positions[end - 1]
        texts = [line.text for line in self._lines[first : last + 1]]
        texts[-1] = texts[-1][: end_offset + 1]
        texts[0] = texts[0][start_offset:]
        rows = tuple(line.row for line in self._lines[first : last + 1])
        return Quote(strip_whitespace("\n".join(texts)), rows)
