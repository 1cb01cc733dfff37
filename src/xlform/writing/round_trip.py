"""Round trip check: what reading the written workbook has to give."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

import msgspec

from xlform.grid.model import plain
from xlform.model.memoize import by_text
from xlform.model.submission import Form, Period, Row, Submission, Target, Value
from xlform.ooxml.edit.splice import printable
from xlform.reading.values import composed_target, empty_value, strip_whitespace
from xlform.submission.json import field_kinds
from xlform.template.declaration import ValueKind
from xlform.template.form import TableTemplate
from xlform.template.labels import canonical_level
from xlform.values import Amount, in_wan
from xlform.writing.blank_layout import BlankLayout, BlankTable
from xlform.writing.cell_content import in_unit, text_content
from xlform.writing.title_year import replace_year


class Difference(msgspec.Struct, frozen=True):
    """Value that reads back differently: sheet, path, expected and actual text."""

    sheet: str
    path: str
    expected: str
    actual: str


def expected_form(form: Form, blank: BlankLayout) -> Form:
    """Return a form as its blank prints it: official title, the blank's unit, printable text.

    Fields and columns are those of the blank's template; missing ones, and those the blank has no
    cell for, are empty. Of the origins, only the source texts of unreadable amounts are kept.
    """
    template = blank.template
    rows = {
        name: list(_rows(form.tables.get(name, ()), name, blank, form.year))
        for name in template.tables
    }
    printed = blank.tables
    kept = {
        name: list(_kept_rows(form, printed[name], table, rows[name])) if name in printed else []
        for name, table in template.tables.items()
    }
    fields = {name: _field(form, blank, name, kind) for name, kind in field_kinds(template).items()}
    return msgspec.structs.replace(
        form,
        kind=template.kind,
        template=template.name,
        title=_title(form, blank),
        year=_year(form, blank, fields),
        fields=fields,
        tables={
            name: tuple(rows[name][number] for number in numbers) for name, numbers in kept.items()
        },
        origins=dict(_source_texts(form, kept)),
    )


def _source_texts(form: Form, kept: Mapping[str, list[int]]) -> Iterator[tuple[str, str]]:
    """Yield the source texts of values, by the new row numbers."""
    moved = {
        f"{table}[{old}].": f"{table}[{new}]."
        for table, numbers in kept.items()
        for new, old in enumerate(numbers)
    }
    for path, text in form.origins.items():
        if path.endswith(".text"):
            row, dot, rest = path.partition(".")
            yield (moved.get(row + dot, row + dot) + rest if "[" in row else path), text


def _kept_rows(
    form: Form, printed: BlankTable, table: TableTemplate, rows: list[Row]
) -> Iterator[int]:
    """Yield the numbers of a table's rows except those that can't be read back.

    These are empty rows that start no group, and rows with a row number only.
    """
    previous: tuple[Value, ...] = ()
    for number, row in enumerate(rows):
        path = tuple(row[name] for name in table.stub)
        starts_group = path != previous and any(path)
        previous = path
        has_values = any(
            text_content(form, f"{table.name}[{number}].{name}", row[name])
            for name, column in table.columns.items()
            if not column.stub and column.kind != "sequence" and name in printed.columns
        )
        if has_values or starts_group:
            yield number


def _title(form: Form, blank: BlankLayout) -> str:
    roles = {title_cell.role for title_cell in blank.title_cells}
    titles = (
        blank.texts[title_cell.position]
        for title_cell in blank.title_cells
        if title_cell.role == "title"
    )
    title = next(titles, form.title)
    return strip_whitespace(replace_year(title, form.year, alone="year" not in roles))


def _year(form: Form, blank: BlankLayout, fields: Mapping[str, Value]) -> int | None:
    """Return the year as read from the blank: printed, else that in which a period ends."""
    if (year := blank.printed_year(form.year)) is not None:
        return year
    ends = (v.end for v in fields.values() if isinstance(v, Period) and v.end is not None)
    return next((end.year for end in ends), None)


def _field(form: Form, blank: BlankLayout, name: str, kind: ValueKind) -> Value:
    if kind == "money-unit":
        slot = blank.fields.get(name)
        if slot is None:
            return empty_value("text")
        return strip_whitespace(blank.texts.get(slot.position, "")[slot.offset :])
    if not blank.has_place(name):
        return empty_value(kind)
    return _as_read(name, _value(form.fields.get(name, empty_value(kind)), kind), blank)


def _rows(rows: Sequence[Row], table: str, blank: BlankLayout, year: int | None) -> Iterator[Row]:
    template, printed = blank.template, blank.columns(table)
    kinds = template.value_kinds.tables[table]
    composite = template.tables[table].declaration.composite
    empty = {name: empty_value(kind) for name, kind in kinds.items()}
    in_units = {name: path for name in kinds if (path := f"{table}.{name}") in blank.units}
    for row in rows:
        values = {
            name: _value(row.get(name, empty[name]), kind) if name in printed else empty[name]
            for name, kind in kinds.items()
        }
        for name, parts in composite.items():
            values[name] = composed_target([values.get(part) for part in parts], year)
        for name, path in in_units.items():
            values[name] = _as_read(path, values[name], blank)
        yield values


def _as_read(name: str, value: Value, blank: BlankLayout) -> Value:
    """Return an amount as read from a blank in another unit, which loses its decimal places."""
    if name in blank.units and isinstance(value, Decimal):
        return in_wan(Amount(in_unit(value, blank.units[name])), blank.units[name])
    return value


def _value(value: Value, kind: ValueKind) -> Value:
    if isinstance(value, str):
        text = _printed(value)
        return canonical_level(text) if kind == "level" else text
    if isinstance(value, Target | Period):
        text = _printed(value.text)
        return value if text == value.text else msgspec.structs.replace(value, text=text)
    if isinstance(value, Decimal) and not value:
        return abs(value)
    return value


@by_text
def _printed(text: str) -> str:
    return strip_whitespace(printable(text))


def differences(expected: tuple[Form, ...], actual: Submission) -> Iterator[Difference]:
    """Yield the differences between forms and a written workbook; of targets, compare the text."""
    if len(expected) != len(actual.forms):
        yield Difference("", "forms", str(len(expected)), str(len(actual.forms)))
        return
    for written, form in zip(expected, actual.forms, strict=True):
        yield from _form_differences(written, form)


def _form_differences(expected: Form, actual: Form) -> Iterator[Difference]:
    sheet = actual.sheet
    for name in ("template", "title", "year"):
        if getattr(expected, name) != getattr(actual, name):
            yield Difference(sheet, name, str(getattr(expected, name)), str(getattr(actual, name)))
    for name in expected.fields.keys() | actual.fields.keys():
        yield from _value_differences(
            sheet, name, expected.fields.get(name), actual.fields.get(name)
        )
    for table in expected.tables.keys() | actual.tables.keys():
        rows, others = expected.tables.get(table, ()), actual.tables.get(table, ())
        if len(rows) != len(others):
            yield Difference(sheet, table, str(len(rows)), str(len(others)))
            continue
        for number, (row, actual_row) in enumerate(zip(rows, others, strict=True)):
            for name in row.keys() | actual_row.keys():
                value, other = row.get(name), actual_row.get(name)
                if value is other or (type(value) is str and value == other):
                    continue
                yield from _value_differences(sheet, f"{table}[{number}].{name}", value, other)


def _value_differences(
    sheet: str, path: str, expected: Value, actual: Value
) -> Iterator[Difference]:
    if _as_text(expected) != _as_text(actual):
        yield Difference(sheet, path, _as_text(expected), _as_text(actual))


def _as_text(value: Value) -> str:
    """Return a value as text; amounts with all decimal places."""
    if isinstance(value, Target | Period):
        return value.text
    if isinstance(value, Decimal):
        return plain(value)
    return value or ""
