"""Formulas known to be right at a glance: the same findings as by a closer look at each."""

from __future__ import annotations

from decimal import Decimal

import msgspec
import pytest
from rule_checks import SAMPLE, run_rules

from xlform.formats.source import read_file
from xlform.grid.address import parse_cell
from xlform.grid.model import Cell, CellValue, Grid
from xlform.model.findings import Finding
from xlform.model.submission import Source
from xlform.rules.formula import formula_workbook
from xlform.rules.formula.amount_cells import AmountCell
from xlform.rules.formula.formula_workbook import Terms
from xlform.rules.formula.right_formulas import RightFormulas

_SUM, _LINK = ("附表3-2", "D22"), ("附表3-1", "F5")
# What is written into one cell of the sample: sheet, cell, formula, stored result.
_CHANGES: dict[str, tuple[str, str, str, CellValue]] = {
    "as it is": (*_SUM, "SUM(D20:D21)", Decimal("450.00")),
    "stale": (*_SUM, "SUM(D20:D21)", Decimal("449.00")),
    "no number": (*_SUM, "SUM(D20:D21)", ""),
    "chain": (*_SUM, "D20+D21", Decimal("450.00")),
    "short": (*_SUM, "SUM(D20:D20)", Decimal("90.00")),
    "long": (*_SUM, "SUM(D19:D21)", Decimal("450.00")),
    "rounded": (*_SUM, "ROUND(SUM(D20:D21),0)", Decimal(450)),
    "itself": (*_SUM, "SUM(D20:D22)", Decimal(0)),
    "twice": (*_SUM, "SUM(D20:D21,D21)", Decimal("810.00")),
    "in 元": (*_SUM, "SUM(D20:D21)*10000", Decimal(4500000)),
    "other file": (*_SUM, "SUM([1]附表!D20:D21)", Decimal("450.00")),
    "lost": (*_SUM, "SUM(#REF!)", Decimal("450.00")),
    "link": (*_LINK, "'附表2'!C6", Decimal("95.00")),
    "link to a link": (*_LINK, "'附表1'!E8", Decimal("611.00")),
    "link to another fund": (*_LINK, "'附表2'!C7", Decimal("450.00")),
    "link to the form itself": (*_LINK, "D27", Decimal("95.00")),
    "link to a blank": (*_LINK, "'附表2'!C40", Decimal(0)),
    "link to words": (*_LINK, "'附表2'!B6", "环境整治专项"),
    "links in a circle": ("附表2", "C6", "'附表3-1'!F5", Decimal("95.00")),
    "name": (*_LINK, "专项金额", Decimal("95.00")),
    "indirect": (*_LINK, 'INDIRECT("附表2!C6")', Decimal("95.00")),
}


@pytest.fixture(scope="module")
def sample() -> Grid:
    return read_file(SAMPLE)[1]


def _findings(grid: Grid) -> list[Finding]:
    source = Source("x.xlsx", "xlsx", "")
    return [one for codes in ("G-", "F-") for one in run_rules(grid, source, codes).findings]


def _changed(grid: Grid, name: str, at: str, formula: str, value: CellValue) -> Grid:
    sheets = [
        msgspec.structs.replace(
            sheet, cells={**sheet.cells, parse_cell(at): Cell(value, formula=formula)}
        )
        if sheet.name == name
        else sheet
        for sheet in grid.sheets
    ]
    return msgspec.structs.replace(grid, sheets=tuple(sheets))


@pytest.mark.parametrize("change", _CHANGES)
def test_a_glance_finds_what_a_closer_look_finds(
    change: str, sample: Grid, monkeypatch: pytest.MonkeyPatch
) -> None:
    grid = _changed(sample, *_CHANGES[change])
    at_a_glance = _findings(grid)
    monkeypatch.setattr(RightFormulas, "has", lambda *_: False)
    monkeypatch.setattr(formula_workbook, "plain_formulas", lambda *_: None)
    monkeypatch.setattr(formula_workbook, "cells_added", lambda _: None)
    assert _findings(grid) == at_a_glance


def test_most_formulas_of_the_sample_are_right_at_a_glance(
    sample: Grid, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[bool] = []
    has = RightFormulas.has

    def noted(self: RightFormulas, amount_cell: AmountCell, terms: Terms) -> bool:
        told.append(has(self, amount_cell, terms))
        return told[-1]

    monkeypatch.setattr(RightFormulas, "has", noted)
    run_rules(sample, Source("x.xlsx", "xlsx", ""), "G-")
    assert told == [True] * 10
