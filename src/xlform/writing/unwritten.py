"""Values of a form that a blank form has no cell for: reported, never dropped silently."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from xlform.model.submission import Form, Value
from xlform.template.form import FormTemplate
from xlform.writing.blank_layout import BlankLayout
from xlform.writing.cell_content import text_content


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
    kinds = template.value_kinds
    for name, value in form.fields.items():
        if not blank.has_place(name) and kinds.fields.get(name) != "money-unit":
            yield from _unwritten(form, template, name, value)
    for table, rows in form.tables.items():
        composite = template.tables[table].declaration.composite if rows else ()
        placed = {*blank.columns(table), *composite}
        if all(map(placed.issuperset, rows)):  # as in most forms
            continue
        for index, row in enumerate(rows):
            for name, value in row.items():
                if name not in placed and kinds.tables[table].get(name) != "money-unit":
                    yield from _unwritten(form, template, f"{table}[{index}].{name}", value)


def _unwritten(
    form: Form, template: FormTemplate, path: str, value: Value
) -> Iterator[UnwrittenValue]:
    if text := text_content(form, path, value):
        yield UnwrittenValue(form, template, path, text)
