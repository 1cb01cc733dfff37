"""Lists learnt from blanks: rows of many forms, told apart by the columns on the left."""

from __future__ import annotations

from xlform.learning.blank_sheet import BlankSheet
from xlform.learning.proposal import LearntColumn, LearntField, LearntForm, LearntTable


def make_list(form: LearntForm, sheet: BlankSheet) -> None:
    """Turn the table of a form into a list, if it has levels of indicators after names of units.

    The columns before the levels become fields; of these, names of units and projects are the
    keys by which the rows are divided into forms.
    """
    if len(form.tables) != 1 or form.tables[0].section or form.tables[0].total:
        return
    table = form.tables[0]
    number = next((n for n, c in enumerate(table.columns) if c.kind == "level"), 0)
    leading, rest = table.columns[:number], table.columns[number:]
    words = sheet.words.labels("list-keys")
    keys = [column for column in leading if column.head.folded in words]
    if not keys or len(leading) == len(table.columns):
        return
    fields = [_field(column, table) for column in leading]
    form.fields = [*form.fields, *fields]
    form.keys = [field for field in fields if field.head.folded in words]
    table.columns = rest
    for column in rest:
        column.over = None
    table.title = ""


def _field(column: LearntColumn, table: LearntTable) -> LearntField:
    return LearntField(
        head=column.head,
        label=column.label,
        value=(table.first_row, column.head.column),
        kind=column.kind,
        unit=column.unit,
        nth=column.nth,
        choice=column.choice,
        personal=column.personal,
        listed=True,
    )
