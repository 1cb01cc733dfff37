"""Width of text in columns, where a Chinese character takes two (UAX #11, East Asian Width).

The measure for terminals, for the columns of the grid notation and for lines in cells.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Final, Literal

_WIDE: Final = frozenset("WF")
_AMBIGUOUS: Final = "A"
# General categories of visible characters: letters, numbers, punctuation, symbols, blanks.
_VISIBLE: Final = frozenset("LNPSZ")


def text_width(text: str) -> int:
    """Return the number of columns of a text."""
    return len(text) if text.isascii() else sum(map(char_width, text))


@lru_cache(maxsize=8_192)
def char_width(char: str, ambiguous: Literal[1, 2] = 1) -> int:
    """Return 0 for a combining or invisible character, 2 for a wide one, else 1.

    ``ambiguous`` is the width of characters such as “ and ①, which Chinese fonts draw wide and
    terminals narrow. A control character, to which wcwidth gives no width, counts as 1.
    """
    if unicodedata.category(char)[0] in _VISIBLE:
        width = unicodedata.east_asian_width(char)
        return ambiguous if width == _AMBIGUOUS else 1 + (width in _WIDE)
    from wcwidth import wcwidth  # noqa: PLC0415  (slow to load; hardly any text holds such)

    columns: int = wcwidth(char, ambiguous_width=ambiguous)
    return 1 if columns < 0 else columns
