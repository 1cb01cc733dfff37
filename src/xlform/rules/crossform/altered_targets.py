"""D-12: a report of the file alters the targets that its project's target form states."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Final

from xlform.model.findings import Severity
from xlform.model.submission import Form, Submission
from xlform.rules.context import RuleContext, location_of
from xlform.rules.kernel import NotApplicable, Rule, RuleOutput, Text, Violation, register
from xlform.rules.target_changes import (
    REPORTED,
    ChangeKind,
    ProjectTargets,
    TargetChange,
    project_key,
    project_targets,
    target_changes,
)
from xlform.template.roles import Role

SEVERITIES: Final[dict[ChangeKind, Severity]] = {"tightened": "warning", "added": "warning"}
FILLERS: Final = "name-fillers"
ROLES: Final = ((Role.INDICATORS, Role.TARGET),)
LEGAL_BASIS: Final = (
    "财预〔2015〕88号《中央部门预算绩效目标管理办法》（绩效目标批复后一般不予调整，确需调整的按程序报批）；"
    "财预〔2020〕10号《项目支出绩效自评表》（年度指标值）"
)
MESSAGES: Final = {
    "relaxed": Text(
        "“{name}”的指标值是“{actual}”，{place} 批复的是“{expected}”，放宽了。",
        "{name} has the target {actual}; {expected} was approved ({place}): it was relaxed.",
    ),
    "tightened": Text(
        "“{name}”的指标值是“{actual}”，{place} 批复的是“{expected}”，提高了。",
        "{name} has the target {actual}; {expected} was approved ({place}): it was tightened.",
    ),
    "changed": Text(
        "“{name}”的指标值是“{actual}”，{place} 批复的是“{expected}”，不一致。",
        "{name} has the target {actual}; {expected} was approved ({place}).",
    ),
    "dropped": Text(
        "{place} 批复的“{name}”（{expected}）在这张表里没有。",
        "{name} ({expected}), approved in {place}, is missing here.",
    ),
    "added": Text(
        "“{name}”（{actual}）不在批复的目标表（{form}）里。",
        "{name} ({actual}) is not in the approved form ({form}).",
    ),
    "none": Text(
        "这张表的指标与 {form} 批复的没有一条相同，请核对是否同一个项目、同一年度。",
        "None of its indicators is in the approved form ({form}): the same project and year?",
    ),
}
_PLAN = """
@sheet 目标表
| 项目支出绩效目标申报表 | < | < | < | < | < | < | < |
| 项目名称 | 植树造林 | < | < | < | < | < | < |
| 主管部门及代码 | 林业局 | < | 实施单位 | 青禾镇 | < | < | < |
| 总体目标 | 中期目标（2023年—2023年） | < | < | 年度目标 | < | < | < |
| ^ | 植树800亩。 | < | < | 植树800亩。 | < | < | < |
| 绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标值 | 二级指标 | 三级指标 | 指标值 |
| ^ | 产出指标 | 数量指标 | 植树面积 | ≥800亩 | 数量指标 | 植树面积 | ≥800亩 |
@sheet 自评表
| 项目支出绩效自评表 | < | < | < | < | < | < | < | < |
| 项目名称 | < | 植树造林 | < | < | < | < | < | < |
| 年度总体目标 | 预期目标 | < | < | 实际完成情况 | < | < | < | < |
| ^ | 植树800亩。 | < | < | 植树760亩。 | < | < | < | < |
| 绩效指标 | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析 |
"""


@register
class AlteredTargets(Rule):
    """A target of a report is not the approved one: relaxed, tightened, left out or put in."""

    code = "D-12"
    name = "targets-altered"
    severity = "error"
    scope = "submission"
    roles = ROLES
    any_role = REPORTED
    summary = Text(
        "自评、监控的指标值与批复的目标表不一致",
        "Targets of a self-evaluation or monitoring form are not the approved ones",
    )
    rationale = Text(
        "目标批复以后是监控和评价的依据；事后把指标值改低、把没有完成的指标去掉，就人人得满分。",
        "Approved targets are what is monitored and evaluated; lowered afterwards, all are met.",
    )
    help = Text(
        "请按批复的指标值填报；经批准调整的，附上批复。",
        "State the targets as approved; if they were adjusted, attach the approval.",
    )
    legal_basis = LEGAL_BASIS
    messages: ClassVar[dict[str, Text]] = MESSAGES
    bad_example = f"{_PLAN}| ^ | 产出指标 | 数量指标 | 植树面积 | ≥750亩 | 760亩 | 50 | 50 | |\n"
    good_example = (
        f"{_PLAN}| ^ | 产出指标 | 数量指标 | 植树面积 | ≥800亩 | 760亩 | 50 | 47.5 | 苗木不足 |\n"
    )

    def over_submission(self, submission: Submission, context: RuleContext) -> RuleOutput:
        found = [(form, project_targets(context.values(form))) for form in submission.forms]
        plans = [(form, one) for form, one in found if one and not one.reported]
        reports = [(form, one) for form, one in found if one and one.reported]
        compared = False
        for form, report in reports:
            for plan_form, plan in plans:
                if _same_project(form, report, plan_form, plan, context):
                    compared = True
                    yield from _violations(form, report, plan_form, plan, context)
                    break
        if not compared:
            yield NotApplicable(None, _NO_PAIR)


_NO_PAIR = Text(
    "没有同一项目的目标表和自评表、监控表。",
    "No target form and report of one project were handed in together.",
)


def _same_project(
    form: Form, report: ProjectTargets, plan_form: Form, plan: ProjectTargets, context: RuleContext
) -> bool:
    fillers = context.words.get(FILLERS, {})
    if project_key(report.project, fillers) != project_key(plan.project, fillers):
        return False
    return not form.year or not plan_form.year or form.year == plan_form.year


def _violations(
    form: Form, report: ProjectTargets, plan_form: Form, plan: ProjectTargets, context: RuleContext
) -> Iterator[Violation]:
    title = f"{context.title(plan_form)} {plan_form.sheet}"
    changes = target_changes(plan.targets, report.targets, form.year)
    if is_another_plan(changes, plan):
        path = context.values(form).path_of(Role.PROJECT)
        yield Violation(form, path, message="none", details={"form": title})
        return
    for change in changes:
        place = location_of(plan_form, change.plan.path) if change.plan else ""
        path = change.report.path if change.report else context.values(form).path_of(Role.PROJECT)
        details = change_details(change, place, title)
        yield Violation(
            form,
            path,
            message=change.kind,
            details=details,
            expected=details["expected"],
            actual=details["actual"],
            operands=((plan_form, change.plan.path),) if change.plan else (),
            severity=SEVERITIES.get(change.kind),
        )


def is_another_plan(changes: list[TargetChange], plan: ProjectTargets) -> bool:
    """Return True if a report has none of the indicators of a plan of several."""
    dropped = sum(change.kind == "dropped" for change in changes)
    return len(plan.targets) > 1 and dropped == len(plan.targets)


def change_details(change: TargetChange, place: str, title: str) -> dict[str, str]:
    """Return the details of a message on a change; ``place`` is that of the approved target."""
    named = change.report or change.plan
    return {
        "name": named.name if named else "",
        "actual": change.report.target if change.report else "",
        "expected": change.plan.target if change.plan else "",
        "place": place,
        "form": title,
    }
