"""One form is read by one template, chosen for reasons that can be shown."""

from __future__ import annotations

import shutil
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from declaring import (
    SHIPPED,
    add_form,
    replaced,
    shipped_copy,
    titled,
    without_line,
    without_table,
)

import xlform
from xlform.model.submission import Submission
from xlform.reading.choice import Choice
from xlform.reading.trace import ReadingTrace
from xlform.submission.read import read_workbook

SAMPLE = Path(__file__).parents[2] / "samples" / "云田镇.xlsx"
KINDS = ("department", "fund-summary", "fund-direction")
NEXT = "shifeng-2024"
OTHER_TITLE = r"(?P<year>20\d\d)?年?街道资金申报表$"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return shipped_copy(tmp_path / "templates")


def sample(tmp_path: Path, *changes: tuple[str, str]) -> Path:
    """The sample with parts of its texts changed."""
    book = openpyxl.load_workbook(SAMPLE)
    for sheet in book:
        for row in sheet:
            for cell in row:
                for old, new in changes:
                    if isinstance(cell.value, str) and old in cell.value:
                        cell.value = cell.value.replace(old, new)
    path = tmp_path / "一份.xlsx"
    book.save(path)
    return path


def read_with_choices(path: Path, folder: Path) -> tuple[Submission, list[Choice]]:
    trace = ReadingTrace(explain=True)
    return read_workbook(path.read_bytes(), path, folder, trace)[0], trace.choices


def names(found: Submission) -> list[str]:
    return [form.template for form in found.forms]


# An edition with other titles


@pytest.mark.parametrize("kind", KINDS)
def test_an_edition_with_another_title_leaves_the_forms_of_the_old_one(
    kind: str, folder: Path
) -> None:
    add_form(folder, f"{NEXT}/{kind}", kind, titled(OTHER_TITLE), year=2024)
    assert xlform.read(SAMPLE, folder).forms == xlform.read(SAMPLE).forms


@pytest.mark.parametrize(
    "change", [without_line("phone"), replaced('name   = "', 'name   = "新'), lambda text: text]
)
def test_an_edition_reads_the_forms_that_carry_its_title(
    change: object, folder: Path, tmp_path: Path
) -> None:
    edits = [titled(OTHER_TITLE), replaced('closing = ["signatory", "preparer", "phone"]', "")]
    edits.append(change)  # type: ignore[arg-type]
    add_form(folder, f"{NEXT}/fund-direction", "fund-direction", *edits, year=2024)
    path = sample(
        tmp_path, ("2023年区级专项资金支出方向绩效目标表", "2024年街道资金申报表"), ("电话", "传真")
    )
    found = xlform.read(path, folder)
    assert set(names(found)[2:]) == {f"{NEXT}/fund-direction"}
    assert {form.title for form in found.forms[2:]} == {"2024年街道资金申报表"}
    assert {form.year for form in found.forms[2:]} == {2024}


def test_the_year_printed_under_either_title_counts(folder: Path, tmp_path: Path) -> None:
    """The new edition's own pattern has no year: the old one's finds it."""
    edit = titled("区级专项资金支出方向绩效目标表$")
    add_form(folder, f"{NEXT}/fund-direction", "fund-direction", edit, year=2024)
    assert set(names(xlform.read(SAMPLE, folder))[2:]) == {f"{SHIPPED}/fund-direction"}
    path = sample(tmp_path, ("2023年区级", "2024年区级"))
    assert set(names(xlform.read(path, folder))[2:]) == {f"{NEXT}/fund-direction"}


def test_stacked_forms_of_two_editions_are_told_apart_by_their_own_titles(
    folder: Path, tmp_path: Path
) -> None:
    add_form(folder, f"{NEXT}/fund-summary", "fund-summary", titled(OTHER_TITLE), year=2024)
    book = openpyxl.load_workbook(SAMPLE)
    sheet = book["附表2"]
    rows = [[cell.value for cell in row] for row in sheet]
    for row in rows:
        sheet.append(
            [
                value.replace("2023年区级专项资金绩效目标汇总表", "2024年街道资金申报表")
                if isinstance(value, str)
                else value
                for value in row
            ]
        )
    path = tmp_path / "上下两张.xlsx"
    book.save(path)
    found = [form for form in xlform.read(path, folder).forms if form.kind == "fund-summary"]
    assert [(form.template, form.year) for form in found] == [
        (f"{SHIPPED}/fund-summary", 2023),
        (f"{NEXT}/fund-summary", 2024),
    ]
    assert [form.fields["total"] for form in found] == [Decimal(611)] * 2


# Two kinds that claim one form


