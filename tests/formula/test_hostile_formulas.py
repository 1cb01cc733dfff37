"""Formulas made to crash, to hang or to fill memory: all end in a result or a reason."""

from __future__ import annotations

import datetime as dt
import time
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from xlform.formula.cell_reader import GridCells
from xlform.formula.compute import compute
from xlform.formula.criteria import wildcard
from xlform.formula.functions import FUNCTIONS
from xlform.formula.graph import DependencyGraph
from xlform.formula.missing_results import compute_missing_results
from xlform.formula.names import Names
from xlform.formula.references import Area, references
from xlform.formula.values import Unsupported
from xlform.grid.model import Cell, CellError, CellValue, Grid, Sheet
from xlform.grid.notation import parse

GRID = parse("""
@sheet 表
| 1.5  | '1,234 | 文字 | 2023-12-31 |
| 0    | '      | TRUE | 2023年12月 |
| #N/A | -2     | =A1 → 1.5 | 1E+300 |
""")
_OPERANDS = st.sampled_from(
    ["A1", "B1", "C1", "D1", "A2", "B2", "C2", "D2", "A3", "B3", "C3", "D3", "Z9", "A1:C3", "A:A",
     "1:1", "0", "1", "2.5", "-1", "1E300", "1E-300", "99999999999", '""', '"文字"', '"1,234"',
     '">0"', '"*"', '"0.00"', '"yyyy年m月"', '"12%"', "TRUE", "#REF!", "{1,2;3,4}", '{"a",TRUE}',
     "额", "绕", "没有", "[1]表!A1", "表1[金额]", ""]
)  # fmt: skip
_NAMES = Names([("额", "$A$1"), ("绕", "绕+1")])


