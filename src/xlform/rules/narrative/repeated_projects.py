"""D-06: a project told twice, or two projects with one purpose."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from xlform.model.submission import Form
from xlform.rules.context import RuleContext, location_of
from xlform.rules.crossform.similarity import normalize
from xlform.rules.kernel import Rule, RuleOutput, Text, Violation, register
from xlform.rules.narrative.examples import COMMUNITY, GREENING, narrative
from xlform.rules.narrative.project_funds import Project, projects
from xlform.template.roles import Role

# Texts shorter than this may be alike by chance: 办公费.
_PURPOSE_AT_LEAST = 7
_PERFORMANCE_AT_LEAST = 20
_TEXTS = {Role.PURPOSE: _PURPOSE_AT_LEAST, Role.PERFORMANCE: _PERFORMANCE_AT_LEAST}
_GREEN = GREENING.replace("行道树补植", "城区行道树和绿化带补植")
_SAME = _GREEN.replace("95", "50").replace("400株", "90株")


@register
class ProjectToldTwice(Rule):
    """Two projects of the narrative have one name, one purpose or the same results."""

    code = "D-06"
    name = "project-told-twice"
    severity = "warning"
    roles = ((Role.PROJECTS, Role.PROJECT),)
    prose = True
    summary = Text(
        "编报说明里同一个项目写了两次，或两个项目用途相同",
        "A project is told twice, or two projects have one purpose",
    )
    rationale = Text(
        "同一个项目写两次，金额就算了两次；两个项目同一用途，多半是复制后没有改，或者重复申报。",
        "A project told twice counts twice; one purpose for two was copied, or is claimed twice.",
    )
    help = Text(
        "请核对“{what}”和“{other}”，删去重复的，或分别写明用途。",
        "Check {what} and {other}: drop one, or state what each is for.",
    )
    legal_basis = "财预〔2015〕88号《项目支出绩效目标审核表》一、完整性审核·规范完整性（内容准确）"
    messages: ClassVar[dict[str, Text]] = {
        "message": Text("项目“{what}”在 {place} 已经写过。", "{what} is already told in {place}."),
        "purpose": Text(
            "“{what}”的用途与“{other}”（{place}）完全相同。",
            "{what} has the same purpose as {other} ({place}).",
        ),
        "performance": Text(
            "“{what}”的绩效与“{other}”（{place}）完全相同。",
            "{what} has the same results as {other} ({place}).",
        ),
    }
    bad_example = narrative(("城乡绿化专项", _GREEN), ("道路绿化专项", _SAME))
    good_example = narrative(("城乡绿化专项", GREENING), ("社区经费", COMMUNITY))

    def over_form(self, form: Form, context: RuleContext) -> RuleOutput:
        named: dict[str, Project] = {}
        told: dict[tuple[Role, str], Project] = {}
        for project in projects(form, context):
            first = named.setdefault(normalize(project.name), project)
            if first is not project:
                yield _violation(project, first, Role.PROJECT, "message")
                continue
            yield from _same_texts(project, told)


def _same_texts(project: Project, told: dict[tuple[Role, str], Project]) -> Iterator[Violation]:
    for role, at_least in _TEXTS.items():
        text = normalize(project.row.text(role))
        if len(text) < at_least:
            continue
        first = told.setdefault((role, text), project)
        if first is not project:
            yield _violation(project, first, role, role.value)


def _violation(project: Project, first: Project, role: Role, message: str) -> Violation:
    details = {
        "what": project.name,
        "other": first.name,
        "place": location_of(project.form, first.at(role)),
    }
    return Violation(
        project.form, project.at(role), message=message, details=details, actual=project.name
    )
