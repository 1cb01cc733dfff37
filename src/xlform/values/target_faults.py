"""Why a target that looks like a number or a date is none: ``≥9O%``, ``≥93%以下``, 9月31日."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from xlform.values.affixes import Affixes
from xlform.values.days import span_fault
from xlform.values.numerals import fold
from xlform.values.target_units import target_units
from xlform.values.words import lexicon

TargetFault = Literal[
    "",
    "look-alike",
    "percent",
    "signs",
    "limits",
    "no-number",
    "impossible",
    "reversed",
    "point",
    "open",
    "failed",
]

_MARKS = "≥≤≧≦⩾⩽><="
# O, I and l typed for 0 and 1: beside a figure, or between a sign and a figure.
_LOOK_ALIKE = rf"[0-9][OoIl]|(?:^|[{_MARKS}])[OoIl|]{{1,3}}(?=[0-9%‰])"
_PERCENTS = "[%‰]{2}"
_BEHIND = rf"[0-9%‰][{_MARKS}]+$"
_TWO_POINTS = r"[0-9]\.[0-9]+\.[0-9]"
_RANGE = r"([0-9.]+)([^0-9.]{0,6}?)[-~至到]([0-9.]+)([^0-9]{0,6})"
_BETWEEN = r"[≥>]=?([0-9.]+)[^0-9≤<]{0,6}[≤<]=?([0-9.]+)"
_NUMBER = "[0-9]+(?:[.][0-9]+)?"
_DATED = "[年月]|[0-9][-./][0-9]"
# A year of three or five figures, a fifth quarter.
_NO_CALENDAR = r"(?<![0-9])(?:[0-9]{3}|[0-9]{5,})年[0-9]{1,2}月|第[5-9五六七八九]季度"
# A day that no week, month or quarter has: 每月35日前, 每周8天.
_NO_SUCH_DAY = (
    r"每个?月[^0-9]{0,4}(?:3[2-9]|[4-9][0-9])[日号天]|每周[^0-9]{0,4}(?:[89]|[1-9][0-9])[日天]"
)
_PARTS = ("百分之", "千分之", "前", "后", "内")
_LONGEST = 40


def target_fault(text: str) -> TargetFault:
    """Return what is amiss with a target that was read as words; "" where it is only words."""
    folded = fold(text)
    if not folded or len(folded) > _LONGEST:
        return ""
    for fault, is_found in _OF_SIGNS:
        if is_found(folded):
            return fault
    if not any(one.isdigit() for one in folded):
        return "no-number" if _lacks_number(folded) else ""
    dated = span_fault(folded) if re.search(_DATED, folded) else ""
    if dated:
        return dated
    return next((fault for fault, is_found in _OF_NUMBERS if is_found(folded)), "")


@lru_cache(maxsize=1)
def _signs() -> Affixes:
    return Affixes(lexicon().signs)


@lru_cache(maxsize=1)
def _comparators() -> Affixes:
    return Affixes((*lexicon().signs, *lexicon().comparators))


@lru_cache(maxsize=1)
def _limits() -> Affixes:
    return Affixes(lexicon().limits)


def _has_two_signs(folded: str) -> bool:
    """Return whether two signs stand side by side: ≥≤90%, >=<90%."""
    sign = _signs().at(folded)
    return bool(sign) and bool(_signs().at(folded, len(sign)))


def _lacks_number(folded: str) -> bool:
    """Return whether nothing but a sign and a unit is there: ≥, ≥%, 人次."""
    if folded in _PARTS:
        return True
    sign = _comparators().at(folded)
    unit = folded[len(sign) :].rstrip("_ .…")
    if not unit:
        return bool(sign)
    return unit in ("%", "‰") or (bool(sign) and target_units().is_counted(unit))


def _is_reversed(folded: str) -> bool:
    """Return whether a range begins with its larger end: 100-50人, ≥90%≤80%."""
    found = re.match(_BETWEEN, folded)
    if found:
        return _exceeds(found[1], found[2])
    plain = folded[len(_comparators().at(folded)) :]
    found = re.fullmatch(_RANGE, plain)
    if not found or re.search(_DATED, plain):
        return False
    return _exceeds(found[1], found[3])


def _exceeds(low: str, high: str) -> bool:
    both = re.fullmatch(_NUMBER, low), re.fullmatch(_NUMBER, high)
    return all(both) and Decimal(low) > Decimal(high)


def _limits_disagree(folded: str) -> bool:
    """Return whether a sign before the number and a word behind it disagree: ≥93%以下."""
    sign = _signs().at(folded)
    limit = _limits().before(folded) if sign else ""
    if not limit or len(re.findall(_NUMBER, folded)) != 1:
        return False
    before, behind = lexicon().signs[sign], lexicon().limits[limit]
    return before[0] != behind[0] and limit != "之间"


def _has_two_points(folded: str) -> bool:
    """Return whether a number has two decimal points and is no date: 95.5.5%."""
    found = re.search(_TWO_POINTS, folded)
    return found is not None and not re.search(_DATED, folded.replace(".", ""))


_Predicate = Callable[[str], object]
# In this order: letters among figures also spoil signs, dates and ranges.
_OF_SIGNS: tuple[tuple[TargetFault, _Predicate], ...] = (
    ("look-alike", lambda folded: re.search(_LOOK_ALIKE, folded)),
    ("failed", lambda folded: folded[0] == "#" or "?" in folded),
    ("percent", lambda folded: re.search(_PERCENTS, folded)),
    ("open", lambda folded: folded[-1] in "-~至到"),
    ("signs", lambda folded: re.search(_BEHIND, folded) or _has_two_signs(folded)),
    ("impossible", lambda folded: re.search(f"{_NO_CALENDAR}|{_NO_SUCH_DAY}", folded)),
)
_OF_NUMBERS: tuple[tuple[TargetFault, _Predicate], ...] = (
    ("reversed", _is_reversed),
    ("point", _has_two_points),
    ("limits", _limits_disagree),
)
