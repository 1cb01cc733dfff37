"""A submission as a Word document: the same forms, the tables as their blanks print them."""

from __future__ import annotations

import re
import shutil
import subprocess
from decimal import Decimal
from pathlib import Path

import docx
import msgspec
import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st
from office import needs_office, saved_as
from rule_checks import DISTRICT, SAMPLE, TEMPLATES

import xlform
from xlform.errors import FileProblem
from xlform.model.submission import Form, Submission
from xlform.submission.read import read_workbook
from xlform.writing.narrative import draft_narrative, write_narrative
from xlform.writing.word_document import build_document, write_document
from xlform.writing.workbook_draft import draft_workbook

PDFTOTEXT = shutil.which("pdftotext")
NATIONAL = SAMPLE.parent / "项目支出绩效目标申报表.xlsx"
WORD = SAMPLE.with_suffix(".docx")


def said(form: Form) -> tuple[object, ...]:
    """Return the values of a form without their cells."""
    return form.kind, form.template, form.title, form.year, form.fields, form.tables


def again(submission: Submission, folder: Path) -> tuple[Submission, Path]:
    place = folder / "x.docx"
    write_document(submission, place)
    return xlform.read(place), place


@pytest.mark.parametrize("path", [SAMPLE, NATIONAL, *DISTRICT[::5]], ids=lambda path: path.stem)
def test_the_forms_read_back_the_same(path: Path, tmp_path: Path) -> None:
    submission = xlform.read(path)
    found, _ = again(submission, tmp_path)
    wanted = draft_workbook(submission, TEMPLATES).forms
    assert [said(form) for form in found.forms] == [said(form) for form in wanted]
    assert found.unread == ()


def test_the_narrative_comes_first_and_reads_back_the_same(tmp_path: Path) -> None:
    submission = xlform.read(WORD)
    found, place = again(submission, tmp_path)
    assert found.forms[0].fields == submission.forms[0].fields
    assert found.forms[0].tables == submission.forms[0].tables
    assert len(found.forms) == 7
    body = docx.Document(str(place)).element.body
    first = next(child for child in body if child.tag == qn("w:tbl"))
    before = "".join(node.text or "" for node in first.itersiblings(preceding=True) for node in
                     node.iter(qn("w:t")))  # fmt: skip
    assert "三、年度绩效指标" in before


def test_merges_are_those_of_the_written_workbook(tmp_path: Path) -> None:
    """Each merge of the workbook covers one cell of the table, as python-docx sees it."""
    submission = xlform.read(SAMPLE)
    _, place = again(submission, tmp_path)
    tables = docx.Document(str(place)).tables
    for table, laid in zip(tables, draft_workbook(submission, TEMPLATES).drafts, strict=True):
        rows = [row.cells for row in table.rows]
        for merge in laid.sheet.all_merges():
            covered = {
                rows[row - 1][column - 1]._tc  # noqa: SLF001  (cells of one merge share it)
                for row in range(merge.top, merge.bottom + 1)
                for column in range(merge.left, merge.right + 1)
            }
            assert len(covered) == 1, f"{laid.sheet.name} {merge}"


def test_each_form_has_its_own_pages_turned_as_its_blank_is(tmp_path: Path) -> None:
    _, place = again(xlform.read(SAMPLE), tmp_path)
    sections = docx.Document(str(place)).sections
    sides = [(section.page_width or 0, section.page_height or 0) for section in sections]
    turned = [width > height for width, height in sides]
    assert turned == [False, True, False, False, False, False]
    assert turned == [section.orientation == WD_ORIENT.LANDSCAPE for section in sections]


def test_titles_have_no_border_and_entries_have_four(tmp_path: Path) -> None:
    _, place = again(xlform.read(SAMPLE), tmp_path)
    table = docx.Document(str(place)).tables[1]
    sides = [
        {side.tag for side in cell._tc.iter() if side.get(qn("w:val")) == "single"}  # noqa: SLF001
        for cell in (table.rows[1].cells[0], table.rows[5].cells[1])
    ]
    assert sides == [set(), {qn(f"w:{side}") for side in ("top", "left", "bottom", "right")}]


