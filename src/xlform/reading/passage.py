"""Words found in paragraphs by patterns, whatever the blanks and widths they are written in."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache

import msgspec

from xlform.reading.index import BLANKS
from xlform.reading.values import stripped

# What a pattern never sees: blanks of every width, line breaks within a paragraph, soft hyphens.
_UNSEEN = frozenset(BLANKS) | frozenset("\u00ad\u200c\u200d\u2060")


@lru_cache(maxsize=4096)
def _folded(sign: str) -> str:
    return unicodedata.normalize("NFKC", sign)


class Line(msgspec.Struct, frozen=True):
    """A paragraph or a part of one: its row on the sheet and its words."""

    row: int
    text: str


class Quote(msgspec.Struct, frozen=True):
    """Words of a passage as they stand there, and the rows they stand in, from the first on."""

    text: str
    rows: tuple[int, ...]


class Passage:
    r"""Paragraphs read as one text; a pattern sees them folded (NFKC), without blanks.

    ``\n`` stands between two paragraphs and nowhere else.
    """

    def __init__(self, lines: Iterable[Line]) -> None:
        self._lines: Sequence[Line] = tuple(lines)

    @cached_property
    def _seen(self) -> tuple[str, list[tuple[int, int]]]:
        """The text as patterns see it, and for each sign its line and its place there."""
        signs: list[str] = []
        places: list[tuple[int, int]] = []
        for number, line in enumerate(self._lines):
            if number:
                signs.append("\n")
                places.append((number, 0))
            for at, sign in enumerate(line.text):
                if sign not in _UNSEEN:
                    folded = _folded(sign)
                    signs.append(folded)
                    places += [(number, at)] * len(folded)
        return "".join(signs), places

    @property
    def folded(self) -> str:
        """The text as patterns see it."""
        return self._seen[0]

    def find(self, patterns: Iterable[re.Pattern[str]]) -> Quote | None:
        """The words in the group ``value`` of the first pattern that fits."""
        for pattern in patterns:
            if found := pattern.search(self._seen[0]):
                return self._quote(*found.span("value"))
        return None

    def whole(self) -> Quote | None:
        """All of it; ``None`` where there are but blanks."""
        filled = [line for line in self._lines if stripped(line.text)]
        text = stripped("\n".join(line.text for line in filled))
        return Quote(text, tuple(line.row for line in filled)) if text else None

    def _quote(self, start: int, end: int) -> Quote | None:
        if start >= end:
            return None
        places = self._seen[1]
        first, begin = places[start]
        last, stop = places[end - 1]
        texts = [line.text for line in self._lines[first : last + 1]]
        texts[-1] = texts[-1][: stop + 1]
        texts[0] = texts[0][begin:]
        rows = tuple(line.row for line in self._lines[first : last + 1])
        return Quote(stripped("\n".join(texts)), rows)
