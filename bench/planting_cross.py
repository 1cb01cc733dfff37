"""Forms of one unit that don't agree, and files of several units that agree too well."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from random import Random

from defects import Filled
from grid import Placement, Sheet
from planted_kinds import Change, Kind, Plant, spread
from planting_unreadable import targets

_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def _fund_amount(one: Filled, draw: Random) -> Change:
    """Return 附表3's 专项金额 typed with another amount than 附表2."""
    index, fund = spread(one, draw)
    amount = Decimal(one.unit.submission.funds[fund].amount or 0)
    place = one.places.direction(index, 4, 5)
    return Change({place: amount + 5}, at=(place, one.places.summary(fund, 2)))


def _project(one: Filled, _: Random) -> Change:
    """Return 附表1's 项目支出 typed with another amount than 附表2's 合计."""
    place = one.places.department(7, 4)
    new = Decimal(one.unit.submission.total) + 8
    return Change({place: new}, at=(place, one.places.summary(-1, 2)))


def _swapped_amounts(one: Filled, _: Random) -> Change | None:
    funds = one.unit.submission.funds
    if len(funds) < 2 or funds[0].amount == funds[1].amount:
        return None
    first, second = one.places.summary(0, 2), one.places.summary(1, 2)
    sides = [
        one.places.direction(index, 4, column)
        for index, part in enumerate(one.unit.submission.directions)
        for column in (1, 5)
        if part.fund_index < 2
    ]
    edits = {first: funds[1].amount, second: funds[0].amount}
    return Change(edits, at=(first, second, *sides))


def _swapped_goals(one: Filled, draw: Random) -> Change:
    """Return an 附表3 with 实施期目标 and 年度目标 in each other's place."""
    index, fund = spread(one, draw)
    known = one.unit.submission.directions[index]
    long, year = one.places.direction(index, 6, 1), one.places.direction(index, 7, 1)
    sides = one.places.summary(fund, 3), one.places.summary(fund, 4)
    return Change({long: known.annual_goal, year: known.period_goal}, at=(long, year, *sides))


def _goal(sheet: str, text: Callable[[str], str]) -> Plant:
    """Return a goal that differs in one form from what the other says."""

    def plant(one: Filled, draw: Random) -> Change | None:
        index, fund = spread(one, draw)
        known = one.unit.submission.directions[index]
        there, here = one.places.summary(fund, 4), one.places.direction(index, 7, 1)
        new = text(known.annual_goal)
        if new == known.annual_goal:
            return None
        return Change({there if sheet == "附表2" else here: new}, at=(there, here))

    return plant


def _more(text: str) -> str:
    """Return a text with its first number doubled."""
    return _NUMBER.sub(lambda found: f"{Decimal(found[0]) * 2:f}", text, count=1)


def _count_in_goal(one: Filled, draw: Random) -> Change | None:
    """Return a number of the annual goal that is another than its indicator's, in both forms."""
    for place, name, target in targets(one, draw, "数量"):
        found = re.fullmatch(r"≥?(\d+(?:\.\d+)?)(\D{1,3})", target)
        index = int(place[0].rpartition("-")[2]) - 1 if "-" in place[0] else 0
        direction = one.unit.submission.directions[index]
        if not found or direction.annual_goal.count(found[0].lstrip("≥")) != 1:
            continue
        wrong = f"{Decimal(found[1]) * 2:f}{found[2]}"
        text = direction.annual_goal.replace(found[0].lstrip("≥"), wrong)
        cells = one.same(direction.annual_goal)
        return Change(dict.fromkeys(cells, text), at=(*cells, place), says=name)
    return None


def _against_basis(level2: str, factor: Decimal, pattern: str) -> Plant:
    """Return a target that is another than the number its 测算 goes by."""

    def plant(one: Filled, draw: Random) -> Change | None:
        for place, _, target in targets(one, draw, level2):
            found = re.fullmatch(pattern, target)
            if not found:
                continue
            index = int(place[0].rpartition("-")[2]) - 1 if "-" in place[0] else 0
            known = found[1] + found[2].split("/")[0]
            rows = one.unit.submission.directions[index].expenses
            bases = [row for row, one_ in enumerate(rows) if known in one_.basis]
            if not bases:
                continue
            new = (Decimal(found[1]) * factor).normalize()
            at = (place, *(one.places.expense(index, row, 4) for row in bases))
            return Change({place: target.replace(found[1], f"{new:f}")}, at=at)
        return None

    return plant


def _title(sheet: int, old: str, new: str) -> Plant:
    def plant(one: Filled, draw: Random) -> Change | None:
        place = (("附表1", "A2"), ("附表2", "A2"), one.places.direction(spread(one, draw)[0], 1, 0))
        text = one.text(place[sheet])
        return Change({place[sheet]: text.replace(old, new)}) if old in text else None

    return plant


def _without_sheet(one: Filled, draw: Random) -> Change | None:
    """Return the unit without one 附表3."""
    if len(one.unit.periods) < 2:
        return None
    index, fund = spread(one, draw)
    name = one.places.direction(index, 0, 0)[0]
    title = one.unit.submission.funds[fund].name

    def less(sheets: list[Sheet]) -> list[Sheet]:
        return [sheet for sheet in sheets if sheet.name != name]

    return Change(at=(one.places.summary(fund, 1),), says=title, reshape=less)


