"""A submission made fit for publication: who filled it in and whom to call is masked."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from xlform.model.submission import Form, Period, Submission, Target, Value
from xlform.template.form import FormTemplate
from xlform.values import parse_period, parse_target
from xlform.writing.changing import Change, by_name, change_at
from xlform.writing.values import At, exchanged

_PREPARER, _PHONE = "preparer", "phone"
# Mobile numbers, landlines with their area code, identity numbers, wherever they stand.
_NUMBER = re.compile(
    r"(?<![0-9])(?:1[3-9][0-9](?:[- ]?[0-9]{4}){2}|0[0-9]{2,3}[-－—]?[0-9]{7,8}"
    r"|[1-9][0-9]{5}(?:19|20)[0-9]{9}[0-9Xx])(?![0-9])"
)
_DIGITS = re.compile(r"[0-9Xx]")
_ANY_NUMBER = re.compile(r"[0-9][0-9 \-－—]{4,}[0-9]")
_BETWEEN_NAMES = re.compile(r"[、，,;；/\s]+")
_LONG, _HEAD, _TAIL = 10, 3, 4
_SHORT_TAIL = 2
_NAME_AT_LEAST, _NAME_AT_MOST = 2, 12


def redacted(
    submission: Submission, templates: tuple[FormTemplate, ...]
) -> tuple[Submission, list[Change]]:
    """A submission without its preparers' names and telephones, and each place masked.

    The names and numbers given as 填表人 and 联系电话 are masked wherever else they stand too, and
    so is every telephone or identity number in a text.
    """
    known = by_name(templates)
    mask = _Mask(submission)
    changes: list[Change] = []
    forms = []
    for form in submission.forms:
        masker = _Masker(form, known[form.template], mask)
        forms.append(masker.masked())
        changes += masker.changes
    unit = mask.text(submission.unit)
    return msgspec.structs.replace(submission, unit=unit, forms=tuple(forms)), changes


class _Mask:
    """What is masked, wherever it stands."""

    def __init__(self, submission: Submission) -> None:
        names = set(_given(submission, _PREPARER))
        parts = {part for name in names for part in _BETWEEN_NAMES.split(_NUMBER.sub(" ", name))}
        self._names = sorted(
            (part for part in parts if _NAME_AT_LEAST <= len(part) <= _NAME_AT_MOST),
            key=lambda part: (-len(part), part),
        )
        self._phones = sorted(
            (phone for phone in _given(submission, _PHONE) if len(phone) > _HEAD),
            key=lambda phone: (-len(phone), phone),
        )

    def text(self, text: str) -> str:
        """A text with every known name and every number masked."""
        for phone in self._phones:
            text = text.replace(phone, self.phone(phone))
        for name in self._names:
            text = text.replace(name, _masked_name(name))
        return _NUMBER.sub(lambda found: _masked_number(found[0]), text)

    def phone(self, text: str) -> str:
        """What was given as a telephone: every number in it, or all of it."""
        masked = _ANY_NUMBER.sub(lambda found: _masked_number(found[0]), text)
        return masked if masked != text or "*" in text else "*" * len(text)

    def preparer(self, text: str) -> str:
        """What was given as the preparer: each name, and numbers beside it."""
        pieces = _BETWEEN_NAMES.split(_NUMBER.sub(lambda found: _masked_number(found[0]), text))
        for piece in pieces:
            if piece and "*" not in piece and "＊" not in piece:
                text = text.replace(piece, _masked_name(piece))
        return self.text(text)


def _given(submission: Submission, name: str) -> Iterator[str]:
    for form in submission.forms:
        value = form.fields.get(name)
        if isinstance(value, str) and value:
            yield value


def _masked_name(name: str) -> str:
    """田小禾 → 田＊＊."""
    return name[0] + "＊" * (len(name) - 1)


def _masked_number(number: str) -> str:
    """13800001234 → 138****1234; of a short one only the end is left."""
    places = [at.start() for at in _DIGITS.finditer(number)]
    long = len(places) >= _LONG
    hidden = places[_HEAD:-_TAIL] if long else places[:-_SHORT_TAIL]
    return "".join("*" if at in hidden else sign for at, sign in enumerate(number))


class _Masker:
    """Masks one form."""

    def __init__(self, form: Form, template: FormTemplate, mask: _Mask) -> None:
        self._form = form
        self._template = template
        self._mask = mask
        self.changes: list[Change] = []

    def masked(self) -> Form:
        changed = exchanged(self._form, self._template, self._value)
        origins = {
            path: self._mask.text(text) if path.endswith(".text") else text
            for path, text in self._form.origins.items()
        }
        return msgspec.structs.replace(changed, origins=origins)

    def _value(self, at: At) -> Value:
        value = at.value
        if isinstance(value, Target | Period):
            text = self._told(at, value.text, self._mask.text(value.text))
            if text == value.text:
                return value
            return (
                parse_target(text, self._form.year)
                if isinstance(value, Target)
                else parse_period(text)
            )
        if not isinstance(value, str):
            return value
        if at.path == _PREPARER:
            return self._told(at, value, self._mask.preparer(value))
        if at.path == _PHONE:
            return self._told(at, value, self._mask.phone(value))
        return self._told(at, value, self._mask.text(value))

    def _told(self, at: At, old: str, new: str) -> str:
        if old != new:
            # What was masked is not to be read on the terminal or in its log.
            self.changes.append(change_at(self._form, self._template, at, "", new))
            self.changes[-1] = msgspec.structs.replace(self.changes[-1], code="masked")
        return new
