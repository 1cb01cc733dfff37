"""Amounts stated in sentences: which phrase each one follows, and those that can't be read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

import msgspec

from xlform.reading.clauses import Clauses, clauses
from xlform.template.wording import Wording

# Limit of what is quoted in place of an amount.
_QUOTED = 24
_TOGETHER = "分别"
_JOINING = frozenset("、,和与及")
_SENTENCE = "\n。;"
# An anchored phrase follows one of these; the last two end a number.
_BEFORE = frozenset("\n。;,、:().")
# In a clause without any of these is no amount, readable or not.
_MONEY = frozenset("0123456789元圆×□_")


class Statement(msgspec.Struct, frozen=True):
    """Amount of a field in a passage: its span, the start of its phrase, ``readable`` or not."""

    field: str
    start: int
    end: int
    phrase: int
    readable: bool = True


class AmountPhrases:
    """Phrases of several amounts: the last one before an amount says what it is.

    Those ``anchored`` count only at the start of a clause: 经费：5万元, not 社区经费：5万元.
    """

    def __init__(
        self,
        phrases: Mapping[str, Sequence[str]],
        wording: Wording,
        anchored: frozenset[str] = frozenset(),
    ) -> None:
        self._wording = wording
        self._anchored = anchored
        self._fields: dict[str, list[str]] = {word: [] for word in wording.other}
        for field, words in phrases.items():
            for word in words:
                self._fields.setdefault(word, []).append(field)
        self._count = len(phrases)
        # Phrases by their last character, the longest first.
        self._by_end: dict[str, list[str]] = {}
        for word in sorted(self._fields, key=len, reverse=True):
            self._by_end.setdefault(word[-1:], []).append(word)

    def statements(self, text: str) -> dict[str, Statement]:
        """Return the first amount of each field in folded text, unreadable where no other is."""
        found: dict[str, Statement] = {}
        known = clauses(text)
        for statement in self._stated(known):
            found.setdefault(statement.field, statement)
        if len(found) < self._count:
            for statement in self._unreadable(known):
                found.setdefault(statement.field, statement)
        return found

    def unreadable_end(self, known: Clauses, start: int, *, strict: bool = False) -> int:
        """Return the end of what is written in place of an amount; 0 for any other words.

        With ``strict`` it begins with a figure and ends with a unit of money.
        """
        end = known.end(start)
        if not 0 < end - start <= _QUOTED:
            return 0
        is_pending = known.text.startswith(self._wording.pending, start, end)
        return end if is_pending or known.is_like_money(start, end, strict=strict) else 0

    def _stated(self, known: Clauses) -> Iterator[Statement]:
        previous = 0
        for number, (start, end) in enumerate(known.amounts):
            context = self._context(known, previous, start)
            if self._are_together(known.text, context, start):
                yield from self._together(known, number)
            elif phrase := self._phrase(known.text, context, start):
                is_range = known.is_range(end)
                stop = known.end(end) if is_range else end
                for field in self._fields[phrase[1]]:
                    yield Statement(field, start, stop, phrase[0], readable=not is_range)
            previous = end

    def _context(self, known: Clauses, previous: int, end: int) -> int:
        """Return where the words about an amount begin: its clause, or the clause before."""
        starts = known.starts(previous, end)
        while len(starts) > 1 and self._wording.is_link(known.text, starts[-1], end):
            end = starts.pop() - 1
        return starts[-1]

    def _phrase(self, text: str, start: int, end: int) -> tuple[int, str] | None:
        """Return the last phrase and where it starts, if only linking words follow it."""
        for stop in self._wording.link_starts(text, start, end):
            for word in self._by_end.get(text[stop - 1 : stop], ()):
                at = stop - len(word)
                if text.endswith(word, start, stop) and self._may_start(text, at, word):
                    return at, word
        return None

    def _may_start(self, text: str, at: int, word: str) -> bool:
        return word not in self._anchored or not at or text[at - 1] in _BEFORE

    def _are_together(self, text: str, start: int, end: int) -> bool:
        if _TOGETHER not in text[start:end]:
            return False
        stops = self._wording.link_starts(text, start, end)
        return any(text.endswith(_TOGETHER, start, stop) for stop in stops)

    def _together(self, known: Clauses, number: int) -> Iterator[Statement]:
        """Yield the amounts of 收入、支出分别为1万元、1万元, in the order of their phrases."""
        text = known.text
        together = [known.amounts[number]]
        for amount in known.amounts[number + 1 :]:
            gap = known.after(together[-1][1])
            is_joined = text[gap : gap + 1] in _JOINING and gap < amount[0]
            if not is_joined or not self._wording.is_link(text, gap + 1, amount[0]):
                break
            together.append(amount)
        start = together[0][0]
        sentence = max(text.rfind(mark, 0, start) for mark in _SENTENCE) + 1
        phrases = list(self._phrases_in(text, sentence, start))[-len(together) :]
        if len(phrases) == len(together):
            for (at, word), amount in zip(phrases, together, strict=True):
                for field in self._fields[word]:
                    yield Statement(field, *amount, at)

    def _phrases_in(self, text: str, start: int, end: int) -> Iterator[tuple[int, str]]:
        """Yield the phrases of fields in a part of a text, none within another."""
        while start < end:
            found = [(at, -len(w)) for w in self._fields if (at := text.find(w, start, end)) >= 0]
            if not found:
                return
            at, length = min(found)
            word = text[at : at - length]
            if self._fields[word] and self._may_start(text, at, word):
                yield at, word
            start = at - length

    def _unreadable(self, known: Clauses) -> Iterator[Statement]:
        """Yield what stands in place of an amount after a phrase: 若干万元, 3O.5万元, 待定."""
        pending = [word for word in self._wording.pending if word in known.text]
        for start, end in known.spans():
            part = known.text[start:end]
            if _MONEY.isdisjoint(part) and not any(word in part for word in pending):
                continue
            for at, word in self._phrases_in(known.text, start, end):
                place = self._wording.link_end(known.text, at + len(word), end)
                if stop := self.unreadable_end(known, place):
                    for field in self._fields[word]:
                        yield Statement(field, place, stop, at, readable=False)


@lru_cache(maxsize=64)
def amount_phrases(wording: Wording, under: tuple[str, ...]) -> AmountPhrases:
    """Return the phrases of the amounts of a section, prepared once."""
    return AmountPhrases(wording.amount_fields(under), wording)
