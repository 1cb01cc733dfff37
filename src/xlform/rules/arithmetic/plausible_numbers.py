"""A-13, A-14: percentages out of range, and numbers implausible for their unit."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from decimal import Decimal
from typing import ClassVar

from xlform.model.submission import CEILINGS, Form, Target
from xlform.rules.arithmetic.figures import (
    amounts,
    decimal_places,
    in_yuan,
)
from xlform.rules.context import RuleContext
from xlform.rules.kernel import Rule, RuleOutput, Text, Violation, register
from xlform.rules.quality.indicators import Indicator, IndicatorRow, indicators_where
from xlform.rules.quality.kinds import has, kind_of
from xlform.rules.text_tests import Words
from xlform.template.roles import Role

_WHOLE = Decimal(100)
_FEW = 20
# Decimals of an amount in 万元: two as the forms print it; six if it was converted from 元 and 分.
_PLACES_WAN, _PLACES_YUAN = 2, 6
_SUCCEEDING = frozenset({"satisfaction", "quality-rate", "acceptance", "timely-rate"})


def _wrong_share(indicator: IndicatorRow, context: RuleContext) -> str:
    """Return the key of the message about a percentage, "" where it is plausible."""
    name, target = indicator.name, indicator.target
    if target.unit == "%" and _is_outside(target, name, context.words.get("growth", {})):
        return "message"
    if target.unit == "‰" and _is_share_in_hundredths(target, name):
        return "per-mille"
    if _is_too_low(target, name, context.words.get("nearly-always-reached", {})):
        return "too-low"
    is_rate = target.value == 0 and name.endswith(tuple(context.words.get("shares", {})))
    return "bare-zero" if is_rate and _starts_with_digit(target) else ""


def _wrong_number(indicator: IndicatorRow, context: RuleContext) -> str:
    """Return the key of the message about a number, "" where it is plausible."""
    target = indicator.target
    if not target.value:
        return ""
    words, name = context.words, indicator.name
    counted = words.get("counted-whole", {})
    if target.unit in counted and target.value % 1 and not has(name, words.get("averages", {})):
        return "not-whole"
    if _is_beyond_calendar(target, name, words):
        return "beyond"
    if target.unit[:1] == "亿" and target.unit[1:] in counted:
        return "huge"
    below_zero = words.get("below-zero-units", {})
    return "negative" if _is_wrongly_negative(target, name, below_zero) else ""


@register
class PercentInRange(Rule):
    """A percentage is outside 0 to 100, or a rate of zero has no comparison sign."""

    code = "A-13"
    name = "percentage-out-of-range"
    severity = "warning"
    any_role = ((Role.INDICATORS, Role.TARGET), (Role.PERIOD_INDICATORS, Role.TARGET))
    indicator_tests = (_wrong_share,)
    summary = Text(
        "百分比超出 0–100%，或比率只写了一个 0",
        "A percentage outside 0–100%, or a rate given as a bare 0",
    )
    rationale = Text(
        "除增长率外，比率不可能大于 100% 或为负；只写“0”看不出是“＝0”、“≤0”还是没有填。",
        "Save for growth, a rate can't exceed 100% or be negative; a bare 0 may mean =0, ≤0 or "
        "nothing.",
    )
    help = Text(
        "请核对“{indicator}”的指标值，写明比较符号、数值和百分号。",
        "Check the target of {indicator}; write its sign, number and %.",
    )
    legal_basis = (
        "财预〔2021〕101号《指引》绩效指标取值；财预〔2015〕88号审核表二、相关性审核·指标科学性"
    )
    messages: ClassVar[dict[str, Text]] = {
        "message": Text(
            "“{indicator}”的指标值“{seen}”超出 0–100%。",
            "The target of {indicator}, {seen}, lies outside 0–100%.",
        ),
        "too-low": Text(
            "“{indicator}”的指标值只有“{seen}”，疑少写了一位。",
            "The target of {indicator} is only {seen}: a figure may be missing.",
        ),
        "per-mille": Text(
            "“{indicator}”的指标值“{seen}”是千分数，疑应为百分数。",
            "The target of {indicator}, {seen}, is per mille: percent is probably meant.",
        ),
        "bare-zero": Text(
            "“{indicator}”的指标值只写了“{seen}”，没有比较符号。",
            "The target of {indicator} is a bare {seen} without a sign.",
        ),
    }
    bad_example = """
