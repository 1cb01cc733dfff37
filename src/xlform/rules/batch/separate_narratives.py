"""B-08: a narrative (编报说明) in one file against its unit's forms in another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import ClassVar

from xlform.model.findings import Severity
from xlform.model.submission import Form, Value
from xlform.rules.arithmetic.evaluation import RelationResult, evaluate_between_forms
from xlform.rules.arithmetic.expressions import OperandValue
from xlform.rules.batch.narrative_pairs import (
    forms_in,
    narratives_in,
    pairs_of,
    submission_of,
)
from xlform.rules.batch.units import same_unit, units_of
from xlform.rules.batch.violations import money, named, undetermined, violation
from xlform.rules.batch_index import BatchIndex, FormSummary, SubmissionSummary
from xlform.rules.context import RuleContext, location_of
from xlform.rules.kernel import Rule, RuleOutput, Text, Violation, register
from xlform.rules.narrative.project_funds import (
    FormFund,
    Project,
    StatedAmount,
    form_funds,
    match_funds,
    projects,
    stated_amounts,
)
from xlform.template.labels import fold
from xlform.template.roles import Role

# The rule whose relations are evaluated.
_RELATIONS = "D-01"
# In a message, funds without a project are listed up to this number.
_SHOWN_AT_MOST = 6
_SEVERAL = Text(
    "“{file}”的编报说明可对照的附表在{others}里都有，无法确定以哪一份为准。",
    "The forms to compare the narrative in “{file}” with stand in each of {others}.",
)


@register
class NarrativeOfAnotherFile(Rule):
    """A total of the narrative is not that of the forms its unit sent in another file."""

    code = "B-08"
    name = "narrative-not-the-forms-of-its-unit"
    severity = "error"
    scope = "batch"
    prose = True
    summary = Text(
        "编报说明的单位、金额、项目与另一文件中的附表不一致",
        "Unit, amounts or projects of the narrative differ from the forms in another file",
    )
    rationale = Text(
        "说明和附表常分两个文件报送，分开核对看不出两处不是一个数。",
        "Narrative and forms often come in two files, and neither alone shows that they differ.",
    )
    help = Text(
        "请核对“{file}”的“{what}”和“{other_file}”的“{other}”，改正填错的一处。",
        "Check {what} in “{file}” and {other} in “{other_file}”; correct the one that is wrong.",
    )
    legal_basis = "财预〔2015〕88号《项目支出绩效目标审核表》三、适当性审核·资金匹配性"
    messages: ClassVar[dict[str, Text]] = {
        "message": Text(
            "编报说明的“{what}”{actual} 万元，与“{other_file}”{place}“{other}”{expected} 万元"
            "不一致，差额 {difference} 万元。",
            "{what} is {actual} 万元 in the narrative, {other} in “{other_file}” ({place}) is "
            "{expected} 万元, a difference of {difference} 万元.",
        ),
        "project": Text(
            "编报说明写“{what}”项目支出 {actual} 万元，“{other_file}”{place}“{other}”是 {expected} "
            "万元，差额 {difference} 万元。",
            "The narrative spends {actual} 万元 on {what}; {other} in “{other_file}” ({place}) is "
            "{expected} 万元, a difference of {difference} 万元.",
        ),
        "near": Text(
            "编报说明写作“{what}”，“{other_file}”{place} 写作“{other}”，名称不一致。",
            "It is called {what} here and {other} in “{other_file}” ({place}).",
        ),
        "fund": Text(
            "“{other_file}”{place} 的专项“{other}”（共 {count} 个）在编报说明中没有说明。",
            "The narrative does not tell of {other} (“{other_file}” {place}; {count} in all).",
        ),
        "orphan": Text(
            "“{other_file}”的附表中没有编报说明所写的项目“{what}”。",
            "No form in “{other_file}” tells of the project {what}.",
        ),
        "unit": Text(
            "编报说明的单位是“{what}”，同名文件或同一文件夹里“{other_file}”的单位是“{other}”。",
            "The narrative is of {what}, “{other_file}” of the same name or folder of {other}.",
        ),
    }
    bad_example = """
