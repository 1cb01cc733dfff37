"""Amounts that don't add up, and amounts and marks in a form no sum can use."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from defects import Filled, Place, number
from grid import Value
from planted_kinds import Change, Kind, Plant, spread
from planting_unreadable import targets

_FULL_WIDTH = str.maketrans("0123456789.", "０１２３４５６７８９．")


def amount_places(one: Filled, draw: Random) -> dict[str, Place]:
    """Return a cell of each amount a unit types in."""
    index, fund = spread(one, draw)
    rows = one.unit.submission.directions[index].expenses
    return {
        "汇总金额": one.places.summary(fund, 2),
        "项目金额": one.places.direction(index, 4, 1),
        "明细金额": one.places.expense(index, draw.randrange(len(rows)), 3),
        "基本支出": one.places.department(6, 4),
        "一般公共预算": one.places.department(6, 2),
    }


def _changed(field: str, change: Callable[[Decimal], Value | None]) -> Plant:
    def plant(one: Filled, draw: Random) -> Change | None:
        place = amount_places(one, draw)[field]
        found = number(one.values[place])
        if not isinstance(found, Decimal | int):
            return None
        new = change(Decimal(found))
        return None if new is None else Change({place: new})

    return plant


def _wrong(field: str, change: Callable[[Decimal], Value | None]) -> Plant:
    """Return the change of an amount; a finding at the other side of an equation counts too."""
    plant = _changed(field, change)

    def with_sides(one: Filled, draw: Random) -> Change | None:
        found = plant(one, draw)
        if found is None:
            return None
        (place,) = found.edits
        sides: tuple[Place, ...] = ()
        if place[0] == "附表1":
            sides = (one.places.department(4, 1),)
        elif place[0] == "附表2":
            fund = int(place[1][1:]) - 6
            parts = one.unit.submission.directions
            of_fund = [index for index, part in enumerate(parts) if part.fund_index == fund]
            sides = (
                one.places.summary(-1, 2),
                one.places.department(7, 4),
                *(one.places.direction(index, 4, column) for index in of_fund for column in (1, 5)),
            )
        return Change(found.edits, at=(place, *sides))

    return with_sides


def _swapped(amount: Decimal) -> Decimal | None:
    """Return the amount with its first two different digits in the other order."""
    digits = f"{amount:f}"
    for at in range(len(digits) - 1):
        one, other = digits[at], digits[at + 1]
        if one.isdigit() and other.isdigit() and other not in {one, "0"}:
            return Decimal(digits[:at] + other + one + digits[at + 2 :])
    return None


def _thousands(amount: Decimal) -> str | None:
    return f"{amount:,.2f}".replace(",", "，") if amount >= 1000 else None


_WRITTEN: dict[str, tuple[str, Callable[[Decimal], Value | None]]] = {
    "全角数字": ("汇总金额", lambda one: f"{one:f}".translate(_FULL_WIDTH)),
    "带万元": ("项目金额", lambda one: f"{one:f}万元"),
    "带元": ("明细金额", lambda one: f"{one * 10000:.0f}元"),
    "带万": ("汇总金额", lambda one: f"{one:f}万"),
    "文本数字": ("明细金额", lambda one: f"{one:f}"),
    "文本数字空格": ("项目金额", lambda one: f" {one:f} "),
    "中文千分位": ("基本支出", _thousands),
    "字母O": ("明细金额", lambda one: f"{one:.2f}".replace("0", "O")),
    "字母l": ("项目金额", lambda one: f"{one:.2f}".replace("1", "l") if "1" in str(one) else None),
    "中间空格": ("汇总金额", lambda one: f"{one:.2f}".replace(".", " .")),
    "句号小数点": ("明细金额", lambda one: f"{one:.2f}".replace(".", "。")),
    "逗号小数点": ("项目金额", lambda one: f"{one:.2f}".replace(".", "，")),
    "两个小数点": ("汇总金额", lambda one: f"{one:.2f}".replace(".", "..")),
    "人民币符号": ("明细金额", lambda one: f"￥{one:.2f}"),
    "约数": ("汇总金额", lambda one: f"约{one:f}"),
    "加号": ("明细金额", lambda one: f"{one:f}+"),
    "科学计数": ("汇总金额", lambda one: f"{one:.2E}"),
    "大写金额": ("项目金额", lambda _: "壹佰元整"),
    "区间金额": ("明细金额", lambda one: f"{one:f}-{one + 5:f}"),
    "百分号": ("汇总金额", lambda one: f"{one:f}%"),
    "变成日期": ("明细金额", lambda one: date(1900, 1, 1) + timedelta(days=int(one))),
    "多位小数": ("汇总金额", lambda one: one + Decimal("0.00004")),
}
_WRONG: dict[str, tuple[str, Callable[[Decimal], Value | None]]] = {
    "项目金额加十": ("项目金额", lambda one: one + 10),
    "项目金额少写": ("项目金额", lambda one: one - Decimal("0.5")),
    "项目金额换位": ("项目金额", _swapped),
    "明细换位": ("明细金额", _swapped),
    "明细差一": ("明细金额", lambda one: one + 1),
    "明细尾差": ("明细金额", lambda one: one + Decimal("0.1")),
    "明细写成元": ("明细金额", lambda one: one * 10000),
    "明细十倍": ("明细金额", lambda one: one * 10),
    "明细负数": ("明细金额", lambda one: -one),
    "明细为零": ("明细金额", lambda _: Decimal(0)),
    "汇总换位": ("汇总金额", _swapped),
    "汇总写成元": ("汇总金额", lambda one: one * 10000),
    "汇总百分之一": ("汇总金额", lambda one: one / 100),
    "汇总负数": ("汇总金额", lambda one: -one),
    "基本支出换位": ("基本支出", _swapped),
    "基本支出加百": ("基本支出", lambda one: one + 100),
    "一般公共预算换位": ("一般公共预算", _swapped),
    "一般公共预算少十": ("一般公共预算", lambda one: one - 10),
}


def _total_budget(change: Callable[[Decimal], Decimal]) -> Plant:
    def plant(one: Filled, _: Random) -> Change:
        place = one.places.department(4, 1)
        label, amount = one.text(place).split("：")
        parts = [one.places.department(row, 2) for row in (6, 7, 8)]
        new = f"{label}：{change(Decimal(amount)):.2f}"
        return Change({place: new}, at=(place, *parts))

    return plant


def _indicator_of(part: str, change: Callable[[Decimal], Decimal]) -> Plant:
    """Return the change of the target of a 成本 indicator whose name contains a word."""

    def plant(one: Filled, draw: Random) -> Change | None:
        for place, name, target in targets(one, draw, "成本"):
            found = re.fullmatch(r"≤([\d.]+)万元", target)
            if part in name and found:
                return Change({place: f"≤{change(Decimal(found[1])).normalize():f}万元"})
        return None

    return plant


def _department_cost(one: Filled, _: Random) -> Change | None:
    for row, known in enumerate(one.unit.submission.department.indicators):
        if known.level2 == "成本指标":
            place = one.places.department_indicator(row, 4)
            amount = Decimal(re.sub(r"[^\d.]", "", str(known.target)))
            return Change({place: f"≤{amount / 2:.2f}万元"})
    return None


def _money_unit(sheet: int) -> Plant:
    def plant(one: Filled, draw: Random) -> Change:
        place = (("附表1", "E3"), ("附表2", "D3"), one.places.direction(spread(one, draw)[0], 2, 4))
        label = one.text(place[sheet]).split("：")[0]
        return Change({place[sheet]: f"{label}：元"})

    return plant


def _marks(pattern: str, form: str) -> Plant:
    """Return the change of the sign of a target into one that only looks like it."""

    def plant(one: Filled, draw: Random) -> Change | None:
        for place, _, target in targets(one, draw):
            if re.match(pattern, target):
                return Change({place: form.format(target[1:])})
        return None

    return plant


def _sequence(one: Filled, _: Random) -> Change | None:
    if len(one.unit.submission.funds) < 2:
        return None
    return Change({one.places.summary(1, 0): "一"})


AMOUNT_KINDS: tuple[Kind, ...] = (
    *(Kind(f"金额.{name}", "format", _changed(*known)) for name, known in _WRITTEN.items()),
    Kind("单位.附表1写元", "format", _money_unit(0)),
    Kind("单位.附表2写元", "format", _money_unit(1)),
    Kind("单位.附表3写元", "format", _money_unit(2)),
    Kind("符号.修饰大于", "format", _marks(r"≥\d", "˃{}")),
    Kind("符号.书名号", "format", _marks(r"≥\d", "〉{}")),
    Kind("符号.双书名号", "format", _marks(r"≤\d", "《{}")),
    Kind("序号.重复", "format", _sequence),
    *(Kind(f"金额.{name}", "arithmetic", _wrong(*known)) for name, known in _WRONG.items()),
    Kind("资金总额.换位", "arithmetic", _total_budget(lambda one: one + 9)),
    Kind("资金总额.少写", "arithmetic", _total_budget(lambda one: one - Decimal("0.3"))),
    Kind("资金总额.千分之一", "arithmetic", _total_budget(lambda one: one / 1000)),
    Kind("总成本.两倍", "arithmetic", _indicator_of("总", lambda one: one * 2)),
    Kind("总成本.一半", "arithmetic", _indicator_of("总", lambda one: one / 2)),
    Kind("附表1成本.一半", "arithmetic", _department_cost),
)
