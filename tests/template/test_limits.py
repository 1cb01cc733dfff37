"""Limits a declaration sets for values: choice, prompt, length, unit of money; in every command."""

from __future__ import annotations

import io
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

import xlform
from xlform.blanks.blank_workbook import BlankRequest, blank_workbook
from xlform.checking.check import check
from xlform.model.submission import Form
from xlform.template.store import load_template, load_templates

DECLARATION = """
kind    = "asset-request"
name    = "资产购置申请表"
title   = ['资产购置申请表$']
money   = "元"
subject = "name"

[recognise]
labels = ["资产名称", "购置理由", "资产类别", "预算总额"]
least  = 3

[field]
name     = { label = "资产名称", required = true }
category = { label = "资产类别", choice = ["房屋", "设备", "家具"] }
total    = { label = "预算总额", kind = "amount", money = "万元" }
note     = { label = "备注", look = ["inside"], placeholder = ["（可不填）"] }
[field.reason]
label       = "购置理由"
placeholder = "（填写购置理由，30字以内）"
at_most     = 30
required    = true

[table.items]
title = "明细"
total = { label = "合计", at = "last", column = "amount", field = "items_total" }
[table.items.column]
item   = { label = "名称", placeholder = "（填写名称）", at_most = 10 }
way    = { label = "购置方式", choice = ["采购", "调剂"] }
price  = { label = "单价", kind = "amount" }
amount = { label = "金额", kind = "amount", money = "万元" }

[[relation]]
check = "total = sum(items.amount)"
"""
ROWS = [
    ["资产购置申请表"],
    ["资产名称", "", "资产类别", ""],
    ["购置理由", "（填写购置理由，30 字以内）", "预算总额", ""],
    ["名称", "购置方式", "单价", "金额"],
    ["（填写名称）", "", "", ""],
    ["", "", "", ""],
    ["合计", "", "", "=SUM(D5:D6)"],
    ["备注：（可不填）"],
]
FILLED: dict[str, object] = {
    "B2": "消防水泵", "D2": "设备", "B3": "村级消防站原有水泵老化", "D3": 1.5,
    "A5": "水泵", "B5": "采购", "C5": 5000, "D5": 1,
    "A6": "水带", "B6": "调剂", "C6": 250, "D6": 0.5,
    "A8": "备注：当年完成",
}  # fmt: skip


@pytest.fixture(scope="module")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("own")
    form = folder / "local" / "assets"
    form.mkdir(parents=True)
    (form / "form.toml").write_text(DECLARATION, encoding="utf-8")
    book = openpyxl.Workbook()
    for row in ROWS:
        book.worksheets[0].append(row)
    book.save(form / "blank.xlsx")
    return folder


def filled(templates: Path, tmp_path: Path, **cells: object) -> Path:
    book = openpyxl.load_workbook(templates / "local" / "assets" / "blank.xlsx")
    for cell, value in {**FILLED, **cells}.items():
        book.worksheets[0][cell] = value  # type: ignore[assignment]
    path = tmp_path / "申请.xlsx"
    book.save(path)
    return path


def form_of(path: Path, templates: Path) -> Form:
    (form,) = xlform.read(path, templates=templates).forms
    return form


def test_units_of_fields_and_columns(templates: Path, tmp_path: Path) -> None:
    path = filled(templates, tmp_path)
    form = form_of(path, templates)
    assert (form.fields["total"], form.fields["items_total"]) == (Decimal("1.5"), Decimal("1.5"))
    assert [row["price"] for row in form.tables["items"]] == [Decimal("0.5"), Decimal("0.025")]
    found = check(path, templates=templates).checked.findings
    assert [one.code for one in found if one.severity == "error"] == []
    xlform.write(xlform.read(path, templates=templates), tmp_path / "写.xlsx", templates=templates)
    sheet = openpyxl.load_workbook(tmp_path / "写.xlsx").worksheets[0]
    assert [sheet[cell].value for cell in ("D3", "C5", "D5", "C6")] == [1.5, 5000, 1, 250]
    again = form_of(tmp_path / "写.xlsx", templates)
    assert (again.fields, again.tables) == (form.fields, form.tables)


