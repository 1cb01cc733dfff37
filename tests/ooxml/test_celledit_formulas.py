"""Formulas that several cells share, that fill several cells, and the order of calculation."""

from __future__ import annotations

from decimal import Decimal

import pytest
from patching import (
    BLANK,
    BOOK_LINKS,
    CHAIN,
    ONE,
    SHEET,
    book,
    chained,
    changed_parts,
    formula,
    links,
    number,
    part,
    patch,
    rows_of,
    text,
)
from richbook import members

from xlform.errors import FileProblem
from xlform.formats.xlsx import read_xlsx
from xlform.formula.prefixes import stored_formula
from xlform.formula.shift import shifted
from xlform.grid.model import Position

SHARED = (
    '<row r="1"><c r="A1"><f t="shared" ref="A1:A4" si="3">B1+$C$1</f><v>1</v></c></row>'
    '<row r="2"><c r="A2"><f t="shared" si="3"/><v>2</v></c></row>'
    '<row r="3"><c r="A3"><f t="shared" si="3"></f><v>3</v></c></row>'
    '<row r="4"><c r="A4"><f t="shared" si="3"/><v>4</v></c></row>'
)
SQUARE = (
    '<row r="1"><c r="A1"><f t="shared" ref="A1:B2" si="0">C1&lt;D1</f><v>1</v></c>'
    '<c r="B1"><f t="shared" si="0"/><v>2</v></c></row>'
    '<row r="2"><c r="A2"><f t="shared" si="0"/><v>3</v></c>'
    '<c r="B2"><f t="shared" si="0"/></c></row>'
)


def formulas(data: bytes) -> dict[Position, str]:
    [sheet] = read_xlsx(data, "x").sheets
    return {at: cell.formula for at, cell in sheet.cells.items()}


def test_a_plain_member_of_a_group_is_replaced_alone() -> None:
    after = patch(book(SHARED), {"A3": formula("SUM(B3:C3)", ONE)})
    assert rows_of(after) == SHARED.replace(
        '<f t="shared" si="3"></f><v>3</v>', "<f>SUM(B3:C3)</f><v>1</v>"
    )


def test_the_next_member_inherits_the_text_and_the_range() -> None:
    after = patch(book(SHARED), {"A1": number("7")})
    assert rows_of(after) == SHARED.replace(
        '<f t="shared" ref="A1:A4" si="3">B1+$C$1</f><v>1</v>', "<v>7</v>"
    ).replace(
        '<f t="shared" si="3"/><v>2</v>',
        '<f ref="A2:A4" t="shared" si="3">B2+$C$1</f><v>2</v>',
    )
    assert formulas(after) == {
        (1, 1): "",
        (2, 1): "B2+$C$1",
        (3, 1): "B3+$C$1",
        (4, 1): "B4+$C$1",
    }


def test_several_members_and_the_first_replaced_at_once() -> None:
    after = patch(book(SHARED), {"A1": BLANK, "A2": formula("1", ONE), "A4": text("甲")})
    assert formulas(after) == {(2, 1): "1", (3, 1): "B3+$C$1", (4, 1): ""}
    assert '<f ref="A3" t="shared" si="3">B3+$C$1</f><v>3</v>' in rows_of(after)


def test_the_whole_group_replaced() -> None:
    cells = ("A1", "A2", "A3", "A4")
    assert "shared" not in rows_of(patch(book(SHARED), dict.fromkeys(cells, number("1"))))


def test_an_heir_may_get_a_new_result_too() -> None:
    after = patch(book(SHARED), {"A1": number("7")}, {"A2": "甲", "A3": ONE})
    inherited = '<f ref="A2:A4" t="shared" si="3">B2+$C$1</f>'
    assert f'<c r="A2" t="str">{inherited}<v>甲</v></c>' in rows_of(after)
    assert '<c r="A3"><f t="shared" si="3"></f><v>1</v></c>' in rows_of(after)


def test_an_heir_without_a_result_gets_one_behind_its_formula() -> None:
    after = patch(book(SQUARE), {"A1": BLANK, "B1": BLANK, "A2": BLANK}, {"B2": ONE})
    assert '<c r="B2"><f ref="B2" t="shared" si="0">D2&lt;E2</f><v>1</v></c>' in rows_of(after)


