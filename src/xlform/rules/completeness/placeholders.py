"""C-08: placeholders of the blank form that the filer left in."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import ClassVar

from xlform.model.submission import Form
from xlform.rules.context import RuleContext
from xlform.rules.kernel import Rule, RuleOutput, Text, Violation, register

_DECORATION = re.compile(r"[\s:：。.]+")
# In 测算 an asterisk means multiplication, elsewhere ** is a blank to fill in.
_BASIS_COLUMN = ".basis"
# Longer cells are never a prompt alone.
_LONGEST_PROMPT = 16


@register
class Placeholder(Rule):
    """A placeholder of the blank form survives."""

    code = "C-08"
    name = "placeholder-left"
    severity = "error"
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
        whole_cells = context.words.get("bare-placeholders", {})
        present = context.joined_text(form).words_present(context.words.get("placeholders", {}))
        for located in context.texts(form):
            if located.path.endswith(_BASIS_COLUMN) or located.path == "title":
                continue
            placeholder = (
                next((word for word in present if word in located.text), "") if present else ""
            )
            if (
                not placeholder
                and len(located.text) < _LONGEST_PROMPT
                and _undecorated(located.text) in whole_cells
            ):
                placeholder = located.text.strip()
            if placeholder:
                yield Violation(
                    form, located.path, details={"seen": placeholder}, actual=located.text.strip()
                )


@lru_cache(maxsize=4096)
def _undecorated(text: str) -> str:
    """Return a short text without spaces, colons and stops; most occur in every form."""
    return _DECORATION.sub("", text)
