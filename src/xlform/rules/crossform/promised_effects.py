"""X-19: effects promised by a goal that no indicator measures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import ClassVar

from xlform.model.submission import Form, Submission
from xlform.rules.arithmetic.figures import indicator_level, indicator_name, targets
from xlform.rules.context import RuleContext
from xlform.rules.crossform.fund_rows import Fund, directions_of, funds, text_of
from xlform.rules.crossform.similarity import normalize
from xlform.rules.kernel import Rule, RuleOutput, Text, Violation, register

_GOALS = ("period_goal", "annual_goal")
# A goal: form, path, label, text.
_Goal = tuple[Form, str, str, str]


@register
class UnmeasuredPromise(Rule):
    """A goal promises an effect for which the form leaves its indicators blank."""

    code = "X-19"
    name = "promise-without-indicator"
    severity = "info"
    scope = "submission"
    kinds = ("fund-summary", "fund-direction")
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
        promises = context.words.get("promised-effects", {})
        rows = list(funds(submission))
        for forms in directions_of(submission).values():
            filled, names = _filled(forms)
            if not names:
                continue
            for form, path, label, text in _goals(forms, rows, context):
                for promise, level in _first_promises(text, promises).items():
                    if level not in filled and promise not in names:
                        sheets = "、".join(dict.fromkeys(form.sheet for form in forms))
                        details = {"label": label, "promise": promise}
                        details |= {"level": level, "sheets": sheets}
                        yield Violation(form, path, details=details, actual=text)


def _filled(forms: tuple[Form, ...]) -> tuple[str, str]:
    """Return the levels that have an indicator and the names of all indicators, each joined."""
    rows = [row for form in forms for _, row, _ in targets(form) if indicator_name(row)]
    return " ".join(map(indicator_level, rows)), " ".join(map(indicator_name, rows))


def _goals(forms: tuple[Form, ...], rows: list[Fund], context: RuleContext) -> Iterator[_Goal]:
    """Yield the goals of a fund's directions, and those of its summary row that differ."""
    seen: set[str] = set()
    for form in forms:
        for goal in _GOALS:
            text = text_of(form.fields, goal)
            if normalize(text) not in seen:
                seen.add(normalize(text))
                yield form, goal, context.label(form, goal), text
    for fund in rows:
        for goal in _GOALS:
            text = text_of(fund.row, goal)
            if goal in fund.row and fund.directions == forms and normalize(text) not in seen:
                path = f"{fund.path}.{goal}"
                yield fund.form, path, context.label(fund.form, goal, "funds"), text


def _first_promises(text: str, promises: Mapping[str, str]) -> dict[str, str]:
    """Return the first word of a goal for each level it promises an effect on."""
    found: dict[str, str] = {}
    for word, level in promises.items():
        if level not in found.values() and word in text:
            found[word] = level
    return found
