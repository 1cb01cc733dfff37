"""X-17, X-18: the same activity paid for twice, or at different prices, within one submission."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from typing import ClassVar, Final, NamedTuple

import msgspec

from xlform.basis import core_name, parse_basis
from xlform.basis.formatting import format_number
from xlform.basis.prices import Price, price_of
from xlform.messages import clauses, listed
from xlform.model.submission import Form, Submission
from xlform.rules.context import RuleContext
from xlform.rules.expense_lines import Line, expense_lines
from xlform.rules.kernel import Rule, RuleOutput, Text, Violation, register
from xlform.template.form_values import FormValues
from xlform.template.roles import Role

_SHORTEST = 2


class _Activity(msgspec.Struct, frozen=True):
    """Something done so many times at a price each; several lines where its parts stand apart.

    ``names`` are what it goes by in the prose and in 支出明细, ``each`` what the price is for.
    """

    values: FormValues
    fund: str
    lines: tuple[Line, ...]
    names: frozenset[str]
    noun: str
    price: Decimal
    each: tuple[str, ...]
    counts: tuple[Decimal | None, ...]
    text: str

    @property
    def form(self) -> Form:
        """The form of its lines."""
        return self.values.form

    @property
    def path(self) -> str:
        """The path of the 测算 of its first line."""
        return self.lines[0].at(Role.BASIS)

    @property
    def place(self) -> str:
        """Its sheet and cells, for messages."""
        cells = dict.fromkeys(self.form.origins.get(line.at(Role.BASIS), "") for line in self.lines)
        return f"{self.form.sheet}!{'、'.join(cells)}"


@register
class SameContentTwice(Rule):
    """The same content is asked for at the same price in two funds."""

    code = "X-17"
    name = "same-content-in-two-funds"
    severity = "warning"
    scope = "submission"
    roles = (Role.FUND, (Role.EXPENSES, Role.BASIS))
    summary = Text(
        "两个专项列了相同内容、相同单价的支出",
        "Two funds pay for the same content at the same price",
    )
    rationale = Text(
        "同一件事在两个专项里各要一笔钱，可能重复安排预算。",
        "One thing asked for in two funds may be paid for twice.",
    )
    help = Text(
        "请核实“{content}”是否重复申报，确属两项工作的写明各自的范围。",
        "Is {content} asked for twice? If not, say what each fund covers.",
    )
    legal_basis = "财预〔2015〕88号《项目支出绩效目标审核表》三、适当性审核·资金匹配性"
    messages: ClassVar[dict[str, Text]] = {
        "message": Text(
            "“{content}”{price}在不同专项中重复出现：{own}；{others}{similar}。",
            "{content} at {price} occurs in several funds: {own}; {others}{similar}.",
        ),
    }
    bad_example = """