def _joined(parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    calls = st.tuples(st.sampled_from(sorted(FUNCTIONS)), st.lists(parts, max_size=4)).map(
        lambda call: f"{call[0]}({','.join(call[1])})"
    )
    signs = st.sampled_from(["+", "-", "*", "/", "^", "&", "=", "<", ">=", "<>", ":", " "])
    chains = st.tuples(parts, signs, parts).map("".join)
    return calls | chains | parts.map(lambda one: f"({one})%") | parts.map(lambda one: f"-{one}")


_FORMULAS = st.recursive(_OPERANDS, _joined, max_leaves=6)


@settings(max_examples=600, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(_FORMULAS)
def test_any_formula_has_a_result_or_a_reason(formula: str) -> None:
    value = compute(formula, GridCells(GRID), _NAMES, "表", (9, 9))
    assert isinstance(value, Decimal | str | bool | dt.date | CellError | Unsupported)
    if isinstance(value, Decimal):
        assert value.is_finite()
        assert len(value.as_tuple().digits) <= 15


@settings(max_examples=500, deadline=None)
@given(_FORMULAS)
@example("COLUMN(A1+C1)")
def test_a_formula_is_found_in_the_graph_of_what_it_reads(formula: str) -> None:
    """A result may only depend on cells that the graph knows of."""
    grid = Grid((Sheet("表", {**GRID.sheets[0].cells, (9, 9): Cell(None, formula)}),))
    graph = DependencyGraph(grid)
    if (0, 9, 9) in graph.dynamic or (0, 9, 9) in {at for one in graph.cycles for at in one}:
        return
    read = {
        (number, *position)
        for number, area in graph.areas((0, 9, 9))
        for position in GRID.sheets[0].cells
        if number == 0 and area.range.covers(*position)
    }
    kept = {at: cell for at, cell in GRID.sheets[0].cells.items() if (0, *at) in read}
    whole = compute(formula, GridCells(GRID), Names(), "表", (9, 9))
    parts = compute(formula, GridCells(Grid((Sheet("表", kept),))), Names(), "表", (9, 9))
    assert type(whole) is type(parts)
    assert whole == parts or isinstance(whole, Unsupported)


def seconds(formula: str, grid: Grid = GRID, names: Names | None = None) -> float:
    began = time.process_time()
    value = compute(formula, GridCells(grid), names or Names(), grid.sheets[0].name, (9, 9))
    assert value is not None
    return time.process_time() - began


@pytest.mark.parametrize(
    "formula",
    [
        "+".join(["A1"] * 4000),
        "SUM(" + ",".join(["A1"] * 250) + ")",
        "(" * 4000,
        "-" * 8000 + "1",
        "1" + "%" * 8000,
        "INT(" * 60 + "A1+0.1" + ")" * 60,
        "SUMPRODUCT((A1:A20000=1)*(B1:B20000=2)*(C1:C20000=3))",
        "+".join(["SUMPRODUCT(A1:A20000*1)"] * 300),
        "SUMPRODUCT(A:A*B:B)",
        "2^1000^1000",
        "REPT(REPT(A1,9999),9999)",
        'REPT("a",30000)&REPT("a",30000)',
        'SUBSTITUTE(REPT("a",30000),"a",REPT("b",30000))',
        "OFFSET(A1,999999999,999999999)",
        "DATE(9999,99999,99999999)",
        "INDEX(A1:C3,99999999999)",
        "ROUND(1E300,20)+ROUND(1E-300,-20)",
        'TEXT(1E300,"#,##0.00")',
    ],
)  # fmt: skip
def test_no_formula_takes_long(formula: str) -> None:
    assert seconds(formula) < 4


def test_names_that_double_at_each_step_end() -> None:
    chain = [(f"名{n}", f"名{n + 1}+名{n + 1}") for n in range(30)]
    assert seconds("名0", names=Names([*chain, ("名30", "$A$1")])) < 4


def test_texts_that_double_from_cell_to_cell_end() -> None:
    cells = {(1, 1): Cell("长" * 1000)}
    cells |= {(row, 1): Cell(None, f"A{row - 1}&A{row - 1}") for row in range(2, 12)}
    values = compute_missing_results(Grid((Sheet("表", cells),))).sheets[0].cells
    assert values[6, 1].value == "长" * 32_000
    longest = max(len(cell.value) for cell in values.values() if isinstance(cell.value, str))
    assert longest <= 32_767


@pytest.mark.parametrize("stars", [1, 40, 120])
def test_patterns_take_linear_time(stars: int) -> None:
    is_met = wildcard("*a" * stars + "*b")
    began = time.process_time()
    assert not is_met("a" * 30_000)
    assert is_met("a" * 30_000 + "b")
    assert time.process_time() - began < 2


@pytest.mark.parametrize(
    ("pattern", "text", "is_met"),
    [
        ("*", "", True),
        ("*", "任何", True),
        ("合计*", "合计数", True),
        ("合计*", "总合计", False),
        ("*合计", "总合计", True),
        ("*合*计*", "总合a计b", True),
        ("??", "合计", True),
        ("??", "合", False),
        ("a?c", "ABC", True),
        ("~*", "*", True),
        ("~*", "a", False),
        ("a~?*", "a?b", True),
        ("*a", "aa", True),
        ("a*a", "a", False),
        (".", "x", False),
    ],
)
def test_patterns_of_conditions(pattern: str, text: str, *, is_met: bool) -> None:
    assert wildcard(pattern)(text) is is_met


def test_a_deep_tree_is_refused_and_still_read() -> None:
    formula = "IF(A1," * 70 + "B3" + ")" * 70
    assert compute(formula, GridCells(GRID), Names(), "表") == Unsupported("syntax")
    assert [str(one.range) for one in references(formula, "表") if isinstance(one, Area)] == [
        "A1", "B3",
    ]  # fmt: skip


def test_unknown_values_are_never_zero() -> None:
    grid = parse("@sheet 表\n| =没有() | 5 |")
    cells = GridCells(grid)

    def found(formula: str) -> CellValue | Unsupported:
        return compute(formula, cells, Names(), "表")

    for formula in ("A1", "A1+B1", "SUM(A1:B1)", 'COUNTIF(A1:B1,">0")', 'A1&"元"', "IFERROR(A1,0)"):
        assert found(formula) == Unsupported("unknown"), formula
    # What is not read may be unknown.
    assert found("IF(B1=5,B1,A1)") == Decimal(5)
