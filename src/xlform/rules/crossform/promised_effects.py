"""X-19: effects promised by a goal that no indicator measures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import ClassVar

from xlform.messages import listed
from xlform.model.submission import Form, Submission
from xlform.rules.context import RuleContext
from xlform.rules.crossform.fund_rows import Fund, directions_of, funds
from xlform.rules.crossform.similarity import normalize
from xlform.rules.kernel import Rule, RuleOutput, Text, Violation, register
from xlform.rules.quality.indicators import indicators
from xlform.rules.text_tests import Words
from xlform.template.form_values import FormValues
from xlform.template.roles import GOALS, Role

# A goal: form, path, label, text.
_Goal = tuple[Form, str, str, str]


@register
class UnmeasuredPromise(Rule):
    """A goal promises an effect for which the form leaves its indicators blank."""

    code = "X-19"
    name = "promise-without-indicator"
    severity = "warning"
    scope = "submission"
    roles = ((Role.INDICATORS, Role.TARGET),)
    any_role = GOALS
    summary = Text(
        "绩效目标承诺的效果没有对应的指标", "A goal promises an effect that no indicator measures"
    )
    rationale = Text(
        "目标里写了要带动旅游、增收等效果，效益指标却空着，年底无法证明做到没有。",
        "An effect promised in the goal but measured nowhere can’t be shown at the year’s end.",
    )
    help = Text(
        "请为“{promise}”补填{level}，或删去这一承诺。",
        "Fill in {level} for {promise}, or drop the promise.",
    )
    legal_basis = "财预〔2015〕88号《项目支出绩效目标审核表》二、相关性审核·指标科学性"
    messages: ClassVar[dict[str, Text]] = {
        "message": Text(
            "{label}提到“{promise}”，而 {sheets} 的{level}没有填。",
            "{label} speaks of {promise}, but {level} is blank in {sheets}.",
        )
    }
    bad_example = """
| 支出方向（子项） | 环境整治           | 所属专项     | 名称     | 环境整治专项 |          |
| 年度绩效目标     | 推动乡村旅游发展   | <            | <        | <            | <        |
| 年度绩效指标     | 一级指标           | 二级指标     | 三级指标 | 指标值及单位 | 绩效标准 |
| ^                | 效益指标           | 经济效益指标 |          |              |          |
| ^                | ^                  | 社会效益指标 | 受益群众 | ≥500人       | 计划标准 |
"""
    good_example = """
| 支出方向（子项） | 环境整治           | 所属专项     | 名称     | 环境整治专项 |          |
| 年度绩效目标     | 推动乡村旅游发展   | <            | <        | <            | <        |
| 年度绩效指标     | 一级指标           | 二级指标     | 三级指标 | 指标值及单位 | 绩效标准 |
| ^                | 效益指标           | 经济效益指标 | 接待游客 | ≥2000人次    | 计划标准 |
| ^                | ^                  | 社会效益指标 | 受益群众 | ≥500人       | 计划标准 |
"""

    def over_submission(self, submission: Submission, context: RuleContext) -> RuleOutput:
        promised = context.of_text(_first_promises)
        rows = funds(submission, context)
        for forms in _by_matter(submission, context):
            if not any(map(promised, _texts(forms, rows))):
                continue
            filled, names = _filled(forms, context)
            if not names:
                continue
            for form, path, label, text in _goals(forms, rows):
                for promise, level in promised(text).items():
                    if level not in filled and promise not in names:
                        sheets = listed(dict.fromkeys(values.form.sheet for values in forms))
                        details = {"label": label, "promise": promise}
                        details |= {"level": level, "sheets": sheets}
                        yield Violation(form, path, details=details, actual=text)


def _by_matter(submission: Submission, context: RuleContext) -> Iterator[tuple[FormValues, ...]]:
    """Yield the forms of each fund together, and each other form with goals alone."""
    yield from directions_of(submission, context).values()
    for values in context.forms_with(submission, Role.INDICATORS):
        if not values.roles.has(Role.FUND):
            yield (values,)


def _filled(forms: tuple[FormValues, ...], context: RuleContext) -> tuple[str, str]:
    """Return the levels that have an indicator and the names of all indicators, each joined."""
    rows = [row for values in forms for row in indicators(values.form, context) if row.name]
    return " ".join(row.level2 for row in rows), " ".join(row.name for row in rows)


def _texts(forms: tuple[FormValues, ...], rows: Iterable[Fund]) -> list[str]:
    """Return the goals of a fund's directions and of its summary rows."""
    texts = [values.text(goal) for values in forms for goal in GOALS]
    return texts + [
        fund.row.text(goal) for fund in rows if fund.directions == forms for goal in GOALS
    ]


def _goals(forms: tuple[FormValues, ...], rows: Iterable[Fund]) -> Iterator[_Goal]:
    """Yield the goals of a fund's directions, and those of its summary row that differ."""
    seen: set[str] = set()
    for values in forms:
        for goal in GOALS:
            text = values.text(goal)
            if normalize(text) not in seen:
                seen.add(normalize(text))
                yield values.form, values.path_of(goal), values.label(goal), text
    for fund in rows:
        for goal in GOALS:
            text, path = fund.row.text(goal), fund.row.path_of(goal)
            if path and fund.directions == forms and normalize(text) not in seen:
                label = fund.values.column_label(Role.FUNDS, goal)
                yield fund.form, path, label, text


def _first_promises(text: str, words: Words) -> dict[str, str]:
    """Return the first word of a goal for each level it promises an effect on."""
    found: dict[str, str] = {}
    for word, level in words.get("promised-effects", {}).items():
        if level not in found.values() and word in text:
            found[word] = level
    return found
