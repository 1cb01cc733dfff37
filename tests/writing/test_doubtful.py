"""What is written of a scan: a doubtful amount is blank, never a figure and never 0."""

from __future__ import annotations

from pathlib import Path

import msgspec
import openpyxl
import pytest

from xlform.model.submission import Submission
from xlform.submission.read import read
from xlform.template.store import load_templates, template_folders
from xlform.writing.doubtful import doubtful_values
from xlform.writing.word_document import write_document
from xlform.writing.writer import write

SAMPLE = Path(__file__).parents[2] / "samples" / "云田镇.xlsx"


@pytest.fixture(scope="module")
def scan() -> Submission:
    """The sample as if it had been read from a scan: the first expense of 附表3-1 is doubtful."""
    submission = read(SAMPLE)
    forms = list(submission.forms)
    form = forms[2]
    expenses = form.tables["expenses"]
    forms[2] = msgspec.structs.replace(
        form,
        tables={**form.tables, "expenses": ({**expenses[0], "amount": None}, *expenses[1:])},
        origins={**form.origins, "expenses[0].amount.text": "18"},
        doubtful=("expenses[0].amount", "indicators[0].target"),
    )
    return msgspec.structs.replace(submission, forms=tuple(forms))


def test_a_doubtful_amount_is_blank(scan: Submission, tmp_path: Path) -> None:
    path = tmp_path / "干净.xlsx"
    write(scan, path)
    again = read(path).forms[2]
    sheet = openpyxl.load_workbook(path)[again.sheet]
    assert sheet[again.origins["expenses[0].amount"]].value is None
    assert again.tables["expenses"][0]["amount"] is None
    assert again.tables["indicators"][0] == scan.forms[2].tables["indicators"][0]


def test_in_a_document_too(scan: Submission, tmp_path: Path) -> None:
    path = tmp_path / "干净.docx"
    write_document(scan, path)
    form = next(one for one in read(path).forms if one.fields.get("direction") ==
                scan.forms[2].fields["direction"])  # fmt: skip
    assert form.tables["expenses"][0]["amount"] is None


def test_what_is_doubtful_is_listed(scan: Submission) -> None:
    known = {template.name: template for template in load_templates(template_folders(None))}
    amount, target = doubtful_values(scan, known)
    assert (amount.path, amount.text, amount.is_blank) == ("expenses[0].amount", "18", True)
    assert not target.is_blank
    assert target.text
    form = msgspec.structs.replace(
        scan.forms[2],
        fields={**scan.forms[2].fields, "annual_goal": ""},
        doubtful=("expenses[0].amount", "indicators[0].target", "annual_goal"),
    )
    values = doubtful_values(msgspec.structs.replace(scan, forms=(form,)), known)
    assert [value.message for value in values] == [
        "write.doubtful-blank", "write.doubtful", "write.doubtful-empty"
    ]  # fmt: skip
    assert list(doubtful_values(read(SAMPLE), known)) == []
