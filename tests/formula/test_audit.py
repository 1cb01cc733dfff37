"""Formulas of any workbook compared with their neighbours: what is told, and what is left alone."""

from __future__ import annotations

import random
import sys
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlform.checking.check import Checker
from xlform.formula.audit.text_numbers import number_in
from xlform.formula.relative import RelativeFormula, relative_formula
from xlform.grid.notation import parse
from xlform.model.findings import Finding
from xlform.model.submission import Source
from xlform.submission.read import Submission

sys.path.insert(0, str(Path(__file__).parents[2] / "bench"))
from formula_faults import grid_of
from formula_sheets import LAYOUTS, Layout

SOURCE = Submission(Source("账.xlsx", "xlsx", ""), "", None, ())
CHECKER = Checker(formulas=True)


def found(text: str) -> list[Finding]:
    return list(CHECKER.findings(SOURCE, parse(text)))


def told(text: str) -> list[str]:
    return [f"{one.cell} {one.code} {one.severity}" for one in found(text)]


def column(*formulas: str, wide: bool = True) -> str:
    """Rows of quantity and price, and what stands in the third column."""
    return "\n".join(
        f"| {row + 1} | {row + 2} | {formula} |" if wide else f"| {formula} |"
        for row, formula in enumerate(formulas, 1)
    )


def products(*others: tuple[int, str]) -> str:
    """Eight products of two numbers, some replaced."""
    cells = {row: f"=A{row}*B{row} → {(row + 1) * (row + 2)}" for row in range(1, 9)}
    return column(*(cells | dict(others)).values())


# Like formulas, one other


def test_copies_of_one_formula_are_left_alone() -> None:
    assert told(products()) == []


def test_a_reference_to_the_wrong_row_is_certain() -> None:
    (one,) = found(products((4, "=A4*B3 → 25")))
    assert (one.cell, one.code, one.severity) == ("C4", "H-02", "error")
    assert (one.expected, one.actual) == ("=A4*B4", "=A4*B3")
    assert "C3、C5" in one.message
    assert "确定" in one.message
    assert one.fix is not None
    assert one.fix.safety == "safe"


@pytest.mark.parametrize(
    ("formula", "severity"),
    [
        ("=A4*B4+50 → 80", "warning"),
        ("=A4+B4 → 11", "warning"),
        ("=A4*B$3 → 25", "error"),
        ("=SUM(A4:B4) → 11", "warning"),
    ],
)
def test_other_formulas_among_like_ones(formula: str, severity: str) -> None:
    (one,) = found(products((4, formula)))
    assert (one.cell, one.code) == ("C4", "H-02")
    assert one.severity == severity
    assert one.expected == "=A4*B4"


@pytest.mark.parametrize(
    "formula", ["=A4*$B$4 → 30", "=+A4*B4 → 30", "= A4 * B4 → 30", "=B4*A4 → 30"]
)
def test_another_writing_of_the_same_formula(formula: str) -> None:
    assert told(products((4, formula))) == []


def test_each_cell_of_a_stretch_is_told() -> None:
    wrong = [(row, f"=A{row}*B{row - 1} → {(row + 1) ** 2}") for row in (3, 4)]
    assert [one.cell for one in found(products(*wrong))] == ["C3", "C4"]


# Typed numbers


def test_the_result_typed_over_a_formula_is_fixed_and_no_error() -> None:
    (one,) = found(products((4, "30")))
    assert (one.cell, one.code, one.severity) == ("C4", "H-03", "warning")
    assert one.fix is not None
    assert one.fix.safety == "safe"


def test_another_number_typed_is_told_with_the_result_and_left() -> None:
    (one,) = found(products((4, "31")))
    assert (one.code, one.severity, one.expected) == ("H-03", "warning", "=A4*B4")
    assert "30" in one.message
    assert one.fix is not None
    assert one.fix.safety == "unsafe"


def test_months_that_are_over_are_typed() -> None:
    rows = (
        "| 10 | 11 | 12 | 13 | =$A1 → 10 | =$A1 → 10 | =$A1 → 10 |",
        "| 20 | 11 | 12 | =$A2 → 20 | =$A2 → 20 | =$A2 → 20 | =$A2 → 20 |",
        "| 30 | 11 | 12 | 13 | 14 | =$A3 → 30 | =$A3 → 30 |",
        "| 40 | 11 | =$A4 → 40 | =$A4 → 40 | =$A4 → 40 | =$A4 → 40 | =$A4 → 40 |",
        "| 50 | 11 | 12 | 13 | =$A5 → 50 | =$A5 → 50 | =$A5 → 50 |",
    )
    assert told("\n".join(rows)) == []


