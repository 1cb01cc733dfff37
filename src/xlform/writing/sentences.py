"""Sentences declared by a template, filled in, with marked placeholders for unknown values."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from xlform.errors import DeclarationProblem
from xlform.messages import translate
from xlform.model.submission import Target, Value
from xlform.template.declaration import DraftDeclaration
from xlform.template.form import FormTemplate

_VALUE_MARK = re.compile(r"\{([a-z_0-9.]+)\}")
_WHAT = "{what}"
_REQUIRED = ("plan", "plan_entry", "spent", "purpose", "performance")
# A placeholder holds the name of what is missing; a longer text is no placeholder.
_MAX_NAME = 60
_ROW = re.compile(r"\[[0-9]+\]")
_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_PERCENT = ("%", "％")
_SIGNS = frozenset("≥≤=＝><＞＜≧≦˃˂﹥﹤")
_FULL_STOPS = "。.；;，,、 \n"


class Sentences:
    """Texts of a template's draft; :class:`DeclarationProblem` if one is missing."""

    def __init__(self, template: FormTemplate, declared: DraftDeclaration) -> None:
        if missing := [name for name in _REQUIRED if name not in declared.sentence]:
            path = template.folder / "form.toml"
            raise DeclarationProblem("draft-sentence", path=path, name=missing[0])
        self._template = template
        self._declared = declared
        before, _, after = declared.blank.partition(_WHAT)
        self.placeholders = re.compile(f"{re.escape(before)}.{{1,{_MAX_NAME}}}?{re.escape(after)}")

    def placeholder(self, name: str) -> str:
        """Return the placeholder of an unknown value, with the value's name."""
        return self._declared.blank.replace(_WHAT, self.label(name))

    def label(self, name: str) -> str:
        """Return the display name of a value.

        The value is a field, a column (``projects.amount``), or one of the draft's own.
        """
        table, _, column = name.rpartition(".")
        if table in self._template.tables and column in self._template.tables[table].columns:
            return self._template.tables[table].columns[column].official
        if name in self._template.fields:
            return self._template.fields[name].official
        return self._declared.name.get(name) or translate("narrative.value")

    def label_of(self, path: str) -> str:
        """Return the display name of the value at a path: ``projects[0].amount``."""
        return self.label(_ROW.sub("", path))

    def address(self, unit: str) -> str:
        """Return what a unit calls itself, by the end of its name: 我镇, 我局."""
        ends = sorted(self._declared.address, key=len, reverse=True)
        return next((self._declared.address[end] for end in ends if unit.endswith(end)), "")

    def indicator(self, name: str, target: Target) -> str:
        """Return an indicator with its target as a person says it; signs become words."""
        said = self._target(target)
        sentence = "indicator"
        if target.date and name.endswith(self._words("day")):
            sentence = "day"
        elif target.date and said.endswith(self._words("before")):
            sentence = "deadline"
        if sentence not in self._declared.sentence:
            return f"{name}{said or self.placeholder('target')}"
        return self.fill(sentence, name=name, target=said)

    def _words(self, name: str) -> tuple[str, ...]:
        return self._declared.word.get(name, ())

    def _target(self, target: Target) -> str:
        """Return a target in words: ≥90% is 不低于90%, 9/个 is 9个."""
        text = target.text.strip()
        if target.date and _ISO_DAY.fullmatch(text):
            return f"{target.date.year}年{target.date.month}月{target.date.day}日"
        if target.value is None:
            return text
        number = f"{target.value:f}{target.unit}"
        percent = "%" if target.unit[:1] in _PERCENT else ""
        words = self._declared.comparator
        word = words.get(target.comparator + percent) or words.get(target.comparator, "")
        if word and not _SIGNS.isdisjoint(text):
            return word + number
        return number if text.replace("/", "", 1) == number else text

    def fill(self, sentence_name: str, **values: Value | int) -> str:
        """Return the sentence of this name, with its values or their placeholders."""
        return "".join(
            text for _, text in self.pieces(self._declared.sentence[sentence_name], values)
        )

    def pieces(self, pattern: str, values: dict[str, Value | int]) -> Iterator[tuple[str, str]]:
        """Yield the parts of a pattern in order as pairs of a value's name and its text.

        The name is "" for the text between values.
        """
        end = 0
        for match in _VALUE_MARK.finditer(pattern):
            yield "", pattern[end : match.start()]
            name = match[1]
            yield name, format_value(values.get(name)) or self.placeholder(name)
            end = match.end()
        yield "", pattern[end:]


def format_value(value: Value | int) -> str:
    """Return a value as a sentence prints it; "" if it is missing."""
    if isinstance(value, Decimal):
        return f"{value:f}"
    return str(value) if isinstance(value, str | int) else ""


def strip_full_stop(text: str) -> str:
    """Return a text without the punctuation at its end, which the sentence around it supplies."""
    return text.strip().rstrip(_FULL_STOPS)
