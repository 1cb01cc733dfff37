"""D-01, A-21: the amounts of a narrative compared with the forms and with each other."""

from __future__ import annotations

from typing import ClassVar

from xlform.model.submission import Form, Submission
from xlform.rules.arithmetic.expressions import OperandValue
from xlform.rules.arithmetic.relation_rule import RelationRule, stated
from xlform.rules.context import RuleContext
from xlform.rules.kernel import NotApplicable, RuleOutput, Text, Undetermined, Violation, register
from xlform.rules.narrative.examples import INCOME, SPENT, listed, narrative
from xlform.rules.narrative.project_funds import (
    FormFund,
    Project,
    match_funds,
    narratives,
    stated_amounts,
)
from xlform.rules.narrative.splits import Split, splits_of
from xlform.template.roles import Role

_NO_NUMBER = Text(
    "“{name}”的金额有一处没有可用的数，无法核对。",
    "Not compared: one amount of {name} holds no usable number.",
)


# Each declared total has two parts.
_FIELDS = 2
NO_NARRATIVE = Text("报送件中没有编报说明。", "The submission holds no narrative.")


@register
class NarrativeAmounts(RelationRule):
    """An amount of the narrative is not that of the forms."""

    code = "D-01"
    name = "narrative-amount-not-the-forms"
    scope = "submission"
    prose = True
    requires = ("A-15",)
    summary = Text(
        "编报说明的金额与附表不一致", "An amount of the narrative differs from the forms"
    )
    rationale = Text(
        "编报说明和附表说的是同一笔预算；两处是两个数，就不知道按哪个数批复。",
        "Narrative and forms state one budget; with two amounts nobody knows which to approve.",
    )
    help = Text(
        "请核对编报说明的“{what}”和{place}的“{other}”，改正填错的一处。",
        "Check {what} in the narrative and {other} in {place}; correct the one that is wrong.",
    )
    legal_basis = "财预〔2015〕88号《项目支出绩效目标审核表》三、适当性审核·资金匹配性"
    messages: ClassVar[dict[str, Text]] = {
        "message": Text(
            "编报说明的“{what}”{stated}与《{other_form}》“{other}”（{place}）{expected} 万元"
            "不一致，差额 {difference} 万元。",
            "{what} is {stated} in the narrative, {expected} 万元 in {other_form} ({other}, "
            "{place}), a difference of {difference} 万元.",
        ),
        "project": Text(
            "编报说明写“{what}”项目支出 {stated}，《{other_form}》“{other}”（{place}）是 "
            "{expected} 万元，差额 {difference} 万元。",
            "The narrative spends {stated} on {what}; {other} in {other_form} ({place}) is "
            "{expected} 万元, a difference of {difference} 万元.",
        ),
    }
    bad_example = narrative() + listed(("城乡绿化专项", "59.00"), ("社区经费", "50.00"))
    good_example = narrative() + listed(("城乡绿化专项", "95.00"), ("社区经费", "50.00"))

    def over_submission(self, submission: Submission, context: RuleContext) -> RuleOutput:
        if not narratives(submission, context):
            yield NotApplicable(None, NO_NARRATIVE)
            return
        yield from super().over_submission(submission, context)
        for project, fund in context.memoize(submission, match_funds).matched:
            yield from _compare(project, fund, context)


def _compare(project: Project, fund: FormFund, context: RuleContext) -> RuleOutput:
    """Compare a project's amount with the fund's; it may equal any amount the forms state."""
    amount = project.row.amount()
    amounts = list(stated_amounts(fund))
    if amount is None or not amounts:
        yield Undetermined(project.form, _NO_NUMBER, project.row.path, {"name": project.name})
        return
    if any(abs(amount - stated.amount) <= context.settings.cent for stated in amounts):
        return
    first = amounts[0]
    path = project.at(Role.AMOUNT)
    details = {
        "what": project.name,
        "other": fund.name,
        "other_form": context.title(first.form),
        "place": first.place,
        "actual": f"{amount:f}",
        "stated": stated(OperandValue(project.form, path, "", amount), amount),
        "expected": f"{first.amount:f}",
        "difference": f"{amount - first.amount:+f}",
    }
    expected, actual = details["expected"], details["actual"]
    yield Violation(project.form, path, "", "project", details, expected, actual)


@register
class NarrativeSums(RelationRule):
    """A total of the narrative is not the sum of what it names as its parts."""

    code = "A-21"
    name = "narrative-total-not-its-parts"
    prose = True
    requires = ("D-01",)
    summary = Text(
        "编报说明的合计与其分项之和不符", "A total of the narrative is not the sum of its parts"
    )
    rationale = Text(
        "收入、支出、项目支出各有一个总数和几个分项，总数和分项要对得上。",
        "Income, expenditure and projects each have a total and parts, which must agree.",
    )
    help = Text(
        "请核对编报说明的“{what}”及其分项，改正填错的一项。",
        "Check {what} of the narrative and its parts, and correct the one that is wrong.",
    )
    legal_basis = "财预〔2015〕88号《项目支出绩效目标审核表》一、完整性审核·规范完整性（内容准确）"
    messages: ClassVar[dict[str, Text]] = {
        "message": Text(
            "编报说明的“{what}”{stated}，分项 {parts} 合计 {expected} 万元，差额 {difference} "
            "万元。",
            "{what} of the narrative is {stated}, its parts {parts} come to {expected} 万元, "
            "a difference of {difference} 万元.",
        )
    }
    bad_example = narrative(spent=SPENT.replace("400.00", "410.00"), income=INCOME)
    good_example = narrative(spent=SPENT, income=INCOME)

    def over_form(self, form: Form, context: RuleContext) -> RuleOutput:
        """Yield wrong sums; an amount with more parts than the fields (事业收入) is D-05's."""
        larger = [split for split in splits_of(form, context) if len(split.parts) > _FIELDS]
        for output in super().over_form(form, context):
            if not (isinstance(output, Violation) and _is_part_of(output.details, larger)):
                yield output


def _is_part_of(details: dict[str, str], splits: list[Split]) -> bool:
    """Return True if a split of the amount names all parts of a sum, and more."""
    parts = details["parts"].split()
    return any(
        details["actual"] == f"{split.whole:f}"
        and all(f"{amount:f}" in parts or label not in parts for label, amount in split.parts)
        and sum(f"{amount:f}" in parts for _, amount in split.parts) >= _FIELDS
        for split in splits
    )
