"""Periods and targets that say nothing one can read."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from random import Random

from defects import Filled, Place
from grid import Value
from planted_kinds import Change, Kind, Plant, spread

_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_PERIODS: dict[str, Value] = {
    "倒置": "2023.12.31-2023.01.01",
    "倒置汉字": "2023年12月至2023年1月",
    "跨年倒置": "2023年1月1日至2022年12月31日",
    "九月三十一": "2023年3月1日至2023年9月31日",
    "二月三十": "2023.02.30-2023.12.31",
    "十三月": "2023年1月—2023年13月",
    "零月": "2023.00.01-2023.12.31",
    "三十二日": "2023.1.1—2023.12.32",
    "十一月三十一": "2023年1月1日—2023年11月31日",
    "序列号": 44927,
    "序列号文字": "44927-45291",
    "八位相连倒置": "20231231-20230101",
    "只有开始": "2023.01.01-",
    "只有横线": "-2023.12.31",
    "年份少位": "203.01.01-2023.12.31",
    "年份多位": "20233.01.01-2023.12.31",
    "字母O": "2O23年1月—2O23年12月",
    "长期": "长期",
    "一年以内": "一年以内",
    "年内": "年内完成",
    "单一日期": date(2023, 1, 1),
    "上一年": "2022.01.01-2022.12.31",
    "下一年": "2024年1月—2024年12月",
}
# What becomes of a target, by a pattern it must match; {n} is its number.
_TARGETS: dict[str, tuple[str, str]] = {
    "9O%": (r"≥\d0%", "≥{t}O%"),
    "≥93%以下": (r"≥\d+%", "≥{n}%以下"),
    "≥90%%": (r"≥\d+%", "≥{n}%%"),
    "≥≥": (r"≥\d+", "≥≥{n}{u}"),
    "≥≤": (r"≥\d+", "≥≤{n}{u}"),
    "符号在后": (r"≥\d+%", "{n}%≥"),
    "≤以上": (r"≤\d", "≤{n}{u}以上"),
    "≥不超过": (r"≥\d", "≥不超过{n}{u}"),
    "只有符号": (r"≥\d", "≥"),
    "只有符号≤": (r"≤\d", "≤"),
    "只有单位": (r"≥\d+%", "%"),
    "符号和单位": (r"≥\d+%", "≥%"),
    "两个小数点": (r"≥\d+", "≥{n}.5.5{u}"),
    "字母l": (r"≥1\d", "≥l{r}{u}"),
    "字母O个数": (r"≥\d+0[^%\d]", "≥{z}{u}"),
    "区间倒置": (r"≥9\d%", "95%-90%"),
    "区间未完": (r"≥\d+%", "{n}%~"),
    "问号": (r"≥\d+%", "≥{n}?%"),
    "井号": (r"≥\d", "####"),
    "错误值": (r"≥\d", "#REF!"),
    "错误值N/A": (r"≥\d", "#N/A"),
    "大概": (r"≥\d+", "大概{n}左右吧"),
    "两值并列": (r"≥\d+", "≥{n}{u}、≥1{n}{u}"),
    "上下矛盾": (r"≥\d+%", "≥{n}%且≤50%"),
    "乱码": (r"≥\d+", "锟斤拷{n}{u}"),
    "％重": (r"≥\d+%", "≥{n}％%"),
    "数字夹字": (r"≥\d\d", "≥{t}有{r}{u}"),
    "百分之缺": (r"≥\d+%", "百分之"),
    "单位重复": (r"[≥]?\d+[^\d%.]{1,2}$", "≥{n}{u}{u}"),
}
_TIMES: dict[str, Value] = {
    "序列号": "44927",
    "序列号数": 45291,
    "≤序列号": "≤44927",
    "九月三十一": "2023年9月31日前",
    "十三月": "2023年13月底前",
    "二月三十": "2023年2月30日前",
    "六月三十一": "2023年6月31日",
    "八位错": "20231232",
    "第五季度": "第五季度末前",
    "数字": 30,
    "数字文字": "100",
    "百分": "≥95%",
    "人数": "≥12人",
    "金额": "≤5万元",
    "缺年": "年12月31日前",
    "年份少位": "203年12月31日前",
    "字母O": "≤3O日",
    "负数": "≤-3天",
    "只有前": "前",
    "月日错位": "2023年31月12日前",
}


def _period(value: Value) -> Plant:
    def plant(one: Filled, draw: Random) -> Change | None:
        return Change({one.places.direction(spread(one, draw)[0], 5, 1): value})

    return plant


def targets(one: Filled, draw: Random, level2: str = "") -> list[tuple[Place, str, str]]:
    """Return cell, name and target of the unit's indicators of 附表3, in some order."""
    found = [
        (one.places.indicator(index, row, 4), rows.level3, str(rows.target))
        for index, direction in enumerate(one.unit.submission.directions)
        for row, rows in enumerate(direction.indicators)
        if rows.level2.startswith(level2)
    ]
    draw.shuffle(found)
    return found


def _target(pattern: str, form: str) -> Plant:
    def plant(one: Filled, draw: Random) -> Change | None:
        for place, _, target in targets(one, draw):
            number = _NUMBER.search(target)
            if number and re.match(pattern, target):
                shown = number[0]
                value = form.format(
                    n=shown, u=target[number.end() :], t=shown[:-1], r=shown[1:],
                    z=shown.replace("0", "O"),
                )  # fmt: skip
                return Change({place: value})
        return None

    return plant


def _time(value: Value) -> Plant:
    def plant(one: Filled, draw: Random) -> Change | None:
        for place, name, _ in targets(one, draw, "时效"):
            if not name.endswith("率"):
                return Change({place: value})
        return None

    return plant


def _typed_as(name: str, value: Callable[[str], Value | None]) -> Plant:
    """Return the change of a target into what a spreadsheet made of it."""

    def plant(one: Filled, draw: Random) -> Change | None:
        for place, _, target in targets(one, draw, name):
            new = value(target)
            if new is not None:
                return Change({place: new})
        return None

    return plant


def _fraction(target: str) -> Value | None:
    found = re.fullmatch(r"≥(\d+)%", target)
    return Decimal(found[1]) / 100 if found else None


UNREADABLE_KINDS: tuple[Kind, ...] = (
    *(Kind(f"实施期.{name}", "unreadable", _period(value)) for name, value in _PERIODS.items()),
    *(Kind(f"指标值.{name}", "unreadable", _target(*known)) for name, known in _TARGETS.items()),
    *(Kind(f"时效.{name}", "unreadable", _time(value)) for name, value in _TIMES.items()),
    Kind("指标值.变成日期", "unreadable", _typed_as("数量", lambda _: date(2023, 3, 5))),
    Kind("指标值.小数率", "unreadable", _typed_as("质量", _fraction)),
)
