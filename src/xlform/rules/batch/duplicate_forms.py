"""B-01: a unit submits the same form twice."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import ClassVar

import msgspec

from xlform.rules.batch.form_identity import Identity, form_identity
from xlform.rules.batch.units import units_of
from xlform.rules.batch.violations import listed, named, undetermined, violation
from xlform.rules.batch_index import BatchIndex, FormSummary, SubmissionSummary, without_forms
from xlform.rules.context import RuleContext
from xlform.rules.kernel import Rule, RuleOutput, Text, Violation, register
from xlform.template.roles import Role

_NAMES = Text("（{names}）", "({names}) ")
_UNKNOWN = Text(
    "“{file}”没有写明填报单位或年度，无法与其他报送件比对。",
    "{file} names no unit or no year and can’t be compared with the others.",
)


@register
class HandedInTwice(Rule):
    """A unit hands in the same form of the same year in two files."""

    code = "B-01"
    name = "handed-in-twice"
    severity = "warning"
    scope = "batch"
    summary = Text("同一单位的同一张表报了两份", "A unit hands in the same form twice")
    rationale = Text(
        "单位改过再报，旧件常与“最终版”放在一起；两份都汇总，金额就翻了一倍。",
        "Units send again and the old file stays; consolidated, the money counts twice.",
    )
    help = Text(
        "请与单位核实以哪一份为准，另一份移出后再汇总。",
        "Ask the unit which one holds, and take the other out before consolidating.",
    )
    legal_basis = (
        "财预〔2015〕88号《项目支出绩效目标审核表》一、完整性审核·规范完整性（无缺项、错项）"
    )
    messages: ClassVar[dict[str, Text]] = {
        "message": Text(
            "{unit}{year}年的《{form}》{which}在“{file}”和{others}里都有。",
            "{form} {which}of {unit} for {year} stands in both “{file}” and {others}.",
        ),
        "copy": Text(
            "“{file}”与{others}内容完全相同。", "“{file}” is the same, byte for byte, as {others}."
        ),
    }
    bad_example = """
@file 云田镇.xlsx
| 2023年区级专项资金绩效目标汇总表 | <    | <    | <              | <            |
| 填报单位：云田镇人民政府         | <    | <    | <              | <            |
| 序号                             | 名称 | 金额 | 实施期绩效目标 | 年度绩效目标 |
| 一                               | 绿化 | 10   | 植树           | 植树         |
@file 云田镇（最终版）.xlsx
| 2023年区级专项资金绩效目标汇总表 | <    | <    | <              | <            |
| 填报单位：石峰区云田镇           | <    | <    | <              | <            |
| 序号                             | 名称 | 金额 | 实施期绩效目标 | 年度绩效目标 |
| 一                               | 绿化 | 12   | 植树           | 植树         |
"""
    good_example = """
@file 云田镇2022.xlsx
| 2022年区级专项资金绩效目标汇总表 | <    | <    | <              | <            |
| 填报单位：云田镇人民政府         | <    | <    | <              | <            |
| 序号                             | 名称 | 金额 | 实施期绩效目标 | 年度绩效目标 |
| 一                               | 绿化 | 10   | 植树           | 植树         |
@file 云田镇（最终版）.xlsx
| 2023年区级专项资金绩效目标汇总表 | <    | <    | <              | <            |
| 填报单位：石峰区云田镇           | <    | <    | <              | <            |
| 序号                             | 名称 | 金额 | 实施期绩效目标 | 年度绩效目标 |
| 一                               | 绿化 | 12   | 植树           | 植树         |
"""

    def over_batch(self, summaries: BatchIndex, context: RuleContext) -> RuleOutput:
        units = units_of(summaries, context)
        contents, files = Counter[int](), Counter[int | None]()
        for bare in without_forms(summaries):
            contents[hash(bare.sha256)] += 1
            files[units.number(bare.name)] += 1
        of_units: dict[int | None, list[int]] = defaultdict(list)
        originals: dict[str, list[int]] = defaultdict(list)
        for index, bare in enumerate(without_forms(summaries)):
            copies = originals[bare.sha256] if contents[hash(bare.sha256)] > 1 else []
            if copies:
                yield _copy(summaries[index], [summaries[copy] for copy in copies])
            elif not _is_identified(bare):
                yield undetermined(bare, _UNKNOWN)
            elif files[unit := units.number(bare.name)] > 1:
                of_units[unit].append(index)
            copies.append(index)
        for of_unit in of_units.values():
            if len(of_unit) > 1:
                yield from _duplicates([summaries[number] for number in of_unit], context)


def _is_identified(summary: SubmissionSummary) -> bool:
    return bool(summary.unit and summary.year)


def _copy(summary: SubmissionSummary, earlier: list[SubmissionSummary]) -> Violation:
    details = {"file": summary.name, "others": named(earlier)}
    return violation(
        summary, next(iter(summary.forms), None), "title", message="copy", details=details
    )


class _Duplicate(msgspec.Struct):
    """A form that other files contain too."""

    form: FormSummary
    others: list[SubmissionSummary]


def _duplicates(files: list[SubmissionSummary], context: RuleContext) -> Iterator[Violation]:
    """Yield a violation per file and kind of form that an earlier file contains already."""
    holders: dict[Identity, list[SubmissionSummary]] = defaultdict(list)
    for summary in files:
        found: dict[tuple[object, ...], list[_Duplicate]] = defaultdict(list)
        for form in summary.forms:
            earlier = holders[form_identity(summary, form, context)]
            others = [other for other in earlier if other is not summary]
            if others:
                key = form.kind, summary.year_of(form), tuple(other.name for other in others)
                found[key].append(_Duplicate(form, others))
            if summary not in earlier:
                earlier.append(summary)
        for duplicates in found.values():
            yield _violation(summary, duplicates, context)


def _violation(
    summary: SubmissionSummary, duplicates: list[_Duplicate], context: RuleContext
) -> Violation:
    first = duplicates[0].form
    names = [f"“{name}”" for duplicate in duplicates if (name := _name(duplicate.form, context))]
    details = {
        "unit": summary.unit,
        "year": str(summary.year_of(first)),
        "form": context.title(first),
        "which": _NAMES.translate(names=listed(names)) if names else "",
        "file": summary.name,
        "others": named(duplicates[0].others),
    }
    return violation(summary, first, "title", details=details)


def _name(form: FormSummary, context: RuleContext) -> str:
    return form.names.get(context.roles(form).field(Role.PROJECT), "")
