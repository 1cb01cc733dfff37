"""Findings accepted as no fault: left out with their reason, as long as the content is the same."""

from __future__ import annotations

import tomllib
from pathlib import Path

import msgspec
import pytest
from command import run
from hypothesis import given
from hypothesis import strategies as st

from xlform.checking.accepted import accepted_finding, accepted_toml
from xlform.checking.check import Checker, Report
from xlform.checking.settings import Accepted, Project, SettingsProblem, load_project
from xlform.formats.source import read_file
from xlform.grid.model import Cell, Grid, Sheet
from xlform.model.findings import Finding
from xlform.report.checked_file import CheckedFile
from xlform.report.marked import write_marked
from xlform.submission.read import read_with_grid

SAMPLE = Path(__file__).parents[2] / "samples" / "云田镇.xlsx"
REASON = "单价已经向单位核实"


@pytest.fixture(scope="module")
def report() -> Report:
    return Checker().check(SAMPLE)


def accepting(report: Report, finding: Finding) -> Accepted:
    return accepted_finding(finding, report.submission, report.context.grid, REASON)


def test_an_accepted_finding_is_listed_with_its_reason(report: Report, tmp_path: Path) -> None:
    finding = next(one for one in report.findings if one.severity == "error" and one.cell)
    project = tmp_path / "xlform.toml"
    project.write_text(accepted_toml(accepting(report, finding)), encoding="utf-8")
    checker = Checker(load_project(project))
    after = checker.check(SAMPLE)
    assert {one.id for one in report.findings} - {one.id for one in after.findings} == {finding.id}
    told = [one for one in after.not_asked if one.reason == "accepted"]
    assert [(one.code, one.sheet, one.cell) for one in told] == [
        (finding.code, finding.sheet, finding.cell)
    ]
    assert REASON in told[0].because
    assert finding.message in told[0].because
    assert len(checker.findings(*read_with_grid(SAMPLE))) == len(after.findings)
    annex = tmp_path / "标注.xlsx"
    case = CheckedFile(str(SAMPLE), after.submission, after.checked, after.context)
    write_marked(annex, SAMPLE.read_bytes(), case)
    assert REASON in listed(annex)
    assert REASON in run("check", SAMPLE, "--config", project).stdout


def listed(path: Path) -> str:
    return "\n".join(cell.text for cell in read_file(path)[1].sheets[-1].cells.values())


@pytest.mark.parametrize(
    "other",
    [
        {"unit": "别的镇"}, {"rule": "A-99"}, {"sheet": "附表9"}, {"cell": "Z99"},
        {"seen": "单元格已经改过"}, {"expected": "9999"}, {"actual": "9999"},
    ],
)  # fmt: skip
def test_other_content_is_reported_again(report: Report, other: dict[str, str]) -> None:
    finding = next(one for one in report.findings if one.cell)
    accepted = msgspec.structs.replace(accepting(report, finding), **other)
    after = Checker(Project(accepted=(accepted,))).check(SAMPLE)
    assert {one.id for one in after.findings} == {one.id for one in report.findings}


TEXTS = st.text(st.characters(codec="utf-8"), max_size=12)


@given(st.builds(Accepted, TEXTS, TEXTS, TEXTS, TEXTS, TEXTS, TEXTS, TEXTS, TEXTS))
def test_the_lines_of_the_project_file_say_the_same(accepted: Accepted) -> None:
    (found,) = tomllib.loads(accepted_toml(accepted))["accepted"]
    assert msgspec.convert(found, Accepted) == accepted


def test_a_reason_is_required(tmp_path: Path) -> None:
    path = tmp_path / "xlform.toml"
    path.write_text('[[accepted]]\nrule = "A-07"\nreason = " "\n', encoding="utf-8")
    with pytest.raises(SettingsProblem, match="A-07"):
        load_project(path)


def test_what_a_cell_holds_is_its_formula_too() -> None:
    grid = Grid((Sheet("表", {(1, 1): Cell("6", "A2*2")}),))
    finding = Finding("A-07", "x", "error", "m", "表", "A1")
    submission = read_with_grid(SAMPLE)[0]
    assert accepted_finding(finding, submission, grid, REASON).seen == "=A2*2 6"
