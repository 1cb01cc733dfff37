"""Numbers, percentages, days and ticks: kinds of values that are no money.

A value that cannot be read is empty, with the source's own text in a note; it is never guessed.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from xlform.model.submission import Target
from xlform.template.labels import compact
from xlform.values.money import unit_powers
from xlform.values.period import parse_period
from xlform.values.target import parse_target
from xlform.values.words import lexicon

TICK: Final = "√"
PERCENT: Final = "%"
_HUNDRED: Final = Decimal(100)
_STARTS_WITH_NUMBER: Final = r"[-+]?[0-9.]"  # compiled by `re` at its first use
# Comparators of a number that is a value and no bound.
_EXACT: Final = ("", "=")
# A number above this in a cell of percentages can't be a share of 1 (0.95 for 95 %).
_SHARE_AT_MOST: Final = Decimal(2)


def read_number(text: str) -> Decimal | None:
    """Return a number that is no money, such as points (6分); ``None`` if the text is none."""
    target = _number_alone(text)
    if not _is_exact(target) or target.unit == PERCENT or target.unit in unit_powers():
        return None
    return target.value


def read_percent(text: str, unit: str = "") -> Decimal | None:
    """Return a percentage as its number (95 for 95 %); ``unit`` is ``%`` if its heading says so.

    A bare number of at most 2 under a heading without ``%`` may be a share or a percentage: it is
    ``None``, unless it is 0.
    """
    target = _number_alone(text)
    if not _is_exact(target) or target.value is None or target.unit not in ("", PERCENT):
        return None
    if target.unit or unit == PERCENT or not target.value or target.value > _SHARE_AT_MOST:
        return target.value
    return None


def share_as_percent(number: Decimal) -> Decimal:
    """Return the number that a cell formatted as a percentage shows, without its sign."""
    return number * _HUNDRED


def read_day(text: str) -> str | None:
    """Return a day as ISO 8601 (2023-06-30); ``None`` for months, years and what is no date."""
    period = parse_period(text)
    if period.start is None or period.start != period.end:
        return None
    return period.start.isoformat()


def read_tick(text: str) -> str | None:
    """Return ``√`` for a tick, "" for a box left open; ``None`` for other texts."""
    words = lexicon()
    folded = compact(text).lower()
    if folded in words.ticks:
        return TICK
    return "" if folded in words.no_ticks or not folded else None


def _number_alone(text: str) -> Target:
    """Return a text read as a target, an empty one unless it begins with its digits (not 约95)."""
    return parse_target(text) if re.match(_STARTS_WITH_NUMBER, compact(text)) else Target()


def _is_exact(target: Target) -> bool:
    return target.type == "number" and target.comparator in _EXACT and target.value is not None