@pytest.mark.parametrize(
    ("cells", "code", "cell"),
    [
        ({"D2": "车辆"}, "C-18", "D2"),
        ({"B5": "租赁"}, "C-18", "B5"),
        ({"B3": "水泵" * 16}, "C-17", "B3"),
        ({"A6": "高层建筑消防专用水带"}, "", ""),
        ({"A6": "高层建筑消防专用水带卷"}, "C-17", "A6"),
        ({"B3": "（填写购置理由，30字以内）"}, "C-02", "B3"),
        ({"D3": 15000}, "A-20", "D3"),
    ],
)
def test_each_limit_is_checked(
    cells: dict[str, object], code: str, cell: str, templates: Path, tmp_path: Path
) -> None:
    path = filled(templates, tmp_path, **cells)
    found = check(path, templates=templates).checked.findings
    limits = [(one.code, one.cell) for one in found if one.code in ("C-02", "C-17", "C-18", "A-20")]
    assert limits == ([(code, cell)] if code else [])


@pytest.mark.parametrize(
    ("cell", "text", "path", "value"),
    [
        ("B3", "（填写购置理由，30字以内）老化", "reason", "老化"),
        ("B3", "老化（填写购置理由，\n30字以内）", "reason", "老化"),
        ("B3", "(填写购置理由, 30字以内)", "reason", ""),
        ("A8", "备注：（可不填）", "note", ""),
        ("A8", "备注：（可不填）当年完成", "note", "当年完成"),
    ],
)
def test_a_prompt_is_no_value(
    cell: str, text: str, path: str, value: str, templates: Path, tmp_path: Path
) -> None:
    form = form_of(filled(templates, tmp_path, **{cell: text}), templates)
    assert form.fields[path] == value


def test_an_unfilled_form_keeps_its_prompts_when_written(templates: Path, tmp_path: Path) -> None:
    path = filled(templates, tmp_path, B3="（填写购置理由，30字以内）", A8="备注：")
    xlform.write(xlform.read(path, templates=templates), tmp_path / "写.xlsx", templates=templates)
    sheet = openpyxl.load_workbook(tmp_path / "写.xlsx").worksheets[0]
    assert sheet["B3"].value == "（填写购置理由，30 字以内）"
    assert sheet["A8"].value == "备注：（可不填）"


def test_drop_downs_and_lengths_in_blanks_and_written_forms(
    templates: Path, tmp_path: Path
) -> None:
    template = load_template(templates / "local" / "assets", "local/assets")
    data = blank_workbook(BlankRequest((template,)))
    sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    rules = validations(sheet)
    assert rules["D2"] == ("list", '"房屋,设备,家具"')
    assert rules["B5"] == ("list", '"采购,调剂"')
    assert rules["B3"] == ("textLength", "30")
    prompts = {str(v.sqref): v.prompt for v in sheet.data_validations.dataValidation}
    assert "30字以内" in prompts["B3"]
    assert "按元填数字" in prompts["C5:C6"]
    assert "按万元填数字" in prompts["D3"]
    path = filled(templates, tmp_path)
    xlform.write(xlform.read(path, templates=templates), tmp_path / "写.xlsx", templates=templates)
    written = validations(openpyxl.load_workbook(tmp_path / "写.xlsx").worksheets[0])
    assert (written["D2"], written["B5"]) == (rules["D2"], rules["B5"])


def validations(sheet: Worksheet) -> dict[str, tuple[str, str]]:
    """Kind and source of the validation that starts at each cell."""
    return {
        area.coord.partition(":")[0]: (str(one.type), str(one.formula1))
        for one in sheet.data_validations.dataValidation
        for area in one.sqref.ranges
    }


def test_the_shipped_templates_are_unchanged_by_an_own_one(templates: Path) -> None:
    assert [one.name for one in load_templates((templates,))] == ["local/assets"]
