"""D-05: figures of a narrative that contradict each other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from xlform.model.submission import Form
from xlform.rules.arithmetic.evaluation import evaluate_in_form
from xlform.rules.arithmetic.relation_rule import by_rule
from xlform.rules.context import RuleContext, location_of
from xlform.rules.kernel import Rule, RuleOutput, Text, Violation, register
from xlform.rules.narrative.examples import COMMUNITY, narrative
from xlform.rules.narrative.paragraphs import Paragraphs, paragraphs_of
from xlform.rules.narrative.repeated_figures import repeated_projects, repeated_totals
from xlform.rules.narrative.splits import Split, splits_of
from xlform.template.form_values import FormValues
from xlform.template.roles import Role
from xlform.values.numerals import number

# The rule that compares the declared fields with their sum.
_SUMS = "A-21"
_COUNT = "(?P<{}>[0-9]{{1,3}}|[一二两三四五六七八九十]{{1,3}})"
# 项目8个, 8个专项项目.
_PROJECT_COUNT = re.compile(
    f"(?:项目|专项)(?:支出|资金)?(?:共|共计|合计|总共|为|有)?{_COUNT.format('after')}个"
    f"|{_COUNT.format('before')}个[^,;:。、\n个]{{0,6}}?(?:项目|专项)"
)
# Amounts of all projects: the sentence about one may count them.
_PROJECT_TOTALS = (Role.PROJECT_EXPENDITURE, Role.PROJECTS_TOTAL)
# Some of the projects, or those of another year.
_SOME = re.compile("其中|新增|续建|新建|重点|上年|去年|结转|原有|已|类")
_ALL_ABOVE = re.compile("^(?:以上|上述)")
_SENTENCE_AT_MOST = 200
_CLAUSE_START = re.compile("[,;:。、()\n]")
_SPLIT_EXAMPLE = COMMUNITY.replace("主要", "其中市级20.00万元、区级{}万元，主要")


@register
class OwnFigures(Rule):
    """Two figures of the narrative contradict each other."""

    code = "D-05"
    name = "narrative-figures-contradict"
    severity = "error"
    prose = True
    summary = Text("编报说明的数字前后不一致", "Figures of the narrative contradict each other")
    rationale = Text(
        "其中数大于总数、项目个数与列出的不同、同一笔钱前后两个数，说明没有校对，也不知道以哪个为准。",
        "Parts above their total, a wrong count or two amounts of one thing can’t all be right.",
    )
    help = Text(
        "请核对“{what}”，改正写错的一处。", "Check {what}, and correct the one that is wrong."
    )
    legal_basis = "财预〔2015〕88号《项目支出绩效目标审核表》一、完整性审核·规范完整性（内容准确）"
    messages: ClassVar[dict[str, Text]] = {
        "message": Text(
            "这里写 {actual} 万元，其中 {parts} 合计 {expected} 万元，差额 {difference} 万元。",
            "It says {actual} 万元 here; its parts {parts} add up to {expected} 万元, a difference "
            "of {difference} 万元.",
        ),
        "count": Text(
            "这里写“{seen}”，编报说明列出的项目是 {expected} 个。",
            "It says {seen} here, and the narrative lists {expected} projects.",
        ),
        "repeated": Text(
            "这里写“{what}”{actual} 万元，{place} 写 {expected} 万元，前后不一致。",
            "{what} is {actual} 万元 here and {expected} 万元 in {place}.",
        ),
    }
    bad_example = narrative(("社区经费", _SPLIT_EXAMPLE.format("18.00")))
    good_example = narrative(("社区经费", _SPLIT_EXAMPLE.format("30.00")))

    def over_form(self, form: Form, context: RuleContext) -> RuleOutput:
        paragraphs = paragraphs_of(form, context)
        yield from _wrong_splits(form, paragraphs, context)
        yield from _wrong_counts(context.values(form), paragraphs)
        for repeated in (*repeated_totals(form, context), *repeated_projects(form, context)):
            details = {
                "what": repeated.label,
                "place": location_of(form, repeated.path),
                "actual": f"{repeated.stated:f}",
                "expected": f"{repeated.value:f}",
            }
            expected, actual = details["expected"], details["actual"]
            yield paragraphs.violation(repeated.start, "repeated", details, expected, actual)


def _wrong_splits(form: Form, paragraphs: Paragraphs, context: RuleContext) -> Iterator[Violation]:
    """Yield amounts that their parts do not add up to; A-21 compares the declared ones."""
    compared = {
        (result.actual, result.expected)
        for relation in by_rule(context.templates[form.template].relations).get(_SUMS, ())
        for result in evaluate_in_form(relation, form, context)
    }
    for split in splits_of(form, context):
        if (split.whole, split.total) in compared or not is_wrong(split, context):
            continue
        parts = " + ".join(f"{label} {amount:f}" for label, amount in split.parts)
        details = {
            "what": f"{split.whole:f}万元",
            "parts": parts,
            "actual": f"{split.whole:f}",
            "expected": f"{split.total:f}",
            "difference": f"{split.whole - split.total:+f}",
        }
        expected, actual = details["expected"], details["actual"]
        yield paragraphs.violation(split.start, "message", details, expected, actual)


def is_wrong(split: Split, context: RuleContext) -> bool:
    """Return True if the parts of an amount exceed it, or all of them are less."""
    missing = split.whole - split.total
    return missing < -context.settings.cent or (
        missing > context.settings.cent and not split.partial
    )


def _wrong_counts(values: FormValues, paragraphs: Paragraphs) -> Iterator[Violation]:
    """Yield counts of the projects other than the number of those listed."""
    listed = len(values.rows(Role.PROJECTS))
    origins = values.form.origins
    cells = {origins.get(values.path_of(role)) for role in _PROJECT_TOTALS} - {None}
    first = paragraphs.entries[0][0] if paragraphs.entries else 0
    for found in _PROJECT_COUNT.finditer(paragraphs.text):
        place = paragraphs.at(found.start())
        nearest = max(place.start, found.start() - _SENTENCE_AT_MOST)
        start = paragraphs.text.rfind("。", nearest, found.start()) + 1 or nearest
        sentence = paragraphs.text[start : found.start()]
        is_above = paragraphs.plan_end < found.start() < first
        is_with_total = found.start() < first and place.cell in cells
        is_summary = bool(_ALL_ABOVE.match(sentence + found[0]))
        if not listed or not (is_above or is_with_total or is_summary):
            continue
        clause = _CLAUSE_START.split(sentence)[-1] + found[0]
        count = number(found["after"] or found["before"])
        if count is not None and count != listed and not _SOME.search(clause):
            details = {"what": found[0], "seen": found[0], "expected": str(listed)}
            yield paragraphs.violation(found.start(), "count", details, str(listed), f"{count:f}")
