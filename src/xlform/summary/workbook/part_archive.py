"""A zip archive written part after part, of parts that may have been packed elsewhere.

:mod:`zipfile` packs what it writes itself, so that sheets could not be packed by several processes.
The bytes are those it would write: no times, no extra fields (APPNOTE.TXT 4.3.7, 4.3.12, 4.3.16).
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Iterator
from typing import IO, Final

import msgspec

_LOCAL: Final = struct.Struct("<4s5H3I2H")
_CENTRAL: Final = struct.Struct("<4s6H3I5H2I")
_END: Final = struct.Struct("<4s4H2IH")
_VERSION: Final = 20
# Made on a system with permissions: Excel asks for nothing of it.
_MADE_ON_UNIX: Final = 3 << 8
_PERMISSIONS: Final = 0o600 << 16
_DEFLATED: Final = 8
# First date that zip can store, so that the same content gives the same bytes.
_FIRST_DAY: Final = 0x0021
_FULL: Final = 0xFFFFFFFF
# A third of the time of the usual 6, for a quarter more bytes.
_LEVEL: Final = 2


class PackedPart(msgspec.Struct, frozen=True):
    """Numbers of a part that was packed: its CRC-32, its packed size, its own size."""

    checksum: int
    packed: int
    size: int


def pack(pieces: Iterable[bytes], into: IO[bytes]) -> PackedPart:
    """Write the pieces of a part, deflated, to ``into``."""
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    checksum = packed = size = 0
    for piece in pieces:
        checksum, size = zlib.crc32(piece, checksum), size + len(piece)
        if data := packer.compress(piece):
            packed += into.write(data)
    return PackedPart(checksum, packed + into.write(packer.flush()), size)


class PartArchive:
    """An archive that is being written to a stream; :meth:`close` writes its directory.

    Raises ``RuntimeError`` for a part or an archive of more than 4 GiB.
    """

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._directory: list[bytes] = []

    def add(self, name: str, pieces: Iterable[bytes]) -> None:
        """Pack a part."""
        start = self._stream.tell()
        self._stream.write(_local(name, PackedPart(0, 0, 0)))
        part = pack(pieces, self._stream)
        end = self._stream.tell()
        self._stream.seek(start)
        self._stream.write(_local(name, part))
        self._stream.seek(end)
        self._list(name, part, start)

    def add_packed(self, name: str, part: PackedPart, pieces: Iterator[bytes]) -> None:
        """Write a part that was packed before."""
        start = self._stream.tell()
        self._stream.write(_local(name, part))
        for piece in pieces:
            self._stream.write(piece)
        self._list(name, part, start)

    def close(self) -> None:
        """Write the directory of all parts."""
        start = self._stream.tell()
        directory = b"".join(self._directory)
        count = len(self._directory)
        _check_size(start + len(directory))
        self._stream.write(directory)
        self._stream.write(_END.pack(b"PK\x05\x06", 0, 0, count, count, len(directory), start, 0))

    def _list(self, name: str, part: PackedPart, start: int) -> None:
        _check_size(max(start, part.packed, part.size))
        encoded = name.encode("ascii")
        numbers = (
            _VERSION | _MADE_ON_UNIX, _VERSION, 0, _DEFLATED, 0, _FIRST_DAY, part.checksum,
            part.packed, part.size, len(encoded), 0, 0, 0, 0, _PERMISSIONS, start,
        )  # fmt: skip
        self._directory.append(_CENTRAL.pack(b"PK\x01\x02", *numbers) + encoded)


def _local(name: str, part: PackedPart) -> bytes:
    _check_size(max(part.packed, part.size))
    encoded = name.encode("ascii")
    numbers = (
        _VERSION, 0, _DEFLATED, 0, _FIRST_DAY, part.checksum, part.packed, part.size,
        len(encoded), 0,
    )  # fmt: skip
    return _LOCAL.pack(b"PK\x03\x04", *numbers) + encoded


def _check_size(size: int) -> None:
    if size > _FULL:
        raise RuntimeError("more than a zip archive holds")
