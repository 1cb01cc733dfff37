"""Units and what they fill in, made up: the funds of the samples in other sizes and other words.

Every unit is drawn from its number alone, so the same number gives the same submission anywhere.
Counts, prices and sums of money in all texts of a fund grow together: what holds in the sample
holds in what is made of it.
"""

from __future__ import annotations

import random
import re
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from content import (
    Department,
    Direction,
    Expense,
    Fund,
    Indicator,
    Submission,
    Target,
    load,
)

CONTENT = Path(__file__).resolve().parents[1] / "samples" / "build" / "content"
_FIRST = "樟枫松桂梅兰竹荷柳杨榆槐桃杏李梨云霞虹星月晴雨雪霜岚石玉金银珠泉溪河江湖潭渡桥岭峰坪"
_SECOND = "田塘港湾洲岸坡冲坝垅源台林园亭楼铺店屋岗山谷坳嘴口头背洞井圳堰滩浦渚汀泽川原野庄集"
_TOWNS = ("松塘镇", "枫坪镇", "青禾镇")
# As it was handed in, errors and all.
_REAL, _REAL_SHARE = "云田镇", 0.25
_STREETS = ("柳岸街道", "桥东街道")
_OFFICES = (
    "教育局", "农业农村局", "民政局", "城市管理和综合执法局", "文化旅游体育局", "卫生健康局",
    "住房和城乡建设局", "市场监督管理局", "司法局",
)  # fmt: skip
_SHARES = tuple(map(Decimal, ("0.5", "0.6", "0.75", "0.8", "1.2", "1.25", "1.5", "2", "3")))
_DEARER = tuple(map(Decimal, ("0.8", "0.9", "1", "1", "1", "1", "1.1", "1.2")))
_COUNTED = re.compile(r"(\d+)([^\d\W]{1,4})[*×]")
_AMOUNT = re.compile(r"(?<![\d.])(\d+(?:\.\d+)?)(（?万元/|万元|[^\d\W]{1,4}|)")
# Words of goals that mean the same, so that two units need not write the same sentence.
_SAME = (
    ("完成", "做好", "抓好"),
    ("全年", "本年度", "年内"),
    ("达到", "不低于"),
    ("保障", "确保", "保证"),
    ("建立", "健全", "完善"),
    ("提升", "提高", "增强"),
    ("组织", "开展"),
    ("群众", "居民", "辖区群众"),
)
_OPENINGS = (
    "", "", "按照区委、区政府部署，", "围绕年度重点任务，", "结合本地实际，", "聚焦民生需求，",
    "在上年工作基础上，", "坚持问题导向，", "按照绩效管理要求，",
)  # fmt: skip
_FAMILY = "赵钱孙李周吴郑王冯陈"
_GIVEN = "一二三四五六七八九十"


