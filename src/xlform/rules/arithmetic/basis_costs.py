"""A-10, A-11: cost indicators against what 支出明细 spends."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import ClassVar, NamedTuple

from xlform.basis import core_name
from xlform.basis.formatting import format_money, format_number
from xlform.basis.lexicon import basis_words
from xlform.basis.prices import price_of
from xlform.basis.units import read_unit
from xlform.messages import listed
from xlform.model.submission import Form, Target
from xlform.rules.context import RuleContext
from xlform.rules.expense_lines import Line, expense_lines
from xlform.rules.kernel import Rule, RuleOutput, Text, Undetermined, Violation, register
from xlform.rules.quality.indicators import IndicatorRow, indicators_where
from xlform.rules.quality.kinds import is_price, is_whole
from xlform.template.roles import Role

_SHORTEST = 2
_WHOLE = Decimal(100)
_YUAN = "元"


class _Cost(NamedTuple):
    """A cost indicator in money: its path, name, target and base_value in 万元."""

    path: str
    name: str
    target: Target
    base_value: Decimal


class _Group(NamedTuple):
    """The lines an indicator speaks of, and their name."""

    name: str
    lines: list[Line]

    @property
    def total(self) -> Decimal:
        """The sum of their amounts; a line without one adds nothing."""
        return sum((one.amount for one in self.lines if one.amount is not None), Decimal(0))


def _is_cost(indicator: IndicatorRow) -> bool:
    """Return whether an indicator is under a level of cost."""
    levels = basis_words().cost_levels
    return indicator.level2 in levels or indicator.level1 in levels


def _is_cost_in_money(indicator: IndicatorRow, _: RuleContext) -> bool:
    """Return whether a cost indicator is a sum of money, not a price nor a share."""
    target = indicator.target
    if target.type != "number" or target.value is None or not _is_cost(indicator):
        return False
    unit = read_unit(target.unit)
    return unit is not None and unit.is_money and not is_price(indicator.name)


def _is_cost_of_each(indicator: IndicatorRow, _: RuleContext) -> bool:
    """Return whether a cost indicator is a price."""
    if not indicator.target.unit or not _is_cost(indicator):
        return False
    unit = read_unit(indicator.target.unit)
    return unit is not None and (unit.is_price or (unit.is_money and is_price(indicator.name)))


@register
class CostOfContent(Rule):
    """A cost indicator differs from the subtotal of the content it names."""

    code = "A-10"
    name = "cost-indicator-not-subtotal"
    severity = "error"
    roles = ((Role.EXPENSES, Role.AMOUNT), (Role.INDICATORS, Role.TARGET))
    indicator_tests = (_is_cost_in_money,)
    summary = Text(
        "成本指标与支出明细对应内容的小计不一致",
        "A cost indicator differs from the expenses it names",
    )
    rationale = Text(
        "成本指标是对所列支出的控制数；与明细小计不等，指标就约束不了这笔支出。",
        "A cost indicator caps the expenses it names; with another amount it caps nothing.",
    )
    help = Text(
        "请按支出明细核定“{indicator}”的成本指标值，或改正明细。",
        "Set the target of {indicator} by the expenses, or correct these.",
    )
    legal_basis = (
        "财预〔2021〕101号《指引》成本指标；财预〔2015〕88号审核表三、适当性审核·资金匹配性"
    )
    messages: ClassVar[dict[str, Text]] = {
        "message": Text(
            "成本指标“{indicator}”填报{actual}，支出明细“{group}”小计{expected}{parts}，"
            "差额{difference}。",
            "The cost indicator {indicator} is {actual}; {group} comes to {expected}{parts}, "
            "a difference of {difference}.",
        ),
    }
    bad_example = """
