"""What a form holds that a blank has no place for: told, never lost in silence."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from xlform.model.submission import Form
from xlform.template.form import FormTemplate
from xlform.writing.blank import Blank
from xlform.writing.content import words
from xlform.writing.values import values_of


class Lost(msgspec.Struct, frozen=True):
    """A value that found no place, by its path in the form it was filed in."""

    form: Form
    template: FormTemplate
    path: str
    text: str


def lost_values(form: Form, template: FormTemplate, blank: Blank) -> Iterator[Lost]:
    """The values of a form of ``template`` for which the blank has no cell."""
    fields = blank.fields.keys() | blank.totals.keys()
    columns = {table.name: table.columns for block in blank.blocks for table in block.tables}
    for at in values_of(form, template):
        table = at.path.partition("[")[0] if "[" in at.path else ""
        has_place = at.name in columns.get(table, ()) if table else at.name in fields
        if not has_place and at.kind != "money-unit":
            text = words(form, at.path, at.value)
            if text:
                yield Lost(form, template, at.path, text)
