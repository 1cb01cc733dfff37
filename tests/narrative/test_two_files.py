"""A narrative and its unit's forms in two files: totals compared, nothing else assumed."""

from __future__ import annotations

import msgspec
import pytest
from rule_checks import SAMPLE, TEMPLATES, WORDS

import xlform
from xlform.checking.runner import BatchResult, check_batch
from xlform.model.submission import Form, Submission
from xlform.rules import all_rules
from xlform.rules.batch_index import summarize_submission
from xlform.rules.context import RuleContext

RULE = [rule for rule in all_rules() if rule.code == "B-08"]
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
    assert found.findings == ()
    assert found.not_asked == ()


def test_another_total_is_reported_of_the_narrative_with_the_other_file_and_cell() -> None:
    reported, forms = parts()
    amount = forms.forms[0].fields["general_public_budget"]
    found = run_batch_rules(说明=changed(reported, basic_expenditure=amount), 附表=forms)
    [finding] = found.findings
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
