"""Paragraphs searched as one text, independent of whitespace and character width."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import accumulate

import msgspec

from xlform.reading.index import WHITESPACE
from xlform.reading.values import strip_whitespace

# Removed before matching: whitespace of every width, line breaks in a paragraph, soft hyphens.
_IGNORED = frozenset(WHITESPACE) | frozenset("\u00ad\u200c\u200d\u2060")
# Each other character is one of the folded text: full width becomes half width.
_FOLDED: dict[int, str | None] = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
_FOLDED |= dict.fromkeys(map(ord, _IGNORED)) | {ord("￥"): "¥", ord("﹣"): "-", ord("−"): "-"}


def folded(text: str) -> str:
    """Return text in half width and without whitespace."""
    return text.translate(_FOLDED)


class Line(msgspec.Struct, frozen=True):
    """Paragraph or part of one: its row and column on the sheet, and its text.

    ``joined`` lines continue the paragraph of the line before, as cells of a row do.
    """

    row: int
    text: str
    column: int = 1
    joined: bool = False

    @property
    def position(self) -> tuple[int, int]:
        """Return its row and column."""
        return self.row, self.column


class Quote(msgspec.Struct, frozen=True):
    """Part of a passage in its original text, and the positions of the lines it spans."""

    text: str
    cells: tuple[tuple[int, int], ...]


class Passage:
    r"""Paragraphs as one text; patterns match it folded and without whitespace.

    ``\n`` separates paragraphs and occurs nowhere else.
    """

    def __init__(self, lines: Iterable[Line]) -> None:
        self.lines: Sequence[Line] = tuple(lines)
        self._texts = tuple(folded(line.text) for line in self.lines)
        self._separators = tuple("" if line.joined else "\n" for line in self.lines)
        pieces = zip(self._separators, self._texts, strict=True)
        self.folded = "".join(s + t for s, t in pieces).removeprefix("\n")
        """The folded text."""

    @cached_property
    def _starts(self) -> list[int]:
        """Return where each line starts in the folded text."""
        lengths = [
            len(separator) * (number > 0) + len(text)
            for number, (separator, text) in enumerate(
                zip(self._separators, self._texts, strict=True)
            )
        ]
        ends = list(accumulate(lengths))
        return [end - len(text) for end, text in zip(ends, self._texts, strict=True)]

    def find(self, patterns: Iterable[re.Pattern[str]]) -> Quote | None:
        """Return the text in the group ``value`` of the first pattern that matches."""
        for pattern in patterns:
            if match := pattern.search(self.folded):
                return self.quote(*match.span("value"))
        return None

    def full_text(self) -> Quote | None:
        """Return the whole passage; ``None`` if it is only whitespace."""
        return self.quote(0, len(self.folded))

    def line_at(self, offset: int) -> int:
        """Return the number of the line at an offset of the folded text."""
        return max(0, bisect_right(self._starts, offset) - 1)

    def quote(self, start: int, end: int) -> Quote | None:
        """Return a span of the folded text as written; ``None`` if it is empty."""
        while start < end and self.folded[start] == "\n":
            start += 1
        while end > start and self.folded[end - 1] == "\n":
            end -= 1
        if start >= end:
            return None
        first, last = self.line_at(start), self.line_at(end - 1)
        if first == last:
            line = self.lines[first]
            begin = _offset(line.text, start - self._starts[first])
            stop = _offset(line.text, end - 1 - self._starts[first]) + 1
            return Quote(strip_whitespace(line.text[begin:stop]), (line.position,))
        texts = [line.text for line in self.lines[first : last + 1]]
        texts[-1] = texts[-1][: _offset(texts[-1], end - 1 - self._starts[last]) + 1]
        texts[0] = texts[0][_offset(texts[0], start - self._starts[first]) :]
        lines = list(zip(self.lines[first : last + 1], texts, strict=True))
        filled = [(line, text) for line, text in lines if strip_whitespace(text)]
        words = "".join(text if line.joined else f"\n{text}" for line, text in filled)
        cells = tuple(dict.fromkeys(line.position for line, _ in filled))
        return Quote(strip_whitespace(words), cells)


def _offset(text: str, count: int) -> int:
    """Return the offset of the character of ``text`` that is number ``count`` when folded."""
    if len(text) > count and _IGNORED.isdisjoint(text[: count + 1]):
        return count
    for offset, char in enumerate(text):
        if char not in _IGNORED:
            if not count:
                return offset
            count -= 1
    return len(text)
