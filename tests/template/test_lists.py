"""Lists: a form for each unit and project of a flat sheet, read, checked, written, handed out."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

import xlform
from xlform.formats.source import read_data
from xlform.grid.notation import parse
from xlform.model.submission import Form, Source, Submission
from xlform.reading.submission import read_grid
from xlform.template.store import load_templates, templates_folder

SAMPLES = Path(__file__).parents[2] / "samples"
PROJECTS, UNITS = "部门公开表22", "部门公开表23"
TEMPLATES = load_templates(templates_folder())
HEAD = """\
| 单位名称 | 项目名称 | 资金总额 | 年度绩效目标 | 一级指标 | 二级指标 | 三级指标 | 指标值 | 度量单位 |
"""  # noqa: E501  (one row)
TITLE = "| 2024年项目支出绩效目标表 | < | < | < | < | < | < | < | < |\n"
Change = Callable[[Worksheet], None]


def sheet_of(book: Workbook) -> Worksheet:
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    return sheet


def read(text: str) -> Submission:
    return read_grid(parse(text), Source("x.xlsx", "xlsx", ""), TEMPLATES)


def changed(name: str, tmp_path: Path, change: Change) -> Path:
    book = openpyxl.load_workbook(SAMPLES / f"{name}.xlsx")
    change(sheet_of(book))
    path = tmp_path / f"{name}.xlsx"
    book.save(path)
    return path


def brief(form: Form) -> tuple[str, str, str, list[str]]:
    rows = form.tables["indicators"]
    amount = form.fields["annual_total"]
    names = [str(row["level3"]) for row in rows]
    return str(form.fields["unit"]), str(form.fields["name"]), str(amount), names


def codes(path: Path) -> list[tuple[str, str]]:
    found = xlform.check(path).checked.findings
    return [(one.code, one.cell) for one in found if one.severity != "info"]


# Three forms in other shapes of the same rows: repeated, only on the first row, with page breaks.
REPEATED = """
| 甲镇 | 道路 | 10 | 修路 | 产出指标 | 数量指标 | a | ≥1 | 公里 |
| 甲镇 | 道路 | 10 | 修路 | 产出指标 | 质量指标 | b | ≥2 | % |
| 甲镇 | 渠道 | 15 | 清淤 | 产出指标 | 数量指标 | c | ≥3 | 口 |
| 乙镇 | 道路 | 20 | 修桥 | 产出指标 | 数量指标 | d | ≥4 | 座 |
"""
FIRST_ROW = """
| 甲镇 | 道路 | 10 | 修路 | 产出指标 | 数量指标 | a | ≥1 | 公里 |
|  |  |  |  |  | 质量指标 | b | ≥2 | % |
|  | 渠道 | 15 | 清淤 | 产出指标 | 数量指标 | c | ≥3 | 口 |
| 乙镇 | 道路 | 20 | 修桥 | 产出指标 | 数量指标 | d | ≥4 | 座 |
"""
MERGED = """
| 甲镇 | 道路 | 10 | 修路 | 产出指标 | 数量指标 | a | ≥1 | 公里 |
| ^ | ^ | ^ | ^ | ^ | 质量指标 | b | ≥2 | % |
| ^ | 渠道 | 15 | 清淤 | 产出指标 | 数量指标 | c | ≥3 | 口 |
| 乙镇 | 道路 | 20 | 修桥 | 产出指标 | 数量指标 | d | ≥4 | 座 |
"""
SORTED_BY_KIND = """
| 甲镇 | 道路 | 10 | 修路 | 产出指标 | 数量指标 | a | ≥1 | 公里 |
| 甲镇 | 渠道 | 15 | 清淤 | 产出指标 | 数量指标 | c | ≥3 | 口 |
| 乙镇 | 道路 | 20 | 修桥 | 产出指标 | 数量指标 | d | ≥4 | 座 |
| 甲镇 | 道路 | 10 | 修路 | 产出指标 | 质量指标 | b | ≥2 | % |
"""
SUMS = """
| 合计 |  | 45 |  |  |  |  |  |  |
| 甲镇 | 道路 | 10 | 修路 | 产出指标 | 数量指标 | a | ≥1 | 公里 |
|  |  |  |  |  | 质量指标 | b | ≥2 | % |
|  | 渠道 | 15 | 清淤 | 产出指标 | 数量指标 | c | ≥3 | 口 |
| 甲镇小计 |  | 25 |  |  |  |  |  |  |
| 乙镇 | 道路 | 20 | 修桥 | 产出指标 | 数量指标 | d | ≥4 | 座 |
| 乙镇小计 |  | 20 |  |  |  |  |  |  |
"""
HEADED = """
| 甲镇 |  | 25 |  |  |  |  |  |  |
|  | 道路 | 10 | 修路 | 产出指标 | 数量指标 | a | ≥1 | 公里 |
|  |  |  |  |  | 质量指标 | b | ≥2 | % |
|  | 渠道 | 15 | 清淤 | 产出指标 | 数量指标 | c | ≥3 | 口 |
| 乙镇 |  | 20 |  |  |  |  |  |  |
|  | 道路 | 20 | 修桥 | 产出指标 | 数量指标 | d | ≥4 | 座 |
"""
LINES = FIRST_ROW.strip().splitlines()
PAGES = "\n".join(LINES[:1]) + "\n" + HEAD + "\n".join(LINES[1:])
TITLED = "\n".join(LINES[:1]) + "\n" + TITLE + HEAD + "\n".join(LINES[1:])
SHEETS = "\n".join(LINES[:1]) + "\n@sheet 续表\n" + HEAD + "\n".join(LINES[1:])
EXPECTED = [
    ("甲镇", "道路", "10", ["a", "b"]),
    ("甲镇", "渠道", "15", ["c"]),
    ("乙镇", "道路", "20", ["d"]),
]


@pytest.mark.parametrize(
    "rows",
    [REPEATED, FIRST_ROW, MERGED, SORTED_BY_KIND, SUMS, HEADED, PAGES, TITLED, SHEETS],
    ids=["repeated", "first", "merged", "sorted", "sums", "headed", "pages", "titled", "sheets"],
)
def test_the_shapes_of_a_list_read_the_same(rows: str) -> None:
    found = read("@sheet 清单\n" + TITLE + HEAD + rows.lstrip("\n"))
    assert [brief(form) for form in found.forms] == EXPECTED
    assert found.unread == ()
    assert [note for form in found.forms for note in form.notes] == []
    first = found.forms[0].tables["indicators"]
    assert [row["level1"] for row in first] == ["产出指标"] * 2
    assert first[1]["target"].text == "≥2%"  # type: ignore[union-attr]


def test_each_value_is_traced_to_its_own_cell_and_sheet() -> None:
    found = read("@sheet 清单\n" + TITLE + HEAD + SHEETS.lstrip("\n"))
    first, second, third = found.forms
    assert (first.sheet, second.sheet, third.sheet) == ("清单", "续表", "续表")
    assert first.origins["indicators[1].level3"] == "续表!G2"
    assert second.origins["annual_total"] == "C3"
    assert second.origins["unit"] == "清单!A3", "the unit is that of the row above"
    assert third.origins["title"] == "清单!A1"


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (REPEATED.replace("| 10 | 修路 | 产出指标 | 质量", "| 12 | 修路 | 产出指标 | 质量"),
         ("list-value", "C4", "12", "10")),
        (SUMS.replace("| 25 |", "| 26 |"), ("list-sum", "C7", "26", "25")),
        (SUMS.replace("| 45 |", "| 54 |"), ("list-sum", "C3", "54", "45")),
        (HEADED.replace("| 25 |", "| 30 |"), ("list-sum", "C3", "30", "25")),
    ],
)  # fmt: skip
def test_what_contradicts_in_a_list_is_noted(rows: str, expected: tuple[str, ...]) -> None:
    found = read(TITLE + HEAD + rows.lstrip("\n"))
    (note,) = [note for form in found.forms for note in form.notes]
    assert (note.code, note.cell, note.seen, note.meant) == expected
    assert len(found.forms) == 3


def test_two_projects_of_one_name_are_two_forms() -> None:
    rows = FIRST_ROW.replace("渠道", "道路")
    assert [brief(form)[:3] for form in read(TITLE + HEAD + rows.lstrip("\n")).forms] == [
        ("甲镇", "道路", "10"), ("甲镇", "道路", "15"), ("乙镇", "道路", "20"),
    ]  # fmt: skip


def test_a_unit_named_alone_is_no_form_lost() -> None:
    found = read(TITLE + HEAD + "| 甲镇 |  |  |  |  |  |  |  |  |\n")
    assert [form.fields["unit"] for form in found.forms] == ["甲镇"]


def _padded(sheet: Worksheet) -> None:
    for cell in sheet[4]:
        if isinstance(cell.value, str):
            cell.value = f" {cell.value[:2]}\n{cell.value[2:]}："


def _unmerged(sheet: Worksheet) -> None:
    for merge in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(merge))


def _moved(sheet: Worksheet) -> None:
    merges = [merge.bounds for merge in sheet.merged_cells.ranges]
    _unmerged(sheet)
    sheet.move_range(sheet.dimensions, rows=2, cols=1, translate=True)
    for left, top, right, bottom in merges:
        sheet.merge_cells(
            start_row=top + 2, start_column=left + 1, end_row=bottom + 2, end_column=right + 1
        )


@pytest.mark.parametrize("bend", [_padded, _unmerged, _moved])
@pytest.mark.parametrize(("name", "count"), [(PROJECTS, 3), (UNITS, 2)])
def test_a_bent_layout_reads_the_same(name: str, count: int, bend: Change, tmp_path: Path) -> None:
    before = xlform.read(SAMPLES / f"{name}.xlsx")
    assert (len(before.forms), before.unread, before.unit) == (count, (), "石峰区财政局汇总")
    after = xlform.read(changed(name, tmp_path, bend))
    assert xlform.diff(before, after).differences == ()


@pytest.mark.parametrize("name", [PROJECTS, UNITS])
def test_the_samples_are_clean_and_written_back_equal(name: str, tmp_path: Path) -> None:
    path = SAMPLES / f"{name}.xlsx"
    assert codes(path) == []
    before = xlform.read(path)
    written = xlform.write(before, tmp_path / "规范.xlsx")
    assert written.unwritten == ()
    after = xlform.read(tmp_path / "规范.xlsx")
    assert [form.fields for form in after.forms] == [form.fields for form in before.forms]
    assert [form.tables for form in after.forms] == [form.tables for form in before.forms]
    assert len({form.sheet for form in after.forms}) == 1, "many forms are one list"
    messy = xlform.read(SAMPLES / "messy" / path.name)
    assert xlform.diff(before, messy).differences == ()


@pytest.mark.parametrize(
    ("name", "cell", "value", "code"),
    [
        (PROJECTS, "D5", "待定", "F-05"),
        (PROJECTS, "C5", None, "C-02"),
        (PROJECTS, "E12", "做好工作", "Q-14"),
        (UNITS, "C7", 1057, "A-01"),
        (UNITS, "J14", 400, "A-01"),
    ],
)
def test_a_mistake_is_found(
    name: str, cell: str, value: str | float | None, code: str, tmp_path: Path
) -> None:
    def change(sheet: Worksheet) -> None:
        sheet[cell] = value

    assert code in {found for found, _ in codes(changed(name, tmp_path, change))}


def test_a_list_of_ten_thousand_rows_is_read_in_time_proportional_to_it() -> None:
    def rows(units: int) -> str:
        lines = [
            f"| 单位{u} | 项目{p} | {u + p} | 目标 | 产出指标 | 数量指标 | 指标{n} | {n} | 个 |"
            for u in range(units)
            for p in range(5)
            for n in range(5)
        ]
        return TITLE + HEAD + "\n".join(lines)

    grid = parse(rows(400))
    found = read_grid(grid, Source("x.xlsx", "xlsx", ""), TEMPLATES)
    assert len(found.forms) == 2000
    assert sum(len(form.tables["indicators"]) for form in found.forms) == 10_000


def test_ten_forms_survive_editing_the_written_list(tmp_path: Path) -> None:
    path = tmp_path / "规范.xlsx"
    xlform.write(xlform.read(SAMPLES / f"{PROJECTS}.xlsx"), path)
    _, grid = read_data(path.read_bytes(), path)
    assert len(grid.sheets) == 1
    book = openpyxl.load_workbook(path)
    sheet_of(book)["D5"] = Decimal(151)
    book.save(path)
    assert xlform.read(path).forms[0].fields["annual_total"] == 151


def test_a_unit_that_no_project_follows_is_a_form_of_its_own(tmp_path: Path) -> None:
    """A row with a unit alone stands above its projects; with a goal of its own it is one."""
    book = openpyxl.load_workbook(templates_folder() / "hunan-disclosure/project/blank.xlsx")
    sheet = book.worksheets[0]
    for cell, text in {
        "B5": "甲局",
        "B6": "乙局",
        "C6": "修渠",
        "B7": "丙局",
        "E7": "管护",
    }.items():
        sheet[cell] = text
    path = tmp_path / "公开表22.xlsx"
    book.save(path)
    forms = xlform.read(path).forms
    found = {form.fields["unit"]: form.fields for form in forms}
    assert set(found) == {"甲局", "乙局", "丙局"}
    assert found["乙局"]["name"] == "修渠"
    assert found["丙局"]["annual_goal"] == "管护"
