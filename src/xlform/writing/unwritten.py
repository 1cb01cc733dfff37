"""Values of a form that a blank form has no cell for: reported, never dropped silently."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from xlform.model.submission import Form
from xlform.template.form import FormTemplate
from xlform.writing.blank_layout import BlankLayout
from xlform.writing.cell_content import text_content
from xlform.writing.form_values import form_values


class UnwrittenValue(msgspec.Struct, frozen=True):
    """Value without a cell in the blank form, by its path in the form it was filed in."""

    form: Form
    template: FormTemplate
    path: str
    text: str


def unwritten_values(
    form: Form, template: FormTemplate, blank: BlankLayout, year: int | None
) -> Iterator[UnwrittenValue]:
    """Yield the values of a form of ``template`` for which the blank has no cell.

    ``year`` is the one that will be read back.
    """
    if form.year is not None and year != form.year:
        yield UnwrittenValue(form, template, "year", str(form.year))
    for value_at in form_values(form, template):
        table = value_at.path.partition("[")[0] if "[" in value_at.path else ""
        has_place = blank.has_place(value_at.name, table)
        if table and value_at.name in template.tables[table].declaration.composite:
            continue
        if not has_place and value_at.kind != "money-unit":
            text = text_content(form, value_at.path, value_at.value)
            if text:
                yield UnwrittenValue(form, template, value_at.path, text)
