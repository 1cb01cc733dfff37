"""X-20: a form speaks of another body as if it were the filer."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import ClassVar

from xlform.model.submission import Submission
from xlform.rules.context import RuleContext
from xlform.rules.kernel import NotApplicable, Rule, RuleOutput, Text, Violation, register
from xlform.rules.text_tests import Words, holding, of_wording
from xlform.template.labels import fold
from xlform.template.roles import GOALS, Role

# Texts that tell what the filer does; other fields may name other bodies.
_PROSE = frozenset((*GOALS, Role.DUTIES, Role.BASIS, Role.PLAN, Role.TASK, Role.RESPONSIBLE))
_HOLDS_BODY = holding("acting-bodies")
_NOTHING = Text("报送件中没有填报单位。", "The submission names no unit.")
# 青渚区水利局, 石坪街道办事处.
_NAME = "(?:[一-鿿]{2,4}[区县市旗州][一-鿿]{0,12}?|[一-鿿]{2,3}(?=街道|镇人民|乡人民))"
_START = "(?:^|(?<=[，,。；;：:\n（(按]))"
# A body that acts stands alone, not among others.
_ALONE = "(?![，,、和与及等或\\s）)]|的?(?:指导|支持|要求|部署))"


@register
class AnotherBody(Rule):
    """A text calls the filer what it is not, or has another body as its subject."""

    code = "X-20"
    name = "another-body-speaks"
    severity = "warning"
    scope = "submission"
    summary = Text("文字里的主语、自称是别的单位", "The text speaks as another body")
    rationale = Text(
        "学校的表里写“我院”，局里的表写“在镇党委领导下”，多半是照别的单位抄的，数字也可能没有改。",
        "A school that writes 我院, or a bureau led by a 镇党委, copied the text from elsewhere.",
    )
    help = Text(
        "填报单位是“{unit}”，请改为本单位的名称和称谓，并核对这一处是否照抄。",
        "The unit is {unit}: use its name, and see whether this was copied.",
    )
    legal_basis = (
        "财预〔2015〕88号《项目支出绩效目标审核表》一、完整性审核·规范完整性（无错项）；"
        "词表 templates/words/narrative.toml、crossform.toml"
    )
    messages: ClassVar[dict[str, Text]] = {
        "message": Text(
            "填报单位是“{unit}”，这里写的却是“{seen}”。",
            "The unit is {unit}, but {seen} is written here.",
        ),
    }
    bad_example = """
| 填报单位：云田镇人民政府 |                        |          |      |      |
| 支出方向（子项）         | 保洁                   | 所属专项 | 名称 | 环境 |
| 年度绩效目标             | 我校完成清运垃圾6000吨 | <        | <    | <    |
"""
    good_example = """
| 填报单位：云田镇人民政府 |                                  |          |      |      |
| 支出方向（子项）         | 保洁                             | 所属专项 | 名称 | 环境 |
| 年度绩效目标             | 我镇会同石峰区教育局清运校园垃圾 | <        | <    | <    |
"""

    def over_submission(self, submission: Submission, context: RuleContext) -> RuleOutput:
        unit = submission.unit
        if not unit:
            yield NotApplicable(None, _NOTHING)
            return
        own, words = fold(unit), context.words
        patterns = _patterns(words)
        for form in submission.forms:
            if context.templates[form.template].prose:  # D-07
                continue
            for located in context.texts_where(form, _speaks_of_bodies):
                if located.role not in _PROSE:
                    continue
                seen = next(_foreign(located.text, own, patterns, words), "")
                if seen:
                    details = {"unit": unit, "seen": seen}
                    yield Violation(form, located.path, details=details, actual=seen)


Patterns = tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]


def _patterns(words: Words) -> Patterns:
    return (
        _selves(tuple(words.get("self-names", {})), tuple(words.get("no-self", {}))),
        _leaders(tuple(words.get("party-bodies", {}))),
        _subjects(tuple(words.get("acting-bodies", {}))),
    )


@of_wording("self-names", "no-self", "party-bodies", "acting-bodies")
def _speaks_of_bodies(text: str, words: Words) -> bool:
    """Return True if a text has words for the filer, or another body, as its subject."""
    selves, leaders, subjects = _patterns(words)
    return (
        (("我" in text or "本" in text) and selves.search(text) is not None)
        or ("领导下" in text and leaders.search(text) is not None)
        or (_HOLDS_BODY(text, words) and subjects.search(text) is not None)
    )


def _foreign(
    text: str, own: str, patterns: Patterns, words: Mapping[str, Mapping[str, str]]
) -> Iterator[str]:
    """Yield the words in a text that fit no part of the unit's name."""
    selves, leaders, subjects = patterns
    itself = "我" in text or "本" in text
    street = words.get("town-itself", {}) if "街道" in own else {}
    for found in selves.finditer(text) if itself else ():
        fitting = words["self-names"][found[0]].split()
        # X-08 reports a town that calls itself a street, and a street that calls itself a town.
        if not any(part in own for part in fitting) and found[0] not in street:
            yield found[0]
    for found in leaders.finditer(text) if "领导下" in text else ():
        if not any(part in own for part in words["party-bodies"][found[1]].split()):
            yield found[0]
    for found in subjects.finditer(text):
        if not _may_be(found["name"], own):
            yield found["name"]


def _may_be(name: str, unit: str) -> bool:
    """Return True if a name may abbreviate a unit, or the unit is a part of it."""
    rest = iter(unit)
    return all(char in rest for char in name) or unit.startswith(name) or name.startswith(unit)


def _any_of(words: tuple[str, ...]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True))) or "(?!)"


@lru_cache(maxsize=4)
def _selves(names: tuple[str, ...], others: tuple[str, ...]) -> re.Pattern[str]:
    """Return a pattern for words for oneself, and not at the start of other words."""
    return re.compile(f"(?<![基样文根自])(?!{_any_of(others)})(?:{_any_of(names)})")


@lru_cache(maxsize=4)
def _leaders(bodies: tuple[str, ...]) -> re.Pattern[str]:
    """Return a pattern for a party body of a kind of unit that leads the filer: 在镇党委领导下."""
    party = "党(?:委|组|工委|总支|支部)"
    return re.compile(f"在(?:本|我)?({_any_of(bodies)}){party}[^，,。；;]{{0,8}}领导下")


@lru_cache(maxsize=4)
def _subjects(ends: tuple[str, ...]) -> re.Pattern[str]:
    """Return a pattern for the name of a body that a clause starts with."""
    return re.compile(f"{_START}(?P<name>{_NAME}(?:{_any_of(ends)})){_ALONE}")
