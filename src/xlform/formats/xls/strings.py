"""Shared strings of an .xls, counted as they are stored. Source: MS-XLS 2.4.265, 2.5.293."""

from __future__ import annotations

import struct
from collections.abc import Sequence

import msgspec

_HEAD = struct.Struct("<HB")
_FIRST_AT = 8
_RUNS, _EXTENDED, _WIDE = 0x08, 0x04, 0x01
_RUN = 4


class StoredStrings(msgspec.Struct, frozen=True):
    """Count of whole strings; whether they fill their records; the longest row of empty ones."""

    count: int
    exact: bool
    empty: int


def stored_strings(blocks: Sequence[bytes]) -> StoredStrings:
    """Return the strings of the record SST and its continuations, whatever their stated number."""
    reader = _Reader(blocks)
    count = empty = longest = 0
    try:
        while not reader.at_end:
            empty = empty + 1 if reader.pass_string() == 0 else 0
            longest = max(longest, empty)
            count += 1
    except (IndexError, struct.error):
        return StoredStrings(count, exact=False, empty=longest)
    return StoredStrings(count, exact=True, empty=longest)


class _Reader:
    """Position in the records; ``IndexError`` behind the last of them."""

    def __init__(self, blocks: Sequence[bytes]) -> None:
        self._blocks = blocks
        self._block = 0
        self._at = _FIRST_AT

    @property
    def at_end(self) -> bool:
        """True behind the last byte, where a string can end."""
        while self._at >= len(self._blocks[self._block]):
            if self._block + 1 == len(self._blocks):
                return self._at == len(self._blocks[self._block])
            self._at -= len(self._blocks[self._block])
            self._block += 1
        return False

    def pass_string(self) -> int:
        """Pass a string, and return its length."""
        length, flags = _HEAD.unpack_from(self._blocks[self._block], self._at)
        self._at += _HEAD.size
        more = 0
        if flags & _RUNS:
            more += _RUN * self._number("<H")
        if flags & _EXTENDED:
            more += self._number("<I")
        self._pass_letters(length, flags)
        self._at += more
        return int(length)

    def _number(self, form: str) -> int:
        [number] = struct.unpack_from(form, self._blocks[self._block], self._at)
        self._at += struct.calcsize(form)
        return int(number)

    def _pass_letters(self, left: int, flags: int) -> None:
        """Pass the letters, which a continuation begins anew with flags of its own."""
        while left:
            width = 2 if flags & _WIDE else 1
            here = min(left, max(0, len(self._blocks[self._block]) - self._at) // width)
            self._at += here * width
            left -= here
            if left:
                self._block += 1
                flags = self._blocks[self._block][0]
                self._at = 1
