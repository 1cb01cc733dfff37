"""Text of an entry in prose: where its name ends, its amount, and the labels of its texts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

import msgspec

from xlform.reading.clauses import clauses
from xlform.reading.ordinals import without_ordinals
from xlform.reading.statements import AmountPhrases, Statement
from xlform.template.form import TableTemplate
from xlform.template.wording import EntryWording, Wording

MAX_NAME = 40
MAX_LABEL = 24
_NUMBER = 8
# Before a label or lead-in; 元 and 整 end an amount (安排5万元用于).
_BEFORE = frozenset("\n。;,:)】元整")
# The name ends, or an amount behind it begins, where one of these follows.
_NAME_END = frozenset("\n。:;,")
_LABEL_ENDS = ("", ":", "\n")
_OPENING = "(:,"
# Parts of an amount: 其中市级20万元.
SPLIT = "其中"


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
        # A paragraph is looked at by each division of its section.
        self.columns = lru_cache(maxsize=512)(self._columns)
        self.features = lru_cache(maxsize=512)(self._features)

    def name_label_end(self, text: str) -> int:
        """Return the end of the label of the name that a text starts with; 0 without one."""
        for label in self.words.name_labels:
            end = len(label)
            if text.startswith(label) and text[end : end + 1] in (":", "\n"):
                return end + 1
        return 0

    def _columns(self, text: str) -> tuple[str, ...]:
        """Return the columns whose label or amount is in a paragraph, in order."""
        if not text:
            return ()
        found = list(self.features(text))
        if amount := self._amount(text):
            found.append(Feature(self.words.amount, amount.phrase, amount.end))
        found.sort(key=lambda feature: feature.start)
        return tuple(dict.fromkeys(feature.column for feature in found))

    def _features(self, text: str) -> tuple[Feature, ...]:
        """Return the first label of each text column, in order."""
        found: dict[str, Feature] = {}
        for feature in self._starts(text):
            found.setdefault(feature.column, feature)
        return tuple(found.values())

    def _starts(self, text: str) -> Iterator[Feature]:
        """Yield each label and lead-in of a text column, in order."""
        places = [0, *(number + 1 for number, char in enumerate(text) if char in _BEFORE)]
        for place in places:
            start = (
                place
                + len(text[place : place + 8])
                - len(without_ordinals(text[place : place + 8]).lstrip("【["))
            )
            column, end = self._label(text, start)
            if not column:
                column, end = self.words.lead_in(text, start)
                end = _after_lead_in(text, end)
            if column:
                yield Feature(column, place, end)

    def _label(self, text: str, start: int) -> tuple[str, int]:
        """Return the column of a label with its colon, or alone in its paragraph, and its end."""
        part = text[start : start + MAX_LABEL + 1]
        end = next((n for n, char in enumerate(part) if char in _NAME_END), len(part))
        if end > MAX_LABEL or part[end : end + 1] not in _LABEL_ENDS:
            return "", start
        column = self.words.column_of(part[:end].rstrip("】]"))
        while end < len(part) and part[end] in ":\n":
            end += 1
        return column, start + end

    def name(self, text: str, start: int, features: Sequence[Feature]) -> tuple[int, int]:
        """Return the span of the name: up to a separator, an amount or a label."""
        end = next((n for n in range(start, len(text)) if text[n] in _NAME_END), len(text))
        ends = [end, *(feature.start for feature in features if feature.start >= start)]
        if amount := self._amount(text[start:]):
            ends.append(start + amount.phrase)
        end = min(ends)
        while end > start and text[end - 1] == "(":
            end -= 1
        return (start, end) if end - start <= MAX_NAME else (start, start)

    def amount(self, text: str, features: Sequence[Feature]) -> Statement | None:
        """Return the amount of an entry: after a phrase, behind the name, or the first stated."""
        found = self._phrases.statements(text).get(self.words.amount)
        if found and found.readable:
            return found
        after = self._after_name(text)
        if after or found:
            return after or found
        limit = min((feature.start for feature in features), default=len(text))
        for start, end in clauses(text).amounts:
            if end > limit:
                break
            if SPLIT not in text[max(0, start - MAX_NAME) : start]:
                return Statement(self.words.amount, start, end, start)
        return None

    def _amount(self, text: str) -> Statement | None:
        found = self._phrases.statements(text).get(self.words.amount)
        return found or self._after_name(text)

    def _after_name(self, text: str) -> Statement | None:
        """Return an amount right behind the name: 绿化专项（60万元）, 绿化专项：60万元."""
        name = without_ordinals(text)
        offset = len(text) - len(name)
        known = clauses(name)
        for start, end in known.amounts[:1]:
            before = name[:start].rstrip(_OPENING)
            is_name = len(before) <= MAX_NAME and _NAME_END.isdisjoint(before)
            is_apart = len(before) < start or not before
            if is_name and is_apart and SPLIT not in before:
                return Statement(
                    self.words.amount, offset + start, offset + end, offset + len(before)
                )
        for place, char in enumerate(name[:MAX_NAME], 1):
            if char in _NAME_END or char == "(":
                end = self._phrases.unreadable_end(known, place)
                if end and not name[place].isdigit():
                    at = offset + place
                    return Statement(self.words.amount, at, offset + end, at - 1, readable=False)
        return None


def _after_lead_in(text: str, end: int) -> int:
    """Return the end of a lead-in with what belongs to it: 如下：."""
    if text.startswith("如下", end):
        end += len("如下")
    if text.startswith(":", end):
        end += 1
    return end + text.startswith("\n", end)
