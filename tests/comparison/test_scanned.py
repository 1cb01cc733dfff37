"""Differences with a scan: what was not read, unclear words, titles."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from xlform.comparison.compare import diff
from xlform.comparison.model import Difference
from xlform.model.page_place import PagePlace
from xlform.model.submission import Form, Submission
from xlform.submission.read import read

SAMPLE = Path(__file__).parents[2] / "samples" / "云田镇.xlsx"
PLACE = PagePlace.of_box(1, (0.1, 0.1, 0.2, 0.2))


@pytest.fixture(scope="module")
def workbook() -> Submission:
    return read(SAMPLE)


def one(submission: Submission, number: int, **changes: object) -> Submission:
    """Return a submission whose form of that number is changed."""
    forms = list(submission.forms)
    forms[number] = msgspec.structs.replace(forms[number], **changes)
    return msgspec.structs.replace(submission, forms=tuple(forms))


def scan_of(submission: Submission) -> Submission:
    """Return a submission as if it had been read without a fault from a scan."""
    forms = (
        msgspec.structs.replace(
            form,
            places=dict.fromkeys(form.origins, PLACE),
            confidence=dict.fromkeys(form.origins, 0.99),
        )
        for form in submission.forms
    )
    return msgspec.structs.replace(submission, forms=tuple(forms))


def without(form: Form, part: str) -> dict[str, object]:
    """Return what a form is without the values whose paths hold a part."""
    return {"origins": {path: cell for path, cell in form.origins.items() if part not in path}}


def only(found: tuple[Difference, ...]) -> tuple[str, str, str, str]:
    (difference,) = found
    assert difference.left
    assert difference.right
    return difference.kind, difference.path, difference.left.text, difference.right.text


def test_a_faultless_scan_has_no_difference(workbook: Submission) -> None:
    assert diff(workbook, scan_of(workbook)).differences == ()


@pytest.mark.parametrize("is_blank", [False, True])
def test_a_field_that_was_not_read_is_doubtful(workbook: Submission, *, is_blank: bool) -> None:
    """It is not equal to a blank field either: nobody knows what the paper says there."""
    scan = scan_of(workbook)
    fields = {**scan.forms[0].fields, "other_funds": None}
    scan = one(scan, 0, fields=fields, **without(scan.forms[0], "other_funds"))
    book = one(workbook, 0, fields=fields) if is_blank else workbook
    kind, path, _, text = only(diff(book, scan).differences)
    assert (kind, path, text) == ("doubtful", "other_funds", "（扫描件上没有读出）")


def test_a_column_that_was_not_read_is_one_doubt(workbook: Submission) -> None:
    scan = scan_of(workbook)
    form = scan.forms[2]
    rows = tuple({**row, "amount": None} for row in form.tables["expenses"])
    tables = {**form.tables, "expenses": rows}
    scan = one(scan, 2, tables=tables, **without(form, "].amount"))
    for left, right in ((workbook, scan), (scan, workbook)):
        texts = only(diff(left, right).differences)
        assert texts[:2] == ("doubtful", "expenses")
        assert any(text.startswith("10；") for text in texts)
    assert len(diff(workbook, one(workbook, 2, tables=tables)).differences) > 1


@pytest.mark.parametrize(
    ("text", "confidence", "kind"),
    [
        ("居民满意程度", 0.6, "doubtful"),
        ("居民满意程度", 0.99, "changed"),
        ("居民满意度9", 0.6, "changed"),  # the figures differ
    ],
)
def test_words_that_are_not_clear(
    workbook: Submission, text: str, confidence: float, kind: str
) -> None:
    scan = scan_of(workbook)
    form = scan.forms[2]
    fields = {**form.fields, "annual_goal": text}
    certain = {**form.confidence, "annual_goal": confidence}
    book = one(workbook, 2, fields={**form.fields, "annual_goal": "居民满意度"})
    found = diff(book, one(scan, 2, fields=fields, confidence=certain)).differences
    assert only(found) == (kind, "annual_goal", "居民满意度", text)


def test_a_level_that_was_misread_is_one_difference(workbook: Submission) -> None:
    scan = scan_of(workbook)
    form = scan.forms[2]
    rows = tuple(
        {**row, "level2": "W质量指标"} if row["level2"] == "质量指标" else row
        for row in form.tables["indicators"]
    )
    assert rows != form.tables["indicators"]
    tables = {**form.tables, "indicators": rows}
    unsure = {path: 0.6 if path.endswith("level2") else 0.99 for path in form.confidence}
    found = diff(workbook, one(scan, 2, tables=tables, confidence=unsure)).differences
    kind, _, left, right = only(found)
    assert (kind, left, right) == ("doubtful", "质量指标", "W质量指标")


def test_another_title_of_the_same_year(workbook: Submission) -> None:
    title, scan = workbook.forms[2].title, scan_of(workbook)
    found = diff(workbook, one(scan, 2, title=title.replace("2023", "2203"))).differences
    assert only(found)[:2] == ("changed", "title")
    unread = one(scan, 2, title="", year=None, **without(scan.forms[2], "title"))
    assert only(diff(workbook, unread).differences)[:2] == ("doubtful", "title")
    spaced = one(scan, 2, title=title.replace("年", "年 "))
    assert diff(workbook, spaced).differences == ()
