"""Compound files (OLE2) with streams of one's choice, as the tests of old formats want them."""

from __future__ import annotations

import struct
from collections.abc import Mapping

SECTOR = 512
_SMALL_FROM = 4_096
_FREE, _END, _TABLE, _NONE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF


def compound_file(streams: Mapping[str, bytes]) -> bytes:
    """A compound file of those streams, each in sectors of its own (short ones filled up)."""
    contents = {name: data.ljust(_SMALL_FROM, b"\0") for name, data in streams.items()}
    table = [_TABLE]
    entries = [_entry("Root Entry", 5, _NONE, 1 if contents else _NONE, _END, 0)]
    body = b""
    for number, (name, data) in enumerate(contents.items(), 1):
        right = number + 1 if number < len(contents) else _NONE
        entries.append(_entry(name, 2, right, _NONE, len(table), len(data)))
        body += _chained(data, table)
    directory = len(table)
    body += _chained(b"".join(entries), table)
    listed = struct.pack("<128I", *(table + [_FREE] * (128 - len(table))))
    return _header(directory) + listed + body


def _chained(data: bytes, table: list[int]) -> bytes:
    count = -(-len(data) // SECTOR)
    first = len(table)
    table += [*range(first + 1, first + count), _END]
    return data.ljust(count * SECTOR, b"\0")


def _entry(name: str, kind: int, right: int, child: int, start: int, size: int) -> bytes:
    spelled = name.encode("utf-16-le")
    return struct.pack(
        "<64sHBBIII36xIQ", spelled, len(spelled) + 2, kind, 1, _NONE, right, child, start, size
    )


def _header(directory: int) -> bytes:
    return struct.pack(
        "<8s16xHHHHH6xIIIIIIIII109I",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6,
        0, 1, directory, 0, _SMALL_FROM, _END, 0, _END, 0, 0, *[_FREE] * 108,
    )  # fmt: skip
