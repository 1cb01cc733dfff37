"""Division of a section into the entries of its table, by what they contain.

Where entries begin is tried by each kind of number in use, by labels of the name, by paragraphs
that hold only a name, and by the labels repeating. The division with the most whole entries wins.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property

from xlform.reading.entry_text import MAX_NAME, EntryText
from xlform.reading.ordinals import Ordinal, ordinal_of, without_ordinals
from xlform.reading.passage import Line, folded
from xlform.template.wording import Wording

# Points of an entry: numbered in order, with an amount, with a text.
_COUNTED, _AMOUNT, _TEXT = 2, 2, 2
_SENTENCE = ("。", ";", ":", ",")
# A sentence about all entries, not the name of one: 甲镇2023年项目支出10万元.
_YEAR = re.compile("20[0-9]{2}年")
_NO_NAME = ("其中", "具体", "各", "以下", "我")


class Division:
    """Paragraphs of a section, and the columns whose label or amount is in each."""

    def __init__(self, lines: Sequence[Line], entries: EntryText, wording: Wording) -> None:
        self._entries = entries
        self._wording = wording
        self._words = entries.words
        self._texts = [folded(line.text) for line in lines]
        self._bare = [folded(without_ordinals(line.text)) for line in lines]
        self._ordinals = [ordinal_of(line.text) for line in lines]

    @cached_property
    def _columns(self) -> list[tuple[str, ...]]:
        return [
            self._entries.columns(text, numbered=bool(ordinal.style))
            for text, ordinal in zip(self._bare, self._ordinals, strict=True)
        ]

    def starts(self) -> list[int]:
        """Return the number of each paragraph that starts an entry."""
        best: list[int] = []
        highest = 0
        for starts in filter(None, self._divisions()):
            score = self._score(starts)
            if score > highest:
                best, highest = starts, score
            if score == len(starts) * self._perfect:
                break
        return best[1:] if best and self._has_overview(best) else best

    @property
    def _perfect(self) -> int:
        """Return the score of a counted entry with everything once."""
        return _COUNTED + _AMOUNT + _TEXT + len(self._words.texts)

    def group_headings(self, starts: list[int]) -> set[int]:
        """Return the numbers of headings over several entries, numbered unlike these."""
        styles = {self._ordinals[number].style for number in starts}
        return {
            number
            for number in (start - 1 for start in starts)
            if number >= 0
            and not self._columns[number]
            and self._ordinals[number].style not in {"", *styles}
            and len(self._texts[number]) <= MAX_NAME
            and not self._texts[number].endswith(_SENTENCE[:3])
        }

    def _divisions(self) -> Iterator[list[int]]:
        by_style: dict[str, list[int]] = {}
        for number, ordinal in enumerate(self._ordinals):
            if ordinal.style:
                by_style.setdefault(ordinal.style, []).append(number)
        yield from by_style.values()
        yield [n for n, text in enumerate(self._bare) if self._entries.name_label_end(text)]
        yield [n for n, is_name in enumerate(self._names) if is_name]
        yield list(self._cycles())

    @cached_property
    def _names(self) -> list[bool]:
        """Return True for each paragraph that is only a name, with an entry's parts below it."""
        return [self._is_name(number) for number in range(len(self._texts))]

    def _is_name(self, number: int) -> bool:
        text = self._texts[number]
        if self._columns[number] or not 0 < len(text) <= MAX_NAME or text.endswith(_SENTENCE):
            return False
        following = next((n for n in range(number + 1, len(self._texts)) if self._texts[n]), None)
        return following is not None and bool(self._columns[following])

    def _cycles(self) -> Iterator[int]:
        """Yield the paragraphs where a label or amount comes again that the entry has already."""
        seen: set[str] = set()
        for number, columns in enumerate(self._columns):
            if not columns:
                continue
            if not seen or columns[0] in seen:
                above = next((n for n in range(number - 1, -1, -1) if self._texts[n]), -1)
                yield above if above >= 0 and self._names[above] else number
                seen = set()
            seen.update(columns)

    def _score(self, starts: list[int]) -> int:
        """Return how well a division fits: whole entries count, double or nameless ones against."""
        total = _COUNTED * len(starts) if _is_counted([self._ordinals[n] for n in starts]) else 0
        for start, end in zip(starts, [*starts[1:], len(self._texts)], strict=True):
            columns = [column for line in self._columns[start:end] for column in line]
            amounts = columns.count(self._words.amount)
            texts = sum(name in columns for name in self._words.texts)
            doubled = sum(max(0, columns.count(name) - 1) for name in self._words.texts)
            names = sum(self._names[start + 1 : end])
            total += _AMOUNT * (amounts > 0) + _TEXT * (texts > 0) + texts
            total -= 3 * max(0, amounts - 1) + 2 * doubled + 2 * (not columns) + 3 * names
            total -= 4 * (not self._is_named(start))
        return total

    def _is_named(self, number: int) -> bool:
        """Return False if an entry's first paragraph has no name, or speaks of all entries."""
        text = self._bare[number]
        start, end = self._entries.name(text, 0, self._entries.features(text))
        name = text[start:end]
        is_sentence = name.startswith(_NO_NAME) or name.endswith("如下") or _YEAR.search(name)
        return bool(self._wording.reduced(name)) and not is_sentence

    def _has_overview(self, starts: list[int]) -> bool:
        """Return True if the first part only sums up the others: （一）总体情况."""
        if len(starts) == 1:
            return False
        columns = {column for line in self._columns[starts[0] : starts[1]] for column in line}
        if not columns.isdisjoint(self._words.texts):
            return False
        is_overview = any(word in self._bare[starts[0]] for word in self._wording.overview)
        return is_overview or not self._is_named(starts[0])


def _is_counted(ordinals: Sequence[Ordinal]) -> bool:
    """Return True for numbers of one style that run from 1."""
    numbers = [ordinal.value for ordinal in ordinals]
    return bool(ordinals[0].style) and numbers == list(range(1, len(numbers) + 1))
