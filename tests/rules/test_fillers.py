"""C-02, C-07, C-08, C-10, C-13: what fills a cell without a value, and what only looks like it."""

from __future__ import annotations

import pytest
from rule_checks import HEAD, WORDS, findings_in

from xlform.rules.completeness.fillers import Fillers

NOTHING = ["/", "／", "——", "-", "无", "暂无", "不涉及", "不适用", "N/A", "没有", "……", "\\"]
DUMMIES = [
    "待定", "待核定后补充", "暂估", "暂估，待核定后补充", "待上级下达", "尚未确定", "同上",
    "同附表2", "同去年", "详见附件", "具体见实施方案", "见附表", "见方案", "另附", "略", "不详",
    "若干", "TBD", "测试", "？", "？？？", "××", "XX", "####", "年 月 日", "2023年  月  日",
    "    年   月   日至    年   月   日", "例：完成道路硬化5公里", "例如：≥10场",
    "示例：群众满意度", "（例）", "请填写", "目标1：", "目标1：\n目标2：\n……", "一、\n二、",
    "指标2:", "不超过200字", "（100字以内）", "填写说明",
]  # fmt: skip
VALUES = [
    "无障碍设施改造", "无", "12个月", "待业人员培训60人", "同心社区", "见义勇为奖励", "略有盈余",
    "每月日均巡查2次", "2023年12月31日", "2023年1月1日至2023年12月31日", "年底前", "年内",
    "如期完成", "与上年持平", "附件印制费", "字画装裱", "200字以上稿件60篇",
    "一、完成改造；二、通过验收", "1.5", "3公里", "暂估10万元", "社会事务办",
]  # fmt: skip


def known() -> Fillers:
    return Fillers(WORDS)


@pytest.mark.parametrize("text", NOTHING)
def test_a_text_that_says_there_is_nothing(text: str) -> None:
    assert known().is_none(text)


@pytest.mark.parametrize("text", DUMMIES)
def test_a_text_that_only_fills(text: str) -> None:
    assert known().is_dummy(text)


@pytest.mark.parametrize("text", VALUES)
def test_a_value_is_no_filler(text: str) -> None:
    assert not known().is_dummy(text)
    assert known().is_none(text) == (text == "无")


DEPARTMENT = """
@sheet 附表1
| 部门名称 | 某局 | < | < | < |
| 年度预算申请（万元） | 按收入性质分 | < | 按支出性质分 | < |
| ^ | 其中：一般公共预算拨款 | {public} | 其中：基本支出 | 12 |
| ^ | 其他资金 | {other} | 项目支出 | 8 |
| 部门职责概述 | {duties} | < | < | < |
| 年度重点工作计划 | 事项 | 责任单位/科室 | 工作目标 | < |
| ^ | {item} | {responsible} | {goal} | < |
"""
RIGHT = {
    "public": "20",
    "other": "0",
    "duties": "承担辖区绿化养护",
    "item": "绿化养护",
    "responsible": "园林股",
    "goal": "补植行道树400株",
}


@pytest.mark.parametrize(
    ("changed", "codes"),
    [
        ({}, []),
        ({"other": "/"}, []),
        ({"other": "待定"}, ["F-05"]),
        ({"public": "/"}, ["F-05"]),
        ({"duties": "详见附件"}, ["C-08"]),
        ({"duties": "无"}, ["C-02"]),
        ({"responsible": ""}, ["C-13"]),
        ({"responsible": "/"}, ["C-13"]),
        ({"responsible": "待定"}, ["C-08"]),
        ({"goal": "同上"}, ["C-08"]),
        ({"goal": "——"}, ["C-13"]),
        ({"item": ""}, ["C-13"]),
    ],
)
def test_what_the_template_requires(changed: dict[str, str], codes: list[str]) -> None:
    text = DEPARTMENT.format(**{**RIGHT, **changed})
    found = [
        finding.code
        for prefix in ("C-02", "C-08", "C-13", "F-05")
        for finding in findings_in(text, prefix)
        if finding.severity == "error"
    ]
    assert found == codes


