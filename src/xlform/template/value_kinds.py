"""Kinds of the values of a form by their names, as relations need them."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import msgspec

from xlform.template.declaration import NUMBERS, FormDeclaration, TableDeclaration, ValueKind

# Kinds of values that relations compute with.
NUMERIC: tuple[ValueKind, ...] = (*sorted(NUMBERS), "target")

Kinds = Mapping[str, ValueKind]
_TARGET: ValueKind = "target"


class ValueKinds(msgspec.Struct, frozen=True):
    """Kind of value by name, for the fields of a form and for the columns of each table.

    ``fields`` includes the totals of tables; both are in the order of the declaration. ``terms``
    are the numbers declared under ``[terms]``.
    """

    fields: Kinds
    tables: Mapping[str, Kinds]
    terms: Mapping[str, Decimal] = {}

    def of(self, table: str = "") -> Kinds:
        """Return the kinds of the fields, or of the columns of ``table``."""
        return self.tables[table] if table else self.fields

    def numeric_names(self, table: str = "") -> tuple[str, ...]:
        """Return the names of the values that hold numbers."""
        return tuple(name for name, kind in self.of(table).items() if kind in NUMERIC)


def value_kinds(form: FormDeclaration) -> ValueKinds:
    """Return the kinds of the values of a form by their names."""
    fields = {name: field.kind for name, field in form.field.items()}
    tables = {name: _kinds_of_columns(table) for name, table in form.table.items()}
    for name, table in form.table.items():
        if table.total:
            for column, total in table.total.by_column.items():
                fields.setdefault(total, tables[name][column])
    for name, table in form.table.items():
        tables[name] |= dict.fromkeys(table.composite, _TARGET)
    return ValueKinds(
        fields, tables, {name: Decimal(number) for name, number in form.terms.items()}
    )


def _kinds_of_columns(table: TableDeclaration) -> dict[str, ValueKind]:
    return {name: column.kind for name, column in {**table.stub, **table.column}.items()}
