"""B-03: the amounts of a file are a thousand times those of the others, or a thousandth."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from decimal import Decimal
from typing import ClassVar

import msgspec

from xlform.model.packed_list import PackedList
from xlform.rules.batch.units import units_of
from xlform.rules.batch.violations import money, undetermined, violation
from xlform.rules.batch_index import BatchIndex, SubmissionSummary, without_forms
from xlform.rules.compared_keys import total_field
from xlform.rules.context import RuleContext
from xlform.rules.kernel import (
    NotApplicable,
    Rule,
    RuleOutput,
    Text,
    Undetermined,
    Violation,
    register,
)
from xlform.template.roles import Role

# With fewer units a median says nothing.
_UNITS_AT_LEAST = 5
_FEW = Text(
    "本批填报《{form}》的单位不足 5 个，金额无从比较。",
    "Fewer than 5 units of the batch hand in {form}: too few to compare amounts.",
)
_UNKNOWN = Text(
    "“{file}”没有读出《{form}》的“{what}”，无法与其他报送件比较。",
    "{what} in {form} of {file} was not read and can’t be compared with the others.",
)


class _Total(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """Total a unit applies for, in 万元; the unit's number, the indices of submission and form."""

    unit: int
    submission: int
    form: int
    amount: Decimal


@register
class AmountsOutOfLine(Rule):
    """A unit's total is out of all proportion to those of the batch."""

    code = "B-03"
    name = "amounts-out-of-line"
    severity = "warning"
    scope = "batch"
    any_role = (Role.BUDGET, Role.TOTAL)
    summary = Text(
        "一个单位的金额与本批其他单位相差上千倍，疑单位用错",
        "A unit’s amounts are a thousand times off the others’: the wrong unit of money?",
    )
    rationale = Text(
        "整份表都按元填，表内勾稽全部成立，只有与别的单位比才看得出；一份就能让全区合计差一万倍。",
        "Filled in 元 throughout, a file is right in itself; only the other files show it.",
    )
    help = Text(
        "请核对这份表的金额单位是否为万元；金额无误的，请说明。",
        "See whether this file counts in 万元; if the amounts are right, say so.",
    )
    legal_basis = "财预〔2015〕88号《项目支出绩效目标申报表》金额单位（万元）"
    messages: ClassVar[dict[str, Text]] = {
        "above": Text(
            "“{what}”{actual} 万元，是本批 {count} 个单位中位数 {median} 万元的 {times} 倍，"
            "疑把元当作万元。",
            "{what} is {actual} 万元, {times} times the median of {count} units ({median} 万元): "
            "元 taken for 万元?",
        ),
        "below": Text(
            "“{what}”{actual} 万元，只有本批 {count} 个单位中位数 {median} 万元的 {times} 分之一，"
            "疑金额单位有误。",
            "{what} is {actual} 万元, a {times}th of the median of {count} units ({median} 万元): "
            "the wrong unit of money?",
        ),
    }
    bad_example = """
@file 甲镇.xlsx
| 2023年部门整体支出绩效目标表 |                  |
| 部门名称                     | 甲镇             |
| 年度预算申请                 | 资金总额：985.00 |
| 部门职责概述                 | 管理             |
@file 乙镇.xlsx
| 2023年部门整体支出绩效目标表 |                   |
| 部门名称                     | 乙镇              |
| 年度预算申请                 | 资金总额：1056.40 |
| 部门职责概述                 | 管理              |
@file 丙镇.xlsx
| 2023年部门整体支出绩效目标表 |                  |
| 部门名称                     | 丙镇             |
| 年度预算申请                 | 资金总额：9120000 |
| 部门职责概述                 | 管理             |
@file 丁局.xlsx
| 2023年部门整体支出绩效目标表 |                   |
| 部门名称                     | 丁局              |
| 年度预算申请                 | 资金总额：8640.00 |
| 部门职责概述                 | 管理              |
@file 戊局.xlsx
| 2023年部门整体支出绩效目标表 |                  |
| 部门名称                     | 戊局             |
| 年度预算申请                 | 资金总额：320.00 |
| 部门职责概述                 | 管理             |
"""
    good_example = bad_example.replace("9120000 ", "912.00  ")

    def over_batch(self, summaries: BatchIndex, context: RuleContext) -> RuleOutput:
        units = units_of(summaries, context)
        totals: dict[str, PackedList[_Total]] = {}
        titles: dict[str, str] = {}
        for submission, bare in enumerate(without_forms(summaries)):
            unit, keys = units.number(bare.name), context.keys(bare)
            for number, amount in keys.totals:
                form = keys.forms[number]
                titles.setdefault(form.kind, context.title(form))
                if amount is None:
                    yield _unknown(summaries[submission], number, context)
                elif amount > 0:
                    # A file without a unit is one of its own.
                    of = -1 - submission if unit is None else unit
                    total = _Total(of, submission, number, amount)
                    totals.setdefault(form.kind, PackedList(_Total)).append(total)
        for kind, title in titles.items():
            found = totals.get(kind, ())
            if len({total.unit for total in found}) >= _UNITS_AT_LEAST:
                yield from _outliers(found, summaries, context)
            else:
                yield NotApplicable(None, _FEW, {"form": title})


def _unknown(summary: SubmissionSummary, number: int, context: RuleContext) -> Undetermined:
    form = summary.forms[number]
    field = total_field(context.templates[form.template])
    details = {"form": context.title(form), "what": context.label(form, field)}
    return undetermined(summary, _UNKNOWN, **details)


def _outliers(
    totals: Collection[_Total], summaries: BatchIndex, context: RuleContext
) -> Iterator[Violation]:
    count = len({total.unit for total in totals})
    median = _median([total.amount for total in totals])
    factor = context.settings.batch_outlier_times
    for total in totals:
        above = total.amount >= median * factor
        if not above and total.amount * factor > median:
            continue
        summary = summaries[total.submission]
        form = summary.forms[total.form]
        field = total_field(context.templates[form.template])
        times = total.amount / median if above else median / total.amount
        details = {
            "what": context.label(form, field),
            "actual": money(total.amount),
            "median": money(median),
            "count": str(count),
            "times": f"{times:.0f}",
        }
        message = "above" if above else "below"
        yield violation(summary, form, field, message=message, details=details)


def _median(amounts: list[Decimal]) -> Decimal:
    """Return the lower median, which is an amount that a unit actually applies for."""
    return sorted(amounts)[(len(amounts) - 1) // 2]
