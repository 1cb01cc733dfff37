"""项目实施期: the first and last day of a project."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

import msgspec

from xlform.model.submission import Period
from xlform.values.days import Span, read_span, span_fault
from xlform.values.numerals import NUMERALS, fold, number

PeriodFault = Literal["", "look-alike", "impossible", "reversed", "duration", "open", "unreadable"]

_MONTHS_OF_A_YEAR = 12
_FIGURES = f"[0-9]{{1,3}}|[{NUMERALS}]{{1,3}}"
_DURATION = rf"(?:为期|共计?|周期)?(?P<count>{_FIGURES})(?:(?P<years>周?年)|个月)(?:期|度)?"
# Filers type 一 for the dash beside it on the keyboard: 2023.01.01一2023.12.31.
_DASH = r"(?<=[0-9日月年])[一ー](?=[0-9])"


class _Patterns(msgspec.Struct, frozen=True):
    """Notations beside plain days: needed only where a period is not read as it stands."""

    alone: re.Pattern[str]
    before: re.Pattern[str]
    behind: re.Pattern[str]
    within: re.Pattern[str]


@lru_cache(maxsize=1)
def _patterns() -> _Patterns:
    second = _DURATION.replace("?P<", "?P<b_")
    return _Patterns(
        re.compile(_DURATION),
        # 3年(2023-2025), 2023年1月-12月(1年), 2023-2025年,共3年: days and how long they last.
        re.compile(rf"{_DURATION}[,:]?\((?P<days>[^()]+)\)"),
        re.compile(rf"(?P<days>[^()]+?)(?:\({_DURATION}\)|,{second})"),
        # 2023年度(1-12月): the year, and in brackets its months.
        re.compile(r"(?P<year>[^()]+年度?)\((?P<months>[^()年]+月|全年)\)"),
    )


def parse_period(text: str) -> Period:
    """Read the first and last day of a 项目实施期, the text kept as given; never raises.

    Read are days, months, quarters and years in any usual notation, one (``2023年``) or two
    (``2023.01.01-2023.12.31``, ``2023年1-12月``), also beside their duration if the two agree
    (``3年（2023-2025）``). A deadline has no ``start``; a text that names no day (``3年``) or an
    impossible one (``2023.02.30``) has neither. Source: domain.md §2.5.
    """
    start, end = (_read(fold(text)) if text else None) or (None, None)
    return Period(text, start, end)


def period_fault(period: Period) -> PeriodFault:
    """Return what a reviewer has to ask about a period; "" where both its days are plain.

    ``look-alike`` is a 一 typed for a dash, ``duration`` a number of years without days, ``open``
    one day without the other.
    """
    folded = fold(period.text)
    if period.start and period.end:
        if "一" not in folded and "ー" not in folded:
            return ""
        return "look-alike" if re.search(_DASH, folded) and not read_span(folded) else ""
    if not folded:
        return ""
    if period.start or period.end:
        return "open"
    fault = span_fault(re.sub(_DASH, "-", folded))
    if fault:
        return fault
    return "duration" if _patterns().alone.fullmatch(folded) else "unreadable"


def _read(folded: str) -> Span | None:
    span = read_span(folded)
    if span:
        return span
    dashed = re.sub(_DASH, "-", folded)
    patterns = _patterns()
    found = patterns.before.fullmatch(dashed) or patterns.behind.fullmatch(dashed)
    if found:
        span = read_span(found["days"])
        return span if span and _lasts(span, found) else None
    found = patterns.within.fullmatch(dashed)
    if found:
        whole = found["months"] == "全年"
        return read_span(found["year"] if whole else found["year"] + found["months"])
    return read_span(dashed) if dashed != folded else None


def _lasts(span: Span, found: re.Match[str]) -> bool:
    """Return whether a span is as long as the duration beside it, in months or whole years."""
    first, last = span
    named = found.groupdict()
    written = named["count"] or named.get("b_count") or ""
    count = int(written) if written.isdecimal() else int(number(written) or (written == "一"))
    if first is None or last is None or not count:
        return False
    months = (last.year - first.year) * _MONTHS_OF_A_YEAR + last.month - first.month + 1
    if named["years"] or named.get("b_years"):
        return months == count * _MONTHS_OF_A_YEAR or last.year - first.year + 1 == count
    return months == count