def unit_name(number: int) -> tuple[str, str]:
    """Full and short name of the unit of that number; no two numbers share one."""
    rank, kind = divmod(number, 4)
    first = _FIRST[rank % len(_FIRST)]
    second = _SECOND[(rank // len(_FIRST) + rank) % len(_SECOND)]
    again = rank // (len(_FIRST) * len(_SECOND))
    place = first + second + ("" if not again else _FIRST[again - 1])
    if kind == 0:
        return f"株洲市石峰区{place}街道办事处", f"{place}街道"
    if kind == 1:
        return f"株洲市石峰区{place}镇人民政府", f"{place}镇"
    office = _OFFICES[number % len(_OFFICES)]
    level = "区" if kind == 2 else "县"
    return f"株洲市{place}{level}{office}", f"{place}{level}{office}"


def made_up(number: int, *, year: int = 2023) -> Submission:
    """What the unit of that number fills in: one to six directions, all sums holding."""
    draw = random.Random(f"unit {number}")  # noqa: S311  (no secret)
    full, short = unit_name(number)
    known = _known(full, draw)
    wanted = min(len(known), draw.choice((1, 2, 2, 3, 3, 4)))
    drawn = draw.sample(known, wanted)
    funds = tuple(_fund(index, fund, short, draw) for index, fund in enumerate(drawn))
    return Submission(
        unit=full,
        year=year,
        preparer=draw.choice(_FAMILY) + draw.choice(_GIVEN) + draw.choice(_GIVEN),
        phone=f"0731-{draw.randrange(10**8):08d}",
        period=f"{year}.01.01-{year}.12.31",
        department=_department(full, funds, draw),
        funds=funds,
    )


@lru_cache(maxsize=4)
def _pool(names: tuple[str, ...]) -> tuple[Fund, ...]:
    return tuple(fund for name in names for fund in load(CONTENT / f"{name}.toml").funds)


def _known(unit: str, draw: random.Random) -> tuple[Fund, ...]:
    """The funds a unit of this kind may have; one town in four writes as badly as a real one."""
    if "街道" in unit:
        return _pool(_STREETS)
    if "镇" not in unit:
        return _pool(_OFFICES)
    return _pool((*_TOWNS, _REAL)) if draw.random() < _REAL_SHARE else _pool(_TOWNS)


def _fund(index: int, fund: Fund, unit: str, draw: random.Random) -> Fund:
    """A fund in another size: all its counts by one share, all its prices by another."""
    counted = _counts(fund)
    fitting = [share for share in _SHARES if all(_is_whole(n * share) for n, _ in counted)]
    share, dearer = draw.choice([*fitting, Decimal(1)]), draw.choice(_DEARER)
    if not counted or not _is_in_cents(fund, share * dearer):
        share = dearer = Decimal(1)
    size = _Size(
        share,
        dearer,
        frozenset(unit for _, unit in counted),
        unit,
    )
    directions = [_direction(one, size, draw) for one in fund.directions]
    amount = sum((one.amount or 0 for one in directions), start=Decimal(0))
    return replace(
        fund,
        plan_goal=_said(fund.plan_goal, size, draw),
        period_goal=_said(fund.period_goal, size, draw),
        annual_goal=_said(fund.annual_goal, size, draw),
        amount=amount,
        directions=tuple(replace(one, fund_index=index, fund_amount=amount) for one in directions),
    )


class _Size:
    """By how much counts and prices of a fund differ from the sample's, and whose it is."""

    def __init__(self, count: Decimal, price: Decimal, units: frozenset[str], unit: str) -> None:
        self.count, self.price, self.units, self.unit = count, price, units, unit
        self.said: dict[str, str] = {}

    def text(self, text: str) -> str:
        """A text with its counts, prices and sums of money in the other size."""
        return _AMOUNT.sub(self._number, text.replace(_REAL, self.unit))

    def _number(self, found: re.Match[str]) -> str:
        number, after = Decimal(found[1]), found[2]
        if after.endswith("万元/"):
            number *= self.price
        elif after == "万元":
            number *= self.count * self.price
        elif (unit := self._unit(after)) and _is_whole(number * self.count):
            return f"{plain(number * self.count)}{unit}{after[len(unit) :]}"
        else:
            return found[0]
        return plain(number) + after

    def _unit(self, after: str) -> str:
        return max((unit for unit in self.units if after.startswith(unit)), key=len, default="")


def _counts(fund: Fund) -> list[tuple[Decimal, str]]:
    """What the 测算 of a fund count; none where one of them counts nothing, so that it is kept."""
    rows = [row for direction in fund.directions for row in direction.expenses]
    found = [_COUNTED.findall(row.basis) for row in rows]
    if not all(found):
        return []
    return [(Decimal(number), unit) for one in found for number, unit in one]


def _direction(direction: Direction, size: _Size, draw: random.Random) -> Direction:
    return replace(
        direction,
        amount=_grown(direction.amount, size),
        period_goal=_said(direction.period_goal, size, draw),
        annual_goal=_said(direction.annual_goal, size, draw),
        indicators=tuple(
            replace(one, target=_target(one.target, size)) for one in direction.indicators
        ),
        expenses=tuple(
            Expense(one.category, one.item, _grown(one.amount, size), size.text(one.basis))
            for one in direction.expenses
        ),
    )


def _grown(amount: Decimal | int | None, size: _Size) -> Decimal | int | None:
    return None if amount is None else Decimal(plain(amount * size.count * size.price))


def _target(target: Target, size: _Size) -> Target:
    return size.text(target) if isinstance(target, str) else target


def _said(text: str, size: _Size, draw: random.Random) -> str:
    """A goal in the other size and in words of this unit's own, the same wherever it stands."""
    if text not in size.said:
        said = draw.choice(_OPENINGS) + _reworded(size.text(text), draw)
        size.said[text] = _of_place(said, draw) if text.strip() else text
    return size.said[text]


def _of_place(text: str, draw: random.Random) -> str:
    """A goal with where it holds: what no two units write alike."""
    villages = "、".join(
        draw.choice(_FIRST) + draw.choice(_SECOND) + draw.choice(("村", "社区"))
        for _ in range(draw.choice((3, 4, 4, 5)))
    )
    return f"{text.rstrip('。')}，重点覆盖{villages}等地。"


def _reworded(text: str, draw: random.Random) -> str:
    for words in _SAME:
        for word in words:
            if word in text:
                text = text.replace(word, draw.choice(words), 1)
                break
    return text


def _department(unit: str, funds: tuple[Fund, ...], draw: random.Random) -> Department:
    """附表1: its indicators are the first of each kind that the funds promise."""
    total = sum((fund.amount or 0 for fund in funds), start=Decimal(0))
    basic = Decimal(draw.randrange(8000, 160000)) / 100
    costs = (("基本支出", basic), ("项目支出", total))
    rows = [
        *_first_of(funds, "数量指标", 2), *_first_of(funds, "质量指标", 2),
        *_first_of(funds, "时效指标", 1),
        *(Indicator("产出指标", "成本指标", name, f"≤{one:.2f}万元") for name, one in costs),
        *_first_of(funds, "经济效益指标", 1), *_first_of(funds, "社会效益指标", 1),
        *_first_of(funds, "生态效益指标", 1), *_first_of(funds, "可持续影响指标", 1),
        *_first_of(funds, "社会公众及服务对象满意度指标", 1),
    ]  # fmt: skip
    duties = f"负责{unit.removeprefix('株洲市')}职责范围内的{funds[0].name}等工作，"
    return Department(
        duties=f"{duties}承办上级交办的其他事项。",
        income=(basic + total, Decimal("0.00"), Decimal("0.00")),
        basic=basic,
        indicators=tuple(replace(row, standard="") for row in rows),
    )


def _first_of(funds: tuple[Fund, ...], level2: str, count: int) -> list[Indicator]:
    found = {
        row.level3: row
        for fund in funds
        for direction in fund.directions
        for row in direction.indicators
        if row.level2 == level2
    }
    return list(found.values())[:count]


def _is_in_cents(fund: Fund, times: Decimal) -> bool:
    """Whether what a fund pays keeps to two places once it is so many times as much."""
    rows = [row for direction in fund.directions for row in direction.expenses]
    return all(_is_whole((row.amount or 0) * times * 100) for row in rows)


def _is_whole(number: Decimal) -> bool:
    return number == number.to_integral_value()


def plain(number: Decimal | int) -> str:
    """A number without needless places."""
    text = f"{Decimal(number):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