def _twice(one: Filled, draw: Random) -> Change:
    """Return the unit with one 附表3 twice over."""
    index, _ = spread(one, draw)
    name = one.places.direction(index, 0, 0)[0]

    def more(sheets: list[Sheet]) -> list[Sheet]:
        again = next(sheet for sheet in sheets if sheet.name == name)
        form = again.placements[0].form
        copy = Placement(replace(form, key=f"{form.key}.again"))
        return [*sheets, Sheet(f"{name}（2）", (copy,))]

    spots = [(f"{name}（2）", cell) for cell in ("A2", "B4", "F4", "B5", "F5", "")]
    return Change(at=(*spots, one.places.direction(index, 3, 5)), says=f"{name}（2）", reshape=more)


def _fund_left_out(part: str) -> Plant:
    """Return a fund replaced by one that no other form knows."""

    def plant(one: Filled, draw: Random) -> Change:
        index, fund = spread(one, draw)
        place = {
            "附表1": one.places.plan(fund, 1),
            "附表2": one.places.summary(fund, 1),
            "附表3": one.places.direction(index, 3, 5),
        }[part]
        known = one.unit.submission.funds[fund].name
        return Change({place: "机关后勤保障综合事务"}, says=known)

    return plant


def _satisfaction(one: Filled, _: Random) -> Change | None:
    for row, known in enumerate(one.unit.submission.department.indicators):
        if "满意度" in known.level2:
            return Change({one.places.department_indicator(row, 4): "≥99%"})
    return None


def _date_outside(text: str) -> Plant:
    def plant(one: Filled, draw: Random) -> Change | None:
        for place, _, target in targets(one, draw, "时效"):
            if target.startswith("2023年") and target.endswith("日前"):
                return Change({place: text})
        return None

    return plant


def _other_value(one: Filled, draw: Random) -> Change | None:
    """Return an indicator that stands twice in a form, with another value."""
    index, _ = spread(one, draw)
    rows = one.unit.submission.directions[index].indicators
    spots = [row for row, known in enumerate(rows) if known.level2 == "数量指标"]
    if len(spots) < 2:
        return None
    first, second = rows[spots[0]], spots[1]
    target = _NUMBER.sub(lambda found: f"{Decimal(found[0]) * 3:f}", str(first.target))
    name, value = one.places.indicator(index, second, 3), one.places.indicator(index, second, 4)
    known = (one.places.indicator(index, spots[0], 3), one.places.indicator(index, spots[0], 4))
    return Change({name: first.level3, value: target}, at=(name, value, *known))


def _other_unit(row: int) -> Plant:
    def plant(one: Filled, draw: Random) -> Change:
        places = (
            one.places.department(2, 0), ("附表2", "A3"),
            one.places.direction(spread(one, draw)[0], 2, 0),
        )  # fmt: skip
        return Change({places[row]: "填报单位：（盖章）碧溪市望江县粮食和物资储备中心"})

    return plant


CROSS_KINDS: tuple[Kind, ...] = (
    Kind("勾稽.专项金额", "cross-form", _fund_amount, 3),
    Kind("勾稽.项目支出", "cross-form", _project, 3),
    Kind("勾稽.金额互换", "cross-form", _swapped_amounts),
    Kind("勾稽.目标互换", "cross-form", _swapped_goals),
    Kind("勾稽.汇总目标数翻倍", "cross-form", _goal("附表2", _more)),
    Kind("勾稽.附表3目标数翻倍", "cross-form", _goal("附表3", _more)),
    Kind(
        "勾稽.汇总目标另写",
        "cross-form",
        _goal("附表2", lambda _: "新建业务用房1处并完成搬迁，配套设备调试到位"),
    ),
    Kind("勾稽.目标与数量指标", "cross-form", _count_in_goal, 5),
    Kind(
        "勾稽.单价指标低于测算",
        "cross-form",
        _against_basis("成本", Decimal("0.5"), r"≤([\d.]+)((?:万)?元/\D+)"),
        5,
    ),
    Kind(
        "勾稽.数量指标两倍于测算",
        "cross-form",
        _against_basis("数量", Decimal(2), r"≥?(\d+)(\D{1,3})"),
        5,
    ),
    Kind("标题.附表1上年", "cross-form", _title(0, "2023", "2022")),
    Kind("标题.附表2上年", "cross-form", _title(1, "2023", "2022")),
    Kind("标题.附表3上年", "cross-form", _title(2, "2023", "2022")),
    Kind("标题.附表3下年", "cross-form", _title(2, "2023", "2024")),
    Kind("缺表.附表3", "cross-form", _without_sheet, 3),
    Kind("重表.附表3", "cross-form", _twice, 3),
    Kind("专项.附表1无此项", "cross-form", _fund_left_out("附表1")),
    Kind("专项.附表2无此项", "cross-form", _fund_left_out("附表2")),
    Kind("专项.附表3无此项", "cross-form", _fund_left_out("附表3")),
    Kind("满意度.附表1高于附表3", "cross-form", _satisfaction, 3),
    Kind("时效.实施期之后", "cross-form", _date_outside("2024年3月31日前")),
    Kind("时效.上年", "cross-form", _date_outside("2022年12月31日前")),
    Kind("时效.三年后", "cross-form", _date_outside("2026年6月底前")),
    Kind("指标.同名异值", "cross-form", _other_value, 3),
    Kind("单位.附表1他单位", "cross-form", _other_unit(0)),
    Kind("单位.附表2他单位", "cross-form", _other_unit(1)),
    Kind("单位.附表3他单位", "cross-form", _other_unit(2)),
)
