"""Two editions of one set side by side: each form is read once, by the one that fits it."""

from __future__ import annotations

import shutil
from pathlib import Path

import openpyxl
import pytest

import xlform
from xlform.model.submission import Submission
from xlform.template.store import templates_folder

ROOT = Path(__file__).parents[2]
OLD, NEW = "shifeng-2023", "shifeng-2024"


@pytest.fixture
def editions(tmp_path: Path) -> Path:
    """The shipped templates, and next year's set with the same labels."""
    folder = tmp_path / "templates"
    shutil.copytree(templates_folder(), folder)
    shutil.copytree(folder / OLD, folder / NEW)
    changed(folder / NEW / "set.toml", "year = 2023", "year = 2024")
    return folder


def changed(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def sets(found: Submission) -> list[str]:
    return [form.template.partition("/")[0] for form in found.forms]


@pytest.mark.parametrize("name", ["云田镇.xlsx", "云田镇.docx", "district/桥东街道.xlsx"])
def test_a_form_is_read_once_by_the_edition_of_its_year(name: str, editions: Path) -> None:
    path = ROOT / "samples" / name
    found = xlform.read(path, editions)
    assert found.forms == xlform.read(path).forms
    assert set(sets(found)) == {OLD}


@pytest.mark.parametrize(("year", "edition"), [(2022, OLD), (2023, OLD), (2024, NEW), (2027, NEW)])
def test_the_latest_edition_not_after_the_year_is_in_force(
    year: int, edition: str, editions: Path, tmp_path: Path
) -> None:
    path = tmp_path / "一份.xlsx"
    shutil.copy(ROOT / "samples" / "云田镇.xlsx", path)
    retitle(path, year)
    assert set(sets(xlform.read(path, editions))) == {edition}


def retitle(path: Path, year: int) -> None:
    """The titles typed anew, as a clerk does who takes last year's file."""
    book = openpyxl.load_workbook(path)
    for form in xlform.read(path).forms:
        title = book[form.sheet][form.origins["title"]]
        assert str(title.value).startswith("2023年")
        title.value = str(title.value).replace("2023年", f"{year}年")
    book.save(path)


def test_labels_go_before_the_year(editions: Path, tmp_path: Path) -> None:
    """A district that keeps last year's titles on this year's form."""
    changed(editions / NEW / "fund-direction" / "form.toml", '"项目金额"', '"支出方向金额"')
    path = tmp_path / "一份.xlsx"
    shutil.copy(ROOT / "samples" / "云田镇.xlsx", path)
    book = openpyxl.load_workbook(path)
    forms = [form for form in xlform.read(path).forms if form.kind == "fund-direction"]
    for form in forms[:2]:
        sheet = book[form.sheet]
        [label] = [cell for row in sheet for cell in row if cell.value == "项目金额"]
        label.value = "支出方向金额"
    book.save(path)
    read = [form for form in xlform.read(path, editions).forms if form.kind == "fund-direction"]
    assert [form.template for form in read] == [
        *[f"{NEW}/fund-direction"] * 2,
        *[f"{OLD}/fund-direction"] * (len(forms) - 2),
    ]
    assert all(form.fields["amount"] for form in read)
