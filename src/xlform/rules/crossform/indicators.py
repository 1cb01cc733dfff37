"""X-11, X-12: indicators of the same name, and satisfaction in department and directions."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from xlform.messages import listed
from xlform.model.findings import Severity
from xlform.model.submission import Form, Submission
from xlform.rules.context import RuleContext
from xlform.rules.crossform.similarity import normalize
from xlform.rules.kernel import NotApplicable, Rule, RuleOutput, Text, Violation, register
from xlform.rules.quality.indicators import (
    Indicator,
    IndicatorRow,
    filled,
    indicators_where,
)
from xlform.template.roles import Role

_SATISFACTION = "满意度"
_NOTHING = Text(
    "报送件中没有可以互相比较的满意度指标。", "The submission holds no satisfaction to be compared."
)


@register
class OneIndicator(Rule):
    """One indicator is under different levels or has different units."""

    code = "X-11"
    name = "indicator-classed-two-ways"
    severity = "warning"
    scope = "submission"
    roles = ((Role.INDICATORS, Role.TARGET),)
    summary = Text(
        "同名指标归类或计量单位不同",
        "One indicator stands under different levels or in different units",
    )
    rationale = Text(
        "同一个指标在两张表里归到不同的二级指标，或用不同的单位，汇总和考核时无法合并。",
        "An indicator classed or counted two ways can’t be summed up nor judged as one.",
    )
    help = Text(
        "请统一“{indicator}”的二级指标和计量单位。", "Give {indicator} one level and one unit."
    )
    legal_basis = (
        "财预〔2021〕101号《指引》绩效指标设置；财预〔2015〕88号审核表二、相关性审核·指标科学性"
    )
    messages: ClassVar[dict[str, Text]] = {
        "message": Text(
            "“{indicator}”在这里归入“{seen}”，在 {sheet} 归入“{other}”。",
            "{indicator} stands under {seen} here, under {other} in {sheet}.",
        ),
        "unit": Text(
            "“{indicator}”在这里以“{seen}”计，在 {sheet} 以“{other}”计。",
            "{indicator} is counted in {seen} here, in {other} in {sheet}.",
        ),
    }
    bad_example = """
@sheet 附表1
| 年度预算申请（万元） | 按收入性质分 | <              | 按支出性质分 | <            |
| 年度绩效指标         | 一级指标     | 二级指标       | 三级指标     | 指标值及单位 |
| ^                    | 效益指标     | 社会效益指标   | 居民幸福指数 | 提升         |
| ^                    | 产出指标     | 数量指标       | 培训规模     | ≥20次        |
@sheet 附表3-1
| 支出方向（子项） | 社区办公 | 所属专项       | 名称         | 社区经费     |          |
| 年度绩效指标     | 一级指标 | 二级指标       | 三级指标     | 指标值及单位 | 绩效标准 |
| ^                | 效益指标 | 可持续影响指标 | 居民幸福指数 | 不断提高     | 计划标准 |
| ^                | 产出指标 | 数量指标       | 培训规模     | ≥200人       | 计划标准 |
"""
    good_example = """
@sheet 附表1
| 年度预算申请（万元） | 按收入性质分 | <              | 按支出性质分 | <            |
| 年度绩效指标         | 一级指标     | 二级指标       | 三级指标     | 指标值及单位 |
| ^                    | 效益指标     | 社会效益指标   | 居民幸福指数 | 提升         |
| ^                    | 产出指标     | 数量指标       | 培训规模     | ≥20次        |
@sheet 附表3-1
| 支出方向（子项） | 社区办公 | 所属专项       | 名称         | 社区经费     |          |
| 年度绩效指标     | 一级指标 | 二级指标       | 三级指标     | 指标值及单位 | 绩效标准 |
| ^                | 效益指标 | 社会效益指标   | 居民幸福指数 | 不断提高     | 计划标准 |
| ^                | 产出指标 | 数量指标       | 培训规模     | ≥20次        | 计划标准 |
"""

    def over_submission(self, submission: Submission, context: RuleContext) -> RuleOutput:
        known: dict[str, Indicator] = {}
        for form in submission.forms:
            for indicator in _named(form, context):
                first = known.setdefault(normalize(indicator.name), indicator)
                if first is not indicator:
                    yield from _compare(indicator, first)


def _named(form: Form, context: RuleContext) -> list[Indicator]:
    """Return the indicators of the year that have a name."""
    return [one for one in filled(form, context) if one.name and one.is_annual]


def _compare(indicator: Indicator, first: Indicator) -> RuleOutput:
    details = {"indicator": indicator.name, "sheet": first.form.sheet}
    if indicator.level2 and first.level2 and not _same_level(indicator.level2, first.level2):
        details |= {"seen": indicator.level2, "other": first.level2}
        path = indicator.at(Role.LEVEL3)
        yield Violation(
            indicator.form, path, details=details, expected=first.level2, actual=indicator.level2
        )
        return
    unit, other = indicator.target.unit, first.target.unit
    if unit and other and unit != other:
        details |= {"seen": unit, "other": other}
        path = indicator.at(Role.TARGET)
        yield Violation(
            indicator.form, path, message="unit", details=details, expected=other, actual=unit
        )


def _same_level(level: str, other: str) -> bool:
    """Return True for equal levels; all kinds of satisfaction are one level."""
    return level == other or (_SATISFACTION in level and _SATISFACTION in other)


@register
class SatisfactionOfDepartment(Rule):
    """The department promises more satisfaction than its weakest direction."""

    code = "X-12"
    name = "satisfaction-above-weakest-direction"
    severity = "warning"
    scope = "submission"
    roles = (Role.PROJECT, (Role.INDICATORS, Role.TARGET))
    summary = Text(
        "部门整体满意度高于各支出方向中最低的满意度",
        "The department promises more satisfaction than its weakest direction",
    )
    rationale = Text(
        "整体满意度由各项工作的满意度构成，整体目标高于最低的一项而没有说明，依据不足。",
        "A department’s satisfaction is made of its directions’; a higher one needs a reason.",
    )
    help = Text(
        "请说明整体满意度的取值依据，或与各支出方向衔接一致。",
        "Say where the department’s figure comes from, or bring both into line.",
    )
    legal_basis = "财预〔2015〕88号《项目支出绩效目标审核表》三、适当性审核·绩效合理性"
    messages: ClassVar[dict[str, Text]] = {
        "message": Text(
            "整体满意度“{seen}”高于支出方向的满意度：{others}。",
            "Satisfaction of {seen} is above that of the directions: {others}.",
        )
    }
    bad_example = """
