"""Texts that fill a cell without a value: ``/``, 无, 待定, 同上, 详见附件, 例：…, 年 月 日."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from xlform.model.memoize import memoize
from xlform.model.submission import Period, Target, Value
from xlform.rules.context import RuleContext

_DECORATION = re.compile(r"[\s:：。.!！、，,;；]+")
_STROKES = frozenset("-—–－─_＿/／\\、.。·~～… \t\n\u3000\xa0")
_QUESTIONS = frozenset("?？")
# A date with a blank where its year, month or day is due, blanks taken out.
_BLANK_DATE = (
    r"年[0-9]{0,2}月日|年月[0-9]{0,2}日|年月(?:[底末前]|$|[-至到~])|^月日|^年[0-9]*月[0-9]*日"
)
# Numbering with nothing behind it, and the length a prompt asks for.
_NUMBERED = frozenset("(（一二三四五六七八九十123456789目指任")
_NUMBER_ENDS = frozenset(")）、.．:：…\n")
_NUMBERING = (
    r"(?:[(（]?[一二三四五六七八九十]{1,2}[)）、.．]|[0-9]{1,2}[、.．)）](?![0-9])|[(（][0-9]{1,2}[)）]"
    r"|(?:目标|指标|任务)[0-9一二三四五]?[:：]|…|\s)+"
)
_LENGTH = "[(（]?[^0-9，。]{0,6}[0-9]{2,4}个?字[^，。]{0,4}"
_DIGIT = "[0-9０-９一二三四五六七八九十百]"
# Longer cells say more than that something is undecided or stands elsewhere.
_LONGEST_PENDING, _LONGEST_REFERENCE, _LONGEST_DATE = 14, 20, 24


class Fillers:
    """Such texts by the word lists of a check."""

    def __init__(self, words: Mapping[str, Mapping[str, str]]) -> None:
        self.none = frozenset(map(_undecorated, words.get("none-words", ())))
        self.bare = frozenset(map(_undecorated, words.get("bare-placeholders", ())))
        self.none_openings = _STROKES | {word[0] for word in self.none if word}
        self.names = frozenset(words.get("placeholder-names", ()))
        self.pending = tuple(words.get("pending-openings", ()))
        self.referring = tuple(words.get("referring-openings", ()))
        self.example = tuple(words.get("example-openings", ()))
        self.openings = frozenset(
            word[0] for word in (*self.pending, *self.referring, *self.example)
        )
        bare = {word[0] for word in self.bare if word}
        self.suspect = (
            frozenset(" \t\n\u3000\xa0:：。.") | _NUMBERED | _QUESTIONS | bare | self.openings
        )

    def is_none(self, text: str) -> bool:
        """Return True if a text says that there is nothing: /, ——, 无, 不涉及."""
        if len(text) > _LONGEST_PENDING or text[:1] not in self.none_openings:
            return False
        return _STROKES.issuperset(text) or _undecorated(text) in self.none

    def is_dummy(self, text: str) -> bool:
        """Return True if a text only says that the value is to come, or is elsewhere."""
        if not self.may_be_dummy(text):
            return False
        text = text.strip()
        if text[:1] in self.openings and self._opens_dummy(text):
            return True
        return len(text) <= _LONGEST_DATE and self._is_bare(text)

    def may_be_dummy(self, text: str) -> bool:
        """Return False for most texts, which begin with no character of such a text."""
        if text[:1] in self.suspect:
            return True
        return len(text) <= _LONGEST_DATE and ("月" in text or "字" in text)

    def _is_bare(self, text: str) -> bool:
        numbered = text[-1:] in _NUMBER_ENDS and text[:1] in _NUMBERED
        if numbered and re.fullmatch(_NUMBERING, text):
            return True
        plain = _undecorated(text)
        if plain in self.bare or (plain and _QUESTIONS.issuperset(plain)):
            return True
        if "月" in plain and re.search(_BLANK_DATE, plain):
            return True
        return "字" in plain and re.fullmatch(_LENGTH, plain) is not None

    def _opens_dummy(self, text: str) -> bool:
        if text.startswith(self.example):
            return True
        if len(text) <= _LONGEST_REFERENCE and text.startswith(self.referring):
            return True
        pending = len(text) <= _LONGEST_PENDING and text.startswith(self.pending)
        return pending and not re.search(_DIGIT, text)

    def is_blank(self, value: Value) -> bool:
        """Return True if a value is blank, or is text that says that there is nothing."""
        if type(value) is str:
            return not value or (value[0] in self.none_openings and self.is_none(value))
        if isinstance(value, Period | Target):
            return not value.text or self.is_none(value.text)
        return value is None


@memoize
def fillers_of(words: Mapping[str, Mapping[str, str]]) -> Fillers:
    """Return the texts that fill without a value, by these word lists."""
    return Fillers(words)


def fillers(context: RuleContext) -> Fillers:
    """Return the texts that fill without a value, by the word lists of a check."""
    return fillers_of(context.words)


@lru_cache(maxsize=4096)
def _undecorated(text: str) -> str:
    """Return a short text without blanks and punctuation."""
    return _DECORATION.sub("", text)
