"""The streams of a compound file (OLE2): what .xls, .doc, .et, .wps and passwords come in.

Source: MS-CFB. Every chain of sectors is followed no further than the file has sectors.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

import msgspec

from xlform.formats.registry import FORMATS

MARK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEADER = struct.Struct("<30xHH14xI4xII4xII")
_LISTED_AT, _LISTED = 76, 109
_ENTRY = struct.Struct("<64sHBxIII36xIQ")
_LAST_SECTOR = 0xFFFFFFFA
_NO_ENTRY = 0xFFFFFFFF
_SECTOR_SHIFTS, _SMALL_SHIFT = (9, 12), 6
_ROOT, _STREAM = 5, 2
ENCRYPTED_STREAM = "EncryptedPackage"
# Streams in the order in which they decide what a file is; a package with a password (MS-OFFCRYPTO
# 2.3.4) may hold any of the others.
_KINDS: tuple[tuple[str, str], ...] = (
    (ENCRYPTED_STREAM, "encrypted"),
    *((stream, entry.name) for entry in FORMATS.values() for stream in entry.streams),
)


class _Entry(msgspec.Struct, frozen=True):
    """Directory entry; its siblings and its first child by number (MS-CFB 2.6.1)."""

    name: str
    kind: int
    left: int
    right: int
    child: int
    start: int
    size: int


class Compound:
    """Streams at the top level of a compound file.

    Raises ``ValueError`` for other files and damaged ones.
    """

    def __init__(self, data: bytes) -> None:
        self._data = data
        try:
            self._open()
        except (struct.error, UnicodeError) as damage:
            raise ValueError(str(damage)) from damage

    def _open(self) -> None:
        shift, small, directory, self._small_from, small_fat, more, count = _HEADER.unpack_from(
            self._data
        )
        if not self._data.startswith(MARK) or shift not in _SECTOR_SHIFTS or small != _SMALL_SHIFT:
            raise ValueError(shift)
        self._sector = 1 << shift
        self._fat = self._allocation(more, count)
        self._small_fat = _numbers(self._chain(small_fat))
        self._entries = [
            _entry(raw) for (raw,) in struct.iter_unpack("128s", self._chain(directory))
        ]
        if not self._entries or self._entries[0].kind != _ROOT:
            raise ValueError(directory)
        self._small = b""
        self.streams = {entry.name.lower(): entry for entry in self._top() if entry.kind == _STREAM}

    @property
    def kind(self) -> str:
        """``encrypted``, ``xls`` or ``doc``; "" for a file of another program."""
        return next((kind for name, kind in _KINDS if name.lower() in self.streams), "")

    def stream(self, *names: str) -> bytes:
        """Return the first stream with one of these names; ``ValueError`` where there is none."""
        found = next((self.streams[n.lower()] for n in names if n.lower() in self.streams), None)
        if found is None:
            raise ValueError(names)
        if found.size >= self._small_from:
            return self._chain(found.start, found.size)
        self._small = self._small or self._chain(self._entries[0].start)
        sectors = _followed(self._small_fat, found.start)
        small = 1 << _SMALL_SHIFT
        pieces = (self._small[number * small : (number + 1) * small] for number in sectors)
        return b"".join(pieces)[: found.size]

    def _allocation(self, more: int, count: int) -> tuple[int, ...]:
        """Return the file allocation table: the next sector of each."""
        listed = list(struct.unpack_from(f"<{_LISTED}I", self._data, _LISTED_AT))
        per_sector = self._sector // 4
        for _ in range(min(count, len(self._data) // self._sector)):
            numbers = _numbers(self._at(more))
            listed += numbers[: per_sector - 1]
            more = numbers[per_sector - 1] if len(numbers) == per_sector else _NO_ENTRY
        sectors = dict.fromkeys(number for number in listed if number < _LAST_SECTOR)
        return _numbers(b"".join(self._at(number) for number in sectors))

    def _at(self, number: int) -> bytes:
        start = (number + 1) * self._sector
        return self._data[start : start + self._sector]

    def _chain(self, start: int, size: int | None = None) -> bytes:
        return b"".join(self._at(number) for number in _followed(self._fat, start))[:size]

    def _top(self) -> Iterator[_Entry]:
        """Yield the children of the root; a cyclic tree is left where it repeats."""
        seen: set[int] = set()
        waiting = [self._entries[0].child]
        while waiting:
            number = waiting.pop()
            if number < len(self._entries) and number not in seen:
                seen.add(number)
                entry = self._entries[number]
                yield entry
                waiting += [entry.left, entry.right]


def compound_kind(data: bytes) -> str:
    """Return a compound file's kind as :attr:`Compound.kind`; ``damaged`` if it can't be read."""
    try:
        return Compound(data).kind or "compound"
    except ValueError:
        # A truncated file can still be recognised as encrypted.
        return "encrypted" if ENCRYPTED_STREAM.encode("utf-16-le") in data else "damaged"


def _entry(raw: bytes) -> _Entry:
    name, length, kind, left, right, child, start, size = _ENTRY.unpack(raw)
    spelled = name[: max(0, min(length, len(name)) - 2)].decode("utf-16-le")
    # Old programs leave the upper half of a 64-bit size undefined (MS-CFB 2.6.1).
    return _Entry(spelled, kind, left, right, child, start, size & 0xFFFFFFFF)


def _followed(table: tuple[int, ...], start: int) -> Iterator[int]:
    """Yield a chain of sectors; ``ValueError`` for a cycle."""
    for _ in range(len(table) + 1):
        if start >= len(table):
            return
        yield start
        start = table[start]
    raise ValueError(start)


def _numbers(data: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4])
