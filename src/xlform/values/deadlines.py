"""Deadlines of targets: the last day of a date, with a name before it and words behind."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache

from xlform.model.submission import Target
from xlform.values.affixes import Affixes
from xlform.values.days import read_span
from xlform.values.words import lexicon

# A name before a date: 完成时间: 竣工日期 资金下拨时间. 每 makes the date a recurring one.
_LENGTHS = range(2, 16)
_NOT_IN_NAMES = frozenset("每年月季末前后")
_START = (
    "(?:19|20)[0-9]{2}|[0-9]{2}年|[0-9]{1,2}月|[上下]半年|第?[1-4一二三四]季度|年[底末内]"
    "|[当本今次翌明]年|全年|[〇零一二三四五六七八九]{4}年|十?[一二三四五六七八九十]月"
)
# Where a date may end; what follows must say that something is done by then.
_ENDS = frozenset("年月日号度底末内前旬止")
# 2023年12月20日前全部拨付到位: any short words, but no further figure or rate.
_LONGEST_BEHIND = 12
_NOT_BEHIND = frozenset("率比例不未一二两三四五六七八九十百千万每年月日季")
_CLOSED = ("前", "底", "末", "内", "止")


def read_deadline(text: str, folded: str, year: int | None) -> Target | None:
    """Read a day, a month, a quarter, a year or a span of them; ``None`` where none is named.

    ``year`` is that of the form, for ``12月31日前``. The last day is the target.
    """
    span = read_span(folded, year)
    if span:
        return _target(text, span[1])
    bare = _without_lead(folded)
    ends = {len(bare), *(n for n, one in enumerate(bare, 1) if one in _ENDS)}
    for end in sorted(ends, reverse=True):
        words = bare[end:]
        if words and not _is_done(words, closed=bare[:end].endswith(_CLOSED)):
            continue
        span = read_span(bare[:end], year)
        if span:
            return _target(text, span[1])
    return None


def _target(text: str, last: dt.date | None) -> Target | None:
    return Target(text, comparator="<=", type="date", date=last) if last else None


def _is_name(lead: str) -> bool:
    name = lead.rstrip(":为")
    return len(name) in _LENGTHS and name.isalpha() and _NOT_IN_NAMES.isdisjoint(name)


@lru_cache(maxsize=1)
def _done() -> Affixes:
    return Affixes(lexicon().tails)


@lru_cache(maxsize=1)
def _before() -> Affixes:
    return Affixes(lexicon().day_fillers)


def _without_lead(folded: str) -> str:
    """Return a text from its date on, without a name and 截至 or the like before it."""
    start = re.search(_START, folded)
    if not start:
        return folded
    lead = _before().stripped(folded[: start.start()], at_most=1)
    return folded[start.start() :] if not lead or _is_name(lead) else folded


def _is_done(words: str, *, closed: bool) -> bool:
    """Return whether words behind a date only say what is done by then.

    After 前, 底 or 内 (``closed``) any short words do; after a bare date only those that say so.
    """
    if not _done().stripped(words, at_most=4):
        return True
    return (
        closed
        and len(words) <= _LONGEST_BEHIND
        and words.isalpha()
        and _NOT_BEHIND.isdisjoint(words)
    )
