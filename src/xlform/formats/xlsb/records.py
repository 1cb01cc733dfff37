"""The records of an .xlsb's parts, and the fields of a record. Source: MS-XLSB 2.1.4, 2.5."""

from __future__ import annotations

import struct
from collections.abc import Iterator

_MORE, _BITS = 0x80, 0x7F
_NO_TEXT = 0xFFFFFFFF
_INTEGER, _HUNDREDTH = 2, 1


def records(part: bytes) -> Iterator[tuple[int, bytes]]:
    """The records of a part: type and content; ``ValueError`` where the last is cut off."""
    place = 0
    while place < len(part):
        kind, place = _number(part, place, 2)
        size, place = _number(part, place, 4)
        if place + size > len(part):
            raise ValueError(place)
        yield kind, part[place : place + size]
        place += size


def _number(part: bytes, place: int, bytes_at_most: int) -> tuple[int, int]:
    """A number of as many bytes as it needs, and where it ends."""
    number = 0
    for index in range(bytes_at_most):
        byte = part[place + index]
        number |= (byte & _BITS) << 7 * index
        if not byte & _MORE:
            return number, place + index + 1
    return number, place + bytes_at_most


def short_float(stored: int) -> float:
    """A number in 30 bits (RkNumber): a whole number or the upper half of a fraction."""
    if stored & _INTEGER:
        number = float((stored >> 2) - ((stored >> 31) << 30))
    else:
        [number] = struct.unpack("<d", struct.pack("<II", 0, stored & ~3))
    return number / 100 if stored & _HUNDREDTH else number


class Fields:
    """The fields of one record, taken one after the other."""

    __slots__ = ("_content", "_place")

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._place = 0

    def numbers(self, form: str) -> tuple[int, ...]:
        """Whole numbers by their form; ``struct.error`` where the record is too short."""
        found: tuple[int, ...] = struct.unpack_from(form, self._content, self._place)
        self._place += struct.calcsize(form)
        return found

    def fraction(self) -> float:
        """A number in 64 bits."""
        [found] = struct.unpack_from("<d", self._content, self._place)
        self._place += 8
        return float(found)

    def text(self) -> str:
        """A text with its length before it."""
        [length] = self.numbers("<I")
        return "" if length == _NO_TEXT else self.rest(length * 2).decode("utf-16-le")

    def rest(self, size: int) -> bytes:
        """So many bytes; ``ValueError`` where the record is too short."""
        found = self._content[self._place : self._place + size]
        if len(found) < size:
            raise ValueError(size)
        self._place += size
        return found


def fields_of(content: bytes) -> Fields:
    """The fields of a record."""
    return Fields(content)
