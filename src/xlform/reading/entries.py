"""Entries of a table in prose (projects): the paragraphs of each, and the text of each column.

An entry has a name, an amount, and texts that each begin with a label or a lead-in (主要用于).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

import msgspec

from xlform.reading.divisions import Division
from xlform.reading.entry_text import SPLIT, EntryText, Feature
from xlform.reading.ordinals import without_ordinals
from xlform.reading.passage import Line, Passage, folded
from xlform.reading.statements import Statement
from xlform.template.form import TableTemplate
from xlform.template.wording import Wording

# Ends of a clause, separators around a text, and the least characters of one without a label.
_CLAUSE = "\n。;,:)"
_AROUND = "\n,;:"
_MIN_TEXT = 5
Spans = dict[str, tuple[int, int]]


class Entry(msgspec.Struct, frozen=True):
    """Entry of a table: its paragraphs, and the span of each column's value in them.

    ``unreadable`` are the columns whose amount can't be read.
    """

    passage: Passage
    spans: Spans
    unreadable: frozenset[str] = frozenset()


class EntryReader:
    """Finds the entries of one table in a section, and what each says."""

    def __init__(self, table: TableTemplate, wording: Wording) -> None:
        self._wording = wording
        self._pattern = table.entry
        self._text = EntryText(table, wording)

    def divide(self, lines: Sequence[Line]) -> tuple[list[Line], list[int], set[int]]:
        """Return the paragraphs, cut where one holds several entries, and how they are divided.

        That is the numbers of those that start an entry, and of headings over several entries,
        which belong to none.
        """
        if self._pattern:
            found = (n for n, line in enumerate(lines) if self._pattern.match(folded(line.text)))
            return list(lines), list(found), set()
        pieces = [piece for line in lines for piece in self._pieces(line)]
        division = Division(pieces, self._text, self._wording)
        starts = division.starts()
        return pieces, starts, division.group_headings(starts)

    def _pieces(self, line: Line) -> Iterator[Line]:
        """Yield a paragraph, or each entry in it as one."""
        cuts = self._text.split(line.text)
        for start, end in zip(cuts, [*cuts[1:], len(line.text)], strict=True):
            yield msgspec.structs.replace(line, text=line.text[start:end])

    def entry(self, lines: Sequence[Line]) -> Entry:
        """Return the entry in some paragraphs."""
        first = msgspec.structs.replace(lines[0], text=without_ordinals(lines[0].text))
        passage = Passage([first, *lines[1:]])
        text = passage.folded
        words = self._text.words
        features = list(self._text.features(text))
        spans = {words.name: self._text.name(text, self._text.name_label_end(text), features)}
        amount = self._text.amount(text, features)
        if amount:
            spans[words.amount] = amount.start, amount.end
            features.append(Feature(words.amount, _clause_start(text, amount), amount.end))
            features.sort(key=lambda feature: feature.start)
        _keep_split(text, features)
        for number, feature in enumerate(features):
            if feature.column not in spans:
                later = [f.start for f in features[number + 1 :] if f.start >= feature.end]
                spans[feature.column] = _stripped(text, feature.end, min([*later, len(text)]))
        self._take_unlabelled(text, spans, features)
        self._take_last_paragraphs(text, spans)
        is_unreadable = amount is not None and not amount.readable
        return Entry(passage, spans, frozenset((words.amount,) if is_unreadable else ()))

    def _take_unlabelled(self, text: str, spans: Spans, features: list[Feature]) -> None:
        """Take the text before the first label as the first text column, if that has no label."""
        words = self._text.words
        column = words.texts[0]
        if column in spans:
            return
        start = spans[words.name][1]
        end = min([f.start for f in features if f.column != words.amount], default=len(text))
        pieces = [(start, end)]
        amount = next((f for f in features if f.column == words.amount), None)
        if amount and start <= amount.end <= end:
            pieces = [(start, amount.start), (amount.end, end)]
        for piece in pieces:
            begin, stop = _stripped(text, *piece)
            begin = stop - len(text[begin:stop].lstrip(_CLAUSE))
            if stop - begin >= _MIN_TEXT and not text.startswith(SPLIT, begin):
                spans[column] = begin, stop
                return

    def _take_last_paragraphs(self, text: str, spans: Spans) -> None:
        """Take the paragraphs below the first text as the last one, if that has no label."""
        first, last = self._text.words.texts[0], self._text.words.texts[-1]
        if last in spans or first not in spans:
            return
        begin, stop = spans[first]
        end = text.find("\n", begin)
        if begin < end < stop and text[end - 1] == "。":
            spans[first] = begin, end
            spans[last] = end + 1, stop


def _keep_split(text: str, features: list[Feature]) -> None:
    """Let a text start at the parts its lead-in is in: 其中20万元用于植树，40万元用于种草."""
    for number, feature in enumerate(features):
        start = _start_of_clause(text, feature.start)
        if text.startswith(SPLIT, start) and start < feature.start:
            features[number] = Feature(feature.column, start, start)


def _clause_start(text: str, amount: Statement) -> int:
    """Return where the clause of an amount starts."""
    return _start_of_clause(text, amount.phrase)


def _start_of_clause(text: str, start: int) -> int:
    while start > 0 and text[start - 1] not in _CLAUSE:
        start -= 1
    return start


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    """Return a span without separators at its end."""
    while end > start and text[end - 1] in _AROUND:
        end -= 1
    return start, end


@lru_cache(maxsize=16)
def entry_reader(table: TableTemplate, wording: Wording) -> EntryReader:
    """Return the reader of a table's entries, prepared once."""
    return EntryReader(table, wording)
