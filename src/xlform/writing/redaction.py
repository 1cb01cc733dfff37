"""Redaction of a submission for publication: names and phone numbers of its preparers."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from xlform.model.submission import Form, Period, Submission, Target, Value
from xlform.template.form import FormTemplate
from xlform.values import parse_period, parse_target
from xlform.writing.form_values import FormValue, replace_values
from xlform.writing.value_changes import ValueChange, by_name, value_change

_PREPARER, _PHONE = "preparer", "phone"
# Mobile numbers, landlines with area code, identity numbers, anywhere in a text.
_NUMBER = re.compile(
    r"(?<![0-9])(?:1[3-9][0-9](?:[- ]?[0-9]{4}){2}|0[0-9]{2,3}[-－—]?[0-9]{7,8}"
    r"|[1-9][0-9]{5}(?:19|20)[0-9]{9}[0-9Xx])(?![0-9])"
)
_DIGITS = re.compile(r"[0-9Xx]")
_ANY_NUMBER = re.compile(r"[0-9][0-9 \-－—]{4,}[0-9]")
_BETWEEN_NAMES = re.compile(r"[、，,;；/\s]+")
_LONG, _HEAD, _TAIL = 10, 3, 4
_SHORT_TAIL = 2
_MIN_NAME, _MAX_NAME = 2, 12


def redact(
    submission: Submission, templates: tuple[FormTemplate, ...]
) -> tuple[Submission, list[ValueChange]]:
    """Return a submission with its preparers' names and phone numbers masked, and the changes.

    The names and numbers filed as 填表人 and 联系电话 are masked everywhere else too, and so is any
    phone or identity number in a text.
    """
    templates_by_name = by_name(templates)
    mask = _Mask(submission)
    changes: list[ValueChange] = []
    forms = []
    for form in submission.forms:
        masker = _FormMasker(form, templates_by_name[form.template], mask)
        forms.append(masker.mask_form())
        changes += masker.changes
    unit = mask.text(submission.unit)
    return msgspec.structs.replace(submission, unit=unit, forms=tuple(forms)), changes


class _Mask:
    """Names and numbers to mask."""

    def __init__(self, submission: Submission) -> None:
        names = set(_field_texts(submission, _PREPARER))
        parts = {part for name in names for part in _BETWEEN_NAMES.split(_NUMBER.sub(" ", name))}
        self._names = sorted(
            (part for part in parts if _MIN_NAME <= len(part) <= _MAX_NAME),
            key=lambda part: (-len(part), part),
        )
        self._phones = sorted(
            (phone for phone in _field_texts(submission, _PHONE) if len(phone) > _HEAD),
            key=lambda phone: (-len(phone), phone),
        )

    def text(self, text: str) -> str:
        """Return a text with every known name and every number masked."""
        for phone in self._phones:
            text = text.replace(phone, self.phone(phone))
        for name in self._names:
            text = text.replace(name, _masked_name(name))
        return _NUMBER.sub(lambda found: _masked_number(found[0]), text)

    def phone(self, text: str) -> str:
        """Mask a filed phone number: every number in it, or all of it."""
        masked = _ANY_NUMBER.sub(lambda found: _masked_number(found[0]), text)
        return masked if masked != text or "*" in text else "*" * len(text)

    def preparer(self, text: str) -> str:
        """Mask a filed preparer: each name, and numbers beside it."""
        parts = _BETWEEN_NAMES.split(_NUMBER.sub(lambda found: _masked_number(found[0]), text))
        for part in parts:
            if part and "*" not in part and "＊" not in part:
                text = text.replace(part, _masked_name(part))
        return self.text(text)


def _field_texts(submission: Submission, name: str) -> Iterator[str]:
    for form in submission.forms:
        value = form.fields.get(name)
        if isinstance(value, str) and value:
            yield value


def _masked_name(name: str) -> str:
    """Mask 田小禾 as 田＊＊."""
    return name[0] + "＊" * (len(name) - 1)


def _masked_number(number: str) -> str:
    """Mask 13800001234 as 138****1234; of a short number only the end stays."""
    digit_positions = [match.start() for match in _DIGITS.finditer(number)]
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
        origins = {
            path: self._mask.text(text) if path.endswith(".text") else text
            for path, text in self._form.origins.items()
        }
        return msgspec.structs.replace(changed, origins=origins)

    def _value(self, value_at: FormValue) -> Value:
        value = value_at.value
        if isinstance(value, Target | Period):
            text = self._record(value_at, value.text, self._mask.text(value.text))
            if text == value.text:
                return value
            return (
                parse_target(text, self._form.year)
                if isinstance(value, Target)
                else parse_period(text)
            )
        if not isinstance(value, str):
            return value
        if value_at.path == _PREPARER:
            return self._record(value_at, value, self._mask.preparer(value))
        if value_at.path == _PHONE:
            return self._record(value_at, value, self._mask.phone(value))
        return self._record(value_at, value, self._mask.text(value))

    def _record(self, value_at: FormValue, old: str, new: str) -> str:
        if old != new:
            # The masked text must not appear on the terminal or in a log.
            self.changes.append(value_change(self._form, self._template, value_at, "", new))
            self.changes[-1] = msgspec.structs.replace(self.changes[-1], code="masked")
        return new
