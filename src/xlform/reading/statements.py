"""Amounts stated in sentences: which phrase each one follows, and those that can't be read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise, takewhile

import msgspec

from xlform.template.wording import Wording, amounts

# Ends of a clause; a comma within a number ends none.
_CLAUSE = re.compile(r"[\n。;、()]|,(?![0-9]{3}(?![0-9]))|(?<![0-9]),")
# What is no amount but stands for one: figures, units, blanks to fill in.
_LIKE_MONEY = re.compile(
    r"[0-9]|.{0,12}[百千万亿]元$|.{0,8}[0-9][元圆]$|[xX×_□○—/?-]+(?:[万亿]?元)?$"
)
_RANGE = re.compile("[至到~～—-]+[0-9]")
_SHOWN = 24
_TOGETHER = re.compile(r"分别(?:为|是|安排|计划|列)?:?$")
_JOINED = re.compile(r"^[、,和与及]$")


class Statement(msgspec.Struct, frozen=True):
    """Amount of a field in a passage: its span, the start of its phrase, ``readable`` or not."""

    field: str
    start: int
    end: int
    phrase: int
    readable: bool = True


class AmountPhrases:
    """Phrases of several amounts, compiled: the last one before an amount says what it is."""

    def __init__(self, phrases: Mapping[str, Sequence[str]], wording: Wording) -> None:
        self._wording = wording
        self._fields: dict[str, list[str]] = {}
        for field, words in phrases.items():
            for word in words:
                self._fields.setdefault(word, []).append(field)
        for word in wording.other:
            self._fields.setdefault(word, [])
        ordered = sorted(self._fields, key=lambda word: (-len(word), word))
        self._pattern = re.compile("|".join(map(re.escape, ordered)) or "(?!)")

    def statements(self, text: str) -> dict[str, Statement]:
        """Return the first amount of each field in folded text, unreadable where no other is."""
        found: dict[str, Statement] = {}
        for statement in self._stated(text):
            found.setdefault(statement.field, statement)
        for statement in self._unreadable(text):
            found.setdefault(statement.field, statement)
        return found

    def _stated(self, text: str) -> Iterator[Statement]:
        previous = 0
        matches = list(amounts(text))
        for number, amount in enumerate(matches):
            if amount.start() < previous:
                continue
            start = self._context(text, previous, amount.start())
            context = text[start : amount.start()]
            if _TOGETHER.search(context):
                yield from self._together(text, matches[number:])
            else:
                is_range = bool(_RANGE.match(text, amount.end()))
                end = _clause_end(text, amount.end()) if is_range else amount.end()
                for field, phrase in self._said(context):
                    yield Statement(field, amount.start(), end, start + phrase, not is_range)
            previous = amount.end()

    def _context(self, text: str, previous: int, end: int) -> int:
        """Return where the words about an amount begin: its clause, or the clause before."""
        starts = [previous, *(one.end() for one in _CLAUSE.finditer(text, previous, end))]
        while len(starts) > 1 and self._wording.link.fullmatch(text, starts[-1], end):
            starts.pop()
        return starts[-1]

    def _said(self, context: str) -> Iterator[tuple[str, int]]:
        """Yield the fields of the last phrase, if only linking words follow it."""
        last = next(reversed(list(self._pattern.finditer(context))), None)
        if last and self._wording.link.fullmatch(context, last.end()):
            for field in self._fields[last[0]]:
                yield field, last.start()

    def _together(self, text: str, matches: Sequence[re.Match[str]]) -> Iterator[Statement]:
        """Yield the amounts of 收入、支出分别为1万元、1万元, in the order of their phrases."""
        sentence = max(text.rfind(mark, 0, matches[0].start()) for mark in "\n。;") + 1
        phrases = list(self._pattern.finditer(text, sentence, matches[0].start()))
        joined = takewhile(
            lambda pair: _JOINED.match(text[pair[0].end() : pair[1].start()]), pairwise(matches)
        )
        together = [matches[0], *(second for _, second in joined)]
        named = [phrase for phrase in phrases if self._fields[phrase[0]]][-len(together) :]
        if len(named) == len(together):
            for phrase, amount in zip(named, together, strict=True):
                for field in self._fields[phrase[0]]:
                    yield Statement(field, amount.start(), amount.end(), phrase.start())

    def _unreadable(self, text: str) -> Iterator[Statement]:
        """Yield what stands in place of an amount after a phrase: 若干万元, 3O.5万元, 待定."""
        for phrase in self._pattern.finditer(text):
            link = self._wording.link.match(text, phrase.end())
            start = link.end() if link else phrase.end()
            if end := self.unreadable_end(text, start):
                for field in self._fields[phrase[0]]:
                    yield Statement(field, start, end, phrase.start(), readable=False)

    def unreadable_end(self, text: str, start: int) -> int:
        """Return the end of what is written in place of an amount; 0 for any other words."""
        end = _clause_end(text, start)
        words = text[start:end]
        if not words or end - start > _SHOWN:
            return 0
        is_like_money = self._wording.pending.match(words) or _LIKE_MONEY.match(words)
        return end if is_like_money and not any(a.start() == 0 for a in amounts(words)) else 0


def _clause_end(text: str, start: int) -> int:
    ending = _CLAUSE.search(text, start)
    return ending.start() if ending else len(text)
