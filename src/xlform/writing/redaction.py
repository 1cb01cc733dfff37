"""Redaction of a submission for publication: names and numbers of persons.

A template declares which fields and columns are personal; the names and numbers in them are masked
wherever else they are. Elsewhere only delimited phone and identity numbers are masked: a number
that is part of a longer code is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import msgspec

from xlform.model.submission import Form, Period, Submission, Target, Value
from xlform.template.form import FormTemplate
from xlform.template.roles import Role
from xlform.values import parse_period, parse_target
from xlform.writing.form_values import FormValue, form_values, replace_values
from xlform.writing.value_changes import ValueChange, by_name, value_change

# Not beside a letter or digit, nor joined to one by a hyphen: those are parts of codes.
_START = r"(?<![0-9A-Za-z])(?<![0-9A-Za-z][-_])"
_END = r"(?![0-9A-Za-z]|[-_][0-9A-Za-z])"
_PREFIX = r"(?:(?:\+|00)?86[- ]|\+86)?"
_MOBILE = r"1[3-9][0-9](?:[- ]?[0-9]{4}){2}"
# With an extension.
_LANDLINE = (
    r"(?:0[0-9]{2,3}[-－—]?[0-9]{7,8}|[(（]0[0-9]{2,3}[)）][0-9]{7,8})(?:[-－—转][0-9]{1,5})?"
)
# 公民身份号码: area, day of birth, sequence and check character (GB 11643-1999).
_IDENTITY = (
    r"[1-9][0-9]{5}(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{3}[0-9Xx]"
)
_NUMBER = re.compile(
    rf"(?:{_START}|(?<![A-Za-z])(?i:tel|phone|mobile)[.:]?)"
    rf"(?P<number>{_PREFIX}(?:{_MOBILE}|{_LANDLINE})|{_IDENTITY}){_END}"
)
_DIGITS = re.compile(r"[0-9Xx]")
# In a personal field every number of three digits or more.
_ANY_NUMBER = re.compile(r"[0-9](?:[0-9 \-－—]*[0-9Xx])?")
_MIN_DIGITS, _MIN_DIGITS_ELSEWHERE = 3, 7
_WORD = re.compile(r"[^\s、，,;；/()（）:：。.*＊0-9\-－—+]+(?P<label>\s*[:：])?")
# A name as it is searched for in other texts: 田小禾, 阿依古丽·买买提, Tian.
_NAME = re.compile(r"[\u3400-\u9fff]{2,4}|[\u3400-\u9fff]+[·•][\u3400-\u9fff·•]+|[A-Za-z]{3,20}")
_LONG, _HEAD, _TAIL = 10, 3, 4
_SHORT_TAIL = 2


def redact(
    submission: Submission, templates: tuple[FormTemplate, ...]
) -> tuple[Submission, list[ValueChange]]:
    """Return a submission with all personal data masked, and the changes.

    The names and numbers in personal fields and columns are masked everywhere else too, and so is
    any phone or identity number in a text.
    """
    templates_by_name = by_name(templates)
    mask = _Mask(submission, templates_by_name.values())
    changes: list[ValueChange] = []
    forms = []
    for form in submission.forms:
        masker = _FormMasker(form, templates_by_name[form.template], mask)
        forms.append(masker.mask_form())
        changes += masker.changes
    return msgspec.structs.replace(submission, forms=tuple(forms)), changes


def mask_numbers(text: str) -> str:
    """Return a text with every phone and identity number masked."""
    return _NUMBER.sub(_mask_match, text)


def is_personal(template: FormTemplate, value_at: FormValue) -> bool:
    """Return True if the template declares a value's field or column as personal."""
    table = template.tables.get(value_at.path.partition("[")[0])
    if "[" not in value_at.path:
        field = template.fields.get(value_at.name)
        return field is not None and field.declaration.personal
    column = table.columns.get(value_at.name) if table else None
    return column is not None and column.declaration.personal


