"""B-01: a unit that hands in the same form twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import ClassVar

import msgspec

from xlform.rules.batch.identity import Identity, identity
from xlform.rules.batch.telling import listed, named, undetermined, violation
from xlform.rules.batch.units import units_of
from xlform.rules.batch_index import BatchIndex, FormSummary, SubmissionSummary
from xlform.rules.context import RuleContext
from xlform.rules.kernel import Rule, RuleOutput, Text, Violation, register

_WHICH = Text("（{names}）", "({names}) ")
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

    def over_batch(self, entries: BatchIndex, context: RuleContext) -> RuleOutput:
        units = units_of(entries, context)
        files: dict[str, list[int]] = defaultdict(list)
        originals: dict[str, list[int]] = defaultdict(list)
        for number, entry in enumerate(entries):
            earlier = originals[entry.sha256]
            if earlier:
                yield _copy(entry, [entries[one] for one in earlier])
            elif not _is_known(entry):
                yield undetermined(entry, _UNKNOWN)
            else:
                files[units[entry.name]].append(number)
            earlier.append(number)
        for of_unit in files.values():
            if len(of_unit) > 1:
                yield from _doubles([entries[one] for one in of_unit], context)


def _is_known(entry: SubmissionSummary) -> bool:
    return bool(entry.unit and entry.year)


def _copy(entry: SubmissionSummary, earlier: list[SubmissionSummary]) -> Violation:
    details = {"file": entry.name, "others": named(earlier)}
    return violation(entry, next(iter(entry.forms), None), "title", message="copy", details=details)


class _Double(msgspec.Struct):
    """A form that stands in other files too."""

    form: FormSummary
    others: list[SubmissionSummary]


def _doubles(files: list[SubmissionSummary], context: RuleContext) -> Iterator[Violation]:
    """For each file but the first, what an earlier one holds too, a hit for each kind of form."""
    holders: dict[Identity, list[SubmissionSummary]] = defaultdict(list)
    for entry in files:
        found: dict[tuple[object, ...], list[_Double]] = defaultdict(list)
        for form in entry.forms:
            holding = holders[identity(entry, form, context)]
            others = [other for other in holding if other is not entry]
            if others:
                key = form.kind, entry.year_of(form), tuple(other.name for other in others)
                found[key].append(_Double(form, others))
            if entry not in holding:
                holding.append(entry)
        for doubles in found.values():
            yield _told(entry, doubles, context)


def _told(entry: SubmissionSummary, doubles: list[_Double], context: RuleContext) -> Violation:
    first = doubles[0].form
    names = [f"“{name}”" for double in doubles if (name := _name(double.form))]
    details = {
        "unit": entry.unit,
        "year": str(entry.year_of(first)),
        "form": context.title(first),
        "which": _WHICH.translate(names=listed(names)) if names else "",
        "file": entry.name,
        "others": named(doubles[0].others),
    }
    return violation(entry, first, "title", details=details)


def _name(form: FormSummary) -> str:
    return form.names.get("direction") or form.names.get("name") or ""
