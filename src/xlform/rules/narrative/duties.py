"""D-11: the duties of the unit in the narrative and in 附表1."""

from __future__ import annotations

import re
from functools import partial
from typing import ClassVar

from xlform.model.submission import Submission
from xlform.rules.context import RuleContext, location_of
from xlform.rules.crossform.similarity import normalize, similarity
from xlform.rules.kernel import NotApplicable, Rule, RuleOutput, Text, Violation, register
from xlform.rules.narrative.examples import DUTIES, narrative
from xlform.template.form_values import FormValues
from xlform.template.roles import Role

_CLAUSE = re.compile("[，。；：\n]+")
_NOTHING = Text(
    "报送件中没有要互相核对的职责。", "The submission does not hold the duties to be compared."
)
# With a smaller share of common clauses, in per cent, clauses can't be matched with each other.
_SHARED_AT_LEAST = 50
_ALIKE_AT_LEAST = 50
# Limits of the comparison: characters of a text, and clauses compared one by one.
_TEXTS_AT_MOST, _COMPARED_AT_MOST = 10_000, 20


@register
class DutiesDiffer(Rule):
    """The duties in the narrative are not those in 附表1."""

    code = "D-11"
    name = "duties-differ"
    severity = "info"
    scope = "submission"
    roles = (Role.DUTIES,)
    prose = True
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
        found = context.forms_with(submission, Role.DUTIES)
        stated = [values for values in found if values.template.prose and values.text(Role.DUTIES)]
        forms = [values for values in found if not values.template.prose]
        if len(forms) != 1 or not stated or not forms[0].text(Role.DUTIES):
            yield NotApplicable(None, _NOTHING)
            return
        for values in stated:
            yield from _compare(values, forms[0])


def _compare(values: FormValues, other: FormValues) -> RuleOutput:
    """Yield the clauses of 附表1 missing in the narrative, which may have more of its own."""
    narrative_duties = values.text(Role.DUTIES)[:_TEXTS_AT_MOST]
    form_duties = other.text(Role.DUTIES)[:_TEXTS_AT_MOST]
    normalized = normalize(narrative_duties)
    clauses = [clause.strip() for clause in _CLAUSE.split(form_duties) if clause.strip()]
    missing = [clause for clause in clauses if normalize(clause) not in normalized]
    place = location_of(other.form, other.path_of(Role.DUTIES))
    if not missing:
        return
    shared = 100 - 100 * len(missing) // len(clauses)
    if shared < _SHARED_AT_LEAST:
        percent = str(similarity(narrative_duties, form_duties))
        details = {"place": place, "likeness": percent}
        path = values.path_of(Role.DUTIES)
        yield Violation(values.form, path, message="whole", details=details)
        return
    yield from _violation(values, narrative_duties, missing, place)


def _violation(
    values: FormValues, narrative_duties: str, missing: list[str], place: str
) -> RuleOutput:
    """Yield one violation: the first clause similar to one here, else all missing ones."""
    form, path = values.form, values.path_of(Role.DUTIES)
    clauses = [clause.strip() for clause in _CLAUSE.split(narrative_duties) if clause.strip()]
    for other in missing[:_COMPARED_AT_MOST]:
        closest = max(clauses, key=partial(similarity, other))
        if similarity(closest, other) >= _ALIKE_AT_LEAST:
            details = {"seen": closest, "other": other, "place": place}
            yield Violation(form, path, details=details, expected=other, actual=closest)
            return
    details = {"other": "”“".join(missing[:_COMPARED_AT_MOST]), "place": place}
    yield Violation(form, path, message="lacking", details=details)
