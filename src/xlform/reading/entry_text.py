"""Text of an entry in prose: where its name ends, its amount, and the labels of its texts."""

from __future__ import annotations

import re

import msgspec

from xlform.reading.ordinals import without_ordinals
from xlform.reading.statements import AmountPhrases, Statement
from xlform.template.form import TableTemplate
from xlform.template.wording import EntryWording, Wording, amounts

MAX_NAME = 40
# The name ends where one of these follows.
_NAME_END = re.compile("[\n。:;,]")
_AMOUNT_PLACE = re.compile("[\n。:;,(]")
_OPENING = "(:,"
# Parts of an amount: 其中市级20万元.
SPLIT = re.compile("其中:?")


class Feature(msgspec.Struct, frozen=True):
    """Part of a text: column, start and end of its label, or of an amount with its phrase."""

    column: str
    start: int
    end: int


class EntryText:
    """Finds the parts of a table's entries in folded text."""

    def __init__(self, table: TableTemplate, wording: Wording) -> None:
        self.words = EntryWording(table, wording)
        self._phrases = AmountPhrases({self.words.amount: self.words.amount_words}, wording)

    def columns(self, text: str) -> tuple[str, ...]:
        """Return the columns whose label or amount is in a paragraph, in order."""
        if not text:
            return ()
        found = [Feature(name, m.start("start"), m.end()) for name, m in self.words.starts(text)]
        if amount := self._amount(text):
            found.append(Feature(self.words.amount, amount.phrase, amount.end))
        found.sort(key=lambda feature: feature.start)
        return tuple(dict.fromkeys(feature.column for feature in found))

    def features(self, text: str) -> list[Feature]:
        """Return the first label of each text column, in order."""
        found: dict[str, Feature] = {}
        for name, match in self.words.starts(text):
            feature = Feature(name, match.start("start"), match.end())
            if name not in found or feature.start < found[name].start:
                found[name] = feature
        return sorted(found.values(), key=lambda feature: feature.start)

    def name(self, text: str, start: int, features: list[Feature]) -> tuple[int, int]:
        """Return the span of the name: up to a separator, an amount or a label."""
        ending = _NAME_END.search(text, start)
        ends = [ending.start() if ending else len(text)]
        ends += [feature.start for feature in features if feature.start >= start]
        if amount := self._amount(text[start:]):
            ends.append(start + amount.phrase)
        end = min(ends)
        while end > start and text[end - 1] == "(":
            end -= 1
        return (start, end) if end - start <= MAX_NAME else (start, start)

    def amount(self, text: str, features: list[Feature]) -> Statement | None:
        """Return the amount of an entry: after a phrase, behind the name, or the first stated."""
        found = self._phrases.statements(text).get(self.words.amount)
        if found and found.readable:
            return found
        after = self._after_name(text)
        if after or found:
            return after or found
        limit = min((feature.start for feature in features), default=len(text))
        for amount in amounts(text):
            if amount.end() > limit:
                break
            if not SPLIT.search(text, max(0, amount.start() - MAX_NAME), amount.start()):
                return Statement(self.words.amount, amount.start(), amount.end(), amount.start())
        return None

    def _amount(self, text: str) -> Statement | None:
        found = self._phrases.statements(text).get(self.words.amount)
        return found or self._after_name(text)

    def _after_name(self, text: str) -> Statement | None:
        """Return an amount right behind the name: 绿化专项（60万元）, 绿化专项：60万元."""
        name = without_ordinals(text)
        offset = len(text) - len(name)
        if amount := next(iter(amounts(name)), None):
            before = name[: amount.start()].rstrip(_OPENING)
            is_name = len(before) <= MAX_NAME and not _NAME_END.search(before)
            is_apart = len(before) < amount.start() or not before
            if is_name and is_apart and not SPLIT.search(before):
                start, end = offset + amount.start(), offset + amount.end()
                return Statement(self.words.amount, start, end, offset + len(before))
        for place in _AMOUNT_PLACE.finditer(name, 0, MAX_NAME):
            end = self._phrases.unreadable_end(name, place.end())
            if end and not name[place.end()].isdigit():
                start = offset + place.end()
                phrase = offset + place.start()
                return Statement(self.words.amount, start, offset + end, phrase, readable=False)
        return None
