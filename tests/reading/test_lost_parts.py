"""Parts of a form lost on a scan are told once, with their pages, and what is read is doubtful."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from xlform.checking.check import Checker
from xlform.grid.model import Cell, Grid, Recognition, Sheet
from xlform.model.findings import Finding
from xlform.model.page_place import PagePlace
from xlform.model.submission import Source, text_of
from xlform.reading.submission import read_grid
from xlform.submission.read import Submission, read_with_grid
from xlform.template.store import load_templates, template_folders

TEMPLATES = load_templates(template_folders(None))
SOURCE = Source("盖章.pdf", "pdf", "0" * 64)
SAMPLE = Path(__file__).parents[2] / "samples" / "部门整体支出绩效自评表.xlsx"
# Heads of the table of indicators, as a scan may give them.
HEADS = dict.fromkeys(
    ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"),
    "坏坏坏坏",
)


def read(changed: Mapping[str, str], *, is_scan: bool = True) -> Submission:
    """Read a sample as a scan, some of its texts changed."""
    grid = read_with_grid(SAMPLE)[1]
    assert grid is not None
    (own,) = grid.sheets
    cells = {at: Cell(changed.get(cell.text, cell.value)) for at, cell in own.cells.items()}
    known, places = {}, {}
    if is_scan:
        known = {at: Recognition(3, (0, 0, 9, 9), 0.999) for at in cells}
        places = {at: PagePlace.of_box(3, (0.1, 0.1, 0.2, 0.2)) for at in cells}
    sheet = Sheet("第3页", cells, own.merges, recognised=known, places=places)
    forms = read_grid(Grid((sheet,)), SOURCE, TEMPLATES).forms
    return Submission(SOURCE, "", 2024, forms)


def codes(submission: Submission) -> set[str]:
    return {finding.code for finding in Checker().findings(submission, None)}


def findings(submission: Submission) -> list[Finding]:
    return [
        finding
        for finding in Checker().findings(submission, None)
        if finding.code in ("F-05", "F-09")
    ]


def test_a_whole_form_has_lost_nothing() -> None:
    submission = read({})
    assert submission.forms[0].doubtful == ()
    assert not findings(submission)


def test_a_lost_table_is_told_once_and_the_rest_is_doubtful() -> None:
    submission = read(HEADS)
    (form,) = submission.forms
    (note,) = (note for note in form.notes if note.code == "page-doubtful")
    assert note.seen == "3"
    assert note.meant.startswith("绩效指标")
    assert {"indicators", "unit", "annual_goal"} <= set(form.doubtful)
    (told,) = findings(submission)
    assert told.code == "F-05"
    assert "第3页" in told.message
    assert "绩效指标" in told.message


def test_a_table_missing_from_a_workbook_is_missing() -> None:
    submission = read(HEADS, is_scan=False)
    assert submission.forms[0].doubtful == ()
    assert {finding.code for finding in findings(submission)} == {"F-09"}


def test_amounts_beside_a_lost_table_are_unknown() -> None:
    (form,) = read(HEADS).forms
    assert form.fields["budget"] is None
    assert form.origins["budget.text"] == "1925"
    assert "budget" in form.doubtful


@pytest.mark.parametrize(("label", "lost"), [("坏坏坏坏", True), ("项目支出", False)])
def test_an_amount_whose_label_is_lost_is_doubtful(label: str, *, lost: bool) -> None:
    (form,) = read({"项目支出": label}).forms
    assert ("project_budget" in form.doubtful) is lost


def test_a_blank_field_of_a_lost_page_is_not_called_blank() -> None:
    goal = next(text for text in (text_of(v) for v in read({}).forms[0].fields.values())
                if text.startswith("养护农村公路312"))  # fmt: skip
    submission = read({**HEADS, goal: ""})
    assert "annual_goal" in submission.forms[0].doubtful
    assert "C-02" not in codes(submission)
