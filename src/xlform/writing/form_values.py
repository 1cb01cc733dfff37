"""Iteration over the values of a form, and replacement of some."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import msgspec

from xlform.model.submission import Form, Value
from xlform.submission.json import column_kinds, field_kinds
from xlform.template.declaration import ValueKind
from xlform.template.form import FormTemplate


class FormValue(msgspec.Struct, frozen=True):
    """Value, its path (``amount``, ``expenses[0].amount``), and its kind."""

    path: str
    name: str
    kind: ValueKind
    value: Value


def form_values(form: Form, template: FormTemplate) -> Iterator[FormValue]:
    """Yield the values of a form in order: fields, then the rows of its tables."""
    kinds = field_kinds(template)
    for name, value in form.fields.items():
        yield FormValue(name, name, kinds.get(name, "text"), value)
    for table, rows in form.tables.items():
        columns = column_kinds(template, table) if table in template.tables else {}
        for index, row in enumerate(rows):
            for name, value in row.items():
                yield FormValue(f"{table}[{index}].{name}", name, columns.get(name, "text"), value)


def replace_values(
    form: Form, template: FormTemplate, change: Callable[[FormValue], Value]
) -> Form:
    """Return a form with each value replaced by the result of ``change``."""
    new = {value_at.path: change(value_at) for value_at in form_values(form, template)}
    return msgspec.structs.replace(
        form,
        fields={name: new[name] for name in form.fields},
        tables={
            table: tuple(
                {name: new[f"{table}[{index}].{name}"] for name in row}
                for index, row in enumerate(rows)
            )
            for table, rows in form.tables.items()
        },
    )
