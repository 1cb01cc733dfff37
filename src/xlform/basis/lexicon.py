"""Words of the grammar, compiled once from ``templates/words/values``."""

from __future__ import annotations

import re
from functools import lru_cache

from xlform.values.numerals import NUMERALS, one_of
from xlform.values.words import Lexicon, lexicon

_SCALED = re.compile("(10*)?(.+)")


class BasisWords:
    """Patterns and sets of the words in force.

    ``one_thing`` maps a name to the one it goes by and the power of ten between the two.
    """

    def __init__(self, words: Lexicon) -> None:
        self.one_thing = {name: _thing(meant) for name, meant in words.one_thing.items()}
        self.counted = words.counters | words.measures | self.one_thing.keys()
        # The unit a run of prose begins with: 个社区经费 counts 个, 人次左右 counts 人次.
        self.counted_first = re.compile(f"[万千百十]?{one_of(*self.counted)}")
        estimates = one_of(*words.estimate_words)
        self.estimate_before = re.compile(f"{estimates}$")
        self.estimate_behind = re.compile(f"(.+?)({estimates})")
        leads = (*words.estimate_words, *words.lead_words, *words.figure_labels)
        self.leads = re.compile(f"(?:{one_of(*leads)})+$")
        self.total = re.compile(f"(?:^|[^不])({one_of(*words.total_words)})$")
        self.not_restating = re.compile(one_of(*words.not_restating))
        # 两场*0.5: numerals that end in a unit, between whatever stands before and the sign.
        units = one_of(*words.measures, *words.counters)
        self.numerals = re.compile(f"(?P<number>[{NUMERALS}]+)(?P<unit>{units})$")
        self.name_tail = re.compile(f"(.+?){one_of(*words.name_tails)}")
        self.name_head = re.compile(f"{one_of(*words.name_heads)}(.+)")
        self.calendar = frozenset(words.calendar)
        self.expenses = words.expense_words
        self.cost_levels = words.cost_levels
        self.count_levels = words.count_levels


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
    while found := words.name_head.fullmatch(name):
        name = found[1]
    while found := words.name_tail.fullmatch(name):
        name = found[1]
    return name
