"""T-10 and T-11: sentences that lack a comma or a preposition."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import ClassVar

from xlform.model.submission import Form
from xlform.rules.context import RuleContext
from xlform.rules.kernel import Rule, RuleOutput, Text, Violation, register
from xlform.rules.text.mending import excerpt, goal, mended

_SENTENCE_END = re.compile("[。；;！？\n]")
# 修复20次20次*0.5: the count of the prose and that of the calculation run into each other.
_GLUED = re.compile(r"(?<![\d.])(\d[\d.]*[一-鿿]{1,4})(\1)(?=[*×✕·])")
_TIMES = frozenset("*×✕·")


@register
class MissingComma(Rule):
    """Two clauses, or a clause and its calculation, run on with no comma between them."""

    code = "T-10"
    name = "comma-missing"
    severity = "info"
    summary = Text("两个分句之间少了逗号", "Two clauses run on without a comma")
    rationale = Text(
        "“提供经费支持推动工作开展”连成一句读不断，多半是漏了逗号。",
        "The clauses can't be told apart; most likely a comma was left out.",
    )
    help = Text("请在“{first}”后加逗号。", "Put a comma after {first}.")
    legal_basis = "GB/T 15834-2011《标点符号用法》；词表 templates/words/wording.toml"
    messages: ClassVar[dict[str, Text]] = {
        "message": Text("“{first}{second}”之间疑缺逗号。", "A comma between {first} and {second}?"),
        "glued": Text(
            "文字与算式连写成“{first}{second}”，中间疑缺逗号。",
            "Prose and calculation run together as {first}{second}; a comma between them?",
        ),
    }
    bad_example = goal("为社区提供资金保障确保各项工作开展")
    good_example = goal("为社区提供资金保障，确保各项工作有序开展")

    def over_form(self, form: Form, context: RuleContext) -> RuleOutput:
        whole = context.joined_text(form)
        ends = whole.words_present(context.words.get("clause-ends", {}))
        joined = _joined(
            ends, whole.words_present(context.words.get("clause-starts", {})) if ends else ()
        )
        for run_on in whole.words_present(joined):
            first, second = joined[run_on]
            for at in context.texts(form):
                if run_on in at.text:
                    details = {"first": first, "second": second}
                    new = at.text.replace(run_on, f"{first}，{second}")
                    fix = mended(form, context, at, new, "unsafe")
                    yield Violation(form, at.path, details=details, actual=run_on, fix=fix)
        if times := whole.chars & _TIMES:
            yield from _glued(form, context, times)


def _glued(form: Form, context: RuleContext, times: Iterable[str]) -> Iterator[Violation]:
    """Counts that stand before a calculation and run into its first number."""
    for at in context.texts(form):
        if any(sign in at.text for sign in times) and (found := _GLUED.search(at.text)):
            new = f"{at.text[: found.end(1)]}，{at.text[found.end(1) :]}"
            fix = mended(form, context, at, new, "unsafe")
            details = {"first": found[1], "second": found[2]}
            yield Violation(
                form, at.path, message="glued", details=details, actual=found[0], fix=fix
            )


def _joined(ends: Iterable[str], starts: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Every end of a clause run into every beginning of one."""
    return {first + second: (first, second) for first in ends for second in starts}


@register
class MissingPreposition(Rule):
    """Something is provided and nothing says for whom: 为 or 给 is missing."""

    code = "T-11"
    name = "preposition-missing"
    severity = "info"
    summary = Text("“提供……”前少了“为”", "提供… lacks its 为")
    rationale = Text(
        "“……工作提供经费支持”没有“为”，主语宾语颠倒，句子不通。",
        "Without 为 the sentence says that the work itself provides the money.",
    )
    help = Text("请补上“为”，如“为……{seen}”。", "Say for whom: 为……{seen}.")
    legal_basis = (
        "财预〔2015〕88号《项目支出绩效目标审核表》一、完整性审核·规范完整性（内容准确）；"
        "词表 templates/words/wording.toml"
    )
    messages: ClassVar[dict[str, Text]] = {
        "message": Text(
            "“{seen}”前疑缺“为”（……{about}……）。", "Is 为 missing before {seen}? (…{about}…)"
        ),
    }
    bad_example = goal("网格、党建、妇联等工作提供经费支持，全年巡查60次")
    good_example = goal("为网格、党建、妇联等工作提供经费支持，全年巡查60次")

    def over_form(self, form: Form, context: RuleContext) -> RuleOutput:
        needing = context.words.get("needs-preposition", {})
        prepositions = context.words.get("prepositions", {})
        for phrase in context.joined_text(form).words_present(needing):
            for at in context.texts(form):
                start = at.text.find(phrase)
                if start < 0:
                    continue
                before = _SENTENCE_END.split(at.text[:start])[-1]
                if before and not any(word in before for word in prepositions):
                    about = excerpt(at.text, start, start + len(phrase), around=8)
                    details = {"seen": phrase, "about": about}
                    yield Violation(form, at.path, details=details, actual=phrase)
