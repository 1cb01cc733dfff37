"""A learnt form as the data of a declaration, ready to be converted or written."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import msgspec

from xlform.learning.labels import official_label
from xlform.learning.proposal import (
    LearntColumn,
    LearntField,
    LearntForm,
    LearntRelation,
    LearntTable,
)
from xlform.template.declaration import FormDeclaration
from xlform.template.form import FormTemplate
from xlform.template.labels import fold

Data = dict[str, Any]
# So much of a note tells it from answers; numbers in it may change.
_OPENING = re.compile(r"[^0-9]{2,8}")
YEAR_LINES = [r"^(?P<year>20\d\d)?年度$", r"^(?P<year>20\d\d)年$"]


def declaration_data(form: LearntForm, *, relations: bool = True) -> Data:
    """Return a form as the content of its ``form.toml``."""
    data: Data = {"kind": form.kind, "name": form.title, "title": [form.title_pattern]}
    data["year"] = YEAR_LINES
    if form.repeat != "one":
        data["repeat"] = form.repeat
    if form.keys:
        data["by"] = [field.name for field in form.keys]
    if form.subject:
        data["subject"] = form.subject
    if form.money != "万元":
        data["money"] = form.money
    if form.appendix:
        data["appendix"] = form.appendix
    closing = [field.name for field in form.fields if field.closing]
    if closing:
        data["closing"] = closing
    if ignored := ignored_patterns(form):
        data["ignore"] = ignored
    data["recognise"] = {"labels": list(form.recognise), "least": form.least}
    if form.same_row:
        data["recognise"]["same_row"] = True
    data["field"] = {field.name: field_data(field) for field in form.fields}
    data["table"] = {table.name: table_data(table) for table in form.tables}
    if relations:
        data["relation"] = [relation_data(r) for r in form.relations if r.sure]
    return data


def relation_data(relation: LearntRelation) -> Data:
    """Return a relation as written."""
    return {**({"each": relation.each} if relation.each else {}), "check": relation.check}


def ignored_patterns(form: LearntForm) -> list[str]:
    """Return the patterns of the notes printed on the form, and of crossed-out cells."""
    found: dict[str, None] = {}
    for note in form.notes:
        text = fold(note.text)
        opening = _OPENING.match(text)
        found["^" + re.escape(opening[0] if opening else text)] = None
    if form.dashes:
        signs = sorted({sign for slot in form.dashes for sign in "".join(slot.text.split())})
        found[f"^[{re.escape(''.join(signs))}]+$"] = None
    return list(found)


def field_data(field: LearntField) -> Data:
    """Return a field as declared."""
    data: Data = {
        "label": field.label,
        "row": field.row_label,
        "name": field.display,
        "pattern": field.pattern,
        "look": list(field.look),
        "under": field.under,
        "nth": field.nth if field.nth > 1 else 0,
        "kind": field.kind if field.kind != "text" else "",
        "required": field.required,
        "personal": field.personal,
        "choice": list(field.choice),
        "placeholder": field.placeholder,
        "at_most": field.at_most,
    }
    return _with_role({key: value for key, value in data.items() if value}, field.role)


def column_data(column: LearntColumn) -> Data:
    """Return a column as declared."""
    data: Data = {
        "label": column.label,
        "over": over_label(column),
        "nth": column.nth if column.nth > 1 else 0,
        "kind": column.kind if column.kind != "text" else "",
        "required": column.required,
        "choice": list(column.choice),
        "personal": column.personal,
    }
    return _with_role({key: value for key, value in data.items() if value}, column.role)


def _with_role(data: Data, role: str | None) -> Data:
    return data if role is None else {**data, "role": role}


def over_label(column: LearntColumn) -> str:
    """Return the label of the header above a column."""
    return official_label(column.over.text)[0] if column.over else ""


def table_data(table: LearntTable) -> Data:
    """Return a table as declared."""
    data: Data = {}
    if table.title:
        data["title"] = table.title
    if table.section:
        data["under"] = official_label(table.section.text)[0]
    if table.role:
        data["role"] = table.role
    if table.split:
        data["split"] = list(table.split)
    names = {column.label: column.name for column in table.columns}
    if table.composite:
        data["composite"] = {"target": [names[label] for label in table.composite]}
    if table.one_of:
        data["one_of"] = [[names[label] for label in table.one_of]]
    if table.total and table.total.fields:
        at = "first" if table.total.first else "last"
        data["total"] = {"label": table.total.label, "at": at, "fields": table.total.fields}
    data["stub"] = {c.name: column_data(c) for c in table.columns if c.stub}
    data["column"] = {c.name: column_data(c) for c in table.columns if not c.stub}
    return data


def template_of(
    form: LearntForm, folder: Path, name: str, *, relations: bool = True
) -> FormTemplate:
    """Return the template of a learnt form; :class:`DeclarationProblem` for an inconsistent one."""
    declaration = msgspec.convert(declaration_data(form, relations=relations), FormDeclaration)
    return FormTemplate.of(name, folder, declaration)