@file 说明.docx
| 2023年部门整体支出绩效目标表编报说明 |
| 一、基本信息 |
| 1.填报单位（盖章）：云田镇人民政府。 |
| 2023年收入545.00万元，其中：财政拨款收入545.00万元，其他资金来源0万元。 |
| 二、年度重点工作计划 |
@file 附表.xlsx
| 2023年部门整体支出绩效目标表 | < | < | < |
| 部门名称 | 石峰区云田镇人民政府 | < | < |
| 年度预算申请（万元） | 资金总额：611.00 | < | < |
| ^ | 按收入性质分 | 按支出性质分 | < |
"""
    good_example = """
@file 说明.docx
| 2023年部门整体支出绩效目标表编报说明 |
| 一、基本信息 |
| 1.填报单位（盖章）：云田镇人民政府。 |
| 2023年收入611.00万元，其中：财政拨款收入611.00万元，其他资金来源0万元。 |
| 二、年度重点工作计划 |
@file 附表.xlsx
| 2023年部门整体支出绩效目标表 | < | < | < |
| 部门名称 | 石峰区云田镇人民政府 | < | < |
| 年度预算申请（万元） | 资金总额：611.00 | < | < |
| ^ | 按收入性质分 | 按支出性质分 | < |
"""

    def over_batch(self, summaries: BatchIndex, context: RuleContext) -> RuleOutput:
        for index, found in pairs_of(summaries, units_of(summaries, context), context):
            summary = summaries[index]
            others = [summaries[other] for other in found]
            if _are_versions(others, context):
                yield undetermined(summary, _SEVERAL, others=named(others))
            elif others:
                narrative = narratives_in(summary, context)[0]
                yield from _unit(summary, narrative, others, context)
                yield from _totals(summary, narrative, others, context)
                yield from _projects(summary, narrative, others, context)


def _are_versions(others: Sequence[SubmissionSummary], context: RuleContext) -> bool:
    """Return True if files hold the same kind of form, so that either may be meant.

    A unit has many forms of directions, and may split them over files.
    """
    kinds = [
        kind
        for other in others
        for kind in {
            form.kind
            for form in forms_in(other, context)
            if context.templates[form.template].declaration.repeat == "one"
        }
    ]
    return len(kinds) > len(set(kinds))


def _unit(
    summary: SubmissionSummary,
    narrative: FormSummary,
    others: Sequence[SubmissionSummary],
    context: RuleContext,
) -> Iterator[Violation]:
    """Yield the unit of a narrative if the forms of its folder or name are another's."""
    written = summary.unit, others[0].unit
    if all(written) and not same_unit(*written, context.words):
        details = {
            "file": summary.name,
            "other_file": others[0].name,
            "what": summary.unit,
            "other": others[0].unit,
            "expected": others[0].unit,
            "actual": summary.unit,
        }
        path = context.roles(narrative).field(Role.UNIT)
        yield violation(summary, narrative, path, details=details, message="unit")


def _totals(
    summary: SubmissionSummary,
    narrative: FormSummary,
    others: Sequence[SubmissionSummary],
    context: RuleContext,
) -> Iterator[Violation]:
    """Evaluate the relations between narrative and forms on the totals in the summaries."""
    forms, sources = [_as_form(narrative)], {}
    for other in others:
        for form in forms_in(other, context):
            forms.append(_as_form(form))
            sources[id(forms[-1])] = other
    for relation in context.templates[narrative.template].set_relations:
        if relation.rule == _RELATIONS:
            for result in evaluate_between_forms(relation, tuple(forms), context):
                if result.verdict == "fail" and result.left and result.right:
                    other = sources.get(id(result.right.form), others[0])
                    yield _violation(summary, narrative, other, result, result.left, result.right)


