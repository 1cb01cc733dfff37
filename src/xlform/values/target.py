"""指标值: what an indicator has to reach, read from one cell of free text."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

from xlform.model.submission import Target
from xlform.values.deadlines import read_deadline
from xlform.values.labels import read_labelled
from xlform.values.numerals import NUMERALS, fold
from xlform.values.quantities import read_quantity
from xlform.values.words import lexicon

# The platform takes at most 150 characters; nothing half as long is a number and its unit.
_LONGEST = 80
# One character tells most qualitative values (提升, 较好完成) from all that have to be parsed.
_COUNTABLE = frozenset(f"0123456789年月季半{NUMERALS}")
_CALENDAR = "年月季"
_NO_DATES = "/每个"
# Days, months and spans of months in figures alone.
_DATED = (
    r"(?:19|20)[0-9]{2}([-./])[0-9]{1,2}\1[0-9]"
    r"|^(?:19|20)[0-9]{2}(?:[-/][0-9]{1,2}|\.[0-9]{2}|[01][0-9][0-3][0-9])$"
    r"|(?<![0-9.])(?:19|20)[0-9]{2}[-./][0-9]{1,2}[-~至到](?:(?:19|20)[0-9]{2}[-./])?[0-9]{1,2}$"
)
_QUOTES = {"“": "”", '"': '"', "‘": "’", "'": "'", "「": "」", "【": "】", "[": "]", "(": ")"}
# 1. 1、 (1) ① 一、 指标1: before a value; before another figure it may be part of the number.
_NUMBERING = (
    r"(?:\([0-9]{1,2}\)|[0-9]{1,2}[.、)]|[①-⑳]|[一二三四五六七八九十]{1,2}、|(?:指标|目标)[0-9]{1,2}:)"
    r"(?=[^0-9])"
)
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_NUMBERS = frozenset(f"(0123456789一二三四五六七八九十指目{_CIRCLED}")
# One of these ends a numbering, of which the longest is 指标12:.
_ENDS = frozenset(f".、):{_CIRCLED}")
_LONGEST_NUMBERING = 5


def parse_target(text: str, year: int | None = None) -> Target:
    """Read what a 指标值 asks for, with the text kept as given; never raises.

    A number has its comparator ("=" where none is written) and its unit as written, but 万 and
    亿 become 万元 and 亿元; ``90%`` is 90 of unit %. A range has ``low`` and ``high``. A date is
    the last day meant, comparator "<="; ``year`` is that of the form, for a text that names none.
    A name before the number and a note behind it are passed over; ``/`` and 无 are empty. The rest
    is qualitative: a sentence is never searched for a number. Source: domain.md §2.5.
    """
    folded = fold(text)
    words = lexicon()
    if not folded or folded in words.none:
        return Target(text)
    if len(folded) > _LONGEST or _COUNTABLE.isdisjoint(folded) or folded in words.numeral_words:
        return Target(text, type="qualitative")
    return (
        _read(text, folded, year)
        or _read(text, _unwrapped(folded), year)
        or Target(text, type="qualitative")
    )


@lru_cache(maxsize=1)
def _signs() -> tuple[str, ...]:
    return tuple(lexicon().signs)


def _read(text: str, folded: str, year: int | None) -> Target | None:
    if not folded:
        return None
    return (
        (read_deadline(text, folded, year) if _is_dated(folded) else None)
        or read_quantity(text, folded)
        or read_labelled(text, folded, year)
    )


def _is_dated(folded: str) -> bool:
    """Return whether a day or month may be named: 2次/年 and 每月2次 name none."""
    for sign in _CALENDAR:
        at = folded.find(sign)
        while at >= 0:
            if not at or folded[at - 1] not in _NO_DATES:
                return True
            at = folded.find(sign, at + 1)
    in_figures = "19" in folded or "20" in folded
    return in_figures and re.search(_DATED, folded) is not None


def _unwrapped(folded: str) -> str:
    """Return a value without quotes or brackets around it and without numbering; "" for neither.

    Round brackets go only around a sign: a number in brackets may be a negative one.
    """
    bare = folded
    close = _QUOTES.get(bare[0])
    if close and bare[-1] == close and close not in bare[1:-1]:
        inner = bare[1:-1]
        bare = inner if close != ")" or inner.startswith(_signs()) else bare
    is_numbered = (
        bare[:1] in _NUMBERS
        and any(
            one in _ENDS and after not in "0123456789"  # the point of a number
            for one, after in pairwise(bare[: _LONGEST_NUMBERING + 1])
        )
    )
    numbering = re.match(_NUMBERING, bare) if is_numbered else None
    bare = bare[numbering.end() :] if numbering else bare
    return "" if bare == folded else bare
