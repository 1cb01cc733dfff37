"""Completion of an indicator: its actual value against its target, and the share it earns.

Source: 财预〔2020〕10号 第十八条: a quantified target that is missed earns the share that was
reached, a qualitative one lies in the band of its degree of completion.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Final

import msgspec

from xlform.model.submission import CEILINGS, FLOORS, Target
from xlform.template.labels import fold
from xlform.values import Amount, in_wan
from xlform.values.money import unit_powers

_PER_CENT: Final = "%"
_ALL: Final = Decimal(100)
_ONE, _NONE = Decimal(1), Decimal()
# Powers of ten before a unit: 万户, 千克, 百万吨.
_POWERS: Final = {"十": 1, "百": 2, "千": 3, "万": 4, "亿": 8}
# A bare number up to this is a share (0.95) where the target is a percentage.
_SHARE_AT_MOST: Final = Decimal(2)
# Word list of the bands: phrase → "80-100", the per cent of the points it earns.
BANDS: Final = "score-bands"


class Completion(msgspec.Struct, frozen=True):
    """How far a target was reached; ``met`` is ``None`` if its direction is not known.

    ``shares`` are the shares of the points that it may earn, each from the lowest to the highest;
    empty if only ``met`` is known.
    """

    met: bool | None
    shares: tuple[tuple[Decimal, Decimal], ...] = ()


def completion(
    target: Target, actual: Target, bands: Mapping[str, str] | None = None
) -> Completion | None:
    """Return how far ``actual`` reaches ``target``; ``None`` if they can't be compared.

    ``bands`` maps the phrases of qualitative completion to their per cent (``80-100``).
    """
    if target.type == "date" and target.date and actual.date:
        met = actual.date <= target.date
        return Completion(met, ((_ONE, _ONE),) if met else ())
    if band := _band(target, actual, bands or {}):
        return band
    number = number_in_unit_of(target, actual)
    if number is None:
        return None
    if target.type == "range" and target.low is not None and target.high is not None:
        return Completion(met=True) if target.low <= number <= target.high else Completion(met=None)
    return None if target.value is None else _by_direction(target, target.value, number)


def unlike_units(target: Target, actual: Target) -> bool:
    """Return True for two numbers whose units differ, or of which one may be a share."""
    both = target.type in ("number", "range") and actual.type == "number"
    return both and number_in_unit_of(target, actual) is None


def number_in_unit_of(target: Target, actual: Target) -> Decimal | None:
    """Return the actual number in the unit of its target; ``None`` if the units differ.

    A number without a unit has the target's, but not a share (0.95) beside a percentage. 8000户
    are 0.8 of 万户.
    """
    if actual.type != "number" or actual.value is None:
        return None
    ours, theirs = target.unit, actual.unit
    if ours == _PER_CENT and not theirs:
        limit = max(target.value or _NONE, target.low or _NONE)
        is_share = _NONE < actual.value <= _SHARE_AT_MOST < limit
        return None if is_share else actual.value
    if ours == theirs or not ours or not theirs:
        return actual.value
    if ours in unit_powers() and theirs in unit_powers():
        amount = in_wan(Amount(actual.value, theirs), theirs)
        return amount / in_wan(Amount(_ONE, ours), ours)
    power, counted = unit_power(ours)
    actual_power, other = unit_power(theirs)
    same = _PER_CENT not in (ours, theirs) and (counted in other or other in counted)
    return actual.value.scaleb(actual_power - power) if same else None


@lru_cache(maxsize=1024)
def unit_power(unit: str) -> tuple[int, str]:
    """Return the power of ten that a unit begins with, and what it counts: 4 and 户 of 万户."""
    start = 0
    while start + 1 < len(unit) and unit[start] in _POWERS:
        start += 1
    return sum(_POWERS[sign] for sign in unit[:start]), unit[start:]


def _by_direction(target: Target, wanted: Decimal, number: Decimal) -> Completion:
    """Return the completion by the sign of the target: to be reached, or not to be exceeded."""
    if target.comparator in FLOORS:
        met = number > wanted if target.comparator == ">" else number >= wanted
        return _completed(met, _reached(wanted, number))
    if target.comparator in CEILINGS:
        met = number < wanted if target.comparator == "<" else number <= wanted
        return _completed(met, _kept(wanted, number))
    if number == wanted or (not wanted and number <= wanted):
        return _completed(True, _ONE)  # noqa: FBT003  (met)
    if not wanted:
        return _completed(False, _NONE)  # noqa: FBT003  (not met)
    if target.unit == _PER_CENT and wanted >= _ALL and number < wanted:
        return _completed(False, _reached(wanted, number))  # noqa: FBT003  (not met)
    shares = {_reached(wanted, number), _kept(wanted, number)}
    return Completion(None, tuple((share, share) for share in sorted(shares)))


def _completed(met: bool, share: Decimal) -> Completion:  # noqa: FBT001  (its one flag)
    share = _ONE if met else share
    return Completion(met, ((share, share),))


def _reached(wanted: Decimal, number: Decimal) -> Decimal:
    """Return the share of a number that has to be reached."""
    return max(min(number / wanted, _ONE), _NONE) if wanted > 0 else _NONE


def _kept(wanted: Decimal, number: Decimal) -> Decimal:
    """Return the share of a number that is not to be exceeded; none at twice as much."""
    if number <= wanted:
        return _ONE
    return max(_ONE - (number - wanted) / wanted, _NONE) if wanted > 0 else _NONE


def _band(target: Target, actual: Target, bands: Mapping[str, str]) -> Completion | None:
    """Return the band of a degree of completion in words, or of the target's own words."""
    said = fold(actual.text)
    found = next((share for phrase, share in bands.items() if said == fold(phrase)), "")
    if not found and target.type == "qualitative" and said and said == fold(target.text):
        found = next(iter(bands.values()), "")
    low, _, high = found.partition("-")
    if not low or not high:
        return None
    share = (Decimal(low) / _ALL, Decimal(high) / _ALL)
    return Completion(share[1] == _ONE, (share,))
