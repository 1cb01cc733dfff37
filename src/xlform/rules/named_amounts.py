"""Projects and funds of a form by name and amount, as a batch compares them between files."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import msgspec

from xlform.model.submission import Form, Value

# Tables that list projects or funds, with their columns of name and amount.
_TABLES = {"narrative": ("projects", "name"), "fund-summary": ("funds", "fund")}
# Fields of a direction: its fund, the fund's amount, its own.
_DIRECTION, _FUND = "fund-direction", "fund"
_AMOUNTS = ("fund_amount", "amount")
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


def named_amounts(form: Form) -> Iterator[NamedAmount]:
    """Yield the named rows of a narrative or a summary, or the amounts of a direction's fund."""
    if form.kind == _DIRECTION:
        name = form.fields.get(_FUND)
        for column in _AMOUNTS if isinstance(name, str) and name else ():
            yield _named(form, name, _FUND, column, column, form.fields.get(column))
    table, column = _TABLES.get(form.kind, ("", ""))
    for number, row in enumerate(form.tables.get(table, ())[:_AT_MOST]):
        name, path = row.get(column), f"{table}[{number}]"
        if isinstance(name, str) and name:
            amount = row.get("amount")
            yield _named(form, name, f"{path}.{column}", "amount", f"{path}.amount", amount)


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
