"""What the element of a changed cell holds, byte for byte."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from patching import (
    BLANK,
    BOOK,
    LINKS,
    MAIN,
    ONE,
    SHEET,
    book,
    changed_parts,
    formula,
    number,
    part,
    patch,
    rows_of,
    text,
)

from xlform.errors import FileProblem
from xlform.formats.xlsx import read_xlsx
from xlform.grid.model import CellError, CellValue
from xlform.ooxml.edit.cells import CellContent, edit_workbook

KEPT = '<row r="1"><c r="A1" t="s" s="2"><v>0</v></c>'
INLINE = '<c r="B1" s="3" t="inlineStr"><is>'
ROWS = f'{KEPT}<c r="B1" s="3" t="s"><v>0</v></c><c r="C1" s="4"><f>B1</f><v>9</v></c></row>'


@pytest.mark.parametrize(
    ("new", "written"),
    [
        (formula("A1", ONE), '<c r="B1" s="3"><f>A1</f><v>1</v></c>'),
        (formula("A1", "甲"), '<c r="B1" s="3" t="str"><f>A1</f><v>甲</v></c>'),
        (formula("A1", ""), '<c r="B1" s="3" t="str"><f>A1</f><v></v></c>'),
        (formula("A1", value := True), '<c r="B1" s="3" t="b"><f>A1</f><v>1</v></c>'),
        (formula("A1", not value), '<c r="B1" s="3" t="b"><f>A1</f><v>0</v></c>'),
        (
            formula("1/0", CellError("#DIV/0!")),
            '<c r="B1" s="3" t="e"><f>1/0</f><v>#DIV/0!</v></c>',
        ),
        (formula("A1", dt.date(2023, 12, 31)), '<c r="B1" s="3"><f>A1</f><v>45291</v></c>'),
        (
            formula('IF(A1<2,"a&b","\'")', ONE),
            '<c r="B1" s="3"><f>IF(A1&lt;2,"a&amp;b","\'")</f><v>1</v></c>',
        ),
        (
            formula("A1\n+1 ", ONE),
            '<c r="B1" s="3"><f xml:space="preserve">A1\n+1 </f><v>1</v></c>',
        ),
        (number("12.50"), '<c r="B1" s="3"><v>12.5</v></c>'),
        (number("-0.00"), '<c r="B1" s="3"><v>0</v></c>'),
        (BLANK, '<c r="B1" s="3"/>'),
        (text("甲"), '<c r="B1" s="3" t="inlineStr"><is><t>甲</t></is></c>'),
        (text("=A1"), '<c r="B1" s="3" t="inlineStr"><is><t>=A1</t></is></c>'),
        (
            text(" 甲\r\n<_x000D_>\x07"),
            f'{INLINE}<t xml:space="preserve"> 甲\n&lt;_x005F_x000D_&gt;_x0007_</t></is></c>',
        ),
    ],
)
def test_a_cell_is_written_in_its_place(new: CellContent, written: str) -> None:
    before = book(ROWS)
    after = patch(before, {"B1": new})
    assert rows_of(after) == ROWS.replace('<c r="B1" s="3" t="s"><v>0</v></c>', written)
    assert changed_parts(before, after) == {SHEET}


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("100", "100"),
        ("1056.40", "1056.4"),
        ("0.1", "0.1"),
        ("1E+3", "1000"),
        ("-0.00001", "-1E-5"),
        ("0.0001", "0.0001"),
        ("1E+20", "1E+20"),
        ("123456789012345678.5", "1.234567890123456785E+17"),
        ("430224199001011234", "4.30224199001011234E+17"),
        ("0.30000000000000004", "0.30000000000000004"),
    ],
)
def test_numbers_are_exact_and_short(value: str, written: str) -> None:
    after = rows_of(patch(book(ROWS), {"B1": number(value)}))
    assert f"<v>{written}</v>" in after
    assert Decimal(written) == Decimal(value)
    assert f"<f>A1</f><v>{written}</v>" in rows_of(
        patch(book(ROWS), {"B1": formula("A1", Decimal(value))})
    )


def test_dates_count_from_1904_where_the_workbook_does() -> None:
    main = (
        f'<workbook xmlns="{MAIN}" xmlns:r="{LINKS}"><workbookPr date1904="1"/><sheets>'
        '<sheet name="附表1" sheetId="7" r:id="r1"/></sheets></workbook>'
    )
    after = patch(book(ROWS, parts={BOOK: main}), {"B1": formula("A1", dt.date(2023, 12, 31))})
    assert "<v>43829</v>" in rows_of(after)


@pytest.mark.parametrize(
    ("value", "tag"),
    [
        (ONE, '<c r="C1" s="4"><f>B1</f><v>1</v></c>'),
        ("甲<", '<c r="C1" s="4" t="str"><f>B1</f><v>甲&lt;</v></c>'),
        (CellError("#N/A"), '<c r="C1" s="4" t="e"><f>B1</f><v>#N/A</v></c>'),
    ],
)
def test_a_result_alone_is_renewed(value: CellValue, tag: str) -> None:
    before = book(ROWS)
    after = patch(before, results={"C1": value})
    assert rows_of(after) == ROWS.replace('<c r="C1" s="4"><f>B1</f><v>9</v></c>', tag)
    assert changed_parts(before, after) == {SHEET}


def test_a_result_is_put_behind_a_formula_that_had_none() -> None:
    row = '<row r="1"><c r="A1"><f ca="1"  >NOW()</f><extLst><ext uri="x"/></extLst></c></row>'
    after = rows_of(patch(book(row), results={"A1": ONE}))
    assert after == row.replace("</f>", "</f><v>1</v>")


def test_the_result_of_an_edited_formula_may_come_beside_it() -> None:
    after = patch(book(ROWS), {"B1": formula("A1"), "C1": text("甲")}, {"B1": ONE, "C1": ONE})
    assert '<c r="B1" s="3"><f>A1</f><v>1</v></c>' in rows_of(after)
    assert '<c r="C1" s="4" t="inlineStr"><is><t>甲</t></is></c>' in rows_of(after)


@pytest.mark.parametrize("value", [None, CellError("#SPILL!"), Decimal("NaN"), "长" * 40_000])
def test_an_unknown_result_is_no_value_and_asks_for_calculation(value: CellValue) -> None:
    before = book(ROWS)
    for after in (
        patch(before, {"C1": formula("B1", value)}),
        patch(before, results={"C1": value}),
    ):
        assert rows_of(after) == ROWS.replace("<v>9</v>", "")
        assert changed_parts(before, after) == {SHEET, BOOK}
        assert part(after, BOOK) == part(before, BOOK).replace(
            "</sheets>", '</sheets><calcPr fullCalcOnLoad="1"/>'
        )


@pytest.mark.parametrize(
    ("settings", "after"),
    [
        ('<calcPr calcId="1"/>', '<calcPr fullCalcOnLoad="1" calcId="1"/>'),
        ('<calcPr fullCalcOnLoad="0"/>', '<calcPr fullCalcOnLoad="1"/>'),
        ("<calcPr fullCalcOnLoad='true'/>", "<calcPr fullCalcOnLoad='true'/>"),
        (
            '<definedNames/><oleSize ref="A1"/>',
            '<definedNames/><calcPr fullCalcOnLoad="1"/><oleSize ref="A1"/>',
        ),
    ],
)
def test_calculation_is_asked_for_in_its_place(settings: str, after: str) -> None:
    main = (
        f'<workbook xmlns="{MAIN}" xmlns:r="{LINKS}"><sheets>'
        f'<sheet name="附表1" sheetId="7" r:id="r1"/></sheets>{settings}</workbook>'
    )
    result = patch(book(ROWS, parts={BOOK: main}), {"C1": formula("B1")})
    assert part(result, BOOK) == main.replace(settings, after)


def test_what_goes_with_the_old_content_goes() -> None:
    row = (
        '<row r="1"><c r="A1" cm="1" vm="2" t="str" s="5" ph="1"><f t="array" ref="A1">B1</f>'
        '<v>x</v><extLst><ext uri="y"/></extLst></c></row>'
    )
    rest = '<extLst><ext uri="y"/></extLst></c></row>'
    assert rows_of(patch(book(row), {"A1": formula("B2", ONE)})) == (
        f'<row r="1"><c r="A1" s="5" ph="1"><f>B2</f><v>1</v>{rest}'
    )
    assert rows_of(patch(book(row), results={"A1": ONE})) == (
        f'<row r="1"><c r="A1" cm="1" s="5" ph="1"><f t="array" ref="A1">B1</f><v>1</v>{rest}'
    )


def test_a_bracket_in_an_attribute_ends_no_tag() -> None:
    row = "<row r='1'><c s='1' xmlns:z='a>b' r='A1' ><v>1</v></c ><c r='B1'/></row>"
    assert rows_of(patch(book(row), {"A1": number("2"), "B1": number("3")})) == (
        "<row r='1'><c s='1' xmlns:z='a>b' r='A1'><v>2</v></c><c r='B1'><v>3</v></c></row>"
    )


def test_nothing_asked_gives_the_same_bytes() -> None:
    before = book(ROWS)
    assert edit_workbook(before, "x", {}, {}) is before
    assert edit_workbook(before, "x", {"附表1": {}, "没有": {}}, {"附表1": {}}) is before
    assert patch(before, {"D9": BLANK}) is before
    assert patch(before, {"C1": formula("B1", Decimal("9.0"))}) is before
    assert patch(before, results={"C1": Decimal("9.00")}) is before


def test_the_grid_reader_sees_what_was_written() -> None:
    words = " 甲\r\n_x000D_\x07 "
    after = patch(book(ROWS), {"B1": text(words), "D4": formula("B1&C1", words)})
    [sheet] = read_xlsx(after, "x").sheets
    assert sheet.cells[1, 2].value == " 甲\n_x000D_\x07 "
    assert sheet.cells[4, 4].value == " 甲\n_x000D_\x07 "
    assert sheet.cells[4, 4].formula == "B1&C1"


@pytest.mark.parametrize(
    "new",
    [
        number("十"),
        number("NaN"),
        number("1E+400"),
        number(""),
        text("长" * 32_768),
        formula("A" * 8_193),
        formula("LET(x,1,x)"),
    ],
)
def test_what_no_cell_can_hold_is_refused_by_name(new: CellContent) -> None:
    with pytest.raises(FileProblem, match=r"填报表\.xlsx.*“附表1”B1"):
        patch(book(ROWS), {"B1": new})


@pytest.mark.parametrize("at", [(0, 1), (1, 0), (1_048_577, 1), (1, 16_385)])
def test_positions_that_no_sheet_has_are_errors_of_the_caller(at: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match=str(at[0])):
        edit_workbook(book(ROWS), "x", {"附表1": {at: BLANK}}, {})
