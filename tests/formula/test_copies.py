"""Copies of a formula, read once, are what each of them is when it is read by itself."""

from __future__ import annotations

from decimal import Decimal

import pytest

from xlform.formula.copies import Copies
from xlform.formula.graph import DependencyGraph
from xlform.formula.names import Names
from xlform.formula.parser import parse
from xlform.formula.references import references
from xlform.formula.relative import relative_formula
from xlform.grid.model import Cell, Grid, Position, Sheet

FORMULAS = (
    "A1*B1",
    "A1*$B$1+$A1-B$1",
    "SUM(A$3:A5)",
    "SUM(A5:A$3)",
    "SUM($A1:C$4)",
    "SUM(A:A)-SUM($B:$B)+SUM(1:1)+SUM($2:2)",
    "SUMIF(A1:A9,C1,B1)",
    "SUMIF(A$1:A9,C1,B1)",
    "SUMIF($A$1:$A$9,C1,$B$1)",
    "VLOOKUP(A1,Sheet2!$A$1:$C$9,2,FALSE)",
    "'Sheet2'!A1+Sheet2:Sheet3!B2",
    "SUM(OFFSET(A1,1,0,2,1))",
    "SUM(D1:INDEX(D:D,ROW()+3))",
    'INDIRECT("A1")&TEXT(A1,"0.00")',
    "rate*A1+表1[金额]",
    'IF(A1>0,-A1,"A1")%',
    "SUM(A1:B2 B1:C5)",
    "SUMPRODUCT({1,2,3},A1:C1)",
    "@A1:A9+B1#",
    "A1+",
    "1+2",
)
# The formulas are those of a cell there; of copies further up some leave the sheet.
HOME: Position = (8, 4)
PLACES: tuple[Position, ...] = ((20, 10), (21, 10), (20, 11), (19, 9), (5, 10), (19, 30), (40, 9))


def _grid(formula: str) -> Grid:
    relative = relative_formula(formula, *HOME)
    cells = {at: Cell(None, text) for at in PLACES if (text := relative.written(*at))}
    names = (("rate", "Sheet2!$A$1"),)
    held = {(1, 1): Cell(Decimal(1))}
    sheets = (Sheet("Sheet1", cells), Sheet("Sheet2", held), Sheet("Sheet3", held))
    return Grid(sheets, names=names)


@pytest.mark.parametrize("formula", FORMULAS)
def test_a_copy_reads_as_if_it_were_read_alone(formula: str) -> None:
    grid = _grid(formula)
    copies, names = Copies(grid), Names(grid.names)
    assert len(grid.sheets[0].cells) > 3
    for at, cell in grid.sheets[0].cells.items():
        assert copies.tree((0, *at)) == parse(cell.formula)
        assert copies.references((0, *at)) == references(cell.formula, "Sheet1", names)
        assert copies.relative((0, *at)) is copies.relative((0, *PLACES[0]))


def test_graph_of_many_formulas_is_the_graph_of_each() -> None:
    """Formulas of every kind beside each other, so many that copies are looked for."""
    cells = {
        (row, 12 + number): Cell(None, text)
        for number, formula in enumerate(FORMULAS)
        for row in range(20, 80)
        if (text := relative_formula(formula, *HOME).written(row, 12 + number))
    }
    grid = Grid((Sheet("Sheet1", cells), Sheet("Sheet2", {})), names=(("rate", "Sheet2!$A$1"),))
    assert len(cells) > 1_000
    graph = DependencyGraph(grid)
    some = list(cells)[::7]
    few = DependencyGraph(grid, only={(0, *at) for at in some})
    assert {key: graph.reads[key] for key in few.reads} == few.reads
