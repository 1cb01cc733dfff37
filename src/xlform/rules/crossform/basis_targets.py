"""X-13, X-14: prices and counts of the indicators against those of 测算."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import ClassVar, NamedTuple

from xlform.basis import Equation, Unit, core_name
from xlform.basis.formatting import format_number
from xlform.basis.lexicon import basis_words
from xlform.basis.units import read_unit
from xlform.messages import listed
from xlform.model.submission import Form, Target
from xlform.rules.context import RuleContext
from xlform.rules.crossform.counts_of_lines import is_count_of, is_explained
from xlform.rules.expense_lines import Line, expense_lines
from xlform.rules.kernel import Rule, RuleOutput, Text, Violation, register
from xlform.rules.quality.indicators import IndicatorRow, IndicatorTest, indicators_where
from xlform.template.roles import Role

_SHORTEST = 2


class _Indicator(NamedTuple):
    """An indicator with a number: its path, what it is about, its target and unit."""

    path: str
    name: str
    target: Target
    unit: Unit
    base_value: Decimal


class _Number(NamedTuple):
    """A price or count of a line of 测算."""

    line: Line
    text: str
    base_value: Decimal


def _unit_of(indicator: IndicatorRow) -> Unit | None:
    """Return the unit of a target that is a number, if it is known."""
    target = indicator.target
    is_number = target.type == "number" and target.value is not None
    return read_unit(target.unit) if is_number else None


def _is_priced(indicator: IndicatorRow, _: RuleContext) -> bool:
    """Return whether an indicator states a price that is paid.

    Benefits have prices too (节省费用≥100元/人); they are not what is paid.
    """
    unit, words = _unit_of(indicator), basis_words()
    is_price = unit is not None and unit.is_price
    return is_price and indicator.level2 in words.cost_levels | words.count_levels


def _is_counted(indicator: IndicatorRow, _: RuleContext) -> bool:
    """Return whether an indicator states a count of things."""
    unit = _unit_of(indicator)
    is_count = unit is not None and unit.money_power is None and not unit.under
    return is_count and indicator.level2 in basis_words().count_levels


def _measured(form: Form, context: RuleContext, test: IndicatorTest) -> Iterator[_Indicator]:
    """Yield the indicators of the year that pass a test, with their unit."""
    for one in indicators_where(form, context, test):
        target, unit = one.target, _unit_of(one)
        if one.is_annual and unit and target.value is not None:
            base_value = target.value.scaleb(unit.scale)
            yield _Indicator(one.at(Role.TARGET), one.name, target, unit, base_value)


@register
class PriceOfTarget(Rule):
    """A price among the indicators differs from the price its expense is computed with."""

    code = "X-13"
    name = "price-differs-from-basis"
    severity = "error"
    roles = ((Role.EXPENSES, Role.BASIS), (Role.INDICATORS, Role.TARGET))
    indicator_tests = (_is_priced,)
    summary = Text(
        "指标中的单价与测算单价不一致", "A price of an indicator differs from that of 测算"
    )
    rationale = Text(
        "同一补贴标准在指标和测算里写成两个数，按哪个发放就差出一笔钱。",
        "With two prices for one thing, what will be paid is open.",
    )
    help = Text(
        "请核实标准，把“{indicator}”的指标值与支出测算改成一致。",
        "Find the right price and use it in both the target of {indicator} and the calculation.",
    )
    legal_basis = "财预〔2015〕88号《项目支出绩效目标审核表》三、适当性审核·资金匹配性"
    messages: ClassVar[dict[str, Text]] = {
        "message": Text(
            "指标“{indicator}”填报{actual}，{cell}测算用{said}{converted}，两处单价不一致。",
            "The target of {indicator} is {actual}; {cell} computes with {said}{converted}.",
        ),
    }
    bad_example = """
| 支出方向（子项）   | 无偿献血     | 所属专项   | 名称             | 卫生健康     |          |
| 项目金额           | 6            | ^          | 金额             | 6            |          |
| 年度绩效指标       | 一级指标     | 二级指标   | 三级指标         | 指标值及单位 | 绩效标准 |
| ^                  | 产出指标     | 数量指标   | 无偿献血营养补贴 | 500元/人     | 计划标准 |
| 支出明细及测算说明 | 支出内容简介 | 支出明细   | 金额             | 支出测算依据及过程说明 | < |
| ^ | 卫健 | 献血补贴 | 6 | 无偿献血0.03万元/人，200人。200人*0.03（万元/人）=6万元 | < |
| ^                  | 合计         | <          | 6                |              | <        |
"""
    good_example = """
