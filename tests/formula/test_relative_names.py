"""Names whose references move with the cell that uses them, and days as engines are given them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import msgspec
import pytest

from xlform.formula import quorum
from xlform.formula.engines.request import EngineRequest, EngineResult, unanswered
from xlform.formula.missing_results import compute_missing_results
from xlform.formula.names import Names
from xlform.formula.recalculation import recalculate
from xlform.formula.relative_names import (
    on_large_sheet,
    seen_from_first_cell,
    without_relative_names,
)
from xlform.grid.model import Cell, CellValue, Grid, Position
from xlform.grid.notation import parse

# A name reads from A1: XFD1 is the cell to the left, A1048576 the one above.
NAMES = """
@name 单价 表!$B1
@name 左 表!XFD1
@name 上两格 表!A1048575:A1048576
@name 本行 SUM(表!$B1:$C1)
@name 双倍 本行*2
@name 跨边 表!A1048576:A1
@local 表 首列 表!$A1
"""
CELLS = """
@sheet 表
| 项目 | 10 | 1 |
| 甲   | 20 | 2 |
| 乙   | 30 | 3 |
| 丙   | 40 | 4 |
@sheet 二
| 5    |
"""
GRID = parse(NAMES + CELLS)


def with_formula(sheet: int, at: tuple[int, int], formula: str) -> Grid:
    sheets = list(GRID.sheets)
    cells = {**sheets[sheet].cells, at: Cell(None, formula)}
    sheets[sheet] = msgspec.structs.replace(sheets[sheet], cells=cells)
    return msgspec.structs.replace(GRID, sheets=tuple(sheets))


@pytest.mark.parametrize(
    ("sheet", "at", "formula", "value"),
    [
        (0, (2, 4), "单价*C2", 40),
        (0, (3, 4), "IF(单价>20,单价,0)", 30),
        (0, (3, 4), "SUM(左,表!左)", 6),
        (0, (3, 4), "本行", 33),
        (0, (3, 4), "双倍", 66),
        (0, (4, 4), 'SUMIF(A1:A4,"丙",B1:B4)+单价', 80),
        (0, (4, 4), "MEDIAN(单价,双倍,0)", 40),
        (0, (2, 4), "首列&1", "甲1"),
        (0, (5, 3), "SUM(上两格)", 7),
        (0, (5, 3), "SUM(跨边)", None),  # torn apart by the edge of the sheet
        (1, (2, 1), "单价+1", 21),
    ],
)
def test_a_name_moves_with_its_cell(
    sheet: int, at: tuple[int, int], formula: str, value: int | str | None
) -> None:
    expected = Decimal(value) if isinstance(value, int) else value
    grid = with_formula(sheet, at, formula)
    assert compute_missing_results(grid).sheets[sheet].cells[at].value == expected
    # After a change two of three agree on it, or the result is unknown.
    name = GRID.sheets[sheet].name
    after = recalculate(GRID, {name: {at: Cell(None, formula)}})
    assert after.changed[name][at] == expected


def test_what_a_name_reads_is_what_changes_it() -> None:
    grid = compute_missing_results(with_formula(0, (3, 4), "双倍"))
    after = recalculate(grid, {"表": {(3, 2): Cell(Decimal(31))}})
    assert after.changed["表"] == {(3, 4): Decimal(68)}
    assert not recalculate(grid, {"表": {(2, 2): Cell(Decimal(21))}}).changed


def test_names_in_other_words_for_engines() -> None:
    names = Names(GRID.names, GRID.local_names)

    def written(formula: str, sheet: str = "表") -> str | None:
        return without_relative_names(formula, names, sheet, (3, 4))

    assert written("单价*C3") == "表!$B3*C3"
    assert written("双倍+左") == "((SUM(表!$B3:$C3))*2)+表!C3"
    assert written("首列&表!首列") == "表!$A3&表!$A3"
    assert written("表!首列", "二") == "表!$A3"
    assert written("首列", "二") == "首列"
    assert written('"单价"&单价(1)') == '"单价"&单价(1)'
    assert written("跨边") is None


def test_names_of_other_programs_read_from_the_first_cell() -> None:
    assert on_large_sheet("表!IV65536:A1+表!$IV$65536", 65_536, 256) == (
        "表!XFD1048576:A1+表!$IV$65536"
    )
    assert seen_from_first_cell("表!B4+表!$B$4", (5, 3)) == "表!XFD1048576+表!$B$4"


def test_engines_are_given_days_with_their_time(monkeypatch: pytest.MonkeyPatch) -> None:
    requests: list[EngineRequest] = []

    def asked(request: EngineRequest) -> list[EngineResult]:
        requests.append(request)
        return unanswered(request.targets)

    monkeypatch.setattr(quorum, "compute_with_engine", asked)
    days: dict[Position, CellValue] = {
        (1, 2): dt.date(2023, 12, 31),
        (2, 2): dt.date(2023, 12, 31),
        (3, 2): "2023年12月",
    }
    cells = {at: Cell(day) for at, day in days.items()} | {
        (4, 2): Cell(None, 'MEDIAN(INDIRECT("A1"))')
    }
    serials = {(2, 2): Decimal("45291.75"), (3, 2): Decimal(45275)}
    sheet = msgspec.structs.replace(GRID.sheets[1], cells=cells, serials=serials)
    compute_missing_results(Grid((sheet,)))
    given = {cell[:2]: cell[2:] for cell in requests[0].sheets[0].cells}
    assert [given[at] for at in days] == [("n", "45291"), ("n", "45291.75"), ("n", "45275")]
    # Days counted from 1904 mean other days to an engine.
    requests.clear()
    sheet = msgspec.structs.replace(sheet, serials={(1, 2): Decimal(43829)})
    compute_missing_results(Grid((sheet,)))
    assert not requests
