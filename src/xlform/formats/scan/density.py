"""Pages with more text than any form has: they are refused before much of it is recognised."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from xlform.formats.scan.content import Box, Character, DensePageError

# Width of all lines of a page in their heights: about how many wide characters it may hold. The
# densest forms hold 1,400 on 200 lines, a page of an official document 620 (GB/T 9704-2012, 5.2.2).
# A line takes as long as so many characters by itself; this many take 6 s of CPU.
_CHARACTERS_AT_MOST, _A_LINE = 2_000, 1.1
# A page with more lines than this is a ledger, where fewer than one in so many has words: forms
# have 200 lines, and words beside each figure. Figures take twice the time.
_LINES_AT_MOST, _WORDS = 300, 6


def require_readable(lines: Iterable[Box]) -> None:
    """Raise :class:`DensePageError` for lines of a page that take too long to recognise."""
    written = sum(_A_LINE + line.width / max(1, line.height) for line in lines)
    if written > _CHARACTERS_AT_MOST:
        raise DensePageError


def require_words(lines: int, found: Sequence[Sequence[Character]]) -> None:
    """Raise :class:`DensePageError` for a page of so many lines, nearly all of them figures.

    ``found`` are the characters of all its lines, or of some.
    """
    words = sum(any(_is_word(one.text) for one in characters) for characters in found)
    if lines > _LINES_AT_MOST and words * _WORDS < len(found):
        raise DensePageError


def _is_word(text: str) -> bool:
    return text.isalpha() and not text.isascii()
