"""An .xls that xlrd refuses, without what is no cell: a second chance to read every cell.

xlrd stops at a link, a page break or a list of strings that contradicts itself, in files that
office programs open. Nothing moves: records are put out of action where they are.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

import msgspec

from xlform.formats.xls.records import (
    BIFF8,
    BOF,
    CELLS,
    CODE_PAGE,
    COLUMN_INFO,
    CONTINUE,
    EOF,
    FONT,
    LABEL_SST,
    SHARED_STRINGS,
    sheet_starts,
)
from xlform.formats.xls.strings import stored_strings
from xlform.grid.model import Position

_NOTE, _NUMBERS, _BLANK, _BLANKS = 0x001C, 0x00BD, 0x0201, 0x00BE
_LOOK, _DATE_MODE, _BOUND_SHEET = 0x00E0, 0x0022, 0x0085
# A record without a meaning for cells, which xlrd passes over (ExtSST, MS-XLS 2.4.114).
_PASSED_OVER = 0x00FF
_WORKBOOK = frozenset({BOF, EOF, _BOUND_SHEET, CODE_PAGE, _DATE_MODE, FONT, 0x041E, _LOOK,
                       SHARED_STRINGS})  # fmt: skip
_SHEET = (CELLS - {_BLANK}) | {
    BOF, EOF, 0x0200, 0x0207, 0x0208, 0x0055, 0x0225, 0x0099, COLUMN_INFO, 0x00E5, _NUMBERS,
}  # fmt: skip
_DEFAULT_LOOK = 15
_PLACE = struct.Struct("<HHH")


class LostParts(msgspec.Struct):
    """Cells of a sheet whose text or number format is not in the file; whether it has comments."""

    texts: set[Position] = msgspec.field(default_factory=set)
    formats: set[Position] = msgspec.field(default_factory=set)
    comments: bool = False


class Repaired(msgspec.Struct, frozen=True):
    """Stream for xlrd, and what is lost of each sheet by its offset."""

    stream: bytes
    lost: dict[int, LostParts]


def repaired(stream: bytes) -> Repaired:
    """Return a complete workbook stream with nothing but its cells and their looks.

    ``ValueError`` where the strings don't fill their records: any of them may be wrong.
    """
    repair = _Repair(stream)
    return Repaired(bytes(repair.stream), repair.lost)


class _Repair:
    def __init__(self, stream: bytes) -> None:
        self.stream = bytearray(stream)
        self.lost: dict[int, LostParts] = {}
        self._given = stream
        self._strings = self._looks = 0
        # Before BIFF 8 a sheet isn't known by its name here: what it lost could not be reported.
        self._is_known = stream[4:6] == struct.pack("<H", BIFF8)
        self._workbook()
        for start in sheet_starts(stream):
            self._sheet(start)

    def _records(self, start: int) -> Iterator[tuple[int, int, int]]:
        """Yield offset, type and size of the records of a workbook or a sheet with its charts."""
        depth = 0
        while start + 4 <= len(self._given):
            kind, size = struct.unpack_from("<HH", self._given, start)
            yield start, kind, size
            depth += (kind == BOF) - (kind == EOF)
            if depth < 1:
                return
            start += 4 + size

    def _workbook(self) -> None:
        last = 0
        blocks: list[bytes] = []
        strings_at = 0
        for at, kind, size in self._records(0):
            content = self._given[at + 4 : at + 4 + size]
            if kind == SHARED_STRINGS:
                strings_at, blocks = at, [content]
            elif kind == CONTINUE and last == SHARED_STRINGS:
                blocks.append(content)
            elif kind not in _WORKBOOK:
                self._pass_over(at)
            self._looks += kind == _LOOK
            if kind == _DATE_MODE and content.strip(b"\0"):
                self.stream[at + 4 : at + 6] = b"\1\0"
            last = kind if kind != CONTINUE else last
        if blocks and len(blocks[0]) >= 8:  # noqa: PLR2004  (two counts)
            strings = stored_strings(blocks)
            if not strings.exact:
                raise ValueError(strings.count)
            self._strings = strings.count
            struct.pack_into("<I", self.stream, strings_at + 8, self._strings)

    def _sheet(self, start: int) -> None:
        lost = self.lost[start] = LostParts()
        last = 0
        for at, kind, size in self._records(start):
            if kind == CONTINUE:
                keep = last in _SHEET
            else:
                keep, last = kind in _SHEET, kind
            lost.comments |= kind == _NOTE
            if not keep:
                self._pass_over(at)
            elif self._is_known and size >= _PLACE.size:
                self._check_cell(at, kind, size, lost)

    def _check_cell(self, at: int, kind: int, size: int, lost: LostParts) -> None:
        if kind == _NUMBERS:
            row, first = struct.unpack_from("<HH", self._given, at + 4)
            for number in range((size - 6) // 6):
                self._check_look(at + 8 + 6 * number, (row + 1, first + 1 + number), lost)
        elif kind in CELLS:
            row, column, _ = _PLACE.unpack_from(self._given, at + 4)
            place = row + 1, column + 1
            self._check_look(at + 8, place, lost)
            if kind == LABEL_SST and size >= 10:  # noqa: PLR2004  (MS-XLS 2.4.149)
                [index] = struct.unpack_from("<I", self._given, at + 10)
                if index >= self._strings:
                    lost.texts.add(place)
                    self._pass_over(at)

    def _check_look(self, at: int, place: Position, lost: LostParts) -> None:
        [look] = struct.unpack_from("<H", self._given, at)
        if look >= self._looks:
            lost.formats.add(place)
            struct.pack_into("<H", self.stream, at, min(_DEFAULT_LOOK, max(0, self._looks - 1)))

    def _pass_over(self, at: int) -> None:
        struct.pack_into("<H", self.stream, at, _PASSED_OVER)
