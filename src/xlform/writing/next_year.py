"""Next year's form from this year's: years and dates shifted, amounts cleared."""

from __future__ import annotations

import re
from decimal import Decimal

import msgspec

from xlform.grid.model import plain
from xlform.messages import translate
from xlform.model.submission import Form, Period, Submission, Target, Value
from xlform.template.form import FormTemplate
from xlform.values import parse_period, parse_target
from xlform.values.money import unit_powers
from xlform.writing.form_values import FormValue, replace_values
from xlform.writing.value_changes import ValueChange, by_name, form_label, value_change

_YEAR = re.compile(r"20[0-9]{2}")


def next_year_submission(
    submission: Submission, templates: tuple[FormTemplate, ...], year: int
) -> tuple[Submission, list[ValueChange]]:
    """Return a submission prepared for another year, and the changes.

    Amounts are cleared, also in targets that are a sum of money. A 实施期 and dates are shifted if
    they are in the form's own year. Indicators, goals and calculations keep their text; a year in
    them is reported for a person to decide.
    """
    templates_by_name = by_name(templates)
    changes: list[ValueChange] = []
    forms = []
    for form in submission.forms:
        shifter = _YearShifter(
            form, templates_by_name[form.template], form.year or submission.year, year
        )
        forms.append(shifter.shifted_form())
        changes += shifter.changes
    return msgspec.structs.replace(submission, forms=tuple(forms), year=year), changes


class _YearShifter:
    """Shifts one form from the year ``old`` (``None`` if it has none) to ``new``."""

    def __init__(self, form: Form, template: FormTemplate, old: int | None, new: int) -> None:
        self._form = form
        self._template = template
        self._old = old
        self._new = new
        self.changes: list[ValueChange] = []

    def shifted_form(self) -> Form:
        form = self._form
        if form.year != self._new:
            old = translate("write.blank") if form.year is None else str(form.year)
            name, what = form_label(form, self._template), translate("write.year")
            self.changes.append(ValueChange(name, what, old, str(self._new)))
        changed = replace_values(form, self._template, self._value)
        origins = {path: cell for path, cell in form.origins.items() if not path.endswith(".text")}
        return msgspec.structs.replace(changed, year=self._new, origins=origins)

    def _value(self, value_at: FormValue) -> Value:
        value = value_at.value
        if value_at.kind == "amount":
            self._clear_amount(value_at)
            return None
        if isinstance(value, Target):
            return self._target(value_at, value)
        if isinstance(value, Period):
            return self._period(value_at, value)
        if isinstance(value, str) and self._old and f"{self._old}年" in value:
            self._record(value_at, value, str(self._old), "year-left")
        return value

    def _clear_amount(self, value_at: FormValue) -> None:
        source_text = self._form.origins.get(f"{value_at.path}.text", "")
        old = plain(value_at.value) if isinstance(value_at.value, Decimal) else source_text
        if old:
            self._record(value_at, old, "")

    def _target(self, value_at: FormValue, target: Target) -> Target:
        if target.type in ("number", "range") and target.unit in unit_powers():
            self._record(value_at, target.text, "")
            return Target()
        text = self._shift_years(target.text) if target.type == "date" else target.text
        if text != target.text:
            self._record(value_at, target.text, text)
        elif self._old and target.type != "date" and f"{self._old}年" in text:
            self._record(value_at, text, str(self._old), "year-left")
        return parse_target(text, self._new)

    def _period(self, value_at: FormValue, period: Period) -> Period:
        """Shift a 实施期 within the form's own year; one of several years is unchanged."""
        is_own_year = {day.year for day in (period.start, period.end) if day} == {self._old}
        shifted = parse_period(self._shift_years(period.text)) if is_own_year else period
        if is_own_year and shifted.end is not None:
            self._record(value_at, period.text, shifted.text)
            return shifted
        if period.text:
            self._record(value_at, period.text, period.text, "period-left")
        return period

    def _shift_years(self, text: str) -> str:
        return _YEAR.sub(
            lambda year: str(self._new) if year[0] == str(self._old) else year[0], text
        )

    def _record(self, value_at: FormValue, old: str, new: str, code: str = "change") -> None:
        change = value_change(self._form, self._template, value_at, old, new)
        self.changes.append(msgspec.structs.replace(change, code=code))
