"""A blank that lacks a part of its declaration: what can not be written is told."""

from __future__ import annotations

import shutil
from pathlib import Path

import openpyxl
import pytest
from command import run

import xlform

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "samples" / "云田镇.xlsx"
SET = "shifeng-2023"


def own_set(folder: Path, changes: dict[str, str]) -> Path:
    """The set with cells of the blank of 附表3 written anew."""
    shutil.copytree(ROOT / "templates" / SET, folder / SET)
    blank = folder / SET / "fund-direction" / "blank.xlsx"
    book = openpyxl.load_workbook(blank)
    for row in book.worksheets[0].iter_rows():
        for cell in row:
            for text, new in changes.items():
                if isinstance(cell.value, str) and "".join(cell.value.split()).startswith(text):
                    cell.value = new
    book.save(blank)
    return folder


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"项目实施期": "何时办"}, "period"),
        ({"支出测算依据": "怎么算的"}, "expenses[0].basis"),
        ({"支出内容": "甲", "支出明细": "乙", "支出测算": "丁"}, "expenses[0].item"),
        ({"绩效标准": "说明"}, "indicators[0].standard"),
    ],
)
def test_what_the_blank_has_no_cell_for_is_told(
    changes: dict[str, str], path: str, tmp_path: Path
) -> None:
    templates = own_set(tmp_path / "own", changes)
    written = xlform.write(xlform.read(SAMPLE), tmp_path / "规范.xlsx", templates=templates)
    assert path in {value.path for value in written.unwritten}
    again = xlform.read(tmp_path / "规范.xlsx", templates=templates)
    amounts = [form.fields.get("amount") for form in again.forms]
    assert [*map(str, amounts)].count("95.00") == 1, "the rest is written"


def test_the_command_names_field_and_exits_with_findings(tmp_path: Path) -> None:
    templates = own_set(tmp_path / "own", {"项目实施期": "何时办", "绩效标准": "说明"})
    done = run("write", SAMPLE, "-o", tmp_path / "规范.xlsx", "--templates", templates)
    assert done.returncode == 1
    assert "附表3 社区经费　项目实施期：所选的空白表中没有这一项" in done.stdout
    done = run("blank", "附表3", "-o", tmp_path / "下发.xlsx", "--templates", templates)
    assert done.returncode == 1
    assert "空白表里没有“绩效标准”" in done.stdout


def test_a_year_the_blank_has_no_place_for_is_told(tmp_path: Path) -> None:
    changes = {"20XX年区级专项资金绩效目标汇总表": "", "年区级": ""}
    templates = own_set(tmp_path / "own", changes)
    blank = templates / SET / "fund-summary" / "blank.xlsx"
    book = openpyxl.load_workbook(blank)
    for row in book.worksheets[0].iter_rows(max_row=3):
        for cell in row:
            if isinstance(cell.value, str) and "汇总表" in cell.value:
                cell.value = "区级专项资金绩效目标汇总表"
    book.save(blank)
    written = xlform.write(xlform.read(SAMPLE), tmp_path / "规范.xlsx", templates=templates)
    assert [value.path for value in written.unwritten] == ["year"]


def test_protection_of_the_blank_is_not_that_of_the_written_form(tmp_path: Path) -> None:
    templates = own_set(tmp_path / "own", {})
    blank = templates / SET / "fund-direction" / "blank.xlsx"
    book = openpyxl.load_workbook(blank)
    book.worksheets[0].protection.sheet = True
    book.save(blank)
    xlform.write(xlform.read(SAMPLE), tmp_path / "规范.xlsx", templates=templates)
    sheets = openpyxl.load_workbook(tmp_path / "规范.xlsx").worksheets
    assert not any(sheet.protection.sheet for sheet in sheets)
