"""The words of the grammar, read once from ``words.toml`` beside this page."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

import msgspec

from xlform.values import words
from xlform.values.numerals import one_of


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The word lists by what they do; see ``words.toml``."""

    estimates: list[str]
    plans: list[str]
    totals: list[str]
    labels: list[str]
    not_restating: list[str]
    calendar: list[str]
    expenses: list[str]
    tails: list[str]
    heads: list[str]


class Levels(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """二级指标 whose targets 测算 can bear out."""

    cost: frozenset[str]
    count: frozenset[str]


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    same: dict[str, tuple[str, int]]
    words: Words
    levels: Levels


_FILE = msgspec.toml.decode(
    Path(__file__).with_name("words.toml").read_text(encoding="utf-8"), type=_File
)
SAME = _FILE.same
WORDS = _FILE.words
LEVELS = _FILE.levels
COUNTED = frozenset((*words.COUNTERS, *words.MEASURES, *SAME))
# The unit a run of prose begins with: 个社区经费 counts 个, 人次左右 counts 人次.
COUNTED_FIRST = re.compile(f"[万千百十]?{one_of(*COUNTED)}")
_TAIL = re.compile(f"(.+?){one_of(*WORDS.tails)}")
_HEAD = re.compile(f"{one_of(*WORDS.heads)}(.+)")


@lru_cache(maxsize=4096)
def core(name: str) -> str:
    """What a name is about: 预计整治清理费用 → 整治清理, 水质检测次数 → 水质检测."""
    while found := _HEAD.fullmatch(name):
        name = found[1]
    while found := _TAIL.fullmatch(name):
        name = found[1]
    return name
