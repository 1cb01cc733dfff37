"""B-09: a report in one file alters the targets approved in the target form of another file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import ClassVar, Final

import msgspec

from xlform.rules.batch.units import units_of
from xlform.rules.batch.violations import named, undetermined, violation
from xlform.rules.batch_index import BatchIndex, FormSummary, SubmissionSummary, without_forms
from xlform.rules.context import RuleContext
from xlform.rules.crossform.altered_targets import (
    FILLERS,
    LEGAL_BASIS,
    MESSAGES,
    ROLES,
    SEVERITIES,
    AlteredTargets,
    change_details,
    is_another_plan,
)
from xlform.rules.kernel import Rule, RuleOutput, Text, Violation, register
from xlform.rules.target_changes import REPORTED, ProjectTargets, project_key, target_changes
from xlform.template.roles import Role

_SEVERAL: Final = Text(
    "“{file}”的项目“{project}”在{others}里都有目标表，无法确定以哪一份为准。",
    "Each of {others} has a target form of {project} in “{file}”.",
)
_PLAN = """
@file 目标.xlsx
| 项目支出绩效目标申报表 | < | < | < | < | < | < | < |
| 项目名称 | 植树造林 | < | < | < | < | < | < |
| 主管部门及代码 | 林业局 | < | 实施单位 | 青禾镇 | < | < | < |
| 总体目标 | 中期目标（2023年—2023年） | < | < | 年度目标 | < | < | < |
| ^ | 植树800亩。 | < | < | 植树800亩。 | < | < | < |
| 绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标值 | 二级指标 | 三级指标 | 指标值 |
| ^ | 产出指标 | 数量指标 | 植树面积 | ≥800亩 | 数量指标 | 植树面积 | ≥800亩 |
@file 自评.xlsx
| 项目支出绩效自评表 | < | < | < | < | < | < | < | < |
| 项目名称 | < | 植树造林 | < | < | < | < | < | < |
| 年度总体目标 | 预期目标 | < | < | 实际完成情况 | < | < | < | < |
| ^ | 植树800亩。 | < | < | 植树760亩。 | < | < | < | < |
| 绩效指标 | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析 |
"""


class _Holder(msgspec.Struct, frozen=True, gc=False):
    """Form with targets: indices of file and form, its year and its unit."""

    submission: int
    form: int
    reported: bool
    year: int | None
    unit: str


@register
class AlteredTargetsOfAnotherFile(Rule):
    """A target of a report is not the one approved in another file of the batch."""

    code = "B-09"
    name = "targets-altered-between-files"
    severity = "error"
    scope = "batch"
    roles = ROLES
    any_role = REPORTED
    summary = Text(
        "自评、监控的指标值与另一文件中批复的目标表不一致",
        "Targets of a report are not those approved in another file",
    )
    rationale = AlteredTargets.rationale
    help = AlteredTargets.help
    legal_basis = LEGAL_BASIS
    messages: ClassVar[dict[str, Text]] = MESSAGES
    bad_example = f"{_PLAN}| ^ | 产出指标 | 数量指标 | 植树面积 | ≥750亩 | 760亩 | 50 | 50 | |\n"
    good_example = (
        f"{_PLAN}| ^ | 产出指标 | 数量指标 | 植树面积 | ≥800亩 | 760亩 | 50 | 47.5 | 苗木不足 |\n"
    )

    def over_batch(self, summaries: BatchIndex, context: RuleContext) -> RuleOutput:
        for holders in _by_project(summaries, context).values():
            for report in (one for one in holders if one.reported):
                plans = [one for one in holders if not one.reported and _fits(report, one)]
                files = {one.submission for one in plans}
                if report.submission in files or not plans:
                    continue  # D-12 compares the forms of one file
                summary = summaries[report.submission]
                if len(files) > 1:
                    others = named(summaries[index] for index in sorted(files))
                    project = _targets(summary.forms[report.form]).project
                    yield undetermined(summary, _SEVERAL, project=project, others=others)
                    continue
                plan = summaries[plans[0].submission]
                yield from _violations(
                    summary, summary.forms[report.form], plan, plan.forms[plans[0].form], context
                )


def _by_project(summaries: BatchIndex, context: RuleContext) -> dict[str, list[_Holder]]:
    """Return the forms with targets by the compared name of their project, of those reported on."""
    fillers = context.words.get(FILLERS, {})
    units = units_of(summaries, context)
    reports = {
        name
        for name, template in context.templates.items()
        if any(map(template.roles.has, REPORTED))
    }
    reported = {
        project_key(_targets(form).project, fillers)
        for index, bare in enumerate(without_forms(summaries))
        if any(form.template in reports for form in context.keys(bare).forms)
        for form in summaries[index].forms
        if form.template in reports
    }
    found: dict[str, list[_Holder]] = defaultdict(list)
    for index, summary in enumerate(summaries if reported else ()):
        for number, form in enumerate(summary.forms):
            if targets := form.comparables.targets:
                key = project_key(targets.project, fillers)
                if key in reported:
                    year, unit = summary.year_of(form), units.get(summary.name)
                    found[key].append(_Holder(index, number, targets.reported, year, unit))
    return found


def _fits(report: _Holder, plan: _Holder) -> bool:
    """Return True unless two forms of one project's name are of two units or years."""
    same_unit = not report.unit or not plan.unit or report.unit == plan.unit
    return same_unit and (not report.year or not plan.year or report.year == plan.year)


def _targets(form: FormSummary) -> ProjectTargets:
    return form.comparables.targets or ProjectTargets("", reported=False, targets=())


def _violations(
    summary: SubmissionSummary,
    form: FormSummary,
    plan_file: SubmissionSummary,
    plan_form: FormSummary,
    context: RuleContext,
) -> Iterator[Violation]:
    plan, report = _targets(plan_form), _targets(form)
    title = f"“{plan_file.name}”{context.title(plan_form)}"
    changes = target_changes(plan.targets, report.targets, summary.year_of(form))
    heading = context.templates[form.template].roles.field(Role.PROJECT)
    if is_another_plan(changes, plan):
        yield violation(summary, form, heading, message="none", details={"form": title})
        return
    for change in changes:
        cell = change.plan.cell if change.plan else ""
        place = f"“{plan_file.name}”{plan_form.sheet} {cell}".strip()
        yield violation(
            summary,
            form,
            heading,
            message=change.kind,
            details=change_details(change, place, title),
            severity=SEVERITIES.get(change.kind),
            cell=change.report.cell if change.report else "",
        )
