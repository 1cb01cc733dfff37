"""Text by the columns it takes on a terminal, where a Chinese sign takes two."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import lru_cache

_WIDE = frozenset("WF")
_ELLIPSIS = "…"
# A line must not begin with these (the typesetting rule 避头尾).
_NEVER_FIRST = frozenset("，。、；：！？）》」』”’,.;:!?)")


def width(text: str) -> int:
    """How many terminal columns the text takes."""
    if text.isascii():
        return len(text)
    return sum(map(_sign_width, text))


@lru_cache(maxsize=8_192)
def _sign_width(sign: str) -> int:
    if unicodedata.combining(sign):
        return 0
    return 2 if unicodedata.east_asian_width(sign) in _WIDE else 1


def padded(text: str, columns: int) -> str:
    """The text with blanks behind it up to ``columns``."""
    return text + " " * max(0, columns - width(text))


def clipped(text: str, columns: int) -> str:
    """The text on one line and within ``columns``, an ellipsis where something was cut off."""
    line = " ".join(text.split()) if "\n" in text or "\t" in text else text
    if width(line) <= columns:
        return line
    room = columns - width(_ELLIPSIS)
    taken = ""
    for sign in line:
        room -= _sign_width(sign)
        if room < 0:
            break
        taken += sign
    return taken + _ELLIPSIS


def wrapped(text: str, columns: int) -> Iterator[str]:
    """The text in lines of at most ``columns``, broken at blanks or between Chinese signs."""
    for paragraph in text.split("\n"):
        if width(paragraph) <= columns:
            yield paragraph.rstrip()
            continue
        line, taken = "", 0
        for piece in _pieces(paragraph):
            fits = taken + width(piece.rstrip()) <= columns
            if not line or fits or piece[0] in _NEVER_FIRST:
                line += piece
                taken += width(piece)
            else:
                yield line.rstrip()
                line = piece.lstrip()
                taken = width(line)
        yield line.rstrip()


def _pieces(text: str) -> Iterator[str]:
    """Words with the blank behind them; each Chinese sign for itself."""
    word = ""
    for sign in text:
        if _sign_width(sign) > 1:
            if word:
                yield word
            yield sign
            word = ""
        else:
            word += sign
            if sign == " ":
                yield word
                word = ""
    if word:
        yield word
