"""A-01 to A-05: totals within one form, by the relations its template declares."""

from __future__ import annotations

from typing import ClassVar

from xlform.rules.arithmetic.relation_rule import RelationRule
from xlform.rules.kernel import Text, register

_SUM_MESSAGE = Text(
    "“{what}”填 {actual} 万元，按 {parts} 应为 {expected} 万元，差额 {difference} 万元。",
    "{what} is {actual} 万元; {parts} makes {expected} 万元, a difference of {difference} 万元.",
)


@register
class TotalOfSources(RelationRule):
    """The total of the funds is not the sum of their sources."""

    code = "A-01"
    name = "total-not-sum-of-sources"
    summary = Text(
        "资金总额不等于各项资金来源之和", "The total of the funds is not the sum of its sources"
    )
    rationale = Text(
        "资金总额按收入性质拆分，拆分后的各项加起来必须还是这个数，否则批复和下达没有依据。",
        "The total is split by source of income; if the parts do not add up to it, nobody knows "
        "what was applied for.",
    )
    help = Text(
        "请核对“{what}”和各项资金来源，改正填错的一项。",
        "Check {what} and each source, and correct the one that is wrong.",
    )
    legal_basis = "财预〔2015〕88号《项目支出绩效目标审核表》一、完整性审核·规范完整性（无错项）"
    messages: ClassVar[dict[str, Text]] = {"message": _SUM_MESSAGE}
    bad_example = """
| 年度预算申请（万元） | 资金总额：1056.40      | <       | <              | <      |
| ^                    | 按收入性质分           | <       | 按支出性质分   | <      |
| ^                    | 其中：一般公共预算拨款 | 1000.00 | 其中：基本支出 | 445.40 |
| ^                    | 政府性基金拨款         | 0.00    | 项目支出       | 611.00 |
| ^                    | 其他资金               | 0.00    |                |        |
"""
    good_example = """
| 年度预算申请（万元） | 资金总额：1056.40      | <       | <              | <      |
| ^                    | 按收入性质分           | <       | 按支出性质分   | <      |
| ^                    | 其中：一般公共预算拨款 | 1056.40 | 其中：基本支出 | 445.40 |
| ^                    | 政府性基金拨款         | 0.00    | 项目支出       | 611.00 |
| ^                    | 其他资金               | 0.00    |                |        |
"""


@register
class TotalOfExpenditure(RelationRule):
    """The total of the funds is not basic plus project expenditure."""

    code = "A-02"
    name = "total-not-basic-plus-project"
    summary = Text(
        "资金总额不等于基本支出与项目支出之和",
        "The total is not basic expenditure plus project expenditure",
    )
    rationale = Text(
        "部门整体支出由基本支出和项目支出组成，收入和支出两边必须相等。",
        "A department's expenditure is basic plus project expenditure; both sides must balance.",
    )
    help = Text(
        "请核对“{what}”、基本支出和项目支出，改正填错的一项。",
        "Check {what} and both kinds of expenditure, and correct the one that is wrong.",
    )
    legal_basis = "财预〔2015〕88号《项目支出绩效目标审核表》一、完整性审核·规范完整性（无错项）"
    messages: ClassVar[dict[str, Text]] = {"message": _SUM_MESSAGE}
    bad_example = """
| 年度预算申请（万元） | 资金总额：1056.40      | <       | <              | <      |
| ^                    | 按收入性质分           | <       | 按支出性质分   | <      |
| ^                    | 其中：一般公共预算拨款 | 1056.40 | 其中：基本支出 | 454.40 |
| ^                    | 政府性基金拨款         | 0.00    | 项目支出       | 611.00 |
"""
    good_example = """
| 年度预算申请（万元） | 资金总额：1056.40      | <       | <              | <      |
| ^                    | 按收入性质分           | <       | 按支出性质分   | <      |
| ^                    | 其中：一般公共预算拨款 | 1056.40 | 其中：基本支出 | 445.40 |
| ^                    | 政府性基金拨款         | 0.00    | 项目支出       | 611.00 |
"""


@register
class TotalOfFunds(RelationRule):
    """The total of the summary is not the sum of its rows."""

    code = "A-03"
    name = "summary-total-not-sum-of-rows"
    summary = Text("汇总表合计不等于各专项之和", "The summary's total is not the sum of its rows")
    rationale = Text(
        "合计常常是手工改过的数，或求和区域漏了新插的行；全区汇总时会把错带上去。",
        "A total typed over, or a sum that misses an inserted row, is carried into the district's.",
    )
    help = Text(
        "请重新加总各行；合计最好用求和公式，区域要包括全部专项。",
        "Add the rows up again, best by a formula that covers every fund.",
    )
    legal_basis = "财预〔2015〕88号《项目支出绩效目标审核表》一、完整性审核·规范完整性（无错项）"
    messages: ClassVar[dict[str, Text]] = {"message": _SUM_MESSAGE}
    bad_example = """
| 序号 | 名称         | 金额   | 实施期绩效目标 | 年度绩效目标 |
|      | 合计         | 611.00 |                |              |
| 一   | 环境整治专项 | 95.00  | 环境改善       | 环境改善     |
| 二   | 社区经费     | 450.00 | 社区运转       | 社区运转     |
"""
    good_example = """
| 序号 | 名称         | 金额   | 实施期绩效目标 | 年度绩效目标 |
|      | 合计         | 545.00 |                |              |
| 一   | 环境整治专项 | 95.00  | 环境改善       | 环境改善     |
| 二   | 社区经费     | 450.00 | 社区运转       | 社区运转     |
"""


