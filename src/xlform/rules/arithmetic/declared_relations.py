"""A-06, A-12, A-20: sums over forms, costs among the indicators, relations of a template."""

from __future__ import annotations

from typing import ClassVar

from xlform.rules.arithmetic.relation_rule import DeclaredRule, RelationRule
from xlform.rules.kernel import Text, register


@register
class FundOfDirections(RelationRule):
    """The amounts of a fund's directions do not add up to the fund's."""

    code = "A-06"
    name = "fund-not-sum-of-directions"
    scope = "submission"
    summary = Text(
        "各支出方向的项目金额之和不等于所属专项金额",
        "The directions of a fund do not add up to the fund's amount",
    )
    rationale = Text(
        "一个专项的钱全部分到各支出方向，少一张表或多写一个数，两边就对不上。",
        "All of a fund is spent through its directions; a form missing or a slip shows here.",
    )
    help = Text(
        "请核对“{subject}”各支出方向的项目金额，看是否漏报一个支出方向或金额填错。",
        "Check the directions of {subject}: is one missing, or an amount wrong?",
    )
    legal_basis = "财预〔2015〕88号《项目支出绩效目标审核表》三、适当性审核·资金匹配性"
    messages: ClassVar[dict[str, Text]] = {
        "message": Text(
            "“{subject}”的{what}填 {actual} 万元，各支出方向的{other}之和为 {expected} 万元"
            "（{sheets}：{parts}），差额 {difference} 万元。",
            "{what} of {subject} is {actual} 万元; {other} of its directions adds up to {expected} "
            "万元 ({sheets}: {parts}), a difference of {difference} 万元.",
        )
    }
    bad_example = """
@sheet 附表3-1
| 支出方向（子项） | 中心运营   | 所属专项 | 名称 | 养老服务 |
| 项目金额         | 120.00     | ^        | 金额 | 190.00   |
| 项目实施期       | 2023年     | <        | <    | <        |
@sheet 附表3-2
| 支出方向（子项） | 适老化改造 | 所属专项 | 名称 | 养老服务 |
| 项目金额         | 60.00      | ^        | 金额 | 190.00   |
| 项目实施期       | 2023年     | <        | <    | <        |
"""
    good_example = """
@sheet 附表3-1
| 支出方向（子项） | 中心运营   | 所属专项 | 名称 | 养老服务 |
| 项目金额         | 120.00     | ^        | 金额 | 190.00   |
| 项目实施期       | 2023年     | <        | <    | <        |
@sheet 附表3-2
| 支出方向（子项） | 适老化改造 | 所属专项 | 名称 | 养老服务 |
| 项目金额         | 70.00      | ^        | 金额 | 190.00   |
| 项目实施期       | 2023年     | <        | <    | <        |
"""


@register
class CostOfDepartment(RelationRule):
    """An amount among the cost indicators differs from the block of funds above."""

    code = "A-12"
    name = "cost-indicator-not-funds"
    summary = Text(
        "成本指标所列支出与年度预算申请不一致",
        "A cost indicator repeats an amount of the funds and gets it wrong",
    )
    rationale = Text(
        "成本指标照抄上面的基本支出、项目支出；预算改了指标没改，批复时会出现两个数。",
        "Cost indicators repeat the expenditure above; where one was changed, two amounts stand.",
    )
    help = Text(
        "请按核定的预算改正成本指标或“{other}”。", "Correct the indicator, or {other} above."
    )
    legal_basis = "财预〔2015〕88号《项目支出绩效目标审核表》三、适当性审核·资金匹配性"
    messages: ClassVar[dict[str, Text]] = {
        "message": Text(
            "成本指标所列 {actual} 万元与“{other}”{expected} 万元不一致，差额 {difference} 万元。",
            "The indicator says {actual} 万元, {other} above {expected} 万元, "
            "a difference of {difference} 万元.",
        )
    }
    bad_example = """
| 年度预算申请（万元） | 按收入性质分 | <        | 按支出性质分   | <              |
| ^                    |              |          | 其中：基本支出 | 445.40         |
| ^                    |              |          | 项目支出       | 611.00         |
| 年度绩效指标         | 一级指标     | 二级指标 | 三级指标       | 指标值及单位   |
| ^                    | 产出指标     | 成本指标 | 基本支出       | ≤445.40万元    |
| ^                    | ^            | ^        | 项目支出       | ≤620.00万元    |
"""
    good_example = """
| 年度预算申请（万元） | 按收入性质分 | <        | 按支出性质分   | <              |
| ^                    |              |          | 其中：基本支出 | 445.40         |
| ^                    |              |          | 项目支出       | 611.00         |
| 年度绩效指标         | 一级指标     | 二级指标 | 三级指标       | 指标值及单位   |
| ^                    | 产出指标     | 成本指标 | 基本支出       | ≤445.40万元    |
| ^                    | ^            | ^        | 项目支出       | ≤611.00万元    |
"""


@register
class DeclaredRelation(DeclaredRule):
    """A relation that a template declares without a rule's code does not hold."""

    code = "A-20"
    name = "declared-relation-broken"
    summary = Text("表样自带的勾稽关系不成立", "A relation declared in the template is broken")
    rationale = Text(
        "各地可以在表样里写明本地的勾稽关系（form.toml 的 [[relation]]），不必改程序。",
        "A district may declare relations of its own in form.toml; no program has to be changed.",
    )
    help = Text(
        "请核对“{what}”和“{other}”，改正填错的一项。",
        "Check {what} and {other}, and correct the one that is wrong.",
    )
    legal_basis = (
        "表样的勾稽关系（模板 form.toml、set.toml）；财预〔2015〕88号《项目支出绩效目标申报表》"
    )
    messages: ClassVar[dict[str, Text]] = {
        "message": Text(
            "“{what}”为 {actual} 万元，按表样应{comparison} {parts}（{expected} 万元），"
            "差额 {difference} 万元。{note}",
            "{what} comes to {actual} 万元; by the template it must be {comparison} {parts} "
            "({expected} 万元), a difference of {difference} 万元.{note}",
        ),
        "number": Text(
            "“{what}”为 {actual}，按表样应{comparison} {parts}（{expected}），差 {difference}。"
            "{note}",
            "{what} is {actual}; by the template it must be {comparison} {parts} ({expected}), "
            "a difference of {difference}.{note}",
        ),
    }
    bad_example = """
| 主管部门及代码   | 农业农村局（501） | 实施单位       | 青禾镇 |
| 项目资金（万元） | 中期资金总额：    | 60.00 | 年度资金总额： | 70.00 |
| 总体目标         | 中期目标（2024年—2026年） | < | 年度目标 | <     |
"""
    good_example = """
| 主管部门及代码   | 农业农村局（501） | 实施单位       | 青禾镇 |
| 项目资金（万元） | 中期资金总额：    | 210.00 | 年度资金总额： | 70.00 |
| 总体目标         | 中期目标（2024年—2026年） | < | 年度目标 | <     |
"""
