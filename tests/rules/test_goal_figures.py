"""X-21, X-22 and X-04: one target with two numbers, in two forms or in words and figures."""

from __future__ import annotations

import pytest

from xlform.checking.runner import check
from xlform.grid.notation import parse
from xlform.model.submission import Source
from xlform.model.word_lists import load_words
from xlform.reading.submission import read_grid
from xlform.rules import all_rules
from xlform.rules.context import RuleContext
from xlform.template.store import load_templates, templates_folder

RULES = [rule for rule in all_rules() if rule.code in {"X-04", "X-21", "X-22"}]
TEMPLATES = load_templates(templates_folder())
WORDS = load_words(templates_folder() / "words")
DEPARTMENT = """
@sheet 附表1
| 年度预算申请（万元） | 按收入性质分 | < | 按支出性质分 | < |
| 年度重点工作计划 | 事项 | 责任单位/科室 | 工作目标 | < |
| ^ | 管网改造 | 供水股 | {work} | < |
| 年度绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标值及单位 |
| ^ | 产出指标 | 数量指标 | {name} | {target} |
"""
DIRECTION = """
@sheet 附表3-{number}
| 支出方向（子项） | 管网改造 | 所属专项 | 名称 | 供水保障 | |
| 年度绩效目标 | {goal} | < | < | < | < |
| 年度绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标值及单位 | 绩效标准 |
| ^ | 产出指标 | 数量指标 | {name} | {target} | 计划标准 |
"""


def found(text: str) -> list[str]:
    """Sheet and cell of each finding, with its code."""
    grid = parse(text)
    submission = read_grid(grid, Source("x.xlsx", "xlsx", "0" * 64), TEMPLATES)
    templates = {template.name: template for template in TEMPLATES}
    result = check(submission, RuleContext(templates, grid, None, WORDS, {}), RULES, {})
    return [f"{one.code} {one.sheet}!{one.cell}" for one in result.findings]


def two_forms(name: str, department: str, *directions: str) -> list[str]:
    forms = [DEPARTMENT.format(work="改造管网", name=name, target=department)]
    forms += [
        DIRECTION.format(number=number, goal="改造管网", name=name, target=target)
        for number, target in enumerate(directions, 1)
    ]
    return found("".join(forms))


@pytest.mark.parametrize(
    ("name", "department", "directions", "differs"),
    [
        ("更换管网长度", "12公里", ("12公里",), False),
        ("更换管网长度", "21公里", ("12公里",), True),
        ("更换管网长度", "≥21公里", ("≥12公里",), True),
        ("更换管网长度", "12公里", ("5公里", "7公里"), False),  # their sum
        ("更换管网长度", "12公里", ("12公里", "7公里"), False),  # one of them
        ("更换管网长度", "20公里", ("5公里", "7公里"), True),
        ("受益人口", "≥1.2万人", ("≥12000人",), False),
        ("受益人口", "≥1.2万人", ("≥1200人",), True),
        ("水质达标率", "≥92%", ("≥95%", "≥90%"), False),  # a mean
        ("水质达标率", "≥98%", ("≥95%", "≥90%"), True),
        ("更换管网长度", "12公里", ("12000米",), False),  # not compared
        ("用户满意度", "明显提高", ("≥90%",), False),
        ("管网漏损", "", ("≤10%",), False),
    ],
)
def test_an_indicator_of_department_and_directions(
    name: str,
    department: str,
    directions: tuple[str, ...],
    differs: bool,  # noqa: FBT001  (expected)
) -> None:
    assert ("X-21 附表1!E5" in two_forms(name, department, *directions)) is differs