# Totals, subtotals, opening balances


def test_subtotals_in_a_column_of_products_are_left_alone() -> None:
    text = """
| 2 | 3 | =A1*B1 → 6 |
| 3 | 4 | =A2*B2 → 12 |
|   |   | =SUM(C1:C2) → 18 |
| 4 | 5 | =A4*B4 → 20 |
| 5 | 6 | =A5*B5 → 30 |
| 6 | 7 | =A6*B6 → 42 |
|   |   | =SUM(C4:C6) → 92 |
| 7 | 8 | =A8*B8 → 56 |
"""
    assert told(text) == []


def test_a_running_balance_begins_otherwise() -> None:
    text = """
| 收   | 支  | 余             |
| 5    | 1   | 100            |
| 6    | 2   | =C2+A3-B3 → 104 |
| 7    | 3   | =C3+A4-B4 → 108 |
| 8    | 4   | =C4+A5-B5 → 112 |
| 9    | 5   | =C5+A6-B6 → 116 |
"""
    assert told(text) == []


def test_the_short_total_of_a_row_of_totals_is_an_error() -> None:
    text = """
| 1 | 2 | 3 | 4 | 5 |
| 1 | 2 | 3 | 4 | 5 |
| 1 | 2 | 3 | 4 | 5 |
| =SUM(A1:A3) → 3 | =SUM(B1:B3) → 6 | =SUM(C1:C2) → 6 | =SUM(D1:D3) → 12 | =SUM(E1:E3) → 15 |
"""
    (one,) = found(text)
    assert (one.cell, one.code, one.severity, one.expected) == (
        "C4",
        "H-01",
        "error",
        "=SUM(C1:C3)",
    )


def test_totals_that_all_leave_out_a_row_are_told_once() -> None:
    text = """
| 1 | 2 | 3 |
| 1 | 2 | 3 |
| 1 | 2 | 3 |
| 9 | 9 | 9 |
| =SUM(A1:A3) → 3 | =SUM(B1:B3) → 6 | =SUM(C1:C3) → 9 |
"""
    (one,) = found(text)
    assert (one.cell, one.code, one.severity) == ("A5", "H-01", "info")
    assert "B5、C5" in one.message


@pytest.mark.parametrize("last", ["=SUM(B2:B5)-B6 → 0", "=B7+B6 → 0"])
def test_a_number_that_is_added_elsewhere_is_not_left_out(last: str) -> None:
    text = f"""
| 年   | 2023 |
| 收入 | 10   |
| 收入 | 11   |
| 收入 | 12   |
| 收入 | 13   |
| 调整 | 46   |
| 合计 | =SUM(B2:B5) → 46 |
| 结余 | {last} |
"""
    assert [one for one in told(text) if "H-01" in one] == []


def test_a_year_above_a_column_is_its_heading() -> None:
    text = "| 2023 |\n| 10 |\n| 11 |\n| 12 |\n| =SUM(A2:A4) → 33 |\n"
    assert told(text) == []


# Errors, texts, results, circles, links


def test_an_error_is_told_where_it_begins_and_once_for_copies() -> None:
    text = """
| 1 | 0 | =A1/B1 → #DIV/0! | =C1+1 → #DIV/0! |
| 1 | 0 | =A2/B2 → #DIV/0! | =C2+1 → #DIV/0! |
| 1 | 0 | =A3/B3 → #DIV/0! | =C3+1 → #DIV/0! |
"""
    (one,) = found(text)
    assert (one.cell, one.code, one.severity) == ("C1", "H-04", "warning")
    assert "2 个" in one.message


def test_a_lost_reference_is_an_error_even_if_hidden() -> None:
    assert told("| =IFERROR(#REF!,0) → 0 |\n| 1 |\n") == ["A1 H-04 error"]


def test_an_error_of_a_program_that_knows_no_tables_is_not_told() -> None:
    assert told("| =SUM(表1[金额]) → #NAME? |\n| 1 |\n") == []