def test_a_square_that_loses_its_corner_is_spelled_out() -> None:
    after = patch(book(SQUARE), {"A1": formula("1", ONE)})
    assert formulas(after) == {(1, 1): "1", (1, 2): "D1<E1", (2, 1): "C2<D2", (2, 2): "D2<E2"}
    assert "shared" not in rows_of(after)
    assert '<c r="B2"><f>D2&lt;E2</f></c>' in rows_of(after)


def test_a_number_used_again_is_another_group() -> None:
    again = SHARED + (
        '<row r="5"><c r="A5"><f t="shared" ref="A5:A6" si="3">9</f></c></row>'
        '<row r="6"><c r="A6"><f t="shared" si="3"/></c></row>'
    )
    before = formulas(book(again))
    after = formulas(patch(book(again), {"A1": number("1")}))
    assert after == {**before, (1, 1): ""}
    after = formulas(patch(book(again), {"A5": number("1")}))
    assert after == {**before, (5, 1): ""}


def test_the_text_of_a_group_may_be_written_in_any_way() -> None:
    rows = SHARED.replace("B1+$C$1", '<![CDATA[B1<]]>&#67;1<!-- 注 -->&amp;"&amp;"')
    after = patch(book(rows), {"A1": number("1")})
    assert formulas(after)[3, 1] == 'B3<C3&"&"'


SPREAD = (
    '<row r="1"><c r="A1" cm="1"><f t="array" ref="A1:A3">B1:B3*2</f><v>1</v></c>'
    '<c r="C1"><v>5</v></c></row><row r="2"><c r="A2"><v>2</v></c></row>'
    '<row r="5"><c r="B5"><f t="dataTable" ref="B5:C6" dt2D="1" r1="A1" r2="A2"/><v>1</v></c></row>'
    '<row r="9"><c r="A9"><f t="dataTable" ref="A9" r1="A1"/><v>1</v></c></row>'
)


@pytest.mark.parametrize("cell", ["A1", "A2", "A3", "B5", "C5", "C6", "A9"])
@pytest.mark.parametrize("new", [formula("1", ONE), number("1"), BLANK])
def test_cells_of_arrays_and_data_tables_are_refused_by_name(cell: str, new: object) -> None:
    before = book(SPREAD)
    with pytest.raises(FileProblem, match=f"填报表.xlsx.*“附表1”{cell} 属于") as caught:
        patch(before, {cell: new})  # type: ignore[dict-item]  # any content is refused alike
    assert caught.value.code == "not-edited"


def test_beside_an_array_all_is_as_always() -> None:
    after = patch(book(SPREAD), {"C1": number("6"), "B1": number("4")}, {"A1": ONE})
    assert '<c r="A1" cm="1"><f t="array" ref="A1:A3">B1:B3*2</f><v>1</v></c>' in rows_of(after)
    assert '<c r="B1"><v>4</v></c><c r="C1"><v>6</v></c>' in rows_of(after)


@pytest.mark.parametrize("cell", ["C1", "A2", "F9"])
def test_only_formulas_have_results(cell: str) -> None:
    with pytest.raises(FileProblem, match=f"“附表1”{cell} 没有公式"):
        patch(book(SPREAD), results={cell: ONE})


CHAINED = "".join(
    f'<row r="{row}"><c r="A{row}"><f>B{row}</f><v>1</v></c></row>' for row in range(1, 5)
)


@pytest.mark.parametrize(
    ("edited", "before", "after"),
    [
        (
            ["A2"],
            '<c r="A1" i="7"/><c r="A2"/><c r="A3" l="1"/>',
            '<c r="A1" i="7"/><c r="A3" l="1"/>',
        ),
        (
            ["A1", "A2"],
            '<c r="A1" i="7"/><c r="A2"/><c r="A3" l="1"/><c r="A4"/>',
            '<c i="7" r="A3" l="1"/><c r="A4"/>',
        ),
        # Sheet 8 has an A2 too; the entry behind it takes sheet 7 from the one before.
        (
            ["A1"],
            '<c r="A2" i="8"/><c r="A1" i="7"/><c r="A2"/><c r="A1" i="8"/>',
            '<c r="A2" i="8"/><c i="7" r="A2"/><c r="A1" i="8"/>',
        ),
        (
            ["A2"],
            '<c r="A1" i="7"/><c r="A2" i="7"/>\n<c r="A3" i="7"/>',
            '<c r="A1" i="7"/>\n<c r="A3" i="7"/>',
        ),
    ],
)
def test_removed_formulas_leave_the_order_of_calculation(
    edited: list[str], before: str, after: str
) -> None:
    data = chained(CHAINED, before)
    result = patch(data, dict.fromkeys(edited, number("5")))
    assert part(result, CHAIN) == part(data, CHAIN).replace(before, after)
    assert changed_parts(data, result) == {SHEET, CHAIN}


