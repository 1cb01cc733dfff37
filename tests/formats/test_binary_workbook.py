"""An .xlsb read record by record, and formulas stored as tokens."""

from __future__ import annotations

import struct
from pathlib import Path

import openpyxl
import pytest
from binary_book import (
    ADD,
    AT_LEAST,
    BRACKETS,
    DAY,
    JOIN,
    MONEY,
    PERCENT,
    PERCENT_OF,
    SUM,
    TIMES,
    area,
    book,
    call,
    cell,
    defined_name,
    formula,
    fraction,
    hidden_columns,
    merge,
    near,
    real,
    record,
    ref,
    row,
    said,
    shared,
    shared_formula,
    sheet,
    there,
    whole,
    words,
)  # fmt: skip
from office import needs_office, saved_as
from same_forms import grid_of

from xlform.formats.binary_formula import XLS, XLSB, TokenLayout, formula_text
from xlform.formats.source import read_data
from xlform.grid.notation import dump, parse

FORMULAS = {
    (1, 3): (area(1, 1, 2, 1) + SUM, 3.0, "SUM(A1:A2)"),
    (2, 3): (ref(1, 1) + ref(2, 1, 0) + ADD + BRACKETS + whole(2) + TIMES, 6.0, "(A1+$A$2)*2"),
    (3, 3): (there(1, 5, 3) + fraction(0.5) + ADD, 611.5, "附表2!C5+0.5"),
    (4, 3): (ref(1, 1) + whole(1) + AT_LEAST + whole(50) + PERCENT_OF + whole(0) + call(1, 3),
             0.5, "IF(A1>=1,50%,0)"),
    (5, 3): (area(1, 1, 1_048_576, 1) + call(4, 1), 6.0, "SUM(A:A)"),
}  # fmt: skip


def made() -> bytes:
    rows = [
        row(number, real(1, number), formula(3, result, tokens))
        for number, (tokens, result, _) in enumerate(FORMULAS.values(), 1)
    ]
    rows[3] = row(4, formula(3, 0.5, FORMULAS[4, 3][0]), hidden=True)
    rows[4] = row(5, formula(3, 6.0, FORMULAS[5, 3][0]))
    rows += [
        row(7, said(1, "甲\n乙"), real(2, 95, MONEY), real(3, 0.98, PERCENT), real(4, 45291, DAY)),
        row(8, cell(4, 1, b"\1"), cell(3, 2, b"\x17"), cell(2, 3, struct.pack("<I", 0x417)),
            record(13, struct.pack("<II", 0, 7 << 2 | 2))),
        row(10, shared(5, 2.0, 10, 5), shared_formula(10, 5, 12, 5, near(-9, -4) + whole(1) + ADD)),
        row(11, shared(5, 3.0, 10, 5)),
    ]  # fmt: skip
    first = sheet(rows, [merge(7, 1, 7, 1), merge(12, 1, 13, 3)], hidden_columns(6, 7))
    second = sheet([row(5, real(3, 611))])
    return book({"附表1": first, "附表2": second, "去年": sheet([])}, states=[0, 0, 2])


def test_every_record_is_read() -> None:
    grid = read_data(made(), Path("x"))[1]
    assert grid == parse(
        """
        @sheet 附表1
        @hidden rows 4
        @hidden columns F-G
        | 1 |  | =SUM(A1:A2) → 3.00 |
        | 2 |  | =(A1+$A$2)*2 → 6.00 |
        | 3 |  | =附表2!C5+0.5 → 611.50 |
        |   |  | =IF(A1>=1,50%,0) → 0.50 |
        |   |  | =SUM(A:A) → 6.00 |
        @at A7
        | 甲\\n乙 | 95.00 | 98.0% @format 0.0%"成" | 2023-12-31 | |
        | TRUE | #REF! | 2.61 | 7 | |
        @at E10
        | =A1+1 → 2.00 |
        | =A2+1 → 3.00 |
        @at A12
        @merges A12:C13
        @sheet 附表2
        @at C5
        | 611 |
        @sheet 去年 veryHidden
        """
    ), dump(grid)


def test_names_of_one_sheet_are_local() -> None:
    names = [
        defined_name("合计数", there(0, 1, 1)),
        defined_name("合计数", there(1, 5, 3), sheet=1),
    ]
    grid = read_data(book({"附表1": sheet([]), "附表2": sheet([])}, names=names), Path("x"))[1]
    assert grid.names == (("合计数", "附表1!A1"),)
    assert grid.local_names == (("附表2", "合计数", "附表2!C5"),)


@needs_office
def test_another_program_reads_the_same_formulas(tmp_path: Path) -> None:
    given = tmp_path / "表.xlsb"
    given.write_bytes(made())
    [saved] = saved_as("xlsx", [given], tmp_path)
    book = openpyxl.load_workbook(saved)
    assert [one.sheet_state for one in book.worksheets] == ["visible", "visible", "hidden"]
    theirs = book["附表1"]
    assert theirs.row_dimensions[4].hidden
    assert theirs.column_dimensions["F"].hidden
    assert [str(one) for one in theirs.merged_cells.ranges] == ["A12:C13"]
    ours = grid_of(given).sheets[0].cells
    for (place_row, column), one in ours.items():
        value = theirs.cell(place_row, column).value
        if one.formula:
            assert str(value).replace("$附表2.", "附表2!") == f"={one.formula}"


