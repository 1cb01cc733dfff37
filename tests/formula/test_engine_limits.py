"""The table of formulas that evaluators cannot be asked for: it decides, and the pages show it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import msgspec
import pytest

from xlform.formula.cell_reader import GridCells
from xlform.formula.compute import compute
from xlform.formula.engines import betteroffice, cellrune, client
from xlform.formula.engines.limits import (
    ENGINES,
    EXAMPLE_CELLS,
    LIMITS,
    MISSING_FUNCTIONS,
    Limit,
    Reads,
    Traits,
    excluded_engines,
    limits_of,
)
from xlform.formula.engines.request import (
    Engine,
    EngineRequest,
    EngineSheet,
    engine_cell,
    engine_names,
)
from xlform.formula.missing_results import compute_missing_results
from xlform.formula.names import Names
from xlform.formula.recalculation import recalculate
from xlform.formula.values import Reason, Unsupported
from xlform.grid.model import Cell, CellValue, Grid
from xlform.grid.notation import parse
from xlform.messages.catalog import CATALOG
from xlform.report.engine_limits import limit_text
from xlform.rules import all_rules

PAGES = Path(__file__).parents[2] / "docs" / "rules"
AT = (2, 6)
RUN = {"cellrune": cellrune.computed, "betteroffice": betteroffice.computed}
# Reasons that have nothing to do with what engines are given.
ELSEWHERE = {"unknown", "too-large", "position", "dynamic"}
EXAMPLES = [
    pytest.param(limit, formula, id=f"{limit.key}:{formula}")
    for limit in LIMITS
    for formula in limit.examples
]


@pytest.fixture(autouse=True)
def _stopped() -> Iterator[None]:
    yield
    client._process.stop()  # noqa: SLF001  (its process is what is tested)


def with_formula(formula: str, stored: CellValue = None) -> Grid:
    """Return the workbook of the examples with a formula in F2."""
    grid = parse(EXAMPLE_CELLS)
    sheet, *others = grid.sheets
    cells = dict(sorted({**sheet.cells, AT: Cell(stored, formula)}.items()))
    return msgspec.structs.replace(
        grid, sheets=(msgspec.structs.replace(sheet, cells=cells), *others)
    )


def answers(engine: Engine, formulas: list[str]) -> list[str]:
    """Return what an engine answers, as ``kind:text``; formulas stand in column F."""
    grid = parse(EXAMPLE_CELLS)
    sheets = [
        EngineSheet(sheet.name, [engine_cell(at, cell) for at, cell in sheet.cells.items()])
        for sheet in grid.sheets
    ]
    sheets[0].cells.extend((row, 6, "f", formula) for row, formula in enumerate(formulas, 2))
    targets = [(0, row, 6) for row in range(2, 2 + len(formulas))]
    request = EngineRequest(sheets, engine_names(grid), targets, engine)
    return [f"{one.kind}:{one.text}" for one in RUN[engine](request)]


@pytest.mark.parametrize(("limit", "formula"), EXAMPLES)
def test_example_is_refused_here_or_computed_as_the_table_says(limit: Limit, formula: str) -> None:
    grid = with_formula(formula)
    names = Names(grid.names, grid.local_names)
    value = compute(formula, GridCells(grid), names, "甲", AT)
    assert isinstance(value, Unsupported) is not limit.is_computed_here, value


@pytest.mark.parametrize(("limit", "formula"), EXAMPLES)
def test_engines_are_asked_only_where_the_table_says(limit: Limit, formula: str) -> None:
    found = compute_missing_results(with_formula(formula)).sheets[0].cells[AT].value
    running = client._process.running is not None  # noqa: SLF001  (whether it was asked)
    assert running is (not limit.engines), found
    if len(limit.engines) == len(ENGINES):
        assert found is None
    # What the file stores stands.
    kept = compute_missing_results(with_formula(formula, "存着"), distrust_all=True)
    if not limit.is_computed_here and limit.engines:
        assert kept.sheets[0].cells[AT].value == "存着"


@pytest.mark.parametrize(
    ("formula", "both"),
    [("SUM(B2:B3*C2:C3)", "n:266.86"), ("CHAR(163)", "s:£"),
     ('IFERROR(DATEVALUE("2023年1月"),0)', "n:0")],
)  # fmt: skip
def test_engines_agree_on_a_guess_and_it_does_not_count(formula: str, both: str) -> None:
    assert [answers(engine, [formula]) for engine in ENGINES] == [[both], [both]]
    edit = {"甲": {AT: Cell(None, formula)}}
    result = recalculate(parse(EXAMPLE_CELLS), edit)
    assert result.unknown["甲"][AT] == "nobody"


def test_ranges_over_sheets_are_wrong_in_one_engine() -> None:
    assert answers("betteroffice", ["COUNT(甲:乙!B2)"]) == ["n:0"]
    assert answers("cellrune", ["COUNT(甲:乙!B2)"]) == ["n:1"]


@pytest.mark.parametrize("engine", ENGINES)
def test_engine_has_not_the_functions_it_is_said_to_lack(engine: Engine) -> None:
    names = sorted(MISSING_FUNCTIONS[engine])
    found = answers(engine, [f"{name}(B2)" for name in names])
    known = [name for name, one in zip(names, found, strict=True) if one not in ("?:", "e:#NAME?")]
    assert known == []
    assert answers(engine, ["MEDIAN(B2)", "ADDRESS(2,2)"]) == ["n:450", "s:$B$2"]


def test_engine_is_not_asked_for_a_function_it_lacks() -> None:
    traits = Traits("function", (), {"IFERROR", "UNICODE"}, ())
    assert excluded_engines(traits) == {"betteroffice"}
    # One engine alone does not count.
    assert compute_missing_results(with_formula('UNICODE("甲")')).sheets[0].cells[AT].value is None


def test_every_reason_of_ours_is_in_the_table() -> None:
    named = {reason for limit in LIMITS for reason in limit.refusals}
    assert named == set(get_args(Reason)) - ELSEWHERE
    assert len({limit.key for limit in LIMITS}) == len(LIMITS)


def test_formula_that_waits_for_another_is_of_no_kind_computed_here() -> None:
    of_sheets = next(limit for limit in LIMITS if limit.reads == "sheets")
    sheets: set[Reads] = {"sheets"}
    assert limits_of(Traits(None, (), (), {*sheets, "days"})) == [of_sheets]
    assert limits_of(Traits("unknown", (), (), sheets)) == []


def test_pages_of_rules_on_formulas_list_the_table() -> None:
    for rule in all_rules():
        page = (PAGES / f"{rule.code}.md").read_text(encoding="utf-8")
        is_listed = rule.code.startswith(("G-", "H-"))
        assert (rule.engine_limits != "none") is is_listed
        for limit in LIMITS:
            chinese, english = CATALOG[f"engine-limit.{limit.key}"]
            assert (chinese in page and english in page) is is_listed, (rule.code, limit.key)
            if rule.engine_limits == "full":
                assert all(f"`={one}`" in page for one in limit.examples)
    shown = limit_text("zh", full=True)
    assert all(name in shown for names in MISSING_FUNCTIONS.values() for name in names)
