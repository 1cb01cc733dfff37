"""X-21, X-22: numbers of one target that differ between two forms, or from what a goal says."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import ClassVar, Final, NamedTuple

import msgspec

from xlform.basis import core_name
from xlform.model.memoize import by_text
from xlform.model.submission import Form, Submission, Target
from xlform.rules.arithmetic.completion import number_in_unit_of, unit_power
from xlform.rules.context import RuleContext
from xlform.rules.crossform.similarity import bigrams, normalize
from xlform.rules.kernel import NotApplicable, Rule, RuleOutput, Text, Violation, register
from xlform.rules.quality.indicators import Indicator, filled
from xlform.rules.text_tests import Words
from xlform.template.form_values import FormValues
from xlform.template.roles import Role

_NOTHING = Text(
    "没有部门整体和支出方向同名的指标。", "Department and directions share no indicator."
)
_CLAUSE: Final = re.compile(r"[，,。；;、\n（）()]")
# A number, its power of ten, and the first of what it counts; not a part of a range or a date.
_FIGURE: Final = re.compile(
    r"(?<![0-9.\-~—至到第])([0-9]+(?:\.[0-9]+)?)(?![0-9.]|[\-~—至到][0-9])([十百千万亿]*)(?=[一-鿿%‰])"
)
_AFTER: Final = 8
# Pairs of characters that a goal and a name share at least, and their share of the shorter one.
_SHARED: Final = 2
_LIKE: Final = 0.6


class Figure(msgspec.Struct, frozen=True):
    """Number in a text: its value with the power of ten, the words before and after it."""

    text: str
    value: Decimal
    before: str
    after: str


def figures_in(text: str, words: Words) -> tuple[Figure, ...]:
    """Return the numbers of a text that count something, each with the words of its clause."""
    parts = tuple(words.get("part-of-figure", {}))
    return tuple(_figures(unicodedata.normalize("NFKC", text), parts))


def _figures(text: str, parts: tuple[str, ...]) -> Iterator[Figure]:
    for clause in _CLAUSE.split(text):
        found = list(_FIGURE.finditer(clause))
        for number, one in enumerate(found):
            before = clause[found[number - 1].end() + 1 if number else 0 : one.start()]
            stop = found[number + 1].start() if number + 1 < len(found) else len(clause)
            after = clause[one.end() : min(stop, one.end() + _AFTER)]
            if not any(word in before for word in parts):
                value = Decimal(one[1]).scaleb(unit_power(one[2] + "个")[0])
                yield Figure(one[0], value, before, after)


def _counts_as(counted: str, figure: Figure) -> bool:
    """Return True for a figure in the unit of a target: 万人次 and 人次, not 人 and 人次."""
    after = figure.after
    return after.startswith(counted) and not after.startswith(("次", "/", "·"), len(counted))


@by_text
def _pairs_of_name(name: str) -> frozenset[str]:
    return bigrams(core_name(name), {})


@by_text
def _pairs_around(text: str) -> frozenset[str]:
    return bigrams(text, {})


def _likeness(name: str, figure: Figure, counted: str) -> float:
    """Return the share of a name's pairs of characters that are around a figure, or the reverse."""
    own = _pairs_of_name(name)
    around = _pairs_around(figure.before) | _pairs_around(figure.after.removeprefix(counted))
    shared = len(own & around)
    return shared / min(len(own), len(around)) if shared >= _SHARED else 0.0


