"""Words of the grammar, those in force: ``templates/words/values``."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from xlform.basis.records import Unit
from xlform.values.affixes import Affixes
from xlform.values.numerals import NUMERALS, number
from xlform.values.words import Lexicon, lexicon

_MONEY = ("元", "万元", "亿元", "千元", "百元")
_LONGEST_THING = 4
# 日处理5000吨 is a rate, 日常维护5次 is none.
NO_RATE = frozenset("常期间度用均份底内初末中")
_SCALED = re.compile("(10*)?(.+)")
_SCALES = "万千百十"
_LONGEST_LEAD = 8


class Each(NamedTuple):
    """Things a price or rate is for each of, and the start of the words for them."""

    things: tuple[str, ...]
    start: int


class BasisWords:
    """Sets of words by what they do.

    ``one_thing`` maps a name to the one it goes by and the power of ten between the two.
    """

    def __init__(self, words: Lexicon) -> None:
        self.one_thing = {name: _thing(meant) for name, meant in words.one_thing.items()}
        self.counted = Affixes((*words.counters, *words.measures, *self.one_thing))
        self.estimates = Affixes(words.estimate_words)
        self.leads = Affixes((*words.estimate_words, *words.lead_words, *words.figure_labels))
        self.totals = Affixes(words.total_words)
        self.not_restating = words.not_restating
        self.units = Affixes((*words.measures, *words.counters))
        self.sums = Affixes((*words.measures, *words.counters, *_MONEY))
        self.each = Affixes((*words.each, *self.counted.words))
        self.price_labels = words.price_labels
        self.claims = Affixes((*words.claim_words, *words.estimate_words))
        self.summing, self.of_year = Affixes(words.summing_words), words.year_words
        self.earlier, self.minus, self.whole = (
            words.earlier_words,
            words.minus_words,
            words.whole_words,
        )
        self.shares = words.share_words
        self.rises, self.falls = words.rise_words, words.fall_words
        self.arranging = words.arranging_words
        self.limits_before, self.limits_behind = words.limits_before, words.limits_behind
        self.including = words.including_words
        self.including_in_brackets = words.including_in_brackets
        self.instalments = words.instalment_words
        self.rates = words.label_ends
        self.name_tails = Affixes(words.name_tails)
        self.name_heads = Affixes(words.name_heads)
        self.calendar = words.calendar
        self.expenses = words.expense_words
        self.cost_levels = words.cost_levels
        self.count_levels = words.count_levels

    def counted_at(self, text: str, start: int = 0) -> str:
        """Return the unit prose begins with: 个 of 个社区经费, 万人 of 万人左右; "" for none."""
        if text[start : start + 1] in _SCALES:
            scaled = self.counted.at(text, start + 1)
            if scaled and start < len(text):
                return text[start] + scaled
        return self.counted.at(text, start)

    def numerals_before(self, text: str) -> tuple[str, str] | None:
        """Return the numerals and the unit a text ends in: 两, 场 of 演出两场; 五千, 元."""
        unit = self.sums.before(text)
        while unit:
            head = text[: -len(unit)]
            figures = head[len(head.rstrip(NUMERALS)) :]
            if figures:
                return figures, unit
            unit = self.sums.before(unit[1:])
        return None

    def numerals_in(self, text: str) -> tuple[Decimal, Unit] | None:
        """Return the count in words a text begins or ends with: 三个村, 两校."""
        figures = text[: len(text) - len(text.lstrip(NUMERALS))]
        value = number(figures) if figures else None
        unit = text[len(figures) :]
        return (value, Unit(unit, over=(unit,))) if value is not None and unit else None

    def without_claims(self, lead: str) -> str:
        """Return the words before a sum without those that only say it is a result."""
        return self.claims.stripped(lead, at_most=_LONGEST_LEAD)

    def change_in(self, lead: str) -> str:
        """Return "+" for 上浮 and "-" for 下浮 in the words before a figure; "" for neither."""
        if any(word in lead for word in self.falls):
            return "-"
        return "+" if any(word in lead for word in self.rises) else ""

    def change_at_end(self, lead: str) -> str:
        """Return the same for words that end so: 较上年增加."""
        if lead.endswith(self.falls):
            return "-"
        return "+" if lead.endswith(self.rises) else ""

    def is_share(self, lead: str) -> bool:
        """Return whether a percentage behind these words is a part of what stands before."""
        return not lead or any(word in lead for word in self.shares)

    def is_fee(self, lead: str) -> bool:
        """Return whether a percentage is that of a fee on top: 监理费按2%."""
        return lead.rstrip("按计约取提为").endswith((*self.expenses, "金", "税"))

    def is_rate(self, lead: str) -> bool:
        """Return whether a percentage behind these words is a rate of something else: 合格率."""
        return lead.endswith(("率", "率达", "率达到", "率为", "满意度", "满意度达到"))

    def is_limit(self, lead: str, behind: str) -> bool:
        """Return whether a sum is a limit: 不超过10万元, 10万元以内."""
        return lead.endswith(self.limits_before) or behind.startswith(self.limits_behind)

    def is_of_year(self, lead: str) -> bool:
        """Return whether a sum is said of all the months of a year."""
        return any(word in lead for word in self.of_year)

    def sums_up(self, lead: str) -> bool:
        """Return whether a total is said of all items before it."""
        return bool(self.summing.before(self.without_leads(lead)))

    def each_of(self, lead: str) -> Each | None:
        """Return what 每人每月 or 人均 in the words before a figure divide it by."""
        things: list[str] = []
        start = here = -1
        while (here := lead.find("每", here + 1)) >= 0:
            thing = self._thing_each(lead, here + 1)
            if thing:
                things.append(thing)
                start = here if start < 0 else start
                things += _rate_of_time(lead[here + 1 + len(thing) :])
        average = lead.find("均", 1)
        thing = self.each.before(lead[:average]) if average > 0 else ""
        if thing:
            things.append(thing)
            start = average - len(thing) if start < 0 else start
            things += [one for one in ("月", "年", "日") if lead.startswith(one, average + 1)]
        return Each(tuple(things), start) if things else None

    def _thing_each(self, lead: str, start: int) -> str:
        start += lead.startswith("一", start)
        thing = self.each.at(lead, start)
        if thing == "个":  # 每个社区
            return thing + (self.each.at(lead, start + 1))
        rest = lead[start:]
        return thing or (rest if len(rest) <= _LONGEST_THING and "每" not in rest else "")

    def without_leads(self, text: str) -> str:
        """Return the words before a figure without 预计, 约, 单价 and the like."""
        return self.leads.stripped(text, at_most=_LONGEST_LEAD)

    def restates(self, noun: str) -> bool:
        """Return whether a number behind these words may be this plan's own, said twice."""
        return not any(word in noun for word in self.not_restating)


def _rate_of_time(words: str) -> list[str]:
    """Return the time of a rate before its verb: 日 of 每座日处理, none of 每人日常."""
    timed = len(words) > 1 and words[0] in "日月年" and words[1] not in NO_RATE
    return [words[0]] if timed else []


def _thing(meant: str) -> tuple[str, int]:
    found = _SCALED.fullmatch(meant)
    scale = found[1] if found else ""
    return (found[2] if found else meant), len(scale) - 1 if scale else 0


@lru_cache(maxsize=1)
def basis_words() -> BasisWords:
    """Return the words in force."""
    return BasisWords(lexicon())


@lru_cache(maxsize=4096)
def core_name(name: str) -> str:
    """Return what a name is about: 预计整治清理费用 → 整治清理, 水质检测次数 → 水质检测."""
    words = basis_words()
    while 0 < len(head := words.name_heads.at(name)) < len(name):
        name = name[len(head) :]
    while 0 < len(tail := words.name_tails.before(name)) < len(name):
        name = name[: -len(tail)]
    return name
