"""T-10 and T-11: sentences without a comma or a preposition they need."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import ClassVar

from xlform.model.memoize import by_text
from xlform.model.submission import Form
from xlform.rules.context import RuleContext
from xlform.rules.kernel import Rule, RuleOutput, Text, Violation, register
from xlform.rules.text.text_fixes import excerpt, goal_example, text_fix

_SENTENCE_END = re.compile("[。；;！？\n]")
# 修复20次20次*0.5: the count in the prose runs into the count in the calculation.
_RUN_ON_COUNT = re.compile(r"(?<![\d.])(\d[\d.]*[一-鿿]{1,4})(\1)(?=[*×✕·])")
_MULTIPLICATION = frozenset("*×✕·")


@register
class MissingComma(Rule):
    """Two clauses, or a clause and its calculation, have no comma between them."""

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
    bad_example = goal_example("为社区提供资金保障确保各项工作开展")
    good_example = goal_example("为社区提供资金保障，确保各项工作有序开展")

    def over_form(self, form: Form, context: RuleContext) -> RuleOutput:
        joined_text = context.joined_text(form)
        ends = joined_text.words_present(context.words.get("clause-ends", {}))
        run_ons = _run_ons(
            ends, joined_text.words_present(context.words.get("clause-starts", {})) if ends else ()
        )
        for run_on in joined_text.words_present(run_ons):
            first, second = run_ons[run_on]
            for located in context.texts(form):
                if run_on in located.text:
                    details = {"first": first, "second": second}
                    new = located.text.replace(run_on, f"{first}，{second}")
                    fix = text_fix(form, context, located, new, "unsafe")
                    yield Violation(form, located.path, details=details, actual=run_on, fix=fix)
        yield from _run_on_counts(form, context)


@by_text
def _run_on_count(text: str) -> re.Match[str] | None:
    """Return the first count of a text that runs into the calculation after it."""
    return None if _MULTIPLICATION.isdisjoint(text) else _RUN_ON_COUNT.search(text)


def _run_on_counts(form: Form, context: RuleContext) -> Iterator[Violation]:
    """Yield counts that run into the first number of the calculation after them."""
    for located in context.texts_where(form, _run_on_count):
        if found := _run_on_count(located.text):
            new = f"{located.text[: found.end(1)]}，{located.text[found.end(1) :]}"
            fix = text_fix(form, context, located, new, "unsafe")
            details = {"first": found[1], "second": found[2]}
            yield Violation(
                form, located.path, message="glued", details=details, actual=found[0], fix=fix
            )


def _run_ons(ends: Iterable[str], starts: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Return every combination of the end of a clause and the start of another."""
    return {first + second: (first, second) for first in ends for second in starts}


@register
class MissingPreposition(Rule):
    """Something is provided without a recipient: 为 or 给 is missing."""

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
    bad_example = goal_example("网格、党建、妇联等工作提供经费支持，全年巡查60次")
    good_example = goal_example("为网格、党建、妇联等工作提供经费支持，全年巡查60次")

    def over_form(self, form: Form, context: RuleContext) -> RuleOutput:
        needing = context.words.get("needs-preposition", {})
        prepositions = context.words.get("prepositions", {})
        for phrase in context.joined_text(form).words_present(needing):
            for located in context.texts(form):
                start = located.text.find(phrase)
                if start < 0:
                    continue
                before = _SENTENCE_END.split(located.text[:start])[-1]
                if before and not any(word in before for word in prepositions):
                    about = excerpt(located.text, start, start + len(phrase), around=8)
                    details = {"seen": phrase, "about": about}
                    yield Violation(form, located.path, details=details, actual=phrase)