def test_text_numbers_starve_a_sum() -> None:
    text = "| 1 |\n| 2 |\n| '3 |\n| 4 |\n| =SUM(A1:A4) → 7 |\n"
    (one,) = found(text)
    assert (one.cell, one.code, one.severity, one.expected) == ("A3", "H-05", "error", "3")


@pytest.mark.parametrize(
    ("text", "number"),
    [("12", "12"), (" 1,234.50 ", "1234.50"), ("-3", "-3"), ("0.5", "0.5")],
)
def test_texts_that_are_numbers(text: str, number: str) -> None:
    assert number_in(text) == Decimal(number)


@pytest.mark.parametrize("text", ["007", "2023", "12个", "", "1,23", "第1", "1.2.3", "１２"])
def test_texts_that_are_none(text: str) -> None:
    assert number_in(text) is None


def test_a_stale_result_is_told_at_its_root() -> None:
    text = "| 1 |\n| 2 |\n| =A1+A2 → 5 |\n| =A3*2 → 10 |\n"
    assert told(text) == ["A3 H-06 warning"]


def test_results_that_a_program_left_at_zero_are_not_stale() -> None:
    assert told("| 1 |\n| 2 |\n| =A1+A2 → 3 @stored 0 |\n") == []


def test_a_circle_names_its_cells() -> None:
    (one,) = found("| =B1+1 → 0 | =A1+1 → 0 |\n")
    assert (one.cell, one.code, one.severity) == ("A1", "H-07", "error")
    assert "A1、B1" in one.message


def test_links_are_counted_by_sheet_and_file() -> None:
    (one,) = found("| =[上年.xlsx]表!A1 → 5 |\n| =[上年.xlsx]表!A2 → 6 |\n| 7 |\n")
    assert (one.cell, one.code) == ("A1", "H-08")
    assert "上年.xlsx" in one.message
    assert "2 处" in one.message


# Sheets as they are made, without a fault


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.__name__)
def test_clean_sheets_are_silent(layout: Layout) -> None:
    for seed in range(4):
        cells = layout(random.Random(seed))  # noqa: S311  (made-up sheets)
        findings = CHECKER.findings(SOURCE, grid_of(cells))
        serious = [
            f"{one.cell} {one.code} {one.message}" for one in findings if one.severity != "info"
        ]
        assert serious == []


# Formulas by distance


def test_copies_have_one_key() -> None:
    here = relative_formula("SUM(D22:D24)*$A$1+B:B", 25, 4)
    there = relative_formula("sum( E23:E25 ) * $A$1 + C:C", 26, 5)
    assert here.key == there.key
    assert here.written(26, 5) == "SUM(E23:E25)*$A$1+C:C"


def test_names_sheets_and_texts_are_no_references() -> None:
    formula = relative_formula("IF(LOG10(A1)>ABC_1,\"B2\",'C3'!D4)", 1, 1)
    assert formula.at(1, 1) == ((1, 1), (4, 4))


def test_a_formula_that_leaves_the_sheet_is_not_written() -> None:
    assert relative_formula("A1", 2, 1).written(1, 1) == ""


CELLS = st.builds(
    lambda column, row, first, second: f"{first}{column}{second}{row}",
    st.sampled_from(["A", "Z", "AB", "XFD", "XFE"]),
    st.integers(1, 1_100_000),
    st.sampled_from(["", "$"]),
    st.sampled_from(["", "$"]),
)
OPERATORS = st.sampled_from(["+", "-", "*", ":", ",", ")/(", ">="])


@given(st.lists(st.tuples(CELLS, OPERATORS), min_size=1, max_size=5), st.sampled_from(["", "1"]))
def test_plain_formulas_read_at_once_are_as_any_other(
    terms: list[tuple[str, str]], end: str
) -> None:
    text = "SUM(" + "".join(cell + operator for cell, operator in terms) + "B2)" + end
    at_once = relative_formula(text, 7, 3)
    # A text at the end makes it a formula that is read token by token.
    by_token = relative_formula(text + '&"x"', 7, 3)
    last = by_token.parts[-1].removesuffix('&"x"')
    assert at_once.key == RelativeFormula((*by_token.parts[:-1], last), by_token.places).key