| 支出方向（子项）   | 无偿献血     | 所属专项   | 名称             | 卫生健康     |          |
| 项目金额           | 6            | ^          | 金额             | 6            |          |
| 年度绩效指标       | 一级指标     | 二级指标   | 三级指标         | 指标值及单位 | 绩效标准 |
| ^                  | 产出指标     | 数量指标   | 无偿献血营养补贴 | 300元/人     | 计划标准 |
| 支出明细及测算说明 | 支出内容简介 | 支出明细   | 金额             | 支出测算依据及过程说明 | < |
| ^ | 卫健 | 献血补贴 | 6 | 无偿献血0.03万元/人，200人。200人*0.03（万元/人）=6万元 | < |
| ^                  | 合计         | <          | 6                |              | <        |
"""

    def over_form(self, form: Form, context: RuleContext) -> RuleOutput:
        lines = expense_lines(context.values(form))
        for one in _measured(form, context, _is_priced):
            if _is_mean_of_several(one, lines, context):
                continue
            prices = list(_prices(one, lines))
            base_values = {price.base_value for price in prices}
            if not prices or any(
                _meets(one, base_value)
                for base_value in (*base_values, sum(base_values, Decimal(0)))
            ):
                continue
            yield _price_hit(form, one, prices[0])


def _is_mean_of_several(one: _Indicator, lines: list[Line], context: RuleContext) -> bool:
    """Return whether a price is a mean (户均) of several lines, each with a price of its own."""
    if not any(word in one.name for word in context.words.get("mean-prices", {})):
        return False
    return sum(one.unit.under in _priced(line) for line in lines) > 1


def _priced(line: Line) -> set[tuple[str, ...]]:
    """Return what the prices of a line are for each of."""
    operands = (operand for each in line.basis.equations for operand in each.operands)
    units = [operand.unit for operand in operands if operand.unit and operand.unit.is_price]
    units += [each.unit for each in line.basis.statements if each.kind == "price"]
    return {unit.under for unit in units}


def _price_hit(form: Form, one: _Indicator, price: _Number) -> Violation:
    said = price.base_value.scaleb(-one.unit.scale)
    same = f"{format_number(said)}{one.unit.text}"
    details = {
        "indicator": one.name,
        "actual": one.target.text.strip(),
        "said": price.text,
        "cell": form.origins.get(price.line.at(Role.BASIS), ""),
        "converted": "" if same == price.text else f"（{same}）",
    }
    return Violation(form, one.path, details=details, expected=same, actual=details["actual"])


def _prices(one: _Indicator, lines: list[Line]) -> Iterator[_Number]:
    """The prices for the same thing in the lines that speak of the same."""
    for line in lines:
        for equation in line.basis.equations:
            price = equation.price
            if (
                price is None
                or price.value is None
                or price.unit is None
                or price.base_value is None
            ):
                continue
            if price.unit.under == one.unit.under and _is_about(one.name, line, equation):
                yield _Number(
                    line, f"{format_number(price.value)}{price.unit.text}", price.base_value
                )


def _meets(one: _Indicator, base_value: Decimal) -> bool:
    """Return whether a price meets the target; an upper bound may be above it."""
    if one.target.comparator in ("<=", "<"):
        return base_value <= one.base_value
    if one.target.comparator in (">=", ">"):
        return base_value >= one.base_value
    return base_value == one.base_value


@register
class CountOfTarget(Rule):
    """The count an indicator plans differs from the count its expense is computed with."""

    code = "X-14"
    name = "count-differs-from-basis"
    severity = "warning"
    roles = ((Role.EXPENSES, Role.BASIS), (Role.INDICATORS, Role.TARGET))
    indicator_tests = (_is_counted,)
    summary = Text("数量指标与测算数量不一致", "A planned count differs from the count of 测算")
    rationale = Text(
        "按多的数要钱、按少的数定目标，年底目标轻易完成而资金结余，或者相反。",
        "Money is asked for one number and less is promised, or the other way round.",
    )
    help = Text(
        "请核对“{indicator}”的指标值与支出测算的数量，改成一致或说明理由。",
        "Bring the target of {indicator} and the calculation together, or give the reason.",
    )
    legal_basis = "财预〔2015〕88号《项目支出绩效目标审核表》三、适当性审核·资金匹配性"
    messages: ClassVar[dict[str, Text]] = {
        "message": Text(
            "指标“{indicator}”计划{actual}，{cells}测算按{expected}安排资金，两处数量不一致。",
            "{indicator} plans {actual}; {cells} computes with {expected}.",
        ),
    }
    bad_example = """