def _projects(
    summary: SubmissionSummary,
    narrative: FormSummary,
    others: Sequence[SubmissionSummary],
    context: RuleContext,
) -> Iterator[Violation]:
    """Yield projects and funds of other names or amounts, or without a counterpart."""
    found = [(form, other) for other in others for form in forms_in(other, context)]
    pair = submission_of(narrative, [form for form, _ in found], summary, context)
    files = {id(form): other.name for form, (_, other) in zip(pair.forms[1:], found, strict=True)}
    matches = match_funds(pair, context)
    if not (any(projects(pair.forms[0], context)) and form_funds(pair, context)):
        return
    reported = _Reported(summary, narrative, files, context)
    told = set[str]()
    for project, fund in matches.matched:
        told |= {fold(project.name), fold(fund.name)}
        if fold(project.name) != fold(fund.name):
            yield reported.at(project, Role.PROJECT, "near", fund, fund.path, expected=fund.name)
        amount, amounts = project.row.amount(), list(stated_amounts(fund))
        differs = all(
            abs(amount - one.amount) > context.settings.cent
            for one in amounts
            if amount is not None
        )
        if amount is not None and amounts and differs:
            yield reported.amount(project, fund, amount, amounts[0])
    if matches.funds:
        yield reported.untold(pair.forms[0], matches.funds)
    for project in matches.projects:
        if fold(project.name) not in told:  # D-06 reports a project told twice
            yield reported.at(project, Role.PROJECT, "orphan")


class _Reported:
    """Violations on the projects of one narrative."""

    def __init__(
        self,
        summary: SubmissionSummary,
        narrative: FormSummary,
        files: dict[int, str],
        context: RuleContext,
    ) -> None:
        self._context = context
        self._summary = summary
        self._narrative = narrative
        self._files = files

    def at(
        self,
        project: Project,
        role: Role,
        message: str,
        fund: FormFund | None = None,
        path: str = "",
        **details: str,
    ) -> Violation:
        """Return a violation at a value of a project's row."""
        form = fund.form if fund else None
        about = {
            "what": project.name,
            "other": fund.name if fund else project.name,
            "place": location_of(form, path) if form else "",
            "file": self._summary.name,
            "other_file": self._files[id(form)] if form else next(iter(self._files.values())),
            "actual": project.name,
            **details,
        }
        cell = project.form.origins.get(project.at(role), "")
        severity: Severity = "error" if message == "project" else "warning"
        return violation(
            self._summary,
            self._narrative,
            details=about,
            message=message,
            severity=severity,
            cell=cell,
        )

    def amount(
        self, project: Project, fund: FormFund, amount: Decimal, stated: StatedAmount
    ) -> Violation:
        """Return a violation on an amount that the forms state otherwise."""
        details = {
            "actual": money(amount),
            "expected": money(stated.amount),
            "difference": f"{amount - stated.amount:+f}",
            "place": stated.place,
            "other_file": self._files[id(stated.form)],
        }
        return self.at(project, Role.AMOUNT, "project", fund, fund.path, **details)

    def untold(self, form: Form, funds: Sequence[FormFund]) -> Violation:
        """Return a violation on funds without a project, at the last project."""
        *_, last = projects(form, self._context)
        shown = funds[:_SHOWN_AT_MOST]
        names = "”“".join(fund.name for fund in shown)
        return self.at(
            last,
            Role.PROJECT,
            "fund",
            funds[0],
            funds[0].path,
            other=names,
            count=str(len(funds)),
            what=names,
        )


def _as_form(summary: FormSummary) -> Form:
    """Return the summary of a form as a form, so that relations can be evaluated on it."""
    fields: dict[str, Value] = {**summary.names, **summary.amounts}
    return Form(
        summary.kind,
        summary.template,
        summary.sheet,
        summary.range,
        summary.title,
        summary.year,
        fields,
        {},
        summary.origins,
    )


def _violation(
    summary: SubmissionSummary,
    narrative: FormSummary,
    other: SubmissionSummary,
    result: RelationResult,
    left: OperandValue,
    right: OperandValue,
) -> Violation:
    sheet = right.form.sheet if right.form else ""
    cell = right.form.origins.get(right.path, "") if right.form else ""
    details = {
        "what": left.label,
        "other": right.label,
        "file": summary.name,
        "other_file": other.name,
        "place": f"{sheet} {cell}".strip(),
        "actual": money(result.actual),
        "expected": money(result.expected),
        "difference": f"{result.actual - result.expected:+f}",
    }
    return violation(summary, narrative, left.path, details=details)
