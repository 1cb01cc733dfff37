"""A-15: the amounts of a form are 10⁴ times those of the others: 元 instead of 万元."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import ClassVar

from xlform.model.submission import Form, Submission
from xlform.rules.context import RuleContext
from xlform.rules.crossform.fund_rows import direction_forms, summary_forms
from xlform.rules.kernel import NotApplicable, Rule, RuleOutput, Text, Violation, register
from xlform.template.form_values import FormValues, RoleRow
from xlform.template.labels import fold
from xlform.template.roles import Role

# 1 万元 = 10000 元.
_STEP = Decimal(10_000)
_NOTHING = Text(
    "报送件中没有可以互相比较的金额。", "The submission holds no amounts to be compared."
)


@register
class UnitOfMoney(Rule):
    """All amounts of a form are off by 10⁴ from those of the other forms."""

    code = "A-15"
    name = "unit-of-money-mistaken"
    severity = "error"
    scope = "submission"
    summary = Text(
        "整张表的金额与其他表相差一万倍，疑单位用错",
        "A form’s amounts are 10,000 times off the other forms’: the wrong unit of money",
    )
    rationale = Text(
        "表上写“金额单位：万元”却按元填（或相反），单看一张表金额都能勾稽，汇总时才发现差一万倍。",
        "A form headed 万元 but filled in 元 is right in itself and shows only in the summary.",
    )
    help = Text(
        "请核对本表的金额单位，整张表统一改为万元。",
        "Check the form’s unit; put all of it in 万元.",
    )
    legal_basis = "财预〔2015〕88号《项目支出绩效目标申报表》金额单位（万元）"
    messages: ClassVar[dict[str, Text]] = {
        "message": Text(
            "“{what}”{actual} 万元，而《{other_form}》相应为 {expected} 万元，正好相差一万倍："
            "疑把元和万元弄错。",
            "{what} is {actual} 万元, {expected} 万元 in {other_form}: exactly 10,000 times off; "
            "元 taken for 万元?",
        )
    }
    bad_example = """
@sheet 附表2
| 序号 | 名称         | 金额   | 实施期绩效目标 | 年度绩效目标 |
|      | 合计         | 545.00 |                |              |
| 一   | 环境整治专项 | 95.00  | 环境改善       | 环境改善     |
| 二   | 社区经费     | 450.00 | 社区运转       | 社区运转     |
@sheet 附表3-1
| 支出方向（子项） | 垃圾清运 | 所属专项 | 名称 | 环境整治专项 |
| 项目金额         | 950000   | ^        | 金额 | 950000       |
| 项目实施期       | 2023年   | <        | <    | <            |
@sheet 附表3-2
| 支出方向（子项） | 社区办公 | 所属专项 | 名称 | 社区经费 |
| 项目金额         | 450.00   | ^        | 金额 | 450.00   |
| 项目实施期       | 2023年   | <        | <    | <        |
"""
    good_example = """
@sheet 附表2
| 序号 | 名称         | 金额   | 实施期绩效目标 | 年度绩效目标 |
|      | 合计         | 545.00 |                |              |
| 一   | 环境整治专项 | 95.00  | 环境改善       | 环境改善     |
| 二   | 社区经费     | 450.00 | 社区运转       | 社区运转     |
@sheet 附表3-1
| 支出方向（子项） | 垃圾清运 | 所属专项 | 名称 | 环境整治专项 |
| 项目金额         | 95.00    | ^        | 金额 | 95.00        |
| 项目实施期       | 2023年   | <        | <    | <            |
@sheet 附表3-2
| 支出方向（子项） | 社区办公 | 所属专项 | 名称 | 社区经费 |
| 项目金额         | 450.00   | ^        | 金额 | 450.00   |
| 项目实施期       | 2023年   | <        | <    | <        |
"""

    def over_submission(self, submission: Submission, context: RuleContext) -> RuleOutput:
        summaries = summary_forms(submission, context)
        departments = context.forms_with(submission, Role.PROJECT_EXPENDITURE)
        departments = [values for values in departments if not values.template.prose]
        directions = direction_forms(submission, context)
        if len(summaries) != 1:
            yield NotApplicable(None, _NOTHING)
            return
        summary = summaries[0]
        directions_off = list(_off_by_step(summary, directions))
        departments_off = [
            values
            for values in departments
            if _differ_by_step(values.amount(Role.PROJECT_EXPENDITURE), _total(summary))
        ]
        # If several other forms disagree and none agrees, the summary itself is wrong.
        summary_is_wrong = len(directions_off) == len(directions) and len(departments_off) == len(
            departments
        )
        if directions_off and summary_is_wrong and len(directions_off) + len(departments_off) > 1:
            values, amount, row = directions_off[0]
            expected = amount / (row.amount() or 1) * _sum(summary)
            other = values.form, values.path_of(Role.AMOUNT)
            yield _violation(context, summary, Role.TOTAL, _total(summary), other, expected)
            return
        for values, amount, row in directions_off:
            other = summary.form, row.path_of(Role.AMOUNT)
            yield _violation(context, values, Role.AMOUNT, amount, other, row.amount())
        role = Role.PROJECT_EXPENDITURE
        total = summary.form, summary.path_of(Role.TOTAL)
        for values in departments_off:
            yield _violation(context, values, role, values.amount(role), total, _total(summary))


def _off_by_step(
    summary: FormValues, directions: list[FormValues]
) -> Iterator[tuple[FormValues, Decimal, RoleRow]]:
    """Yield the directions off by 10⁴: form, its amount of the fund, the summary's row of it."""
    rows = {
        fold(row.text(Role.FUND)): row
        for row in summary.rows(Role.FUNDS)
        if row.amount() is not None
    }
    for values in directions:
        row = rows.get(fold(values.text(Role.FUND)))
        amount = values.amount(Role.FUND_AMOUNT) or values.amount()
        if row is not None and amount is not None and _differ_by_step(amount, row.amount()):
            yield values, amount, row


def _differ_by_step(amount: Decimal | None, other: Decimal | None) -> bool:
    """Return True if one amount is 10⁴ times the other, up to rounding to two decimals."""
    if not amount or not other or amount == other:
        return False
    larger, smaller = max(abs(amount), abs(other)), min(abs(amount), abs(other))
    return abs(larger / _STEP - smaller) <= smaller / 1000


def _total(summary: FormValues) -> Decimal | None:
    return summary.amount(Role.TOTAL) or _sum(summary) or None


def _sum(summary: FormValues) -> Decimal:
    amounts = (row.amount() for row in summary.rows(Role.FUNDS))
    return sum((amount for amount in amounts if amount is not None), Decimal())


def _violation(
    context: RuleContext,
    values: FormValues,
    role: Role,
    actual: Decimal | None,
    other: tuple[Form, str],
    expected: Decimal | None,
) -> Violation:
    """Return the violation of an amount; ``other`` is the form and path of what it contradicts."""
    details = {
        "what": values.label(role),
        "actual": f"{actual:f}",
        "expected": f"{expected:f}",
        "other_form": context.title(other[0]),
    }
    return Violation(
        values.form,
        values.path_of(role),
        details=details,
        expected=f"{expected:f}",
        actual=f"{actual:f}",
        operands=(other,),
        amount=abs(actual - expected) if actual and expected else None,
    )
