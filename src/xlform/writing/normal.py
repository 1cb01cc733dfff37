"""What a submission says once it is written: what reading the new workbook has to give again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

import msgspec

from xlform.grid.model import plain
from xlform.model.submission import Form, Period, Row, Submission, Target, Value
from xlform.ooxml.edit.splice import printable
from xlform.reading.values import empty_value, strip_whitespace
from xlform.submission.json import column_kinds, field_kinds
from xlform.template.declaration import ValueKind
from xlform.template.form import TableTemplate
from xlform.template.labels import canonical_level
from xlform.values import Amount, in_wan
from xlform.writing.blank import Blank
from xlform.writing.content import in_yuan_of, words
from xlform.writing.title import with_year


class Difference(msgspec.Struct, frozen=True):
    """A value that reading back gives otherwise: where, what was meant, what is there."""

    sheet: str
    path: str
    wanted: str
    found: str


def normal_form(form: Form, blank: Blank) -> Form:
    """A form as its blank says it: official title, the blank's unit, words without odd blanks.

    Fields and columns are those of the blank's template; one it has no value for is empty. Of the
    origins only the words of amounts nobody could read are left.
    """
    template = blank.template
    rows = {
        name: [_row(row, name, blank) for row in form.tables.get(name, ())]
        for name in template.tables
    }
    kept = {name: list(_kept(form, table, rows[name])) for name, table in template.tables.items()}
    return msgspec.structs.replace(
        form,
        kind=template.kind,
        template=template.name,
        title=_title(form, blank),
        fields={
            name: _field(form, blank, name, kind) for name, kind in field_kinds(template).items()
        },
        tables={
            name: tuple(rows[name][number] for number in numbers) for name, numbers in kept.items()
        },
        origins=dict(_own_words(form, kept)),
    )


def _own_words(form: Form, kept: Mapping[str, list[int]]) -> Iterator[tuple[str, str]]:
    """The source's own words of values, by the rows' new numbers."""
    moved = {
        f"{table}[{old}].": f"{table}[{new}]."
        for table, numbers in kept.items()
        for new, old in enumerate(numbers)
    }
    for path, text in form.origins.items():
        if path.endswith(".text"):
            row, dot, rest = path.partition(".")
            yield (moved.get(row + dot, row + dot) + rest if "[" in row else path), text


def _kept(form: Form, table: TableTemplate, rows: list[Row]) -> Iterator[int]:
    """The numbers of a table's rows but for those nobody would find again.

    Such are rows with nothing in them that begin no group, and a row number on a line of its own.
    """
    before: tuple[Value, ...] = ()
    for number, row in enumerate(rows):
        path = tuple(row[name] for name in table.stub)
        begins = path != before and any(path)
        before = path
        filed = any(
            words(form, f"{table.name}[{number}].{name}", row[name])
            for name, column in table.columns.items()
            if not column.stub and column.kind != "sequence"
        )
        if filed or begins:
            yield number


def _title(form: Form, blank: Blank) -> str:
    roles = {top.role for top in blank.tops}
    titles = (blank.texts[top.position] for top in blank.tops if top.role == "title")
    title = next(titles, form.title)
    return strip_whitespace(with_year(title, form.year, alone="year" not in roles))


def _field(form: Form, blank: Blank, name: str, kind: ValueKind) -> Value:
    if kind == "money-unit":
        place = blank.fields.get(name)
        if place is None:
            return empty_value("text")
        return strip_whitespace(blank.texts.get(place.position, "")[place.at :])
    return _as_read(name, _value(form.fields.get(name, empty_value(kind)), kind), blank)


def _row(row: Row, table: str, blank: Blank) -> Row:
    kinds = column_kinds(blank.template, table)
    values = {n: _value(row.get(n, empty_value(kind)), kind) for n, kind in kinds.items()}
    return {name: _as_read(f"{table}.{name}", value, blank) for name, value in values.items()}


def _as_read(name: str, value: Value, blank: Blank) -> Value:
    """An amount as it is read from a blank in 元: its places are gone by the way."""
    if name in blank.in_yuan and isinstance(value, Decimal):
        return in_wan(Amount(in_yuan_of(value)), "元")
    return value


def _value(value: Value, kind: ValueKind) -> Value:
    if isinstance(value, str):
        text = strip_whitespace(printable(value))
        return canonical_level(text) if kind == "level" else text
    if isinstance(value, Target | Period):
        return msgspec.structs.replace(value, text=strip_whitespace(printable(value.text)))
    if isinstance(value, Decimal) and not value:
        return abs(value)
    return value


def differences(wanted: tuple[Form, ...], found: Submission) -> Iterator[Difference]:
    """What a written workbook says otherwise than it should; words of targets tell all of them."""
    if len(wanted) != len(found.forms):
        yield Difference("", "forms", str(len(wanted)), str(len(found.forms)))
        return
    for one, other in zip(wanted, found.forms, strict=True):
        yield from _between(one, other)


def _between(one: Form, other: Form) -> Iterator[Difference]:
    sheet = other.sheet
    for name in ("template", "title", "year"):
        if getattr(one, name) != getattr(other, name):
            yield Difference(sheet, name, str(getattr(one, name)), str(getattr(other, name)))
    for name in one.fields.keys() | other.fields.keys():
        yield from _values(sheet, name, one.fields.get(name), other.fields.get(name))
    for table in one.tables.keys() | other.tables.keys():
        rows, others = one.tables.get(table, ()), other.tables.get(table, ())
        if len(rows) != len(others):
            yield Difference(sheet, table, str(len(rows)), str(len(others)))
            continue
        for number, (row, again) in enumerate(zip(rows, others, strict=True)):
            for name in row.keys() | again.keys():
                path = f"{table}[{number}].{name}"
                yield from _values(sheet, path, row.get(name), again.get(name))


def _values(sheet: str, path: str, one: Value, other: Value) -> Iterator[Difference]:
    if _said(one) != _said(other):
        yield Difference(sheet, path, _said(one), _said(other))


def _said(value: Value) -> str:
    """A value in words; amounts with all their places."""
    if isinstance(value, Target | Period):
        return value.text
    if isinstance(value, Decimal):
        return plain(value)
    return value or ""
