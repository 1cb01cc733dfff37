"""Words of a form in prose: headings, labels, phrases of amounts, lead-ins of texts.

All are compared with folded text (:mod:`xlform.reading.passage`): half width, no whitespace.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property, lru_cache

from xlform.template.form import ColumnTemplate, FormTemplate, TableTemplate
from xlform.template.labels import fold

# A year in a heading: 2023年度, 2023年; 二〇二三年 after its numerals are digits.
_YEAR = re.compile("20[0-9]{2}(?:年度?)?")
_SPELT_YEARS = ("二〇", "二零", "二○", "二O")
_DIGITS = str.maketrans("〇零○O一二三四五六七八九", "0000123456789")
_YEAR_BEFORE = re.compile("20[0-9]{2}(?:年度?)?$")
_MIN_WORDS = 3
_SHORT = 2
_YEAR_LENGTH = 6
_YEAR_ENDS = frozenset("年度0123456789")


class Wording:
    """Words of one template, folded."""

    def __init__(self, template: FormTemplate) -> None:
        self._template = template
        declared = template.declaration.wording
        # Fillers by their first character, each with its rank: the longest go first.
        self._fillers: dict[str, list[tuple[int, str]]] = {}
        for rank, word in enumerate(sorted({*map(fold, declared.filler)} - {""}, key=_by_length)):
            self._fillers.setdefault(word[0], []).append((rank, word))
        self._links = tuple(sorted(map(fold, declared.link), key=_by_length))
        self._links_by_end: dict[str, list[str]] = {}
        for word in (*self._links, ":"):
            self._links_by_end.setdefault(word[-1], []).append(word)
        self._link_heads = (*self._links, ":", "20")
        self.pending = tuple(map(fold, declared.pending))
        self.overview = tuple(map(fold, declared.overview))
        self.subject = tuple(sorted(map(fold, declared.subject), key=len, reverse=True))
        self.other = tuple(map(fold, declared.other))
        self.closing = tuple(map(fold, declared.closing))
        self.annex = declared.annex
        self.label_of = lru_cache(maxsize=1024)(self._label_of)
        self.section_of = lru_cache(maxsize=1024)(self._section_of)
        self.amount_fields = lru_cache(maxsize=64)(self._amount_fields)

    @cached_property
    def _sections(self) -> dict[str, str]:
        """Return each heading, reduced by :meth:`reduced`, with the official one it means."""
        declaration = self._template.declaration
        found: dict[str, str] = {}
        for official in declaration.recognise.labels:
            for words in (official, *declaration.section.get(official, ())):
                found.setdefault(self.reduced(words), fold(official))
        found.pop("", None)
        return found

    @cached_property
    def _labels(self) -> dict[str, str]:
        """Return each label of a field and subheading, reduced, with the field it is for or ""."""
        found: dict[str, str] = {}
        for field in self._template.fields.values():
            for label in field.labels:
                found.setdefault(self.reduced(label), field.name)
        for heading in self._template.headings:
            found.setdefault(self.reduced(heading), "")
        found.pop("", None)
        return found

    def reduced(self, text: str) -> str:
        """Return a heading without year and filler words, its characters in a fixed order."""
        return "".join(sorted(self._essence(text)))

    def _essence(self, text: str) -> str:
        folded = fold(text)
        if folded.startswith(_SPELT_YEARS):
            folded = folded.translate(_DIGITS)
        essence = _YEAR.sub("", folded)
        found = [filler for char in {*essence} for filler in self._fillers.get(char, ())]
        for _, word in sorted(found):
            essence = essence.replace(word, "")
        return essence

    def contains(self, text: str, section: str) -> bool:
        """Return True if a heading has the words of a section, and of no other, among others."""
        essence = self._essence(text)
        found = {
            official
            for words, official in self._phrases.items()
            if len(words) >= _MIN_WORDS and words in essence
        }
        return found == {section}

    @cached_property
    def _phrases(self) -> dict[str, str]:
        """Return the words of each heading, without fillers, with the official one it means."""
        declaration = self._template.declaration
        return {
            self._essence(words): fold(official)
            for official in declaration.recognise.labels
            for words in (official, *declaration.section.get(official, ()))
        }

    def _section_of(self, text: str) -> str:
        """Return the official heading that a text means, "" if none."""
        return self._sections.get(self.reduced(text), "")

    def _label_of(self, text: str) -> str | None:
        """Return the field that a label is for, "" for a subheading, ``None`` for other text."""
        return self._labels.get(self.reduced(text))

    def _amount_fields(self, under: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
        """Return the phrases of each amount in a section, outside tables."""
        return {
            field.name: tuple(map(fold, field.declaration.words))
            for field in self._template.fields.values()
            if field.kind == "amount" and field.declaration.words and field.under == under
        }

    # Words between a phrase and its amount

    def link_starts(self, text: str, start: int, end: int) -> Iterator[int]:
        """Yield the offsets from which only linking words follow up to ``end``, the last first."""
        pending, seen = [end], {end}
        while pending:
            stop = max(pending)
            pending.remove(stop)
            yield stop
            if stop <= start:
                continue
            last = text[stop - 1]
            before = {
                stop - len(word)
                for word in self._links_by_end.get(last, ())
                if text.endswith(word, start, stop)
            }
            if last in _YEAR_ENDS and (
                year := _YEAR_BEFORE.search(text, max(start, stop - _YEAR_LENGTH), stop)
            ):
                before.add(year.start())
            pending += before - seen
            seen |= before

    def is_link(self, text: str, start: int, end: int) -> bool:
        """Return True if a part of a text consists of linking words alone."""
        if start < end and not text.startswith(self._link_heads, start):
            return False
        return start in self.link_starts(text, start, end)

    def link_end(self, text: str, start: int, end: int) -> int:
        """Return where the linking words at an offset end."""
        while start < end:
            word = next((w for w in self._links if text.startswith(w, start, end)), "")
            if text.startswith(":", start, end):
                word = ":"
            elif year := _YEAR.match(text, start, end):
                word = year[0]
            if not word:
                break
            start += len(word)
        return start


def _by_length(word: str) -> tuple[int, str]:
    return -len(word), word


class EntryWording:
    """Words of a table of a form in prose: where each column of an entry begins."""

    def __init__(self, table: TableTemplate, wording: Wording) -> None:
        columns = table.columns
        self._wording = wording
        self.name = next(iter(columns))
        self.amount = next((n for n, c in columns.items() if c.kind == "amount"), "")
        self.texts = tuple(name for name in columns if name not in (self.name, self.amount))
        amount = columns.get(self.amount)
        words = map(fold, amount.declaration.words) if amount else ()
        self.amount_words = (*_labels(amount), *words) if amount else ()
        # Short labels of the amount are the ends of names, too: 社区经费.
        self.anchored = (
            frozenset(w for w in _labels(amount) if len(w) <= _SHORT) if amount else frozenset()
        )
        self.name_labels = _labels(columns[self.name])
        self._columns = {
            wording.reduced(label): name for name in self.texts for label in _labels(columns[name])
        }
        self._columns.pop("", None)
        self._lead_ins = sorted(
            ((fold(w), n) for n in self.texts for w in columns[n].declaration.words),
            key=lambda pair: -len(pair[0]),
        )
        self._first = tuple(word for word, _ in self._lead_ins)
        self.column_of = lru_cache(maxsize=1024)(self._column_of)

    def _column_of(self, label: str) -> str:
        """Return the text column that a label is for, "" if none."""
        return self._columns.get(self._wording.reduced(label), "")

    def lead_in(self, text: str, start: int) -> tuple[str, int]:
        """Return the column whose lead-in is at an offset, and where that ends; "" if none.

        Words such as 该项目 may precede it, and it may be doubled.
        """
        subjects = self._wording.subject
        while not text.startswith(self._first, start):
            if not text.startswith(subjects, start):
                return "", start
            start += len(next(word for word in subjects if text.startswith(word, start)))
        word, column = next((w, c) for w, c in self._lead_ins if text.startswith(w, start))
        while text.startswith(word, start):
            start += len(word)
        return column, start


def _labels(column: ColumnTemplate) -> tuple[str, ...]:
    return (*column.labels, *map(fold, column.declaration.also))


@lru_cache(maxsize=16)
def wording_of(template: FormTemplate) -> Wording:
    """Return the words of a template, folded once."""
    return Wording(template)
