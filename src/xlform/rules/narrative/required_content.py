"""C-12: required projects of a narrative, one per fund of the forms, and their parts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from xlform import messages
from xlform.model.submission import Form, Submission
from xlform.rules.context import RuleContext, location_of
from xlform.rules.kernel import NotApplicable, Rule, RuleOutput, Text, Violation, register
from xlform.rules.narrative.amounts import NO_NARRATIVE
from xlform.rules.narrative.examples import GREENING, listed, narrative
from xlform.rules.narrative.project_funds import match_funds, narratives
from xlform.template.labels import fold
from xlform.template.roles import Role

_SHOWN_AT_MOST = 6
# 用途 and 绩效情况: each paragraph of a project has both parts.
_PARTS = (Role.PURPOSE, Role.PERFORMANCE)


@register
class NarrativeIncomplete(Rule):
    """A fund has no paragraph of its own, or a project lacks a required part.

    F-09 and C-02 report missing and blank sections, as for any form.
    """

    code = "C-12"
    name = "narrative-incomplete"
    severity = "warning"
    scope = "submission"
    prose = True
    summary = Text(
        "编报说明的项目与附表的专项不对应，或没有写明用途和绩效",
        "The projects of the narrative are not the funds of the forms, or lack their purpose",
    )
    rationale = Text(
        "附表里的每个专项，编报说明都要有一段说明钱用在哪里、要达到什么绩效；名称不一致就对不上。",
        "Each fund of the forms needs a paragraph on its purpose and results, under one name.",
    )
    help = Text(
        "请补写“{what}”；只是名称不同的，统一名称。",
        "Write on {what}; where only the names differ, use one.",
    )
    legal_basis = "财预〔2015〕88号《项目支出绩效目标审核表》一、完整性审核·规范完整性（无缺项）"
    messages: ClassVar[dict[str, Text]] = {
        "part": Text("“{project}”没有写“{what}”。", "{project} lacks its {what}."),
        "fund": Text(
            "{place} 的专项“{what}”（共 {count} 个）在编报说明中没有说明。",
            "The narrative does not tell of {what} ({place}; {count} in all).",
        ),
        "orphan": Text(
            "附表中没有编报说明所写的项目“{what}”。", "No form tells of the project {what}."
        ),
        "near": Text(
            "编报说明写作“{what}”，{place} 写作“{other}”，名称不一致。",
            "It is called {what} here and {other} in {place}.",
        ),
    }
    bad_example = narrative() + listed(("城乡绿化专项", "95.00"), ("困难群众救助", "50.00"))
    good_example = narrative(("城乡绿化专项", GREENING)) + listed(("城乡绿化专项", "95.00"))

    def over_submission(self, submission: Submission, context: RuleContext) -> RuleOutput:
        forms = narratives(submission, context)
        if not forms:
            yield NotApplicable(None, NO_NARRATIVE)
            return
        for form in forms:
            yield from _parts(form, context)
        if len(submission.forms) > len(forms):
            yield from _names(submission, forms[0], context)


def _parts(form: Form, context: RuleContext) -> Iterator[Violation]:
    """Yield projects without purpose (用途) or performance (绩效情况)."""
    values = context.values(form)
    for row in values.rows(Role.PROJECTS):
        missing = [
            values.column_label(Role.PROJECTS, role)
            for role in _PARTS
            if row.name_of(role) in row.row and not row.text(role)
        ]
        if missing:
            details = {"project": row.text(Role.PROJECT), "what": "”“".join(missing)}
            yield Violation(form, row.path_of(Role.PROJECT), message="part", details=details)


def _names(submission: Submission, form: Form, context: RuleContext) -> Iterator[Violation]:
    """Yield projects and funds without a counterpart, and those with two names."""
    matches = context.memoize(submission, match_funds)
    for project, fund in matches.matched:
        if fold(project.name) != fold(fund.name):
            place = location_of(fund.form, fund.path)
            details = {"what": project.name, "other": fund.name, "place": place}
            yield Violation(
                project.form,
                project.at(Role.PROJECT),
                message="near",
                details=details,
                expected=fund.name,
                actual=project.name,
            )
    rows = context.values(form).rows(Role.PROJECTS)
    if not rows:
        return
    if matches.funds:
        shown = matches.funds[:_SHOWN_AT_MOST]
        names = "”“".join(fund.name for fund in shown)
        places = messages.listed(location_of(fund.form, fund.path) for fund in shown)
        details = {"what": names, "place": places, "count": str(len(matches.funds))}
        yield Violation(form, rows[-1].path_of(Role.PROJECT), message="fund", details=details)
    # D-06 reports a project told twice.
    told = {fold(project.name) for project, _ in matches.matched}
    told |= {fold(fund.name) for _, fund in matches.matched}
    for project in matches.projects if matches.matched or matches.funds else ():
        if fold(project.name) in told:
            continue
        details = {"what": project.name}
        yield Violation(
            project.form,
            project.at(Role.PROJECT),
            message="orphan",
            details=details,
            actual=project.name,
        )
