"""Figures far below any text, and blank rows, of formats other than .xlsx: passed over and told."""

from __future__ import annotations

import struct
from decimal import Decimal
from pathlib import Path

import pytest
from binary_book import record
from hypothesis import given
from hypothesis import strategies as st

from xlform.formats import cell_collector
from xlform.formats.html.tags import Tag, tags
from xlform.formats.source import read_data
from xlform.formats.xlsb.records import SKIPPED, records, sheet_records
from xlform.grid.address import Range
from xlform.grid.model import Sheet

FODS = (
    '<?xml version="1.0"?><office:document '
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'office:mimetype="application/vnd.oasis.opendocument.spreadsheet">'
    '<office:body><office:spreadsheet><table:table table:name="表">{rows}</table:table>'
    "</office:spreadsheet></office:body></office:document>"
)
FREE, REACH = 4, 5


@pytest.fixture(autouse=True)
def _low(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cell_collector, "_FREE_CELLS", FREE)
    monkeypatch.setattr(cell_collector, "ROWS_BELOW_TEXT_AT_MOST", REACH)


def read(data: bytes, name: str) -> Sheet:
    return read_data(data, Path(name))[1].sheets[0]


def test_lines_of_figures_far_below_the_last_text() -> None:
    lines = ["项目,金额", "甲,1", *["1,2.50%"] * 10, "乙,3", "4,5"]
    sheet = read("\n".join(lines).encode(), "表.csv")
    assert {row for row, _ in sheet.cells} == {*range(1, 8), 13, 14}
    assert sheet.skipped == (Range(8, 1, 12, 16_384),)


def test_a_repeated_row_of_figures_is_not_written_out() -> None:
    cell = "<table:table-cell{1}><text:p>{2}</text:p></table:table-cell>"
    row = f"<table:table-row{{0}}>{cell}</table:table-row>"
    number = ' office:value-type="float" office:value="7"'
    repeated = ' table:number-rows-repeated="1000000"'
    rows = row.format("", ' office:value-type="string"', "甲") + row.format(repeated, number, "7")
    sheet = read(FODS.format(rows=rows).encode(), "表.fods")
    assert sorted(sheet.cells) == [(at, 1) for at in range(1, 7)]
    assert sheet.cells[6, 1].value == Decimal(7)
    assert sheet.skipped == (Range(7, 1, 1_000_001, 16_384),)


def head(row: int, spans: int = 0) -> bytes:
    return record(0, struct.pack("<IIHBBBI", row, 0, 300, 0, 0, 0, spans) + b"\0" * 8 * spans)


KINDS = st.lists(st.sampled_from(["head", "spanned", "blank", "rk", "real", "text", "end"]))


def binary(kinds: list[str]) -> bytes:
    cell = struct.pack("<II", 0, 0)
    contents = {
        "blank": record(1, cell), "rk": record(2, cell + b"\0\0\0\0"),
        "real": record(5, cell + b"\0" * 8), "text": record(7, cell + b"\0\0\0\0"),
        "end": record(146),
    }  # fmt: skip
    return b"".join(
        head(at, kind == "spanned") if kind in ("head", "spanned") else contents[kind]
        for at, kind in enumerate(kinds)
    )


@given(KINDS)
def test_all_but_blank_records_of_a_binary_sheet_are_read(kinds: list[str]) -> None:
    """Only blanks, and the heads of rows without anything, are passed over."""
    part = binary(kinds)
    filled = [one for one in records(part) if one[0] not in (0, 1)]
    near = list(sheet_records(part, lambda: False))
    assert [one for one in near if one[0] not in (0, 1)] == filled
    assert not [one for one in near if one[0] == 1]
    # Each filled cell follows the head of its own row.
    assert _rows_of(near) == _rows_of(list(records(part)))


def _rows_of(found: list[tuple[int, bytes]]) -> list[tuple[int, bytes]]:
    row, rows = b"", []
    for kind, content in found:
        if kind == 0:
            row = content[:4]
        elif kind != 1:
            rows.append((kind, row))
    return rows


@given(KINDS)
def test_rows_of_figures_of_a_binary_sheet_are_passed_over_where_they_are_far(
    kinds: list[str],
) -> None:
    part = binary(kinds)
    far = list(sheet_records(part, lambda: True))
    texts = [one for one in records(part) if one[0] not in (0, 1, 2, 5)]
    assert [one for one in far if one[0] not in (0, 2, 5, SKIPPED)] == texts


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("<td a=\">\" b='>'>x", {"a": ">", "b": ">"}),
        ('<td a="1" b>x', {"a": "1", "b": ""}),
        ('<td a="1>x', {"a": "", "1": ""}),
        (f'<td a="{"x" * 5_000}">x', {"a": "x" * 5_000}),
    ],
)
def test_the_end_of_a_tag(page: str, expected: dict[str, str]) -> None:
    found = next(iter(tags(page)))
    assert isinstance(found, Tag)
    assert {name: value.strip() for name, value in found.attributes.items()} == expected
