"""Rules on forms of editions whose tables and fields are not the shipped ones: none crashes."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from declaring import SHIPPED, Edit, add_form, shipped_copy, without_line, without_table

from xlform.checking.check import Checker, Report

DOCUMENT = Path(__file__).parents[2] / "samples" / "云田镇.docx"
TABLES = {
    "department": ("work_plan", "indicators"),
    "fund-summary": ("funds",),
    "fund-direction": ("indicators", "expenses"),
    "narrative": ("projects",),
}
COLUMNS = {
    "department": ("level1", "level3", "target", "item", "responsible", "goal"),
    "fund-summary": ("seq", "fund", "amount", "period_goal", "annual_goal"),
    "fund-direction": ("level2", "level3", "target", "standard", "item", "amount", "basis"),
    "narrative": ("amount", "purpose", "performance"),
}
SPLIT = re.compile(r"(?m)^(split|total) .*\n")


def renamed_tables(text: str) -> str:
    return re.sub(r"(?m)^\[table\.(\w+)", r"[table.other_\1", text)


def renamed_fields(text: str) -> str:
    """All fields and columns under other names, as a district's own declaration has them."""
    text = SPLIT.sub("", text)
    text = re.sub(r"(?m)^(closing|subject) .*\n", "", text)
    return re.sub(r"(?m)^(\w+)(\s*= \{ (?:label|name))", r"other_\1\2", text)


@cache
def shipped_forms(kind: str) -> list[tuple[object, object]]:
    """Return what the shipped templates read from forms of a kind: fields and tables."""
    return values_of(Checker().check(DOCUMENT), kind)


def values_of(report: Report, kind: str) -> list[tuple[object, object]]:
    return [(form.fields, form.tables) for form in report.submission.forms if form.kind == kind]


def crashes(folder: Path, kind: str) -> list[str]:
    report = Checker(templates=folder).check(DOCUMENT)
    own = values_of(report, kind)
    assert own
    assert own != shipped_forms(kind)
    return [f"{n.code} {n.because}" for n in report.not_asked if n.reason == "crashed"]


def own_edition(folder: Path, kind: str, edit: Edit) -> Path:
    """Return a folder with an edition of this kind in place of the shipped one, no relations."""
    add_form(folder, f"{SHIPPED}/{kind}", kind, edit, year=2023)
    return folder


@pytest.mark.parametrize("kind", TABLES)
@pytest.mark.parametrize("edit", [renamed_tables, renamed_fields])
def test_other_names_crash_no_rule(kind: str, edit: Edit, tmp_path: Path) -> None:
    assert not crashes(own_edition(tmp_path / "templates", kind, edit), kind)


@pytest.mark.parametrize(("kind", "table"), [(k, t) for k, ts in TABLES.items() for t in ts])
def test_an_edition_without_a_table_crashes_no_rule(kind: str, table: str, tmp_path: Path) -> None:
    assert not crashes(own_edition(tmp_path / "templates", kind, without_table(table)), kind)


@pytest.mark.parametrize(("kind", "column"), [(k, c) for k, cs in COLUMNS.items() for c in cs])
def test_an_edition_without_a_column_crashes_no_rule(
    kind: str, column: str, tmp_path: Path
) -> None:
    def edit(text: str) -> str:
        return without_line(column)(SPLIT.sub("", text))

    assert not crashes(own_edition(tmp_path / "templates", kind, edit), kind)


@pytest.mark.parametrize("kind", ["department", "fund-summary", "fund-direction"])
def test_two_editions_of_one_kind_with_other_tables_crash_no_rule(
    kind: str, tmp_path: Path
) -> None:
    """The set's relations name tables that one of the two editions does not have."""
    folder = shipped_copy(tmp_path / "templates")
    add_form(folder, f"zz-2023/{kind}", kind, renamed_tables, year=2023)
    assert not crashes(folder, kind)


@pytest.mark.parametrize("kind", ["department", "fund-summary", "fund-direction"])
def test_an_edition_that_reads_no_form_changes_no_finding(kind: str, tmp_path: Path) -> None:
    folder = shipped_copy(tmp_path / "templates")
    (table, *_) = TABLES[kind]
    add_form(folder, f"zz-2023/{kind}", kind, without_table(table), year=2023)
    sample = DOCUMENT.with_suffix(".xlsx")
    report, shipped = Checker(templates=folder).check(sample), Checker().check(sample)
    assert report.findings == shipped.findings
    assert report.not_asked == shipped.not_asked
