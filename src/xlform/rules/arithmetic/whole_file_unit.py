"""A-27: all amounts of a file are 10⁴ times off what its own texts say: 元 under 万元."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import ClassVar, Literal

import msgspec

from xlform.model.submission import Form, Submission, Target
from xlform.rules.arithmetic.figures import amounts
from xlform.rules.context import RuleContext, location_of
from xlform.rules.expense_lines import expense_lines
from xlform.rules.kernel import NotApplicable, Rule, RuleOutput, Text, Violation, register
from xlform.template.roles import Role
from xlform.values.amount import Amount, in_wan
from xlform.values.money import unit_powers

# 1 万元 = 10000 元.
_STEP = Decimal(10_000)
# So many amounts have to be off before all are.
_STATED_AT_LEAST = 2
# Amounts up to this many times the step are rounded in their own unit.
_NEARLY = Decimal("0.0001")
_NO_AMOUNTS = Text("报送件中没有金额。", "The submission holds no amounts.")

_Direction = Literal["above", "below"]


class _Filed(msgspec.Struct, frozen=True):
    """Amount of a form in 万元, with its path and label."""

    form: Form
    path: str
    label: str
    value: Decimal


class _Stated(msgspec.Struct, frozen=True):
    """Amount in 万元 that a text of a form states with its unit."""

    form: Form
    path: str
    value: Decimal


@register
class UnitOfAllMoney(Rule):
    """All amounts of a file are filled in another unit than the one printed."""

    code = "A-27"
    name = "unit-of-all-money-mistaken"
    severity = "error"
    scope = "submission"
    # Amounts that differ between the forms are A-15's.
    requires = ("A-15",)
    summary = Text(
        "全部金额都差一万倍：按元填在万元表里",
        "All amounts are 10,000 times off: filled in 元 on a form in 万元",
    )
    rationale = Text(
        "整份报送件都按元填，表内和表间处处勾稽，只有测算和成本指标里写明单位的金额看得出来；"
        "不改就会使全区合计差一万倍。",
        "Filled in 元 throughout, a file agrees with itself; only amounts that texts state with "
        "their unit show it, and the district’s total is 10,000 times off.",
    )
    help = Text(
        "请核对金额单位：把全部金额改为万元，或把表上的单位改为与所填金额一致。",
        "Put all amounts in 万元, or print the unit they are in.",
    )
    legal_basis = "财预〔2015〕88号《项目支出绩效目标申报表》金额单位（万元）"
    messages: ClassVar[dict[str, Text]] = {
        "above": Text(
            "全部金额疑按元填写：“{what}”填 {actual} 万元，而测算和指标里写明单位的 {count} 个金额"
            "都只有表中金额的一万分之一（{place}：{stated} 万元）。",
            "All amounts seem to be in 元: {what} is {actual} 万元, but the {count} amounts that "
            "texts state with a unit are a ten-thousandth of the form’s ({place}: {stated} 万元).",
        ),
        "below": Text(
            "全部金额疑按万元填写，表上的单位却是元：“{what}”合 {actual} 万元，"
            "而测算和指标里写明单位的 {count} 个金额都是表中金额的一万倍"
            "（{place}：{stated} 万元）。",
            "All amounts seem to be in 万元 under 元: {what} makes {actual} 万元, but the {count} "
            "amounts that texts state with a unit are 10,000 times the form’s "
            "({place}: {stated} 万元).",
        ),
        "implausible": Text(
            "“{what}”填 {actual} 万元，合 {yi} 亿元，疑全部金额都按元填写。",
            "{what} is {actual} 万元, that is {yi} 亿元: are all amounts in 元?",
        ),
    }
    bad_example = """
| 支出方向（子项）   | 社区办公     | 所属专项 | 名称 | 社区经费                 |
| 项目金额           | 1260000      | ^        | 金额 | 1260000                  |
| 项目实施期         | 2023年       | <        | <    | <                        |
| 支出明细及测算说明 | 支出内容简介 | 支出明细 | 金额 | 支出测算依据及过程说明   |
| ^                  | 运转经费     | 办公费   | 900000  | 9个*10（万元/个）=90万元 |
| ^                  | 人员经费     | 社保     | 360000  | 12月*3（万元/月）=36万元 |
| ^                  | 合计         | <        | 1260000 |                          |
"""
    good_example = """