| 支出方向（子项）   | 网格事件处理 | 所属专项 | 名称     | 网格事件办理 |          |
| 项目金额           | 10           | ^        | 金额     | 10           |          |
| 年度绩效指标       | 一级指标     | 二级指标 | 三级指标 | 指标值及单位 | 绩效标准 |
| ^                  | 产出指标     | 成本指标 | 砍伐枯树 | 5万          | 计划标准 |
| 支出明细及测算说明 | 支出内容简介 | 支出明细 | 金额     | 支出测算依据及过程说明 | < |
| ^                  | 砍伐枯树     | 砍伐费   | 6        | 20次*0.3万元/次=6万元  | < |
| ^                  | ^            | 机械费   | 4        | 20次*0.2万元/次=4万元  | < |
| ^                  | 合计         | <        | 10       |              | <        |
"""
    good_example = """
| 支出方向（子项）   | 网格事件处理 | 所属专项 | 名称     | 网格事件办理 |          |
| 项目金额           | 10           | ^        | 金额     | 10           |          |
| 年度绩效指标       | 一级指标     | 二级指标 | 三级指标 | 指标值及单位 | 绩效标准 |
| ^                  | 产出指标     | 成本指标 | 砍伐枯树 | ≤10万元      | 计划标准 |
| 支出明细及测算说明 | 支出内容简介 | 支出明细 | 金额     | 支出测算依据及过程说明 | < |
| ^                  | 砍伐枯树     | 砍伐费   | 6        | 20次*0.3万元/次=6万元  | < |
| ^                  | ^            | 机械费   | 4        | 20次*0.2万元/次=4万元  | < |
| ^                  | 合计         | <        | 10       |              | <        |
"""

    def over_form(self, form: Form, context: RuleContext) -> RuleOutput:
        lines = expense_lines(context.values(form))
        for cost in _costs(form, context):
            # A-11 compares the cost of the whole project.
            groups = [] if is_whole(cost.name) else _groups(cost.name, lines)
            if not groups or _agrees(cost, groups, context.settings.cent):
                continue
            group = groups[0]
            if any(line.amount is None for line in group.lines):
                yield Undetermined(form, _NO_AMOUNT, cost.path)
                continue
            parts = "+".join(
                format_number(line.amount) for line in group.lines if line.amount is not None
            )
            details = {
                "indicator": cost.name,
                "group": group.name,
                "parts": f"（{parts}）" if len(group.lines) > 1 else "",
                "expected": format_money(group.total),
                "actual": cost.target.text.strip(),
                "difference": format_money(abs(group.total - cost.base_value)),
            }
            yield Violation(
                form, cost.path, details=details,
                expected=details["expected"], actual=details["actual"],
                operands=tuple((form, line.at(Role.AMOUNT)) for line in group.lines),
                amount=abs(group.total - cost.base_value),
            )  # fmt: skip


_NO_AMOUNT = Text("对应的支出明细金额没有填", "the amount of an expense it names is blank")


def _costs(form: Form, context: RuleContext) -> list[_Cost]:
    """The cost indicators whose target is a sum of money, not a price nor a share."""
    return context.memoize(form, _read_costs)


def _read_costs(form: Form, context: RuleContext) -> list[_Cost]:
    found = []
    for one in indicators_where(form, context, _is_cost_in_money):
        target = one.target
        unit = read_unit(target.unit) if one.is_annual else None
        if unit and target.value is not None:
            base_value = target.value.scaleb(unit.scale)
            if target.unit == _YUAN and base_value in _prices(form, context):
                continue
            found.append(_Cost(one.at(Role.TARGET), one.name, target, base_value))
    return found


def _prices(form: Form, context: RuleContext) -> frozenset[Decimal]:
    """Return the unit prices in the 测算 of all lines, in 万元."""
    lines = expense_lines(context.values(form))
    prices = (price_of(equation) for line in lines for equation in line.basis.equations)
    return frozenset(price.base_value for price in prices if price)


def _groups(name: str, lines: list[Line]) -> list[_Group]:
    """Return the groups of 支出明细 that a name may mean, the surest first."""
    wanted = core_name(name)
    if len(wanted) < _SHORTEST:
        return []
    ways: tuple[Callable[[Line], bool], ...] = (
        lambda line: core_name(line.category) == wanted,
        lambda line: core_name(line.item) == wanted,
        lambda line: wanted in line.item,
        lambda line: _within(core_name(line.item), wanted),
        lambda line: _within(core_name(line.category), wanted),
    )
    found = []
    for n, is_meant in enumerate(ways):
        meant = [line for line in lines if is_meant(line)]
        if meant:
            by_category = n in (0, len(ways) - 1)
            group = meant[0].category if by_category else "”“".join(one.item for one in meant)
            found.append(_Group(group, meant))
    return found


def _within(part: str, whole: str) -> bool:
    return len(part) >= _SHORTEST and part in whole


def _agrees(cost: _Cost, groups: list[_Group], cent: Decimal) -> bool:
    """Return whether a group's total is the target; for a bound, the surest may be lower."""
    if cost.target.comparator in ("<=", "<") and groups[0].total <= cost.base_value + cent:
        return True
    return any(abs(one.total - cost.base_value) <= cent for one in groups)


