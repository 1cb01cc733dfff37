"""Submissions to rows of the platform's import sheet, each value with its cell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import msgspec

from xlform.model.submission import Form, Row, Submission, Target, Value
from xlform.platform.profile import FormSources, Profile
from xlform.submission.json import plain_value
from xlform.template.declaration import as_tuple


class CellLocation(msgspec.Struct, frozen=True):
    """Location of a value: file, sheet and cell; "" if unknown."""

    file: str
    sheet: str
    cell: str


class PlatformRow(msgspec.Struct, frozen=True):
    """One indicator: texts and locations by column name, only of columns its form has."""

    texts: Mapping[str, str]
    locations: Mapping[str, CellLocation]


def platform_rows(submission: Submission, profile: Profile) -> Iterator[PlatformRow]:
    """Return the rows of a submission in its own order, without empty indicators."""
    for form in submission.forms:
        sources = profile.sources(form.kind)
        if sources is None:
            continue
        for number, row in enumerate(form.tables.get(sources.table, ())):
            if _filled(row, profile.placeholder):
                yield _Sources(submission, form, profile).row(sources, row, number)


def _filled(row: Row, placeholder: str) -> bool:
    target = row.get("target")
    if isinstance(target, Target) and target.text:
        return True
    name = row.get("level3")
    return isinstance(name, str) and name != "" and not re.fullmatch(placeholder, name)


class _Sources:
    """Resolves the sources of a declaration for one form."""

    def __init__(self, submission: Submission, form: Form, profile: Profile) -> None:
        self._submission = submission
        self._form = form
        self._profile = profile

    def row(self, sources: FormSources, row: Row, number: int) -> PlatformRow:
        """Return one row of the sheet."""
        path = f"{sources.table}[{number}]"
        texts = dict(sources.text)
        locations = {name: self._place(path, row, "") for name in texts}
        for name, wanted in sources.from_.items():
            each = as_tuple(wanted)
            chosen = next((s for s in each if self._value(s, row)), each[0])
            texts[name] = self._value(chosen, row)
            locations[name] = self._place(path, row, chosen)
        return PlatformRow(texts, locations)

    def _value(self, source: str, row: Row) -> str:
        root, name, *part = source.split(".")
        if root == "submission":
            return _text(getattr(self._submission, name, ""))
        if root == "form":
            return _text(getattr(self._form, name, ""))
        if root == "field":
            return _text(self._form.fields.get(name))
        value = row.get(name)
        if not part:
            return _text(value)
        target = value if isinstance(value, Target) else Target(_text(value))
        return target_part(target, part[0], self._profile)

    def _place(self, path: str, row: Row, source: str) -> CellLocation:
        """Return the cell of a source, else that of the row or of the form."""
        root, _, name = source.partition(".")
        leaf = name.partition(".")[0]
        origins = self._form.origins
        wanted = [leaf] if root == "field" else [f"{path}.{leaf}"]
        if root in ("submission", "form"):
            wanted = [leaf, "unit" if leaf == "unit" else "title"]
        wanted += [f"{path}.{column}" for column in reversed(tuple(row))]
        cell = next((origins[key] for key in wanted if key in origins), "")
        sheet, _, cell = (cell or self._form.range.partition(":")[0]).rpartition("!")
        return CellLocation(self._submission.source.name, sheet or self._form.sheet, cell)


def target_part(target: Target, part: str, profile: Profile) -> str:
    """Return one part of a 指标值 as the platform splits it.

    A number has a symbol, digits and a unit. A range and a date use the platform's operator for
    other figures, with the filer's text as the explanation; texts are unchanged.
    """
    parts = {
        "number": _number,
        "range": _range,
        "date": _date,
        "qualitative": _qualitative,
        "empty": _empty,
    }
    return parts[target.type](target, profile).get(part, "")


def _number(target: Target, profile: Profile) -> dict[str, str]:
    symbol = profile.operator.comparators()[target.comparator]
    return {"operator": symbol, "value": _text(target.value), "measure": target.unit}


def _range(target: Target, profile: Profile) -> dict[str, str]:
    value = profile.written.range.format(low=_text(target.low), high=_text(target.high))
    return _other(target, profile.operator.range, value, target.unit)


def _date(target: Target, profile: Profile) -> dict[str, str]:
    day = target.date
    if day is None:
        return _qualitative(target, profile)
    value = profile.written.date.format(year=day.year, month=day.month, day=day.day)
    return _other(target, profile.operator.date, value, "")


def _other(target: Target, operator: str, value: str, unit: str) -> dict[str, str]:
    parts = {"operator": operator, "value": value, "measure": unit}
    return {**parts, "explanation": target.text}


def _qualitative(target: Target, profile: Profile) -> dict[str, str]:
    return {"operator": profile.operator.qualitative, "value": target.text}


def _empty(target: Target, _profile: Profile) -> dict[str, str]:
    """Return no parts: the target is missing or only a dash."""
    return {"value": target.text}


def _text(value: Value | int) -> str:
    """Return a value as text; "" if it is missing."""
    if isinstance(value, int):
        return str(value)
    plain = plain_value(value)
    return plain["text"] if isinstance(plain, dict) else str(plain)
