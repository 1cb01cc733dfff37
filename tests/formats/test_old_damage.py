"""An .xls with records that contradict themselves is read, one with places lost is refused."""

from __future__ import annotations

import datetime as dt
import struct
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from compound_file import compound_file

from xlform.errors import FileProblem
from xlform.formats.compound import Compound
from xlform.formats.source import read_data
from xlform.formats.xls.records import records
from xlform.grid.model import Grid, Sheet

XLS = Path(__file__).parent / "data" / "云田镇.xls"
STREAM = Compound(XLS.read_bytes()).stream("Workbook")
WHOLE = read_data(XLS.read_bytes(), XLS)[1]
_BOUND_SHEET, _STRINGS, _LABEL, _FORMULA, _WINDOW = 0x85, 0xFC, 0xFD, 0x06, 0x23E
Record = tuple[int, bytes]
Change = Callable[[bytes], bytes]


def changed(kind: int, change: Change | None = None, more: Record | None = None) -> bytes:
    """The workbook with its first record of a kind changed, or another one before it."""
    offsets, made, old, new, done = {}, list[Record](), 0, 0, False
    for found, content in records(STREAM):
        own = [(found, content)]
        if found == kind and not done:
            done = True
            own = [*([more] if more else []), (found, change(content) if change else content)]
        offsets[old] = new
        made += own
        old += 4 + len(content)
        new += sum(4 + len(content) for _, content in own)
    return b"".join(_moved(made, offsets))


def _moved(made: list[Record], offsets: dict[int, int]) -> Iterator[bytes]:
    for kind, content in made:
        [at] = struct.unpack_from("<I", content.ljust(4))
        head = struct.pack("<I", offsets[at]) if kind == _BOUND_SHEET else content[:4]
        yield struct.pack("<HH", kind, len(content)) + head + content[4:]


def _record(kind: int, content: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def read(stream: bytes) -> Grid:
    return read_data(compound_file({"Workbook": stream}), XLS)[1]


def stated(more: int) -> Change:
    def change(content: bytes) -> bytes:
        return (
            struct.pack("<II", *(n + more for n in struct.unpack_from("<II", content)))
            + (content[8:])
        )

    return change


def with_index(at: int, number: int) -> Change:
    return lambda content: content[:at] + struct.pack("<H", number) + content[at + 2 :]


@pytest.mark.parametrize(
    "stream",
    [
        changed(_STRINGS, stated(1)),
        changed(_STRINGS, stated(900)),
        changed(_STRINGS, stated(-1)),  # the last text is there, though not counted
        changed(_LABEL, with_index(4, 900)),  # a text needs no number format
        changed(_WINDOW, more=(0x1B8, bytes(48))),  # a link of no kind
        changed(_WINDOW, more=(0x1B, b"\5\0\0\0")),  # page breaks that are missing
        changed(_WINDOW, more=(0x15F, b"\1" + bytes(30))),
        changed(_WINDOW, more=(0x872, bytes(60))),
        changed(0xBE, lambda content: content[:-2] + b"\xff\0"),  # blank cells
        changed(_BOUND_SHEET, more=(0x22, b"\2\0")),  # days counted from neither year
        changed(_BOUND_SHEET, more=(0x42, b"\x39\x30")),  # a code page that is none
    ],
)
def test_what_is_no_cell_costs_none(stream: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """xlrd raises on each of them; LibreOffice is not needed."""
    monkeypatch.setenv("PATH", "")
    assert [sheet.cells for sheet in read(stream).sheets] == [s.cells for s in WHOLE.sheets]


def only_change(stream: bytes) -> tuple[Sheet, list[tuple[int, int]]]:
    sheet = read(stream).sheets[0]
    old = WHOLE.sheets[0].cells
    return sheet, [place for place in old if sheet.cells.get(place) != old[place]]


def test_a_bad_number_costs_its_cell() -> None:
    sheet, places = only_change(changed(_LABEL, with_index(6, 900)))
    assert [sheet.cells[place].text for place in places] == ["\ufffd"]
    assert sheet.beside_cells == ("lostText",)
    sheet, places = only_change(changed(_FORMULA, with_index(4, 900)))
    assert [sheet.cells[place].text for place in places] == ["611"]
    assert [(text.kind, text.cell) for text in sheet.beside_texts] == [("lostFormat", "E8")]


def test_dates_of_chinese_excel_need_no_record() -> None:
    """Formats 27 to 36 and 50 to 58 are dates that no file spells out (ECMA-376 18.8.30)."""
    months = {27, 36, 50, 52, 57}
    formats = [*range(27, 37), *range(50, 59)]
    for since_1904 in (0, 1):
        looks = b"".join(_record(0xE0, struct.pack("<HH16x", 0, number)) for number in formats)
        head = _record(0x809, struct.pack("<HHHHII", 0x600, 5, 0x0DBB, 0x07CC, 0, 6))
        head += _record(0x22, struct.pack("<H", since_1904)) + looks
        start = len(head) + 4 + 10 + 4
        listed = _record(_BOUND_SHEET, struct.pack("<IHBB", start, 0, 2, 0) + b"S1")
        cells = b"".join(
            _record(0x203, struct.pack("<HHHd", row, column, row, number - 1_462 * since_1904))
            for row in range(len(formats))
            for column, number in enumerate((45_291, 45_291.5))
        )
        body = _record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0x0DBB, 0x07CC, 0, 6)) + cells
        found = read(head + listed + _record(0x0A) + body + _record(0x0A)).sheets[0].cells
        for row, number in enumerate(formats, 1):
            seen = "2023年12月" if number in months else dt.date(2023, 12, 31)
            assert [found[row, 1].value, found[row, 2].value] == [seen, seen], number


@pytest.mark.parametrize("fill", [b"\0", b"\xff"])
def test_a_place_that_was_never_written_is_no_blank(fill: bytes) -> None:
    """Sectors of a copy that broke off are zeros: they must not be read as blank cells."""
    for start in range(0, len(STREAM) - 512, 512):
        damaged = STREAM[:start] + fill * 512 + STREAM[start + 512 :]
        with pytest.raises(FileProblem) as problem:
            read(damaged)
        assert problem.value.code == "damaged-workbook"
