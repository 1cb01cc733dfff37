"""JSON of a submission, written and read, as defined by the contract (``xlform.submission/1``).

Money is a decimal string in 万元, a missing value is "" and never 0, keys are in the contract's
order. Reading needs the templates, which have the kind of each field.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

import msgspec

from xlform.errors import FileProblem
from xlform.grid.model import plain
from xlform.model.page_place import PagePlace
from xlform.model.submission import (
    Form,
    Note,
    Period,
    Row,
    Source,
    Submission,
    Target,
    Unread,
    Value,
)
from xlform.template.declaration import NUMBERS, ValueKind
from xlform.template.form import FormTemplate

SCHEMA = "xlform.submission/1"
Plain = dict[str, Any]


def to_plain(submission: Submission) -> Plain:
    """Return a submission as dictionaries, lists and strings, in the contract's order."""
    return {
        "schema": SCHEMA,
        "source": msgspec.to_builtins(submission.source),
        "unit": submission.unit,
        "year": submission.year,
        "forms": [_plain_form(form) for form in submission.forms],
        "unread": [_plain_unread(unread) for unread in submission.unread],
    }


def to_json(submission: Submission, *, indent: int = 0) -> str:
    """Return a submission as JSON text; on one line unless ``indent`` is given."""
    return plain_text(to_plain(submission), indent=indent)


def plain_text(plain_submission: Plain, *, indent: int = 0) -> str:
    """Return dictionaries and lists as JSON text; on one line unless ``indent`` is given."""
    text = msgspec.json.encode(plain_submission)
    return (msgspec.json.format(text, indent=indent) if indent else text).decode()


def plain_value(value: Value) -> Any:  # noqa: ANN401  (JSON has no narrower type)
    """Return one value as the contract writes it."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, Target):
        return _plain_target(value)
    if isinstance(value, Period):
        return {"text": value.text, "start": _day(value.start), "end": _day(value.end)}
    return value


def _plain_form(form: Form) -> Plain:
    return {
        "kind": form.kind,
        "template": form.template,
        "sheet": form.sheet,
        "range": form.range,
        "title": form.title,
        "year": form.year,
        "fields": {name: plain_value(value) for name, value in form.fields.items()},
        "tables": {
            name: [{key: plain_value(value) for key, value in row.items()} for row in rows]
            for name, rows in form.tables.items()
        },
        "origins": dict(form.origins),
        "notes": [msgspec.to_builtins(note) for note in form.notes],
        **_plain_scan(form),
    }


def _plain_scan(form: Form) -> Plain:
    """Return the keys that forms of scans have alone."""
    if not form.confidence:
        return {}
    return {
        "confidence": dict(form.confidence),
        "doubtful": list(form.doubtful),
        "places": {path: plain_place(place) for path, place in form.places.items()},
        "sealed": form.sealed,
        "signed": dict(form.signed),
    }


def plain_place(place: PagePlace) -> Plain:
    """Return a place on a scan: its page, and left, top, right, bottom in parts of the page."""
    return {"page": place.page, "box": list(place.box)}


def _place(place: Plain) -> PagePlace:
    box = msgspec.convert(place["box"], tuple[float, float, float, float])
    return PagePlace.of_box(msgspec.convert(place["page"], int), box)


def _plain_unread(unread: Unread) -> Plain:
    plain_unread = {"sheet": unread.sheet, "because": unread.because}
    return {**plain_unread, "range": unread.range} if unread.range else plain_unread


def _plain_target(target: Target) -> Plain:
    plain_target: Plain = {
        "text": target.text,
        "comparator": target.comparator,
        "value": plain_value(target.value),
        "unit": target.unit,
        "type": target.type,
    }
    if target.type == "range":
        plain_target |= {"low": plain_value(target.low), "high": plain_value(target.high)}
    elif target.type == "date":
        plain_target["date"] = _day(target.date)
    return plain_target


def _day(day: dt.date | None) -> str:
    return day.isoformat() if day else ""


def from_json(text: str | bytes, templates: tuple[FormTemplate, ...], name: str) -> Submission:
    """Return a submission from its JSON; ``name`` is the file's name in messages.

    Raises :class:`~xlform.errors.FileProblem` for invalid JSON, another schema, or an unknown
    template.
    """
    try:
        plain_submission = msgspec.json.decode(text)
        if not isinstance(plain_submission, dict) or plain_submission.get("schema") != SCHEMA:
            raise FileProblem("not-a-submission", path=name, schema=SCHEMA)
        return _submission(plain_submission, {t.name: t for t in templates}, name)
    except (msgspec.MsgspecError, KeyError, TypeError, ValueError, InvalidOperation) as error:
        raise FileProblem("faulty-json", path=name, fault=error) from error


def _submission(
    plain_submission: Plain, templates: Mapping[str, FormTemplate], name: str
) -> Submission:
    forms = []
    for form in plain_submission["forms"]:
        template = templates.get(form["template"])
        if template is None:
            raise FileProblem("unknown-template", path=name, template=form["template"])
        forms.append(_form(form, template))
    return Submission(
        source=msgspec.convert(plain_submission["source"], Source),
        unit=plain_submission["unit"],
        year=plain_submission["year"],
        forms=tuple(forms),
        unread=tuple(
            msgspec.convert(unread, Unread) for unread in plain_submission.get("unread", ())
        ),
    )


def _form(form: Plain, template: FormTemplate) -> Form:
    kinds = field_kinds(template)
    return Form(
        kind=form["kind"],
        template=form["template"],
        sheet=form["sheet"],
        range=form["range"],
        title=form["title"],
        year=form["year"],
        fields={name: _value(value, kinds[name]) for name, value in form["fields"].items()},
        tables={
            name: tuple(_row(row, column_kinds(template, name)) for row in rows)
            for name, rows in form["tables"].items()
        },
        origins=msgspec.convert(form["origins"], dict[str, str]),
        notes=tuple(msgspec.convert(note, Note) for note in form.get("notes", ())),
        confidence=msgspec.convert(form.get("confidence", {}), dict[str, float]),
        doubtful=msgspec.convert(form.get("doubtful", ()), tuple[str, ...]),
        places={path: _place(place) for path, place in form.get("places", {}).items()},
        sealed=msgspec.convert(form.get("sealed"), bool | None),
        signed=msgspec.convert(form.get("signed", {}), dict[str, bool]),
    )


def field_kinds(template: FormTemplate) -> dict[str, ValueKind]:
    """Return the kind of each field of a template, including totals of tables."""
    kinds: dict[str, ValueKind] = {name: field.kind for name, field in template.fields.items()}
    for table in template.tables.values():
        for column, name in table.total_fields.items():
            kinds[name] = table.columns[column].kind
    return kinds


def column_kinds(template: FormTemplate, table: str) -> dict[str, ValueKind]:
    """Return the kind of each column of a table."""
    return dict(template.value_kinds.tables[table])


def _row(row: Plain, kinds: Mapping[str, ValueKind]) -> Row:
    return {name: _value(value, kinds[name]) for name, value in row.items()}


def _value(value: Any, kind: ValueKind) -> Value:  # noqa: ANN401  (JSON has no narrower type)
    if kind in NUMBERS:
        return Decimal(value) if value else None
    if kind == "target":
        numbers = {key: value.get(key) or None for key in ("value", "low", "high", "date")}
        return msgspec.convert({**value, **numbers}, Target, strict=False)
    if kind == "period":
        days = {key: value[key] or None for key in ("start", "end")}
        return msgspec.convert({**value, **days}, Period)
    if not isinstance(value, str):
        raise TypeError(value)
    return value
