"""A form that goes on over sheets, as long tables do when each page became a sheet."""

from __future__ import annotations

from pathlib import Path

import pytest

from xlform.formats.source import read_file
from xlform.grid.address import Range, parse_cell
from xlform.grid.model import Cell, Grid, Sheet
from xlform.model.submission import Source
from xlform.reading.submission import read_grid
from xlform.template.store import load_templates, templates_folder

ROOT = Path(__file__).parents[2]
TEMPLATES = load_templates(templates_folder())
SOURCE = Source("x.xlsx", "xlsx", "0" * 64)
SAMPLE = read_file(ROOT / "samples" / "云田镇.xlsx")[1].sheets
HEAD = 9


def torn(sheet: Sheet, after: int, head: int) -> tuple[Sheet, Sheet]:
    """The sheet torn after a row of a table, whose head is printed again on the second one."""
    first = {place: cell for place, cell in sheet.cells.items() if place[0] <= after}
    second = {(1, column): cell for (row, column), cell in sheet.cells.items() if row == head}
    second |= {
        (row - after + 1, column): cell
        for (row, column), cell in sheet.cells.items()
        if row > after
    }
    first_merges = tuple(
        Range(m.top, m.left, min(m.bottom, after), m.right) for m in sheet.merges if m.top <= after
    )
    second_merges = tuple(
        Range(max(m.top - after, 1) + 1, m.left, m.bottom - after + 1, m.right)
        for m in sheet.merges
        if m.top > after
    )
    return Sheet(sheet.name, first, first_merges), Sheet("续表", second, second_merges)


@pytest.mark.parametrize("after", [11, 13, 16, 19])
def test_a_form_torn_within_its_indicators_reads_as_one(after: int) -> None:
    whole = read_grid(Grid((SAMPLE[2],)), SOURCE, TEMPLATES).forms[0]
    (form,) = read_grid(Grid(torn(SAMPLE[2], after, HEAD)), SOURCE, TEMPLATES).forms
    assert (form.fields, form.tables) == (whole.fields, whole.tables)
    assert form.origins["amount"] == "B5"
    row, column = parse_cell(whole.origins["expense_total"])
    assert form.origins["expense_total"] == f"续表!{'ABCDEF'[column - 1]}{row - after + 1}"
    assert parse_cell(form.range.split(":")[1])[0] <= after


def test_a_sheet_that_only_looks_alike_is_left_alone() -> None:
    headers = {(1, 1): Cell("一级指标"), (1, 2): Cell("二级指标"), (2, 1): Cell("产出指标")}
    read = read_grid(Grid((SAMPLE[2], Sheet("指标库", headers))), SOURCE, TEMPLATES)
    assert len(read.forms) == 1
    assert [unread.sheet for unread in read.unread] == ["指标库"]


def test_forms_of_their_own_are_never_joined() -> None:
    read = read_grid(Grid(SAMPLE), SOURCE, TEMPLATES)
    assert len(read.forms) == 6
    assert all("!" not in place for form in read.forms for place in form.origins.values())