def rival(folder: Path, kind: str, *edits: object) -> None:
    own = replaced(f'kind   = "{kind}"', f'kind   = "street-{kind}"')
    add_form(folder, f"street-2023/{kind}", kind, own, *edits)  # type: ignore[arg-type]


LOWER_PART = replaced(
    'labels = ["支出方向(子项)", "所属专项", "支出明细及测算说明", "支出内容简介", '
    '"支出测算依据及过程说明", "项目实施期"]',
    'labels = ["绩效标准", "支出内容简介", "支出明细"]',
)


@pytest.mark.parametrize(
    ("kind", "edit"),
    [
        ("department", titled(OTHER_TITLE)),
        ("department", without_table("work_plan")),
        ("fund-summary", titled(OTHER_TITLE)),
        ("fund-summary", without_line("period_goal")),
        ("fund-direction", titled(OTHER_TITLE)),
        ("fund-direction", without_table("indicators")),
        ("fund-direction", lambda text: LOWER_PART(titled(OTHER_TITLE)(text))),
    ],
)
def test_a_form_that_two_kinds_claim_is_read_once(kind: str, edit: object, folder: Path) -> None:
    rival(folder, kind, edit)
    found = xlform.read(SAMPLE, folder)
    assert found.forms == xlform.read(SAMPLE).forms
    told = [part for part in found.unread if f"street-2023/{kind}" in part.because]
    assert len(told) == len([form for form in found.forms if form.kind == kind])
    assert all("只算一次" in part.because and part.range for part in told)


def test_the_title_decides_between_kinds_with_the_same_labels(folder: Path, tmp_path: Path) -> None:
    rival(folder, "fund-summary", titled(OTHER_TITLE))
    path = sample(tmp_path, ("2023年区级专项资金绩效目标汇总表", "2023年街道资金申报表"))
    assert names(xlform.read(path, folder))[1] == "street-2023/fund-summary"


def test_a_small_rival_never_takes_a_form_over(folder: Path) -> None:
    """A kind with few labels, all of them on the form, accounts for less of it."""
    small = folder / "small" / "list"
    small.mkdir(parents=True)
    shutil.copy(folder / SHIPPED / "fund-summary" / "blank.xlsx", small)
    (small / "form.toml").write_text(
        'kind = "list"\nname = "清单"\ntitle = ["目标表$"]\n'
        '[recognise]\nlabels = ["支出内容简介", "支出明细", "金额"]\nleast = 2\nsame_row = true\n'
        '[field]\n[table.funds.column]\nitem = { label = "支出明细" }\n'
        'amount = { label = "金额", kind = "amount" }\n',
        encoding="utf-8",
    )
    assert xlform.read(SAMPLE, folder).forms == xlform.read(SAMPLE).forms


# Reasons


def test_the_choice_of_each_form_is_explained(folder: Path) -> None:
    add_form(folder, f"{NEXT}/department", "department", titled(OTHER_TITLE), year=2024)
    rival(folder, "fund-summary", titled(OTHER_TITLE))
    found, choices = read_with_choices(SAMPLE, folder)
    assert [choice.chosen.template for choice in choices] == names(found)
    department, summary, *directions = choices
    assert (department.reason, department.displaced) == ("title", (f"{NEXT}/department",))
    assert department.chosen.year == 2023
    assert department.chosen.found == department.chosen.declared
    assert summary.reason == "title"
    assert summary.runner_up
    assert summary.runner_up.template == "street-2023/fund-summary"
    assert summary.fingerprint == ("序号", "名称", "金额", "实施期绩效目标", "年度绩效目标")
    assert {choice.reason for choice in directions} == {"labels"}
    assert all(c.runner_up and c.runner_up.score < c.chosen.score for c in directions)


@pytest.mark.parametrize(
    ("year", "title", "reason"), [(2022, "2023年", "year"), (2024, "", "edition")]
)
def test_between_equal_labels_and_titles_the_year_decides(
    year: int, title: str, reason: str, folder: Path, tmp_path: Path
) -> None:
    add_form(folder, f"shifeng-{year}/department", "department", year=year)
    path = sample(tmp_path, ("2023年部门", f"{title}部门"))
    assert read_with_choices(path, folder)[1][0].reason == reason


def test_a_form_in_prose_is_explained_too(folder: Path) -> None:
    add_form(folder, f"{NEXT}/narrative", "narrative", titled(OTHER_TITLE), year=2024)
    found, choices = read_with_choices(SAMPLE.with_suffix(".docx"), folder)
    narrative = next(n for n, form in enumerate(found.forms) if form.kind == "narrative")
    assert choices[narrative].chosen.template == f"{SHIPPED}/narrative"
    assert choices[narrative].reason == "title"