| 年度预算申请（万元） | 按收入性质分 | <        | 按支出性质分       | <            |
| 年度绩效指标         | 一级指标     | 二级指标 | 三级指标           | 指标值及单位 |
| ^                    | 产出指标     | 质量指标 | 执法检查覆盖率     | ≥190%        |
| ^                    | ^            | ^        | 特大事故发生率     | '0           |
| ^                    | 效益指标     | 经济效益指标 | 集体收入增长率 | ≥120%        |
"""
    good_example = """
| 年度预算申请（万元） | 按收入性质分 | <        | 按支出性质分       | <            |
| 年度绩效指标         | 一级指标     | 二级指标 | 三级指标           | 指标值及单位 |
| ^                    | 产出指标     | 质量指标 | 执法检查覆盖率     | ≥90%         |
| ^                    | ^            | ^        | 特大事故发生率     | =0%          |
| ^                    | 效益指标     | 经济效益指标 | 集体收入增长率 | ≥120%        |
"""

    def over_form(self, form: Form, context: RuleContext) -> RuleOutput:
        for indicator in indicators_where(form, context, _wrong_share):
            message = _wrong_share(indicator, context)
            yield _violation(form, indicator, message)


def _is_outside(target: Target, name: str, growth: Mapping[str, str]) -> bool:
    numbers = [number for number in (target.value, target.low, target.high) if number is not None]
    if all(0 <= number <= _WHOLE for number in numbers):
        return False
    return not any(word in name for word in growth)


def _is_too_low(target: Target, name: str, reached: Iterable[str]) -> bool:
    """Return True for a floor of a few percent under what is to succeed nearly always."""
    if target.unit != "%" or target.comparator not in (">=", ">", "=") or not target.value:
        return False
    return target.value < _FEW and name.endswith(tuple(reached))


def _is_share_in_hundredths(target: Target, name: str) -> bool:
    """Return True for 95‰ of what is to succeed nearly always; 5‰ of births, 995‰ may be meant."""
    return _is_near_all(target.value) and kind_of(name).name in _SUCCEEDING


def _is_near_all(value: Decimal | None) -> bool:
    return value is not None and _WHOLE / 2 <= value <= _WHOLE


def _starts_with_digit(target: Target) -> bool:
    return target.text.strip()[:1].isdigit()


def _violation(form: Form, indicator: Indicator, message: str) -> Violation:
    text = indicator.target.text
    details = {"what": indicator.name, "indicator": indicator.name, "seen": text}
    path = indicator.at(Role.TARGET)
    return Violation(form, path, message=message, details=details, actual=text)


@register
class PlausibleNumber(Rule):
    """An amount is negative or has too many decimals, or a count is not a whole number."""

    code = "A-14"
    name = "number-not-plausible"
    severity = "warning"
    summary = Text(
        "金额为负、小数位数过多，或个数不是整数",
        "An amount is negative or too fine, or a count is no whole number",
    )
    rationale = Text(
        "预算金额不会是负数，以万元为单位一般保留两位小数；人数、次数不会有半个。",
        "Budgeted money is not negative nor finer than two decimals of 万元; people and events "
        "come whole.",
    )
    help = Text("请核对“{what}”，改正填错的数。", "Check {what} and correct the number.")
    legal_basis = "财预〔2015〕88号《项目支出绩效目标审核表》一、完整性审核·规范完整性（无错项）"
    messages: ClassVar[dict[str, Text]] = {
        "message": Text("“{what}”为负数：{seen} 万元。", "{what} is negative: {seen} 万元."),
        "too-fine": Text(
            "“{what}”{seen} 万元的小数超过 {places} 位。",
            "{what}, {seen} 万元, has more than {places} decimals.",
        ),
        "negative": Text(
            "“{what}”的指标值“{seen}”是负数。", "The target of {what}, {seen}, is negative."
        ),
        "huge": Text(
            "“{what}”的指标值“{seen}”以亿计，疑多写了单位。",
            "The target of {what}, {seen}, counts in 亿: too many by far.",
        ),
        "beyond": Text(
            "“{what}”的指标值“{seen}”超过了日历上有的天数、小时数。",
            "The target of {what}, {seen}, is more than a calendar has.",
        ),
        "not-whole": Text(
            "“{what}”的指标值“{seen}”不是整数。",
            "The target of {what}, {seen}, is no whole number.",
        ),
    }
    bad_example = """
