"""Projects and funds of a form by name and amount, as a batch compares them between files."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import msgspec

from xlform.model.submission import Form, Value
from xlform.template.form_values import FormValues
from xlform.template.roles import Role

# Tables that list projects or funds, with what their rows are named by.
NAMED_TABLES = ((Role.PROJECTS, Role.PROJECT), (Role.FUNDS, Role.FUND))
_AMOUNTS = (Role.FUND_AMOUNT, Role.AMOUNT)
_AT_MOST = 400


class NamedAmount(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Amount in 万元 of a project or fund, with the cells of both.

    ``column`` is the amount's column or field. ``value`` is ``None`` where no usable number is.
    """

    name: str
    cell: str
    column: str
    value: Decimal | None
    amount_cell: str


def named_amounts(values: FormValues) -> Iterator[NamedAmount]:
    """Yield the named rows of a narrative or a summary, or the amounts of a direction's fund."""
    form, name = values.form, values.text(Role.FUND)
    for role in _AMOUNTS if name else ():
        if path := values.path_of(role):
            yield _named(form, name, values.path_of(Role.FUND), path, path, values.value(role))
    for table, role in NAMED_TABLES:
        for row in values.rows(table)[:_AT_MOST]:
            if name := row.text(role):
                path = row.path_of(Role.AMOUNT)
                column = row.name_of(Role.AMOUNT)
                yield _named(form, name, row.path_of(role), column, path, row.amount())


def _named(
    form: Form, name: Value, path: str, column: str, amount_path: str, amount: Value
) -> NamedAmount:
    # A lone surrogate, as JSON may hold, can't be handed to another process.
    text = name.encode(errors="replace").decode() if isinstance(name, str) else ""
    return NamedAmount(
        text,
        form.origins.get(path, ""),
        column,
        amount if isinstance(amount, Decimal) else None,
        form.origins.get(amount_path, ""),
    )
