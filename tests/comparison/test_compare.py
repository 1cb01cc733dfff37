"""Two submissions compared: what was changed is found, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec
import openpyxl
import pytest
from openpyxl.workbook import Workbook

import xlform
from xlform.comparison.model import Comparison, Side
from xlform.model.submission import Form, Submission

SAMPLES = Path(__file__).parents[2] / "samples"
SAMPLE = SAMPLES / "云田镇.xlsx"


@pytest.fixture(scope="module")
def sample() -> xlform.Submission:
    return xlform.read(SAMPLE)


def changed(tmp_path: Path, change: Callable[[Workbook], None]) -> xlform.Submission:
    """Read the sample after a change of its cells."""
    book = openpyxl.load_workbook(SAMPLE)
    change(book)
    path = tmp_path / "二轮.xlsx"
    book.save(path)
    return xlform.read(path)


def told(comparison: Comparison) -> list[tuple[str, str, str, str]]:
    """Kind, path, left and right text of each difference."""
    return [
        (found.kind, found.path, _text(found.left), _text(found.right))
        for found in comparison.differences
    ]


def _text(side: Side | None) -> str:
    return side.text if side else ""


def test_a_submission_does_not_differ_from_itself(sample: xlform.Submission) -> None:
    assert xlform.diff(sample, sample).differences == ()


@pytest.mark.parametrize("name", ["云田镇.docx", "云田镇.txt"])
def test_other_formats_of_the_sample_only_add_the_narrative(
    sample: xlform.Submission, name: str
) -> None:
    found = xlform.diff(sample, xlform.read(SAMPLES / name)).differences
    assert [(one.kind, one.path) for one in found] == [("added", "")]
    assert "编报说明" in found[0].form


def test_each_change_is_found(sample: xlform.Submission, tmp_path: Path) -> None:
    def change(book: Workbook) -> None:
        sheet = book["附表3-1"]
        sheet["D24"] = 22
        sheet["E20"] = "≥95%"
        sheet["C25"] = "宣传费用"
        sheet["B8"] = "全年抽查合格率≥95%"
        for column in "CDE":  # two expenses change places: no difference
            first, second = sheet[f"{column}22"], sheet[f"{column}23"]
            first.value, second.value = second.value, first.value

    right = changed(tmp_path, change)
    assert told(xlform.diff(sample, right)) == [
        ("changed", "annual_goal", sample.forms[2].fields["annual_goal"], "全年抽查合格率≥95%"),
        ("changed", "expense_total", "95.00", "97.00"),
        ("changed", "indicators[10].target", "90%以上", "≥95%"),
        ("changed", "expenses[2].amount", "20", "22"),
        ("changed", "expenses[3].item", "宣传费", "宣传费用"),
    ]  # fmt: skip


def test_removed_and_added_rows_and_forms(sample: xlform.Submission, tmp_path: Path) -> None:
    def change(book: Workbook) -> None:
        for column in "CDE":
            book["附表3-1"][f"{column}26"] = None
        del book["附表3-3"]

    right = changed(tmp_path, change)
    kinds = [(kind, path) for kind, path, _, _ in told(xlform.diff(sample, right))]
    assert ("removed", "expenses[4]") in kinds
    assert ("removed", "") in kinds
    mirrored = [(kind, path) for kind, path, _, _ in told(xlform.diff(right, sample))]
    assert ("added", "expenses[4]") in mirrored
    assert ("added", "") in mirrored
    assert len(kinds) == len(mirrored)


def _with(form: Form, **changes: object) -> Form:
    return msgspec.structs.replace(form, **changes)


def test_an_amount_that_is_gone_is_missing_and_not_zero(sample: xlform.Submission) -> None:
    forms = tuple(
        _with(form, fields={**form.fields, "amount": None})
        if form.kind == "fund-direction"
        else form
        for form in sample.forms
    )
    right: Submission = msgspec.structs.replace(sample, forms=forms)
    found = [one for one in xlform.diff(sample, right).differences if one.path == "amount"]
    assert len(found) == 4
    assert all(one.right is not None and one.right.value is None for one in found)


def test_the_only_form_of_a_kind_is_compared_whatever_its_year_and_unit(
    sample: xlform.Submission,
) -> None:
    other = xlform.read(SAMPLES / "district" / "青禾镇.xlsx")
    found = xlform.diff(sample, other).differences
    whole = [one.form for one in found if one.path == ""]
    assert all("支出方向" in name for name in whole)
    assert any(one.path == "budget_total" for one in found)


def test_rows_of_a_table_that_only_one_edition_has_are_told() -> None:
    """The national form of 2015 has indicators of the year and of the whole period apart."""
    left = xlform.read(SAMPLES / "项目支出绩效目标申报表.xlsx")
    right = xlform.read(SAMPLES / "项目支出绩效目标申报表（2021年版）.xlsx")
    paths = {(one.kind, one.path.partition("[")[0]) for one in xlform.diff(left, right).differences}
    assert {("removed", "annual_indicators"), ("added", "indicators")} <= paths


def test_parts_that_nobody_read_are_counted(sample: xlform.Submission, tmp_path: Path) -> None:
    def change(book: Workbook) -> None:
        book["附表3-1"]["H5"] = "备注：实际只需80万元"

    found = xlform.diff(sample, changed(tmp_path, change))
    assert found.differences == ()
    assert found.unread[1] == found.unread[0] + 1
