"""A narrative and its unit's forms in two files: totals and projects compared."""

from __future__ import annotations

from decimal import Decimal

import msgspec
import pytest
from rule_checks import SAMPLE, TEMPLATES, WORDS

import xlform
from xlform.checking.runner import BatchResult, check_batch
from xlform.model.submission import Form, Submission, Value
from xlform.rules import all_rules
from xlform.rules.batch_index import summarize_submission
from xlform.rules.context import RuleContext

RULE = [rule for rule in all_rules() if rule.code == "B-08"]
# The amount of a project that the sample states wrongly on purpose.
SAMPLES_OWN = ("说明", "A40", "error")
CONTEXT = RuleContext({template.name: template for template in TEMPLATES}, None, None, WORDS)


def parts() -> tuple[Submission, Submission]:
    """The sample's narrative and its forms, as two files of one unit."""
    whole = xlform.read(SAMPLE.with_suffix(".docx"))
    reported, *forms = whole.forms
    return with_forms(whole, reported), with_forms(whole, *forms)


def with_forms(submission: Submission, *forms: Form) -> Submission:
    return msgspec.structs.replace(submission, forms=forms)


def changed(submission: Submission, **fields: object) -> Submission:
    first, *rest = submission.forms
    form = msgspec.structs.replace(first, fields={**first.fields, **fields})
    return with_forms(submission, form, *rest)


def run_batch_rules(**files: Submission) -> BatchResult:
    named = {
        name: msgspec.structs.replace(item, source=msgspec.structs.replace(item.source, name=name))
        for name, item in files.items()
    }
    return check_batch(
        [summarize_submission(name, item) for name, item in named.items()], CONTEXT, RULE, {}
    )


def test_equal_totals_are_silent() -> None:
    reported, forms = parts()
    found = run_batch_rules(说明=reported, 附表=forms)
    assert places(found) == [SAMPLES_OWN]
    assert found.not_asked == ()


def places(found: BatchResult) -> list[tuple[str, str, str]]:
    """Return file, cell and severity of each finding."""
    return [(finding.file, finding.cell, finding.severity) for finding in found.findings]


def test_another_total_is_reported_of_the_narrative_with_the_other_file_and_cell() -> None:
    reported, forms = parts()
    amount = forms.forms[0].fields["general_public_budget"]
    found = run_batch_rules(说明=changed(reported, basic_expenditure=amount), 附表=forms)
    finding, _ = found.findings
    assert (finding.file, finding.sheet, finding.cell) == ("说明", "正文", "A6")
    assert "与“附表”表1 E6“基本支出”445.40 万元不一致，差额 +611.00 万元" in finding.message
    assert "附表" in finding.help


@pytest.mark.parametrize("other", [{"unit": "松塘镇人民政府"}, {"year": 2024}])
def test_files_of_another_unit_or_year_are_not_compared(other: dict[str, object]) -> None:
    reported, forms = parts()
    reported = changed(
        reported, basic_expenditure=None, income_total=reported.forms[0].fields["other_income"]
    )
    assert (
        run_batch_rules(说明=reported, 附表=msgspec.structs.replace(forms, **other)).findings == ()
    )


def test_where_the_forms_came_twice_nobody_knows_which_are_meant() -> None:
    reported, forms = parts()
    found = run_batch_rules(说明=reported, 附表=forms, 最终版=forms)
    assert found.findings == ()
    [skipped] = found.not_asked
    assert skipped.reason == "undetermined"
    assert "“最终版”、“附表”" in skipped.because


def test_a_narrative_beside_its_forms_is_left_to_the_rule_within_the_file() -> None:
    reported, forms = parts()
    whole = with_forms(reported, *reported.forms, *forms.forms)
    assert run_batch_rules(全=changed(whole, basic_expenditure=None), 附表=forms).findings == ()


def renamed(submission: Submission, number: int, **columns: Value) -> Submission:
    """The narrative with other columns in one project, or without it."""
    first, *rest = submission.forms
    rows = list(first.tables["projects"])
    if columns:
        rows[number] = {**rows[number], **columns}
    else:
        del rows[number]
    tables = {**first.tables, "projects": tuple(rows)}
    return with_forms(submission, msgspec.structs.replace(first, tables=tables), *rest)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"name": "城乡环境整治专项"}, "名称不一致"),
        ({"name": "信息化补助"}, "附表中没有编报说明所写的项目“信息化补助”"),
        ({"amount": Decimal("1.00")}, "项目支出 1.00 万元，“附表”"),
        ({}, "在编报说明中没有说明"),
    ],
)
def test_projects_are_compared_by_name_and_amount(change: dict[str, Value], message: str) -> None:
    reported, forms = parts()
    found = run_batch_rules(说明=renamed(reported, 0, **change), 附表=forms)
    new = [finding.message for finding in found.findings if finding.cell != "A40"]
    assert any(message in text for text in new)
    assert all("说明" in finding.file for finding in found.findings)


def test_forms_in_several_files_are_one_set() -> None:
    reported, forms = parts()
    kinds = {form.kind for form in forms.forms}
    files = {
        kind: with_forms(forms, *(form for form in forms.forms if form.kind == kind))
        for kind in kinds
    }
    assert places(run_batch_rules(说明=reported, **files)) == [SAMPLES_OWN]


@pytest.mark.parametrize(
    ("narrative_path", "forms_path", "cells"),
    [
        ("甲/云田.docx", "甲/云田.xlsx", ["A3", "A40"]),
        ("甲/说明.docx", "乙/附表.xlsx", []),
        ("甲/说明.docx", "甲/附表.xlsx", ["A3", "A40"]),
    ],
)
def test_a_unit_unlike_that_of_the_folder_or_name_is_reported(
    narrative_path: str, forms_path: str, cells: list[str]
) -> None:
    """A third file in another folder makes the folders those of units."""
    reported, forms = parts()
    other = msgspec.structs.replace(reported, unit="松塘镇人民政府")
    rest = msgspec.structs.replace(forms, unit="清水镇人民政府", year=2020)
    found = run_batch_rules(**{narrative_path: other, forms_path: forms, "丙/丙.xlsx": rest})
    assert [finding.cell for finding in found.findings] == cells
