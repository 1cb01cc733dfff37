"""Next year's form from this year's: years and dates moved on, amounts left to be filled in."""

from __future__ import annotations

import re
from decimal import Decimal

import msgspec

from xlform.grid.model import plain
from xlform.messages import translate
from xlform.model.submission import Form, Period, Submission, Target, Value
from xlform.template.form import FormTemplate
from xlform.values import parse_period, parse_target
from xlform.values.amount import POWER_TO_WAN
from xlform.writing.changing import Change, by_name, change_at, name_of
from xlform.writing.values import At, exchanged

_YEAR = re.compile(r"20[0-9]{2}")


def rolled(
    submission: Submission, templates: tuple[FormTemplate, ...], year: int
) -> tuple[Submission, list[Change]]:
    """A submission made ready for another year, and each thing that changed.

    Amounts are blanked, in targets too where the target is a sum of money; a 实施期 and a date move
    on where they lie in the form's own year. Indicators, goals and reckonings keep their words; a
    year named in them is told, for a person to decide.
    """
    known = by_name(templates)
    changes: list[Change] = []
    forms = []
    for form in submission.forms:
        roller = _Roller(form, known[form.template], form.year or submission.year, year)
        forms.append(roller.rolled())
        changes += roller.changes
    return msgspec.structs.replace(submission, forms=tuple(forms), year=year), changes


class _Roller:
    """Moves one form from the year ``old``, ``None`` where it names none, to ``new``."""

    def __init__(self, form: Form, template: FormTemplate, old: int | None, new: int) -> None:
        self._form = form
        self._template = template
        self._old = old
        self._new = new
        self.changes: list[Change] = []

    def rolled(self) -> Form:
        form = self._form
        if form.year != self._new:
            old = translate("write.blank") if form.year is None else str(form.year)
            name, what = name_of(form, self._template), translate("write.year")
            self.changes.append(Change(name, what, old, str(self._new)))
        changed = exchanged(form, self._template, self._value)
        origins = {path: at for path, at in form.origins.items() if not path.endswith(".text")}
        return msgspec.structs.replace(changed, year=self._new, origins=origins)

    def _value(self, at: At) -> Value:
        value = at.value
        if at.kind == "amount":
            self._blank(at)
            return None
        if isinstance(value, Target):
            return self._target(at, value)
        if isinstance(value, Period):
            return self._period(at, value)
        if isinstance(value, str) and self._old and f"{self._old}年" in value:
            self._tell(at, value, str(self._old), "year-left")
        return value

    def _blank(self, at: At) -> None:
        own = self._form.origins.get(f"{at.path}.text", "")
        old = plain(at.value) if isinstance(at.value, Decimal) else own
        if old:
            self._tell(at, old, "")

    def _target(self, at: At, target: Target) -> Target:
        if target.type in ("number", "range") and target.unit in POWER_TO_WAN:
            self._tell(at, target.text, "")
            return Target()
        text = self._moved(target.text) if target.type == "date" else target.text
        if text != target.text:
            self._tell(at, target.text, text)
        elif self._old and target.type != "date" and f"{self._old}年" in text:
            self._tell(at, text, str(self._old), "year-left")
        return parse_target(text, self._new)

    def _period(self, at: At, period: Period) -> Period:
        """Move a 实施期 that is the form's own year; one over several years goes on as it is."""
        own = {day.year for day in (period.start, period.end) if day} == {self._old}
        moved = parse_period(self._moved(period.text)) if own else period
        if own and moved.end is not None:
            self._tell(at, period.text, moved.text)
            return moved
        if period.text:
            self._tell(at, period.text, period.text, "period-left")
        return period

    def _moved(self, text: str) -> str:
        return _YEAR.sub(
            lambda year: str(self._new) if year[0] == str(self._old) else year[0], text
        )

    def _tell(self, at: At, old: str, new: str, code: str = "change") -> None:
        change = change_at(self._form, self._template, at, old, new)
        self.changes.append(msgspec.structs.replace(change, code=code))
