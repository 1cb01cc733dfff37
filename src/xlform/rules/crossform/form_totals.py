"""X-01, X-02: amounts stated by two forms, by the relations of the set."""

from __future__ import annotations

from typing import ClassVar

from xlform.rules.arithmetic.relation_rule import RelationRule
from xlform.rules.kernel import Text, register


@register
class SummaryOfDepartment(RelationRule):
    """The summary's total is not the department's project expenditure."""

    code = "X-01"
    name = "summary-total-not-project-expenditure"
    scope = "submission"
    requires = ("A-15",)
    summary = Text(
        "专项资金合计与部门整体表的项目支出不一致",
        "The total of the funds is not the department’s project expenditure",
    )
    rationale = Text(
        "项目支出都由专项资金构成时，两张表必须是同一个数；有专项以外的项目支出时，合计不能超过它。",
        "Where all projects are funds both are one number; else the total can't exceed it.",
    )
    help = Text(
        "请核对《{form}》“{what}”和《{other_form}》“{other}”；如另有不属专项的项目支出，请书面说明。",
        "Check {what} in {form} and {other} in {other_form}; explain projects that are no funds.",
    )
    legal_basis = "财预〔2015〕88号《项目支出绩效目标审核表》三、适当性审核·资金匹配性"
    messages: ClassVar[dict[str, Text]] = {
        "message": Text(
            "“{what}”{actual} 万元与《{other_form}》“{other}”{expected} 万元不一致，"
            "差额 {difference} 万元。",
            "{what} is {actual} 万元, {other} in {other_form} {expected} 万元, "
            "a difference of {difference} 万元.",
        )
    }
    bad_example = """
@sheet 附表1
| 年度预算申请（万元） | 按收入性质分 | < | 按支出性质分   | <      |
| ^                    |              |   | 其中：基本支出 | 445.40 |
| ^                    |              |   | 项目支出       | 611.00 |
@sheet 附表2
| 序号 | 名称         | 金额   | 实施期绩效目标 | 年度绩效目标 |
|      | 合计         | 545.00 |                |              |
| 一   | 环境整治专项 | 95.00  | 环境改善       | 环境改善     |
| 二   | 社区经费     | 450.00 | 社区运转       | 社区运转     |
"""
    good_example = """
@sheet 附表1
| 年度预算申请（万元） | 按收入性质分 | < | 按支出性质分   | <      |
| ^                    |              |   | 其中：基本支出 | 445.40 |
| ^                    |              |   | 项目支出       | 545    |
@sheet 附表2
| 序号 | 名称         | 金额   | 实施期绩效目标 | 年度绩效目标 |
|      | 合计         | 545.00 |                |              |
| 一   | 环境整治专项 | 95.00  | 环境改善       | 环境改善     |
| 二   | 社区经费     | 450.00 | 社区运转       | 社区运转     |
"""


@register
class SummaryOfDirections(RelationRule):
    """A fund's amount in the summary is not that of its directions."""

    code = "X-02"
    name = "fund-amount-differs-between-forms"
    scope = "submission"
    requires = ("A-15",)
    summary = Text(
        "汇总表的专项金额与支出方向表不一致",
        "A fund’s amount in the summary differs from its directions’",
    )
    rationale = Text(
        "汇总表每一行都由支出方向表汇总而来，两处不一致时不知道按哪个数批复。",
        "Each row of the summary comes from the directions; where they differ nobody knows which "
        "amount to approve.",
    )
    help = Text(
        "请核对《{form}》“{subject}”一行和 {sheets} 的金额，改正填错的一处。",
        "Check {subject} in {form} and in {sheets}; correct the one that is wrong.",
    )
    legal_basis = "财预〔2015〕88号《项目支出绩效目标审核表》三、适当性审核·资金匹配性"
    messages: ClassVar[dict[str, Text]] = {
        "message": Text(
            "“{subject}”{actual} 万元与《{other_form}》（{sheets}）{expected} 万元不一致，"
            "差额 {difference} 万元。",
            "{subject} is {actual} 万元 here, {expected} 万元 in {other_form} ({sheets}), "
            "a difference of {difference} 万元.",
        )
    }
    bad_example = """
@sheet 附表2
| 序号 | 名称         | 金额   | 实施期绩效目标 | 年度绩效目标 |
|      | 合计         | 95.00  |                |              |
| 一   | 环境整治专项 | 95.00  | 环境改善       | 环境改善     |
@sheet 附表3-1
| 支出方向（子项） | 垃圾清运 | 所属专项 | 名称 | 环境整治专项 |
| 项目金额         | 59.00    | ^        | 金额 | 59.00        |
| 项目实施期       | 2023年   | <        | <    | <            |
"""
    good_example = """
@sheet 附表2
| 序号 | 名称         | 金额   | 实施期绩效目标 | 年度绩效目标 |
|      | 合计         | 95.00  |                |              |
| 一   | 环境整治专项 | 95.00  | 环境改善       | 环境改善     |
@sheet 附表3-1
| 支出方向（子项） | 垃圾清运 | 所属专项 | 名称 | 环境整治专项 |
| 项目金额         | 59.00    | ^        | 金额 | 95.00        |
| 项目实施期       | 2023年   | <        | <    | <            |
@sheet 附表3-2
| 支出方向（子项） | 户厕改造 | 所属专项 | 名称 | 环境整治专项 |
| 项目金额         | 36.00    | ^        | 金额 | 95.00        |
| 项目实施期       | 2023年   | <        | <    | <            |
"""