def test_what_is_missing_stays_empty(tmp_path: Path) -> None:
    """A copy is not a draft: nothing in it is marked, and no blank becomes 0."""
    submission = xlform.read(WORD)
    narrative, *rest = submission.forms
    fields = {**narrative.fields, "unit": "", "income_total": None, "duties": ""}
    changed = msgspec.structs.replace(narrative, fields=fields)
    found, place = again(msgspec.structs.replace(submission, forms=(changed, *rest)), tmp_path)
    assert found.forms[0].fields["income_total"] is None
    assert found.forms[0].fields["unit"] == ""
    assert "待填" not in "".join(
        paragraph.text for paragraph in docx.Document(str(place)).paragraphs
    )


def test_nothing_read_is_nothing_to_write(tmp_path: Path) -> None:
    empty = msgspec.structs.replace(xlform.read(SAMPLE), forms=())
    with pytest.raises(FileProblem, match="没有可写的内容"):
        write_document(empty, tmp_path / "x.docx")
    assert list(tmp_path.iterdir()) == []


def test_the_same_submission_gives_the_same_bytes() -> None:
    submission = xlform.read(WORD)
    assert build_document(submission, TEMPLATES) == build_document(submission, TEMPLATES)


TEXTS = st.text("城乡环境 整治<&>=+-@\"'\\|", min_size=1, max_size=30).filter(lambda t: t.strip())


@given(st.lists(TEXTS, min_size=1, max_size=20), st.decimals(0, 99999, places=2))
@settings(max_examples=15, deadline=None)
def test_any_words_read_back_as_they_were(items: list[str], amount: Decimal) -> None:
    submission = xlform.read(SAMPLE)
    direction = submission.forms[-1]
    [row, *_] = direction.tables["expenses"]
    rows = tuple({**row, "category": "", "item": item, "amount": amount} for item in items)
    form = msgspec.structs.replace(direction, tables={**direction.tables, "expenses": rows})
    changed = msgspec.structs.replace(submission, forms=(form,))
    found, _ = read_workbook(build_document(changed, TEMPLATES), Path("x.docx"))
    wanted = draft_workbook(changed, TEMPLATES).forms
    assert found.forms[0].tables["expenses"] == wanted[0].tables["expenses"]


@needs_office
@pytest.mark.skipif(not PDFTOTEXT, reason="pdftotext is not on PATH")
def test_printed_each_form_is_a_page(tmp_path: Path) -> None:
    """As LibreOffice lays it out: the narrative on its pages, then six forms on a page each."""
    submission = xlform.read(SAMPLE)
    write_document(submission, tmp_path / "表.docx")
    write_narrative(submission, tmp_path / "说明.docx")
    saved_as("pdf", [tmp_path / "表.docx", tmp_path / "说明.docx"], tmp_path)
    pages = printed(tmp_path / "pdf" / "表.pdf")
    assert [re.sub(r"\s", "", page)[:3] for page in pages] == ["附表1", "附表2", *["附表3"] * 4]
    assert all("联系电话" in page for page in pages), "a form goes on over its page"
    reported = printed(tmp_path / "pdf" / "说明.pdf")
    assert 2 <= len(reported) <= 5
    assert "编报说明" in reported[0]


def printed(path: Path) -> list[str]:
    """The text of each page."""
    text = subprocess.run(
        [PDFTOTEXT or "", "-layout", str(path), "-"], check=True, capture_output=True, timeout=60
    ).stdout.decode()
    return [page for page in text.split("\f") if page.strip()]


@pytest.mark.parametrize("path", [SAMPLE, *DISTRICT[::3]], ids=lambda path: path.stem)
def test_a_narrative_drawn_up_from_the_forms_agrees_with_them(path: Path, tmp_path: Path) -> None:
    submission = xlform.read(path)
    template = next(template for template in TEMPLATES if template.kind == "narrative")
    declared = template.declaration.draft
    assert declared
    drawn = draft_narrative(submission, template, declared).form
    together = msgspec.structs.replace(submission, forms=(drawn, *submission.forms))
    _, place = again(together, tmp_path)
    others = {"D-10": "附表自己的事", "D-12": "没有自评表、监控表"}
    report = xlform.check(place, select=["A-21", "C-12", "D", "F-09"], ignore=others)
    assert [finding.message for finding in report.findings] == []
    assert [
        skipped.code for skipped in report.not_asked if skipped.reason == "not-applicable"
    ] == []
