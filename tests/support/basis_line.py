"""A line of 支出明细 with a text of 测算, checked by the rules of its arithmetic."""

from __future__ import annotations

from decimal import Decimal

from xlform.checking.runner import CheckResult, check
from xlform.model.submission import Form, Source, Submission, Value
from xlform.rules import all_rules
from xlform.rules.context import RuleContext
from xlform.template.store import load_templates, templates_folder

TEMPLATES = load_templates(templates_folder())
CONTEXT = RuleContext({template.name: template for template in TEMPLATES}, None)
RULES = [rule for rule in all_rules() if rule.code in {"A-07", "A-08", "A-09"}]
SOURCE = Source("x.xlsx", "xlsx", "0" * 64)


def form(text: str, amount: str) -> Form:
    """Return a form with one line of 支出明细; ``amount`` in 万元."""
    expense: dict[str, Value] = {
        "category": "内容", "item": "明细", "amount": Decimal(amount), "basis": text,
    }  # fmt: skip
    return Form(
        kind="fund-direction",
        template="shifeng-2023/fund-direction",
        sheet="附表3",
        range="A1:F9",
        title="2023年区级专项资金支出方向绩效目标表",
        year=2023,
        fields={},
        tables={"expenses": (expense,)},
        origins={"expenses[0].amount": "D9", "expenses[0].basis": "E9"},
    )


def checked(text: str, amount: str) -> CheckResult:
    """Return what the rules of arithmetic find in a text that explains an amount."""
    found = check(Submission(SOURCE, "某镇", 2023, (form(text, amount),)), CONTEXT, RULES, {})
    assert not [one for one in found.not_asked if one.reason == "crashed"]
    return found
