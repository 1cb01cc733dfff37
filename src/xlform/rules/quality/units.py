"""Q-09: whether a target's unit is written as it should be and fits what is counted."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import ClassVar

from xlform.model.findings import Edit, Fix, Safety
from xlform.model.submission import Form
from xlform.rules.context import RuleContext
from xlform.rules.kernel import Rule, RuleOutput, Text, Violation, register
from xlform.rules.quality.examples import HEAD, quantity
from xlform.rules.quality.indicators import Indicator, filled

# 9/个 for 9个: a stroke between number and counter makes it read "9 a piece".
_STROKE = re.compile(r"([0-9]+)/(?=[^0-9/]{1,2}$)")
_MONEY_CUT_SHORT = re.compile(r"([0-9]万)$")


@register
class UnitUnfit(Rule):
    """A target's unit is misspelt or does not fit what is counted."""

    code = "Q-09"
    name = "unit-unfit"
    severity = "info"
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
    bad_example = HEAD + quantity("配置护林工人", "66个")
    good_example = HEAD + quantity("配置护林工人", "66人")

    def over_form(self, form: Form, context: RuleContext) -> RuleOutput:
        for one in filled(form, context):
            message, expected, safety = _better(one, context)
            if message:
                details = {"name": one.name, "seen": one.target.text, "expected": expected}
                yield Violation(
                    form,
                    f"{one.path}.target",
                    message=message,
                    details=details,
                    expected=expected,
                    actual=one.target.text,
                    fix=_fix(one, expected, safety, context),
                )


def _better(one: Indicator, context: RuleContext) -> tuple[str, str, Safety]:
    """What is wrong with the unit, how the whole target should read, and how safe that is."""
    text, unit = one.target.text, one.target.unit
    if _STROKE.search(text):
        return "stroke", _STROKE.sub(r"\1", text), "safe"
    if unit == "万元" and _MONEY_CUT_SHORT.search(text):
        return "money", f"{text}元", "safe"
    people: Mapping[str, str] = context.words.get("person-nouns", {})
    if unit == "个" and any(one.name.endswith(noun) for noun in people):
        return "person", text.replace("个", "人"), "unsafe"
    if unit == "次":
        for opening, period in context.words.get("frequencies", {}).items():
            if one.name.startswith(opening):
                return "frequency", f"{text}/{period}", "unsafe"
    return "", "", "unsafe"


def _fix(one: Indicator, expected: str, safety: Safety, context: RuleContext) -> Fix | None:
    """The cell with its target put right, the blanks around it left to their own rule."""
    raw = context.raw(one.form, f"{one.path}.target")
    if one.shared or not raw or one.target.text not in raw:
        return None
    new = raw.replace(one.target.text, expected)
    place = one.form.origins[f"{one.path}.target"]
    return Fix(safety, (Edit(one.form.sheet, place, raw, new),))
