"""A file without a known form is refused with the form that is really nearest, or none."""

from __future__ import annotations

from decimal import Decimal

import pytest

from xlform.errors import UnknownForm
from xlform.grid.notation import parse
from xlform.model.submission import Source, Submission
from xlform.reading.submission import read_grid
from xlform.template.store import load_templates, templates_folder

TEMPLATES = load_templates(templates_folder())


def read(text: str) -> Submission:
    return read_grid(parse(text), Source("x.xlsx", "xlsx", ""), TEMPLATES)


def refusal(text: str) -> UnknownForm:
    with pytest.raises(UnknownForm) as caught:
        read(text)
    return caught.value


FLAT = """
| 附件9 | | | | | | | |
| 2021年项目支出绩效目标表 | < | < | < | < | < | < | < |
| 乡镇 | 项目名称 | 经费 | 建设任务 | 一级指标 | 二级指标 | 三级指标 | 指标值 |
| 甲镇 | 道路 | 10 | 修路 | 产出指标 | 数量指标 | 长度 | 5公里 |
"""
PUBLIC = """
| 附件10 | | | | | | | | |
| 整体支出绩效目标表 | < | < | < | < | < | < | < | < |
| 科室 | 年度预算申请 | < | < | 部门职责概述 | 一级指标 | 二级指标 | 三级指标 | 数值 |
| | 经费总额 | 一般公共预算 | 基本支出 | | | | | |
| 某局 | 1056 | 1056 | 445 | 管理 | 产出指标 | 数量指标 | 学校数 | 9 |
"""
DIRECTION = """
| 2024年专项资金支出方向绩效目标申报表 | | | |
| 名称 | 环境整治 | 金额 | 10 |
| 实施期绩效目标 | 整治 | 年度绩效目标 | 整治 |
"""
SUMMARY = """
| 2024年区级专项资金绩效目标汇总 | | |
| 专项名称 | 金额 | 年度绩效目标 |
| 环境整治 | 10 | 整治 |
"""


@pytest.mark.parametrize(
    ("text", "kind", "missing", "there"),
    [
        (FLAT, "provincial/project-list", "度量单位", "项目名称"),
        (PUBLIC, "hunan-disclosure/department", "整体绩效目标", "部门职责概述"),
        (DIRECTION, "shifeng-2023/fund-direction", "支出方向(子项)", "年度绩效目标"),
        (SUMMARY, "shifeng-2023/fund-summary", "序号", "年度绩效目标"),
    ],
)
def test_the_nearest_form_is_named_by_title_and_labels(
    text: str, kind: str, missing: str, there: str
) -> None:
    error = refusal(text)
    assert error.code == "no-form"
    assert kind in str(error.details["nearest"])
    lacking = str(error.details["missing"]).split("、")
    assert missing in lacking
    assert there not in lacking


def test_without_a_title_the_labels_of_one_form_name_it() -> None:
    error = refusal("| 项目属性 | 新增 |\n| 项目期 | 1年 |\n| 金额 | 10 |\n")
    assert "national-2015/project" in str(error.details["nearest"])
    error = refusal(
        "| 支出内容简介 | 支出明细 |\n| 整治 | 清理 |\n".replace("| 支出明细", "| 明细")
    )
    assert "fund-direction" in str(error.details["nearest"])


@pytest.mark.parametrize(
    "text",
    [
        "| 名称 | 金额 |\n| 甲 | 10 |\n",
        "| 一级指标 | 二级指标 | 三级指标 | 指标值 |\n| 产出 | 数量 | 甲 | 10 |\n",
        "| 填表人：甲 | 联系电话：见封面 |\n| 单位 | 数 |\n",
    ],
)
def test_labels_that_several_forms_have_name_none(text: str) -> None:
    error = refusal(text)
    assert error.code == "no-form-near"
    assert "几种表都有" in str(error)


@pytest.mark.parametrize(
    ("title", "rows", "kind"),
    [
        ("部门整体支出绩效目标表", "| 年度预算申请 | 10 |\n| 部门职责概述 | 管理 |", "department"),
        ("项目支出绩效目标申报表", "| 项目属性 | 新增 |\n| 项目期 | 1年 |", "project"),
    ],
)
def test_a_printed_title_is_worth_one_label(title: str, rows: str, kind: str) -> None:
    (form,) = read(f"\n| 2023年{title} | < |\n{rows}\n").forms
    assert form.kind == kind
    assert refusal(f"\n| 2023年某表 | < |\n{rows}\n").code == "no-form"


def test_a_file_with_no_known_label_says_so() -> None:
    assert refusal("| 姓名 | 工资 |\n| 甲 | 10 |\n").code == "no-form-at-all"


@pytest.mark.parametrize(
    ("total", "annual"),
    [("中期资金总额", "年度资金总额"), ("中期预算资金总额", "年度预算资金总额")],
)
@pytest.mark.parametrize("section", ["项目资金（万元）", "项目预算资金（万元）"])
@pytest.mark.parametrize("period", ["项目期", "项目期限"])
def test_a_citys_wording_of_the_national_form_is_read(
    total: str, annual: str, section: str, period: str
) -> None:
    (form,) = read(f"""
| 某市市级预算部门（单位）项目支出绩效目标申报表 | < | < | < | < |
| 2021年 | < | < | < | < |
| 主管部门及代码 | 经建科 | 实施单位 | 公路中心 | |
| 项目属性 | 延续性项目 | {period} | 2021-2023年 | |
| {section} | {total} | 75 | {annual} | 25 |
| 总体目标 | 中期目标 | 批复81个 | 年度目标 | 批复30个 |
""").forms
    assert form.kind == "project"
    assert (form.fields["period_total"], form.fields["annual_total"]) == (Decimal(75), Decimal(25))
    assert form.year == 2021
    assert getattr(form.fields["period"], "text", "") == "2021-2023年"
