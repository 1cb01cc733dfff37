"""Amounts of forms that are added up for each unit, found by their roles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

import msgspec

from xlform.messages import language, translate
from xlform.summary.kinds import Kind
from xlform.template.roles import Role

# Fields whose amounts of several forms can be added up: no form repeats that of another.
_FIELDS: Final = (Role.BUDGET, Role.EXECUTED, Role.AMOUNT)
# The field that stands for the money of a form that has none of these.
_OTHERWISE: Final = (Role.TOTAL, Role.EXPENDITURE, Role.INCOME, Role.PERIOD_AMOUNT)
# Tables whose amounts are added up; where a form has one it says what the form's amount goes to.
_TABLES: Final = (Role.FUNDS, Role.EXPENSES)


class FormAmount(msgspec.Struct, frozen=True):
    """An amount of the forms of a kind: of a field, or the sum of a column of ``table``.

    ``head`` is its name among those of other kinds, ``short`` the one within its own. ``printed``
    is the printed total of a table whose entries are added up too.
    """

    kind: str
    table: str
    column: str
    head: str
    short: str
    printed: bool = False

    @property
    def key(self) -> str:
        """Return what it is known by."""
        return ".".join(filter(None, (self.kind, self.table, self.column)))


def form_amounts(kinds: Iterable[Kind]) -> tuple[FormAmount, ...]:
    """Return the amounts of forms of these kinds, in order; those of one kind need not name it."""
    found = [list(_of(kind)) for kind in kinds]
    if len(found) == 1:
        alone = [msgspec.structs.replace(each, head=_alone(each)) for each in found[0]]
        return tuple(alone)
    return tuple(amount for amounts in found for amount in amounts)


def _alone(amount: FormAmount) -> str:
    return amount.head if amount.table or amount.printed else amount.short


def is_list(kind: Kind) -> bool:
    """Return True for forms that are nothing but a table: besides its totals they have no field."""
    totals = {
        field
        for template in kind.templates
        for table in template.tables.values()
        for field in table.total_fields.values()
    }
    return bool(kind.tables) and totals.issuperset(kind.fields())


def amount_columns(kind: Kind, table: str) -> tuple[str, ...]:
    """Return the columns of amounts of a table: the one of that role, else all."""
    template = kind.with_table(table)
    column = template.roles.column(table, Role.AMOUNT)
    kinds = template.value_kinds.tables[table]
    if column and kinds[column] == "amount":
        return (column,)
    return tuple(name for name, value in kinds.items() if value == "amount")


def _of(kind: Kind) -> Iterator[FormAmount]:
    if kind.first.prose:
        return  # it says in words what other forms have in figures
    tables = [name for name in kind.tables if _role_of(kind, name) in _TABLES]
    for role in _FIELDS:
        name = kind.field(role)
        if name and _is_amount(kind, name) and not (role == Role.AMOUNT and tables):
            yield _field(kind, name)
    for table in tables:
        yield from _of_table(kind, table)
    if not tables and not any(kind.field(role) for role in _FIELDS):
        yield from _of_others(kind)


def _of_others(kind: Kind) -> Iterator[FormAmount]:
    named = (kind.field(role) for role in _OTHERWISE)
    if name := next((name for name in named if name and _is_amount(kind, name)), ""):
        yield _field(kind, name)
        return
    for table in kind.tables:
        if amount_columns(kind, table):
            yield from _of_table(kind, table)


def _of_table(kind: Kind, table: str) -> Iterator[FormAmount]:
    template = kind.with_table(table)
    columns = amount_columns(kind, table)[:1]
    name = table_label(kind, table)
    for column in columns:
        total = template.tables[table].total_fields.get(column, "")
        if total and is_list(kind):
            form = template.declaration.appendix if language() == "zh" else ""
            label = kind.head(total)
            head = _joined(form or kind.short, label)
            yield FormAmount(kind.name, "", total, head, label, printed=True)
        head = translate("summary.total-of", name=name)
        yield FormAmount(kind.name, table, column, head, name)


def _field(kind: Kind, name: str) -> FormAmount:
    label = kind.head(name)
    return FormAmount(kind.name, "", name, _joined(kind.short, label), label)


def _joined(form: str, label: str) -> str:
    return f"{form} {label}" if language() == "en" else form + label


def table_label(kind: Kind, table: str) -> str:
    """Return the name of a table in lists: by its role, else its title; in English its name."""
    role = _role_of(kind, table)
    if role in (Role.EXPENSES, Role.INDICATORS):
        return translate(f"summary.{role}")
    template = kind.with_table(table)
    return table if language() == "en" else template.tables[table].official


def _role_of(kind: Kind, table: str) -> Role | None:
    return kind.with_table(table).roles.role_of_table(table)


def _is_amount(kind: Kind, name: str) -> bool:
    return any(each.kind_of(name) == "amount" for each in kind.templates)
