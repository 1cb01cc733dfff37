"""Days, months, quarters and years as filers write them, read to their first and last day.

Shared by targets (时效指标: the last day counts) and periods (项目实施期: both count).
Source: domain.md §2.5 and §3, item 65.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Literal

from xlform.values.numerals import as_digits, number

Span = tuple[dt.date | None, dt.date | None]
_Point = dict[str, str]

_YEAR = "(?:19|20)[0-9]{2}"
# What most cells hold: 2023.12.31 or 2023.01.01-2023.12.31.
_NUMERIC = re.compile(rf"({_YEAR})([-./])([0-9]{{1,2}})\2([0-9]{{1,2}})")
# One point in the calendar.
_POINT = re.compile(
    rf"[自从]?(?:(?P<year>{_YEAR})(?:年度?)?|(?P<this>[当本今]年度?)|(?P<next>[次翌明]年))?"
    r"(?:(?:(?P<month>[0-9]{1,2})月份?)?(?:(?P<day>[0-9]{1,2})[日号]|(?P<third>[上中下])旬)?"
    r"|第?(?P<quarter>[1-4一二三四])季度|(?P<half>[上下])半年|(?P<whole>全年))"
    r"(?P<close>年?[底末终内])?(?:(?P<until>之?前|以前|为?止)|(?P<onward>起|开始))?"
)
# `re` compiles these, and those below, at their first use.
_CALENDAR = f"{_YEAR}|[月季]|[〇零一二三四五六七八九]年"
_BETWEEN = "-~至到"
_TO = f"[{_BETWEEN}]"

# Every other notation is respelled with 年, 月 and 日. 2023-12 and 2023.12 are months only where a
# month can stand, 20231231 is a day only where one can.
_RESPELLED = (
    (r"[ T]?(?<![0-9:])0?0:00(?::00)?(?:\.0+)?$", ""),  # a day exported with its hour
    (rf"(?<![0-9])({_YEAR})([-./])([0-9]{{1,2}})\2([0-9]{{1,2}})(?![0-9])日?", r"\1年\3月\4日"),
    (rf"(?<![0-9])({_YEAR})(0[1-9]|1[0-2])([0-3][0-9])(?![0-9])", r"\1年\2月\3日"),
    (rf"(?<![0-9])({_YEAR})[-./](0?[1-9]|1[0-2])(?![0-9.月年])", r"\1年\2月"),
    (r"^([23][0-9])年(?=[0-9]{1,2}月(?!个))", r"20\1年"),  # 23年12月底
    (r"(?<=[-~至到])([0-9]{1,2})[./]([0-9]{1,2})(?![0-9])日?", r"\1月\2日"),  # …-12.31
    (r"(?<=月[-~至到])([0-9]{1,2})$", r"\1月"),  # 2023.01-12
    (r"(?<![0-9])([0-9]+)(?=[-~至到][0-9]+([年月日]))", r"\1\2"),  # 1-12月, 2023-2025年
)
_DAY = rf"(?:({_YEAR})年)?(?<![0-9])([0-9]{{1,2}})月(?:([0-9]{{1,2}})[日号])?"
_IN_WORDS = "[〇零一二三四五六七八九十]{1,8}(?=[年月日号])"  # 二〇二三年十二月三十一日


def read_span(folded: str, year: int | None = None) -> Span | None:
    """Read the first and last day a folded text names; ``None`` for none or an impossible one.

    ``year`` is used where the text has none (``12月31日前``). A deadline (``2023年底``) has
    a last day only, ``2023年1月1日起`` a first day only.
    """
    if days := _days_in_figures(folded):
        return _numeric(*days)
    found = _POINT.fullmatch(folded)
    if found:
        return _single(_named(found), year)
    if not re.search(_CALENDAR, folded):
        return None
    points = [_POINT.fullmatch(end) for end in re.split(_TO, _respelled(folded))]
    match points:
        case [re.Match() as one]:
            return _single(_named(one), year)
        case [re.Match() as start, re.Match() as end]:
            return _double(_named(start), _named(end), year)
    return None


def span_fault(folded: str) -> Literal["", "impossible", "reversed"]:
    """Return why a text that names days makes no span: a day that is none, or an end before."""
    text = _respelled(folded)
    year = 0
    for found in re.finditer(_DAY, text):
        year = int(found[1] or year)
        try:
            dt.date(year or 2000, int(found[2]), int(found[3] or 1))
        except ValueError:
            return "impossible"
    match [_POINT.fullmatch(end) for end in re.split(_TO, text)]:
        case [re.Match() as start, re.Match() as end]:
            first, last = _named(start), _named(end)
            days = (
                _days(first, None),
                _days({**first, **last} if "year" not in last else last, None),
            )
            if days[0] and days[1] and days[0][0] and days[1][1] and days[0][0] > days[1][1]:
                return "reversed"
    return ""


def _respelled(folded: str) -> str:
    text = re.sub(_IN_WORDS, _in_figures, folded.replace("--", "-"))
    for notation, replacement in _RESPELLED:
        text = re.sub(notation, replacement, text)
    return text


def _in_figures(found: re.Match[str]) -> str:
    plain = as_digits(found[0])
    value = plain if plain.isdecimal() else number(found[0])
    return found[0] if value is None else str(value)


def _named(point: re.Match[str]) -> _Point:
    return {name: written for name, written in point.groupdict().items() if written}


def _days_in_figures(folded: str) -> tuple[re.Match[str], re.Match[str]] | None:
    """Return the first and last day of a text of nothing else; of one day it twice."""
    first = _NUMERIC.match(folded)
    if first is None or first.end() == len(folded):
        return (first, first) if first else None
    if folded[first.end()] not in _BETWEEN:
        return None
    last = _NUMERIC.fullmatch(folded, first.end() + 1)
    return (first, last) if last and last[2] == first[2] else None


def _numeric(start: re.Match[str], end: re.Match[str]) -> Span | None:
    try:
        first, last = (dt.date(int(day[1]), int(day[3]), int(day[4])) for day in (start, end))
    except ValueError:
        return None  # 2023.02.30 is no day
    return None if first > last else (first, last)


def _single(point: _Point, year: int | None) -> Span | None:
    until, onward = point.pop("until", ""), point.pop("onward", "")
    # 2023年前 may end with 2022 or with 2023, 12月前 with November or with December.
    if until and not point.keys() & {"day", "close"}:
        return None
    span = _days(point, year)
    if not span or not (until or onward):
        return span
    return (None, span[1]) if until else (span[0], None)


def _double(start: _Point, end: _Point, year: int | None) -> Span | None:
    start.pop("onward", None)
    end.pop("until", None)
    if not start or not end or "until" in start or "onward" in end:
        return None
    if "year" in end and "year" not in start:  # 12月至2024年3月 leaves the first year open
        return None
    if "year" not in end:  # 2023年1月-12月, 2023年1月1日-31日
        inherited = ("year", "month") if end.keys() <= {"day"} else ("year",)
        end = {name: start[name] for name in inherited if name in start} | end
    first, last = _days(start, year), _days(end, year)
    if not first or not last or not first[0] or not last[1] or first[0] > last[1]:
        return None
    return first[0], last[1]


def _days(point: _Point, default_year: int | None) -> Span | None:
    year = int(point["year"]) if "year" in point else default_year
    if year is not None and "next" in point:
        year += 1
    if year is None or not _is_complete(point):
        return None
    try:
        first, last = _months(year, *_months_named(point))
        if "day" in point:
            first = last = first.replace(day=int(point["day"]))
        elif "third" in point:
            first, last = _third(first, last, point["third"])
    except (OverflowError, ValueError):
        return None  # 2月30日 is no day
    return (None if "close" in point else first), last


def _is_complete(point: _Point) -> bool:
    if "day" in point or "third" in point:
        return "month" in point
    # 年底 names its year even alone; 底 alone, or nothing at all, names no time.
    return bool(point.keys() - {"close"}) or point.get("close", "").startswith("年")


def _third(first: dt.date, last: dt.date, third: str) -> tuple[dt.date, dt.date]:
    """Find the ten days or so of a month that 上旬, 中旬 and 下旬 name."""
    begin = first.replace(day={"上": 1, "中": 11, "下": 21}[third])
    return begin, last if third == "下" else begin.replace(day=begin.day + 9)


def _months_named(point: _Point) -> tuple[int, int]:
    """Count the months a point names, from which on."""
    if "month" in point:
        return int(point["month"]), 1
    if "quarter" in point:
        return int(as_digits(point["quarter"])) * 3 - 2, 3
    if "half" in point:
        return (1 if point["half"] == "上" else 7), 6
    return 1, 12


def _months(year: int, month: int, count: int) -> tuple[dt.date, dt.date]:
    first, after = dt.date(year, month, 1), year * 12 + month - 1 + count
    return first, dt.date(after // 12, after % 12 + 1, 1) - dt.timedelta(days=1)
