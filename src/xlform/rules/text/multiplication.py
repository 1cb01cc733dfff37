"""T-13: products written with an asterisk."""

from __future__ import annotations

import re
from typing import ClassVar

from xlform.messages import listed
from xlform.model.findings import Edit, Fix
from xlform.model.submission import Form, Submission
from xlform.rules.context import LocatedText, RuleContext
from xlform.rules.kernel import Rule, RuleOutput, Text, Violation, register
from xlform.rules.text.text_fixes import HEAD
from xlform.rules.text_tests import Words, of_wording

# An asterisk between operands: 20次*0.5, 6次*（万元/次）. ** is a blank left to be filled in.
_TIMES = re.compile(r"(?<=[\d一-鿿%％）)])[ \t]*\*[ \t]*(?=[\d（(])")
_DETAILS = (
    f"{HEAD}| 支出明细及测算说明 | 支出内容简介 | 支出明细 | 金额 | 支出测算依据及过程说明 |\n"
)


@of_wording()
def _count(text: str, _: Words) -> int:
    """Return how many asterisks for × a text has."""
    return len(_TIMES.findall(text)) if "*" in text else 0


@register
class Asterisk(Rule):
    """Products are written with an asterisk; reported once per submission with their number."""

    code = "T-13"
    name = "asterisk-for-times"
    severity = "info"
    scope = "submission"
    text_tests = (_count,)
    summary = Text("乘号写成了“*”", "Products are written with an asterisk")
    rationale = Text(
        "系统已按乘号读取，不影响核对；正式表格用“×”，一体化平台的指标值也不接受“*”。",
        "They were read as products; official forms print ×, and the platform refuses *.",
    )
    help = Text("请将测算中的“*”改为“×”。", "Write × for * in the calculations.")
    legal_basis = "审核惯例；一体化平台录入校验（指标值不得含“*”）"
    messages: ClassVar[dict[str, Text]] = {
        "message": Text(
            "乘号写成了“*”，共{count}处，在{sheets}。",
            "An asterisk for ×, {count} times in {sheets}.",
        ),
    }
    bad_example = _DETAILS + "| ^ | 宣传 | 宣传费 | 10 | 20次*0.5（万元/次）=10万元 |\n"
    good_example = _DETAILS + "| ^ | 宣传 | 宣传费 | 10 | 20次×0.5（万元/次）=10万元，优秀率** |\n"

    def over_submission(self, submission: Submission, context: RuleContext) -> RuleOutput:
        found = [
            (form, located, count)
            for form in submission.forms
            for located in context.texts_where(form, _count)
            if (count := _count(located.text, context.words))
        ]
        if not found:
            return
        form, first, _ = found[0]
        details = {
            "count": str(sum(count for _, _, count in found)),
            "sheets": listed(dict.fromkeys(form.sheet for form, _, _ in found)),
        }
        edits = tuple(_edit(form, located) for form, located, _ in found if context.sheet(form))
        fix = Fix("safe", edits) if edits else None
        yield Violation(form, first.path, details=details, fix=fix)


def _edit(form: Form, located: LocatedText) -> Edit:
    new = _TIMES.sub("×", located.text)
    return Edit(form.sheet, form.origins.get(located.path, located.path), located.text, new)
