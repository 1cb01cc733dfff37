"""A-18, A-19: sums without a calculation, and prices written another way."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import ClassVar

from xlform.basis.lexicon import basis_words
from xlform.model.submission import Form
from xlform.rules.context import RuleContext, Settings
from xlform.rules.expense_lines import LineContent
from xlform.rules.kernel import Rule, RuleOutput, Text, Violation, register
from xlform.rules.line_tests import lines_where
from xlform.template.roles import Role

_ONE = re.compile("一")


def _terms_alone(line: LineContent, settings: Settings) -> list[str]:
    """Return the sums of a line whose equations do not add up to its amount."""
    if _is_computed(line, settings.cent):
        return []
    expenses = basis_words().expenses
    terms = line.basis.terms
    return [one.noun + one.text for one in terms if one.is_planned and one.noun.endswith(expenses)]


def _is_computed(line: LineContent, cent: Decimal) -> bool:
    """Return whether the equations alone add up to the amount; sums only repeat it."""
    computed = [one for one in line.basis.equations if one.final and not one.total and one.money]
    total = sum((one.base_value or Decimal(0) for one in computed), Decimal(0))
    return bool(computed) and line.amount is not None and abs(total - line.amount) <= cent


def _styled_otherwise(line: LineContent, _: Settings) -> list[str]:
    """The prices written with 一, in the prose and in the equations."""
    basis = line.basis
    operands = [one for equation in basis.equations for one in equation.operands]
    written = [(one.unit, one.text) for one in basis.statements] + [
        (one.unit, one.text) for one in operands
    ]
    return [text for unit, text in written if unit and unit.style == "一"]


@register
class SumWithoutCalculation(Rule):
    """A sum of money stands in 测算 without saying how it is computed."""

    code = "A-18"
    name = "sum-without-calculation"
    severity = "info"
    roles = ((Role.EXPENSES, Role.BASIS),)
    line_tests = (_terms_alone,)
    summary = Text("测算中的金额没有计算依据", "A sum stands in 测算 without its calculation")
    rationale = Text(
        "“其他费用1万元”看不出单价和数量，审核时只能要求补充。",
        "Other costs of 1万元 shows neither price nor number; the reviewer has to ask.",
    )
    help = Text("请补充“{term}”的单价、数量或其他依据。", "Give the price and number of {term}.")
    legal_basis = (
        "财预〔2015〕88号《项目支出绩效目标审核表》四、可行性审核·实现可能性（经合理测算）"
    )
    messages: ClassVar[dict[str, Text]] = {
        "message": Text("“{term}”没有列明测算依据。", "{term} has no calculation."),
    }
    bad_example = """
| 支出方向（子项）   | 维护权益     | 所属专项 | 名称 | 业务经费               |
| 项目金额           | 2            | ^        | 金额 | 2                      |
| 项目实施期         | 2023年 | < | < | < | < |
| 支出明细及测算说明 | 支出内容简介 | 支出明细 | 金额 | 支出测算依据及过程说明 |
| ^ | 妇联 | 维权费用 | 2 | 5次*0.2（万元/次）=1万元；其他相关费用1万元 |
| ^                  | 合计         | <        | 2    |                        |
"""
    good_example = """
| 支出方向（子项）   | 维护权益     | 所属专项 | 名称 | 业务经费               |
| 项目金额           | 2            | ^        | 金额 | 2                      |
| 项目实施期         | 2023年 | < | < | < | < |
| 支出明细及测算说明 | 支出内容简介 | 支出明细 | 金额 | 支出测算依据及过程说明 |
| ^                  | 妇联         | 维权费用 | 2    | 10次*0.2（万元/次）=2万元 |
| ^                  | 合计         | <        | 2    |                        |
"""

    def over_form(self, form: Form, context: RuleContext) -> RuleOutput:
        for line in lines_where(form, context, _terms_alone):
            for term in _terms_alone(line, context.settings):
                yield Violation(form, line.at(Role.BASIS), details={"term": term}, actual=term)


@register
class PriceStyle(Rule):
    """A price is written as 万元一次 where the calculation has 万元/次."""

    code = "A-19"
    name = "price-style-uneven"
    severity = "info"
    roles = ((Role.EXPENSES, Role.BASIS),)
    line_tests = (_styled_otherwise,)
    summary = Text("单价单位的写法不统一", "Prices of one 测算 are written in two ways")
    rationale = Text(
        "“万元一次”与“万元/次”混用，程序和人都要多看一眼；统一写成“万元/次”。",
        "Two spellings of one unit cost a second look; the forms use the stroke.",
    )
    help = Text("请将“{price}”改写为“{styled}”。", "Write {styled} for {price}.")
    legal_basis = (
        "附表3“支出测算依据及过程说明”填报格式；财预〔2015〕88号审核表一、完整性审核·规范完整性"
    )
    messages: ClassVar[dict[str, Text]] = {
        "message": Text(
            "单价“{price}”与算式中的写法不统一，宜写为“{styled}”。",
            "{price} is written otherwise than in the calculation; {styled} is usual.",
        ),
    }
    bad_example = """
| 支出方向（子项）   | 维护权益     | 所属专项 | 名称 | 业务经费               |
| 项目金额           | 1            | ^        | 金额 | 1                      |
| 项目实施期         | 2023年 | < | < | < | < |
| 支出明细及测算说明 | 支出内容简介 | 支出明细 | 金额 | 支出测算依据及过程说明 |
| ^ | 妇联 | 维权费用 | 1 | 宣传费0.2万元一次，宣传5次。5次*0.2（万元/次）=1万元 |
| ^                  | 合计         | <        | 1    |                        |
"""
    good_example = """
| 支出方向（子项）   | 维护权益     | 所属专项 | 名称 | 业务经费               |
| 项目金额           | 1            | ^        | 金额 | 1                      |
| 项目实施期         | 2023年 | < | < | < | < |
| 支出明细及测算说明 | 支出内容简介 | 支出明细 | 金额 | 支出测算依据及过程说明 |
| ^ | 妇联 | 维权费用 | 1 | 宣传费0.2万元/次，宣传5次。5次*0.2（万元/次）=1万元 |
| ^                  | 合计         | <        | 1    |                        |
"""

    def over_form(self, form: Form, context: RuleContext) -> RuleOutput:
        for line in lines_where(form, context, _styled_otherwise):
            for price in _styled_otherwise(line, context.settings):
                styled = _ONE.sub("/", price, count=1)
                details = {"price": price, "styled": styled}
                path = line.at(Role.BASIS)
                yield Violation(form, path, details=details, expected=styled, actual=price)
