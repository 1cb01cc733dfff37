"""However a sheet was laid out, the same workbook comes of it, byte for byte."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import bending
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import xlform
from xlform.formats.source import read_file
from xlform.grid.model import Grid, Sheet
from xlform.model.submission import Source, Submission
from xlform.reading.submission import read_grid
from xlform.submission.read import read_workbook
from xlform.template.store import load_templates, templates_folder
from xlform.writing.workbook_draft import draft_workbook

ROOT = Path(__file__).parents[2]
TEMPLATES = load_templates(templates_folder())
SOURCE = Source("x.xlsx", "xlsx", "")
DISTRICT = sorted((ROOT / "samples" / "district").glob("*.xlsx"))
SHEETS = list(read_file(ROOT / "samples" / "云田镇.xlsx")[1].sheets)


def read(*sheets: Sheet) -> Submission:
    return read_grid(Grid(sheets), SOURCE, TEMPLATES)


def written(found: Submission) -> bytes:
    return draft_workbook(found, TEMPLATES).data


CLEAN = written(read(*SHEETS))
BENT: dict[str, Callable[[], list[Sheet]]] = {
    "moved": lambda: [bending.shifted(sheet, 3, 2) for sheet in SHEETS],
    "unmerged": lambda: [bending.unmerged(sheet) for sheet in SHEETS],
    "repeated": lambda: [bending.repeated(sheet) for sheet in SHEETS],
    "stacked": lambda: [bending.stacked(SHEETS, 0)],
    "beside each other": lambda: [*SHEETS[:2], bending.side_by_side(SHEETS[2:], 1)],
    "in another order": lambda: [SHEETS[1], *SHEETS[2:], SHEETS[0]],
    "renamed": lambda: [
        Sheet(f"Sheet{number}", sheet.cells, sheet.merges) for number, sheet in enumerate(SHEETS)
    ],
}


@pytest.mark.parametrize("how", BENT)
def test_a_bent_submission_gives_the_workbook_of_a_straight_one(how: str) -> None:
    assert written(read(*BENT[how]())) == CLEAN


@settings(max_examples=40)
@given(st.sampled_from(SHEETS), st.data())
def test_a_blank_line_anywhere_changes_no_byte(sheet: Sheet, data: st.DataObject) -> None:
    row = data.draw(st.integers(1, bending.last_row(sheet) + 1))
    column = data.draw(st.integers(1, bending.last_column(sheet) + 1))
    other = bending.with_blank_column(bending.with_blank_row(sheet, row), column)
    assert written(read(other)) == written(read(sheet))


@pytest.mark.parametrize("path", DISTRICT, ids=lambda path: path.stem)
def test_each_distortion_of_the_district_is_gone_when_written(path: Path) -> None:
    """The workbook is that of the same forms laid out as they should be: of its own clean copy."""
    first = written(xlform.read(path))
    again, _ = read_workbook(first, Path("again.xlsx"))
    assert written(again) == first


def test_the_same_submission_gives_the_same_bytes_whatever_was_written_before() -> None:
    first = written(read(*SHEETS))
    written(xlform.read(DISTRICT[0]))
    assert written(read(*SHEETS)) == first == CLEAN
