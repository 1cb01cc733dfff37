"""D-11: the duties of the unit, told in the narrative and in 附表1."""

from __future__ import annotations

import re
from functools import partial
from typing import ClassVar

from xlform.model.submission import Form, Submission
from xlform.rules.context import RuleContext, location_of
from xlform.rules.crossform.likeness import likeness, plainly
from xlform.rules.crossform.pairing import of_kind, text_of
from xlform.rules.kernel import NotApplicable, Rule, RuleOutput, Text, Violation, register
from xlform.rules.narrative.examples import DUTIES, narrative
from xlform.rules.narrative.pairing import NARRATIVE

_CLAUSE = re.compile("[，。；：\n]+")
_NOTHING = Text(
    "报送件中没有要互相核对的职责。", "The submission does not hold the duties to be compared."
)
# Of texts with fewer clauses in common, in per cent, no clause can be told to be another's.
_SHARED_AT_LEAST = 50
_ALIKE_AT_LEAST = 50
# So much of a text is compared, and so many of its clauses one by one.
_TEXTS_AT_MOST, _COMPARED_AT_MOST = 10_000, 20


@register
class DutiesDiffer(Rule):
    """The duties in the narrative are not those in 附表1."""

    code = "D-11"
    name = "duties-differ"
    severity = "info"
    scope = "submission"
    kinds = (NARRATIVE, "department")
    summary = Text(
        "编报说明的职能职责与部门整体表的职责概述不一致",
        "The duties in the narrative differ from those of the department’s form",
    )
    rationale = Text(
        "两处概述的是同一份职责；说法不同，多半是一处改了另一处没有改。",
        "Both sum up one list of duties; where they differ, one was changed and the other not.",
    )
    help = Text(
        "请核对编报说明和 {place} 的职责，以“三定”规定为准统一表述。",
        "Check both this and {place} against the unit’s statute and use one text.",
    )
    legal_basis = "财预〔2015〕88号《项目支出绩效目标审核表》二、相关性审核·目标相关性（部门职能）"
    messages: ClassVar[dict[str, Text]] = {
        "message": Text(
            "编报说明写“{seen}”，{place} 写“{other}”。",
            "It says {seen} here and {other} in {place}.",
        ),
        "lacking": Text(
            "{place} 写有“{other}”，编报说明没有。", "{place} says {other}; this text does not."
        ),
        "whole": Text(
            "编报说明的职责与 {place} 的职责概述是两段不同的文字（相似度 {likeness}%）。",
            "The duties here and in {place} are two different texts ({likeness}% alike).",
        ),
    }
    bad_example = narrative() + (
        "@sheet 附表1\n| 部门名称 | 云田镇人民政府 |\n| 按收入性质分 | 按支出性质分 |\n"
        "| 部门职责概述 | 贯彻落实国家政策，发展镇村经济、文化和社会事业，维护社会稳定。 |\n"
    )
    good_example = narrative() + (
        "@sheet 附表1\n| 部门名称 | 云田镇人民政府 |\n| 按收入性质分 | 按支出性质分 |\n"
        f"| 部门职责概述 | {DUTIES} |\n"
    )

    def over_submission(self, submission: Submission, context: RuleContext) -> RuleOutput:
        del context
        told = [form for form in of_kind(submission, NARRATIVE) if text_of(form.fields, "duties")]
        forms = of_kind(submission, "department")
        if len(forms) != 1 or not told or not text_of(forms[0].fields, "duties"):
            yield NotApplicable(None, _NOTHING)
            return
        for form in told:
            yield from _differing(form, forms[0])


def _differing(form: Form, other: Form) -> RuleOutput:
    """The clauses of 附表1 the narrative lacks; it may well tell more."""
    own = text_of(form.fields, "duties")[:_TEXTS_AT_MOST]
    theirs = text_of(other.fields, "duties")[:_TEXTS_AT_MOST]
    whole = plainly(own)
    clauses = [clause.strip() for clause in _CLAUSE.split(theirs) if clause.strip()]
    lacking = [clause for clause in clauses if plainly(clause) not in whole]
    place = location_of(other, "duties")
    if not lacking:
        return
    shared = 100 - 100 * len(lacking) // len(clauses)
    if shared < _SHARED_AT_LEAST:
        alike = str(likeness(own, theirs))
        yield Violation(
            form, "duties", message="whole", details={"place": place, "likeness": alike}
        )
        return
    yield from _told(form, own, lacking, place)


def _told(form: Form, own: str, lacking: list[str], place: str) -> RuleOutput:
    """One finding for all clauses: the first that is like one here, else all that are lacking."""
    clauses = [clause.strip() for clause in _CLAUSE.split(own) if clause.strip()]
    for other in lacking[:_COMPARED_AT_MOST]:
        near = max(clauses, key=partial(likeness, other))
        if likeness(near, other) >= _ALIKE_AT_LEAST:
            details = {"seen": near, "other": other, "place": place}
            yield Violation(form, "duties", details=details, expected=other, actual=near)
            return
    details = {"other": "”“".join(lacking[:_COMPARED_AT_MOST]), "place": place}
    yield Violation(form, "duties", message="lacking", details=details)
