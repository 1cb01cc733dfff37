"""T-02: words written twice."""

from __future__ import annotations

import re
from typing import ClassVar

from xlform.model.submission import Form
from xlform.rules.context import RuleContext
from xlform.rules.kernel import Rule, RuleOutput, Text, Violation, register
from xlform.rules.text.mending import goal, mended

# Two characters or more, said twice on end; in a long text a whole clause may be, commas and all.
_TWICE = re.compile(r"([一-鿿]{2,8}?)\1")
_TWICE_LONG = re.compile(r"([一-鿿][一-鿿，、]{1,60}?)\1")
_LONG = 36
_CALCULATED = ".basis"


@register
class Repetition(Rule):
    """Words or a whole clause stand twice on end."""

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
    bad_example = goal("降低事故事故发生率至1%以下")
    good_example = goal("与12个社区一个一个研究研究，完成绿化400株")

    def over_form(self, form: Form, context: RuleContext) -> RuleOutput:
        may = context.words.get("repeatable", {})
        short = _TWICE.search(context.joined_text(form).text)
        for at in context.texts(form):
            text = at.text
            long = len(text) >= _LONG and not at.path.endswith(_CALCULATED)
            if not (long or short):
                continue
            for found in (_TWICE_LONG if long else _TWICE).finditer(text):
                seen = found[1]
                if seen in may:
                    continue
                new = text[: found.start()] + seen + text[found.end() :]
                fix = mended(form, context, at, new, "unsafe")
                yield Violation(form, at.path, details={"seen": seen}, actual=found[0], fix=fix)