@register
class TotalOfDetails(RelationRule):
    """The total of the detail block is not the sum of its lines."""

    code = "A-04"
    name = "detail-total-not-sum-of-lines"
    summary = Text("支出明细合计不等于各行之和", "The total of the details is not their sum")
    rationale = Text(
        "明细是项目金额的测算过程，加不起来就说明不了钱是怎么算出来的。",
        "The details show how the amount was worked out; details that do not add up show nothing.",
    )
    help = Text(
        "请重新加总支出明细；合计最好用求和公式，区域要包括全部明细行，不重复加小计。",
        "Add the lines up again, best by a formula that covers each line once.",
    )
    legal_basis = "财预〔2015〕88号《项目支出绩效目标审核表》三、适当性审核·资金匹配性"
    messages: ClassVar[dict[str, Text]] = {"message": _SUM_MESSAGE}
    bad_example = """
| 支出方向（子项）   | 社区办公     | 所属专项 | 名称 | 社区经费               |
| 支出明细及测算说明 | 支出内容简介 | 支出明细 | 金额 | 支出测算依据及过程说明 |
| ^                  | 运转经费     | 办公费   | 90   | 9个*10（万元/个）=90万元 |
| ^                  | 人员经费     | 社保     | 36   | 12月*3（万元/月）=36万元 |
| ^                  | 合计         | <        | 90   |                        |
"""
    good_example = """
| 支出方向（子项）   | 社区办公     | 所属专项 | 名称 | 社区经费               |
| 支出明细及测算说明 | 支出内容简介 | 支出明细 | 金额 | 支出测算依据及过程说明 |
| ^                  | 运转经费     | 办公费   | 90   | 9个*10（万元/个）=90万元 |
| ^                  | 人员经费     | 社保     | 36   | 12月*3（万元/月）=36万元 |
| ^                  | 合计         | <        | 126  |                        |
"""


@register
class AmountOfDetails(RelationRule):
    """The amount of the direction is not the total of its details."""

    code = "A-05"
    name = "amount-not-detail-total"
    summary = Text(
        "项目金额与支出明细合计不一致", "The amount is not the total of the expense details"
    )
    rationale = Text(
        "项目金额由支出明细测算得来，两个数不一致，多出或少掉的钱没有用途或没有来源。",
        "The amount comes from the details; where both differ, some money has no use or no source.",
    )
    help = Text(
        "请核对“{what}”和支出明细，补列漏掉的支出或改正金额。",
        "Check {what} and the details; add what is left out or correct the amount.",
    )
    legal_basis = "财预〔2015〕88号《项目支出绩效目标审核表》三、适当性审核·资金匹配性"
    messages: ClassVar[dict[str, Text]] = {
        "message": Text(
            "“{what}”{actual} 万元与支出明细“{other}”{expected} 万元不一致，"
            "差额 {difference} 万元。",
            "{what} is {actual} 万元, the details’ {other} {expected} 万元, "
            "a difference of {difference} 万元.",
        )
    }
    bad_example = """
| 支出方向（子项）   | 社区办公     | 所属专项 | 名称 | 社区经费               |
| 项目金额           | 100.00       | ^        | 金额 | 100.00                 |
| 项目实施期         | 2023年       | <        | <    | <                      |
| 支出明细及测算说明 | 支出内容简介 | 支出明细 | 金额 | 支出测算依据及过程说明 |
| ^                  | 运转经费     | 办公费   | 90   | 9个*10（万元/个）=90万元 |
| ^                  | 合计         | <        | 90   |                        |
"""
    good_example = """
| 支出方向（子项）   | 社区办公     | 所属专项 | 名称 | 社区经费               |
| 项目金额           | 90.00        | ^        | 金额 | 90.00                  |
| 项目实施期         | 2023年       | <        | <    | <                      |
| 支出明细及测算说明 | 支出内容简介 | 支出明细 | 金额 | 支出测算依据及过程说明 |
| ^                  | 运转经费     | 办公费   | 90   | 9个*10（万元/个）=90万元 |
| ^                  | 合计         | <        | 90   |                        |
"""