@register
class CostsCoverAmount(Rule):
    """The cost indicators exceed the amount, or leave much of it uncovered."""

    code = "A-11"
    name = "cost-indicators-not-amount"
    severity = "warning"
    roles = (Role.PROJECT, Role.AMOUNT, (Role.INDICATORS, Role.TARGET))
    indicator_tests = (_is_cost_in_money,)
    summary = Text(
        "成本指标合计超过项目金额，或只覆盖其一部分",
        "Cost indicators exceed the amount or cover little of it",
    )
    rationale = Text(
        "成本指标应控制住项目的主要支出；没有成本指标的支出，年底无从考核。",
        "Cost indicators are to cap most of what is spent; the rest cannot be assessed later.",
    )
    help = Text(
        "请核对成本指标，使其与“{label}”匹配，补上未列成本指标的主要支出。",
        "Match the cost indicators with {label}; add those for the main expenses left out.",
    )
    legal_basis = (
        "财预〔2021〕101号《指引》成本指标；财预〔2015〕88号审核表三、适当性审核·资金匹配性"
    )
    messages: ClassVar[dict[str, Text]] = {
        "message": Text(
            "成本指标合计{actual}，超过“{label}”{expected}，差额{difference}。",
            "The cost indicators come to {actual}, more than {label}, {expected}: by {difference}.",
        ),
        "uncovered": Text(
            "成本指标合计{actual}，只占“{label}”{expected}的{share}%，"
            "{difference}的支出没有成本指标{left}。",
            "The cost indicators come to {actual}, {share}% of {label}, {expected}; {difference} "
            "has none{left}.",
        ),
    }
    bad_example = """
| 支出方向（子项）   | 网格事件处理 | 所属专项 | 名称     | 网格事件办理 |          |
| 项目金额           | 20           | ^        | 金额     | 20           |          |
| 年度绩效指标       | 一级指标     | 二级指标 | 三级指标 | 指标值及单位 | 绩效标准 |
| ^                  | 产出指标     | 成本指标 | 砍伐枯树 | ≤10万元      | 计划标准 |
| 支出明细及测算说明 | 支出内容简介 | 支出明细 | 金额     | 支出测算依据及过程说明 | < |
| ^                  | 砍伐枯树     | 砍伐费   | 10       | 20次*0.5万元/次=10万元 | < |
| ^                  | 路面修复     | 修复费   | 10       | 20次*0.5万元/次=10万元 | < |
| ^                  | 合计         | <        | 20       |              | <        |
"""
    good_example = """
| 支出方向（子项）   | 网格事件处理 | 所属专项 | 名称     | 网格事件办理 |          |
| 项目金额           | 20           | ^        | 金额     | 20           |          |
| 年度绩效指标       | 一级指标     | 二级指标 | 三级指标 | 指标值及单位 | 绩效标准 |
| ^                  | 产出指标     | 成本指标 | 砍伐枯树 | ≤10万元      | 计划标准 |
| ^                  | ^            | ^        | 路面修复 | ≤10万元      | 计划标准 |
| 支出明细及测算说明 | 支出内容简介 | 支出明细 | 金额     | 支出测算依据及过程说明 | < |
| ^                  | 砍伐枯树     | 砍伐费   | 10       | 20次*0.5万元/次=10万元 | < |
| ^                  | 路面修复     | 修复费   | 10       | 20次*0.5万元/次=10万元 | < |
| ^                  | 合计         | <        | 20       |              | <        |
"""

    def over_form(self, form: Form, context: RuleContext) -> RuleOutput:
        values = context.values(form)
        costs, amount = _costs(form, context), values.amount()
        if not costs:
            return
        if amount is None:
            yield Undetermined(form, _NO_TOTAL, values.path_of(Role.AMOUNT))
            return
        costs, total = _together(costs, amount, expense_lines(values))
        details = {
            "label": values.label(Role.AMOUNT),
            "expected": format_money(amount),
            "actual": format_money(total),
            "difference": format_money(abs(amount - total)),
        }
        compared = (values.path_of(Role.AMOUNT), *(cost.path for cost in costs))
        operands = tuple((form, path) for path in compared)
        if total > amount + context.settings.cent:
            yield Violation(
                form, costs[0].path, details=details,
                expected=_SUM_AT_MOST.translate(sum=details["expected"]),
                actual=_SUM.translate(sum=details["actual"]),
                operands=operands,
                amount=abs(amount - total),
            )  # fmt: skip
        elif amount - total > amount * context.settings.uncovered_share and not _has_price(
            form, context
        ):
            details["share"] = format_number((total / amount * _WHOLE).quantize(Decimal(1)))
            details["left"] = _left_out(expense_lines(values), costs)
            yield Violation(
                form, costs[0].path, message="uncovered", details=details,
                expected=_SUM.translate(sum=details["expected"]),
                actual=_SUM.translate(sum=details["actual"]),
                operands=operands,
                amount=abs(amount - total),
            )  # fmt: skip


