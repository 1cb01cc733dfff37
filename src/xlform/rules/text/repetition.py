"""T-02: words written twice."""

from __future__ import annotations

import re
from typing import ClassVar

from xlform.model import Form
from xlform.rules.desk import Desk
from xlform.rules.kernel import Answer, Hit, Rule, Text, register
from xlform.rules.text.mending import goal, mended

# Two characters or more, said twice on end; a whole clause may be, with its commas.
_TWICE = re.compile(r"([一-鿿][一-鿿，、]{1,60}?)\1")
_SHORTEST = 4


@register
class Repetition(Rule):
    """Words or a whole clause stand twice on end."""

    code = "T-02"
    name = "words-repeated"
    severity = "warning"
    summary = Text("文字重复", "Words are repeated")
    why = Text(
        "连着写了两遍，多半是复制粘贴时留下的。", "Said twice on end, most likely by copying."
    )
    advice = Text("请删去重复的“{seen}”。", "Drop the second {seen}.")
    basis = "财预〔2015〕88号审核表“内容准确”；domain.md §2.4 T02"
    messages: ClassVar[dict[str, Text]] = {
        "message": Text("“{seen}”连写了两遍。", "{seen} is written twice on end."),
    }
    broken = goal("降低事故事故发生率至1%以下")
    mended = goal("与12个社区一个一个研究研究，完成绿化400株")

    def over_form(self, form: Form, desk: Desk) -> Answer:
        may = desk.words.get("repeatable", {})
        for at in desk.texts(form):
            # A repetition needs its signs twice: most cells are done with here.
            if len(at.text) - len(set(at.text)) < _SHORTEST // 2:
                continue
            for found in _TWICE.finditer(at.text):
                seen = found[1]
                if seen in may:
                    continue
                new = at.text[: found.start()] + seen + at.text[found.end() :]
                fix = mended(form, desk, at, new, "unsafe")
                yield Hit(form, at.path, details={"seen": seen}, actual=found[0], fix=fix)
