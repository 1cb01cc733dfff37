"""C-06 and C-09: required kinds of indicators of a form, and their numbers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from xlform.model.submission import Form
from xlform.rules.completeness.indicator_rows import applicable
from xlform.rules.context import RuleContext
from xlform.rules.kernel import Rule, RuleOutput, Text, Violation, register
from xlform.rules.quality.indicators import EFFECTS, OUTPUTS, Family, filled, indicators
from xlform.template.roles import Role

# 财预〔2015〕88号 申报表: 产出, 效益 and 满意度 are the first levels of indicators; the
# import of the 预算管理一体化 platform refuses a form that lacks one of them.
_NEEDED: tuple[tuple[str, tuple[Family, ...]], ...] = (
    ("quantity", ("quantity",)),
    ("quality", ("quality",)),
    ("effect", EFFECTS),
    ("satisfaction", ("satisfaction",)),
)
_BAD_EXAMPLE = """
| 支出方向（子项） | 社区经费 | 所属专项     | 名称       | 社区经费     |          |
| 年度绩效指标     | 一级指标 | 二级指标     | 三级指标   | 指标值及单位 | 绩效标准 |
| ^                | 产出指标 | 数量指标     | 涉及社区   | ≥9个         | 计划标准 |
"""
_GOOD_EXAMPLE = """
| 支出方向（子项） | 社区经费   | 所属专项             | 名称         | 社区经费     |          |
| 年度绩效指标     | 一级指标   | 二级指标             | 三级指标     | 指标值及单位 | 绩效标准 |
| ^                | 产出指标   | 数量指标             | 涉及社区     | ≥9个         | 计划标准 |
| ^                | ^          | 质量指标             | 事项办结率   | ≥98%         | 计划标准 |
| ^                | ^          | 时效指标             | 完成时限     | 2023年底     | 计划标准 |
| ^                | 效益指标   | 社会效益指标         | 受益人数     | ≥900人       | 计划标准 |
| ^                | 满意度指标 | 服务对象满意度指标   | 居民满意度   | ≥90%         | 计划标准 |
"""


@register
class FamilyMissing(Rule):
    """A form lacks quantity, quality, benefit or satisfaction indicators altogether."""

    code = "C-06"
    name = "indicator-kind-missing"
    severity = "error"
    summary = Text("缺少必设的一类指标", "A compulsory kind of indicator is missing")
    rationale = Text(
        "产出要有数量和质量，还要有效益和满意度，否则说不清钱花了、事办了没有、办得好不好。",
        "Without quantity, quality, benefit and satisfaction nobody can tell what was achieved.",
    )
    help = Text("请至少设一条{kind}。", "Set at least one: {kind}.")
    legal_basis = (
        "财预〔2015〕88号《项目支出绩效目标申报表》、财预〔2020〕10号《项目支出绩效自评表》"
        "（一级指标：产出、效益、满意度）；一体化平台录入校验"
    )
    messages: ClassVar[dict[str, Text]] = {
        "message": Text("没有一条{kind}。", "There is no indicator of this kind: {kind}."),
    }
    any_role = ((Role.INDICATORS, Role.LEVEL2), (Role.PERIOD_INDICATORS, Role.LEVEL2))
    bad_example = _BAD_EXAMPLE
    good_example = _GOOD_EXAMPLE

    def over_form(self, form: Form, context: RuleContext) -> RuleOutput:
        rows = indicators(form, context)
        if not rows:
            return
        present_rows = applicable(filled(form, context), context)
        present = {indicator.family for indicator in present_rows}
        # A second level of the form's own (偿债指标) may be of any kind of its first level.
        unsaid = {one.part for one in present_rows if one.level2 and not one.family}
        for kind, families in _NEEDED:
            part = "effect" if families == EFFECTS else "output" if families[0] in OUTPUTS else None
            if not present & set(families) and part not in unsaid:
                yield Violation(form, rows[0].at(Role.LEVEL1), details={"kind": _name(kind)})


def _name(kind: str) -> str:
    names = {
        "quantity": Text("数量指标", "quantity"),
        "quality": Text("质量指标", "quality"),
        "effect": Text("效益指标", "benefit"),
        "satisfaction": Text("满意度指标", "satisfaction"),
    }
    return names[kind].translate()


@register
class TooFew(Rule):
    """A form has fewer indicators than it takes to describe what the money does."""

    code = "C-09"
    name = "too-few-indicators"
    severity = "warning"
    summary = Text("指标太少", "Too few indicators")
    rationale = Text(
        "指标太少，反映不了预算的主要产出；一个部门的全年产出不能只用一个数来说明。",
        "So few can't show what a budget is spent on; a year's work is more than one number.",
    )
    help = Text("请增加反映主要产出的指标。", "Add indicators for the main outputs.")
    legal_basis = (
        "财预〔2015〕88号《项目支出绩效目标审核表》二、相关性审核·指标科学性"
        "（指标全面、充分、细化、量化）；下限为审核惯例，可在设置中调整"
    )
    messages: ClassVar[dict[str, Text]] = {
        "outputs": Text(
            "产出指标只有{count}条，少于{least}条。", "Only {count} output indicators of {least}."
        ),
        "quantities": Text(
            "数量指标只有{count}条，说明不了全年的主要产出。",
            "Only {count} quantity indicator: it can't show the year's main outputs.",
        ),
        "all": Text("绩效指标共{count}条，少于{least}条。", "Only {count} indicators of {least}."),
    }
    any_role = ((Role.INDICATORS, Role.TARGET), (Role.PERIOD_INDICATORS, Role.TARGET))
    bad_example = _BAD_EXAMPLE
    good_example = _GOOD_EXAMPLE

    def over_form(self, form: Form, context: RuleContext) -> RuleOutput:
        rows = applicable(filled(form, context), context)
        if not rows:
            return
        path = rows[0].at(Role.LEVEL1)
        if not context.templates[form.template].is_of_unit:
            minimum = context.settings.direction_indicators_at_least
            yield from _too_few(form, path, "all", len(rows), minimum)
            return
        outputs = [
            indicator
            for indicator in rows
            if indicator.family in (*OUTPUTS, "cost")
            or (not indicator.family and indicator.part == "output")
        ]
        minimum = context.settings.department_outputs_at_least
        yield from _too_few(form, path, "outputs", len(outputs), minimum)
        quantities = [indicator for indicator in rows if indicator.family == "quantity"]
        if quantities and len(outputs) >= minimum:
            quantity_path = quantities[0].at(Role.LEVEL2)
            minimum = context.settings.department_quantities_at_least
            yield from _too_few(form, quantity_path, "quantities", len(quantities), minimum)


def _too_few(form: Form, path: str, message: str, count: int, minimum: int) -> Iterator[Violation]:
    if count < minimum:
        details = {"count": str(count), "least": str(minimum)}
        yield Violation(
            form, path, message=message, details=details, expected=f"≥{minimum}", actual=str(count)
        )