GOALS = [
    # goal, indicator, target, contradicted
    ("更换管网12公里，维修阀门40个。", "更换管网长度", "12公里", False),
    ("更换管网21公里，维修阀门40个。", "更换管网长度", "12公里", True),
    ("全年更换老旧管网21公里", "更换老旧管网", "≥12公里", True),
    ("接待观众2.6万人次以上", "接待观众人次", "≥26000人次", False),
    ("接待观众2.6万人次以上", "接待观众人次", "≥2600人次", True),
    ("保障42个综合窗口运行", "保障综合窗口数量", "42个", False),
    ("保障24个综合窗口运行", "保障综合窗口数量", "42个", True),
    ("故障修复不超过48小时", "故障修复时间", "≤24小时", True),
    ("出具审计报告12份、整改率达到90%以上", "审计报告份数", "12份", False),
    ("培训网格员260人次", "培训网格员", "260人", False),  # 人次 is not 人
    ("更换管网21公里，其中主管网8公里", "主管网铺设长度", "12公里", False),  # a part of another
    ("更换管网约21公里", "更换管网长度", "12公里", False),
    ("每月巡查管网21公里", "巡查管网长度", "252公里", False),
    ("更换管网10-12公里", "更换管网长度", "12公里", False),
    ("水质达标率提高5%", "水质达标率", "≥92%", False),
    ("新建泵站2座，改造泵站3座", "改造泵站数量", "3座", False),
    ("新建泵站2座，改造泵站5座", "改造泵站数量", "3座", True),
    ("2024年更换管网12公里", "管网质保年限", "≥5年", False),
    ("提升供水保障水平", "更换管网长度", "12公里", False),
]


@pytest.mark.parametrize(("goal", "name", "target", "contradicted"), GOALS)
def test_a_number_of_a_goal_and_its_indicator(
    goal: str,
    name: str,
    target: str,
    contradicted: bool,  # noqa: FBT001  (expected)
) -> None:
    text = DIRECTION.format(number=1, goal=goal, name=name, target=target)
    assert found(text) == (["X-22 附表3-1!B2"] if contradicted else [])
    text = DEPARTMENT.format(work=goal, name=name, target=target)
    assert found(text) == (["X-22 附表1!D3"] if contradicted else [])


def test_what_was_reached_is_compared_with_the_actual_values() -> None:
    text = """
| 项目支出绩效自评表 | < | < | < | < | < | < | < | < |
| 年度总体目标 | 预期目标 | < | < | 实际完成情况 | < | < | < | < |
| ^ | 举办健身赛事18场。 | < | < | {result} | < | < | < | < |
| 绩效指标 | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施 |
| ^ | 产出指标 | 数量指标 | 举办赛事场次 | 18场 | 20场 | 50 | 50 | |
"""  # noqa: E501  (a form is as wide as it is)
    assert found(text.format(result="举办健身赛事20场。")) == []
    assert found(text.format(result="举办健身赛事28场。")) == ["X-22 Sheet1!E3"]


@pytest.mark.parametrize(
    ("goal", "differs"),
    [
        ("植树800株，管护林地60亩；清淤沟渠3公里。", False),
        ("1.植树800株，管护林地60亩。2.清淤沟渠3公里。", False),
        ("植树900株，管护林地60亩；清淤沟渠3公里。", True),
        ("清淤沟渠3公里。", False),
        ("植树800株，管护林地60亩；清淤沟渠3公里，修桥2座。", True),
    ],
)
def test_a_goal_put_together_from_those_of_its_directions(
    goal: str,
    differs: bool,  # noqa: FBT001  (expected)
) -> None:
    text = f"""
@sheet 附表2
| 序号 | 名称 | 金额 | 实施期绩效目标 | 年度绩效目标 |
| 一 | 供水保障 | 95.00 | | {goal} |
"""
    for number, own in enumerate(("植树800株，管护林地60亩。", "清淤沟渠3公里。"), 1):
        text += DIRECTION.format(number=number, goal=own, name="改造户数", target="5户")
    assert [one for one in found(text) if one.startswith("X-04")] == (
        ["X-04 附表2!E2"] if differs else []
    )
