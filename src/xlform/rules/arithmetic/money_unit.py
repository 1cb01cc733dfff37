"""A-15: the amounts of a form are 10⁴ times those of the others: 元 instead of 万元."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import ClassVar

from xlform.model.submission import Form, Submission
from xlform.rules.context import RuleContext
from xlform.rules.kernel import NotApplicable, Rule, RuleOutput, Text, Violation, register
from xlform.template.labels import fold

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
        forms = submission.forms
        summaries = [form for form in forms if form.kind == "fund-summary"]
        departments = [form for form in forms if form.kind == "department"]
        directions = [form for form in forms if form.kind == "fund-direction"]
        if len(summaries) != 1:
            yield NotApplicable(None, _NOTHING)
            return
        summary = summaries[0]
        directions_off = list(_off_by_step(summary, directions))
        departments_off = [
            form
            for form in departments
            if _differ_by_step(_project_expenditure(form), _total(summary))
        ]
        # If several other forms disagree and none agrees, the summary itself is wrong.
        summary_is_wrong = len(directions_off) == len(directions) and len(departments_off) == len(
            departments
        )
        if directions_off and summary_is_wrong and len(directions_off) + len(departments_off) > 1:
            form, amount, in_summary = directions_off[0]
            yield _violation(
                context,
                summary,
                "total",
                _total(summary),
                form,
                amount / in_summary * _sum(summary),
            )
            return
        for form, amount, in_summary in directions_off:
            yield _violation(context, form, "amount", amount, summary, in_summary)
        for form in departments_off:
            field = "project_expenditure"
            yield _violation(
                context, form, field, _project_expenditure(form), summary, _total(summary)
            )


def _off_by_step(summary: Form, directions: list[Form]) -> Iterator[tuple[Form, Decimal, Decimal]]:
    """Yield the directions off by 10⁴: form, its amount of the fund, the summary's amount."""
    rows: dict[str, Decimal] = {}
    for row in summary.tables.get("funds", ()):
        name, amount = row.get("fund"), row.get("amount")
        if isinstance(name, str) and isinstance(amount, Decimal):
            rows[fold(name)] = amount
    for form in directions:
        name = form.fields.get("fund")
        in_summary = rows.get(fold(name)) if isinstance(name, str) else None
        amount = _decimal(form, "fund_amount") or _decimal(form, "amount")
        if in_summary is not None and amount is not None and _differ_by_step(amount, in_summary):
            yield form, amount, in_summary


def _differ_by_step(amount: Decimal | None, other: Decimal | None) -> bool:
    """Return True if one amount is 10⁴ times the other, up to rounding to two decimals."""
    if not amount or not other:
        return False
    larger, smaller = max(abs(amount), abs(other)), min(abs(amount), abs(other))
    return abs(larger / _STEP - smaller) <= smaller / 1000


def _decimal(form: Form, name: str) -> Decimal | None:
    value = form.fields.get(name)
    return value if isinstance(value, Decimal) else None


def _total(summary: Form) -> Decimal | None:
    return _decimal(summary, "total") or _sum(summary) or None


def _sum(summary: Form) -> Decimal:
    amounts = (row.get("amount") for row in summary.tables.get("funds", ()))
    return sum((amount for amount in amounts if isinstance(amount, Decimal)), Decimal())


def _project_expenditure(form: Form) -> Decimal | None:
    return _decimal(form, "project_expenditure")


def _violation(
    context: RuleContext,
    form: Form,
    name: str,
    actual: Decimal | None,
    other: Form,
    expected: Decimal | None,
) -> Violation:
    details = {
        "what": context.label(form, name),
        "actual": f"{actual:f}",
        "expected": f"{expected:f}",
        "other_form": context.title(other),
    }
    return Violation(form, name, details=details, expected=f"{expected:f}", actual=f"{actual:f}")
