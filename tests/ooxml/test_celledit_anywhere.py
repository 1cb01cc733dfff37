"""Cells drawn at random in every sample and template: there, blank, missing, merged."""

from __future__ import annotations

import io
from decimal import Decimal
from functools import cache
from pathlib import Path
from unittest import mock
from xml.etree import ElementTree as ET

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from marking import raw
from opening import opened
from patching import BLANK, BOOK, formula, number, text
from python_calamine import CalamineWorkbook
from richbook import rich_workbook

from xlform.errors import FileProblem
from xlform.formats.xlsx import read_xlsx
from xlform.grid.address import parse_cell
from xlform.grid.model import Grid, Position, Sheet
from xlform.ooxml.edit.cells import CellContent, edit_workbook
from xlform.ooxml.read.package import Package
from xlform.ooxml.read.workbook import read_workbook

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
ROOT = Path(__file__).parents[2]
SOURCES = sorted((*ROOT.glob("samples/**/*.xlsx"), *ROOT.glob("templates/**/*.xlsx")))
FAR = (900, 100)
WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
NUMBERS = st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-10**9,
                      max_value=10**9)  # fmt: skip
RESULTS = st.one_of(NUMBERS, WORDS, st.booleans())
CONTENTS: st.SearchStrategy[CellContent] = st.one_of(
    st.just(BLANK),
    NUMBERS.map(lambda value: number(str(value))),
    WORDS.map(text),
    st.builds(formula, st.sampled_from(["1+1", "A1&B2", 'IF(C3<2,"<",4)']), RESULTS),
)
POSITIONS = st.one_of(
    st.tuples(st.integers(1, 45), st.integers(1, 12)), st.sampled_from([FAR, (1, 1), (60, 1)])
)


@cache
def source(number: int) -> tuple[bytes, Grid]:
    data = SOURCES[number].read_bytes() if number < len(SOURCES) else rich_workbook()
    return data, as_stored(data)


def as_stored(data: bytes) -> Grid:
    """The grid with the results that the file holds, whether they can be believed or not."""
    with mock.patch("xlform.formats.xlsx.compute_missing_results", lambda grid, **_: grid):
        return read_xlsx(data, "x")


def are_free(data: bytes, sheet: str, *cells: Position) -> bool:
    """Whether the cells may be changed: a refusal names one."""
    try:
        edit_workbook(data, "x", {sheet: dict.fromkeys(cells, number("1"))}, {})
    except FileProblem as problem:
        return problem.code != "not-edited"
    return True


@given(st.data())
@settings(max_examples=60, suppress_health_check=list(HealthCheck))
def test_edits_fall_where_they_should_and_nowhere_else(drawn: st.DataObject) -> None:
    before, grid = source(drawn.draw(st.integers(0, len(SOURCES))))
    edits: dict[str, dict[Position, CellContent]] = {}
    results = {}
    for sheet in grid.sheets:
        asked = drawn.draw(st.dictionaries(POSITIONS, CONTENTS, max_size=6))
        covered = {at for at in asked for merge in sheet.merges if merge.covers(*at)}
        first = {(merge.top, merge.left) for merge in sheet.merges}
        free = set(asked)
        if not are_free(before, sheet.name, *asked):
            free = {at for at in asked if are_free(before, sheet.name, at)}
        assert free.isdisjoint(covered - first)
        edits[sheet.name] = {at: new for at, new in asked.items() if at in free}
        formulas = [at for at, cell in sheet.cells.items() if cell.formula and at not in asked]
        results[sheet.name] = dict.fromkeys(formulas[:3], drawn.draw(RESULTS))
    after = edit_workbook(before, "x", edits, results)
    assert edit_workbook(after, "x", edits, results) == after
    check_parts(before, after, {name for name in edits if edits[name] or results[name]})
    for old, new in zip(grid.sheets, as_stored(after).sheets, strict=True):
        named = edits[old.name].keys() | results[old.name].keys()
        assert others(old, named) == others(new, named)
        assert (old.merges, old.hidden_rows, old.state) == (new.merges, new.hidden_rows, new.state)
        for at, content in edits[old.name].items():
            check_cell(new, at, content)
        for at, value in results[old.name].items():
            assert new.cells[at].formula == old.cells[at].formula
            assert same(new.cells[at].value, value)
    assert opened(after).sheetnames
    assert CalamineWorkbook.from_filelike(io.BytesIO(after)).sheet_names


def check_parts(before: bytes, after: bytes, sheets: set[str]) -> None:
    """The sheets named may differ; of them rows and cells still stand in order."""
    parts = {s.part for s in read_workbook(Package(before, "x")).sheets if s.name in sheets}
    old, new = raw(before), raw(after)
    assert list(old) == list(new)
    assert {name for name in old if old[name] != new[name]} <= parts
    assert BOOK not in parts
    for part in parts:
        root = ET.fromstring(Package(after, "x").read(part))  # noqa: S314  (our own samples)
        rows = [int(row.get("r", "")) for row in root.iter(f"{MAIN}row")]
        assert rows == sorted(set(rows))
        for row in root.iter(f"{MAIN}row"):
            columns = [parse_cell(cell.get("r", ""))[1] for cell in row]
            assert columns == sorted(set(columns))


def others(sheet: Sheet, named: set[Position]) -> dict[Position, object]:
    return {at: cell for at, cell in sheet.cells.items() if at not in named}


def check_cell(sheet: Sheet, at: Position, content: CellContent) -> None:
    cell = sheet.cells.get(at)
    if content.kind == "blank" or (content.kind == "text" and not content.text):
        assert cell is None
        return
    assert cell is not None
    if content.kind == "formula":
        assert cell.formula == content.text
        assert same(cell.value, content.result)
    elif content.kind == "number":
        assert not cell.formula
        assert same(cell.value, Decimal(content.text))
    else:
        assert cell.value == content.text.replace("\r\n", "\n").replace("\r", "\n")


def same(found: object, wanted: object) -> bool:
    if isinstance(wanted, str):
        return found == wanted.replace("\r\n", "\n").replace("\r", "\n")
    return found == wanted
