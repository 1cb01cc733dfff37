"""The columns of a kind of form on its sheets, with its own labels, roles and types."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Final

import msgspec

from xlform.export.table import ColumnType
from xlform.summary.kinds import Kind
from xlform.summary.layout import Layout, TableColumn
from xlform.summary.workbook import columns
from xlform.summary.workbook.detail_sheet import Shown
from xlform.template.declaration import NUMBERS
from xlform.template.roles import Role

# Amounts without which the sum of a sheet is unknown; others may be blank for nothing.
REQUIRED: Final = frozenset(
    (Role.AMOUNT, Role.BUDGET, Role.PROJECT_EXPENDITURE, Role.EXECUTED, Role.EXPENDITURE)
)
# Fields that a page always has room for, besides those every form has to have filled.
_MAIN: Final = REQUIRED | {Role.EXECUTION_RATE, Role.SCORE, Role.RATING, Role.PERIOD_AMOUNT}


def form_columns(layout: Layout, kind: Kind, table: str = "") -> Iterator[TableColumn]:
    """Yield the columns of a kind's fields, or of one of its tables, with the kind's labels."""
    names = kind.columns(table) if table else kind.fields()
    by_field: dict[str, list[TableColumn]] = {name: [] for name in names}
    for column in layout.columns:
        if column.field in by_field and column.part != "cell" and column.kind != "sequence":
            by_field[column.field].append(labelled(column, kind, table))
    yield from chain.from_iterable(by_field.values())


def labelled(column: TableColumn, kind: Kind, table: str) -> TableColumn:
    """Return a column with the label, the role and the type that a kind gives it, if it has it.

    Where an edition at hand has words in a column of figures, it is one of words for all; it is not
    in the sheet of forms that have figures there.
    """
    having = [template for template in kind.templates if column.field in template.names(table)]
    if not having:
        return column
    label, role = kind.head(column.field, table), having[0].roles.role_of(column.field, table)
    kinds = {template.kind_of(column.field, table) for template in having}
    own = kinds.pop() if len(kinds) == 1 else None
    if column.kind == "text" and own in NUMBERS:
        type_: ColumnType = "amount" if own == "amount" else "number"
        return msgspec.structs.replace(column, label=label, role=role, kind=own, type=type_)
    return msgspec.structs.replace(column, label=label, role=role)


def shown_column(column: TableColumn, measured: dict[str, int] | None = None) -> Shown:
    """Return a column that is no money, with the widths of its longest texts as measured."""
    return column.name, columns.table_column(column, (measured or {}).get(column.name))


def main_figures(fields: Iterable[TableColumn]) -> list[TableColumn]:
    """Return the amounts that have a role, of a form with many figures."""
    return [field for field in fields if field.type == "amount" and field.role is not None]


def importance(kind: Kind, fields: Iterable[TableColumn], table: str = "") -> dict[str, int]:
    """Return the order in which columns find room on a printed page, by their names."""
    order: dict[str, int] = {}
    for field in fields:
        required = kind.is_required(field.field, table)
        if field.role in (Role.FUND, Role.PROJECT):
            continue
        first = required or field.role in _MAIN or field.kind == "target"
        last = field.role in (Role.REMARK, Role.REPORT_DATE)
        known = field.role or field.kind == "tick"
        order[field.name] = 1 if first else 4 if last else 2 if known else 3
    return order
