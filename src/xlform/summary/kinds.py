"""Kinds of form as a summary shows them: their names, their order, the templates that read them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

import msgspec

from xlform.messages import language
from xlform.template.about import about_fields
from xlform.template.declaration import FieldDeclaration
from xlform.template.form import FormTemplate
from xlform.template.roles import Role

# Fields that are no content of a form: who filled it in, in which unit the money is.
_ASIDE: Final = frozenset((Role.UNIT, Role.FILER, Role.SIGNATURE, Role.PREPARER, Role.CONTACT))
_NUMBER: Final = re.compile("[0-9]+")
# The unit of money in a printed label.
_MONEY_UNIT: Final = re.compile(r"[(（](?:百|千|万|百万|千万|亿)?元[)）]")


class Kind(msgspec.Struct, frozen=True):
    """A kind of form, and the templates that read its forms, in order; at least one."""

    name: str
    templates: tuple[FormTemplate, ...]

    @property
    def first(self) -> FormTemplate:
        """Return the template whose words stand for the kind."""
        return self.templates[0]

    @property
    def short(self) -> str:
        """Return the short name of the form; in English the name of the kind."""
        declared = self.first.declaration
        return self.name if language() == "en" else declared.short or declared.name

    @property
    def title(self) -> str:
        """Return the official name of the form."""
        return self.first.declaration.name

    @property
    def tables(self) -> tuple[str, ...]:
        """Return the tables of its templates by their names in the declarations."""
        return tuple(dict.fromkeys(name for each in self.templates for name in each.tables))

    def with_table(self, table: str) -> FormTemplate:
        """Return the first template that has the table."""
        return next(each for each in self.templates if table in each.tables)

    def field(self, role: Role) -> str:
        """Return the field with a role, "" if no template has one."""
        return next((name for each in self.templates if (name := each.roles.field(role))), "")

    def fields(self) -> tuple[str, ...]:
        """Return the fields that are content of the form, totals of its tables included."""
        names = (name for each in self.templates for name in _content(each))
        return tuple(dict.fromkeys(names))

    def columns(self, table: str) -> tuple[str, ...]:
        """Return the columns of a table; a target stands for the columns of its parts."""
        found: dict[str, None] = {}
        for template in self.templates:
            if table in template.tables:
                composite = template.tables[table].declaration.composite
                whole = {part: target for target, parts in composite.items() for part in parts}
                names = (whole.get(name, name) for name in template.names(table))
                found |= dict.fromkeys(names)
        return tuple(found)

    def label(self, name: str, table: str = "") -> str:
        """Return the printed label of a field or column; in English its name."""
        if language() == "en":
            return name
        labels = (each.label(name, table) for each in self.templates if name in each.names(table))
        return next(labels, name)

    def head(self, name: str, table: str = "") -> str:
        """Return the label as the head of a column: money is in 万元 here, whatever is printed."""
        label = self.label(name, table)
        return _MONEY_UNIT.sub("", label) or label

    def is_required(self, name: str, table: str = "") -> bool:
        """Return True for a field or column that every one of its templates has to have filled."""
        return all(_is_required(each, name, table) for each in self.templates)


def kinds_of(templates: Iterable[FormTemplate]) -> dict[str, Kind]:
    """Return the kinds of these templates by name, the numbered forms of sets first."""
    found: dict[str, list[FormTemplate]] = {}
    for template in sorted(templates, key=_order):
        found.setdefault(template.kind, []).append(template)
    return {name: Kind(name, tuple(each)) for name, each in found.items()}


def set_of(template: str) -> str:
    """Return the set of a template, both by their names."""
    return template.rpartition("/")[0]


def _order(template: FormTemplate) -> tuple[bool, str, int, str]:
    number = _NUMBER.search(template.appendix)
    return (
        not template.appendix,
        set_of(template.name),
        int(number[0]) if number else 0,
        template.name,
    )


def _content(template: FormTemplate) -> Iterable[str]:
    declared = template.declaration.field
    about = about_fields(template)
    for name, kind in template.value_kinds.fields.items():
        personal = declared[name].personal if name in declared else False
        aside = template.roles.role_of(name) in _ASIDE
        if kind != "money-unit" and not personal and (not aside or name in about):
            yield name


def _is_required(template: FormTemplate, name: str, table: str) -> bool:
    if table:
        columns = template.tables[table].columns if table in template.tables else {}
        return name in columns and columns[name].declaration.required is True
    declared: FieldDeclaration | None = template.declaration.field.get(name)
    return declared is not None and declared.required is True
