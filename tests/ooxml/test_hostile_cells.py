"""Cells, merges and formulas made to do harm: one problem each, soon, or taken as text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hostile import cells, problem, watched

from xlform.formats import xlsx
from xlform.formats.source import read_file
from xlform.formula.shift import shifted
from xlform.grid.address import Range
from xlform.grid.model import Merges
from xlform.ooxml.read import worksheet
from xlform.ooxml.read.strings import unescape
from xlform.ooxml.read.styles import format_meaning

Build = Callable[..., Path]

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SHEET = "xl/worksheets/sheet1.xml"


@pytest.fixture(autouse=True)
def ends() -> Iterator[None]:
    with watched():
        yield


@pytest.mark.parametrize(
    "row",
    [
        '<row r="0"/>',
        '<row r="-1"/>',
        '<row r="1048577"/>',
        '<row r="9999999999999999999"/>',
        '<row r="²"/>',
        '<row r=""/>',
        '<row><c r="XFE1"><v>1</v></c></row>',
        '<row><c r="5"><v>1</v></c></row>',
        '<row><c r=""><v>1</v></c></row>',
        '<row><c r="$A$1"><v>1</v></c></row>',
        f'<row><c r="{"A" * 1_000}1"><v>1</v></c></row>',
        '<row><c r="Ａ1"><v>1</v></c></row>',
    ],
)
def test_address_that_is_none(build: Build, row: str) -> None:
    assert problem(build(row)) == "damaged-part"


def test_cell_far_from_the_others(build: Build) -> None:
    path = build('<row r="900"><c r="CV900"><v>1</v></c></row>')
    assert list(read_file(path)[1].sheets[0].cells) == [(900, 100)]


def test_cells_counted_past_the_last_column(build: Build) -> None:
    path = build('<row><c r="XFD1"/><c><v>1</v></c></row>')
    assert problem(path) == "damaged-part"


def test_merge_of_cells_that_are_not_there(build: Build) -> None:
    path = build(beside='<mergeCells><mergeCell ref="A40:CV900"/></mergeCells>')
    assert read_file(path)[1].sheets[0].merges == (Range(40, 1, 900, 100),)


def test_more_merges_than_any_form_has(build: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worksheet, "MERGES_AT_MOST", 10)
    merges = "".join(f'<mergeCell ref="A{row}:B{row}"/>' for row in range(1, 12))
    assert problem(build(beside=f"<mergeCells>{merges}</mergeCells>")) == "too-many-merges"


@pytest.mark.parametrize("reference", ["", "A1:", "A1:B2:C3", "A1:XFE5", "A0:B1", "甲:乙"])
def test_merge_that_is_none(build: Build, reference: str) -> None:
    path = build(beside=f'<mergeCells><mergeCell ref="{reference}"/></mergeCells>')
    assert problem(path) == "damaged-part"


@pytest.mark.parametrize(
    "number", ["1E+999999", "-1E+999999999999", "1E-999999", "NaN", "sNaN", "Infinity", "1,5", "٣x"]
)
@pytest.mark.parametrize("style", ["0", "1", "2", "99999999999999999999", "-1", "²", "x"])
def test_number_that_is_none_stays_text(build: Build, number: str, style: str) -> None:
    styles = (
        f'<styleSheet xmlns="{MAIN}"><cellXfs><xf/><xf numFmtId="14"/><xf numFmtId="10"/></cellXfs>'
        "</styleSheet>"
    )
    path = build(f'<row><c s="{style}"><v>{number}</v></c></row>', parts={"xl/styles.xml": styles})
    (cell,) = cells(path)
    assert cell.text == number


def test_number_of_thousands_of_digits(build: Build) -> None:
    (cell,) = cells(build(f"<row><c><v>{'9' * 5_000}</v></c></row>"))
    assert isinstance(cell.value, str)


@pytest.mark.parametrize("serial", ["2958466", "-1", "60", "1E+300", "1E-300", "0"])
@pytest.mark.parametrize("setting", ["", 'date1904="1"'])
def test_day_that_no_calendar_has_stays_a_number(build: Build, serial: str, setting: str) -> None:
    styles = f'<styleSheet xmlns="{MAIN}"><cellXfs><xf numFmtId="14"/></cellXfs></styleSheet>'
    workbook = (
        f'<workbook xmlns="{MAIN}" xmlns:r="{LINKS}"><workbookPr {setting}/>'
        '<sheets><sheet name="甲" r:id="r1"/></sheets></workbook>'
    )
    parts = {"xl/styles.xml": styles, "xl/workbook.xml": workbook}
    (cell,) = cells(build(f"<row><c><v>{serial}</v></c></row>", parts=parts))
    assert cell.text


def test_format_with_endless_decimals(build: Build) -> None:
    styles = (
        f'<styleSheet xmlns="{MAIN}"><numFmts><numFmt numFmtId="200" formatCode="0.{"0" * 500}%"/>'
        '</numFmts><cellXfs><xf numFmtId="200"/></cellXfs></styleSheet>'
    )
    rows = "<row><c><v>0.98</v></c><c><v>98765432109876</v></c></row>"
    assert [cell.percent for cell in cells(build(rows, parts={"xl/styles.xml": styles}))] == [
        True
    ] * 2


@pytest.mark.parametrize("index", ["2", "-1", "99999999999", "9" * 5_000, "x", "", "1.0"])
def test_shared_string_that_is_not_there_costs_its_cell(build: Build, index: str) -> None:
    rows = f'<row><c t="s"><v>{index}</v></c><c><v>5</v></c></row>'
    lost = ["\ufffd"] if index else []
    assert [cell.value for cell in cells(build(rows))] == [*lost, 5]


@pytest.mark.parametrize("index", ["0", "1"])
def test_shared_string_that_is_there(build: Build, index: str) -> None:
    assert cells(build(f'<row><c t="s"><v>{index}</v></c></row>'))


def test_surrogate_escapes_become_a_character_that_can_be_written() -> None:
    assert unescape("_xD800_") == "\ufffd"
    assert unescape("_xDE00__xD83D_") == "\ufffd\ufffd"
    assert unescape("_xD83D__xDE00_") == "\U0001f600"
    assert unescape("_xFFFF_") == "\uffff"


# Text made to keep a reader busy

LONG = 200_000


@pytest.mark.parametrize(
    "piece", ["[", '"', "\\", "_", "*", "m", "0.0", ";", "m:", "[$-804", "h", "."]
)
def test_format_code_is_read_in_linear_time(piece: str) -> None:
    format_meaning(piece * LONG)
    format_meaning(f"yyyy{piece * LONG}")


@pytest.mark.parametrize(
    "piece", ["A1", "A", "1", '"', "'", "[", "$", "A1:", "A:A", "1:1", "A1(", "é", "A1,"]
)
def test_formula_is_shifted_in_linear_time(piece: str) -> None:
    shifted(piece * LONG, 1, 1)


@pytest.mark.parametrize("piece", ["_x", "_x000D_", "_x000", "_", "_xD800_"])
def test_escapes_are_read_in_linear_time(piece: str) -> None:
    unescape(piece * LONG)


def test_one_long_formula_for_all_cells(build: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "SPELLED_AT_MOST", 4_000)
    formula = "+".join(["A1"] * 27)
    member = '<c><f t="shared" si="0"/><v>1</v></c>'
    path = build(f'<row><c><f t="shared" si="0">{formula}</f></c>{member * 100}</row>')
    assert problem(path) == "part-too-large"


def test_many_merges_are_looked_up_soon() -> None:
    merges = tuple(Range(top, 1, top + 9, 400) for top in range(1, 1_000_000, 10))
    lookup = Merges(merges)
    assert lookup.at(15, 400) == Range(11, 1, 20, 400)
    assert lookup.at(999_995, 3) == Range(999_991, 1, 1_000_000, 400)
    assert lookup.at(15, 401) is None


def test_more_cells_than_any_form_has(build: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worksheet, "CELLS_AT_MOST", 10)
    assert len(cells(build("<row><c/>" + "<c><v>1</v></c>" * 10 + "</row>"))) == 10
    assert problem(build("<row>" + "<c><v>1</v></c>" * 11 + "</row>")) == "too-many-cells"
