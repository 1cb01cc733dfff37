"""Records of an .xls, scanned before they are parsed. Source: MS-XLS 2.1.4."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from xlform.formats.xls.strings import stored_strings

BOF, EOF, CONTINUE = 0x0809, 0x000A, 0x003C
BIFF8 = 0x0600
CODE_PAGE, FONT, COLUMN_INFO = 0x0042, 0x0031, 0x007D
SHARED_STRINGS, LABEL_SST = 0x00FC, 0x00FD
_FILE_PASS, _BOUND_SHEET = 0x002F, 0x0085
_COLUMNS = struct.Struct("<HH4xH")
_LAST_COLUMN = 255
_CHARSET_AT = 12
_CHARSETS = {128: "cp932", 129: "cp949", 134: "gb18030", 136: "cp950"}
# Records of one cell, and of a run of them: what is not cells in one, and the bytes of a cell.
CELLS = frozenset({0x0006, LABEL_SST, 0x0201, 0x0203, 0x0204, 0x0205, 0x027E, 0x00D6})
_RUNS = {0x00BD: (6, 6), 0x00BE: (6, 2)}
# Sheets may share nothing: together they are no longer than the stream.
_WALKED_AT_MOST = 2
# A longer record (MS-XLS 2.1.4), and one without type and content, is no record.
_RECORD_AT_MOST = 8_224
_EMPTY_RECORDS_AT_MOST = 1
_EMPTY_STRINGS_AT_MOST = 16
_COUNTS = struct.Struct("<II")


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
        if own and kind == COLUMN_INFO and len(content) >= _COLUMNS.size:
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
        if kind == CODE_PAGE:
            return None
        if kind == FONT and len(content) > _CHARSET_AT and content[_CHARSET_AT] in _CHARSETS:
            encodings.add(_CHARSETS[content[_CHARSET_AT]])
        if kind == EOF:
            break
    return encodings.pop() if len(encodings) == 1 else None


def count_cells(stream: bytes, limit: int) -> int:
    """Return the number of cells, blank ones included, or a number above the limit.

    ``ValueError`` for a damaged workbook: sheets that run into one another, read one by one they
    never end; records or strings overwritten with zeros, which would be read as blank.
    """
    if _is_overwritten(stream):
        raise ValueError(0)
    cells = walked = 0
    starts = sheet_starts(stream) or [0]
    following = dict(zip(sorted(starts), [*sorted(starts)[1:], len(stream)], strict=True))
    for start in starts:
        at, empty = start, 0
        for kind, content, _ in sheet_records(stream, start):
            at += len(content) + 4
            empty = 0 if kind or content else empty + 1
            cells += kind in CELLS
            if kind in _RUNS:
                head, each = _RUNS[kind]
                cells += max(0, len(content) - head) // each
            if walked + at - start > _WALKED_AT_MOST * len(stream):
                raise ValueError(start)
            if cells > limit:
                return cells
            overwritten = empty > _EMPTY_RECORDS_AT_MOST or len(content) > _RECORD_AT_MOST
            if overwritten or at > following[start] > start:
                raise ValueError(start)
        walked += at - start
    return cells


def _is_overwritten(stream: bytes) -> bool:
    """Return whether records or strings of the workbook itself are overwritten."""
    empty, blocks, last = 0, list[bytes](), 0
    for kind, content in records(stream):
        empty = 0 if kind or content else empty + 1
        if empty > _EMPTY_RECORDS_AT_MOST or len(content) > _RECORD_AT_MOST:
            return True
        if kind == SHARED_STRINGS or (kind == CONTINUE and last == SHARED_STRINGS):
            blocks.append(content)
        if kind == EOF:
            break
        last = kind if kind != CONTINUE else last
    if not blocks or len(blocks[0]) < _COUNTS.size:
        return False
    strings, (_, stated) = stored_strings(blocks), _COUNTS.unpack_from(blocks[0])
    agrees = strings.exact and strings.count == stated
    return not agrees and strings.empty > _EMPTY_STRINGS_AT_MOST
