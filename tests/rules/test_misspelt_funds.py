"""C-01, X-03: a fund's name with one character amiss is one fund, told at the odd name."""

from __future__ import annotations

import pytest

from xlform.checking.runner import check
from xlform.grid.notation import parse
from xlform.model.submission import Source
from xlform.model.word_lists import load_words
from xlform.reading.submission import read_grid
from xlform.rules import all_rules
from xlform.rules.context import RuleContext
from xlform.rules.similar_names import misspelt_as
from xlform.template.store import load_templates, templates_folder

TEMPLATES = load_templates(templates_folder())
WORDS = load_words(templates_folder() / "words")
RULES = [rule for rule in all_rules() if rule.code in {"C-01", "X-03"}]
TELLING = WORDS["telling-characters"]


def told(plan: str, fund: str, direction: str) -> list[str]:
    """Findings of a submission whose forms call one fund so."""
    grid = parse(f"""
@sheet 附表1
| 2023年部门整体支出绩效目标表 | < | < | < |
| 部门名称                     | 甲局         | < | < |
| 年度预算申请（万元） | 按收入性质分 | 按支出性质分  | <        |
| 部门职责概述         | 管理         | <             | <        |
| 年度重点工作计划     | 事项         | 责任单位/科室 | 工作目标 |
| ^                    | {plan}       | 农办          | 改善     |
| ^                    | 道路养护专项 | 农办          | 养护     |
@sheet 附表2
| 序号 | 名称         | 金额  | 实施期绩效目标 | 年度绩效目标 |
|      | 合计         | 20.00 |                |              |
| 一   | {fund}       | 10.00 | 改善           | 改善         |
| 二   | 道路养护专项 | 10.00 | 养护           | 养护         |
@sheet 附表3-1
| 支出方向（子项） | 绿化 | 所属专项 | 名称 | {direction} |
| 项目金额         | 10   | ^        | 金额 | 10          |
@sheet 附表3-2
| 支出方向（子项） | 养护 | 所属专项 | 名称 | 道路养护专项 |
| 项目金额         | 10   | ^        | 金额 | 10           |
""")
    context = RuleContext({one.name: one for one in TEMPLATES}, grid, words=WORDS)
    found = check(read_grid(grid, Source("x.xlsx", "xlsx", ""), TEMPLATES), context, RULES, {})
    return [
        f"{one.code} {one.sheet}!{one.cell}{' ' if one.expected else ''}{one.expected}"
        for one in found.findings
    ]


RIGHT = "城乡环境整治专项"


@pytest.mark.parametrize(
    "wrong",
    ["城乡环竟整治专项", "城乡环境整专项", "城乡环境整治治专项", "城乡环境治整专项"],
)
def test_one_character_amiss(wrong: str) -> None:
    assert told(wrong, RIGHT, RIGHT) == [f"X-03 附表1!B6 {RIGHT}"]
    assert told(RIGHT, wrong, RIGHT) == [f"C-01 附表2!B3 {RIGHT}", f"X-03 附表2!B3 {RIGHT}"]
    assert told(RIGHT, RIGHT, wrong) == [f"C-01 附表3-1!E1 {RIGHT}"]


def test_other_names_are_missing_forms() -> None:
    assert told(RIGHT, RIGHT, RIGHT) == []
    assert told(RIGHT, RIGHT, "绿化专项") == ["C-01 附表2!B3", "C-01 附表3-1!E1"]
    assert told("绿化专项", RIGHT, RIGHT) == ["X-03 附表1!B6", "X-03 附表2!B3"]


@pytest.mark.parametrize(
    ("name", "others", "expected"),
    [
        ("改造一期专项", ["改造二期专项"], ""),
        ("城东改造专项", ["城西改造专项"], ""),
        ("改造一期专项", ["改造期专项"], "改造期专项"),
        ("社区经费", ["社区经费"], ""),
        ("绿化", ["绿比"], ""),
        ("道路养护费", ["道路养护费用", "道路养沪费"], ""),
        ("道路（养护）费", ["道路(养沪)费"], "道路(养沪)费"),
    ],
)
def test_near_names(name: str, others: list[str], expected: str) -> None:
    assert misspelt_as(name, others, TELLING) == expected
