"""Roles of a learnt form: those that the names of its parts don't have by themselves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from xlform.learning.declared import template_of
from xlform.learning.proposal import LearntColumn, LearntField, LearntForm
from xlform.learning.words import LearningWords
from xlform.template.roles import REPEATED_ROLES, ROLE_KINDS, Role, default_role

# Points of a row of amounts are no points of the form.
_POINTS = (Role.SCORE, Role.WEIGHT)


def set_roles(form: LearntForm, words: LearningWords) -> None:
    """Set the roles of fields and columns that a list says their names have.

    No two fields get one role, and a crossing has none of the points of indicators. A name that is
    a role's by chance, of another kind of value, has none.
    """
    own = template_of(form, Path(), "learnt/form", relations=False).roles
    for field in form.fields:
        if field.row_head and own.role_of(field.name) in _POINTS:
            field.role = ""
    held = {role for field in form.fields if (role := own.role_of(field.name)) not in _POINTS}
    held |= {role for t in form.tables if t.total for role in _held(t.total.fields, own.fields)}
    fields = {field.name: field for field in form.fields}
    _assign(fields, words.roles, {role for role in held if role})
    for table in form.tables:
        taken = set(own.columns.get(table.name, {}))
        columns = {column.name: column for column in table.columns}
        columns |= {f"{table.name}.{name}": column for name, column in columns.items()}
        _assign(columns, words.roles, taken)
    parts: list[LearntField | LearntColumn] = [*form.fields]
    parts += [column for table in form.tables for column in table.columns]
    for part in parts:
        by_name = default_role(part.name, of_tables=False) if part.role is None else None
        if by_name and part.kind not in ROLE_KINDS.get(by_name, (part.kind,)):
            part.role = ""


def _held(names: Mapping[str, str], fields: Mapping[Role, tuple[str, ...]]) -> Iterable[Role]:
    return [role for role, found in fields.items() if {*found} & {*names.values()}]


def _assign(
    parts: Mapping[str, LearntField | LearntColumn], roles: Mapping[str, str], held: set[Role]
) -> None:
    """Set the roles of parts by name, those that come first in the list before others."""
    for name, word in roles.items():
        role = next((one for one in Role if one.value == word), None)
        if name in parts and role and (role not in held or role in REPEATED_ROLES):
            parts[name].role = role.value
            held.add(role)
