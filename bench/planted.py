"""What units get wrong, put into a made-up submission: one change of content or of layout each."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import layouts
from content import Direction, Fund, Submission
from grid import Form, Formula, Placement, Sheet
from layouts import Layout
from reshape import set_value

Change = Callable[[Submission, random.Random], Submission]
# How often each way of laying out a submission occurs among a hundred.
_LAYOUTS: tuple[tuple[Layout, int], ...] = (
    (layouts.official, 68),
    (layouts.stacked, 4),
    (layouts.shifted, 4),
    (layouts.unmerged, 5),
    (layouts.filled_down, 3),
    (layouts.renamed, 5),
    (layouts.with_helpers, 4),
    (layouts.as_text, 4),
    (layouts.unsigned, 3),
)
_SHARE_OF_FORMULAS = 0.08
_TYPOS = (("环境", "环竟"), ("拨付", "拔付"), ("保障", "保帐"), ("宣传", "宣船"), ("完成", "完城"))


def laid_out(unit: Submission, draw: random.Random) -> list[Sheet]:
    """The sheets of a submission in one of the layouts, the official one mostly."""
    ways, often = zip(*_LAYOUTS, strict=True)
    layout: Layout = draw.choices(ways, often)[0]
    if layout is layouts.official and draw.random() < _SHARE_OF_FORMULAS:
        return [_cut_total(sheet) for sheet in layout(unit)]
    return layout(unit)


def _cut_total(sheet: Sheet) -> Sheet:
    """The total of an 附表3 that leaves out its last row."""
    spot = sheet.placements[0]
    form = spot.form
    names = {cell.name for cell in form.cells}
    if "cost.1" not in names:
        return sheet
    last = max(int(name[5:]) for name in names if name.startswith("cost."))
    shows = sum((_number(form, f"cost.{n}") for n in range(last)), start=Decimal(0))
    cut = set_value(form, "total", Formula(f"=SUM({{cost.0}}:{{cost.{last - 1}}})", shows))
    return replace(sheet, placements=(Placement(cut),))


def _number(form: Form, name: str) -> Decimal:
    value = form.named(name).value
    return Decimal(value) if isinstance(value, Decimal | int) else Decimal(0)


def with_faults(unit: Submission, draw: random.Random) -> Submission:
    """The submission with no to four faults; every other unit makes none."""
    for _ in range(draw.choice((0, 0, 0, 0, 1, 1, 2, 4))):
        unit = draw.choice(_CHANGES)(unit, draw)
    return unit


def in_yuan(unit: Submission) -> Submission:
    """The submission of a unit that counts in 元 and doesn't say so."""

    def more(fund: Fund) -> Fund:
        directions = tuple(
            replace(
                one,
                amount=_times(one.amount),
                fund_amount=_times(one.fund_amount),
                expenses=tuple(replace(row, amount=_times(row.amount)) for row in one.expenses),
            )
            for one in fund.directions
        )
        return replace(fund, amount=_times(fund.amount), directions=directions)

    first, second, third = map(_times, unit.department.income)
    department = replace(
        unit.department, income=(first, second, third), basic=_times(unit.department.basic)
    )
    return replace(unit, department=department, funds=tuple(map(more, unit.funds)))


def _times(amount: Decimal | int | None) -> Decimal | int | None:
    return None if amount is None else amount * 10000


def _one_direction(
    unit: Submission, draw: random.Random, change: Callable[[Direction], Direction]
) -> Submission:
    """The submission with one of its directions changed."""
    at = draw.randrange(len(unit.funds))
    fund = unit.funds[at]
    which = draw.randrange(len(fund.directions))
    directions = list(fund.directions)
    directions[which] = change(directions[which])
    funds = list(unit.funds)
    funds[at] = replace(fund, directions=tuple(directions))
    return replace(unit, funds=tuple(funds))


def _mistyped(unit: Submission, draw: random.Random) -> Submission:
    right, wrong = draw.choice(_TYPOS)
    return _one_direction(
        unit, draw, lambda one: replace(one, annual_goal=one.annual_goal.replace(right, wrong, 1))
    )


def _wrong_amount(unit: Submission, draw: random.Random) -> Submission:
    more = draw.choice((1, 2, 5))
    return _one_direction(
        unit,
        draw,
        lambda one: replace(one, amount=None if one.amount is None else one.amount + more),
    )


def _without_target(unit: Submission, draw: random.Random) -> Submission:
    def change(one: Direction) -> Direction:
        rows = list(one.indicators)
        rows[at] = replace(rows[at], target=draw.choice(("", "良好", "按时完成")))
        return replace(one, indicators=tuple(rows))

    at = draw.randrange(6)
    return _one_direction(unit, draw, change)


def _wrong_product(unit: Submission, draw: random.Random) -> Submission:
    def change(one: Direction) -> Direction:
        rows = list(one.expenses)
        rows[-1] = replace(rows[-1], amount=(rows[-1].amount or 0) + 1)
        return replace(one, expenses=tuple(rows))

    return _one_direction(unit, draw, change)


def _without_goal(unit: Submission, draw: random.Random) -> Submission:
    return _one_direction(unit, draw, lambda one: replace(one, period_goal=""))


_CHANGES: tuple[Change, ...] = (
    _mistyped,
    _wrong_amount,
    _without_target,
    _wrong_product,
    _without_goal,
)