def _together(
    costs: list[_Cost], amount: Decimal, lines: list[Line]
) -> tuple[list[_Cost], Decimal]:
    """Return the costs to be compared with the amount, and their sum.

    A cost of the whole project (总成本) already holds the parts listed beside it.
    """
    total = sum((cost.base_value for cost in costs), Decimal(0))
    whole = [
        cost
        for cost in costs
        if is_whole(cost.name) or (cost.base_value == amount and not _groups(cost.name, lines))
    ]
    if not whole or len(whole) == len(costs) == 1:
        return costs, total
    parts = [cost for cost in costs if cost not in whole]
    largest = max(whole, key=lambda cost: cost.base_value)
    of_parts = sum((cost.base_value for cost in parts), Decimal(0))
    if of_parts > largest.base_value:
        return parts, of_parts
    return [largest], largest.base_value


# Of all cost indicators together: what one of them has to be is for A-10.
_SUM = Text("各项合计{sum}", "{sum} together")
_SUM_AT_MOST = Text("各项合计≤{sum}", "≤{sum} together")
_NO_TOTAL = Text("项目金额没有填或读不出", "the amount is blank or cannot be read")


def _has_price(form: Form, context: RuleContext) -> bool:
    """Return whether a cost indicator is a price, so that its share of the amount is unknown."""
    return any(one.is_annual for one in indicators_where(form, context, _is_cost_of_each))


def _left_out(lines: list[Line], costs: list[_Cost]) -> str:
    """The contents no cost indicator speaks of."""
    named = {id(line) for cost in costs for one in _groups(cost.name, lines) for line in one.lines}
    left = dict.fromkeys(line.category for line in lines if id(line) not in named)
    names = listed(f"“{one}”" for one in left if one)
    return Text("（{names}）", " ({names})").translate(names=names) if left else ""