| 支出方向（子项）   | 环境整治     | 所属专项   | 名称         | 城乡环境整治 |          |
| 项目金额           | 10           | ^          | 金额         | 10           |          |
| 年度绩效指标       | 一级指标     | 二级指标   | 三级指标     | 指标值及单位 | 绩效标准 |
| ^                  | 产出指标     | 数量指标   | 人居环境宣传 | ≥10次        | 计划标准 |
| 支出明细及测算说明 | 支出内容简介 | 支出明细   | 金额         | 支出测算依据及过程说明 | < |
| ^ | 城市管理 | 宣传费 | 10 | 宣传费0.5万元/次，宣传20次。20次*0.5（万元/次）=10万元 | < |
| ^                  | 合计         | <          | 10           |              | <        |
"""
    good_example = """
| 支出方向（子项）   | 环境整治     | 所属专项   | 名称         | 城乡环境整治 |          |
| 项目金额           | 10           | ^          | 金额         | 10           |          |
| 年度绩效指标       | 一级指标     | 二级指标   | 三级指标     | 指标值及单位 | 绩效标准 |
| ^                  | 产出指标     | 数量指标   | 人居环境宣传 | ≥20次        | 计划标准 |
| 支出明细及测算说明 | 支出内容简介 | 支出明细   | 金额         | 支出测算依据及过程说明 | < |
| ^ | 城市管理 | 宣传费 | 10 | 宣传费0.5万元/次，宣传20次。20次*0.5（万元/次）=10万元 | < |
| ^                  | 合计         | <          | 10           |              | <        |
"""

    def over_form(self, form: Form, context: RuleContext) -> RuleOutput:
        lines = expense_lines(context.values(form))
        for one in _measured(form, context, _is_counted):
            counts = list(_counts(one, lines))
            base_values = [count.base_value for count in counts]
            if not counts or one.base_value in (*base_values, sum(base_values, Decimal(0))):
                continue
            about = [count.line for count in counts]
            if is_explained(one.base_value, one.unit, about, lines) or any(
                _has_rest(line, context) for line in about
            ):
                continue
            details = {
                "indicator": one.name,
                "actual": one.target.text.strip(),
                "expected": listed(dict.fromkeys(count.text for count in counts)),
                "cells": listed(
                    dict.fromkeys(
                        form.origins.get(count.line.at(Role.BASIS), "") for count in counts
                    )
                ),
            }
            yield Violation(
                form, one.path, details=details,
                expected=details["expected"], actual=details["actual"],
            )  # fmt: skip


def _counts(one: _Indicator, lines: list[Line]) -> Iterator[_Number]:
    """The counts of the same thing in the lines that speak of the same."""
    for line in lines:
        for equation in line.basis.equations:
            if not _is_about(one.name, line, equation):
                continue
            for count in equation.counts:
                if count.base_value is not None and is_count_of(one.unit, count.unit):
                    yield _Number(line, count.text.strip(), count.base_value)


def _has_rest(line: Line, context: RuleContext) -> bool:
    """Return whether a 测算 counts a rest (其余3次): its counts are parts."""
    return any(word in line.basis.text for word in context.words.get("rest-of-count", {}))


def _is_about(name: str, line: Line, equation: Equation) -> bool:
    """Return whether an indicator and an equation name the same: 人居环境宣传 and 宣传费."""
    wanted = core_name(name)
    return any(
        len(said) >= _SHORTEST and (said in wanted or (len(wanted) >= _SHORTEST and wanted in said))
        for said in (core_name(equation.noun), core_name(line.item), core_name(line.category))
    )
