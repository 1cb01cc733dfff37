"""The money unit a form, a heading or a cell names (figures 1)."""

from __future__ import annotations

from decimal import Decimal

import pytest
from rule_checks import TEMPLATES, findings_in

from xlform.grid.notation import parse
from xlform.model.submission import Form, Source
from xlform.reading.submission import read_grid
from xlform.values import parse_amount
from xlform.values.money import split_money_unit, unit_of_heading

DIRECTION = """
| 填报单位：甲镇 | | | {unit} |
| 支出方向（子项） | 植树 | 所属专项 | 名称 | 绿化 |
| 项目金额 | {amount} | | 金额 | {amount} |
"""
SUMMARY = """
| 序号 | 名称 | {heading} | 实施期绩效目标 | 年度绩效目标 |
| | 合计 | 950 | | |
| 一 | 绿化 | 950 | 好 | 好 |
"""


def form_of(text: str) -> Form:
    [form] = read_grid(parse(text), Source("x.xlsx", "xlsx", ""), TEMPLATES).forms
    return form


def notes_of(form: Form) -> set[str]:
    return {note.code for note in form.notes if note.meant == "amount"}


@pytest.mark.parametrize(
    ("unit", "wan"),
    [
        ("单位：万 元", "950"),
        ("单位：万　元", "950"),
        (r"金额单位：万\n元", "950"),
        ("金额单位：万　　元", "950"),
        ("单位：（万元）", "950"),
        ("单位：人民币万元", "950"),
        ("金额单位：千元", "95.0"),
        ("单位:千 元", "95.0"),
        ("单位：百元", "9.50"),
        ("单位：亿元", "9500000"),
        ("单位：百万元", "95000"),
        ("金额单位：元", "0.0950"),
        ("金额单位： | 千元", "95.0"),
    ],
)
def test_the_unit_of_a_form_is_that_which_it_prints(unit: str, wan: str) -> None:
    form = form_of(DIRECTION.format(unit=unit, amount="950"))
    assert form.fields["amount"] == form.fields["fund_amount"] == Decimal(wan)


@pytest.mark.parametrize(
    ("heading", "wan"),
    [
        ("金额（万 元）", "950"),
        (r"金额\n（单位：万\n元）", "950"),
        ("金额（千元）", "95.0"),
        ("金额（百元）", "9.50"),
        ("金额（亿　元）", "9500000"),
        ("金额（元）", "0.0950"),
    ],
)
def test_the_unit_of_a_column_is_that_of_its_heading(heading: str, wan: str) -> None:
    form = form_of(SUMMARY.format(heading=heading))
    assert form.fields["total"] == Decimal(wan)
    assert form.tables["funds"][0]["amount"] == Decimal(wan)


@pytest.mark.parametrize(
    "unit", ["单位：美元", "单位：万港元", "金额单位：十千元", "单位：元、万元", "单位：外币"]
)
def test_an_unknown_unit_is_told_and_nothing_is_converted(unit: str) -> None:
    text = DIRECTION.format(unit=unit, amount="950")
    form = form_of(text)
    assert form.fields["amount"] is None
    assert notes_of(form) == {"money-unit-unknown"}
    assert form.origins["amount.text"].startswith("950")
    errors = [found for found in findings_in(text, "F-05") if found.severity == "error"]
    assert [found.cell for found in errors] == ["B3", "E3"]


def test_a_column_of_foreign_money_is_told() -> None:
    form = form_of(SUMMARY.format(heading="金额（万美元）"))
    assert form.fields["total"] is None
    assert form.origins["total.text"] == "950万美元"


def test_an_amount_with_its_own_unit_needs_none_of_the_form() -> None:
    form = form_of(DIRECTION.format(unit="单位：美元", amount="95万元"))
    assert form.fields["amount"] == Decimal(95)


@pytest.mark.parametrize(("text", "wan"), [("95千元", "9.5"), ("3百元", "0.03"), ("1十亿", "1E+5")])
def test_units_of_cells_are_those_of_headings(text: str, wan: str) -> None:
    form = form_of(DIRECTION.format(unit="单位：万元", amount=text))
    assert form.fields["amount"] == Decimal(wan)
    amount = parse_amount(text)
    assert amount is not None
    assert unit_of_heading(amount.unit) == amount.unit


@pytest.mark.parametrize("text", ["云田镇人民政府", "3单元", "公元2023年", "", "多元化", "元旦节"])
def test_other_words_name_no_unit(text: str) -> None:
    assert unit_of_heading(text) == ""


@pytest.mark.parametrize("label", ["支出方向（子项）", "楼栋（单元）", "金额", "名称（全称）"])
def test_other_brackets_hold_no_unit(label: str) -> None:
    assert split_money_unit(label) == (label, "")
