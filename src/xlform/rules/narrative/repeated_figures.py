"""Amounts that a narrative states a second time, before its projects, as another amount."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

import msgspec

from xlform.model.submission import Form, Value
from xlform.rules.context import RuleContext
from xlform.rules.narrative.paragraphs import Paragraphs, paragraphs_of
from xlform.rules.narrative.project_funds import projects
from xlform.rules.narrative.splits import money
from xlform.template.roles import Role

if TYPE_CHECKING:
    from xlform.reading.clauses import Clauses

# Who and when, before the word for an amount: 我镇2023年, 本单位全年.
_HEAD = re.compile(
    "(?:[^,;:。、]{0,20}?(?P<year>20[0-9]{2})年度?|[我本][^,;:。、]{1,3}|全年|年度|预算|部门|单位"
    "|共|合计|计划|预计|拟|安排|申请|编制)+"
)
_HEAD_AT_MOST = 24
_COMPARED = re.compile("上年|去年|比|较|增|减")
# Between a project and its amount, and between an amount and the project it is for.
_NEAR = re.compile(r"[\"”》]?(?:项目|专项)?(?:资金|经费|支出|预算|投入|安排|共|计|为|约|\(|:){0,4}")
_FOR = re.compile(r"(?:专项)?(?:资金|经费)?,?(?:主要)?(?:用于|实施|推进|开展|建设|做好)[\"“《]?")
_NAME_AT_LEAST = 4
# Limits of the comparison: characters before an amount, and projects looked for.
_AROUND_AT_MOST, _PROJECTS_AT_MOST = 80, 200


class Repeated(msgspec.Struct, frozen=True):
    """Amount stated at an offset of the text, and the value at a path that it contradicts.

    ``stated`` and ``value`` are in 万元.
    """

    start: int
    label: str
    stated: Decimal
    path: str
    value: Decimal


def repeated_totals(form: Form, context: RuleContext) -> Iterator[Repeated]:
    """Yield totals of the unit stated otherwise than the form's fields."""
    from xlform.template.wording import wording_of  # noqa: PLC0415  (a workbook without a narrative needs none)

    template = context.templates[form.template]
    if not template.fingerprint:
        return
    wording = wording_of(template)
    fields = wording.amount_fields(template.fingerprint[:1])
    paragraphs = paragraphs_of(form, context)
    # A-21 compares the total above the projects.
    values = context.values(form)
    own = {form.origins.get(values.path_of(Role.PROJECTS_TOTAL), "")} - {""}
    for known, start, end in _amounts_before_projects(paragraphs):
        if paragraphs.at(start).cell in own and start >= paragraphs.plan_end:
            continue
        first = known.start(start)
        for stop in wording.link_starts(known.text, first, start):
            for name, words in fields.items():
                word = next((w for w in words if known.text.endswith(w, first, stop)), "")
                head = known.text[first : stop - len(word)]
                if word and _is_own(head, form.year):
                    value = values.form.fields.get(name)
                    differing = _differing(form, context, known.text[start:end], value)
                    if differing:
                        yield Repeated(start, word, differing[0], name, differing[1])


def repeated_projects(form: Form, context: RuleContext) -> Iterator[Repeated]:
    """Yield amounts of projects stated otherwise than in the projects' own paragraphs."""
    from xlform.reading.passage import folded  # noqa: PLC0415  (a workbook without a narrative needs none)

    paragraphs = paragraphs_of(form, context)
    named = [
        (folded(project.name), project)
        for project in projects(form, context)
        if project.row.amount() is not None
    ][:_PROJECTS_AT_MOST]
    for known, start, end in _amounts_before_projects(paragraphs):
        first = known.start(start, max(0, start - _AROUND_AT_MOST))
        before, after = known.text[first:start], known.text[end : end + _AROUND_AT_MOST]
        if _COMPARED.search(before):
            continue
        for name, project in named:
            if len(name) >= _NAME_AT_LEAST and _is_for(name, after, known, start):
                amount = project.row.amount()
                differing = _differing(form, context, known.text[start:end], amount)
                if differing:
                    path = project.at(Role.AMOUNT)
                    yield Repeated(start, project.name, differing[0], path, differing[1])


def _amounts_before_projects(paragraphs: Paragraphs) -> Iterator[tuple[Clauses, int, int]]:
    from xlform.reading.clauses import clauses  # noqa: PLC0415  (a workbook without a narrative needs none)

    known = clauses(paragraphs.text)
    limit = paragraphs.entries[0][0] if paragraphs.entries else len(paragraphs.text)
    for start, end in known.amounts:
        if end <= limit:
            yield known, start, end


def _is_own(head: str, year: int | None) -> bool:
    """Return True if the words before a phrase name the unit or its year, nothing else."""
    found = _HEAD.fullmatch(head) if len(head) <= _HEAD_AT_MOST else None
    if not found or _COMPARED.search(head):
        return False
    return not found["year"] or year is None or int(found["year"]) == year


def _is_for(name: str, after: str, known: Clauses, start: int) -> bool:
    """Return True if an amount is a project's: 某专项48万元, 48万元用于某专项."""
    context = known.text[max(0, start - _AROUND_AT_MOST) : start].rpartition("\n")[2]
    at = context.rfind(name)
    if at >= 0 and _NEAR.fullmatch(context, at + len(name)):
        return True
    lead = _FOR.match(after)
    return bool(lead and after.startswith(name, lead.end()))


def _differing(
    form: Form, context: RuleContext, text: str, value: Value
) -> tuple[Decimal, Decimal] | None:
    """Return the amount in a text and a value in 万元; ``None`` if they agree or one is unknown."""
    stated = money(text, form, context)
    if not isinstance(value, Decimal) or stated is None:
        return None
    return (stated, value) if abs(value - stated) > context.settings.cent else None
