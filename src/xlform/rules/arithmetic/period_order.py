"""A-25 and A-26: a period that ends before it begins, a year that promises more than the period."""

from __future__ import annotations

from typing import ClassVar, Final

from xlform.model.submission import FLOORS, Form, Target
from xlform.rules.arithmetic.completion import number_in_unit_of
from xlform.rules.context import RuleContext
from xlform.rules.kernel import Rule, RuleOutput, Text, Violation, register
from xlform.rules.quality.indicators import Indicator, indicators
from xlform.template.labels import fold
from xlform.template.roles import Role

_LAW: Final = "财预〔2015〕88号《中央部门预算绩效目标管理办法》（中长期绩效目标、年度绩效目标）"
_DATES = """
| 项目支出绩效目标申报表 | < | < | < |
| 项目资金总额 | 86 | 年度资金申请总额 | 86 |
| 计划开始日期 | {start} | 计划完成日期 | 2024-06-30 |
| 绩效指标 | 三级指标 | 计算符号 | 计量单位 |
"""
_RATES: Final = ("%", "‰")
_TARGETS = """
| 项目支出绩效目标申报表 | < | < | < | < | < | < | < |
| 项目名称 | 植树造林 | < | < | < | < | < | < |
| 主管部门及代码 | 林业局 | < | 实施单位 | 青禾镇 | < | < | < |
| 总体目标 | 中期目标（2023年—2025年） | < | < | 年度目标 | < | < | < |
| ^ | 植树800亩。 | < | < | 植树800亩。 | < | < | < |
| 绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标值 | 二级指标 | 三级指标 | 指标值 |
| ^ | 产出指标 | 数量指标 | 植树面积 | ≥800亩 | 数量指标 | 植树面积 | {target} |
"""


@register
class PeriodReversed(Rule):
    """The last day of a project is before its first."""

    code = "A-25"
    name = "period-reversed"
    severity = "error"
    roles = (Role.PERIOD_START, Role.PERIOD_END)
    summary = Text("计划完成日期早于开始日期", "A project ends before it begins")
    rationale = Text(
        "开始和完成写颠倒了，时效指标和年度就无从核对。",
        "With the days exchanged, neither deadlines nor the year can be checked.",
    )
    help = Text("请核对两个日期，改正写错的一个。", "Check both days, and correct the wrong one.")
    legal_basis = _LAW
    messages: ClassVar[dict[str, Text]] = {
        "message": Text(
            "“{what}”{actual}，早于“{other}”{expected}。",
            "{what} ({actual}) is before {other} ({expected}).",
        ),
    }
    bad_example = _DATES.format(start="2024-12-31")
    good_example = _DATES.format(start="2024-01-01")

    def over_form(self, form: Form, context: RuleContext) -> RuleOutput:
        values = context.values(form)
        start, end = values.text(Role.PERIOD_START), values.text(Role.PERIOD_END)
        if start and end and end < start:  # ISO dates
            path = values.path_of(Role.PERIOD_END)
            details = {
                "what": values.label(Role.PERIOD_END),
                "other": values.label(Role.PERIOD_START),
            }
            details |= {"actual": end, "expected": start}
            yield Violation(form, path, details=details, expected=f"≥{start}", actual=end)


@register
class AnnualAbovePeriod(Rule):
    """A year promises more of an indicator than the whole period that it is part of."""

    code = "A-26"
    name = "annual-target-above-period"
    severity = "warning"
    roles = ((Role.INDICATORS, Role.TARGET), (Role.PERIOD_INDICATORS, Role.TARGET))
    summary = Text(
        "年度指标值超过整个实施期的指标值", "A target of the year exceeds that of the whole period"
    )
    rationale = Text(
        "年度是实施期的一部分，同一数量指标一年不会多于几年合计。",
        "The year is part of the period: it can't yield more than all its years.",
    )
    help = Text(
        "请核对两个指标值，是否年度和实施期（中期）填反了。",
        "Check both targets: were year and period exchanged?",
    )
    legal_basis = _LAW
    messages: ClassVar[dict[str, Text]] = {
        "message": Text(
            "“{name}”年度指标值“{actual}”，超过实施期（中期）的“{expected}”。",
            "{name} has {actual} for the year, more than {expected} for the whole period.",
        ),
    }
    bad_example = _TARGETS.format(target="≥900亩")
    good_example = _TARGETS.format(target="≥300亩")

    def over_form(self, form: Form, context: RuleContext) -> RuleOutput:
        values = context.values(form)
        whole = {fold(r.text(Role.LEVEL3)): r for r in values.rows(Role.PERIOD_INDICATORS)}
        for one in indicators(form, context):
            of_period = whole.get(fold(one.name)) if one.name and one.is_annual else None
            period = of_period.target() if of_period else None
            if period and _exceeds(one, period):
                details = {"name": one.name, "actual": one.target.text, "expected": period.text}
                path = one.at(Role.TARGET)
                yield Violation(form, path, details=details, actual=one.target.text)


def _exceeds(annual: Indicator, period: Target) -> bool:
    """Return True for a number to be reached that is higher in the year; rates are no sums.

    A number alone (36个) is to be reached where it is a quantity; elsewhere it may be a price.
    """
    exact = period.comparator == "=" and annual.family == "quantity"
    floor = exact or period.comparator in FLOORS
    if not floor or period.unit in _RATES or period.value is None:
        return False
    number = number_in_unit_of(period, annual.target)
    return number is not None and number > period.value
