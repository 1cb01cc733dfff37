"""Kinds of indicators by the shape of their names: a rate, a count, a deadline, a cost.

A Chinese name ends in what is measured (率, 数量, 时间, 成本, 满意度); the words before the end say
of what. The words are data: ``templates/words/kinds``. Source: 财预〔2021〕101号《指引》, kinds of
indicators; 财预〔2015〕88号, second levels.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Literal

import msgspec

from xlform.rules.quality.kind_words import KindWords, kind_words
from xlform.values.affixes import Affixes

KindName = Literal[
    "satisfaction",
    "quality-rate",
    "acceptance",
    "timely-rate",
    "awareness",
    "coverage",
    "rate",
    "change",
    "fall",
    "harm",
    "deadline",
    "response",
    "duration",
    "unit-cost",
    "cost",
    "standard",
    "money",
    "gain",
    "earning",
    "count",
    "",
]
Direction = Literal["up", "down", ""]
Measure = Literal[
    "percent", "people", "area", "length", "count", "things", "time", "years", "money", "",
]  # fmt: skip

_PARENTHESES = r"[（(\[【][^（()）\[\]【】]*[)）\]】]"
_BRACKETS = frozenset("（([【")
_EDGES = "。；，,.、:：≥≤=<>%％"
_RATE_STEMS: dict[str, tuple[KindName, Direction]] = {
    "quality_stems": ("quality-rate", "up"),
    "timely_stems": ("timely-rate", "up"),
    "awareness_stems": ("awareness", "up"),
    "coverage_stems": ("coverage", "up"),
    "good_stems": ("rate", "up"),
    "harm_stems": ("harm", "down"),
    "fall_stems": ("fall", "up"),
    "rise_stems": ("change", "up"),
}
# A lone 期 (工期, 办结期) is no end of a name: 分期, 首期 and 近期 are none of time.
_LONE_TERM = "期"
_SHARES = ("占比", "比例", "比重")
_KEPT_DOWN = "控制"
_OCCURRING, _NUMBER = "发生", "数"
# 清运月数 says how much is done; 办理天数 how fast.
_DUE_ENDS = ("时限", "工期", "用时", "耗时", "日期")
_LENGTHS = ("月数", "小时数", "日数", "天数", "时长")
_HANDLED = ("办理", "办结", "审批", "受理", "审核")


class Kind(msgspec.Struct, frozen=True):
    """Kind of an indicator: which way is better, and what its number is counted in."""

    name: KindName = ""
    better: Direction = ""
    measure: Measure = ""


_UNKNOWN = Kind()


@lru_cache(maxsize=4096)
def core_of(name: str) -> str:
    """Return a name without blanks, brackets and marks at its ends."""
    core = "".join(name.split())
    if not _BRACKETS.isdisjoint(core):
        core = re.sub(_PARENTHESES, "", core)
    return core.strip(_EDGES)


@lru_cache(maxsize=4096)
def kind_of(name: str) -> Kind:
    """Return the kind of an indicator by its name; one without kind where nothing tells it."""
    core = core_of(name)
    return _names().kind(core) if core else _UNKNOWN


@lru_cache(maxsize=1024)
def is_price(name: str) -> bool:
    """Return True if a name is that of a price (单场成本, 人均标准) and not of a sum."""
    words, core = kind_words(), core_of(name)
    return core.endswith((*words.standard_ends, *words.price_ends)) or has(core, words.price_words)


@lru_cache(maxsize=1024)
def is_whole(name: str) -> bool:
    """Return True if a name is that of all costs of a project together (总成本)."""
    return not is_price(name) and has(core_of(name), kind_words().whole_words)


def _says_by_how_much(core: str, lowering: Iterable[str]) -> bool:
    """Return True for 降低漏损率, which says by how much; 降低后漏损率 is what is left."""
    opening = next(filter(core.startswith, lowering), "")
    return bool(opening) and core[len(opening) : len(opening) + 1] != "后"


def has(text: str, words: Iterable[str]) -> bool:
    """Return True if a text holds one of the words."""
    for word in words:  # noqa: SIM110  (a generator costs twice as much, and names are many)
        if word in text:
            return True
    return False


@lru_cache(maxsize=1)
def _names() -> _Names:
    return _Names(kind_words())


class _Names:
    """Names by the words in force."""

    def __init__(self, words: KindWords) -> None:
        self.words = words
        self.rate_end = Affixes(words.rate_ends)
        self.rate_stem = Affixes(
            stem for group in _RATE_STEMS for stem in msgspec.structs.asdict(words)[group]
        )
        self.group = {
            stem: kind
            for group, kind in _RATE_STEMS.items()
            for stem in msgspec.structs.asdict(words)[group]
        }
        self.rising = frozenset(words.rise_stems)
        self.time_end = Affixes((*words.time_ends, *words.duration_ends))
        self.harm_count = Affixes(words.harm_count_ends)
        self.money_end = Affixes((*words.cost_ends, *words.standard_ends, *words.money_ends))
        counted: dict[str, Measure] = dict.fromkeys(words.not_count_ends, "")
        counted |= dict.fromkeys(words.count_ends, "count")
        counted |= dict.fromkeys(words.thing_ends, "things")
        counted |= dict.fromkeys(words.people_ends, "people")
        counted |= dict.fromkeys(words.area_ends, "area")
        counted |= dict.fromkeys(words.length_ends, "length")
        self.counted = counted
        self.count_end = Affixes(counted)

    def kind(self, core: str) -> Kind:
        """Return the kind of a name without brackets."""
        if core.endswith(self.words.satisfaction_ends):
            return Kind("satisfaction", "up", "percent")
        return (
            self._rate(core)
            or self._change(core)
            or self._time(core)
            or self._harm(core)
            or self._money(core)
            or self._count(core)
            or _UNKNOWN
        )

    def _rate(self, core: str) -> Kind | None:
        end = self.rate_end.before(core)
        if not end:
            return None
        words = self.words
        measure: Measure = "" if has(core, words.per_words) else "percent"
        stem = core[: -len(end)]
        word = self.rate_stem.before(stem)
        if not word and core.endswith(words.not_percent):
            return _UNKNOWN
        if not word:  # 感染发生率
            stem = stem.removesuffix(_OCCURRING)
            word = self.rate_stem.before(stem)
        if not word:
            return Kind("change" if end[-1] in "幅速度" else "rate", "", measure)
        name, better = self._rated(core, word, stem[: -len(word)], end)
        return Kind(name, better, measure)

    def _rated(self, core: str, word: str, before: str, end: str) -> tuple[KindName, Direction]:
        """Return kind and direction of a rate by the word before its end and what is before that.

        不 turns both round: 产品不合格率, 三年不复吸率.
        """
        words, (name, better) = self.words, self.group[word]
        if before.endswith(words.negation_marks) and name not in ("change", "fall"):
            return ("rate", "up") if name == "harm" else ("harm", "down")
        if name == "harm" and end in _SHARES and word in words.channel_stems:
            return "rate", ""  # 网上信访占比
        if name == "harm" and _says_by_how_much(core, words.lowering_openings):
            return "rate", ""  # 降低管网漏损率 ≥5个百分点, but also ≤8%
        if word == _KEPT_DOWN and before.endswith(words.controlled_words):
            return "rate", ""  # 公用经费控制率
        if name == "quality-rate" and has(core, words.acceptance_words):
            return "acceptance", better
        is_open = word in self.rising and has(before, words.not_better_when_rising)
        return name, "" if is_open else better

    def _change(self, core: str) -> Kind | None:
        """Read a name that ends in the change itself: 农药使用量较上年下降."""
        if not core.endswith((*self.words.fall_stems, *self.words.rise_stems)):
            return None
        if core.endswith(self.words.gain_words) and not core.endswith(self.words.fall_stems):
            return Kind("earning", "up", "money")  # 亩均增收
        if not core.endswith(self.words.rise_stems):
            return Kind("fall", "up")
        bad = has(core, self.words.not_better_when_rising)
        return Kind("change", "" if bad else "up")

    def _time(self, core: str) -> Kind | None:
        end = self.time_end.before(core)
        if not end or end == _LONE_TERM:
            return None
        if end in self.words.duration_ends:
            return Kind("duration", "up", "years" if end == "年限" else "time")
        name = self._time_name(core, core[: -len(end)], end)
        return Kind(name, "" if name == "duration" else "down", "time")

    def _time_name(self, core: str, stem: str, end: str) -> KindName:
        words = self.words
        lasting = stem.endswith(words.duration_words) or (
            end in _LENGTHS and not stem.endswith(_HANDLED)
        )
        if has(core, words.earlier_words):
            return "duration"
        if has(stem, words.response_words):
            return "response"
        due = stem.endswith(words.completion_words) or end in _DUE_ENDS
        return "deadline" if due and not lasting else "duration"

    def _money(self, core: str) -> Kind | None:
        words = self.words
        if self.counted.get(self.count_end.before(core)):
            return None
        if has(core, words.gain_words):
            spent = core.endswith(words.cost_ends) and not has(core, words.fall_stems)
            earned: KindName = "earning" if has(core, words.earning_words) else "gain"
            return None if spent else Kind(earned, "up", "money")
        end = self.money_end.before(core)
        return self._spent(core, end) if end else None

    def _spent(self, core: str, end: str) -> Kind:
        words = self.words
        if end in words.standard_ends:
            return Kind("standard", "", "money")
        is_unit = has(core, words.price_words)
        if has(core, words.burden_words) or not (is_unit or end in words.cost_ends):
            return Kind("money", "", "money")
        return Kind("unit-cost" if is_unit else "cost", "down", "money")

    def _harm(self, core: str) -> Kind | None:
        # 事件数 ends in 件数 as well.
        ends = ("", _NUMBER, self.harm_count.before(core))
        if not any(core.removesuffix(end).endswith(self.words.harm_nouns) for end in ends):
            return None
        return None if has(core, self.words.harm_not) else Kind("harm", "down")

    def _count(self, core: str) -> Kind | None:
        measure = self.counted.get(self.count_end.before(core), "")
        if not measure:
            return None
        doing = has(core, self.words.doing_words) and not has(core, self.words.capped_words)
        return Kind("count", "up" if doing else "", measure)
