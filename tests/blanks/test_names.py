"""A label typed over: the blank's own name for the cell says what stands there."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from handing import SET, blank, opened, template

import xlform
from xlform.model.submission import Form, Note
from xlform.reading.defined_names import cells_by_name


def typed(folder: Path, cells: dict[str, float | str], data: bytes) -> Form:
    """The first form of a blank in which somebody typed."""
    book = opened(data)
    for cell, value in cells.items():
        book.worksheets[0][cell] = value
    book.save(folder / "填好.xlsx")
    return xlform.read(folder / "填好.xlsx").forms[0]


def test_an_amount_typed_over_its_label_is_read(tmp_path: Path) -> None:
    form = typed(tmp_path, {"B5": 1056.4, "C7": 1056.4}, blank(*SET))
    assert form.fields["budget_total"] == Decimal("1056.4")
    assert form.origins["budget_total"] == "B5"
    assert form.notes == (Note("label-gone", "B5", meant="资金总额"),)
    report = xlform.check(tmp_path / "填好.xlsx", select=["F-08", "F-09"])
    assert [(one.cell, one.message) for one in report.findings] == [
        ("B5", "“资金总额”的标签不见了，按这一格在空白表里的名称读取。")
    ]
    assert report.findings[0].fix is None, "a fix would write the label over the amount"


def test_words_typed_over_their_label_are_read(tmp_path: Path) -> None:
    form = typed(tmp_path, {"A3": "甲镇", "A6": "从一月起", "B6": "2024.01.01-2024.12.31"},
                 blank(template("附表3")))  # fmt: skip
    assert form.fields["unit"] == "甲镇"
    assert [note.code for note in form.notes] == ["label-gone", "label-gone"]


def test_a_label_that_is_there_goes_before_any_name(tmp_path: Path) -> None:
    book = opened(blank(template("附表3")))
    sheet = book.worksheets[0]
    sheet["B5"], sheet["F5"] = 95, 7
    sheet.defined_names["xlform.fund_direction.amount"].attr_text = "'附表3 支出方向'!$F$5"
    book.save(tmp_path / "改了名称.xlsx")
    [form] = xlform.read(tmp_path / "改了名称.xlsx").forms
    assert form.fields["amount"] == Decimal(95)
    assert form.fields["fund_amount"] == Decimal(7)
    assert form.notes == ()


def test_a_name_that_leads_nowhere_is_none(tmp_path: Path) -> None:
    for meaning in ("#REF!", "'别的表'!$B$5", "'附表1 部门整体'!$B$5:$C$6", "1+1", "$ZZZ$99999"):
        book = opened(blank(*SET))
        sheet = book.worksheets[0]
        sheet["B5"] = 1056.4
        sheet.defined_names["xlform.department.budget_total"].attr_text = meaning
        book.save(tmp_path / "坏名称.xlsx")
        form = xlform.read(tmp_path / "坏名称.xlsx").forms[0]
        assert form.fields["budget_total"] is None
        assert [note.code for note in form.notes] == ["field-missing"]


def test_a_sheet_that_was_copied_and_renamed_keeps_its_names(tmp_path: Path) -> None:
    book = opened(blank(template("附表1")))
    book.worksheets[0].title = "甲镇'的 附表1"
    for name in book.worksheets[0].defined_names.values():
        name.attr_text = name.attr_text.replace("附表1 部门整体", "甲镇''的 附表1")
    book.worksheets[0]["B5"] = 12
    book.save(tmp_path / "改名.xlsx")
    [form] = xlform.read(tmp_path / "改名.xlsx").forms
    assert form.fields["budget_total"] == 12


def test_names_of_others_mean_nothing() -> None:
    names = [("budget_total", "表!$B$5"), ("xlform.department.unit", "表!$B$4"), ("xlform.x", "")]
    assert cells_by_name(names, "表") == {"xlform.department.unit": (4, 2)}
    assert cells_by_name(names, "别的") == {}


def test_openpyxl_is_told_every_name(tmp_path: Path) -> None:
    (tmp_path / "空.xlsx").write_bytes(blank(*SET, copies=2))
    book = openpyxl.load_workbook(tmp_path / "空.xlsx")
    assert not [name for name in book.defined_names if name.startswith("xlform")]
    for sheet in book.worksheets[2:]:
        assert "xlform.fund_direction.amount" in sheet.defined_names


# Characters that no XML holds.
_NOT_IN_XML = dict.fromkeys([1, 0x1B, 0x0B, 0xFFFE, 0xFFFF])
UNITS = ["云田\x01\x1b\x0b镇", "云田\ufffe\uffff镇", "]]>&<镇>\"'", "云\u202e田🏯镇", "镇" * 40_000]


@pytest.mark.parametrize("unit", UNITS)
def test_a_blank_is_well_formed_whatever_the_unit_is_called(unit: str) -> None:
    book = opened(blank(template("附表1"), unit=unit))
    assert (book.properties.title or "").startswith(unit.translate(_NOT_IN_XML)[:20])
