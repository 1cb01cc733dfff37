"""D-10: wages of staff among the expenses of a project."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from xlform.model.submission import Form
from xlform.rules.context import RuleContext
from xlform.rules.kernel import Rule, RuleOutput, Text, Violation, register
from xlform.rules.narrative.examples import detailed
from xlform.rules.text_tests import holding
from xlform.template.roles import Role

_HOLDS_PAY = holding("staff-pay")


@register
class StaffPay(Rule):
    """A project's money pays wages and social insurance."""

    code = "D-10"
    name = "staff-pay-in-project"
    severity = "warning"
    roles = ((Role.EXPENSES, Role.AMOUNT),)
    summary = Text("项目支出中列了人员工资", "A project pays wages")
    rationale = Text(
        "在编人员的工资、社保属于基本支出；列在项目支出里，既挤占项目资金，也无法按项目考核绩效。",
        "Pay of regular staff is basic expenditure; in a project it can’t be judged by results.",
    )
    help = Text(
        "请说明“{item}”支付给哪些人员（如社区专职、临聘人员）及依据；属在编人员的，改列基本支出。",
        "Say whom {item} pays and on which ground; for regular staff move it to basic expenditure.",
    )
    legal_basis = (
        "《中华人民共和国预算法》第三十七条；"
        "财预〔2015〕88号《项目支出绩效目标审核表》三、适当性审核·资金匹配性；"
        "词表 templates/words/narrative.toml"
    )
    messages: ClassVar[dict[str, Text]] = {
        "message": Text(
            "项目支出明细列有“{item}”{amount} 万元，占本表明细合计的 {share}%。",
            "{item}, {amount} 万元 or {share}% of the details, pays staff.",
        ),
    }
    bad_example = detailed(
        "社区经费", ("运转经费", "办公费", "90"), ("人员经费", "工资及社保", "360")
    )
    good_example = detailed(
        "社区经费", ("运转经费", "办公费", "90"), ("志愿服务", "活动补贴", "360")
    )

    def over_form(self, form: Form, context: RuleContext) -> RuleOutput:
        is_pay = context.of_text(_HOLDS_PAY)
        rows = context.values(form).rows(Role.EXPENSES)
        amounts = [amount for row in rows if (amount := row.amount()) is not None]
        total = sum(amounts, Decimal())
        for row in rows:
            name, amount = row.text(Role.ITEM), row.amount()
            if amount is None or amount <= 0 or total <= 0:
                continue
            if is_pay(f"{row.text(Role.CATEGORY)} {name}"):
                details = {
                    "item": name or row.text(Role.CATEGORY),
                    "amount": f"{amount:f}",
                    "share": f"{100 * amount / total:.0f}",
                }
                path = row.path_of(Role.ITEM) or row.path_of(Role.AMOUNT)
                yield Violation(form, path, details=details, actual=name)
