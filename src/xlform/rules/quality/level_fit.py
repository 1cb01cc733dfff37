"""Reasons why an indicator does not fit its 二级指标, for Q-07 and Q-08."""

from __future__ import annotations

import re
from functools import lru_cache

from xlform.rules.context import RuleContext
from xlform.rules.quality.indicators import Indicator

_WHITESPACE = re.compile(r"\s+")
_PARENTHESES = re.compile(r"[（(][^（()）]*[)）]")
# A 三级指标 is a noun phrase: a name with a clause in it is a sentence.
_CLAUSE_ENDS = frozenset("，,；;。")


def is_slogan(name: str, context: RuleContext) -> bool:
    """Return True if a name is a sentence or a slogan rather than something measurable."""
    plain = _without_brackets(name)
    if plain in context.words.get("slogans", {}):
        return True
    if not _CLAUSE_ENDS.isdisjoint(plain):
        return True
    if plain.endswith(tuple(context.words.get("measurable-endings", ()))):
        return False
    return plain.startswith(tuple(context.words.get("slogan-openings", ())))


@lru_cache(maxsize=4096)
def _without_brackets(name: str) -> str:
    return _PARENTHESES.sub("", _WHITESPACE.sub("", name)).rstrip("。；，,.")


def misfit(indicator: Indicator, context: RuleContext) -> str:
    """Return why an indicator does not fit: cost, static, time or ecology; "" if it fits."""
    if indicator.family == "quantity":
        return _quantity_misfit(indicator, context)
    if indicator.family == "time" and is_slogan(indicator.name, context):
        return "" if _contains_any(indicator.name, "time-words", context) else "time"
    if indicator.family == "ecology" and is_slogan(indicator.name, context):
        return "" if _contains_any(indicator.name, "ecology-words", context) else "ecology"
    return ""


def _quantity_misfit(indicator: Indicator, context: RuleContext) -> str:
    currency, _, per = indicator.target.unit.partition("/")
    if per and currency in ("元", "万元", "亿元"):
        return "cost"
    return "static" if _contains_any(indicator.name, "static-facts", context) else ""


def _contains_any(text: str, words: str, context: RuleContext) -> bool:
    return any(word in text for word in context.words.get(words, {}))
