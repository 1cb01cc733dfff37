"""Width of text in columns, where a Chinese character takes two (UAX #11, East Asian Width).

The measure for terminals, for the columns of the grid notation and for lines in cells.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Literal

_WIDE = frozenset("WF")
_AMBIGUOUS = "A"


def text_width(text: str) -> int:
    """Return the number of columns of a text."""
    return len(text) if text.isascii() else sum(map(char_width, text))


@lru_cache(maxsize=8_192)
def char_width(char: str, ambiguous: Literal[1, 2] = 1) -> int:
    """Return 0 for a combining character, 2 for a wide one, else 1.

    ``ambiguous`` is the width of characters such as “ and ①, which Chinese fonts draw wide and
    terminals narrow.
    """
    if unicodedata.combining(char):
        return 0
    width = unicodedata.east_asian_width(char)
    return ambiguous if width == _AMBIGUOUS else 1 + (width in _WIDE)
