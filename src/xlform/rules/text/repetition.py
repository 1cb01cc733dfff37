"""T-02: words written twice."""

from __future__ import annotations

import re
from typing import ClassVar

from xlform.model.submission import Form
from xlform.rules.context import RuleContext
from xlform.rules.kernel import Rule, RuleOutput, Text, Violation, register
from xlform.rules.text.text_fixes import goal_example, text_fix

# Two characters or more, twice in a row; in a long text a whole clause with its commas.
_TWICE = re.compile(r"([一-鿿]{2,8}?)\1")
_TWICE_LONG = re.compile(r"([一-鿿][一-鿿，、]{1,60}?)\1")
_LONG_TEXT = 36
_BASIS_COLUMN = ".basis"


@register
class Repetition(Rule):
    """Words or a whole clause are repeated in a row."""

    code = "T-02"
    name = "words-repeated"
    severity = "warning"
    summary = Text("文字重复", "Words are repeated")
    rationale = Text(
        "连着写了两遍，多半是复制粘贴时留下的。", "Said twice on end, most likely by copying."
    )
    help = Text("请删去重复的“{seen}”。", "Drop the second {seen}.")
    legal_basis = "财预〔2015〕88号《项目支出绩效目标审核表》一、完整性审核·规范完整性（内容准确）"
    messages: ClassVar[dict[str, Text]] = {
        "message": Text("“{seen}”连写了两遍。", "{seen} is written twice on end."),
    }
    bad_example = goal_example("降低事故事故发生率至1%以下")
    good_example = goal_example("与12个社区一个一个研究研究，完成绿化400株")

    def over_form(self, form: Form, context: RuleContext) -> RuleOutput:
        repeatable = context.words.get("repeatable", {})
        short = _TWICE.search(context.joined_text(form).text)
        for located in context.texts(form):
            text = located.text
            long = len(text) >= _LONG_TEXT and not located.path.endswith(_BASIS_COLUMN)
            if not (long or short):
                continue
            for found in (_TWICE_LONG if long else _TWICE).finditer(text):
                seen = found[1]
                if seen in repeatable:
                    continue
                new = text[: found.start()] + seen + text[found.end() :]
                fix = text_fix(form, context, located, new, "unsafe")
                yield Violation(
                    form, located.path, details={"seen": seen}, actual=found[0], fix=fix
                )