@register
class TargetOfDirection(Rule):
    """An indicator of the department has another number in the form of the direction."""

    code = "X-21"
    name = "target-differs-from-direction"
    severity = "warning"
    scope = "submission"
    roles = (Role.PROJECT, (Role.INDICATORS, Role.TARGET))
    summary = Text(
        "同一指标在部门整体表和支出方向表的指标值不同",
        "One indicator has another target in the form of the direction",
    )
    rationale = Text(
        "部门整体的指标值由各支出方向汇总；同一个指标两张表写两个数，年底不知道按哪个考核。",
        "The department’s targets come from its directions: with two, nobody knows which counts.",
    )
    help = Text(
        "请核对“{indicator}”，改成同一个数，或写明两处口径的不同。",
        "Use one number for {indicator}, or say how the two differ.",
    )
    legal_basis = "财预〔2015〕88号《项目支出绩效目标审核表》一、完整性审核·明确清晰性"
    messages: ClassVar[dict[str, Text]] = {
        "message": Text(
            "“{indicator}”在这里是“{actual}”，在 {sheet} 是“{expected}”。",
            "{indicator} is {actual} here, {expected} in {sheet}.",
        )
    }
    bad_example = """
@sheet 附表1
| 年度预算申请（万元） | 按收入性质分 | <        | 按支出性质分 | <            |
| 年度绩效指标         | 一级指标     | 二级指标 | 三级指标     | 指标值及单位 |
| ^                    | 产出指标     | 数量指标 | 更换管网长度 | 21公里       |
@sheet 附表3-1
| 支出方向（子项） | 管网改造 | 所属专项 | 名称         | 供水保障     |          |
| 年度绩效指标     | 一级指标 | 二级指标 | 三级指标     | 指标值及单位 | 绩效标准 |
| ^                | 产出指标 | 数量指标 | 更换管网长度 | 12公里       | 计划标准 |
"""
    good_example = """
@sheet 附表1
| 年度预算申请（万元） | 按收入性质分 | <        | 按支出性质分 | <            |
| 年度绩效指标         | 一级指标     | 二级指标 | 三级指标     | 指标值及单位 |
| ^                    | 产出指标     | 数量指标 | 更换管网长度 | 12公里       |
@sheet 附表3-1
| 支出方向（子项） | 管网改造 | 所属专项 | 名称         | 供水保障     |          |
| 年度绩效指标     | 一级指标 | 二级指标 | 三级指标     | 指标值及单位 | 绩效标准 |
| ^                | 产出指标 | 数量指标 | 更换管网长度 | 12公里       | 计划标准 |
"""

    def over_submission(self, submission: Submission, context: RuleContext) -> RuleOutput:
        of_unit: list[Indicator] = []
        of_directions: dict[str, list[Indicator]] = {}
        for form in submission.forms:
            for one in filled(form, context):
                if not (one.name and one.is_annual) or one.family == "satisfaction":
                    continue
                if context.templates[form.template].is_of_unit:
                    of_unit.append(one)
                else:
                    of_directions.setdefault(normalize(one.name), []).append(one)
        pairs = [(one, of_directions.get(normalize(one.name), [])) for one in of_unit]
        if not any(others for _, others in pairs):
            yield NotApplicable(None, _NOTHING)
        for one, others in pairs:
            if other := _other_number(one, others):
                yield Violation(
                    one.form, one.at(Role.TARGET),
                    details={
                        "indicator": one.name, "actual": one.target.text,
                        "expected": other.target.text, "sheet": other.form.sheet,
                    },
                    expected=other.target.text, actual=one.target.text,
                    operands=((other.form, other.at(Role.TARGET)),),
                )  # fmt: skip


def _other_number(one: Indicator, others: list[Indicator]) -> Indicator | None:
    """Return a direction's indicator where neither they, their sum nor a mean is the same."""
    target = one.target
    if target.type != "number" or target.value is None or not others:
        return None
    numbers = [number_in_unit_of(target, other.target) for other in others]
    known = [number for number in numbers if number is not None]
    if len(known) < len(numbers):
        return None
    if target.value in (*known, sum(known)) or min(known) < target.value < max(known):
        return None
    return others[0]


