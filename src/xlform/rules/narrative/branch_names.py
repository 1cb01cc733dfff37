"""D-04: one branch of work under several names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import ClassVar

from xlform.model.submission import Form, Submission
from xlform.rules.context import RuleContext, location_of
from xlform.rules.kernel import NotApplicable, Rule, RuleOutput, Text, Violation, register
from xlform.rules.narrative.amounts import NO_NARRATIVE
from xlform.rules.narrative.examples import detailed, narrative
from xlform.rules.narrative.project_funds import FormFund, Project, match_funds, narratives
from xlform.template.roles import Role

_PARTS = (Role.PURPOSE, Role.PERFORMANCE)
_DETAILS = (Role.CATEGORY, Role.ITEM, Role.BASIS)
_HEALTH = "项目支出36.00万元，主要用于党建、{}等工作。项目实施及绩效情况如下：开展党建活动12次。"


@register
class BranchRenamed(Rule):
    """A branch of work has one name in the narrative and another in the forms."""

    code = "D-04"
    name = "branch-called-otherwise"
    severity = "info"
    scope = "submission"
    prose = True
    summary = Text(
        "同一条线的工作在编报说明和附表中叫法不同",
        "A branch of work has two names in narrative and forms",
    )
    rationale = Text(
        "说明里是“计生”，明细里是“卫健”，看的人要猜是不是同一笔钱。",
        "With 计生 here and 卫健 there a reader must guess whether one sum of money is meant.",
    )
    help = Text("请统一为现行名称“{right}”。", "Use one name, now {right}.")
    legal_basis = (
        "财预〔2015〕88号《项目支出绩效目标审核表》一、完整性审核·明确清晰性；"
        "词表 templates/words/narrative.toml"
    )
    messages: ClassVar[dict[str, Text]] = {
        "message": Text(
            "“{project}”的说明写“{seen}”，{place} 写“{other}”。",
            "The narrative says {seen} of {project}, {place} says {other}.",
        ),
    }
    bad_example = narrative(("业务性经费", _HEALTH.format("计生"))) + detailed(
        "业务性经费", ("党建", "活动费", "30"), ("卫健", "卫健费用", "6")
    )
    good_example = narrative(("业务性经费", _HEALTH.format("卫健"))) + detailed(
        "业务性经费", ("党建", "活动费", "30"), ("卫健", "卫健费用", "6")
    )

    def over_submission(self, submission: Submission, context: RuleContext) -> RuleOutput:
        if not narratives(submission, context):
            yield NotApplicable(None, NO_NARRATIVE)
            return
        names = context.words.get("same-branch", {})
        for project, fund in context.memoize(submission, match_funds).matched:
            yield from _renamed_branches(project, fund, names)


def _renamed_branches(
    project: Project, fund: FormFund, names: Mapping[str, str]
) -> Iterator[Violation]:
    narrative_texts = {part: project.row.text(part) for part in _PARTS}
    form_texts = list(_texts(fund))
    all_form_texts = "\n".join(text for _, _, text in form_texts)
    for name, official in names.items():
        part = next((part for part, text in narrative_texts.items() if name in text), None)
        if part is None or name in all_form_texts:
            continue
        others = [
            other for other, name_meant in names.items() if name_meant == official and other != name
        ]
        found = next(
            (
                (form, path, other)
                for form, path, text in form_texts
                for other in others
                if other in text
            ),
            None,
        )
        if found and found[2] not in "".join(narrative_texts.values()):
            form, path, other = found
            place = location_of(form, path)
            details = {
                "project": project.name,
                "seen": name,
                "other": other,
                "place": place,
                "right": official,
            }
            path = project.at(part)
            yield Violation(project.form, path, details=details, expected=official, actual=name)


def _texts(fund: FormFund) -> Iterator[tuple[Form, str, str]]:
    """Yield form, path and text of each description of work in the directions of a fund."""
    for values in fund.directions:
        yield values.form, values.path_of(Role.PROJECT), values.text(Role.PROJECT)
        for row in values.rows(Role.EXPENSES):
            for role in _DETAILS:
                yield values.form, row.path_of(role), row.text(role)
