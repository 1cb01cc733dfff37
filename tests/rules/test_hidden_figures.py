"""F-17: numbers nobody sees that a sum or a form counts (figures 2)."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet
from rule_checks import SAMPLE, findings_in, findings_in_file

FORM = """
@sheet 附表2
{hidden}
| 序号 | 名称 | 金额 | 去年 | 实施期绩效目标 | 年度绩效目标 |
|      | 合计 | {formula} | | | |
| 一   | 绿化 | {amount} | 40 | 好 | 好 |
"""


@pytest.mark.parametrize(
    ("hidden", "formula", "amount", "place"),
    [
        ("@hidden columns D", "=SUM(C3:D4) → 135", "95", "D3（40）"),
        ("", "=SUM(C3:C4) → 95", "95 @format ;;;", "C3（95）"),
        ("", "=SUM(C3:C4) → 95", "95 @format [White]0", "C3（95）"),
        ("@hidden columns C", "95", "95", "C2（95）"),
    ],
)
def test_a_hidden_number_that_counts_is_told(
    hidden: str, formula: str, amount: str, place: str
) -> None:
    [found] = findings_in(FORM.format(hidden=hidden, formula=formula, amount=amount), "F-17")
    assert place in found.message


@pytest.mark.parametrize(
    ("hidden", "formula", "amount"),
    [
        ("@hidden columns D", "=SUM(C3:C4) → 95", "95"),
        ("", "=SUM(C3:C4) → 0", "0 @format 0;-0;;@"),
        ("", "=SUM(C3:C4) → 95", "95"),
    ],
)
def test_what_nobody_counts_may_be_hidden(hidden: str, formula: str, amount: str) -> None:
    assert not findings_in(FORM.format(hidden=hidden, formula=formula, amount=amount), "F-17")


def _white(sheet: Worksheet) -> None:
    sheet["D24"].font = Font(color="FFFFFFFF")


def _white_on_white(sheet: Worksheet) -> None:
    sheet["D24"].font = Font(color="FFFFFF")
    sheet["D24"].fill = PatternFill("solid", fgColor="FFFFFFFF")


def _unshown(sheet: Worksheet) -> None:
    sheet["D24"].number_format = ";;;"


@pytest.mark.parametrize("change", [_white, _white_on_white, _unshown])
def test_ways_of_hiding_an_amount(tmp_path: Path, change: Callable[[Worksheet], None]) -> None:
    book = load_workbook(SAMPLE)
    change(book["附表3-1"])
    book.save(tmp_path / "报表.xlsx")
    [found] = findings_in_file(tmp_path / "报表.xlsx", "F-17")
    assert (found.sheet, found.cell) == ("附表3-1", "D24")
    assert "D24（20）" in found.message


def test_a_column_without_width_is_hidden(tmp_path: Path) -> None:
    path = tmp_path / "报表.xlsx"
    with zipfile.ZipFile(SAMPLE) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "xl/worksheets/sheet3.xml":
                column = (
                    rb'(<col [^>]*?min="4"[^>]*?)width="[^"]*"|(<col )width="[^"]*"( [^>]*min="4")'
                )
                data = re.sub(column, rb'\1\2width="0"\3', data)
            new.writestr(name, data)
    found = findings_in_file(path, "F-17")
    assert [one.sheet for one in found] == ["附表3-1"]


def test_white_on_a_dark_ground_is_seen(tmp_path: Path) -> None:
    book = load_workbook(SAMPLE)
    cell = book["附表3-1"]["D24"]
    cell.font, cell.fill = Font(color="FFFFFFFF"), PatternFill("solid", fgColor="FF1F4E79")
    book.save(tmp_path / "报表.xlsx")
    assert not findings_in_file(tmp_path / "报表.xlsx", "F-17")
