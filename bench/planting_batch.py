"""What shows only beside the files of other units: prices far off, texts of others."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from defects import Defect, Filled, Place
from grid import Sheet
from units import Unit, buys_computers, sheets_of, with_dearer_computers

# Prices of one unit beside those of the others, and in how many units of a group.
_PRICES = {"二十倍": Decimal(20), "三十倍": Decimal(30), "二十分之一": Decimal("0.05")}
_TIMES = 2
_AWAY = 5


def batch_defects(units: Sequence[Filled]) -> Iterator[Defect]:
    """Return the defects of these units that show beside the others' files."""
    buying = [one for one in units if buys_computers(one.unit.number)]
    for index, (name, factor) in enumerate(_PRICES.items()):
        for one in buying[index::3][:_TIMES]:
            yield _dearer(one, name, factor)
    for index, one in enumerate(units[: 2 * _TIMES]):
        yield _copied(one, [other for other in units if other is not one], index)
    for one in units[1 : 1 + _TIMES]:
        yield _in_yuan(one)
    for index in range(_TIMES):
        yield _under_other_name(units[2 + index], units[3 + index + _AWAY])


def _dearer(one: Filled, name: str, factor: Decimal) -> Defect:
    rows = one.unit.submission.directions[0].expenses
    dear = with_dearer_computers(one.unit, factor)
    at = tuple(one.places.expense(0, len(rows) - 1, column) for column in (2, 3, 4))
    return Defect(f"单价.{name}", "batch", one.unit, {}, at=at, peers=True, reshape=_instead(dear))


def _instead(unit: Unit) -> Callable[[list[Sheet]], list[Sheet]]:
    return lambda _: sheets_of(unit)


def _copied(one: Filled, others: list[Filled], index: int) -> Defect:
    """Return the defect of a goal that is another unit's, word for word: one of the longest."""
    annual = index % 2 == 0
    (mine, *_) = sorted(_goals(one, annual=annual), key=len, reverse=True)
    theirs = sorted(
        (goal for other in others for goal in _goals(other, annual=annual)), key=len, reverse=True
    )
    edits = dict.fromkeys(one.same(mine), theirs[index])
    name = "年度目标" if annual else "实施期目标"
    return Defect(f"抄他单位.{name}", "batch", one.unit, edits, peers=True)


def _goals(one: Filled, *, annual: bool) -> list[str]:
    funds = one.unit.submission.funds
    return [fund.annual_goal if annual else fund.period_goal for fund in funds]


def _in_yuan(one: Filled) -> Defect:
    """Return the defect of a unit that writes 元 in all its forms and says 万元."""
    known = one.unit.submission
    funds = tuple(
        replace(
            fund,
            amount=_times(fund.amount),
            directions=tuple(
                replace(
                    part,
                    amount=_times(part.amount),
                    fund_amount=_times(part.fund_amount),
                    expenses=tuple(
                        replace(row, amount=_times(row.amount)) for row in part.expenses
                    ),
                )
                for part in fund.directions
            ),
        )
        for fund in known.funds
    )
    general, government, other = map(_times, known.department.income)
    department = replace(
        known.department, income=(general, government, other), basic=_times(known.department.basic)
    )
    changed = replace(one.unit, submission=replace(known, funds=funds, department=department))
    at: list[Place] = [("附表1", cell) for cell in ("B5", "C7", "E7", "E8", "E3", "")]
    at += [("附表2", cell) for cell in ("C5", "C6", "D3", "")]
    at += [one.places.direction(0, 4, 1), one.places.direction(0, 4, 5)]
    return Defect(
        "全套用元", "batch", one.unit, {}, at=tuple(at), peers=True, reshape=_instead(changed)
    )


def _times(amount: Decimal | int | None) -> Decimal | int | None:
    return None if amount is None else amount * 10000


def _under_other_name(one: Filled, other: Filled) -> Defect:
    """Return the defect of a unit whose forms all name another unit of the batch."""
    changed = replace(one.unit, submission=replace(one.unit.submission, unit=other.unit.name))
    at: list[Place] = [("", ""), ("附表1", "B4"), ("附表1", "A3"), ("附表2", "A3")]
    return Defect(
        "冒他单位名", "batch", one.unit, {}, at=tuple(at), says=other.unit.name, peers=True,
        reshape=_instead(changed),
    )  # fmt: skip
