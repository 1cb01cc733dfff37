"""Values of a form by role: what rules, summaries and letters read, whatever the names are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

import msgspec

from xlform.model.submission import Form, Period, Row, Target, Value
from xlform.template.form import FormTemplate
from xlform.template.roles import Names, Role, Roles


class RoleRow(msgspec.Struct, frozen=True, gc=False):
    """Row of a table with its values by role; ``path`` is that of the row: ``expenses[0]``."""

    path: str
    row: Row
    columns: Names
    table: str

    def value(self, role: Role) -> Value:
        """Return the value of a role; ``None`` if no column has it."""
        found = self.columns.get(role)
        return self.row.get(found[0]) if found else None

    def text(self, role: Role) -> str:
        """Return the text of a role, "" if there is none."""
        found = self.columns.get(role)
        value = self.row.get(found[0]) if found else None
        return value if isinstance(value, str) else ""

    def texts(self, *roles: Role) -> tuple[str, ...]:
        """Return the texts of all columns with one of the roles that are not blank."""
        values = (self.row.get(name) for role in roles for name in self.columns.get(role, ()))
        return tuple(value for value in values if isinstance(value, str) and value)

    def amount(self, role: Role = Role.AMOUNT) -> Decimal | None:
        """Return the number of a role, amounts in 万元; ``None`` if it is missing."""
        found = self.columns.get(role)
        value = self.row.get(found[0]) if found else None
        return value if isinstance(value, Decimal) else None

    def target(self, role: Role = Role.TARGET) -> Target | None:
        """Return the target of a role; ``None`` if no column has it."""
        found = self.columns.get(role)
        value = self.row.get(found[0]) if found else None
        return value if isinstance(value, Target) else None

    def name_of(self, role: Role) -> str:
        """Return the name of the column with a role, "" if there is none."""
        found = self.columns.get(role)
        return found[0] if found else ""

    def path_of(self, role: Role) -> str:
        """Return the path of a role's value, ``expenses[0].amount``; "" if no column has it."""
        found = self.columns.get(role)
        return f"{self.path}.{found[0]}" if found else ""


class StatedPeriod(msgspec.Struct, frozen=True, gc=False):
    """Period as a form states it: the path of its last day, both days; ``None`` if unknown."""

    path: str
    text: str
    start: dt.date | None
    end: dt.date | None


class FormValues:
    """Values of one form by role. The path of a field is its name."""

    __slots__ = ("_rows", "form", "roles", "template")

    def __init__(self, form: Form, template: FormTemplate) -> None:
        self.form = form
        self.template = template
        self.roles: Roles = template.roles
        self._rows: dict[Role, tuple[RoleRow, ...]] = {}

    def value(self, role: Role) -> Value:
        """Return the value of the field with a role; ``None`` if there is none."""
        found = self.roles.fields.get(role)
        return self.form.fields.get(found[0]) if found else None

    def text(self, role: Role) -> str:
        """Return the text of the field with a role, "" if there is none."""
        found = self.roles.fields.get(role)
        value = self.form.fields.get(found[0]) if found else None
        return value if isinstance(value, str) else ""

    def amount(self, role: Role = Role.AMOUNT) -> Decimal | None:
        """Return the number of the field with a role, amounts in 万元; ``None`` if missing."""
        value = self.value(role)
        return value if isinstance(value, Decimal) else None

    def period(self) -> StatedPeriod:
        """Return the period of the form, from one field or from its first and its last day."""
        value = self.value(Role.PERIOD)
        if isinstance(value, Period):
            return StatedPeriod(self.path_of(Role.PERIOD), value.text, value.start, value.end)
        start, end = self.text(Role.PERIOD_START), self.text(Role.PERIOD_END)
        path = self.path_of(Role.PERIOD_END if end else Role.PERIOD_START)
        return StatedPeriod(path, f"{start}至{end}" if start or end else "", _day(start), _day(end))

    def path_of(self, role: Role) -> str:
        """Return the path of the field with a role: its name, "" if there is none."""
        found = self.roles.fields.get(role)
        return found[0] if found else ""

    def label(self, role: Role) -> str:
        """Return the label that the official form prints for the field with a role, or ""."""
        name = self.path_of(role)
        return self.template.label(name) if name else ""

    def column_label(self, table: Role, role: Role) -> str:
        """Return the printed label of the column with a role in a table with one, or ""."""
        for name in self.roles.tables.get(table, ()):
            if column := self.roles.column(name, role):
                return self.template.label(column, name)
        return ""

    def role_at(self, path: str) -> Role | None:
        """Return the role of the value at a path; ``None`` if it has none."""
        return self.roles.at(path)

    def rows(self, table: Role) -> tuple[RoleRow, ...]:
        """Return the rows of the tables with a role, in order."""
        found = self._rows.get(table)
        if found is None:
            found = self._rows[table] = tuple(self._rows_of(table))
        return found

    def _rows_of(self, table: Role) -> Iterator[RoleRow]:
        for name in self.roles.tables.get(table, ()):
            columns = self.roles.columns[name]
            for number, row in enumerate(self.form.tables.get(name, ())):
                yield RoleRow(f"{name}[{number}]", row, columns, name)


def _day(text: str) -> dt.date | None:
    """Return the day of a date as it is read; ``None`` if there is none."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


_KEPT = 64
_known: dict[int, FormValues] = {}


def values_of(form: Form, template: FormTemplate) -> FormValues:
    """Return the values of a form by role; the same object for the last forms asked for."""
    found = _known.get(id(form))
    if found is None or found.form is not form or found.template is not template:
        if len(_known) >= _KEPT:
            _known.clear()
        found = _known[id(form)] = FormValues(form, template)
    return found
