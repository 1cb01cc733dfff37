"""Q-14 and Q-15: generic goals, and the two goals of a form compared."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import ClassVar

from xlform.model.submission import Form, Submission
from xlform.rules.context import RuleContext
from xlform.rules.kernel import Rule, RuleOutput, Text, Violation, register
from xlform.rules.text_tests import Words
from xlform.template.form_values import FormValues
from xlform.template.labels import fold
from xlform.template.roles import GOALS, Role

_COUNT = re.compile("[0-9０-９一二三四五六七八九十百千万][个项次场户人家条处%％年亩公]")
# Characters left of a goal of stock phrases once these are removed, at most.
_REMAINDER_AT_MOST = 3
# Characters of misspelt stock words, at most.
_TYPOS_AT_MOST = 6
_GOAL_TABLES = (Role.FUNDS, Role.WORK_PLAN)
# A term of one year, leap years included, has one goal; a longer term has two.
_DAYS_OF_A_YEAR = 366


@register
class GenericGoal(Rule):
    """A goal is too short, or so general that it would fit any project."""

    code = "Q-14"
    name = "goal-generic"
    severity = "warning"
    any_role = (*GOALS, *((table, goal) for table in _GOAL_TABLES for goal in GOALS))
    summary = Text("绩效目标空泛", "A goal is generic")
    rationale = Text(
        "目标要说清做什么、做到什么程度；“圆满完成各项工作”放在哪个项目都行，无法考核。",
        "A goal must say what is done and how far; a phrase that fits any project can't be judged.",
    )
    help = Text(
        "请写明对象、任务、数量或程度，如“全年开展……60场次，……率达到95%以上”。",
        "Say what for whom, how much or how far.",
    )
    legal_basis = (
        "财预〔2015〕88号《项目支出绩效目标审核表》一、完整性审核·明确清晰性"
        "（目标明确、清晰，能反映项目主要情况）"
    )
    messages: ClassVar[dict[str, Text]] = {
        "short": Text(
            "“{field}”只有{count}字，没有说清做什么、做到什么程度。",
            "{field} has {count} characters: what is done and how far?",
        ),
        "message": Text(
            "“{field}”用的是放在哪个项目都行的话，没有本项目的内容。",
            "{field} would fit any project: nothing in it is this one's own.",
        ),
    }
    bad_example = """
| 支出方向（子项） | 植树 | 所属专项 | 名称 | 绿化 |
| 年度绩效目标     | 圆满完成各项工作，促进社会和谐稳定 | | | |
"""
    good_example = """
