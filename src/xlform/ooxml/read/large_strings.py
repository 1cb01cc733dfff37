"""Shared strings of a workbook that holds far more of them than its forms use.

Programs leave in the table what sheets deleted long ago once said, a million strings among them. It
is cut into pieces of whole strings; a piece is parsed when one of its strings is asked for.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from itertools import accumulate
from typing import overload
from xml.etree import ElementTree as ET
from xml.parsers import expat

from xlform.ooxml.read.package import CHUNK, NAMESPACES

_HEAD = re.compile(rb'\s*(?:<\?xml [^<>]*\?>\s*)?<sst(?=\s)[^<>]*?\sxmlns="([^<>"]*)"[^<>]*(?<!/)>')
_END = re.compile(rb"</sst\s*>\s*\Z")
_ITEM = re.compile(rb"<si(?=[\s/>])")
_UNUSUAL = (b"<!", b"strike", b":si")
_NOT_UTF_8 = re.compile(rb"""<\?xml [^<>]*encoding=["'](?![Uu][Tt][Ff]-8["'])""")


class LargeStrings(Sequence[str]):
    """Strings by number, parsed piece by piece when needed; ``text_of`` gives that of an ``<si>``.

    Raises :class:`ValueError` for a part that has to be read as a whole, and
    :class:`xml.etree.ElementTree.ParseError` for one that is no XML.
    """

    def __init__(self, data: bytes, text_of: Callable[[ET.Element], str]) -> None:
        head, end = _HEAD.match(data), _END.search(data, max(len(data) - CHUNK, 0))
        # A comment may hold strings that are none; struck-out words are listed for all strings.
        unusual = any(mark in data for mark in _UNUSUAL) or data.count(b"<?") > 1
        if unusual or not head or not end or _NOT_UTF_8.match(data):
            raise ValueError
        if head[1].decode("ascii", "replace") not in NAMESPACES:
            raise ValueError
        _check(data)
        self._head, self._data, self._text_of = head[0], data, text_of
        self._starts = _starts(data, head.end(), end.start())
        counts = map(len, map(self._items, range(len(self._starts) - 1)))
        self._numbers = list(accumulate(counts, initial=0))
        self._parsed: dict[int, list[str]] = {}

    def __len__(self) -> int:
        return self._numbers[-1]

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[str]: ...
    def __getitem__(self, index: int | slice) -> str | Sequence[str]:
        if isinstance(index, slice):
            return [self[number] for number in range(*index.indices(len(self)))]
        number = index + len(self) * (index < 0)
        if not 0 <= number < len(self):
            raise IndexError(index)
        piece = bisect_right(self._numbers, number) - 1
        strings = self._parsed.get(piece)
        if strings is None:
            strings = self._parsed[piece] = self._read(piece)
        return strings[number - self._numbers[piece]]

    def _items(self, piece: int) -> list[bytes]:
        return _ITEM.findall(self._data, self._starts[piece], self._starts[piece + 1])

    def _read(self, piece: int) -> list[str]:
        spelled = self._data[self._starts[piece] : self._starts[piece + 1]]
        tree = ET.fromstring(self._head + spelled + b"</sst>")  # noqa: S314  (no DOCTYPE in it)
        return [self._text_of(item) for item in tree]


def _check(data: bytes) -> None:
    """Raise :class:`xml.etree.ElementTree.ParseError` unless the part is well-formed XML."""
    try:
        expat.ParserCreate().Parse(data, True)  # noqa: FBT003  (expat takes it by position)
    except expat.ExpatError as damage:
        raise ET.ParseError from damage


def _starts(data: bytes, first: int, end: int) -> list[int]:
    """Return where each piece starts, and where the last one ends."""
    starts = [first]
    while found := _ITEM.search(data, starts[-1] + CHUNK, end):
        starts.append(found.start())
    return [*starts, end]
