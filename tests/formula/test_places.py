"""Places are not reads: where OFFSET, INDEX and the like start from makes no cycle."""

from __future__ import annotations

from decimal import Decimal

import pytest

from xlform.formula.graph import cycles, dependents
from xlform.formula.recalculation import recalculate
from xlform.grid.address import cell_name, parse_cell
from xlform.grid.model import Cell, Grid
from xlform.grid.notation import parse


def column(formula: str) -> Grid:
    """Amounts in A1 to A4 and a formula below."""
    return parse(f"| 1 |\n| 2 |\n| 3 |\n| 4 |\n| ={formula} |")


def cyclic(grid: Grid) -> list[str]:
    return [cell_name(*at) for cycle in cycles(grid) for _, at in cycle]


@pytest.mark.parametrize(
    "formula",
    [
        "SUM(A1:OFFSET(A5,-1,0))",
        "SUM(A1:INDEX(A:A,ROW()-1))",
        "SUM(OFFSET(A5,-4,0,4,1))",
        "INDEX(A:A,ROW()-1)*2",
        "INDEX(A1:A5,MATCH(3,A1:A4,0))",
        "SUM(A1:INDEX(A1:A5,COUNT(A1:A4)))",
        "ROW(A5)+COLUMN(A5)+ROWS(A1:A5)+COLUMNS(A1:A5)",
        'CELL("row",A5)',
        "SUM(INDIRECT(ADDRESS(1,1)):A4)",
    ],
)
def test_what_a_formula_starts_from_is_no_cycle(formula: str) -> None:
    assert cyclic(column(formula)) == []


@pytest.mark.parametrize(
    "formula",
    [
        "SUM(A1:A5)",
        "SUM(A1:OFFSET(A5,0,0))",
        "SUM(A1:INDEX(A:A,ROW()))",
        "SUM(OFFSET(A1,0,0,5,1))",
        "INDEX(A:A,5)",
        "INDEX(A1:A4,A5)",
        "OFFSET(A1,A5,0)",
    ],
)
def test_what_it_reads_is_one(formula: str) -> None:
    assert cyclic(column(formula)) == ["A5"]


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("SUM(A1:OFFSET(A5,-1,0))", Decimal(109)),
        ("SUM(A1:INDEX(A:A,ROW()-1))", Decimal(109)),
        ("INDEX(A1:A4,2)", Decimal(2)),
    ],
)
def test_cells_led_to_are_followed(formula: str, value: Decimal) -> None:
    grid = column(formula)
    assert dependents(grid, [("Sheet1", parse_cell("A2"))]) == [("Sheet1", (5, 1))]
    after = recalculate(grid, {"Sheet1": {(1, 1): Cell(Decimal(100)), (5, 1): Cell(None, formula)}})
    assert after.changed == {"Sheet1": {(5, 1): value}}
    assert not after.unknown


def test_cells_beside_those_led_to_are_not_read() -> None:
    grid = column("INDEX(A1:A4,2)")
    assert dependents(grid, [("Sheet1", parse_cell("A3"))]) == []


def test_a_place_that_computing_alone_tells_counts_as_all_it_may_be() -> None:
    grid = column("INDEX(A1:A4,MATCH(3,A1:A4,0))")
    assert dependents(grid, [("Sheet1", parse_cell("A1"))]) == [("Sheet1", (5, 1))]
