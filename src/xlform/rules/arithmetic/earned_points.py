"""A-24: the points of an indicator are not those that its completion earns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import ClassVar, Final

from xlform.model.findings import Severity
from xlform.model.submission import FLOORS, Form, Target
from xlform.rules.arithmetic.completion import (
    BANDS,
    Completion,
    completion,
    number_in_unit_of,
    unlike_units,
)
from xlform.rules.context import RuleContext
from xlform.rules.kernel import Rule, RuleOutput, Text, Violation, register
from xlform.template.form_values import RoleRow
from xlform.template.roles import Role

_FORM = """
| 项目支出绩效自评表 | <                  | <            | <          | <              | <          | <    | <      | <                      |
| 年度总体目标     | 预期目标           | <            | <          | 实际完成情况   | <          | <    | <      | <                      |
| ^                | 植树800亩。        | <            | <          | 植树760亩。    | <          | <    | <      | <                      |
| 绩效指标         | 一级指标           | 二级指标     | 三级指标   | 年度指标值     | 实际完成值 | 分值 | 得分   | 偏差原因分析及改进措施 |
| ^                | 产出指标           | 数量指标     | 植树面积   | ≥800亩         | 760亩      | 20   | {points} | 苗木不足，次年补植。   |
"""  # noqa: E501  (a form is as wide as it is)
# Half a unit of the last decimal written: 9.65 may be rounded to 9.7, in whole points to 10.
_HALF: Final = Decimal("0.5")
_CENT: Final = Decimal("0.01")
_SLACK: Final = Decimal("0.005")
_COLUMNS: Final = (Role.TARGET, Role.ACTUAL, Role.WEIGHT, Role.SCORE)
_RANGE: Final = "{low}–{high}"


@register
class PointsNotEarned(Rule):
    """An indicator has more or fewer points than its actual value earns."""

    code = "A-24"
    name = "points-not-earned"
    severity = "error"
    summary = Text(
        "指标得分与完成情况不符", "The points of an indicator are not what its completion earns"
    )
    rationale = Text(
        "完成指标值的得满分，没有完成的按完成比例记分，定性指标按完成的档次记分；没有完成却得满分，总分和评级就不真实。",
        "A target that is met earns all points, one that is missed the share that was reached, a "
        "qualitative one those of its band; otherwise total and grade aren't true.",
    )
    help = Text(
        "请核对指标值、完成值和得分，按完成情况重新计分。",
        "Check target, actual value and points, and score by completion.",
    )
    legal_basis = "财预〔2020〕10号《项目支出绩效评价管理办法》第十八条（定量指标、定性指标得分）"
    messages: ClassVar[dict[str, Text]] = {
        "full": Text(
            "“{name}”完成值“{actual_value}”没有达到指标值“{target}”，却得满分 {actual} 分。",
            "{name}: {actual_value} does not meet the target {target}, yet it has all {actual} "
            "points.",
        ),
        "message": Text(
            "“{name}”指标值“{target}”，完成值“{actual_value}”，分值 {weight}，应得 {expected} 分，"
            "填 {actual} 分。",
            "{name}: target {target}, actual value {actual_value}, weight {weight}: it earns "
            "{expected} points, not {actual}.",
        ),
        "blank": Text(
            "“{name}”没有写完成值，却得 {actual} 分。",
            "{name} has no actual value, yet {actual} points.",
        ),
        "unscored": Text(
            "“{name}”写了完成值“{actual_value}”，分值 {weight}，没有写得分。",
            "{name} has an actual value ({actual_value}) and a weight of {weight}, but no points.",
        ),
        "over": Text(
            "“{name}”指标值“{target}”，完成值“{actual_value}”，高出很多：请分析原因；指标值定得明显"
            "偏低的，应按偏离度适度调减得分。",
            "{name}: {actual_value} is far above the target {target}: give the reason, and fewer "
            "points if the target was set too low.",
        ),
        "units": Text(
            "“{name}”的完成值“{actual_value}”和指标值“{target}”单位不同，无法核对得分。",
            "{name}: {actual_value} and {target} have different units; its points can't be "
            "checked.",
        ),
    }
    bad_example = _FORM.format(points="20")
    good_example = _FORM.format(points="19")

    roles = tuple((Role.INDICATORS, role) for role in _COLUMNS)

    def over_form(self, form: Form, context: RuleContext) -> RuleOutput:
        bands = context.words.get(BANDS, {})
        unreadable = {note.cell for note in form.notes}
        for row in context.values(form).rows(Role.INDICATORS):
            cells = {form.origins.get(row.path_of(role)) for role in _COLUMNS}
            if not cells & unreadable:
                yield from _row_violations(form, row, bands)
                if _is_overachieved(row, context.settings.overachieved_times):
                    yield _violation(form, row, "over", Role.ACTUAL, severity="info")


def _is_overachieved(row: RoleRow, times: Decimal) -> bool:
    """Return True for a number far above one that had to be reached, without a reason for it."""
    target, actual = row.target(), row.target(Role.ACTUAL)
    if target is None or actual is None or not target.value or target.value <= 0:
        return False
    if target.comparator not in FLOORS or target.unit == "%" or row.text(Role.REASON).strip():
        return False
    number = number_in_unit_of(target, actual)
    return number is not None and number >= target.value * times


def _row_violations(form: Form, row: RoleRow, bands: Mapping[str, str]) -> Iterator[Violation]:
    """Yield what is wrong with the points of one indicator."""
    if any(row.path_of(role) not in form.origins for role in _COLUMNS):
        return  # a column is missing, which is reported by itself
    target, actual = row.target(), row.target(Role.ACTUAL)
    weight, points = row.amount(Role.WEIGHT), row.amount(Role.SCORE)
    if target is None or actual is None or not row.text(Role.LEVEL3):
        return
    if points is None:
        if actual.text and weight:
            yield _violation(form, row, "unscored", Role.SCORE)
    elif not actual.text:
        if points:
            yield _violation(form, row, "blank", Role.ACTUAL)
    elif unlike_units(target, actual):
        yield _violation(form, row, "units", Role.ACTUAL, severity="warning")
    elif weight:
        found = completion(target, actual, bands)
        if found:
            yield from _misscored(form, row, weight, points, found)


def _misscored(
    form: Form, row: RoleRow, weight: Decimal, points: Decimal, found: Completion
) -> Iterator[Violation]:
    """Yield a violation if the points are outside all shares that the completion earns."""
    if found.met is False and points >= weight:
        expected = _points(weight * found.shares[-1][1]) if found.shares else ""
        yield _violation(form, row, "full", Role.SCORE, expected=expected)
        return
    # Points may be taken from a target that was set too low: C-14 asks for the reason.
    if found.met or not found.shares or points > weight:
        return
    slack = _HALF.scaleb(min(int(points.normalize().as_tuple().exponent), 0)) + _SLACK
    if any(low * weight - slack <= points <= high * weight + slack for low, high in found.shares):
        return
    low, high = found.shares[0][0] * weight, found.shares[-1][1] * weight
    expected = _points(low)
    if low != high:
        expected = _RANGE.format(low=_points(low), high=_points(high))
    severity: Severity = "error" if points > high else "warning"
    yield _violation(form, row, "message", Role.SCORE, expected=expected, severity=severity)


def _points(number: Decimal) -> str:
    """Return points with two decimals at most."""
    rounded = number.quantize(_CENT, ROUND_HALF_UP)
    return f"{rounded.normalize():f}"


def _violation(
    form: Form,
    row: RoleRow,
    message: str,
    place: Role,
    *,
    expected: str = "",
    severity: Severity | None = None,
) -> Violation:
    points, weight = row.amount(Role.SCORE), row.amount(Role.WEIGHT)
    details = {
        "name": row.text(Role.LEVEL3),
        "target": (row.target() or Target()).text,
        "actual_value": (row.target(Role.ACTUAL) or Target()).text,
        "weight": "" if weight is None else f"{weight:f}",
        "actual": "" if points is None else f"{points:f}",
        "expected": expected,
    }
    return Violation(
        form,
        row.path_of(place),
        message=message,
        details=details,
        expected=expected,
        actual=details["actual"],
        severity=severity,
    )
