"""What speaks against an indicator under its 二级指标, asked by Q-07 and Q-08."""

from __future__ import annotations

import re
from functools import lru_cache

from xlform.rules.desk import Desk
from xlform.rules.quality.indicators import Indicator

_BLANKS = re.compile(r"\s+")
_BRACKETS = re.compile(r"[（(][^（()）]*[)）]")
_CLAUSE_ENDS = ("，", ",", "；", ";", "。")


def is_slogan(name: str, desk: Desk) -> bool:
    """Whether a name is a sentence or a call to work rather than something to be measured."""
    bare = _bare(name)
    if bare in desk.words.get("slogans", {}):
        return True
    if any(sign in bare for sign in _CLAUSE_ENDS):
        return True
    if bare.endswith(tuple(desk.words.get("measurable-endings", ()))):
        return False
    return bare.startswith(tuple(desk.words.get("slogan-openings", ())))


@lru_cache(maxsize=4096)
def _bare(name: str) -> str:
    return _BRACKETS.sub("", _BLANKS.sub("", name)).rstrip("。；，,.")


def misfit(one: Indicator, desk: Desk) -> str:
    """Why an indicator does not fit: ``cost``, ``static``, ``time``, ``ecology``; "" if it does."""
    if one.family == "quantity":
        return _no_quantity(one, desk)
    if one.family == "time" and is_slogan(one.name, desk):
        return "" if _has(one.name, "time-words", desk) else "time"
    if one.family == "ecology" and is_slogan(one.name, desk):
        return "" if _has(one.name, "ecology-words", desk) else "ecology"
    return ""


def _no_quantity(one: Indicator, desk: Desk) -> str:
    money, _, per = one.target.unit.partition("/")
    if per and money in ("元", "万元", "亿元"):
        return "cost"
    return "static" if _has(one.name, "static-facts", desk) else ""


def _has(text: str, words: str, desk: Desk) -> bool:
    return any(word in text for word in desk.words.get(words, {}))
