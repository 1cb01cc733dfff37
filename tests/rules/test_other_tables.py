"""Rules on forms of editions whose tables and fields are not the shipped ones: none crashes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from declaring import SHIPPED, Edit, add_form, shipped_copy, without_line, without_table

from xlform.checking.check import Checker

SAMPLES = Path(__file__).parents[2] / "samples"
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


def crashes(folder: Path) -> list[str]:
    report = Checker(templates=folder).check(SAMPLES / "云田镇.docx")
    assert any(not form.template.startswith(SHIPPED) for form in report.submission.forms)
    return [f"{n.code} {n.because}" for n in report.not_asked if n.reason == "crashed"]


def own_edition(folder: Path, kind: str, edit: Edit) -> Path:
    """The shipped set without this kind, and another set with its own edition of it."""
    folder = shipped_copy(folder)
    add_form(folder, f"own-2023/{kind}", kind, edit, year=2023)
    set_file = folder / SHIPPED / "set.toml"
    relations = set_file.read_text(encoding="utf-8").index("\n# 一个专项")
    for path in (folder / SHIPPED / kind).iterdir():
        path.unlink()
    set_file.write_text(set_file.read_text(encoding="utf-8")[:relations], encoding="utf-8")
    return folder


@pytest.mark.parametrize("kind", TABLES)
@pytest.mark.parametrize("edit", [renamed_tables, renamed_fields])
def test_other_names_crash_no_rule(kind: str, edit: Edit, tmp_path: Path) -> None:
    assert not crashes(own_edition(tmp_path / "templates", kind, edit))


@pytest.mark.parametrize(("kind", "table"), [(k, t) for k, ts in TABLES.items() for t in ts])
def test_an_edition_without_a_table_crashes_no_rule(kind: str, table: str, tmp_path: Path) -> None:
    assert not crashes(own_edition(tmp_path / "templates", kind, without_table(table)))


@pytest.mark.parametrize(("kind", "column"), [(k, c) for k, cs in COLUMNS.items() for c in cs])
def test_an_edition_without_a_column_crashes_no_rule(
    kind: str, column: str, tmp_path: Path
) -> None:
    def edit(text: str) -> str:
        return without_line(column)(SPLIT.sub("", text))

    assert not crashes(own_edition(tmp_path / "templates", kind, edit))


@pytest.mark.parametrize("kind", ["department", "fund-summary", "fund-direction"])
def test_two_editions_of_one_kind_with_other_tables_crash_no_rule(
    kind: str, tmp_path: Path
) -> None:
    """The set's relations name tables that one of the two editions does not have."""
    folder = shipped_copy(tmp_path / "templates")
    add_form(folder, f"zz-2023/{kind}", kind, renamed_tables, year=2023)
    assert not crashes(folder)


@pytest.mark.parametrize("kind", ["department", "fund-summary", "fund-direction"])
def test_an_edition_that_reads_no_form_changes_no_finding(kind: str, tmp_path: Path) -> None:
    folder = shipped_copy(tmp_path / "templates")
    (table, *_) = TABLES[kind]
    add_form(folder, f"zz-2023/{kind}", kind, without_table(table), year=2023)
    sample = SAMPLES / "云田镇.xlsx"
    report, shipped = Checker(templates=folder).check(sample), Checker().check(sample)
    assert report.findings == shipped.findings
    assert report.not_asked == shipped.not_asked
