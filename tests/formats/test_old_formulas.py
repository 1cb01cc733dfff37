"""Formulas in the records of an .xls: shared ones, arrays, other sheets, other files, names."""

from __future__ import annotations

import struct
from pathlib import Path

from compound_file import compound_file

from xlform.formats.source import read_data
from xlform.formats.xls.formulas import Formulas
from xlform.formats.xls.records import count_cells
from xlform.grid.notation import dump, parse

ONE_MORE = struct.pack("<BHH", 0x4C, 0xFFFF, 0xC000) + struct.pack("<BH", 0x1E, 1) + b"\x03"


def record(kind: int, content: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def begin(kind: int) -> bytes:
    return record(0x809, struct.pack("<HHHHII", 0x600, kind, 0x0DBB, 0x07CC, 0, 6))


def words(text: str, form: str = "<B") -> bytes:
    return struct.pack(form, len(text)) + b"\1" + text.encode("utf-16-le")


def cell(row: int, column: int, result: float, tokens: bytes) -> bytes:
    head = struct.pack("<HHHdHI", row - 1, column - 1, 15, result, 0, 0)
    return record(0x06, head + struct.pack("<H", len(tokens)) + tokens)


def pointing(row: int, column: int) -> bytes:
    return struct.pack("<BHH", 0x01, row - 1, column - 1)


def shared(tokens: bytes) -> bytes:
    return record(0x4BC, struct.pack("<HHBBBBH", 1, 3, 0, 0, 0, 3, len(tokens)) + tokens)


def array(tokens: bytes) -> bytes:
    return record(0x221, struct.pack("<HHBBHIH", 5, 5, 0, 0, 0, 0, len(tokens)) + tokens)


def number(row: int, column: int, value: float) -> bytes:
    return record(0x203, struct.pack("<HHHd", row - 1, column - 1, 15, value))


def elsewhere(link: int) -> bytes:
    return struct.pack("<BHHH", 0x5A, link, 4, 0xC002)


def stream() -> bytes:
    first = (
        begin(0x10) + number(1, 1, 1) + cell(2, 1, 2, pointing(2, 1)) + shared(ONE_MORE)
        + cell(3, 1, 3, pointing(2, 1)) + cell(4, 1, 4, pointing(2, 1)) + cell(5, 1, 0, b"\xff")
        + cell(6, 1, 7, pointing(6, 1))
        + array(struct.pack("<BHHHH", 0x25, 0, 3, 0xC000, 0xC000) + struct.pack("<BBH", 0x42, 1, 4))
        + begin(0x20) + cell(1, 1, 9, struct.pack("<BH", 0x1E, 9)) + record(0x0A)
        + cell(7, 1, 611, elsewhere(0)) + cell(8, 1, 5, elsewhere(1))
        + cell(9, 1, 5, struct.pack("<BHxx", 0x23, 1)) + cell(10, 1, 5, elsewhere(2))
        + cell(11, 1, 5, elsewhere(9)) + record(0x0A)
    )  # fmt: skip
    second = begin(0x10) + number(5, 3, 611) + record(0x0A)
    name = struct.pack("<HBBHHHBBBB", 0, 0, 3, 7, 0, 0, 0, 0, 0, 0) + words("合计数")[1:]
    own = struct.pack("<HBBHHHBBBB", 0, 0, 3, 7, 0, 2, 0, 0, 0, 0) + words("合计数")[1:]
    names = record(0x18, name + elsewhere(0)) + record(0x18, own + elsewhere(0))
    books = record(0x1AE, struct.pack("<HH", 2, 0x401)) + record(
        0x1AE, struct.pack("<H", 1) + words("\1D\3科室\3汇总.xls", "<H") + words("表", "<H")
    )
    links = record(0x17, struct.pack("<H9H", 3, 0, 1, 1, 1, 0, 0, 0, 0xFFFF, 0xFFFF))
    looks = record(0xE0, bytes(20)) * 16
    head, tail = begin(0x05) + looks, books + links + names + record(0x0A)
    sheets = [("附表1", first), ("附表2", second)]
    size = len(head) + len(tail) + sum(len(listed(name, 0)) for name, _ in sheets)
    places = [size, size + len(first)]
    listing = b"".join(listed(name, at) for (name, _), at in zip(sheets, places, strict=True))
    return head + listing + tail + first + second


def listed(name: str, at: int) -> bytes:
    return record(0x85, struct.pack("<IH", at, 0) + words(name))


def test_formulas_of_every_kind() -> None:
    found = Formulas(stream())
    assert found.of_sheet("附表1") == {
        (2, 1): "A1+1", (3, 1): "A2+1", (4, 1): "A3+1", (5, 1): "", (6, 1): "SUM(A1:A4)",
        (7, 1): "附表2!C5", (8, 1): "'[汇总.xls]表'!C5", (9, 1): "合计数", (10, 1): "#REF!C5",
        (11, 1): "",
    }  # fmt: skip
    assert found.of_sheet("附表2") == {}
    assert found.of_sheet("没有") == {}
    assert found.names() == (("", "合计数", "附表2!C5"), ("附表2", "合计数", "附表2!C5"))
    assert count_cells(stream(), 100) == 13


def test_the_whole_workbook() -> None:
    grid = read_data(compound_file({"Workbook": stream()}), Path("x"))[1]
    assert grid.sheets[1] == parse("@sheet 附表2\n@at C5\n| 611 |").sheets[0]
    told = dump(grid)
    assert "| =A1+1 → 2" in told
    assert "| =附表2!C5 → 611" in told
    assert "合计数 附表2!C5" in told