DIRECTION = """
| 支出方向（子项）   | 植树         | 所属专项 | 名称 | 绿化                   |
| 项目金额           | 12           | ^        | 金额 | {fund_amount}          |
| 支出明细及测算说明 | 支出内容简介 | 支出明细 | 金额 | 支出测算依据及过程说明 |
| ^                  | 植树         | {item}   | 12   | {basis}                |
"""


@pytest.mark.parametrize(
    ("fund_amount", "item", "basis", "expected"),
    [
        ("12", "苗木费", "400株*0.03（万元/株）=12万元", []),
        ("", "苗木费", "400株*0.03（万元/株）=12万元", ["C-02 E2"]),
        ("12", "——", "400株*0.03（万元/株）=12万元", ["C-10 C4"]),
        ("12", "苗木费", "无", ["C-10 E4"]),
        ("12", "苗木费", "同上", ["C-08 E4"]),
        ("12", "苗木费", "据实列支", []),
    ],
)
def test_lines_of_the_expenses(
    fund_amount: str, item: str, basis: str, expected: list[str]
) -> None:
    text = DIRECTION.format(fund_amount=fund_amount, item=item, basis=basis)
    found = [
        f"{finding.code} {finding.cell}"
        for prefix in ("C-02", "C-08", "C-10")
        for finding in findings_in(text, prefix)
    ]
    assert found == expected


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("株数 | / | 计划标准", ["C-07 E3"]),
        ("/ | ≥400株 | 计划标准", ["C-07 D3"]),
        ("株数 | ≥400株 | ——", ["C-07 F3"]),
        ("株数 | 暂估 | 计划标准", ["C-08 E3"]),
        ("数量指标 | ≥400株 | 计划标准", ["C-08 D3"]),
        ("不适用 | / | /", []),
        ("无 | | ", []),
        ("株数 | ≥400株 | 计划标准", []),
    ],
)
def test_rows_of_the_indicators(row: str, expected: list[str]) -> None:
    text = f"{HEAD}| ^ | 产出指标 | 数量指标 | {row} |\n"
    found = [
        f"{finding.code} {finding.cell}"
        for prefix in ("C-07", "C-08")
        for finding in findings_in(text, prefix)
    ]
    assert found == expected


def test_a_kind_that_does_not_apply_is_missing() -> None:
    rows = "".join(
        f"| ^ | 产出指标 | {level} | {name} | ≥{n}株 | 计划标准 |\n"
        for n, (level, name) in enumerate(
            [("数量指标", "株数"), ("质量指标", "无"), ("经济效益指标", "产值")], start=1
        )
    )
    kinds = sorted(finding.message for finding in findings_in(HEAD + rows, "C-06"))
    assert kinds == ["没有一条满意度指标。", "没有一条质量指标。"]


FUNDS = """
| 序号 | 名称     | 金额 | 实施期绩效目标 | 年度绩效目标 |
| 合计 | <        | 20   |                |              |
"""


@pytest.mark.parametrize(
    ("numbers", "cells"),
    [
        ("一 二 三", []),
        ("1 2 3", []),
        ("（一） （二） （三）", []),
        ("1、 2、 3、", []),
        ("一 一 二", ["A4"]),
        ("1 3 4", ["A4"]),
        ("二 三 四", ["A3"]),
        ("甲 乙 丙", []),
        ("1 1.1 1.2", []),
    ],
)
def test_numbers_of_rows(numbers: str, cells: list[str]) -> None:
    rows = "".join(
        f"| {number} | 专项{n} | 5 | 目标{n}完成 | 目标{n}完成 |\n"
        for n, number in enumerate(numbers.split())
    )
    assert [finding.cell for finding in findings_in(FUNDS + rows, "F-21")] == cells


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("〉95%", ">95%"), ("《120元/课时", "<120元/课时"), ("=>5年", "≥5年"), ("≥5年", ""),
        (">5年", ""), ("达到《标准》要求", ""),
    ],
)  # fmt: skip
def test_signs_typed_as_brackets(target: str, expected: str) -> None:
    shown = f"'{target}" if target[0] == "=" else target
    text = f"{HEAD}| ^ | 产出指标 | 数量指标 | 株数 | {shown} | 计划标准 |\n"
    found = [finding.expected for finding in findings_in(text, "T-05")]
    assert found == ([expected] if expected else [])