@sheet 附表3-1
| 支出方向（子项）   | 环境整治     | 所属专项     | 名称 | 城乡环境整治 |
| 项目金额           | 20           | ^            | 金额 | 20           |
| 项目实施期         | 2023年 | < | < | < | < |
| 支出明细及测算说明 | 支出内容简介 | 支出明细     | 金额 | 支出测算依据及过程说明 |
| ^                  | 城市管理     | 环境整治费用 | 20   | 整治清理费20次*1万元/次=20万元 |
| ^                  | 合计         | <            | 20   |              |
@sheet 附表3-2
| 支出方向（子项）   | 各线工作     | 所属专项     | 名称 | 业务经费     |
| 项目金额           | 5            | ^            | 金额 | 5            |
| 项目实施期         | 2023年 | < | < | < | < |
| 支出明细及测算说明 | 支出内容简介 | 支出明细     | 金额 | 支出测算依据及过程说明 |
| ^                  | 城管         | 环境整治费用 | 5    | 整治清理费5次*1万元/次=5万元 |
| ^                  | 合计         | <            | 5    |              |
"""
    good_example = bad_example.replace(
        "环境整治费用 | 5    | 整治清理费5次*1万元/次=5万元",
        "执法装备费   | 5    | 执法装备5套*1万元/套=5万元",
    )

    def over_submission(self, submission: Submission, context: RuleContext) -> RuleOutput:
        activities = _activities(submission, context)
        by_price = _by_price(activities)
        told: set[int] = set()
        for n, first in enumerate(activities):
            if n in told:
                continue
            paid_alike = [
                (m, one) for m, one in by_price[first.each, first.price] if one.fund != first.fund
            ]
            alike = [(m, one) for m, one in paid_alike if m > n and first.names & one.names]
            if alike:
                told |= {m for m, _ in alike}
                same = [one for _, one in alike]
                similar = [
                    one for _, one in paid_alike if one not in same and _has_same_head(first, one)
                ]
                yield _twice(first, same, similar)


def _by_price(
    activities: list[_Activity],
) -> dict[tuple[tuple[str, ...], Decimal], list[tuple[int, _Activity]]]:
    """Return the activities, each with its number, by their price per unit."""
    found: dict[tuple[tuple[str, ...], Decimal], list[tuple[int, _Activity]]] = {}
    for number, one in enumerate(activities):
        found.setdefault((one.each, one.price), []).append((number, one))
    return found


_SIMILAR: Final = Text(
    "；另有内容相近、单价相同的{places}",
    "; there are like contents at the same price: {places}",
)


def _twice(first: _Activity, same: list[_Activity], similar: list[_Activity]) -> Violation:
    alike = listed(f"{one.place}“{one.noun}”" for one in similar)
    details = {
        "content": first.noun,
        "price": first.text,
        "own": _counted(first),
        "others": clauses(map(_counted, same)),
        "similar": _SIMILAR.translate(places=alike) if alike else "",
    }
    return Violation(first.form, first.path, details=details, actual=first.text)


def _counted(one: _Activity) -> str:
    counts = listed(f"{format_number(count)}{''.join(one.each)}" for count in one.counts if count)
    return f"{one.place}（{one.fund}）{counts}"


def _has_same_head(one: _Activity, other: _Activity) -> bool:
    """Chinese names end in what they are: 整治清理 and 卫生清理 both clean."""
    heads = {name[-_SHORTEST:] for name in one.names if len(name) >= _SHORTEST}
    return other.noun[-_SHORTEST:] in heads and len(other.noun) >= _SHORTEST


@register
class SameActivityPrices(Rule):
    """One activity has different prices within one submission."""

    code = "X-18"
    name = "unit-prices-differ"
    severity = "info"
    scope = "submission"
    roles = (Role.FUND, (Role.EXPENSES, Role.BASIS))
    summary = Text(
        "同一单位申报的同类活动单价不一", "One activity has different prices in one submission"
    )
    rationale = Text(
        "同类活动应执行同一标准；单价高低不一，应说明理由或统一。",
        "Activities of one kind follow one standard; where prices differ a reason is due.",
    )
    help = Text(
        "请统一“{content}”的单价，或说明各自标准的依据。",
        "Use one price for {content}, or give the ground of each.",
    )
    legal_basis = (
        "财预〔2015〕88号《项目支出绩效目标审核表》三、适当性审核·绩效合理性（与同类项目比较）"
    )
    messages: ClassVar[dict[str, Text]] = {
        "message": Text(
            "“{content}”的单价不一：{prices}。", "{content} has different prices: {prices}."
        ),
    }
    bad_example = """
