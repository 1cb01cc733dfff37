"""Every value of a form in turn, and a form with some of them exchanged."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import msgspec

from xlform.model.submission import Form, Value
from xlform.submission.json import column_kinds, field_kinds
from xlform.template.declaration import ValueKind
from xlform.template.form import FormTemplate


class At(msgspec.Struct, frozen=True):
    """A value, the path to it (``amount``, ``expenses[0].amount``), and what kind it is of."""

    path: str
    name: str
    kind: ValueKind
    value: Value


def values_of(form: Form, template: FormTemplate) -> Iterator[At]:
    """The values of a form in its order: fields, then the rows of its tables."""
    kinds = field_kinds(template)
    for name, value in form.fields.items():
        yield At(name, name, kinds.get(name, "text"), value)
    for table, rows in form.tables.items():
        columns = column_kinds(template, table) if table in template.tables else {}
        for index, row in enumerate(rows):
            for name, value in row.items():
                yield At(f"{table}[{index}].{name}", name, columns.get(name, "text"), value)


def exchanged(form: Form, template: FormTemplate, change: Callable[[At], Value]) -> Form:
    """A form whose values are what ``change`` makes of them."""
    new = {at.path: change(at) for at in values_of(form, template)}
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
