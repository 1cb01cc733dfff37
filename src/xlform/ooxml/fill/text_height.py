"""Lines of a wrapped text in a cell, and the height of a row that shows them."""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from xlform.model.memoize import by_text
from xlform.model.text_width import char_width

# A column's width counts digits of the workbook's default font (18.3.1.13). Those of 宋体 11 pt
# are 8 of 96 dots wide, those of Latin fonts 7: paper is measured by the wider, lines by less.
_POINTS_ON_PAPER: Final = 6.0
_POINTS_OF_WIDTH: Final = 5.7
_EDGES: Final = 5.0
# Width as a part of the font size: a Chinese character is as wide as high, a Latin one about half.
_WIDE, _NARROW, _CAPITAL = 1.0, 0.56, 0.75
_LEADING: Final = 1.32
_PADDING: Final = 5.0
HEIGHT_AT_MOST: Final = 409.0


@lru_cache(maxsize=4096)
def _width(char: str) -> float:
    # 宋体 draws characters of ambiguous width, such as “ and ①, as wide as Chinese ones.
    columns = char_width(char, 2)
    if columns != 1:
        return _WIDE if columns else 0.0
    return _CAPITAL if char.isupper() or char in "%@mMwW&" else _NARROW


def line_count(text: str, width: float, size: float) -> int:
    """Return the lines of a text in a column ``width`` digits wide, its font ``size`` points.

    A line is taken to end one character early, since a character that may not begin a line is moved
    to it together with the one before (避头尾).
    """
    room = max((width * _POINTS_OF_WIDTH - _EDGES) / size, 1.0)
    if len(text) <= room and "\n" not in text:  # no character is wider than the font's size
        return 1
    usable = max(room - 1.0, 1.0)
    return sum([1 if need <= room else math.ceil(need / usable) for need in _line_widths(text)])


@by_text
def _line_widths(text: str) -> tuple[float, ...]:
    """Return the width of each line of a text as a multiple of the font size."""
    return tuple(sum(map(_width, line)) for line in text.split("\n"))


def points_wide(widths: Iterable[float]) -> float:
    """Return the width on paper of columns, in points."""
    return sum(width * _POINTS_ON_PAPER for width in widths)


def height_of(lines: int, size: float) -> float:
    """Return the height of lines, in points."""
    return lines * size * _LEADING + _PADDING
