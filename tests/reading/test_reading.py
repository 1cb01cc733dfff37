"""Single points of reading, each shown on a small grid in the notation."""

from __future__ import annotations

from decimal import Decimal

import pytest

from xlform.errors import UnknownForm
from xlform.grid.notation import parse
from xlform.model.submission import Form, Source, Submission, Target
from xlform.reading.submission import read_grid
from xlform.template.store import load_templates, templates_folder

TEMPLATES = load_templates(templates_folder())
SOURCE = Source("x.xlsx", "xlsx", "0" * 64)
HEAD = """
| 支出方向（子项） | 某方向 | 所属专项 | 名称 | 某专项 |
| 项目金额         | 30     | ^        | 金额 | 30     |
"""
INDICATORS = "| 年度绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标值及单位 | 绩效标准 |"
EXPENSES = "| 支出明细及测算说明 | 支出内容简介 | 支出明细 | 金额 | 支出测算依据及过程说明 |"


def read(text: str) -> Submission:
    return read_grid(parse(text), SOURCE, TEMPLATES)


def form(text: str) -> Form:
    (parsed,) = read(text).forms
    return parsed


def notes(parsed: Form) -> dict[str, str]:
    return {note.cell: note.code for note in parsed.notes if note.code.split("-")[0] in TOLD}


TOLD = {"label", "blank", "amount", "formula", "subtotal", "second", "hidden", "total"}


def levels(parsed: Form) -> list[tuple[object, ...]]:
    return [
        tuple(row[key] for key in ("level1", "level2", "level3"))
        for row in parsed.tables["indicators"]
    ]


def test_a_new_outer_level_cancels_what_the_inner_would_inherit() -> None:
    parsed = form(
        f"{HEAD}{INDICATORS}\n"
        "| ^ | 产出指标   | 数量指标 | 巡查   | 10次 | 计划标准 |\n"
        "| ^ |            |          | 宣传   | 2次  | 计划标准 |\n"
        "| ^ | 满意度指标 |          | 满意度 | ≥90% | 计划标准 |\n"
    )
    assert levels(parsed) == [
        ("产出指标", "数量指标", "巡查"),
        ("产出指标", "数量指标", "宣传"),
        ("满意度指标", "", "满意度"),
    ]
    assert notes(parsed)["C6"] == "blank-level"


def test_an_empty_slot_is_read_and_a_blank_line_is_not() -> None:
    parsed = form(
        f"{HEAD}{INDICATORS}\n"
        "| ^ | 产出指标 | 数量指标 | 巡查 | 10次 | 计划标准 |\n"
        "| ^ |          |          |      |      |          |\n"
        "| ^ |          | 成本指标 |      |      |          |\n"
        "| ^ |          |          |      |      |          |\n"
    )
    assert levels(parsed) == [("产出指标", "数量指标", "巡查"), ("产出指标", "成本指标", "")]
    assert parsed.tables["indicators"][1]["target"] == Target()
    assert parsed.origins["indicators[1].target"] == "E6"


def test_two_entries_in_one_cell_are_two_rows_and_a_broken_line_is_one() -> None:
    parsed = form(
        f"{HEAD}{INDICATORS}\n"
        "| ^ | 产出指标 | 成本指标 | 基本支出\\n项目支出 | 4万元\\n6万元 | 计划标准 |\n"
        "| ^ | ^        | 时效指标 | 完成\\n时限         | 2023年\\n年底   | 计划标准 |\n"
    )
    rows = parsed.tables["indicators"]
    assert [row["level3"] for row in rows] == ["基本支出", "项目支出", "完成\n时限"]
    targets = [row["target"] for row in rows]
    assert [target.type for target in targets if isinstance(target, Target)] == [
        "number",
        "number",
        "date",
    ]
    assert parsed.origins["indicators[0].level3"] == parsed.origins["indicators[1].level3"]


def test_the_total_is_kept_apart_and_a_subtotal_is_not_counted() -> None:
    parsed = form(
        f"{HEAD}{EXPENSES}\n"
        "| ^ | 甲   | 一项 | 10 | 十 |\n"
        "| ^ | ^    | 二项 | 12 | 十二 |\n"
        "| ^ | 小计 |      | 22 |  |\n"
        "| ^ | 乙   | 三项 | 8  | 八 |\n"
        "| ^ | 合  计 | <  | =SUM(D4:D5,D7) → 30 |  |\n"
    )
    assert [row["item"] for row in parsed.tables["expenses"]] == ["一项", "二项", "三项"]
    assert parsed.fields["expense_total"] == Decimal(30)
    assert notes(parsed) == {"B6": "subtotal"}


