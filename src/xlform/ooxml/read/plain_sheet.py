"""Worksheet part in the spelling that all office programs use, read without a tree."""

from __future__ import annotations

import re
from functools import lru_cache
from xml.parsers import expat

import msgspec

from xlform.grid.address import Range, parse_range
from xlform.ooxml.read.known_markup import Markup, SheetMarkup
from xlform.ooxml.read.plain import (
    ATTRIBUTES,
    DATA,
    DATA_END,
    SPECIAL,
    Token,
    attributes_of,
    plain_text,
    root_end,
    tokens_of,
)

_MERGE = re.compile(r'<mergeCell ref="([^"<>&]*+)"')
_COLUMN = re.compile(rf"<col({ATTRIBUTES})/>")
_FRAME_AT_MOST = 16_384

# Merges, attributes of the columns.
_Frame = tuple[tuple[Range, ...], tuple[dict[str, str], ...]]


class PlainSheet(msgspec.Struct, frozen=True):
    """Cells of a sheet, its merges, and the attributes of its columns.

    The cells are ``values``, each with the markup before it, or ``tokens``.
    """

    values: list[str]
    markup: list[Markup]
    tokens: list[Token]
    merges: tuple[Range, ...]
    columns: tuple[dict[str, str], ...]


def plain_sheet(data: bytes) -> PlainSheet | None:
    """Return a worksheet part, or ``None`` unless all of it is in the plain spelling."""
    text = plain_text(data)
    if text is None or not root_end(text, "worksheet") or text.count(DATA) != 1:
        return None
    start = text.index(DATA) + len(DATA)
    end = text.find(DATA_END, start)
    if end < 0:
        return None
    frame = _frame(text[:start] + text[end:])
    if frame is None:
        return None
    rows = SheetMarkup(text, start, end)
    known = rows.known()
    if known is not None:
        return PlainSheet(rows.values, known, [], *frame)
    tokens = tokens_of(text, start, end)
    if tokens is None:
        return None
    rows.remember(tokens)
    return PlainSheet([], [], tokens, *frame)


def _frame(text: str) -> _Frame | None:
    """Return the merges and columns of a part without its rows; ``None`` unless it is plain."""
    return _known_frame(text) if len(text) <= _FRAME_AT_MOST else _read_frame(text)


def _read_frame(text: str) -> _Frame | None:
    merges: list[str] = _MERGE.findall(text)
    columns: list[str] = _COLUMN.findall(text)
    if SPECIAL in text:
        return None
    complete = len(merges) == text.count("<mergeCell ") and len(columns) == text.count("<col ")
    if not complete or not _is_well_formed(text):
        return None
    try:
        ranges = [*map(parse_range, merges)]
    except ValueError:
        return None
    return tuple(ranges), tuple(attributes_of(column) for column in columns)


# Frames recur: those of one layout differ only where rows were added.
_known_frame = lru_cache(maxsize=64)(_read_frame)


def _is_well_formed(frame: str) -> bool:
    """Return whether a part without its rows is well-formed XML."""
    try:
        expat.ParserCreate().Parse(frame, True)  # noqa: FBT003  (expat takes it by position)
    except expat.ExpatError:
        return False
    return True