| 支出方向（子项）   | 村庄清洁     | 所属专项 | 名称     | 人居环境     |                        |
| 项目金额           | 9.123        | ^        | 金额     | 9.12         |                        |
| 项目实施期         | 2023年       | <        | <        | <            | <                      |
| 年度绩效指标       | 一级指标     | 二级指标 | 三级指标 | 指标值及单位 | 绩效标准               |
| ^                  | 产出指标     | 数量指标 | 清洁行动 | ≥2.5次       | 计划标准               |
| 支出明细及测算说明 | 支出内容简介 | 支出明细 | 金额     | 支出测算依据及过程说明 | <            |
| ^                  | 村庄清洁     | 人工费   | -9.12    | 清洁费用     | <                      |
"""
    good_example = """
| 支出方向（子项）   | 村庄清洁     | 所属专项 | 名称     | 人居环境     |                        |
| 项目金额           | 9.12         | ^        | 金额     | 9.12         |                        |
| 项目实施期         | 2023年       | <        | <        | <            | <                      |
| 年度绩效指标       | 一级指标     | 二级指标 | 三级指标 | 指标值及单位 | 绩效标准               |
| ^                  | 产出指标     | 数量指标 | 清洁行动 | ≥2次         | 计划标准               |
| 支出明细及测算说明 | 支出内容简介 | 支出明细 | 金额     | 支出测算依据及过程说明 | <            |
| ^                  | 村庄清洁     | 人工费   | 9.12     | 清洁费用     | <                      |
"""

    def over_form(self, form: Form, context: RuleContext) -> RuleOutput:
        for path, label, value in amounts(form, context):
            if value >= 0 and decimal_places(value) <= _PLACES_WAN:
                continue
            limit = _PLACES_YUAN if in_yuan(form, path) else _PLACES_WAN
            details = {"what": label, "seen": f"{value:f}", "places": str(limit)}
            if value < 0:
                yield Violation(form, path, details=details, actual=f"{value:f}")
            elif decimal_places(value) > limit and decimal_places(value.normalize()) > limit:
                yield Violation(
                    form, path, message="too-fine", details=details, actual=f"{value:f}"
                )
        for indicator in indicators_where(form, context, _wrong_number):
            yield _violation(form, indicator, _wrong_number(indicator, context))


def _is_beyond_calendar(target: Target, name: str, words: Words) -> bool:
    """Return True for more days than a month has: 35天/月; days of several may be added up."""
    most = words.get("calendar-limits", {}).get(target.unit, "")
    if not most.isdecimal() or target.value is None or target.value <= int(most):
        return False
    return target.comparator not in CEILINGS and not has(name, words.get("added-up", {}))


def _is_wrongly_negative(target: Target, name: str, below_zero: Container[str]) -> bool:
    """Return True for less than nothing of what is counted; A-13 reports shares below 0%."""
    if target.value is None or target.value >= 0 or target.unit in ("%", "‰"):
        return False
    return target.unit not in below_zero and kind_of(name).name != "change"