class Book:
    """What a workbook lists apart, for tokens on their own."""

    def sheets(self, number: int) -> str:
        return ["附表2", "'[甲.xls]表'", ""][number]

    def name(self, number: int) -> str:
        return "合计数" if number == 1 else ""

    def outer_name(self, sheets: int, number: int) -> str:
        return "_xlfn.IFERROR" if (sheets, number) == (0, 1) else ""


def xls(form: str, *numbers: float) -> bytes:
    return struct.pack("<" + form, *numbers)


@pytest.mark.parametrize(
    ("tokens", "layout", "expected"),
    [
        (xls("BHH", 0x24, 4, 0xC002), XLS, "C5"),
        (xls("BHH", 0x64, 4, 0x8002), XLS, "$C5"),
        (xls("BHHHH", 0x25, 0, 0xFFFF, 0xC001, 0xC001), XLS, "B:B"),
        (xls("BHHHH", 0x25, 1, 2, 0x4000, 0x40FF), XLS, "$2:$3"),
        (xls("BHHH", 0x3A, 1, 4, 0xC002), XLS, "'[甲.xls]表'!C5"),
        (xls("BHHHHH", 0x5B, 0, 1, 3, 0xC000, 0xC001), XLS, "附表2!A2:B4"),
        (xls("BHHH", 0x3A, 2, 4, 0xC002), XLS, ""),
        (xls("BHHH", 0x3C, 0, 4, 0xC002) + xls("BH", 0x1E, 1) + b"\3", XLS, "#REF!+1"),
        (xls("BHHHHH", 0x3D, 0, 1, 3, 0, 1) + xls("BH", 0x1E, 1) + b"\3", XLS, "#REF!+1"),
        (b"\x2a" + bytes(4) + b"\x13", XLS, "-#REF!"),
        (b"\x2b" + bytes(8) + xls("BBH", 0x22, 1, 4), XLS, "SUM(#REF!)"),
        (xls("BHxx", 0x23, 1), XLS, "合计数"),
        (xls("BHxx", 0x23, 2), XLS, ""),
        (xls("BHHxx", 0x39, 0, 1) + xls("BHH", 0x24, 0, 0xC000) + xls("BH", 0x1E, 0)
         + xls("BBH", 0x42, 3, 255), XLS, "IFERROR(A1,0)"),
        (b'\x17\x03\x00a"b', XLS, '"a""b"'),
        (b"\x17\x01\x01" + "甲".encode("utf-16-le"), XLS, '"甲"'),
        (b"\x1d\x01", XLS, "TRUE"),
        (b"\x1c\x2a" + xls("BH", 0x21, 3), XLS, "ISERROR(#N/A)"),
        (b"\x1c\x17", XLS, ""),
        (xls("BHH", 0x24, 0, 0xC000) + b"\x16" + xls("BBH", 0x42, 2, 36), XLS, "AND(A1,)"),
        (xls("BBHH", 0x19, 4, 1, 0) + b"\0\0" + xls("BH", 0x1E, 7), XLS, "7"),
        (xls("BBH", 0x19, 0x40, 1) + xls("BH", 0x1E, 7), XLS, "7"),
        (xls("BIH", 0x26, 0, 10) + xls("BHH", 0x24, 0, 0xC000) + xls("BHH", 0x24, 2, 0xC000)
         + b"\x10" + b"\x15", XLS, "(A1,A3)"),
        (xls("BHH", 0x2C, 0xFFFF, 0xC0FF), XLS, "C4"),
        (whole(1) + whole(2) + call(480, 2), XLSB, "IFERROR(1,2)"),
        (words("甲") + ref(1, 1) + JOIN, XLSB, '"甲"&A1'),
        (near(-1, -1), XLSB, "C4"),
        (b"\x20" + bytes(7), XLS, ""),
        (b"\x18\x01", XLS, ""),
        (b"\x24\x01", XLS, ""),
        (b"\x03", XLS, ""),
        (xls("BH", 0x1E, 1) * 2, XLS, ""),
        (xls("BBH", 0x42, 9, 4), XLS, ""),
        (xls("BH", 0x21, 9999), XLS, ""),
        (b"", XLS, ""),
    ],
)  # fmt: skip
def test_tokens_as_text(tokens: bytes, layout: TokenLayout, expected: str) -> None:
    assert formula_text(tokens, layout, Book(), (5, 4)) == expected


def test_a_formula_longer_than_any_is_not_told() -> None:
    tokens = words("甲" * 30_000) + words("乙" * 30_000) + JOIN
    assert formula_text(tokens, XLSB, Book(), (1, 1)) == ""
