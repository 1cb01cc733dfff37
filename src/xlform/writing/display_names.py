"""Display names of values and forms, from the labels the form prints."""

from __future__ import annotations

import re

from xlform.messages import translate
from xlform.template.form import FormTemplate

_ROW = re.compile(r"(?P<table>\w+)\[(?P<index>[0-9]+)\]\.(?P<column>\w+)")


def display_name(template: FormTemplate, path: str) -> str:
    """Return ``amount`` as 项目金额, ``expenses[0].item`` as 支出明细及测算说明第1行·支出明细."""
    found = _ROW.fullmatch(path)
    if path == "year" and path not in template.fields:
        return translate("write.the-year")
    if found is None:
        field = template.fields.get(path) or template.tables.get(path)
        return field.official if field else template.total_label(path) or path
    table = template.tables.get(found["table"])
    if table is None or found["column"] not in table.columns:
        return path
    column = table.columns[found["column"]].official
    row = int(found["index"]) + 1
    return translate("write.row", table=table.official, row=row, column=column)


def form_display_name(template: FormTemplate, subject: str = "") -> str:
    """Return a form's display name: ``附表3 社区经费``."""
    first = template.appendix or template.declaration.name
    return f"{first} {subject}" if subject else first
