"""Q-18: a 项目实施期 without a readable first and last day."""

from __future__ import annotations

from typing import ClassVar

from xlform.model.findings import Severity
from xlform.model.submission import Form, Period
from xlform.rules.context import RuleContext
from xlform.rules.kernel import Rule, RuleOutput, Text, Violation, register
from xlform.template.roles import Role
from xlform.values.period import PeriodFault, period_fault

_ERRORS: frozenset[PeriodFault] = frozenset(("impossible", "reversed"))
# Where the form does not demand the period, a number of years or one of the days is an answer.
_ENOUGH: frozenset[PeriodFault] = frozenset(("duration", "open"))


@register
class PeriodUnreadable(Rule):
    """A period names no first and last day, or days that can't be."""

    code = "Q-18"
    name = "period-unreadable"
    severity = "warning"
    summary = Text("项目实施期读不出起止日期", "The first and last day of a period can’t be read")
    rationale = Text(
        "年度、时限、跨年资金都按实施期的起止日期核对；读不出起止日期，这些都没有核对。",
        "Years, deadlines and carry-overs are checked against the days of the period.",
    )
    help = Text(
        "请把“{field}”写成起止日期，如 2023.01.01-2023.12.31。",
        "Write {field} as two days, such as 2023.01.01-2023.12.31.",
    )
    legal_basis = "区级表样附表3“项目实施期”栏；财预〔2015〕88号审核表一、完整性审核·规范完整性"
    messages: ClassVar[dict[str, Text]] = {
        "unreadable": Text(
            "“{field}”写的是“{seen}”，读不出起止日期。",
            "{field} is {seen}: no first and last day can be read.",
        ),
        "duration": Text(
            "“{field}”写的是“{seen}”，只有时间长短，没有起止日期。",
            "{field} is {seen}: a length without its first and last day.",
        ),
        "open": Text(
            "“{field}”写的是“{seen}”，只有一头的日期。",
            "{field} is {seen}: one day without the other.",
        ),
        "impossible": Text(
            "“{field}”写的是“{seen}”，日历上没有这一天。",
            "{field} is {seen}: there is no such day.",
        ),
        "reversed": Text(
            "“{field}”写的是“{seen}”，结束日期早于开始日期。",
            "{field} is {seen}: it ends before it begins.",
        ),
        "look-alike": Text(
            "“{field}”写的是“{seen}”，中间是汉字“一”，不是连接号。",
            "{field} is {seen}: the sign between the days is the numeral 一.",
        ),
    }
    bad_example = """
| 支出方向（子项） | 社区人员经费 | 所属专项 | 名称 | 社区经费 |
| 项目实施期       | 长期         | <        | <    | <        |
"""
    good_example = """
| 支出方向（子项） | 社区人员经费          | 所属专项 | 名称 | 社区经费 |
| 项目实施期       | 2023.01.01-2023.12.31 | <        | <    | <        |
"""

    def over_form(self, form: Form, context: RuleContext) -> RuleOutput:
        values = context.values(form)
        period, name = values.value(Role.PERIOD), values.path_of(Role.PERIOD)
        fault = period_fault(period) if isinstance(period, Period) else ""
        if not fault or not isinstance(period, Period):
            return
        required = context.templates[form.template].fields[name].declaration.required
        if fault in _ENOUGH and required is not True:
            return
        details = {"field": context.label(form, name), "seen": period.text.strip()}
        severity: Severity = "error" if fault in _ERRORS else "warning"
        yield Violation(
            form, name, message=fault, details=details,
            actual=details["seen"], severity=severity,
        )  # fmt: skip
