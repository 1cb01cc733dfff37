"""The sample submission as .xlsx, .docx and text: the same forms, whatever they were read from."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import xlform
from xlform.basis.records import Basis
from xlform.errors import FileProblem
from xlform.model.submission import Form, Submission, Target
from xlform.rules.batch_index import templates_by_name
from xlform.rules.expense_lines import expense_lines
from xlform.template.form_values import values_of
from xlform.template.store import load_templates, templates_folder

TEMPLATES = templates_by_name(load_templates(templates_folder()))
SAMPLES = Path(__file__).parents[2] / "samples"
BOOK, WORD, TEXT = (SAMPLES / f"云田镇.{ending}" for ending in ("xlsx", "docx", "txt"))


def said(form: Form) -> dict[str, Any]:
    """What a form says, wherever it says it."""
    tables = {name: list(map(dict, rows)) for name, rows in form.tables.items()}
    return {"kind": form.kind, "title": form.title, "year": form.year, "fields": dict(form.fields),
            "tables": tables}  # fmt: skip


@pytest.fixture(scope="module")
def book() -> Submission:
    return xlform.read(BOOK)


@pytest.fixture(scope="module", params=[WORD, TEXT], ids=["docx", "txt"])
def paper(request: pytest.FixtureRequest) -> Submission:
    return xlform.read(request.param)


def test_the_forms_say_what_the_workbook_says(paper: Submission, book: Submission) -> None:
    assert list(map(said, paper.forms[1:])) == list(map(said, book.forms))
    assert (paper.unit, paper.year) == (book.unit, book.year)
    assert [form.kind for form in paper.forms[:2]] == ["narrative", "department"]
    assert not paper.unread
    assert not any(form.notes for form in paper.forms)


def test_all_targets_and_all_blank_slots(paper: Submission) -> None:
    rows = [row for form in paper.forms for row in form.tables.get("indicators", ())]
    targets = [row["target"] for row in rows if row["level3"]]
    assert len(targets) == 43
    assert all(isinstance(one, Target) and one.type != "empty" for one in targets)
    assert sum(not row["level3"] for row in rows) == 9


def test_all_equations(paper: Submission) -> None:
    bases: list[Basis] = [
        line.basis
        for form in paper.forms
        for line in expense_lines(values_of(form, TEMPLATES[form.template]))
    ]
    equations = [one for basis in bases for one in basis.equations]
    assert len(equations) == 21
    assert sum(one.computed == one.claimed for one in equations) == 20


def test_the_narrative_agrees_with_the_tables_but_for_one_amount(paper: Submission) -> None:
    told, department, summary = paper.forms[:3]
    for name in ("basic_expenditure", "project_expenditure"):
        assert told.fields[name] == department.fields[name]
    for name in ("income_total", "fiscal_income", "expenditure_total"):
        assert told.fields[name] == department.fields["budget_total"]
    assert told.fields["projects_total"] == summary.fields["total"]
    formula_mismatches = [
        (one["name"], one["amount"], two["amount"])
        for one, two in zip(told.tables["projects"], summary.tables["funds"], strict=True)
        if (one["name"], one["amount"]) != (two["fund"], two["amount"])
    ]
    assert formula_mismatches == [("微民生网格事件办理", Decimal("33.00"), Decimal("30.00"))]


def test_both_documents_tell_the_same_narrative() -> None:
    one, two = (xlform.read(path).forms[0] for path in (WORD, TEXT))
    assert said(one) == said(two)
    assert one.range == "A1:A40"
    assert two.range == "A1:A42"  # lines of the text, blank ones counted


def test_origins_are_paragraphs_tables_and_cells() -> None:
    read = xlform.read(WORD)
    assert [form.sheet for form in read.forms] == ["正文", *(f"表{n}" for n in range(1, 7))]
    told, department = read.forms[:2]
    assert told.origins["income_total"] == "A5"
    assert told.origins["plan[1]"] == "A16"
    assert department.origins["budget_total"] == "B4"
    assert read.forms[6].origins["title"] == "A2"


def places(path: Path) -> list[tuple[str, int, str]]:
    """What is told of the forms in cells, by the number of the form."""
    report = xlform.check(path)
    cells = [form.sheet for form in report.submission.forms if form.kind != "narrative"]
    return [
        (one.code, cells.index(one.sheet), one.message.replace(one.sheet, ""))
        for one in report.findings
        if one.sheet in cells and not one.code.startswith("D-")
    ]


def test_the_same_defects_are_found() -> None:
    """Messages that name another sheet or cell differ in that; which defects there are, in none."""
    book, word, text = (sorted(one[:2] for one in places(path)) for path in (BOOK, WORD, TEXT))
    assert len(book) > 150
    assert word == text == book


def test_documents_have_no_formulas_to_be_told_of() -> None:
    report = xlform.check(WORD)
    assert not [one for one in report.findings if one.code.startswith("G-")]
    silent = {one.code for one in report.not_asked if one.reason == "not-applicable"}
    assert {"G-01", "G-02"} <= silent


def test_documents_are_not_mended() -> None:
    for path in (WORD, TEXT):
        with pytest.raises(FileProblem, match=path.name):
            xlform.fix(path)
