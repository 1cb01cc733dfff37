"""Records of an .xls, scanned before they are parsed. Source: MS-XLS 2.1.4."""

from __future__ import annotations

import struct
from collections.abc import Iterator

BOF, EOF = 0x0809, 0x000A
_FILE_PASS, _BOUND_SHEET = 0x002F, 0x0085
_CODE_PAGE, _FONT, _COLUMN_INFO = 0x0042, 0x0031, 0x007D
_COLUMNS = struct.Struct("<HH4xH")
_LAST_COLUMN = 255
_CHARSET_AT = 12
_CHARSETS = {128: "cp932", 129: "cp949", 134: "gb18030", 136: "cp950"}
# Records of one cell, and of a run of them: what is not cells in one, and the bytes of a cell.
_CELLS = frozenset({0x0006, 0x00FD, 0x0201, 0x0203, 0x0204, 0x0205, 0x027E, 0x00D6})
_RUNS = {0x00BD: (6, 6), 0x00BE: (6, 2)}
# Sheets may share nothing: together they are no longer than the stream.
_WALKED_AT_MOST = 2


def records(stream: bytes, start: int = 0) -> Iterator[tuple[int, bytes]]:
    """Yield the records of a stream from ``start`` on: type and content, as far as complete."""
    while start + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, start)
        yield kind, stream[start + 4 : start + 4 + size]
        start += 4 + size


def sheet_records(stream: bytes, start: int) -> Iterator[tuple[int, bytes, bool]]:
    """Yield a sheet's records, and whether each is its own or a nested chart's."""
    depth = 0
    for kind, content in records(stream, start):
        depth += (kind == BOF) - (kind == EOF)
        if depth < 1:
            return
        yield kind, content, depth == 1


def is_encrypted(stream: bytes) -> bool:
    """Return whether the workbook needs a password to open."""
    for kind, _ in records(stream):
        if kind == _FILE_PASS:
            return True
        if kind == EOF:
            break
    return False


def sheet_starts(stream: bytes) -> list[int]:
    """Return the offsets of the sheets, as the workbook lists them."""
    starts = []
    for kind, content in records(stream):
        if kind == EOF:
            break
        if kind == _BOUND_SHEET and len(content) >= struct.calcsize("<I"):
            starts.append(struct.unpack_from("<I", content)[0])
    return starts


def is_complete(stream: bytes) -> bool:
    """Return True if the workbook and each of its sheets reaches its last record."""
    for start in (0, *sheet_starts(stream)):
        depth, ended = 0, False
        for kind, _ in records(stream, start):
            depth += (kind == BOF) - (kind == EOF)
            ended = depth < 1
            if ended:
                break
        if not ended:
            return False
    return True


def hidden_columns(stream: bytes, start: int) -> frozenset[int]:
    """Return the hidden columns of the sheet at ``start``, from 1 (MS-XLS 2.4.53)."""
    hidden: set[int] = set()
    for kind, content, own in sheet_records(stream, start):
        if own and kind == _COLUMN_INFO and len(content) >= _COLUMNS.size:
            first, last, flags = _COLUMNS.unpack_from(content)
            if flags & 1:
                hidden |= set(range(first + 1, min(last, _LAST_COLUMN) + 2))
    return frozenset(hidden)


def font_encoding(stream: bytes) -> str | None:
    """Return the encoding of a workbook before BIFF 8 that names none, by its fonts' charsets.

    ``None`` where the workbook names its code page, or its fonts are Western. Source: the records
    CODEPAGE and FONT of BIFF 5; charsets as in LOGFONT of Windows.
    """
    encodings: set[str] = set()
    for kind, content in records(stream):
        if kind == _CODE_PAGE:
            return None
        if kind == _FONT and len(content) > _CHARSET_AT and content[_CHARSET_AT] in _CHARSETS:
            encodings.add(_CHARSETS[content[_CHARSET_AT]])
        if kind == EOF:
            break
    return encodings.pop() if len(encodings) == 1 else None


def count_cells(stream: bytes, limit: int) -> int:
    """Return the number of cells, blank ones included, or a number above the limit.

    ``ValueError`` for sheets nested in one another: read one by one they never end.
    """
    cells = walked = 0
    for start in sheet_starts(stream) or [0]:
        for kind, content, _ in sheet_records(stream, start):
            walked += len(content) + 4
            cells += kind in _CELLS
            if kind in _RUNS:
                head, each = _RUNS[kind]
                cells += max(0, len(content) - head) // each
            if walked > _WALKED_AT_MOST * len(stream):
                raise ValueError(start)
            if cells > limit:
                return cells
    return cells