@pytest.mark.parametrize(
    ("cell", "value", "own", "note"),
    [
        ("95.00", "95.00", "", ""),
        ("'95.00", "95.00", "", "amount-text"),
        ("９５．００", "95.00", "９５．００", "amount-text"),
        ("1，056.40", "1056.40", "1，056.40", "amount-text"),
        ("95万元", "95", "95万元", "amount-text"),
        ("950000元", "95", "950000元", "amount-converted"),
        ("待定", None, "待定", "amount-unreadable"),
        ("/", None, "/", "amount-unreadable"),
        ("98%", None, "98%", "amount-unreadable"),
        ("=NOSUCH(B1)", None, "=NOSUCH(B1)", "formula-unknown"),
        ("", None, "", ""),
    ],
)
def test_an_amount_is_a_number_or_missing_and_its_source_is_kept(
    cell: str, value: str | None, own: str, note: str
) -> None:
    parsed = form(HEAD.replace("| 30     |", f"| {cell} |", 1))
    assert parsed.fields["amount"] == (None if value is None else Decimal(value))
    if value is not None:
        assert str(parsed.fields["amount"]) == value
    assert parsed.origins.get("amount.text", "") == own
    assert notes(parsed).get("B2", "") == note


def test_yuan_is_told_by_the_form_by_a_label_or_by_the_cell() -> None:
    by_form = form("| 填报单位：某镇 | < | < | 金额单位：元 | < |\n" + HEAD.strip())
    assert by_form.fields["amount"] == Decimal("0.003")
    by_label = form(HEAD.replace("项目金额        ", "项目金额（元）  "))
    assert by_label.fields["amount"] == Decimal("0.003")
    assert by_label.fields["fund_amount"] == Decimal(30)


def test_a_misspelt_label_is_read_and_told() -> None:
    parsed = form(HEAD.replace("项目金额", "项目金領"))
    assert parsed.fields["amount"] == Decimal(30)
    assert notes(parsed) == {"A2": "label-near"}


def test_a_label_without_a_value_never_takes_the_next_label_for_one() -> None:
    parsed = form(HEAD.replace("某方向", "      ").replace("某专项", "      "))
    assert (parsed.fields["direction"], parsed.fields["fund"]) == ("", "")
    assert parsed.origins["direction"] == "B1"


def test_a_blank_half_never_takes_the_other_half_s_amount() -> None:
    parsed = form(
        "| 主管部门及代码 | 某局 | < | 实施单位 | 某镇 |\n"
        "| 项目属性 | 新增 | < | 项目期 | 3年 |\n"
        "| 项目资金 | 中期资金总额： | 30 | 年度资金总额： | 10 |\n"
        "| ^        | 其他资金       |    | 其他资金       | 10 |\n"
    )
    assert (parsed.fields["period_other"], parsed.fields["annual_other"]) == (None, Decimal(10))


def test_preparer_and_phone_in_one_cell_are_told_apart() -> None:
    parsed = form(HEAD + "| 填表人： 某某                联系电话： 0731-00000000     |")
    assert (parsed.fields["preparer"], parsed.fields["phone"]) == ("某某", "0731-00000000")


def test_a_workbook_without_a_form_says_what_is_missing() -> None:
    with pytest.raises(UnknownForm) as caught:
        read("| 支出方向（子项） | 某方向 |")
    assert caught.value.details["nearest"].startswith("区级专项资金支出方向绩效目标表")  # type: ignore[attr-defined]
    with pytest.raises(UnknownForm) as caught:
        read("| 甲 | 乙 |")
    assert caught.value.code == "no-form-at-all"
    with pytest.raises(UnknownForm) as caught:
        read(f"@sheet 表 hidden\n{HEAD}")
    assert caught.value.code == "only-hidden"


@pytest.mark.parametrize(
    ("head", "unit"),
    [
        ("填报单位（盖章）：某镇", "某镇"),
        ("填报单位（盖章）某镇", "某镇"),
        ("填报单位(公章)：某镇", "某镇"),
        ("填报单位（盖章） 某镇（本级）", "某镇（本级）"),
        ("填报单位（盖章）", ""),
        ("填报单位（盖章）（公章）", ""),
    ],
)
def test_a_value_after_the_bracket_of_its_label(head: str, unit: str) -> None:
    assert form(f"| {head} | < |\n{HEAD}").fields["unit"] == unit


@pytest.mark.parametrize(
    "name", ["支出方向（子项）之一", "支出方向(子项)（二期）", "项目金额（万元）测算"]
)
def test_a_value_that_begins_with_a_label_whose_value_is_beside_it(name: str) -> None:
    parsed = form(HEAD.replace("某方向", name))
    assert parsed.fields["direction"] == name


@pytest.mark.parametrize("unit", ["美元", "港币", "%", "‰", "亿日元"])
def test_a_label_in_a_unit_of_another_kind_is_no_label_in_wan(unit: str) -> None:
    parsed = form(HEAD.replace("| 项目金额         | 30 ", f"| 项目金额（{unit}）：30 | "))
    assert parsed.fields["amount"] is None
