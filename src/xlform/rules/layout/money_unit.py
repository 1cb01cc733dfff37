"""F-01: each form names its money unit once, in the same words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from typing import ClassVar

from xlform.model.submission import Form, Submission
from xlform.rules.context import RuleContext
from xlform.rules.kernel import Rule, RuleOutput, Text, Violation, register
from xlform.template.labels import fold
from xlform.template.roles import Role
from xlform.values.money import unit_powers


@register
class MoneyUnit(Rule):
    """A form does not name its money unit, or the forms of a submission name it differently."""

    code = "F-01"
    name = "money-unit-uneven"
    severity = "warning"
    scope = "submission"
    summary = Text("金额单位没有注明或不一致", "The money unit is missing or uneven")
    rationale = Text(
        "一套表里有的用元、有的用万元，汇总时会差一万倍；没有注明的只能猜。",
        "With 元 here and 万元 there sums are off by ten thousand; unnamed, it is a guess.",
    )
    help = Text(
        "请在每张表右上角统一注明“{expected}”。", "Put {expected} at the top right of every form."
    )
    legal_basis = (
        "区级表样表头“金额单位：万元”；"
        "财预〔2015〕88号《项目支出绩效目标审核表》一、完整性审核·规范完整性（填报格式规范）"
    )
    messages: ClassVar[dict[str, Text]] = {
        "missing": Text("没有注明金额单位。", "No money unit is named."),
        "unit": Text(
            "金额单位是“{seen}”，其他表是“{expected}”。", "{seen} here, {expected} elsewhere."
        ),
        "words": Text(
            "金额单位写作“{seen}”，其他表写作“{expected}”。", "{seen} here, {expected} elsewhere."
        ),
    }
    bad_example = """
@sheet 附表3-1
| 填报单位：甲镇   |      |          | 金额：万元 |    |
| 支出方向（子项） | 植树 | 所属专项 | 名称 | 绿化 |
@sheet 附表3-2
| 填报单位：甲镇   |      |          | 单位：元 |    |
| 支出方向（子项） | 修枝 | 所属专项 | 名称 | 绿化 |
@sheet 附表3-3
| 填报单位：甲镇   |      |          | 单位：元 |    |
| 支出方向（子项） | 施肥 | 所属专项 | 名称 | 绿化 |
"""
    good_example = """
@sheet 附表3-1
| 填报单位：甲镇   |      |          | 金额单位：万元 |    |
| 支出方向（子项） | 植树 | 所属专项 | 名称 | 绿化 |
@sheet 附表3-2
| 填报单位：甲镇   |      |          | \\s   金额单位： 万元 |    |
| 支出方向（子项） | 修枝 | 所属专项 | 名称 | 绿化 |
"""

    def over_submission(self, submission: Submission, context: RuleContext) -> RuleOutput:
        printed = [
            (form, fold(context.raw(form, name)))
            for form in submission.forms
            if (name := context.templates[form.template].money_unit) and context.sheet(form)
        ]
        printed = [
            (form, text) for form, text in printed if text or not _is_optional(form, context)
        ]
        if not printed:
            return
        usual = _usual([text for _, text in printed if text]) or _official(printed[0][0], context)
        for form, text in printed:
            yield from _compare(form, text, usual, context)


def _is_optional(form: Form, context: RuleContext) -> bool:
    """Return True for a form that may name its unit beside the amounts: 项目资金（万元）."""
    template = context.templates[form.template]
    return template.fields[template.money_unit].declaration.optional


def _usual(texts: list[str]) -> str:
    """Return the text most forms print, the first of equals; "" if none prints one."""
    return Counter(texts).most_common(1)[0][0] if texts else ""


def _official(form: Form, context: RuleContext) -> str:
    """Return the text of the official form."""
    template = context.templates[form.template]
    return f"{fold(template.label(template.money_unit))}{template.declaration.money}"


def _compare(form: Form, text: str, usual: str, context: RuleContext) -> Iterator[Violation]:
    expected = f"{_label(usual)}：{_unit(usual)}"
    if not text:
        path = "title" if "title" in form.origins else context.values(form).path_of(Role.UNIT)
        yield Violation(form, path, message="missing", details={"expected": expected})
    elif text != usual:
        seen = f"{_label(text)}：{_unit(text)}"
        is_other_unit = _unit(text) != _unit(usual)
        yield Violation(
            form,
            context.templates[form.template].money_unit,
            message="unit" if is_other_unit else "words",
            details={"seen": seen, "expected": expected},
            expected=expected,
            actual=seen,
            # A different label for the same unit is harmless; the official 附表1 itself has one.
            severity=None if is_other_unit else "info",
        )


def _unit(text: str) -> str:
    return next((unit for unit in _by_length() if text.endswith(unit)), "")


@lru_cache(maxsize=1)
def _by_length() -> list[str]:
    return sorted(unit_powers(), key=len, reverse=True)


def _label(text: str) -> str:
    return text.removesuffix(_unit(text))
