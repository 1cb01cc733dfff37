"""How a workbook is calculated: precision as displayed, iteration, formulas over several cells."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.formula import ArrayFormula

from xlform.checking.check import Checker
from xlform.checking.settings import Project
from xlform.formats.source import read_data
from xlform.formula.missing_results import compute_missing_results
from xlform.grid.model import CellValue, Grid
from xlform.grid.notation import dump, parse
from xlform.model.submission import Source
from xlform.submission.read import Submission


def _read(book: openpyxl.Workbook) -> Grid:
    stream = BytesIO()
    book.save(stream)
    _, grid = read_data(stream.getvalue(), Path("book.xlsx"))
    return grid


def _codes(grid: Grid, *codes: str) -> list[tuple[str, str, str]]:
    checker = Checker(Project(select=codes), formulas=True)
    source = Submission(Source("book.xlsx", "xlsx", ""), "", None, ())
    return [(one.code, one.severity, one.cell) for one in checker.findings(source, grid)]


def test_settings_of_a_workbook_are_read_and_told() -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet["A1"], sheet["A2"] = 7, "=A1*2"
    assert _codes(_read(book), "H-09") == []
    book.calculation.fullPrecision = False
    book.calculation.iterate = True
    grid = _read(book)
    assert grid.calculation == ("displayed", "iterative")
    assert parse(dump(grid)) == grid
    assert _codes(grid, "H-09") == [("H-09", "info", "A2"), ("H-09", "info", "A2")]


@pytest.mark.parametrize(
    ("setting", "severity"), [("", "error"), ("@calculation iterative", "warning")]
)
def test_a_circle_is_no_sure_error_where_iteration_is_on(setting: str, severity: str) -> None:
    grid = parse(f"{setting}\n| =B1+1 → 3 | =A1-1 → 2 |")
    assert _codes(grid, "H-07") == [("H-07", severity, "A1")]


@pytest.mark.parametrize(
    ("row", "results"),
    [
        # Rounded or not to the decimals displayed, which a format of none leaves open.
        ("| 2 | 3 | =A1/B1 | =C1*3 |", [None, None]),
        ("| 2 | 4 | =A1/B1 → 0.00 | =C1*3 |", [Decimal("0.50"), None]),
        ("| 2 | 4 | =A1*B1 | =C1/8 |", [Decimal(8), Decimal(1)]),
    ],
)
def test_precision_as_displayed_leaves_sure_results_alone(
    row: str, results: list[CellValue]
) -> None:
    grid = compute_missing_results(parse(f"@calculation displayed\n{row}"))
    assert [grid.sheets[0].cells[1, column].value for column in (3, 4)] == results


def test_a_result_rounded_as_displayed_is_not_stale() -> None:
    rows = "| 2 | 3 | =A1/B1 → 0.67 |"
    assert _codes(parse(f"@calculation displayed\n{rows}"), "H-06") == []
    assert _codes(parse(rows), "H-06") == [("H-06", "warning", "C1")]
    assert _codes(parse("@calculation displayed\n| 2 | 3 | =A1*B1 → 7 |"), "H-06") != []


def test_cells_that_one_formula_fills_are_not_blank() -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (1, 2, 3):
        sheet.cell(row, 1, row)
    sheet["B1"] = ArrayFormula("B1:B3", "=A1:A3*2")
    sheet["B4"] = "=SUM(B1:B3)"
    sheet["C1"] = ArrayFormula("C1:C2", "=FREQUENCY(A1:A3,A1)")
    sheet["C4"] = "=SUM(C1:C2)"
    cells = _read(book).sheets[0].cells
    assert [cells[row, 2].value for row in (1, 2, 3, 4)] == [None] * 4
    assert [cells[row, 3].value for row in (1, 2, 4)] == [1, 2, 3]
