"""Which formulas follow a cell, and what an edit makes of them."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from xlform.formats.source import read_file
from xlform.formula.graph import cycles, dependents
from xlform.formula.recalculation import Recalculated, recalculate, stale_results
from xlform.grid.address import cell_name, parse_cell
from xlform.grid.model import Cell, CellError, CellValue, Grid, Position
from xlform.grid.notation import dump, parse

SAMPLE = Path("samples/云田镇.xlsx")
BOOK = """
@name 明细 附表3!$B$1:$B$2
@sheet 附表1
| 项目支出 | =附表2!B3 → 611.00 |
@sheet 附表2
| 人居   | =附表3!B3 → 161.00 |
| 医疗   | 450.00            |
| 合计   | =SUM(B1:B2) → 611.00 |
@sheet 附表3
| 保洁 | 100.00 |
| 宣传 | 61.00  |
| 合计 | =SUM(明细) → 161.00 |
"""


def sheet_number(grid: Grid, name: str) -> int:
    return [sheet.name for sheet in grid.sheets].index(name)


def place(name: str) -> tuple[str, Position]:
    sheet, _, cell = name.rpartition("!")
    return sheet or "Sheet1", parse_cell(cell)


def names(spots: list[tuple[str, Position]]) -> list[str]:
    return [f"{sheet}!{cell_name(*at)}".removeprefix("Sheet1!") for sheet, at in spots]


def edit(text: str | Grid, edits: dict[str, Cell | str | None]) -> Recalculated:
    """The grid after edits by address: numbers as text, formulas with their sign."""
    grid = parse(text) if isinstance(text, str) else text
    cells: dict[str, dict[Position, Cell]] = {}
    for name, new in edits.items():
        sheet, at = place(name)
        cells.setdefault(sheet, {})[at] = made(new)
    return recalculate(grid, cells)


def made(new: Cell | str | None) -> Cell:
    if isinstance(new, Cell):
        return new
    if new is None:
        return Cell(None)
    return Cell(None, new[1:]) if new.startswith("=") else Cell(Decimal(new))


def changed(result: Recalculated) -> dict[str, CellValue]:
    return {
        names([(sheet, at)])[0]: value
        for sheet, cells in result.changed.items()
        for at, value in cells.items()
    }


def unknown(result: Recalculated) -> dict[str, str]:
    return {
        names([(sheet, at)])[0]: why
        for sheet, cells in result.unknown.items()
        for at, why in cells.items()
    }


# Who depends on whom


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("附表3!B1", ["附表1!B1", "附表2!B1", "附表2!B3", "附表3!B3"]),
        ("附表2!B2", ["附表1!B1", "附表2!B3"]),
        ("附表2!B3", ["附表1!B1"]),
        ("附表1!B1", []),
        ("附表3!A1", []),
        ("附表3!Z99", []),
    ],
)
def test_dependents_through_sheets_ranges_and_names(cell: str, expected: list[str]) -> None:
    assert names(dependents(parse(BOOK), [place(cell)])) == expected


def test_cell_that_is_blank_has_dependents() -> None:
    grid = parse("| =SUM(B1:B9) | 1 |\n| =C:C | =SUM($5:$5) |")
    assert names(dependents(grid, [place("B5")])) == ["A1", "B2"]
    assert names(dependents(grid, [place("C1000")])) == ["A2"]


def test_dependents_through_several_sheets_at_once() -> None:
    grid = parse("""
        @sheet 汇总
        | =SUM(一:三!A1) | =SUM('三:一'!A1) | =SUM(一:四!A1) |
        @sheet 一
        | 1 |
        @sheet 二
        | 1 |
        @sheet 三
        | 1 |
        """)
    assert names(dependents(grid, [place("二!A1")])) == ["汇总!A1", "汇总!B1"]
    assert names(dependents(grid, [place("汇总!A1")])) == []


def test_sheet_names_know_no_letter_case() -> None:
    grid = parse("@sheet Data\n| 1 |\n@sheet 表\n| =data!A1 |")
    assert names(dependents(grid, [place("Data!A1")])) == ["表!A1"]


def test_formula_whose_cells_computing_alone_tells_depends_on_all() -> None:
    grid = parse('| 1 | =INDIRECT("A"&"1") | =B1+1 | =A2+1 |')
    assert names(dependents(grid, [place("Z9")])) == ["B1", "C1"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("| 1 | =A1 |", []),
        ("| =A1 |", [["A1"]]),
        ("| 1 |\n| 2 |\n| =SUM(A1:A3) |", [["A3"]]),
        ("| =B1 | =A1 | =B1 |", [["A1", "B1"]]),
        ("| =B1+C1 | =A1 | =A1 |", [["A1", "B1", "C1"]]),
        ("| =A1 | =C1 | =B1 |", [["A1"], ["B1", "C1"]]),
        ("@sheet 甲\n| =乙!A1 |\n@sheet 乙\n| =SUM(甲!A:A) |", [["甲!A1", "乙!A1"]]),
        ("@name 自己 $A$1\n| =自己 |", [["A1"]]),
        ("| =ROW(A1) | =COLUMNS(A1:C1) |", []),
        ("| =SUM(A2:B9) |\n| =SUM(B1:B1) | =A3 |\n| =B1 |", []),
        ("| =SUM(A2:B9) |\n| =SUM(B1:B1) | =A3 |\n| =A1 |", [["A1", "B2", "A3"]]),
        ('| =INDIRECT("A1") |', []),
    ],
)
def test_cycles(text: str, expected: list[list[str]]) -> None:
    assert [names(list(circle)) for circle in cycles(parse(text))] == expected


# What an edit changes


def test_nothing_edited_is_the_same_grid() -> None:
    grid = parse(BOOK)
    result = recalculate(grid, {"附表1": {}})
    assert result.grid is grid
    assert not result.changed
    assert not result.unknown


def test_all_that_depends_is_recomputed_and_nothing_else() -> None:
    result = edit(BOOK, {"附表3!B1": "100.50"})
    assert changed(result) == {
        "附表1!B1": Decimal("611.50"),
        "附表2!B1": Decimal("161.50"),
        "附表2!B3": Decimal("611.50"),
        "附表3!B3": Decimal("161.50"),
    }
    assert not result.unknown
    expected = BOOK.replace("611.00", "611.50").replace("161.00", "161.50")
    assert result.grid == parse(expected.replace("100.00", "100.50"))


def test_edit_that_comes_to_the_same_changes_no_result() -> None:
    assert not edit(BOOK, {"附表3!B1": "61", "附表3!B2": "100"}).changed


def test_new_formula_has_a_result_even_if_the_old_one_had_the_same() -> None:
    result = edit(BOOK, {"附表3!B3": "=SUM(B1:B2)"})
    assert changed(result) == {"附表3!B3": Decimal("161.00")}
    assert dump(result.grid) == dump(parse(BOOK.replace("SUM(明细)", "SUM(B1:B2)")))


def test_number_in_place_of_a_formula_is_followed() -> None:
    result = edit(BOOK, {"附表3!B3": "200"})
    assert changed(result) == {
        "附表1!B1": Decimal(650),
        "附表2!B1": Decimal(200),
        "附表2!B3": Decimal(650),
    }


def test_cell_put_in_and_cell_taken_out() -> None:
    result = edit("| 1 |  | =SUM(A1:B2) → 1 |", {"B2": "5", "A1": None})
    assert changed(result) == {"C1": Decimal(5)}
    assert list(result.grid.sheets[0].cells) == [(1, 3), (2, 2)]


def test_new_formula_prints_like_what_it_replaces() -> None:
    result = edit("| 95.00 | 1 | 2 |", {"A1": "=B1+C1"})
    assert dump(result.grid) == "| =B1+C1 → 3.00 | 1 | 2 |\n"


def test_sheet_that_is_not_there() -> None:
    with pytest.raises(KeyError):
        edit(BOOK, {"附表9!A1": "1"})


def test_stale_result_on_the_way_is_renewed_too() -> None:
    # B1 was left behind long ago; with A1's edit D1 is right only if C1, which reads B1, is.
    text = "| 1 | =E1*2 → 7 | =B1+1 → 8 | =A1+B1 → 8 | 5 |"
    assert changed(edit(text, {"A1": "2"})) == {"B1": 10, "C1": 11, "D1": 12}


def test_result_of_another_file_is_believed_until_an_edit_reaches_it() -> None:
    text = "| 1 | =[1]汇总!A1 → 7 | =A1+B1 → 8 | =[1]汇总!A2+A1 → 3 | =D1+1 → 4 |"
    result = edit(text, {"A1": "2"})
    assert changed(result) == {"C1": 9, "D1": None, "E1": None}
    assert unknown(result) == {"D1": "external", "E1": "upstream"}


def test_function_nobody_knows_is_believed_until_an_edit_reaches_it() -> None:
    text = "| 1 | =本局函数(5) → 7 | =A1+B1 → 8 | =本局函数(A1) → 3 | =IFERROR(D1,0) → 3 |"
    result = edit(text, {"A1": "2"})
    assert changed(result) == {"C1": 9, "D1": None, "E1": None}
    assert unknown(result) == {"D1": "nobody", "E1": "upstream"}


def test_what_nobody_ever_computed_makes_unknown_what_reads_it() -> None:
    result = edit("| 1 | =本局函数(5) | =IFERROR(B1,0)+A1 → 1 |", {"A1": "2"})
    assert unknown(result) == {"C1": "upstream"}


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("| 1 | =A1+B1 → 0 |", "cycle"),
        ("| 1 | =A1+C1 → 0 | =B1 → 0 |", "cycle"),
        ("| 1 | =A1+TODAY() → 45000 |", "clock"),
        ("| 1 | =A1+SUM(表1[金额]) → 3 |", "table"),
        ("@hidden rows 2\n| 1 | =SUBTOTAL(109,A1:A2) → 1 |\n| 2 |", "shown-rows"),
        ("@name 额 $A$1\n@name 额 $A$2\n| 1 | =额 → 1 |", "name"),
        ("| 1 | =A1+C1 → 45001 | 2023-12-31 |", "dates"),
        ("| 1 | =(A1*0.1+0.2)=0.3 → TRUE |", "differ"),
    ],
)
def test_what_cannot_be_told_is_unknown(text: str, why: str) -> None:
    result = edit(text, {"A1": "1.0"})
    assert unknown(result)["B1"] == why
    assert changed(result)["B1"] is None
    assert result.grid.sheets[0].cells[1, 2].value is None


def test_too_many_formulas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("xlform.formula.recalculation.FORMULAS_AT_MOST", 3)
    assert set(unknown(edit(BOOK, {"附表3!B1": "1"})).values()) == {"too-many"}


# The sample


def test_amount_of_a_detail_is_followed_through_the_sample() -> None:
    _, grid = read_file(SAMPLE)
    detail = (22, 4)
    old = grid.sheets[sheet_number(grid, "附表3-1")].cells[detail].value
    assert isinstance(old, Decimal)
    result = recalculate(
        grid,
        {
            "附表3-1": {detail: Cell(old + Decimal("1.5"))},
            "附表2": {(6, 3): Cell(None, "'附表3-1'!D27")},
        },
    )
    assert changed(result) == {
        "附表1!E8": Decimal("612.50"),
        "附表2!C5": Decimal("612.50"),
        "附表2!C6": Decimal("96.50"),
        "附表3-1!F5": Decimal("96.50"),
        "附表3-1!D27": Decimal("96.50"),
    }
    assert not result.unknown


def test_samples_are_not_stale_and_have_no_cycles() -> None:
    for path in [SAMPLE, *Path("samples/district").glob("*.xlsx")]:
        _, grid = read_file(path)
        assert not stale_results(grid)
        assert not cycles(grid)


# Stale results


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("| 1 | 2 | =A1+B1 → 3 |", {}),
        ("| 1 | 2 | =A1+B1 → 4 |", {"C1": Decimal(3)}),
        ("| 1 | 2 | =A1+B1 → 3.0000000001 |", {}),
        ("| 1 | 2 | =A1+B1 → 3.00000001 |", {"C1": Decimal(3)}),
        ("| 1 | 2 | =A1+B1 → 3 @stored 0 |", {"C1": Decimal(3)}),
        ('| 1 | =A1&"元" → 2元 |', {"B1": "1元"}),
        ("| 1 | =A1/0 → 0 |", {"B1": CellError("#DIV/0!")}),
        ("| 1 | =MAX(A1,2) → #VALUE! |", {"B1": Decimal(2)}),
        ("| 1 | =A1+1 → 7 | =B1+1 → 8 | =MAX(C1,B1) → 8 |", {"B1": 2, "C1": 3, "D1": 3}),
        # Nobody can say that these are wrong.
        ("| =A1+1 → 9 |", {}),
        ("| =[1]汇总!A1 → 9 | =A1+1 → 10 |", {}),
        ("| =[1]汇总!A1 → 9 | =A1+1 → 11 |", {"B1": Decimal(10)}),
        ("| =本局函数(1) → 9 | =A1+1 → 10 |", {}),
        ("| =NOW() → 9 | =A1+1 → 10 |", {}),
        # What a range spills in newer programs is no #VALUE!, whatever engines make of it.
        ("| 9 | 1 |\n@at B5\n| =A1:A3 → 9 |", {}),
    ],
)
def test_stale_results(text: str, expected: dict[str, CellValue]) -> None:
    found = stale_results(parse(text))
    assert {
        names([(sheet, at)])[0]: value
        for sheet, cells in found.items()
        for at, value in cells.items()
    } == expected