def test_formulas_replaced_and_added_leave_the_order_as_it_is() -> None:
    data = chained(CHAINED, '<c r="A1" i="7"/>')
    result = patch(data, {"A1": formula("2", ONE), "D1": formula("3", ONE), "E9": number("1")})
    assert changed_parts(data, result) == {SHEET}


def test_an_order_of_nothing_goes_with_all_that_names_it() -> None:
    data = chained(CHAINED, '<c r="A1" i="7"/>')
    result = patch(data, {"A1": BLANK})
    assert changed_parts(data, result) == {SHEET, CHAIN, BOOK_LINKS, "[Content_Types].xml"}
    assert CHAIN not in members(result)
    assert part(result, BOOK_LINKS) == links(("r1", "worksheet", "worksheets/sheet1.xml"))
    assert "calcChain" not in part(result, "[Content_Types].xml")
    assert "workbook.xml" in part(result, "[Content_Types].xml")


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("SUM(A1:A3)", "SUM(A1:A3)"),
        ("XLOOKUP(A1,B:B,C:C)", "_xlfn.XLOOKUP(A1,B:B,C:C)"),
        ("_xlfn.XLOOKUP(A1,B:B,C:C)", "_xlfn.XLOOKUP(A1,B:B,C:C)"),
        ("SUM(Filter(A1:A3,B1:B3))", "SUM(_xlfn._xlws.Filter(A1:A3,B1:B3))"),
        ('"CONCAT("&CONCAT(A1)', '"CONCAT("&_xlfn.CONCAT(A1)'),
        ("'IFS('!A1+IFS(A1,1)", "'IFS('!A1+_xlfn.IFS(A1,1)"),
        ("STDEV.S(A:A)+STDEV(A:A)", "_xlfn.STDEV.S(A:A)+STDEV(A:A)"),
        ("NETWORKDAYS.INTL(A1,A2)", "NETWORKDAYS.INTL(A1,A2)"),
        ("附表DAYS(A1)", "附表DAYS(A1)"),
    ],
)
def test_functions_newer_than_the_format_get_their_prefix(written: str, stored: str) -> None:
    assert stored_formula(written) == stored
    assert stored_formula(stored) == stored
    after = patch(book('<row r="1"><c r="A1"/></row>'), {"A1": formula(written, ONE)})
    [sheet] = read_xlsx(after, "x").sheets
    assert sheet.cells[1, 1].formula == stored


@pytest.mark.parametrize(
    ("written", "down", "right", "copied"),
    [
        ("SUM(A1:$B2)+C$3", 2, 1, "SUM(B3:$B4)+D$3"),
        ("A:B+$A:B", 5, 1, "B:C+$A:C"),
        ("1:2+1:$2", 3, 9, "4:5+4:$2"),
        ("附表2!A1&\"A1\"&'A1'!A1&LOG10(a5)", 1, 1, "附表2!B2&\"A1\"&'A1'!B2&LOG10(B6)"),
        ("A1+XFD1048576", 1, 1, "B2+#REF!"),
        ("A1+$A$1", -1, 0, "#REF!+$A$1"),
    ],
)
def test_a_formula_copied_elsewhere(written: str, down: int, right: int, copied: str) -> None:
    assert shifted(written, down, right) == copied


def test_values_of_a_group_recomputed_are_what_they_were() -> None:
    first = '<f t="shared" ref="A1:A4" si="0">B1*2</f>'
    rows = "".join(
        f'<row r="{row}"><c r="A{row}">{first}</c><c r="B{row}"><v>{row}</v></c></row>'
        for row in range(1, 5)
    )
    for row in range(2, 5):
        rows = rows.replace(f'"A{row}">{first}', f'"A{row}"><f t="shared" si="0"/>')
    after = patch(book(rows), {"A1": formula("B1*2", Decimal(2))})
    [sheet] = read_xlsx(after, "x").sheets
    assert [sheet.cells[row, 1].value for row in range(1, 5)] == [2, 4, 6, 8]
