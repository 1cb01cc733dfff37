"""Deadlines of targets: the last day of a date, with a name before it and words behind."""

from __future__ import annotations

import re
from functools import lru_cache

from xlform.model.submission import Target
from xlform.values.days import read_span
from xlform.values.numerals import one_of
from xlform.values.words import lexicon

# A name before a date: 完成时间: 竣工日期 资金下拨时间. 每 makes the date a recurring one.
_NAME = "(?:[^\\W\\d_A-Za-z每年月季末前后、,;]{2,14}?[:为]?)"
_STARTS = (
    "(?:19|20)[0-9]{2}|[0-9]{2}年|[0-9]{1,2}月|[上下]半年|第?[1-4一二三四]季度|年[底末内]"
    "|[当本今次翌明]年|全年|[〇零一二三四五六七八九]{4}年|十?[一二三四五六七八九十]月"
)
# Where a date may end; what follows must say that something is done by then.
_ENDS = re.compile("[年月日号度底末内前旬止]")
# 2023年12月20日前全部拨付到位: any short words, but no further figure or rate.
_BEHIND = re.compile("[一-鿿]{1,12}")
_FIGURES = re.compile("[率比例不未一二两三四五六七八九十百千万每年月日季]")
_CLOSED = ("前", "底", "末", "内", "止")


def read_deadline(text: str, folded: str, year: int | None) -> Target | None:
    """Read a day, a month, a quarter, a year or a span of them; ``None`` where none is named.

    ``year`` is that of the form, for ``12月31日前``. The last day is the target.
    """
    span = read_span(folded, year)
    if span:
        return _target(text, span[1])
    lead = _lead().match(folded)
    bare = folded[lead.end() :] if lead else folded
    for end in reversed([found.end() for found in _ENDS.finditer(bare)]):
        words = bare[end:]
        if words and not _is_done(words, closed=bare[:end].endswith(_CLOSED)):
            continue
        span = read_span(bare[:end], year)
        if span:
            return _target(text, span[1])
    return _target(text, span[1]) if lead and (span := read_span(bare, year)) else None


def _target(text: str, last: object) -> Target | None:
    return Target(text, comparator="<=", type="date", date=last) if last else None  # type: ignore[arg-type]


@lru_cache(maxsize=1)
def _lead() -> re.Pattern[str]:
    """Return the pattern of what may stand before a date."""
    return re.compile(f"{_NAME}?{one_of(*lexicon().day_fillers)}?(?={_STARTS})")


@lru_cache(maxsize=1)
def _done() -> re.Pattern[str]:
    return re.compile(f"{one_of(*lexicon().tails)}{{1,4}}")


def _is_done(words: str, *, closed: bool) -> bool:
    """Return whether words behind a date only say what is done by then.

    After 前, 底 or 内 (``closed``) any short words do; after a bare date only those that say so.
    """
    if _done().fullmatch(words):
        return True
    return closed and _BEHIND.fullmatch(words) is not None and not _FIGURES.search(words)
