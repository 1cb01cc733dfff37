"""X-09, X-10: contradictory years and dates."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import ClassVar

from xlform.model.submission import Form, Submission
from xlform.rules.context import RuleContext
from xlform.rules.kernel import NotApplicable, Rule, RuleOutput, Text, Violation, register
from xlform.rules.quality.indicators import IndicatorRow, indicators_where
from xlform.template.roles import Role

# The year of the figures in a sentence: 2023年收入1056.40万元.
_STATED = re.compile("(20[0-9]{2})年度?(?=(?:预算|项目)?(?:收入|支出))")
_NO_YEAR = Text("没有一张表写明年度。", "No form names a year.")


def _has_date(indicator: IndicatorRow, _: RuleContext) -> bool:
    return indicator.target.date is not None


def _deadlines(form: Form, context: RuleContext) -> Iterator[tuple[str, str, str, dt.date]]:
    """Yield path, indicator, text and date of each annual target that is a date."""
    for one in indicators_where(form, context, _has_date):
        if one.target.date and one.is_annual:
            yield one.at(Role.TARGET), one.name, one.target.text, one.target.date


@register
class OneYear(Rule):
    """A title, a period or a deadline is of another year."""

    code = "X-09"
    name = "another-year"
    severity = "error"
    scope = "submission"
    summary = Text("年度不一致", "A title, a period or a deadline is of another year")
    rationale = Text(
        "沿用上年的表容易漏改年度；标题、实施期、时效指标只要一处是别的年度，就不能作为本年依据。",
        "Forms carried over keep last year’s dates; one of them is enough to make a form void.",
    )
    help = Text("请核对年度，统一为 {year} 年。", "Check the year; all should be {year}.")
    legal_basis = "财预〔2015〕88号《项目支出绩效目标审核表》一、完整性审核·规范完整性（无错项）"
    messages: ClassVar[dict[str, Text]] = {
        "message": Text(
            "标题是 {seen} 年，其他表是 {year} 年。",
            "The title says {seen}, the other forms {year}.",
        ),
        "period": Text(
            "项目实施期“{seen}”不包含 {year} 年。", "The period {seen} does not include {year}."
        ),
        "deadline": Text(
            "“{indicator}”的时限“{seen}”不在 {year} 年。",
            "The deadline of {indicator}, {seen}, is not in {year}.",
        ),
        "sentence": Text(
            "这里写的是 {seen} 年的收支，其他地方是 {year} 年。",
            "The figures here are for {seen}, elsewhere it is {year}.",
        ),
    }
    bad_example = """
| 2023年区级专项资金支出方向绩效目标表 | < | < | < | < | < |
| 支出方向（子项） | 垃圾清运 | 所属专项 | 名称     | 环境整治专项   |          |
| 项目实施期       | 2022.01.01-2022.12.31 | < | <   | <              | <        |
| 年度绩效指标     | 一级指标 | 二级指标 | 三级指标 | 指标值及单位   | 绩效标准 |
| ^                | 产出指标 | 时效指标 | 完成时限 | 2024年12月底前 | 计划标准 |
"""
    good_example = """
