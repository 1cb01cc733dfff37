"""Text of an entry in prose: where its name ends, its amount, and the labels of its texts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

import msgspec

from xlform.reading.clauses import clauses
from xlform.reading.ordinals import ordinal_of, without_ordinals
from xlform.reading.passage import folded
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
_SENTENCE_END = frozenset("。；;：:")
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
        self._wording = wording
        phrases = {self.words.amount: self.words.amount_words}
        self._phrases = AmountPhrases(phrases, wording, self.words.anchored)
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

    def _columns(self, text: str, *, numbered: bool) -> tuple[str, ...]:
        """Return the columns whose label or amount is in a paragraph, in order.

        In a ``numbered`` one an amount may follow the name directly.
        """
        if not text:
            return ()
        found = list(self.features(text))
        if amount := self._amount(text, numbered=numbered):
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

    def _amount(self, text: str, *, numbered: bool = True) -> Statement | None:
        found = self._phrases.statements(text).get(self.words.amount)
        return found or self._after_name(text, numbered=numbered)

    def _after_name(self, text: str, *, numbered: bool = True) -> Statement | None:
        """Return an amount right behind the name: 绿化专项（60万元）, 绿化专项：60万元.

        Only in a ``numbered`` paragraph nothing has to separate them: 1.绿化专项60万元.
        """
        name = without_ordinals(text)
        name = name[self.name_label_end(name) :]
        offset = len(text) - len(name)
        known = clauses(name)
        for start, end in known.amounts[:1]:
            before = self._before_amount(name, start)
            is_name = len(before) <= MAX_NAME and _NAME_END.isdisjoint(before)
            is_apart = len(before) < start or not before
            is_apart |= numbered and name[end : end + 1] in _NAME_END
            if is_name and is_apart and SPLIT not in before:
                return Statement(
                    self.words.amount, offset + start, offset + end, offset + len(before)
                )
        for place, char in enumerate(name[:MAX_NAME], 1):
            is_place = char in _NAME_END or char == "("
            if is_place and (end := self._phrases.unreadable_end(known, place, strict=True)):
                at = offset + place
                return Statement(self.words.amount, at, offset + end, at - 1, readable=False)
        return None

    def split(self, text: str) -> list[int]:
        """Return where a paragraph has to be cut so that each entry in it is one of its own.

        Entries in one paragraph are numbered: 1.绿化：60万元，用于植树。2.保洁：40万元，用于清运。
        """
        places = [0, *(number for number, char in enumerate(text, 1) if char in _SENTENCE_END)]
        found = [(place, ordinal_of(text[place : place + _NUMBER])) for place in places]
        cuts = [0]
        previous = found[0][1]
        for place, ordinal in found:
            follows = ordinal.style == previous.style and ordinal.value == previous.value + 1
            if place and ordinal.value and (follows or ordinal.value == 1):
                cuts.append(place)
                previous = ordinal
        if len(cuts) == 1:
            return cuts
        ends = [*cuts[1:], len(text)]
        pieces = [folded(text[start:end]) for start, end in zip(cuts, ends, strict=True)]
        whole = [self._is_whole(without_ordinals(piece)) for piece in pieces]
        first_is_head = not previous.style or not ordinal_of(text).style
        is_split = all(whole[1:] if first_is_head else whole)
        return cuts if is_split else [0]

    def _is_whole(self, text: str) -> bool:
        columns = self.columns(text, numbered=True)
        return self.words.amount in columns and any(name in columns for name in self.words.texts)

    def _before_amount(self, name: str, start: int) -> str:
        """Return what precedes an amount, without separators and words such as 约."""
        for stop in self._wording.link_starts(name, 0, start):
            if stop < start and (not stop or name[stop - 1] in _OPENING):
                start = stop
        return name[:start].rstrip(_OPENING)


def _after_lead_in(text: str, end: int) -> int:
    """Return the end of a lead-in with what belongs to it: 如下：."""
    if text.startswith("如下", end):
        end += len("如下")
    if text.startswith(":", end):
        end += 1
    return end + text.startswith("\n", end)
