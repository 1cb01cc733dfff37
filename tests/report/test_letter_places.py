"""Places of a letter on a document: rows as a reader counts them, each told once."""

from __future__ import annotations

from pathlib import Path

import pytest

from xlform.checking.check import Checker
from xlform.model.findings import Place
from xlform.report.letter_places import Places
from xlform.submission.read import read_workbook

SAMPLES = Path(__file__).parents[2] / "samples"


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        (["B5", "D5", "B6"], "附表1第5行、第6行"),
        (["B5", "D5"], "附表1第5行"),
        (["B5", "B6", "D6", "B7", "D7", "B8", "B9"], "附表1第5行、第6行、第7行等7处"),
    ],
)
def test_a_row_of_a_document_is_told_once(cells: list[str], told: str) -> None:
    path = SAMPLES / "云田镇.docx"
    submission, _ = read_workbook(path.read_bytes(), path)
    sheet = next(form.sheet for form in submission.forms if form.kind == "department")
    places = Places(submission, Checker().context)
    assert places.text([Place(sheet, cell) for cell in cells]) == told