| 2023年区级专项资金支出方向绩效目标表 | < | < | < | < | < |
| 支出方向（子项） | 垃圾清运 | 所属专项 | 名称     | 环境整治专项   |          |
| 项目实施期       | 2023.01.01-2024.12.31 | < | <   | <              | <        |
| 年度绩效指标     | 一级指标 | 二级指标 | 三级指标 | 指标值及单位   | 绩效标准 |
| ^                | 产出指标 | 时效指标 | 完成时限 | 2023年12月底前 | 计划标准 |
"""

    def over_submission(self, submission: Submission, context: RuleContext) -> RuleOutput:
        year = submission.year
        if year is None:
            yield NotApplicable(None, _NO_YEAR)
            return
        for form in submission.forms:
            yield from _compare_years(form, year, context)
            if context.templates[form.template].prose:
                yield from _compare_sentences(form, year, context)


def _compare_years(form: Form, year: int, context: RuleContext) -> RuleOutput:
    if form.year not in (None, year):
        details = {"seen": str(form.year), "year": str(year)}
        yield Violation(form, "title", details=details, expected=str(year), actual=str(form.year))
    period = context.values(form).period()
    first = period.start.year if period.start else year
    last = period.end.year if period.end else year
    if not first <= year <= last:
        details = {"seen": period.text, "year": str(year)}
        yield Violation(form, period.path, message="period", details=details, actual=period.text)
    for path, indicator, text, day in _deadlines(form, context):
        if day.year != year and not (first < last and first <= day.year <= last):
            details = {"seen": text, "year": str(year), "indicator": indicator}
            yield Violation(form, path, message="deadline", details=details, actual=text)


def _compare_sentences(form: Form, year: int, context: RuleContext) -> RuleOutput:
    """Yield sentences with the figures of another year."""
    amounts = [
        name
        for name, field in context.templates[form.template].fields.items()
        if field.kind == "amount"
    ]
    cells = {form.origins.get(name) for name in amounts}
    for located in context.texts(form):
        year_stated = (
            _STATED.search(located.text) if form.origins.get(located.path) in cells else None
        )
        if year_stated and int(year_stated[1]) != year:
            details = {"seen": year_stated[1], "year": str(year)}
            expected, actual = str(year), year_stated[1]
            yield Violation(form, located.path, "", "sentence", details, expected, actual)


@register
class DeadlineInPeriod(Rule):
    """A deadline is outside the project's period."""

    code = "X-10"
    name = "deadline-outside-period"
    severity = "warning"
    roles = ((Role.INDICATORS, Role.TARGET),)
    any_role = (Role.PERIOD, Role.PERIOD_START, Role.PERIOD_END)
    indicator_tests = (_has_date,)
    summary = Text("时效指标的时限不在项目实施期内", "A deadline lies outside the project’s period")
    rationale = Text(
        "项目只在实施期内支出和考核，时限早于开始或晚于结束都无法考核。",
        "A project spends and is judged within its period; other deadlines can’t be judged.",
    )
    help = Text(
        "请核对“{indicator}”的时限和项目实施期。",
        "Check the deadline of {indicator} and the period.",
    )
    legal_basis = "财预〔2015〕88号《项目支出绩效目标审核表》四、可行性审核·实现可能性"
    messages: ClassVar[dict[str, Text]] = {
        "message": Text(
            "“{indicator}”的时限“{seen}”不在项目实施期“{period}”内。",
            "The deadline of {indicator}, {seen}, lies outside the period {period}.",
        )
    }
    bad_example = """
| 2023年区级专项资金支出方向绩效目标表 | < | < | < | < | < |
| 支出方向（子项） | 垃圾清运 | 所属专项 | 名称     | 环境整治专项   |          |
| 项目实施期       | 2023.01.01-2023.06.30 | < | <   | <              | <        |
| 年度绩效指标     | 一级指标 | 二级指标 | 三级指标 | 指标值及单位   | 绩效标准 |
| ^                | 产出指标 | 时效指标 | 完成时限 | 2023年12月底前 | 计划标准 |
"""
    good_example = """
| 2023年区级专项资金支出方向绩效目标表 | < | < | < | < | < |
| 支出方向（子项） | 垃圾清运 | 所属专项 | 名称     | 环境整治专项   |          |
| 项目实施期       | 2023.01.01-2023.12.31 | < | <   | <              | <        |
| 年度绩效指标     | 一级指标 | 二级指标 | 三级指标 | 指标值及单位   | 绩效标准 |
| ^                | 产出指标 | 时效指标 | 完成时限 | 2023年12月底前 | 计划标准 |
"""

    def over_form(self, form: Form, context: RuleContext) -> RuleOutput:
        period = context.values(form).period()
        for path, indicator, text, day in _deadlines(form, context):
            is_outside = (period.start and day < period.start) or (period.end and day > period.end)
            # X-09 reports a deadline in another year than the form's.
            if is_outside and form.year in (None, day.year):
                details = {"indicator": indicator, "seen": text, "period": period.text}
                yield Violation(form, path, details=details, expected=period.text, actual=text)
