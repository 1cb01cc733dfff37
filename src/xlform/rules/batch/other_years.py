"""B-04: a file of a different year from the rest of the batch."""

from __future__ import annotations

from operator import itemgetter
from typing import ClassVar

from xlform.rules.batch.units import units_of
from xlform.rules.batch.violations import undetermined, violation
from xlform.rules.batch_index import BatchIndex, SubmissionSummary, without_forms
from xlform.rules.context import RuleContext
from xlform.rules.kernel import NotApplicable, Rule, RuleOutput, Text, Violation, register

_UNITS_AT_LEAST = 3
_FEW = Text(
    "写明年度的单位不足 3 个，看不出本批是哪一年。",
    "Fewer than 3 units name a year: the year of the batch can’t be told.",
)
_UNEVEN = Text(
    "没有哪个年度过半，看不出本批是哪一年。",
    "No year has most of the units: the year of the batch can’t be told.",
)
_UNKNOWN = Text("“{file}”没有写明年度。", "{file} names no year.")


@register
class AnotherYear(Rule):
    """A file is of another year than most of the batch."""

    code = "B-04"
    name = "year-not-the-batch"
    severity = "warning"
    scope = "batch"
    summary = Text("年度与本批多数报送件不同", "A file is of another year than most of the batch")
    rationale = Text(
        "误报上年的旧件，或沿用旧表没有改年度，单看一份都对，汇总时才发现年度混了。",
        "Last year’s file, or a form whose year was not changed, is right in itself.",
    )
    help = Text(
        "请核实是报错了文件，还是标题年度没有改；应为 {expected} 年。",
        "Is it the wrong file, or a title left unchanged? The batch is of {expected}.",
    )
    legal_basis = "财预〔2015〕88号《项目支出绩效目标审核表》一、完整性审核·规范完整性（无错项）"
    messages: ClassVar[dict[str, Text]] = {
        "message": Text(
            "“{file}”有 {forms} 张表是 {actual} 年的，"
            "而本批 {units} 个单位中有 {most} 个报 {expected} 年。",
            "“{file}” holds {forms} forms of {actual}, while {most} of the {units} units of the "
            "batch hand in {expected}.",
        )
    }
    bad_example = """
@file 甲镇.xlsx
| 2023年区级专项资金支出方向绩效目标表 | <    | <        | <    | <    |
| 填报单位：甲镇                       |      |          |      |      |
| 支出方向（子项）                     | 植树 | 所属专项 | 名称 | 绿化 |
@file 乙镇.xlsx
| 2022年区级专项资金支出方向绩效目标表 | <    | <        | <    | <    |
| 填报单位：乙镇                       |      |          |      |      |
| 支出方向（子项）                     | 修枝 | 所属专项 | 名称 | 绿化 |
@file 丙镇.xlsx
| 2023年区级专项资金支出方向绩效目标表 | <    | <        | <    | <    |
| 填报单位：丙镇                       |      |          |      |      |
| 支出方向（子项）                     | 施肥 | 所属专项 | 名称 | 绿化 |
"""
    good_example = bad_example.replace("2022", "2023")

    def over_batch(self, summaries: BatchIndex, context: RuleContext) -> RuleOutput:
        units = units_of(summaries, context)
        # Each unit has one vote for a year, no matter how many files it submits.
        votes: dict[int, set[int]] = {}
        for index, bare in enumerate(without_forms(summaries)):
            if bare.year is None:
                yield undetermined(bare, _UNKNOWN)
            else:
                unit = units.number(bare.name)
                # A file without a unit is one of its own.
                votes.setdefault(bare.year, set()).add(-1 - index if unit is None else unit)
        count = len(set[int]().union(*votes.values()))
        if count < _UNITS_AT_LEAST:
            yield NotApplicable(None, _FEW)
            return
        year, most = max(((year, len(units)) for year, units in votes.items()), key=itemgetter(1))
        if 2 * most <= sum(map(len, votes.values())):
            yield NotApplicable(None, _UNEVEN)
            return
        if len(votes) > 1:
            for summary in summaries:
                if summary.year not in (None, year):
                    yield _violation(summary, year, most, count)


def _violation(summary: SubmissionSummary, year: int, most: int, units: int) -> Violation:
    """Return the violation at the first form of the other year; X-09 compares within a file."""
    same_year = [form for form in summary.forms if form.year == summary.year]
    details = {
        "file": summary.name,
        "forms": str(len(same_year)),
        "actual": str(summary.year),
        "expected": str(year),
        "units": str(units),
        "most": str(most),
    }
    form = next(iter(same_year or summary.forms), None)
    return violation(summary, form, "title", details=details)
