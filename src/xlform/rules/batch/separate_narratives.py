"""B-08: a narrative (编报说明) in one file against its unit's forms in another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import ClassVar

from xlform.model.submission import Form, Value
from xlform.rules.arithmetic.evaluation import RelationResult, evaluate_between_forms
from xlform.rules.arithmetic.expressions import OperandValue
from xlform.rules.batch.units import units_of
from xlform.rules.batch.violations import money, named, undetermined, violation
from xlform.rules.batch_index import BatchIndex, FormSummary, SubmissionSummary
from xlform.rules.context import RuleContext
from xlform.rules.kernel import Rule, RuleOutput, Text, Violation, register
from xlform.rules.narrative.project_funds import NARRATIVE

# The rule whose relations are evaluated, and the kinds of form these compare with the narrative.
_RELATIONS = "D-01"
_FORMS = ("department", "fund-summary")
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
    kinds = (NARRATIVE, *_FORMS)
    summary = Text(
        "编报说明的金额与本单位另一文件中的附表不一致",
        "A total of the narrative differs from the unit’s forms in another file",
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
        units = units_of(summaries, context)
        without_forms: list[int] = []
        with_forms: dict[tuple[str, int | None], list[int]] = defaultdict(list)
        for index, summary in enumerate(summaries):
            if summary.name not in units:
                continue
            if _forms(summary):
                with_forms[units[summary.name], summary.year].append(index)
            elif _narratives(summary):
                without_forms.append(index)
        for index in without_forms:
            summary = summaries[index]
            others = [summaries[other] for other in with_forms[units[summary.name], summary.year]]
            if len(others) > 1:
                yield undetermined(summary, _SEVERAL, others=named(others))
            elif others:
                yield from _compare(summary, _narratives(summary)[0], others[0], context)


def _narratives(summary: SubmissionSummary) -> list[FormSummary]:
    """Return the narratives in a file."""
    return [form for form in summary.forms if form.kind == NARRATIVE]


def _forms(summary: SubmissionSummary) -> list[FormSummary]:
    """Return the forms a narrative is compared with; D-01 compares those of its own file."""
    return [form for form in summary.forms if form.kind in _FORMS]


def _compare(
    summary: SubmissionSummary,
    narrative: FormSummary,
    other: SubmissionSummary,
    context: RuleContext,
) -> Iterator[Violation]:
    """Evaluate the relations between narrative and forms on the totals in the summaries."""
    forms = tuple(_as_form(form) for form in (narrative, *_forms(other)))
    for relation in context.templates[narrative.template].set_relations:
        if relation.rule == _RELATIONS:
            for result in evaluate_between_forms(relation, forms, context):
                if result.verdict == "fail" and result.left and result.right:
                    yield _violation(summary, narrative, other, result, result.left, result.right)


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
