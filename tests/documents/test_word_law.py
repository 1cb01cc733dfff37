"""A form written to Word, merges and all, and read back says what it said (design.md, laws)."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import docx
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from xlform.formats.source import read_file
from xlform.grid.model import Grid, Sheet
from xlform.model.submission import Form, Source
from xlform.reading.submission import read_grid
from xlform.submission.read import read_workbook
from xlform.template.store import load_templates, templates_folder

SAMPLES = Path(__file__).parents[2] / "samples"
TEMPLATES = load_templates(templates_folder())
SOURCE = Source("x.xlsx", "xlsx", "0" * 64)
BOOKS = ("云田镇.xlsx", "district/桥东街道.xlsx", "district/青禾镇.xlsx", "district/松塘镇.xlsx")
SHEETS = [sheet for name in BOOKS for sheet in read_file(SAMPLES / name)[1].sheets]


def said(form: Form) -> dict[str, Any]:
    """What a form says; that a number was text is news in a workbook only."""
    return {
        "kind": form.kind,
        "title": form.title,
        "year": form.year,
        "fields": dict(form.fields),
        "tables": {name: list(map(dict, rows)) for name, rows in form.tables.items()},
    }


def forms_of(sheet: Sheet) -> list[Form]:
    visible = Sheet(sheet.name, sheet.cells, sheet.merges)
    return list(read_grid(Grid((visible,)), SOURCE, TEMPLATES).forms) if sheet.cells else []


FORMS = [sheet for sheet in SHEETS if sheet.state == "visible" and len(forms_of(sheet)) == 1]


def write(document: Any, sheet: Sheet, first: int, last: int) -> None:  # noqa: ANN401  (a factory of python-docx)
    """Rows of a sheet as a table of Word; a merge ends where the table does."""
    width = max([c for _, c in sheet.cells] + [merge.right for merge in sheet.merges])
    table = document.add_table(last - first + 1, width)
    cells = [row.cells for row in table.rows]
    for (row, column), one in sheet.cells.items():
        if first <= row <= last:
            cells[row - first][column - 1].text = one.text
    for merge in sheet.merges:
        top, bottom = max(merge.top, first), min(merge.bottom, last)
        if top <= bottom:
            corner = cells[top - first][merge.left - 1]
            text = corner.text
            joined = corner.merge(cells[bottom - first][merge.right - 1])
            joined.text = text


def lines_above(sheet: Sheet) -> int:
    """How many rows of one cell stand above the form's table."""
    row = 1
    while sum(r == row for r, _ in sheet.cells) <= 1 and row < 4:
        row += 1
    return row - 1


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    sheet=st.sampled_from(FORMS),
    outside=st.booleans(),
    blanks=st.integers(0, 3),
    before=st.sampled_from(["", "请查收。", "一、说明"]),
)
def test_a_form_reads_the_same_from_word(
    sheet: Sheet,
    outside: bool,  # noqa: FBT001  (hypothesis draws it)
    blanks: int,
    before: str,
) -> None:
    bottom = max([r for r, _ in sheet.cells] + [merge.bottom for merge in sheet.merges])
    document = docx.Document()
    document.add_paragraph(before)
    top = 1 + (lines_above(sheet) if outside else 0)
    for row in range(1, top):
        texts = [one.text for (r, _), one in sheet.cells.items() if r == row]
        document.add_paragraph("".join(texts).replace("\n", ""))
    for _ in range(blanks):
        document.add_paragraph()
    write(document, sheet, top, bottom)
    raw = io.BytesIO()
    document.save(raw)
    read = read_workbook(raw.getvalue(), Path("x.docx"))[0]
    assert list(map(said, read.forms)) == list(map(said, forms_of(sheet)))


def test_all_forms_at_once() -> None:
    assert len(FORMS) > 15
    document = docx.Document()
    for sheet in FORMS[:6]:
        bottom = max([r for r, _ in sheet.cells] + [merge.bottom for merge in sheet.merges])
        write(document, sheet, 1, bottom)
        document.add_paragraph()
    raw = io.BytesIO()
    document.save(raw)
    read = read_workbook(raw.getvalue(), Path("x.docx"))[0]
    expected = [said(form) for sheet in FORMS[:6] for form in forms_of(sheet)]
    assert list(map(said, read.forms)) == expected
