"""D-07: a narrative that speaks of another unit, or of one of another kind, as its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import ClassVar

from xlform.model.submission import Submission
from xlform.rules.context import RuleContext
from xlform.rules.kernel import NotApplicable, Rule, RuleOutput, Text, Violation, register
from xlform.rules.narrative.amounts import NO_NARRATIVE
from xlform.rules.narrative.examples import narrative
from xlform.rules.narrative.paragraphs import Paragraphs, paragraphs_of
from xlform.rules.narrative.project_funds import narratives
from xlform.rules.unit_names import Words
from xlform.template.labels import fold

# What follows the unit's own name: 某局2023年项目支出; of towns also what a plan says: 某镇将.
_BUDGET = (
    "(?=(?:20[0-9]{2}年度?|本年度?|全年)?(?:全年|共|计划|拟|预计)?(?:安排)?"
    "(?:部门整体|项目支出|项目资金|预算|收入|支出|财政拨款|重点工作))"
)
_PLAN = "(?=20[0-9]{2}年|将|拟|计划|要|坚持|围绕|紧扣|聚焦)"
# Words of a name that is none, or another's.
_OTHERS = re.compile(
    "^(?:全|该|各|与|和|同|会同|联合|配合|协助|向|对|在|由|到|从|及|等|经|关于|报送|其他)|我|本|现将"
)
_START = "(?:(?<=[,;:。、\n])|^)"
_NAME_AT_LEAST, _NAME_AT_MOST = 3, 30
# Towns and subdistricts share texts.
_TOWN, _STREET = "镇", "街道"


@register
class AnotherUnit(Rule):
    """The narrative names another unit as its own, or calls itself what it is not."""

    code = "D-07"
    name = "narrative-of-another-unit"
    severity = "error"
    scope = "submission"
    prose = True
    summary = Text(
        "编报说明写着别的单位，或自称与单位性质不符",
        "The narrative speaks of another unit, or calls its unit what it is not",
    )
    rationale = Text(
        "镇的说明里写“我校”，或者以别的单位开头，多半是照别人的说明改的，数字也可能没有改。",
        "A town that writes of “our school” edited another’s narrative, perhaps not its figures.",
    )
    help = Text(
        "填报单位是“{unit}”，请改为本单位的名称和称谓，并核对这一段是否照抄。",
        "The unit is {unit}: use its name, and see whether the paragraph was copied.",
    )
    legal_basis = (
        "财预〔2015〕88号《项目支出绩效目标审核表》一、完整性审核·规范完整性（无错项）；"
        "词表 templates/words/narrative.toml"
    )
    messages: ClassVar[dict[str, Text]] = {
        "message": Text(
            "这里写的是“{seen}”，填报单位是“{unit}”，不是同一个单位。",
            "{seen} is named here, but the unit is {unit}.",
        ),
        "self": Text(
            "填报单位是“{unit}”，这里却自称“{seen}”。",
            "The unit is {unit}, yet it calls itself {seen} here.",
        ),
    }
    bad_example = narrative(plan="我校将补植行道树，保障社区运转。")
    good_example = narrative(plan="我镇将补植行道树，保障社区运转。")

    def over_submission(self, submission: Submission, context: RuleContext) -> RuleOutput:
        forms = narratives(submission, context)
        if not forms:
            yield NotApplicable(None, NO_NARRATIVE)
        if not submission.unit:  # C-02 reports it
            return
        for form in forms:
            paragraphs = paragraphs_of(form, context)
            yield from _wrong_names(submission.unit, paragraphs, context.words)
            yield from _wrong_selves(submission.unit, paragraphs, context.words)


def _wrong_names(unit: str, paragraphs: Paragraphs, words: Words) -> Iterator[Violation]:
    """Yield subjects of sentences, and names in titles, that can't be the unit, once a cell."""
    own, reported = fold(unit), set[str]()
    stated = fold(paragraphs.unit)  # X-08 compares it
    towns = tuple(words.get("town-kinds", {}))
    patterns = [_subject(tuple(words.get("body-kinds", {})), _BUDGET)]
    if any(own.removesuffix(tail).endswith(towns) for tail in words.get("office-tails", {})):
        patterns.append(
            _subject((*towns, *(t + o for t in towns for o in words["office-tails"])), _PLAN)
        )
    for pattern in filter(None, patterns):
        for found in pattern.finditer(paragraphs.text):
            seen, place = found["name"], paragraphs.at(found.start())
            if _OTHERS.search(seen) or place.cell in reported:
                continue
            if not _may_be(seen, own) and seen not in stated:
                reported.add(place.cell)
                details = {"seen": seen, "unit": unit}
                yield paragraphs.violation(found.start(), "message", details, unit, seen)


def _may_be(name: str, unit: str) -> bool:
    """Return True if a name may abbreviate a unit: all its characters in their order."""
    rest = iter(unit)
    return all(char in rest for char in name)


@lru_cache(maxsize=8)
def _subject(kinds: tuple[str, ...], predicate: str) -> re.Pattern[str] | None:
    """Return a pattern for the name of a body that a sentence starts with; None without kinds."""
    if not kinds:
        return None
    ends = "|".join(map(re.escape, sorted(kinds, key=len, reverse=True)))
    size = f"{{{_NAME_AT_LEAST - 1},{_NAME_AT_MOST}}}?"
    return re.compile(f"{_START}(?P<name>[\u4e00-\u9fff]{size}(?:{ends})){predicate}")


def _wrong_selves(unit: str, paragraphs: Paragraphs, words: Words) -> Iterator[Violation]:
    """Yield words for oneself, such as 我校, that fit no part of the unit's name, once a cell."""
    names = words.get("self-names", {})
    pattern = _self_pattern(tuple(names), tuple(words.get("no-self", {})))
    own, reported = fold(unit), set[str]()
    for found in pattern.finditer(paragraphs.text) if pattern else ():
        seen, cell = found[0], paragraphs.at(found.start()).cell
        fits = any(part in own for part in names[seen].split())
        if not fits and cell not in reported and not _is_of_town(seen, own, words):
            reported.add(cell)
            details = {"seen": seen, "unit": unit}
            yield paragraphs.violation(found.start(), "self", details, unit, seen)


def _is_of_town(seen: str, unit: str, words: Words) -> bool:
    """Return True for a town that calls itself a street or a street a town: X-08 reports it."""
    if _STREET in unit:
        return seen in words.get("town-itself", {})
    return _TOWN in unit and seen.endswith(_STREET)


@lru_cache(maxsize=4)
def _self_pattern(names: tuple[str, ...], not_self: tuple[str, ...]) -> re.Pattern[str] | None:
    """Return a pattern for words for oneself, and not at the start of other words; None without."""
    if not names:
        return None
    own = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
    others = f"(?!{'|'.join(map(re.escape, not_self))})" if not_self else ""
    return re.compile(f"{others}(?:{own})")