class _Mask:
    """Names and numbers to mask, and the names of units, which are not masked."""

    def __init__(self, submission: Submission, templates: Iterable[FormTemplate]) -> None:
        known = {template.name: template for template in templates}
        filed = [
            value_at.value
            for form in submission.forms
            for value_at in form_values(form, known[form.template])
            if is_personal(known[form.template], value_at) and isinstance(value_at.value, str)
        ]
        units = {
            form.fields.get(known[form.template].roles.field(role))
            for form in submission.forms
            for role in (Role.UNIT, Role.FILER)
        }
        self._units = {u for u in (*units, submission.unit) if isinstance(u, str) and u}
        names = {name for text in filed for name in self._names_in(text)}
        numbers = {
            number[0]
            for text in filed
            for number in _ANY_NUMBER.finditer(text)
            if len(_DIGITS.findall(number[0])) >= _MIN_DIGITS_ELSEWHERE
        }
        self._names = sorted(names, key=lambda name: (-len(name), name))
        self._numbers = [
            re.compile(f"{_START}(?P<number>{re.escape(number)}){_END}")
            for number in sorted(numbers, key=lambda number: (-len(number), number))
        ]

    def _names_in(self, text: str) -> Iterator[str]:
        for word in _WORD.finditer(text):
            if not word["label"] and _NAME.fullmatch(word[0]) and not self._is_unit(word[0]):
                yield word[0]

    def _is_unit(self, word: str) -> bool:
        return any(word in unit for unit in self._units)

    def text(self, text: str) -> str:
        """Return a text with every known name and every number masked."""
        for number in self._numbers:
            text = number.sub(_mask_match, text)
        for name in self._names:
            text = text.replace(name, _masked_name(name))
        return mask_numbers(text)

    def personal(self, text: str) -> str:
        """Return the text of a personal field with each name and number in it masked."""
        masked = _ANY_NUMBER.sub(lambda found: _masked_number(found[0]), text)
        return _WORD.sub(self._mask_word, masked)

    def _mask_word(self, word: re.Match[str]) -> str:
        if word["label"] or self._is_unit(word[0]):
            return word[0]
        return _masked_name(word[0])


def _mask_match(found: re.Match[str]) -> str:
    start, end = (at - found.start() for at in found.span("number"))
    return found[0][:start] + _masked_number(found["number"]) + found[0][end:]


def _masked_name(name: str) -> str:
    """Mask 田小禾 as 田＊＊."""
    return name[0] + "＊" * (len(name) - 1)


def _masked_number(number: str) -> str:
    """Mask 13800001234 as 138****1234; of a short number only the end stays."""
    digit_positions = [match.start() for match in _DIGITS.finditer(number)]
    if len(digit_positions) < _MIN_DIGITS:
        return number
    long = len(digit_positions) >= _LONG
    hidden = digit_positions[_HEAD:-_TAIL] if long else digit_positions[:-_SHORT_TAIL]
    return "".join("*" if index in hidden else char for index, char in enumerate(number))


class _FormMasker:
    """Masks one form."""

    def __init__(self, form: Form, template: FormTemplate, mask: _Mask) -> None:
        self._form = form
        self._template = template
        self._mask = mask
        self.changes: list[ValueChange] = []

    def mask_form(self) -> Form:
        changed = replace_values(self._form, self._template, self._value)
        origins = {path: self._source_text(path, text) for path, text in self._form.origins.items()}
        return msgspec.structs.replace(changed, origins=origins)

    def _source_text(self, path: str, text: str) -> str:
        """Return the source text of an unreadable amount masked; a cell address as it is."""
        value_path = path.removesuffix(".text")
        if value_path == path:
            return text
        name = value_path.rpartition(".")[2]
        return self._record(FormValue(value_path, name, "text", text), text, self._mask.text(text))

    def _value(self, value_at: FormValue) -> Value:
        value = value_at.value
        personal = is_personal(self._template, value_at)
        mask = self._mask.personal if personal else self._mask.text
        if isinstance(value, Target | Period):
            text = self._record(value_at, value.text, mask(value.text))
            if text == value.text:
                return value
            return (
                parse_target(text, self._form.year)
                if isinstance(value, Target)
                else parse_period(text)
            )
        if not isinstance(value, str):
            return value
        return self._record(value_at, value, mask(value))

    def _record(self, value_at: FormValue, old: str, new: str) -> str:
        if old != new:
            # The masked text must not appear on the terminal or in a log.
            self.changes.append(value_change(self._form, self._template, value_at, "", new))
            self.changes[-1] = msgspec.structs.replace(self.changes[-1], code="masked")
        return new
