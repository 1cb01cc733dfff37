"""D-03: past results in a plan."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import lru_cache
from typing import ClassVar, NamedTuple

from xlform.model.submission import Form
from xlform.rules.context import RuleContext
from xlform.rules.kernel import Rule, RuleOutput, Text, Violation, register
from xlform.rules.narrative.examples import GREENING, narrative
from xlform.rules.text.text_fixes import excerpt
from xlform.rules.text_tests import Words, holding, of_text, of_wording
from xlform.template.roles import GOALS, Role

# A spending rate stated as a fact: 项目资金使用率99.98%. With a comparison sign or a word of intent
# before the number it is a target.
_RATE = r"(?:资金|预算)(?:使用|拨付|拔付|执行|支付)率(?:为|是)?\d+(?:\.\d+)?[%％]"


@of_wording("past-results", "past-shapes", "planned")
def _has_results(text: str, words: Words) -> bool:
    return bool(of_text(_results, words)(text))


@register
class PastResult(Rule):
    """A plan states results as if they had been reached."""

    code = "D-03"
    name = "past-result-in-plan"
    severity = "warning"
    text_tests = (_has_results,)
    summary = Text("计划里写的是已经取得的成绩", "A plan tells results as if already reached")
    rationale = Text(
        "绩效目标是年初编报的计划；写“产生了……”“资金使用率99.98%”，多半是从上年的总结或自评里照抄的。",
        "Goals are a plan made before the year; results in it were mostly copied from last year.",
    )
    help = Text(
        "请改写为本年度要达到的目标；确需引用往年成绩的，写明年份。",
        "State what is to be reached this year; where a past result is meant, name its year.",
    )
    legal_basis = (
        "财预〔2015〕88号《中央部门预算绩效目标管理办法》（绩效目标是预算资金计划在一定期限内达到的产出和效果）；"
        "词表 templates/words/narrative.toml"
    )
    messages: ClassVar[dict[str, Text]] = {
        "message": Text(
            "“{seen}”说的是已经取得的结果，不是计划（……{about}……）。",
            "{seen} tells a result, not a plan (…{about}…).",
        ),
    }
    bad_example = narrative(("城乡绿化专项", f"{GREENING}资金使用率99.98%，产生了良好的社会效益。"))
    good_example = narrative(("城乡绿化专项", f"{GREENING}资金使用率不低于98%，让居民满意。"))

    def over_form(self, form: Form, context: RuleContext) -> RuleOutput:
        results_of = context.of_text(_results)
        prose = context.templates[form.template].prose
        for located in context.texts_where(form, _has_results):
            if not prose and located.role not in _PLANS:
                continue
            matches = results_of(located.text)
            seen = "”“".join(dict.fromkeys(match[0] for match in matches))
            about = excerpt(located.text, matches[0].start(), matches[0].end())
            yield Violation(
                form, located.path, details={"seen": seen, "about": about}, actual=matches[0][0]
            )


def _results(text: str, words: Words) -> tuple[re.Match[str], ...]:
    """Return the results that a text states as reached, in its order."""
    shapes, planned = tuple(words.get("past-shapes", {})), tuple(words.get("planned", {}))
    matches: list[re.Match[str]] = []
    if _HOLDS_RESULT(text, words) or ("率" in text and re.search(_RATE, text)):
        matches += _result_pattern(tuple(words.get("past-results", {}))).finditer(text)
    if may_hold(text, shapes):
        found = shape_pattern(shapes).finditer(text)
        matches += (match for match in found if _is_result(match, text, planned))
    return tuple(m for m in _apart(matches) if not _is_of_the_past(text, m.start()))


@lru_cache(maxsize=4)
def _result_pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join([_RATE, *map(re.escape, sorted(words, key=len, reverse=True))]))


# Fields that tell what will be done; a calculation may rest on what was done.
_HOLDS_RESULT = holding("past-results")
_PLANS = frozenset((*GOALS, Role.DUTIES))
# A sentence about an earlier year may state its results.
_PAST = re.compile("上年|去年|上一年|往年|近年|历年|前年|(?<!今年)(?<!本年)(?<!实施)(?<!启动)以来")
_END = re.compile("[。；！？\n]")
_CLAUSE = re.compile("[，,。；;：:！？\n]")
_SENTENCE_AT_MOST = 400
# Behind a result that qualifies something (已建成的公园, 已完工项目), or that is a limit: 以上.
_QUALIFYING = re.compile(
    "的|后|项目|工程|之|时|以上|左右|者|户|解|[^，,。；;：\n]{0,6}(?:以上|以内|左右|以下)"
)
_LIMIT = re.compile("不(?:低于|少于|超过|高于)|[≥≤]")
# Before 已, what is done already is an object: 对已建成的公园.
_OBJECT = ("对", "把", "在", "待", "自", "从", "为")
_CLOSING = {"(": ")", "[": "]", "{": "}"}
_INNER = frozenset("([{?.+\\")
_OPTIONAL = ("?", "{")
_FIRST_CHINESE, _FULL_WIDTH = "一", "，；：！？（）％"
_PARTS = {"*": "[^，,。；;：:！？\n]{0,12}?", "#": r"[0-9]+(?:[.,][0-9]+)*", "%": "[%％]"}


@lru_cache(maxsize=4)
def shape_pattern(shapes: tuple[str, ...]) -> re.Pattern[str]:
    """Return a pattern for shapes of results, see templates/words/narrative.toml.

    Most texts hold the words of no shape, and the pattern takes long to compile.
    """
    return re.compile("|".join(map(_shape, shapes)))


def may_hold(text: str, shapes: tuple[str, ...]) -> bool:
    """Return True if a text has the words of a shape, in whatever order."""
    # A shape that needs no character is found by none.
    chars, needed_with = frozenset((*text, "")), _needed_with(shapes)
    possible = [
        needed.words
        for char in needed_with.keys() & chars
        for needed in needed_with[char]
        if needed.chars <= chars and not any(map(chars.isdisjoint, needed.starts))
    ]
    return any(all(any(word in text for word in words) for words in groups) for groups in possible)


class _Needed(NamedTuple):
    """Characters that a match of a shape holds, and words of which it holds one each.

    ``starts`` are the first characters of the words of each group.
    """

    chars: frozenset[str]
    words: tuple[tuple[str, ...], ...]
    starts: tuple[frozenset[str], ...]


@lru_cache(maxsize=4)
def _needed_with(shapes: tuple[str, ...]) -> dict[str, list[_Needed]]:
    """Return what a text must hold for each shape, (受到|深受)*(欢迎|喜爱), by its characters.

    Each is found by the characters of which a text must hold one.
    """
    found: dict[str, list[_Needed]] = {}
    for shape in shapes:
        needed = _needed_by(list(_words_of(shape)))
        choices: list[Collection[str]] = [*needed.chars, *needed.starts]
        for char in min(choices, key=len, default="") or ("",):
            found.setdefault(char, []).append(needed)
    return found


def _needed_by(groups: list[tuple[str, ...]]) -> _Needed:
    choices = tuple(words for words in groups if len(words) > 1)
    return _Needed(
        frozenset("".join(words[0] for words in groups if len(words) == 1)),
        choices,
        tuple(frozenset(word[:1] for word in words) for words in choices),
    )


def _words_of(shape: str) -> Iterator[tuple[str, ...]]:
    at = 0
    while at < len(shape):
        sign, end = shape[at], at
        if sign in _CLOSING:
            end = shape.find(_CLOSING[sign], at)
            body = shape[at + 1 : end]
            is_around = body[:1] == "?"
            if end < 0 or "(" in body or not (is_around or _INNER.isdisjoint(body)):
                return  # nested: only what precedes is known
        is_optional = shape[end + 1 : end + 2] in _OPTIONAL
        if sign == "(" and body[:1] != "?" and not is_optional:
            yield tuple(body.split("|"))
        elif sign >= _FIRST_CHINESE and sign not in _FULL_WIDTH and not is_optional:
            yield (sign,)
        at = end + 1


def _shape(shape: str) -> str:
    """Return the pattern of one shape: ``(较|比)去年*提高``."""
    return "".join(_PARTS.get(part, part) for part in re.split("([*#%])", shape))


def _before(text: str, offset: int) -> str:
    """Return the text before an offset, as much as a sentence may be long."""
    return text[max(0, offset - _SENTENCE_AT_MOST) : offset]


def _is_result(found: re.Match[str], text: str, planned: tuple[str, ...]) -> bool:
    """Return True unless the clause tells a plan, or the result qualifies something."""
    before = _CLAUSE.split(_before(text, found.start()))[-1]
    if (
        _LIMIT.search(found[0])
        or before.endswith(_OBJECT)
        or any(word in before for word in planned)
    ):
        return False
    return not _QUALIFYING.match(text, found.end())


def _apart(matches: list[re.Match[str]]) -> list[re.Match[str]]:
    """Return matches in the order of the text, each within no other."""
    found: list[re.Match[str]] = []
    for match in sorted(matches, key=lambda match: (match.start(), -match.end())):
        if not found or match.start() >= found[-1].end():
            found.append(match)
    return found


def _is_of_the_past(text: str, start: int) -> bool:
    """Return True if the sentence before a result refers to an earlier year."""
    return bool(_PAST.search(_END.split(_before(text, start))[-1]))
