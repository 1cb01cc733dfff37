"""The records of an .xlsb's parts, and the fields of a record. Source: MS-XLSB 2.1.4, 2.5."""

from __future__ import annotations

import re
import struct
from collections.abc import Callable, Iterator

_MORE, _BITS = 0x80, 0x7F
_NO_TEXT = 0xFFFFFFFF
_INTEGER, _HUNDREDTH = 2, 1


# A row's record and the blank cells (MS-XLSB 2.4.681, 2.4.309) or figures (2.4.316, 2.4.313) of it.
_HEAD, _EMPTY = rb"\x00(?:\x11.{17}|\x19.{25})", rb"\x01\x08.{8}"
_BLANK_ROWS = re.compile(rb"(?:%b(?:%b)*+(?=\x00))++" % (_HEAD, _EMPTY), re.DOTALL)
_BLANKS = re.compile(rb"(?:%b)++" % _EMPTY, re.DOTALL)
_FIGURE_ROWS = re.compile(
    rb"(?:%b(?:%b|\x02\x0c.{12}|\x05\x10.{16})*+(?=\x00))++" % (_HEAD, _EMPTY), re.DOTALL
)
_ROW, _BLANK = 0, 1
SKIPPED = -1


def sheet_records(part: bytes, is_far: Callable[[], bool]) -> Iterator[tuple[int, bytes]]:
    """Yield the records of a large sheet without its blank rows and cells.

    While ``is_far`` holds, rows of nothing but figures are passed over as well; for them there is
    one record :data:`SKIPPED`.
    """
    place = 0
    while place < len(part):
        kind, begin = _number(part, place, 2)
        if kind == _ROW and (blank := _BLANK_ROWS.match(part, place)):
            place = blank.end()
        elif kind == _ROW and is_far() and (figures := _FIGURE_ROWS.match(part, place)):
            place = figures.end()
            yield SKIPPED, b""
        elif kind == _BLANK and (blank := _BLANKS.match(part, place)):
            place = blank.end()
        else:
            size, begin = _number(part, begin, 4)
            if begin + size > len(part):
                raise ValueError(begin)
            yield kind, part[begin : begin + size]
            place = begin + size


def records(part: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the records of a part, type and content; ``ValueError`` if the last is incomplete."""
    place = 0
    while place < len(part):
        kind, place = _number(part, place, 2)
        size, place = _number(part, place, 4)
        if place + size > len(part):
            raise ValueError(place)
        yield kind, part[place : place + size]
        place += size


def _number(part: bytes, place: int, bytes_at_most: int) -> tuple[int, int]:
    """Return a variable-length number, and its end (MS-XLSB 2.1.4)."""
    number = 0
    for index in range(bytes_at_most):
        byte = part[place + index]
        number |= (byte & _BITS) << 7 * index
        if not byte & _MORE:
            return number, place + index + 1
    return number, place + bytes_at_most


def short_float(stored: int) -> float:
    """Return a number stored in 30 bits (RkNumber, MS-XLSB 2.5): an integer or half a float."""
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
        """Return a 64-bit float."""
        [found] = struct.unpack_from("<d", self._content, self._place)
        self._place += 8
        return float(found)

    def text(self) -> str:
        """Return a length-prefixed text."""
        [length] = self.numbers("<I")
        return "" if length == _NO_TEXT else self.rest(length * 2).decode("utf-16-le")

    def rest(self, size: int) -> bytes:
        """Return this many bytes; ``ValueError`` where the record is too short."""
        found = self._content[self._place : self._place + size]
        if len(found) < size:
            raise ValueError(size)
        self._place += size
        return found


def fields_of(content: bytes) -> Fields:
    """Return the fields of a record."""
    return Fields(content)
