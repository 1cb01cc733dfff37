"""Q-09: misspelt units of targets, and units that do not fit what is counted."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import ClassVar

from xlform.model.findings import Edit, Fix, Safety
from xlform.model.submission import Form
from xlform.rules.context import RuleContext
from xlform.rules.kernel import Rule, RuleOutput, Text, Violation, register
from xlform.rules.quality.examples import HEAD, quantity_row
from xlform.rules.quality.indicators import (
    Indicator,
    IndicatorRow,
    apart_from_number,
    indicators_where,
)
from xlform.template.roles import Role

# 9/个 instead of 9个: a slash between number and counter reads as "9 per piece".
_SLASH = re.compile(r"([0-9])/(?=[^0-9/]{1,2}$)")
_MONEY_WITHOUT_YUAN = re.compile(r"([0-9]万)$")


@apart_from_number
def _has_wrong_unit(indicator: IndicatorRow, context: RuleContext) -> bool:
    return bool(_correction(indicator, context)[0])


@register
class UnitUnfit(Rule):
    """A target's unit is misspelt or does not fit what is counted."""

    code = "Q-09"
    name = "unit-unfit"
    severity = "info"
    indicator_tests = (_has_wrong_unit,)
    summary = Text("计量单位不规范", "A unit is not written as it should be")
    rationale = Text(
        "人用“人”不用“个”，每日的次数写“次/日”，金额写“万元”；单位不对，汇总时会算错。",
        "People are counted in 人, daily work in 次/日, money in 万元; else sums go wrong.",
    )
    help = Text("建议写成“{expected}”。", "Better: {expected}.")
    legal_basis = "财预〔2021〕101号（计量单位单列）；一体化平台录入校验（计量单位必填）"
    messages: ClassVar[dict[str, Text]] = {
        "stroke": Text("“{seen}”多写了“/”。", "{seen} has a stroke too many."),
        "money": Text("“{seen}”的单位没有写全。", "The unit of {seen} is cut short."),
        "person": Text("“{name}”数的是人，不用“个”。", "{name} counts people, not 个."),
        "frequency": Text(
            "“{name}”的次数没有写明周期。", "The frequency of {name} lacks its period."
        ),
    }
    bad_example = HEAD + quantity_row("配置护林工人", "66个")
    good_example = HEAD + quantity_row("配置护林工人", "66人")

    def over_form(self, form: Form, context: RuleContext) -> RuleOutput:
        for indicator in indicators_where(form, context, _has_wrong_unit):
            message, expected, safety = _correction(indicator, context)
            details = {
                "name": indicator.name,
                "seen": indicator.target.text,
                "expected": expected,
            }
            yield Violation(
                form,
                indicator.at(Role.TARGET),
                message=message,
                details=details,
                expected=expected,
                actual=indicator.target.text,
                fix=_fix(indicator, expected, safety, context),
            )


def _correction(indicator: IndicatorRow, context: RuleContext) -> tuple[str, str, Safety]:
    """Return the message key, the corrected target and the safety of the correction."""
    text, unit = indicator.target.text, indicator.target.unit
    if _SLASH.search(text):
        return "stroke", _SLASH.sub(r"\1", text), "safe"
    if unit == "万元" and _MONEY_WITHOUT_YUAN.search(text):
        return "money", f"{text}元", "safe"
    people: Mapping[str, str] = context.words.get("person-nouns", {})
    if unit == "个" and any(indicator.name.endswith(noun) for noun in people):
        return "person", text.replace("个", "人"), "unsafe"
    if unit == "次":
        for opening, period in context.words.get("frequencies", {}).items():
            if indicator.name.startswith(opening):
                return "frequency", f"{text}/{period}", "unsafe"
    return "", "", "unsafe"


def _fix(indicator: Indicator, expected: str, safety: Safety, context: RuleContext) -> Fix | None:
    """Return the fix for the target in its cell; T-06 handles spaces around it."""
    raw = context.raw(indicator.form, indicator.at(Role.TARGET))
    if indicator.shared or not raw or indicator.target.text not in raw:
        return None
    new = raw.replace(indicator.target.text, expected)
    cell = indicator.form.origins[indicator.at(Role.TARGET)]
    return Fix(safety, (Edit(indicator.form.sheet, cell, raw, new),))