@sheet 附表3-1
| 支出方向（子项）   | 环境整治     | 所属专项 | 名称 | 城乡环境整治 |
| 项目金额           | 10           | ^        | 金额 | 10           |
| 项目实施期         | 2023年 | < | < | < | < |
| 支出明细及测算说明 | 支出内容简介 | 支出明细 | 金额 | 支出测算依据及过程说明 |
| ^                  | 城市管理     | 宣传费   | 10   | 宣传20次*0.5万元/次=10万元 |
| ^                  | 合计         | <        | 10   |              |
@sheet 附表3-2
| 支出方向（子项）   | 各线工作     | 所属专项 | 名称 | 业务经费     |
| 项目金额           | 1            | ^        | 金额 | 1            |
| 项目实施期         | 2023年 | < | < | < | < |
| 支出明细及测算说明 | 支出内容简介 | 支出明细 | 金额 | 支出测算依据及过程说明 |
| ^                  | 妇联         | 活动费用 | 1    | 宣传5次*0.2万元/次=1万元 |
| ^                  | 合计         | <        | 1    |              |
"""
    good_example = bad_example.replace("宣传5次*0.2万元/次=1万元", "宣传2次*0.5万元/次=1万元")

    def over_submission(self, submission: Submission, context: RuleContext) -> RuleOutput:
        groups: dict[tuple[str, tuple[str, ...]], list[_Activity]] = {}
        for one in _activities(submission, context):
            if len(one.noun) >= _SHORTEST:
                groups.setdefault((one.noun, one.each), []).append(one)
        for (content, _), found in groups.items():
            if len({one.price for one in found}) > 1:
                between = Text("，", "; ").translate()
                prices = between.join(f"{one.place} {one.text}" for one in found)
                details = {"content": content, "prices": prices}
                actual = listed(dict.fromkeys(one.text for one in found))
                yield Violation(found[0].form, found[0].path, details=details, actual=actual)


def _activities(submission: Submission, context: RuleContext) -> list[_Activity]:
    return context.memoize(submission, _read_activities)


def _read_activities(submission: Submission, context: RuleContext) -> list[_Activity]:
    found: list[_Activity] = []
    for values in context.forms_with(submission, Role.FUND, Role.EXPENSES):
        parts: dict[tuple[object, ...], list[tuple[Line, _Activity]]] = {}
        for line in expense_lines(values):
            for one in _of_line(values, line):
                key = (line.category, one.noun, one.each, one.counts, line.category or line.path)
                parts.setdefault(key, []).append((line, one))
        found += [_together([one for _, one in group]) for group in parts.values()]
    return found


def _of_line(values: FormValues, line: Line) -> Iterator[_Activity]:
    for told in _told(line.item, line.text, line.year):
        yield _Activity(
            values=values,
            fund=values.text(Role.FUND),
            lines=(line,),
            names=told.names,
            noun=told.noun,
            price=told.price.base_value,
            each=told.price.each,
            counts=told.counts,
            text=told.price.text,
        )


class _Told(NamedTuple):
    """What an equation says of an activity: its names, its price, and how often it is."""

    names: frozenset[str]
    noun: str
    price: Price
    counts: tuple[Decimal | None, ...]


@lru_cache(maxsize=1024)
def _told(item: str, text: str, year: int | None) -> tuple[_Told, ...]:
    """Return the activities in the 测算 of an item."""
    name = core_name(item)
    found: list[_Told] = []
    for equation in parse_basis(text, year).equations:
        price = price_of(equation)
        if price is None:
            continue
        noun = core_name(equation.noun) or name
        each = set(price.each)
        counts = [one for one in equation.counts if one.unit and each & set(one.unit.over)]
        names = frozenset(one for one in (noun, name) if len(one) >= _SHORTEST)
        found.append(_Told(names, noun, price, tuple(one.value for one in counts)))
    return tuple(found)


def _together(parts: list[_Activity]) -> _Activity:
    """Parts of one activity priced apart (人工费 0.6, 拖运费 0.4) cost together what it costs."""
    first = parts[0]
    if len(parts) == 1:
        return first
    lines = tuple({line.path: line for one in parts for line in one.lines}.values())
    return msgspec.structs.replace(
        first,
        lines=lines,
        price=sum((one.price for one in parts), Decimal(0)),
        text="+".join(one.text for one in parts),
    )