| 支出方向（子项） | 植树 | 所属专项 | 名称 | 绿化 |
| 年度绩效目标     | 补植行道树400株，成活率达到92%以上 | | | |
"""

    def over_form(self, form: Form, context: RuleContext) -> RuleOutput:
        values, measured = context.values(form), context.of_text(_measured)
        shortest = context.settings.goal_at_least
        for path, table, role, goal in _goals(values):
            length, is_generic = measured(goal)
            is_short = table is None and length < shortest
            if is_short or is_generic:
                label = values.column_label(table, role) if table else values.label(role)
                details = {"field": label, "count": str(length)}
                message, text = "short" if is_short else "message", "".join(goal.split())
                yield Violation(form, path, message=message, details=details, actual=text)


def _goals(values: FormValues) -> Iterator[tuple[str, Role | None, Role, str]]:
    """Yield path, table, role and text of each goal of a form; ``None`` for that of a field."""
    for role in GOALS:
        if goal := values.text(role):
            yield values.path_of(role), None, role, goal
    for table in _GOAL_TABLES:
        for row in values.rows(table):
            for role in GOALS:
                if goal := row.text(role):
                    yield row.path_of(role), table, role, goal


def _measured(goal: str, words: Words) -> tuple[int, bool]:
    """Return the length of a goal without spaces, and whether it would fit any project."""
    text = "".join(goal.split())
    return len(text), not _COUNT.search(text) and _is_generic(text, words)


def _is_generic(text: str, words: Words) -> bool:
    """Return True if little of a goal is left without its stock words, its typos corrected."""
    stock = _any_of(tuple(words.get("goal-words", {})))
    left = len(stock.sub("", text))
    if _REMAINDER_AT_MOST < left <= _REMAINDER_AT_MOST + _TYPOS_AT_MOST:
        for wrong, right in words.get("typos", {}).items():
            if wrong in text:
                text = text.replace(wrong, right)
        left = len(stock.sub("", text))
    return left <= _REMAINDER_AT_MOST


@lru_cache(maxsize=4)
def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    """Return a pattern for any of the words, the longest first."""
    longest = sorted(words, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest)) or "(?!)")


@register
class GoalsDisagree(Rule):
    """The goals of the term and of the year are equal in a long term, or differ in a short one."""

    code = "Q-15"
    name = "term-and-year-goals"
    severity = "info"
    scope = "submission"
    roles = GOALS
    summary = Text("实施期目标与年度目标不相称", "Goals of term and year don't suit the term")
    rationale = Text(
        "实施期就是一年的，两个目标应当一致；跨年的项目，年度目标只是其中一年，不应相同。",
        "A term of one year has one goal; of several years, the year's is only a part.",
    )
    help = Text(
        "一年的项目请统一两个目标；跨年的请分别填写。", "One year: one goal. Several: one for each."
    )
    legal_basis = (
        "财预〔2015〕88号《项目支出绩效目标申报表》（中期目标、年度目标分列）；区级表样附表3；"
        "审核惯例"
    )
    messages: ClassVar[dict[str, Text]] = {
        "same": Text(
            "实施期超过一年，“{annual}”却与“{term}”相同。",
            "The term is over a year, yet {annual} and {term} are the same.",
        ),
        "differ": Text(
            "{count}张表的实施期都只有一年，“{annual}”却与“{term}”不同。",
            "{count} forms run one year only, yet {annual} and {term} differ.",
        ),
    }
    bad_example = """
| 支出方向（子项） | 植树                  | 所属专项 | 名称 | 绿化 |
| 项目实施期       | 2023.01.01-2025.12.31 |          |      |      |
| 实施期绩效目标   | 补植行道树400株       |          |      |      |
| 年度绩效目标     | 补植行道树400株       |          |      |      |
"""
    good_example = """
| 支出方向（子项） | 植树                  | 所属专项 | 名称 | 绿化 |
| 项目实施期       | 2023.01.01-2025.12.31 |          |      |      |
| 实施期绩效目标   | 补植行道树1200株      |          |      |      |
| 年度绩效目标     | 补植行道树400株       |          |      |      |
"""

    def over_submission(self, submission: Submission, context: RuleContext) -> RuleOutput:
        differing: list[FormValues] = []
        for form in submission.forms:
            values = context.values(form)
            term, annual = (fold(values.text(role)) for role in GOALS)
            days = _days(values)
            if not term or not annual or days is None:
                continue
            if term == annual and days > _DAYS_OF_A_YEAR:
                path = values.path_of(Role.GOAL)
                yield Violation(form, path, message="same", details=_labels(values))
            if term.rstrip("。.") != annual.rstrip("。.") and days <= _DAYS_OF_A_YEAR:
                differing.append(values)
        if differing:
            # Reported once per submission: it is one habit, not an error of each form.
            first = differing[0]
            details = _labels(first) | {"count": str(len(differing))}
            yield Violation(first.form, first.path_of(Role.GOAL), message="differ", details=details)


def _labels(values: FormValues) -> dict[str, str]:
    return {"term": values.label(Role.PERIOD_GOAL), "annual": values.label(Role.GOAL)}


def _days(values: FormValues) -> int | None:
    period = values.period()
    if period.start is None or period.end is None:
        return None
    return (period.end - period.start).days + 1
