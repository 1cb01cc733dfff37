"""T-10 and T-11: sentences without a comma or a preposition they need."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from xlform.model.submission import Form
from xlform.rules.context import LocatedText, RuleContext
from xlform.rules.kernel import Rule, RuleOutput, Text, Violation, register
from xlform.rules.text.text_fixes import excerpt, goal_example, text_fix
from xlform.rules.text_tests import Words, holding, of_wording, words_in

_SENTENCE_END = re.compile("[。；;！？\n]")
# 修复20次20次*0.5: the count in the prose runs into the count in the calculation.
_RUN_ON_COUNT = re.compile(r"(?<![\d.])(\d[\d.]*[一-鿿]{1,4})(\1)(?=[*×✕·])")
_MULTIPLICATION = frozenset("*×✕·")
_HOLDS_END, _HOLDS_START = holding("clause-ends"), holding("clause-starts")
_NEEDS_PREPOSITION = holding("needs-preposition")


@of_wording("clause-ends", "clause-starts")
def _run_ons(text: str, words: Words) -> list[tuple[str, str]]:
    """Return the ends of clauses in a text that run into the start of another."""
    if not _HOLDS_END(text, words) or not _HOLDS_START(text, words):
        return []
    starts = words_in(text, words, "clause-starts")
    ends = words_in(text, words, "clause-ends")
    return [(first, second) for first in ends for second in starts if first + second in text]


@of_wording()
def _run_on_count(text: str, _: Words) -> re.Match[str] | None:
    """Return the first count of a text that runs into the calculation after it."""
    return None if _MULTIPLICATION.isdisjoint(text) else _RUN_ON_COUNT.search(text)


@register
class MissingComma(Rule):
    """Two clauses, or a clause and its calculation, have no comma between them."""

    code = "T-10"
    name = "comma-missing"
    severity = "info"
    text_tests = (_run_ons, _run_on_count)
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
        run_ons = context.texts_where(form, _run_ons)
        for run_on, (first, second) in _run_ons_of(run_ons, context.words).items():
            for located in run_ons:
                if run_on in located.text:
                    details = {"first": first, "second": second}
                    new = located.text.replace(run_on, f"{first}，{second}")
                    fix = text_fix(form, context, located, new, "unsafe")
                    yield Violation(form, located.path, details=details, actual=run_on, fix=fix)
        yield from _run_on_counts(form, context)


def _run_on_counts(form: Form, context: RuleContext) -> Iterator[Violation]:
    """Yield counts that run into the first number of the calculation after them."""
    for located in context.texts_where(form, _run_on_count):
        if found := _run_on_count(located.text, context.words):
            new = f"{located.text[: found.end(1)]}，{located.text[found.end(1) :]}"
            fix = text_fix(form, context, located, new, "unsafe")
            details = {"first": found[1], "second": found[2]}
            yield Violation(
                form, located.path, message="glued", details=details, actual=found[0], fix=fix
            )


def _run_ons_of(texts: list[LocatedText], words: Words) -> dict[str, tuple[str, str]]:
    """Return the run-ons of several texts as they are written, in the order of the lists."""
    found = {pair for located in texts for pair in _run_ons(located.text, words)}
    ends, starts = (list(words.get(name, ())) for name in ("clause-ends", "clause-starts"))
    ordered = sorted(found, key=lambda pair: (ends.index(pair[0]), starts.index(pair[1])))
    return {first + second: (first, second) for first, second in ordered}


@register
class MissingPreposition(Rule):
    """Something is provided without a recipient: 为 or 给 is missing."""

    code = "T-11"
    name = "preposition-missing"
    severity = "info"
    text_tests = (_NEEDS_PREPOSITION,)
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
        texts = context.texts_where(form, _NEEDS_PREPOSITION)
        prepositions = context.words.get("prepositions", {})
        for phrase in context.words.get("needs-preposition", {}) if texts else ():
            for located in texts:
                start = located.text.find(phrase)
                if start < 0:
                    continue
                before = _SENTENCE_END.split(located.text[:start])[-1]
                if before and not any(word in before for word in prepositions):
                    about = excerpt(located.text, start, start + len(phrase), around=8)
                    details = {"seen": phrase, "about": about}
                    yield Violation(form, located.path, details=details, actual=phrase)
