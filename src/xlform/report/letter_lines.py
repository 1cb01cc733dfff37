"""Lines that a text takes on the page of a letter: 22 a page of 28 characters (GB/T 9704-2012)."""

from __future__ import annotations

import re
from math import ceil
from typing import Final

import msgspec

from xlform.model.text_width import char_width

LINES_A_PAGE: Final = 22
_CHARACTERS: Final = 28
_INDENT: Final = 2
# Characters of 二号 on a line.
_TITLE_CHARACTERS: Final = 20
_WIDER: Final = 0.13
# What stays on a line: words and numbers, 元/人, a character with the marks that no line may begin
# or end with.
_OPENING, _CLOSING = "“‘（《〔【", "，。、；：！？）”’》〕】"
_UNITS: Final = re.compile(
    rf"[{_OPENING}]*(?:[^\x00-\x7f](?:/[^\x00-\x7f])+|[!-~]+|.)[{_CLOSING}]*", re.DOTALL
)


class Line(msgspec.Struct, frozen=True):
    """Line of a signature; a blank one is filled in by the office."""

    text: str
    is_blank: bool = False

    @property
    def width(self) -> float:
        """Return the width in Chinese characters."""
        return character_width(self.text)


def character_width(text: str) -> float:
    """Return the width of a text in Chinese characters; a digit takes half of one."""
    return sum(char_width(char, 2) for char in text) / 2


def _widest(text: str) -> float:
    """Return the width of a text in a font of wide digits and letters, where 仿宋 is missing."""
    latin = sum(char.isascii() for char in text)
    return character_width(text) + latin * _WIDER


def line_count(text: str) -> int:
    """Return the number of lines of a paragraph whose first line is indented."""
    count = 1
    left: float = _CHARACTERS - _INDENT
    for unit in _UNITS.findall(text):
        width = _widest(unit)
        if width > left:
            # A unit wider than a line is broken.
            count += 1 + int(width // _CHARACTERS)
            left = _CHARACTERS
        left -= width % _CHARACTERS
    return count


def title_line_count(text: str) -> int:
    """Return the number of lines of a title, whose characters are larger."""
    return max(1, ceil(_widest(text) / _TITLE_CHARACTERS))
