"""T-02: words written twice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from xlform.model.submission import Form
from xlform.rules.context import LocatedText, RuleContext
from xlform.rules.kernel import Rule, RuleOutput, Text, Violation, register
from xlform.rules.text.slips import without_words
from xlform.rules.text.text_fixes import goal_example, text_fix
from xlform.rules.text_tests import Words, holding, of_wording, words_in
from xlform.template.roles import Role

# Two characters or more, twice in a row; in a long text a whole clause with its commas.
_TWICE = re.compile(r"([一-鿿]{2,8}?)\1")
_TWICE_LONG = re.compile(r"([一-鿿][一-鿿，、]{1,60}?)\1")
_LONG_TEXT = 36
# Repetitions of one text that are reported one by one.
_EACH_AT_MOST = 8
# Calculations, names and targets repeat words on purpose.
_NO_PROSE = frozenset(
    (
        Role.BASIS, Role.TARGET, Role.STANDARD, Role.LEVEL3, Role.ITEM, Role.CATEGORY,
        Role.CONTACT, Role.UNIT,
    )
)  # fmt: skip
_STOPS = re.compile("[，,。；;！？\n]")
_CLAUSE_AT_LEAST = 6
_HOLDS_DOUBLED = holding("doubled")
_CHINESE = re.compile("[\u4e00-\u9fff]{3}")


@of_wording("doubled")
def _may_repeat(text: str, words: Words) -> bool:
    """Return True for a text with a function word, words or a clause that are said twice."""
    if _HOLDS_DOUBLED(text, words):
        return True
    pattern = _TWICE_LONG if len(text) >= _LONG_TEXT else _TWICE
    return bool(pattern.search(text) or _clause_said_twice(text))


@register
class Repetition(Rule):
    """Words or a whole clause are repeated in a row."""

    code = "T-02"
    name = "words-repeated"
    severity = "warning"
    text_tests = (_may_repeat,)
    summary = Text("文字重复", "Words are repeated")
    rationale = Text(
        "连着写了两遍，多半是复制粘贴时留下的。", "Said twice on end, most likely by copying."
    )
    help = Text("请删去重复的“{seen}”。", "Drop the second {seen}.")
    legal_basis = "财预〔2015〕88号《项目支出绩效目标审核表》一、完整性审核·规范完整性（内容准确）"
    messages: ClassVar[dict[str, Text]] = {
        "message": Text("“{seen}”连写了两遍。", "{seen} is written twice on end."),
        "clause": Text("“{seen}”这句话说了两遍。", "The clause {seen} is said twice."),
    }
    bad_example = goal_example("降低事故事故发生率至1%以下")
    good_example = goal_example("与12个社区一个一个研究研究，完成绿化400株")

    def over_form(self, form: Form, context: RuleContext) -> RuleOutput:
        words = context.words
        repeatable = words.get("repeatable", {})
        for located in context.texts_where(form, _may_repeat):
            text, role = located.text, located.role
            if doubled := words_in(text, words, "doubled"):
                masked = without_words(text, words_in(text, words, "not-doubled"))
                yield from _doubled(form, context, located, [p for p in doubled if p in masked])
            long = len(text) >= _LONG_TEXT and role != Role.BASIS
            if role not in _NO_PROSE and (clause := _clause_said_twice(text)):
                yield Violation(form, located.path, "", "clause", {"seen": clause}, actual=clause)
                continue
            pattern = _TWICE_LONG if long else _TWICE
            repeated = [found for found in pattern.finditer(text) if found[1] not in repeatable]
            if len(repeated) > _EACH_AT_MOST:
                yield from _many(form, context, located, pattern, repeated)
                continue
            for found in repeated:
                seen = found[1]
                new = text[: found.start()] + seen + text[found.end() :]
                fix = text_fix(form, context, located, new, "unsafe")
                yield Violation(
                    form, located.path, details={"seen": seen}, actual=found[0], fix=fix
                )


def _many(
    form: Form,
    context: RuleContext,
    located: LocatedText,
    pattern: re.Pattern[str],
    repeated: list[re.Match[str]],
) -> Iterator[Violation]:
    """Yield one violation for a text that repeats words all over: a key held down."""
    seen = repeated[0][1]
    fix = text_fix(form, context, located, pattern.sub(r"\1", located.text), "unsafe")
    yield Violation(form, located.path, details={"seen": seen}, actual=repeated[0][0], fix=fix)


def _doubled(
    form: Form, context: RuleContext, located: LocatedText, pairs: list[str]
) -> Iterator[Violation]:
    """Yield the function words written twice in a text: 的的."""
    for pair in pairs:
        fix = text_fix(form, context, located, located.text.replace(pair, pair[0]), "unsafe")
        details = {"seen": pair[0]}
        yield Violation(form, located.path, details=details, actual=pair, fix=fix)


def _clause_said_twice(text: str) -> str:
    """Return the first clause that a text says twice; "" if none."""
    clauses = [part.strip() for part in _STOPS.split(text)]
    if len(set(clauses)) == len(clauses):
        return ""
    seen: set[str] = set()
    for clause in clauses:
        if clause in seen:
            return clause
        if len(clause) >= _CLAUSE_AT_LEAST and _CHINESE.search(clause):
            seen.add(clause)
    return ""
