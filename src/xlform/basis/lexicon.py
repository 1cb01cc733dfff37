"""Words of the grammar, those in force: ``templates/words/values``."""

from __future__ import annotations

import re
from functools import lru_cache

from xlform.values.affixes import Affixes
from xlform.values.numerals import NUMERALS
from xlform.values.words import Lexicon, lexicon

_SCALED = re.compile("(10*)?(.+)")
_SCALES = "万千百十"
_LONGEST_LEAD = 8


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
        """Return the numerals and the unit a text ends in: 两, 场 of 演出两场."""
        unit = self.units.before(text)
        while unit:
            head = text[: -len(unit)]
            figures = head[len(head.rstrip(NUMERALS)) :]
            if figures:
                return figures, unit
            unit = self.units.before(unit[1:])
        return None

    def without_leads(self, text: str) -> str:
        """Return the words before a figure without 预计, 约, 单价 and the like."""
        return self.leads.stripped(text, at_most=_LONGEST_LEAD)

    def restates(self, noun: str) -> bool:
        """Return whether a number behind these words may be this plan's own, said twice."""
        return not any(word in noun for word in self.not_restating)


def _thing(meant: str) -> tuple[str, int]:
    found = _SCALED.fullmatch(meant)
    scale = found[1] if found else ""
    return (found[2] if found else meant), len(scale) - 1 if scale else 0


@lru_cache(maxsize=1)
def basis_words() -> BasisWords:
    """Return the words in force."""
    return BasisWords(lexicon())


@lru_cache(maxsize=4096)
def core(name: str) -> str:
    """Return what a name is about: 预计整治清理费用 → 整治清理, 水质检测次数 → 水质检测."""
    words = basis_words()
    while 0 < len(head := words.name_heads.at(name)) < len(name):
        name = name[len(head) :]
    while 0 < len(tail := words.name_tails.before(name)) < len(name):
        name = name[: -len(tail)]
    return name
