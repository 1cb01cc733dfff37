"""Words of a form in prose, compiled: headings, labels, phrases of amounts, lead-ins of texts.

All patterns match folded text (:mod:`xlform.reading.passage`): half width, without whitespace.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property, lru_cache

from xlform.template.form import ColumnTemplate, FormTemplate, TableTemplate
from xlform.template.labels import fold
from xlform.values.numerals import NUMERALS

# A year in a heading: 2023年度, 2023年, 二〇二三年.
_YEAR = re.compile(r"20[0-9]{2}(?:年度?)?|二[〇零O○]二[〇零一二三四五六七八九]年?度?")
_UNIT = "(?:[十百千]?[万亿][元圆]?|[百千]?[元圆])"
_FIGURES = rf"(?:[0-9][0-9,.]*|[{NUMERALS[:-8]}][{NUMERALS}点]*)"
# An amount with its unit; without one it has to be a whole clause.
_AMOUNT = re.compile(
    rf"(?:(?:人民币|RMB|CNY):?|¥)*(?:负|[-+])?{_FIGURES}(?:余|多)?(?:\({_UNIT}\)|{_UNIT})"
    r"(?:[壹贰叁肆伍陆柒捌玖一二三四五六七八九零0-9]+[角分])*[整正]?"
    r"|¥?(?<![0-9.])(?<![0-9],)(?:(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?|零)"
    r"(?=[\n。;、)]|,(?![0-9])|$)"
)
_NOTHING = re.compile("(?!)")


def amounts(text: str) -> Iterable[re.Match[str]]:
    """Yield the amounts in folded text: with a unit of money, or alone between separators."""
    return _AMOUNT.finditer(text)


class Wording:
    """Compiled words of one template."""

    def __init__(self, template: FormTemplate) -> None:
        self._template = template
        declared = template.declaration.wording
        self.filler = _either(map(_folded, declared.filler))
        self._filler = re.compile(self.filler)
        self.link = re.compile(f"(?:{_either(map(_folded, declared.link))}|20[0-9]{{2}}年度?|:)*")
        self.pending = re.compile(_either(map(_folded, declared.pending)))
        self.overview = re.compile(_either(map(_folded, declared.overview)))
        self.subject = _either(map(_folded, declared.subject))
        self.other = tuple(map(_folded, declared.other))
        self._of_label = lru_cache(maxsize=1024)(self._label)

    @cached_property
    def sections(self) -> dict[str, str]:
        """Return each heading, reduced by :meth:`reduced`, with the official one it means."""
        declaration = self._template.declaration
        found: dict[str, str] = {}
        for official in declaration.recognise.labels:
            for words in (official, *declaration.section.get(official, ())):
                found.setdefault(self.reduced(words), fold(official))
        found.pop("", None)
        return found

    @cached_property
    def labels(self) -> dict[str, str]:
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
        return "".join(sorted(self.essence(text)))

    def essence(self, text: str) -> str:
        """Return a heading without year and filler words."""
        return self._filler.sub("", _YEAR.sub("", fold(text)))

    def section_of(self, text: str) -> str:
        """Return the official heading that a text means, "" if none."""
        return self.sections.get(self.reduced(text), "")

    def label_of(self, text: str) -> str | None:
        """Return the field that a label is for, "" for a subheading, ``None`` for other text."""
        return self._of_label(text)

    def _label(self, text: str) -> str | None:
        return self.labels.get(self.reduced(text))

    @cached_property
    def amount_fields(self) -> dict[str, tuple[str, ...]]:
        """Return the phrases of each amount outside tables."""
        return {
            field.name: tuple(map(_folded, field.declaration.words))
            for field in self._template.fields.values()
            if field.kind == "amount" and field.declaration.words
        }


class EntryWording:
    """Compiled words of a table of a form in prose: where each column of an entry begins."""

    def __init__(self, table: TableTemplate, wording: Wording) -> None:
        columns = table.columns
        self.name = next(iter(columns))
        self.amount = next((n for n, c in columns.items() if c.kind == "amount"), "")
        self.texts = tuple(name for name in columns if name not in (self.name, self.amount))
        amount = columns.get(self.amount)
        self.amount_words = (
            (*_labels(amount), *map(_folded, amount.declaration.words)) if amount else ()
        )
        names = _either(_labels(columns[self.name]))
        self.name_label = re.compile(rf"(?:{names})(?:为|是)?[:\n]")
        self._starts = {name: _start(columns[name], wording) for name in self.texts}

    def starts(self, text: str) -> Iterable[tuple[str, re.Match[str]]]:
        """Yield each place in folded text where a text column begins, with the column's name."""
        for name, pattern in self._starts.items():
            for found in pattern.finditer(text):
                yield name, found


def _start(column: ColumnTemplate, wording: Wording) -> re.Pattern[str]:
    """Return the pattern of a column's label or lead-in at the start of a clause.

    The group ``start`` is what belongs to the label.
    """
    filler = wording.filler
    labels = _either(_labels(column))
    words = _either(map(_folded, column.declaration.words))
    number = r"(?:[(]?(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})(?:[).、]|是)|[①-⑳])?"
    return re.compile(
        r"(?:(?<=[\n。;,:)】])|(?<=[万亿]元)|(?<=元)|(?<=元整)|^)"
        rf"(?P<start>[【\[]?{number}(?:{wording.subject})*"
        rf"(?:(?:(?:{filler})*(?:{labels})(?:{filler})*(?:\([^()\n]*\))?[】\]]?(?:为|是)?(?:[:\n]+|$))"
        rf"|(?:(?:{words})+(?:如下)?:?\n?)))"
    )


def _labels(column: ColumnTemplate) -> tuple[str, ...]:
    return (*column.labels, *map(_folded, column.declaration.also))


def _folded(words: str) -> str:
    return fold(words)


def _either(words: Iterable[str]) -> str:
    """Return a pattern of any of the words, the longest first; of nothing without words."""
    ordered = sorted(set(words) - {""}, key=lambda word: (-len(word), word))
    return "|".join(map(re.escape, ordered)) or "(?!)"


@lru_cache(maxsize=16)
def wording_of(template: FormTemplate) -> Wording:
    """Return the compiled words of a template, built once."""
    return Wording(template)