| 支出方向（子项）   | 社区办公     | 所属专项 | 名称 | 社区经费                 |
| 项目金额           | 126          | ^        | 金额 | 126                      |
| 项目实施期         | 2023年       | <        | <    | <                        |
| 支出明细及测算说明 | 支出内容简介 | 支出明细 | 金额 | 支出测算依据及过程说明   |
| ^                  | 运转经费     | 办公费   | 90   | 9个*10（万元/个）=90万元 |
| ^                  | 人员经费     | 社保     | 36   | 12月*3（万元/月）=36万元 |
| ^                  | 合计         | <        | 126  |                          |
"""

    def over_submission(self, submission: Submission, context: RuleContext) -> RuleOutput:
        filed = [one for form in submission.forms for one in _filed(form, context)]
        if not filed:
            yield NotApplicable(None, _NO_AMOUNTS)
            return
        # One amount that agrees is enough: then single amounts are wrong, not the unit.
        numbers = {one.value for one in filed}
        if any(one.value in numbers for one in _stated_in(submission, context)):
            return
        stated = list(_stated_in(submission, context))
        if _some_agree(filed, stated):
            return
        direction, off = _direction(filed, stated)
        first = _largest_of_first_form(filed)
        if direction:
            yield _violation(direction, first, off)
        elif first.value >= context.settings.amount_plausible_up_to:
            details = {
                "what": first.label,
                "actual": f"{first.value:f}",
                "yi": f"{(first.value / _STEP).normalize():f}",
            }
            yield _at(first, "implausible", details, first.value / _STEP)


def _filed(form: Form, context: RuleContext) -> Iterator[_Filed]:
    for path, label, value in amounts(form, context):
        if value:
            yield _Filed(form, path, label, abs(value))


def _stated_in(submission: Submission, context: RuleContext) -> Iterator[_Stated]:
    for form in submission.forms:
        yield from _stated(form, context)


def _stated(form: Form, context: RuleContext) -> Iterator[_Stated]:
    """Yield the amounts that calculations come to, and those of indicators in a unit of money."""
    values = context.values(form)
    for line in expense_lines(values):
        found = line.basis.summation
        if found.items and not found.doubts and not found.guesses and found.value:
            yield _Stated(form, line.row.path_of(Role.BASIS), abs(found.value))
    for table in (Role.INDICATORS, Role.PERIOD_INDICATORS):
        for row in values.rows(table):
            target = row.target()
            if target and (value := _money(target)):
                yield _Stated(form, row.path_of(Role.TARGET), value)


def _money(target: Target) -> Decimal | None:
    if target.value is None or target.unit not in unit_powers():
        return None
    return abs(in_wan(Amount(target.value, target.unit), target.unit))


def _direction(
    filed: list[_Filed], stated: list[_Stated]
) -> tuple[_Direction | None, list[_Stated]]:
    """Return whether all amounts are too large or too small, and the texts that say so."""
    numbers = [one.value for one in filed]
    above = [one for one in stated if _is_among(one.value * _STEP, numbers)]
    below = [one for one in stated if _is_among(one.value / _STEP, numbers)]
    if len(above) >= _STATED_AT_LEAST and not below:
        return "above", above
    if len(below) >= _STATED_AT_LEAST and not above:
        return "below", below
    return None, []


def _some_agree(filed: list[_Filed], stated: list[_Stated]) -> bool:
    numbers = [one.value for one in filed]
    return any(_is_among(one.value, numbers) for one in stated)


def _is_among(value: Decimal, numbers: list[Decimal]) -> bool:
    return any(abs(value - number) <= number * _NEARLY for number in numbers)


def _largest_of_first_form(filed: list[_Filed]) -> _Filed:
    """Return the largest amount of the first form with amounts: its total."""
    form = filed[0].form
    return max((one for one in filed if one.form is form), key=lambda one: one.value)


def _violation(direction: _Direction, first: _Filed, off: list[_Stated]) -> Violation:
    text = off[0]
    details = {
        "what": first.label,
        "actual": f"{first.value:f}",
        "count": str(len(off)),
        "place": location_of(text.form, text.path),
        "stated": f"{text.value.normalize():f}",
    }
    right = first.value / _STEP if direction == "above" else first.value * _STEP
    return _at(first, direction, details, right)


def _at(first: _Filed, message: str, details: dict[str, str], right: Decimal) -> Violation:
    return Violation(
        first.form, first.path, message=message, details=details,
        expected=f"{right.normalize():f}", actual=f"{first.value:f}",
        amount=abs(first.value - right),
    )  # fmt: skip
