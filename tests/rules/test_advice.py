"""What one rule asks for satisfies the others: advice on one cell does not contradict itself."""

from __future__ import annotations

import pytest
from rule_checks import findings_in, goal_form, indicator_form


def expected(text: str, code: str) -> list[str]:
    return [found.expected for found in findings_in(text, code)]


@pytest.mark.parametrize(
    ("level", "name", "target", "sign"),
    [
        ("质量指标", "政策宣传覆盖率", "'100%", "=100%"),
        ("质量指标", "资金到位率", "'100.00%", "=100.00%"),
        ("质量指标", "合格率", "'95%", "≥95%"),
        ("质量指标", "投诉率", "'5%", "≤5%"),
        ("质量指标", "差错率", "'0%", "=0%"),
        ("成本指标", "成本超支率", "'3%", "≤3%"),
        ("服务对象满意度指标", "居民满意度", "'100%", "≥100%"),
        ("服务对象满意度指标", "居民满意度", "'90%", "≥90%"),
    ],
)
def test_the_sign_of_a_rate_passes_the_other_rules(
    level: str, name: str, target: str, sign: str
) -> None:
    assert expected(indicator_form(level, name, target), "Q-02") == [sign]
    corrected = indicator_form(level, name, f"'{sign}")
    assert findings_in(corrected, "Q-02") == []
    assert findings_in(corrected, "Q-10") == []
    assert findings_in(corrected, "Q-11") == []


DEPARTMENT = """
@sheet 附表1
| 年度预算申请（万元） | 按收入性质分 | <            | 按支出性质分 | <            |
| 年度绩效指标         | 一级指标     | 二级指标     | 三级指标     | 指标值及单位 |
| ^                    | 满意度指标   | 服务对象满意度指标 | 群众满意度 | {}       |
@sheet 附表3-1
| 支出方向（子项） | 社区办公 | 所属专项           | 名称       | 社区经费     |          |
| 年度绩效指标     | 一级指标 | 二级指标           | 三级指标   | 指标值及单位 | 绩效标准 |
| ^                | 满意度指标 | 服务对象满意度指标 | 居民满意度 | {}      | 计划标准 |
"""


@pytest.mark.parametrize(
    ("department", "direction", "floor"),
    [("98%以上", "90%以上", "≥90%"), ("≥95%", "≥92.5%", "≥92.5%"), ("≥100%", "≥85%", "≥85%")],
)
def test_the_departments_satisfaction_keeps_a_floor(
    department: str, direction: str, floor: str
) -> None:
    assert expected(DEPARTMENT.format(department, direction), "X-12") == [floor]
    corrected = DEPARTMENT.format(floor, direction)
    assert findings_in(corrected, "X-12") == []
    assert findings_in(corrected, "Q-11") == []


COSTS = """
| 支出方向（子项）   | 网格事件处理 | 所属专项 | 名称     | 网格事件办理 |          |
| 项目金额           | {total}      | ^        | 金额     | {total}      |          |
| 年度绩效指标       | 一级指标     | 二级指标 | 三级指标 | 指标值及单位 | 绩效标准 |
| ^                  | 产出指标     | 成本指标 | 砍伐枯树 | {target}     | 计划标准 |
| 支出明细及测算说明 | 支出内容简介 | 支出明细 | 金额     | 支出测算依据及过程说明 | < |
| ^                  | 砍伐枯树     | 砍伐费   | 10       | 20次*0.5万元/次=10万元 | < |
| ^                  | 路面修复     | 修复费   | {rest}   | 修复                   | < |
| ^                  | 合计         | <        | {total}  |              | <        |
"""


@pytest.mark.parametrize(
    ("target", "total", "rest", "one", "together"),
    [
        ("5万元", "30", "20", "10万元", "各项合计30万元"),
        ("40万元", "30", "20", "10万元", "各项合计≤30万元"),
        ("50000元", "25", "15", "10万元", "各项合计25万元"),
    ],
)
def test_one_cost_is_set_by_its_expenses_and_all_costs_by_the_amount(
    target: str, total: str, rest: str, one: str, together: str
) -> None:
    text = COSTS.format(target=target, total=total, rest=rest)
    assert expected(text, "A-10") == [one]
    assert expected(text, "A-11") == [together]


@pytest.mark.parametrize(
    "name",
    [
        "市文化和旅游局",
        "县文化广电和旅游局",
        "区文化旅游广电体育局",
        "文化广电旅游局",
        "区文化体育和旅游局",
        "区文化旅游局",
        "计生协会",
    ],
)
def test_the_present_name_of_another_place_is_not_old(name: str) -> None:
    assert findings_in(goal_form(f"会同{name}全年巡查60次"), "T-08") == []


@pytest.mark.parametrize("name", ["区旅游局", "文体广新局"])
def test_an_old_name_is_not_corrected_to_one_places_name(name: str) -> None:
    (found,) = findings_in(goal_form(f"会同{name}全年巡查60次"), "T-08")
    assert "以当地为准" in found.expected