@sheet 附表1
| 年度预算申请（万元） | 按收入性质分 | <            | 按支出性质分 | <            |
| 年度绩效指标         | 一级指标     | 二级指标     | 三级指标     | 指标值及单位 |
| ^                    | 效益指标     | 服务对象满意度指标 | 群众满意度 | 98%以上   |
@sheet 附表3-1
| 支出方向（子项） | 社区办公 | 所属专项           | 名称       | 社区经费     |          |
| 年度绩效指标     | 一级指标 | 二级指标           | 三级指标   | 指标值及单位 | 绩效标准 |
| ^                | 效益指标 | 服务对象满意度指标 | 居民满意度 | 90%以上      | 计划标准 |
"""
    good_example = """
@sheet 附表1
| 年度预算申请（万元） | 按收入性质分 | <            | 按支出性质分 | <            |
| 年度绩效指标         | 一级指标     | 二级指标     | 三级指标     | 指标值及单位 |
| ^                    | 效益指标     | 服务对象满意度指标 | 群众满意度 | 90%以上   |
@sheet 附表3-1
| 支出方向（子项） | 社区办公 | 所属专项           | 名称       | 社区经费     |          |
| 年度绩效指标     | 一级指标 | 二级指标           | 三级指标   | 指标值及单位 | 绩效标准 |
| ^                | 效益指标 | 服务对象满意度指标 | 居民满意度 | 90%以上      | 计划标准 |
"""

    def over_submission(self, submission: Submission, context: RuleContext) -> RuleOutput:
        promised: dict[bool, list[tuple[Decimal, Indicator]]] = {True: [], False: []}
        for form in submission.forms:
            for indicator in indicators_where(form, context, _is_satisfaction):
                value = indicator.target.value
                if value is not None and indicator.is_annual:
                    of_unit = context.templates[form.template].is_of_unit
                    promised[of_unit].append((value, indicator))
        of_department, of_directions = promised[True], promised[False]
        if not of_directions or not of_department:
            yield NotApplicable(None, _NOTHING)
        for value, indicator in of_department:
            lower = [(lowest, other) for lowest, other in of_directions if lowest < value]
            if lower:
                others = [other for _, other in sorted(lower, key=lambda pair: pair[0])]
                # Between the lowest and the highest it may be their average.
                is_above_all = len(lower) == len(of_directions)
                yield _violation(indicator, others, None if is_above_all else "info")


def _is_satisfaction(indicator: IndicatorRow, _: RuleContext) -> bool:
    """Return True for a named indicator that promises a percentage of satisfaction."""
    is_share = indicator.target.unit == "%" and indicator.target.value is not None
    return is_share and bool(indicator.name) and _SATISFACTION in indicator.level2


def _violation(
    indicator: Indicator, lower: list[Indicator], severity: Severity | None
) -> Violation:
    others = listed(f"{other.form.sheet} {other.target.text.strip()}" for other in lower)
    details = {"seen": indicator.target.text, "others": others}
    # A satisfaction has a floor: the weakest direction's.
    expected = f"≥{lower[0].target.value:f}%"
    path = indicator.at(Role.TARGET)
    return Violation(
        indicator.form, path, details=details, expected=expected, actual=indicator.target.text,
        severity=severity,
    )  # fmt: skip
