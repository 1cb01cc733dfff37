"""C-04, C-05 and C-07: required cells of each line of the indicators."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import ClassVar

from xlform.model.submission import Form
from xlform.rules.completeness.fillers import Fillers, fillers
from xlform.rules.context import RuleContext
from xlform.rules.kernel import Rule, RuleOutput, Text, Violation, register
from xlform.rules.quality.indicators import Indicator, IndicatorRow, indicators, indicators_where
from xlform.template.roles import Role


@register
class BlankIndicator(Rule):
    """A printed 二级指标 has nothing filled in, not even that it does not apply."""

    code = "C-04"
    name = "indicator-row-blank"
    severity = "warning"
    summary = Text("表样的二级指标空着没填", "A printed indicator row was left blank")
    rationale = Text(
        "空白看不出是漏填还是不涉及；成本空白更说明不了钱花得值不值。",
        "A blank does not tell whether it was forgotten or does not apply.",
    )
    help = Text(
        "请补填“{level}”；确实不涉及的写“不适用”并说明理由。",
        "Fill in {level}, or write 不适用 with the reason.",
    )
    legal_basis = (
        "财预〔2015〕88号《项目支出绩效目标审核表》一、完整性审核·规范完整性（无缺项、错项）；"
        "成本指标见财预〔2021〕101号"
    )
    messages: ClassVar[dict[str, Text]] = {
        "message": Text(
            "“{level}”空白，也没有注明“不适用”。", "{level} is blank and not marked 不适用."
        ),
        "cost": Text(
            "“{level}”空白，资金没有成本约束。", "{level} is blank: nothing bounds the cost."
        ),
    }
    bad_example = """
| 支出方向（子项） | 社区经费 | 所属专项     | 名称     | 社区经费     |          |
| 年度绩效指标     | 一级指标 | 二级指标     | 三级指标 | 指标值及单位 | 绩效标准 |
| ^                | 产出指标 | 数量指标     | 涉及社区 | 9个          | 计划标准 |
| ^                | 效益指标 | 经济效益指标 |          |              |          |
"""
    good_example = """
| 支出方向（子项） | 社区经费 | 所属专项     | 名称     | 社区经费     |          |
| 年度绩效指标     | 一级指标 | 二级指标     | 三级指标 | 指标值及单位 | 绩效标准 |
| ^                | 产出指标 | 数量指标     | 涉及社区 | 9个          | 计划标准 |
| ^                | 效益指标 | 经济效益指标 | 不适用   | /            |          |
"""

    def over_form(self, form: Form, context: RuleContext) -> RuleOutput:
        for group in _groups(indicators(form, context)).values():
            if any(row.filled for row in group):
                continue
            first = group[0]
            message = "cost" if first.family == "cost" else "message"
            yield Violation(
                form, first.at(Role.LEVEL3), message=message, details={"level": first.level2}
            )


def _groups(rows: tuple[Indicator, ...]) -> dict[tuple[str, str, str], list[Indicator]]:
    """Return the rows of each 二级指标: if one is filled in, blank spare rows below it are fine."""
    groups: dict[tuple[str, str, str], list[Indicator]] = {}
    for indicator in rows:
        if indicator.level2:
            groups.setdefault((indicator.table, indicator.level1, indicator.level2), []).append(
                indicator
            )
    return groups


def applicable(rows: Iterable[Indicator], context: RuleContext) -> list[Indicator]:
    """Return the indicators but those of which the filer states that they do not apply (不适用)."""
    is_none = fillers(context).is_none
    return [row for row in rows if not is_none(row.name)]


@register
class CostMissing(Rule):
    """A project has no cost indicator (财预〔2021〕101号 makes it a first level of its own)."""

    code = "C-05"
    name = "cost-indicator-missing"
    severity = "warning"
    roles = (Role.PROJECT, (Role.INDICATORS, Role.TARGET), (Role.INDICATORS, Role.LEVEL2))
    summary = Text("没有成本指标", "There is no cost indicator")
    rationale = Text(
        "2021年起成本指标单列，工程、购置、修缮类项目必须设置；花多少钱办多少事要能对得上。",
        "Cost has been a level of its own since 2021; spending must be set against results.",
    )
    help = Text("请至少设一条成本指标，用“≤”和“万元”。", "Set at least one, with ≤ and 万元.")
    legal_basis = "财预〔2021〕101号（成本指标单列为一级指标）"
    messages: ClassVar[dict[str, Text]] = {
        "message": Text("绩效指标中没有成本指标这一行。", "No row of the indicators is for cost."),
        "none": Text(
            "成本指标写作“{seen}”，但项目安排了资金。",
            "Cost is marked {seen} although money is spent.",
        ),
    }
    bad_example = """
