"""Kinds of the values of a form by their names, as relations need them."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import msgspec

from xlform.template.declaration import NUMBERS, ValueKind

# Kinds of values that relations compute with.
NUMERIC: tuple[ValueKind, ...] = (*sorted(NUMBERS), "target")

Kinds = Mapping[str, ValueKind]


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
