"""C-08: placeholders of the blank form that the filer left in."""

from __future__ import annotations

from typing import ClassVar

from xlform.model.submission import Form
from xlform.rules.completeness.fillers import fillers, fillers_of
from xlform.rules.context import RuleContext
from xlform.rules.kernel import Rule, RuleOutput, Text, Violation, register
from xlform.rules.quality.indicators import IndicatorRow, indicators_where
from xlform.rules.text_tests import Words, holding, words_in
from xlform.template.form_values import FormValues
from xlform.template.roles import Role

# Printed by the form itself.
_PRINTED = (Role.LEVEL1, Role.LEVEL2)
_HOLDS_PLACEHOLDER = holding("placeholders")


def _may_be_placeholder(text: str, words: Words) -> bool:
    """Return True for a text that holds a placeholder, or may be one as a whole."""
    return _HOLDS_PLACEHOLDER(text, words) or fillers_of(words).is_dummy(text)


def _is_named_as_in_blank(indicator: IndicatorRow, context: RuleContext) -> bool:
    """Return True for an indicator with the name that the blank form prints as an example."""
    return indicator.name in fillers(context).names


@register
class Placeholder(Rule):
    """A placeholder of the blank form survives."""

    code = "C-08"
    name = "placeholder-left"
    severity = "error"
    text_tests = (_may_be_placeholder,)
    indicator_tests = (_is_named_as_in_blank,)
    summary = Text("表样的填写提示没有替换", "A placeholder of the blank form was left")
    rationale = Text(
        "“XX”“目标1：”“（填写……）”是表样里的提示，没有改掉就是没有填；一体化平台也会拒收。",
        "XX, 目标1： and the like are prompts of the blank form; the platform rejects them.",
    )
    help = Text("请换成实际内容；没有这一项就写明“不适用”。", "Put in what is meant, or 不适用.")
    legal_basis = (
        "财预〔2015〕88号《项目支出绩效目标审核表》一、完整性审核·规范完整性"
        "（内容完整、准确、详实，无缺项、错项）；一体化平台录入校验（指标值不得含“*”“_”“-”）"
    )
    messages: ClassVar[dict[str, Text]] = {
        "message": Text("“{seen}”是填写提示，没有替换成实际内容。", "{seen} is a mere prompt."),
    }
    bad_example = """
| 支出方向（子项） | 社区经费 | 所属专项 | 名称 | 社区经费 |
| 年度绩效目标     | 完成XX平方米绿化 |  |  |          |
"""
    good_example = """
| 支出方向（子项） | 社区经费 | 所属专项 | 名称 | 社区经费 |
| 年度绩效目标     | 完成800平方米绿化 |  |  |         |
"""

    def over_form(self, form: Form, context: RuleContext) -> RuleOutput:
        known, values = fillers(context), context.values(form)
        noted = {note.cell for note in form.notes}
        for located in context.texts_where(form, _may_be_placeholder):
            text = located.text
            path = located.path
            seen = next(iter(words_in(text, context.words, "placeholders")), "")
            # In 测算 an asterisk means multiplication, elsewhere ** is a blank to fill in.
            if seen and values.role_at(path) == Role.BASIS:
                seen = ""
            # An amount that can't be read is reported by F-05.
            if not seen and form.origins.get(path) not in noted and known.is_dummy(text):
                seen = text.strip()
            if seen and not _is_printed(path, values):
                yield Violation(form, path, details={"seen": seen}, actual=text.strip())
        for indicator in indicators_where(form, context, _is_named_as_in_blank):
            details = {"seen": indicator.name}
            path = indicator.at(Role.LEVEL3)
            yield Violation(form, path, details=details, actual=indicator.name)


def _is_printed(path: str, values: FormValues) -> bool:
    """Return True for a text that the form itself prints."""
    return path in ("title", values.template.money_unit) or values.role_at(path) in _PRINTED
