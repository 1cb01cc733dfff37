"""What speaks against an indicator under its 二级指标, asked by Q-07 and Q-08."""

from __future__ import annotations

import re
from functools import lru_cache

from xlform.rules.context import RuleContext
from xlform.rules.quality.indicators import Indicator

_BLANKS = re.compile(r"\s+")
_BRACKETS = re.compile(r"[（(][^（()）]*[)）]")
_CLAUSE_ENDS = ("，", ",", "；", ";", "。")


def is_slogan(name: str, context: RuleContext) -> bool:
    """Whether a name is a sentence or a call to work rather than something to be measured."""
    bare = _bare(name)
    if bare in context.words.get("slogans", {}):
        return True
    if any(sign in bare for sign in _CLAUSE_ENDS):
        return True
    if bare.endswith(tuple(context.words.get("measurable-endings", ()))):
        return False
    return bare.startswith(tuple(context.words.get("slogan-openings", ())))


@lru_cache(maxsize=4096)
def _bare(name: str) -> str:
    return _BRACKETS.sub("", _BLANKS.sub("", name)).rstrip("。；，,.")


def misfit(one: Indicator, context: RuleContext) -> str:
    """Why an indicator does not fit: ``cost``, ``static``, ``time``, ``ecology``; "" if it does."""
    if one.family == "quantity":
        return _no_quantity(one, context)
    if one.family == "time" and is_slogan(one.name, context):
        return "" if _has(one.name, "time-words", context) else "time"
    if one.family == "ecology" and is_slogan(one.name, context):
        return "" if _has(one.name, "ecology-words", context) else "ecology"
    return ""


def _no_quantity(one: Indicator, context: RuleContext) -> str:
    money, _, per = one.target.unit.partition("/")
    if per and money in ("元", "万元", "亿元"):
        return "cost"
    return "static" if _has(one.name, "static-facts", context) else ""


def _has(text: str, words: str, context: RuleContext) -> bool:
    return any(word in text for word in context.words.get(words, {}))