| 支出方向（子项） | 社区经费 | 所属专项 | 名称     | 社区经费     |          |
| 年度绩效指标     | 一级指标 | 二级指标 | 三级指标 | 指标值及单位 | 绩效标准 |
| ^                | 产出指标 | 数量指标 | 涉及社区 | 9个          | 计划标准 |
"""
    good_example = """
| 支出方向（子项） | 社区经费 | 所属专项 | 名称         | 社区经费     |          |
| 年度绩效指标     | 一级指标 | 二级指标 | 三级指标     | 指标值及单位 | 绩效标准 |
| ^                | 产出指标 | 数量指标 | 涉及社区     | 9个          | 计划标准 |
| ^                | ^        | 成本指标 | 社区运转成本 | ≤10万元/个   | 计划标准 |
"""

    def over_form(self, form: Form, context: RuleContext) -> RuleOutput:
        rows = indicators(form, context)
        cost = [row for row in rows if row.family == "cost"]
        if rows and not cost:
            yield Violation(form, rows[0].at(Role.LEVEL1))
        elif cost and all(row.filled for row in cost) and not applicable(cost, context):
            path = cost[0].at(Role.LEVEL3)
            yield Violation(
                form, path, message="none", details={"seen": cost[0].name}, actual=cost[0].name
            )


def _has_gap(indicator: IndicatorRow, context: RuleContext) -> bool:
    """Return True for an indicator without a name, a target or a standard."""
    is_blank, standard = fillers(context).is_blank, indicator.standard
    return (
        is_blank(indicator.name)
        or is_blank(indicator.target.text)
        or (standard is not None and is_blank(standard))
    )


@register
class HalfFilledRow(Rule):
    """An indicator has a name without a value, a value without a name, or no standard."""

    code = "C-07"
    name = "indicator-row-gap"
    severity = "error"
    indicator_tests = (_has_gap,)
    summary = Text("指标行缺项", "An indicator row has a gap")
    rationale = Text(
        "名称、指标值、绩效标准三样齐全才是一条指标，缺一样就无法考核。",
        "Name, value and standard make an indicator; without one it can't be assessed.",
    )
    help = Text("请补填这一行的“{field}”。", "Fill in {field} in this row.")
    legal_basis = (
        "财预〔2015〕88号《项目支出绩效目标审核表》一、完整性审核·规范完整性（无缺项、错项）"
    )
    messages: ClassVar[dict[str, Text]] = {
        "message": Text("指标“{name}”没有填“{field}”。", "{name} has no {field}."),
        "nameless": Text("指标值“{name}”没有{field}名称。", "The value {name} has no {field}."),
    }
    bad_example = """
| 支出方向（子项） | 社区经费 | 所属专项 | 名称     | 社区经费     |          |
| 年度绩效指标     | 一级指标 | 二级指标 | 三级指标 | 指标值及单位 | 绩效标准 |
| ^                | 产出指标 | 数量指标 | 涉及社区 |              | 计划标准 |
"""
    good_example = """
| 支出方向（子项） | 社区经费 | 所属专项 | 名称     | 社区经费     |          |
| 年度绩效指标     | 一级指标 | 二级指标 | 三级指标 | 指标值及单位 | 绩效标准 |
| ^                | 产出指标 | 数量指标 | 涉及社区 | 9个          | 计划标准 |
"""

    def over_form(self, form: Form, context: RuleContext) -> RuleOutput:
        known = fillers(context)
        for indicator in indicators_where(form, context, _has_gap):
            is_none = known.is_none(indicator.name)
            if not (is_none and known.is_blank(indicator.target)):
                yield from _gaps(indicator, known, context)


def _gaps(indicator: Indicator, known: Fillers, context: RuleContext) -> Iterator[Violation]:
    parts = {
        Role.LEVEL3: indicator.name,
        Role.TARGET: indicator.target.text,
        Role.STANDARD: indicator.standard,
    }
    named = not known.is_blank(indicator.name)
    for role, text in parts.items():
        path = indicator.row.path_of(role)
        is_gap = text is not None and known.is_blank(text) and path in indicator.form.origins
        if not is_gap or not (named or role == Role.LEVEL3):
            continue
        name = indicator.name if named else indicator.target.text
        column = indicator.row.name_of(role)
        details = {"name": name, "field": context.label(indicator.form, column, indicator.table)}
        message = "message" if named else "nameless"
        yield Violation(indicator.form, path, message=message, details=details, actual=text or "")
