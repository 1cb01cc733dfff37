"""B-06: a unit price far from the prices of the other units."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import partial
from typing import ClassVar

from xlform.model.findings import Severity
from xlform.rules.batch.key_groups import KeyedPart, KeyGroups, Member
from xlform.rules.batch.units import units_of
from xlform.rules.batch.violations import undetermined, violation
from xlform.rules.batch_index import BatchIndex, SubmissionSummary, without_forms
from xlform.rules.compared_keys import unpacked
from xlform.rules.context import RuleContext, Settings
from xlform.rules.kernel import Rule, RuleOutput, Text, Violation, register
from xlform.template.roles import Role

# Modified z-score (Iglewicz and Hoaglin 1993): outliers deviate from the median by more than 3.5
# times the median absolute deviation, which is scaled by 1.4826 to match a normal distribution.
_DEVIATIONS = Decimal("3.5")
_NORMAL_SCALE = Decimal("1.4826")
_UNKNOWN = Text(
    "“{file}”没有写明填报单位，单价没有与别的单位比较。",
    "{file} names no unit: its unit prices were not compared.",
)


@register
class PriceOutOfLine(Rule):
    """A unit price is far from what the other units pay for the same."""

    code = "B-06"
    name = "unit-price-out-of-line"
    severity = "info"
    scope = "batch"
    any_role = ((Role.EXPENSES, Role.BASIS), (Role.INDICATORS, Role.TARGET))
    summary = Text("单价与其他单位相差过大", "A unit price is far from the other units’")
    rationale = Text(
        "同一件事各单位的单价应当相近；高出几倍的可能虚报，低到几分之一的可能漏了单位或小数点。",
        "One thing costs about the same everywhere; a multiple of it is padded or a slip.",
    )
    help = Text(
        "请核对“{name}”的单价，确有原因的写明标准或依据。",
        "See whether the price of {name} is right, and give its ground.",
    )
    legal_basis = (
        "财预〔2015〕88号《项目支出绩效目标审核表》三、适当性审核·绩效合理性（与同类项目比较）"
    )
    messages: ClassVar[dict[str, Text]] = {
        "message": Text(
            "“{name}”单价 {actual}，本批 {count} 个单位的中位数是 {median} 万元/{each}，"
            "相差 {times} 倍。",
            "{name} costs {actual}; the median of {count} units is {median} 万元/{each}, "
            "{times} times off.",
        ),
    }
    bad_example = "".join(
        f"""
@file {unit}镇.xlsx
| 填报单位：{unit}镇 |              |          |      |              |
| 支出方向（子项）   | 普法         | 所属专项 | 名称 | 法治         |
| 项目金额           | 10           | ^        | 金额 | 10           |
| 项目实施期         | 2023年       | <        | <    | <            |
| 支出明细及测算说明 | 支出内容简介 | 支出明细 | 金额 | 支出测算依据及过程说明 |
| ^                  | 普法         | 宣传费   | {total} | 普法宣传10场*{price}万元/场={total}万元 |
"""
        for unit, price, total in (
            ("甲", "0.2", "2"),
            ("乙", "0.2", "2"),
            ("丙", "0.25", "2.5"),
            ("丁", "0.3", "3"),
            ("戊", "2", "20"),
        )
    ).replace("\n\n", "\n")
    good_example = bad_example.replace("| 20 ", "| 2  ").replace(
        "10场*2万元/场=20万元", "10场*0.2万元/场=2万元"
    )

    def over_batch(self, summaries: BatchIndex, context: RuleContext) -> RuleOutput:
        units, settings = units_of(summaries, context), context.settings
        fewest = min(settings.price_peers_at_least, settings.price_slip_peers_at_least)
        told: set[tuple[str, str, str]] = set()
        with KeyGroups() as keys:
            prices = partial(_prices, context=context)
            for summary in keys.add_all(without_forms(summaries), units, prices):
                yield undetermined(summary, _UNKNOWN)
            for members in keys.groups(max(fewest, 2)):
                for one in _outliers(members, summaries, settings):
                    # A price goes by what is paid for and by its line.
                    place = one.file, one.sheet, one.cell
                    if place not in told:
                        told.add(place)
                        yield one


def _prices(summary: SubmissionSummary, context: RuleContext) -> Iterator[KeyedPart]:
    keys = context.keys(summary)
    for (key, number), value in zip(unpacked(keys.prices), keys.values, strict=True):
        yield key, number, value


def _outliers(
    members: list[Member], summaries: BatchIndex, settings: Settings
) -> Iterator[Violation]:
    """Yield the outliers of a group; each unit counts once, with the median of its prices."""
    priced = [(member, Decimal(member.payload or 0)) for member in members]
    of_unit: dict[int, list[Decimal]] = {}
    for member, price in priced:
        of_unit.setdefault(member.unit, []).append(price)
    median = _median([_median(own_prices) for own_prices in of_unit.values()])
    deviation = _median([abs(_median(own_prices) - median) for own_prices in of_unit.values()])
    for member, price in priced:
        times = max(price / median, median / price)
        slip = times >= settings.price_slip_times
        enough = settings.price_slip_peers_at_least if slip else settings.price_peers_at_least
        far = abs(price - median) > _DEVIATIONS * _NORMAL_SCALE * deviation
        if far and len(of_unit) >= enough and times >= settings.price_outlier_times:
            yield _violation(member, summaries, median, times, len(of_unit), slip=slip)


def _violation(
    member: Member,
    summaries: BatchIndex,
    median: Decimal,
    times: Decimal,
    count: int,
    *,
    slip: bool,
) -> Violation:
    summary = summaries[member.submission]
    form = summary.forms[member.form]
    price = form.comparables.prices[member.part]
    details = {
        "name": price.name,
        "actual": price.text,
        "median": f"{median.normalize():f}",
        "each": price.each,
        "count": str(count),
        "times": f"{times:.1f}".removesuffix(".0"),
    }
    severity: Severity | None = "warning" if slip else None
    return violation(summary, form, cell=price.cell, details=details, severity=severity)


def _median(prices: list[Decimal]) -> Decimal:
    """Return the lower median, which is a price that a unit actually pays."""
    return sorted(prices)[(len(prices) - 1) // 2]