@register
class FigureOfGoal(Rule):
    """A goal states another number than the indicator for it."""

    code = "X-22"
    name = "goal-figure-differs-from-target"
    severity = "warning"
    roles = ((Role.INDICATORS, Role.TARGET),)
    any_role = (
        Role.GOAL,
        Role.OUTCOME,
        (Role.WORK_PLAN, Role.GOAL),
        (Role.WORK_PLAN, Role.CONTENT),
    )
    summary = Text(
        "绩效目标里的数与指标值不一致", "A goal states another number than its indicator"
    )
    rationale = Text(
        "绩效指标是绩效目标的细化和量化；同一件事目标写一个数、指标又写一个数，无法考核。",
        "Indicators measure the goal: with one number here and another there, neither counts.",
    )
    help = Text(
        "请核对“{seen}”和指标“{indicator}”的“{target}”，改成同一个数。",
        "Bring {seen} and {target} of {indicator} into line.",
    )
    legal_basis = "财预〔2015〕88号《项目支出绩效目标审核表》一、完整性审核·明确清晰性"
    messages: ClassVar[dict[str, Text]] = {
        "message": Text(
            "{label}写“{seen}”，而指标“{indicator}”是“{target}”。",
            "{label} says {seen}, but {indicator} is {target}.",
        )
    }
    bad_example = """
| 支出方向（子项） | 管网改造       | 所属专项 | 名称         | 供水保障     |          |
| 年度绩效目标     | 更换管网21公里 | <        | <            | <            | <        |
| 年度绩效指标     | 一级指标       | 二级指标 | 三级指标     | 指标值及单位 | 绩效标准 |
| ^                | 产出指标       | 数量指标 | 更换管网长度 | 12公里       | 计划标准 |
"""
    good_example = """
| 支出方向（子项） | 管网改造       | 所属专项 | 名称         | 供水保障     |          |
| 年度绩效目标     | 更换管网12公里 | <        | <            | <            | <        |
| 年度绩效指标     | 一级指标       | 二级指标 | 三级指标     | 指标值及单位 | 绩效标准 |
| ^                | 产出指标       | 数量指标 | 更换管网长度 | 12公里       | 计划标准 |
"""

    def over_form(self, form: Form, context: RuleContext) -> RuleOutput:
        values = context.values(form)
        figures = context.of_text(figures_in)
        targets: dict[Role, _Targets] = {}
        for goal in _texts(values):
            role = goal.measured_by
            for figure in figures(goal.text) if goal.text else ():
                if role not in targets:  # few texts have figures
                    targets[role] = _counted(filled(form, context), role)
                if found := _contradicted(figure, targets[role]):
                    path, (one, target, counted, _) = goal.path, found
                    seen = figure.text + figure.after.split()[0][: len(counted)]
                    label = _label(values, path)
                    details = {"label": label, "seen": seen, "indicator": one.name}
                    yield Violation(
                        form, path, details=details | {"target": target.text},
                        expected=target.text, actual=seen, operands=((form, one.at(role)),),
                    )  # fmt: skip


class _CountedTarget(NamedTuple):
    """Number that an indicator has to reach, with its unit without a power of ten, and its value.

    ``value`` has the power of ten of the unit.
    """

    indicator: Indicator
    target: Target
    counted: str
    value: Decimal | None


_Targets = list[_CountedTarget]


def _counted(indicators: Iterable[Indicator], role: Role) -> _Targets:
    """Return the targets of a year, or what was reached, that are numbers with a unit."""
    found: _Targets = []
    for one in indicators:
        target = one.target if role == Role.TARGET else one.row.target(role)
        if target and target.type == "number" and target.unit and one.name and one.is_annual:
            power, counted = unit_power(target.unit)
            value = None if target.value is None else target.value.scaleb(power)
            found.append(_CountedTarget(one, target, counted, value))
    return found


class _Goal(NamedTuple):
    """Text with a goal or with what was reached, and the role of the targets that measure it."""

    path: str
    text: str
    measured_by: Role


def _texts(values: FormValues) -> Iterator[_Goal]:
    """Yield the goals of a year and what was reached."""
    yield _Goal(values.path_of(Role.GOAL), values.text(Role.GOAL), Role.TARGET)
    yield _Goal(values.path_of(Role.OUTCOME), values.text(Role.OUTCOME), Role.ACTUAL)
    for row in values.rows(Role.WORK_PLAN):
        for role in (Role.GOAL, Role.CONTENT):
            yield _Goal(row.path_of(role), row.text(role), Role.TARGET)


def _label(values: FormValues, path: str) -> str:
    """Return the printed label of a text."""
    role = values.role_at(path)
    if role is None:
        return ""
    return values.column_label(Role.WORK_PLAN, role) if "[" in path else values.label(role)


def _contradicted(figure: Figure, targets: _Targets) -> _CountedTarget | None:
    """Return the one target that a figure is about, if its number and all like it differ."""
    like: list[tuple[float, int]] = []
    for number, (one, _, counted, value) in enumerate(targets):
        if not _counts_as(counted, figure):
            continue
        likeness = _likeness(one.name, figure, counted)
        if value == figure.value and likeness:
            return None
        like.append((likeness, number))
    like.sort(reverse=True)
    if not like or like[0][0] < _LIKE or (len(like) > 1 and like[1][0] == like[0][0]):
        return None
    return targets[like[0][1]]
