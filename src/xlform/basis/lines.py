"""Lines of a form's 支出明细, each with its 测算 as read."""

from __future__ import annotations

from decimal import Decimal

import msgspec

from xlform.basis import parse_basis
from xlform.basis.records import Basis
from xlform.model.memoize import memoize
from xlform.model.submission import Form, Row

_TABLE = "expenses"


class Line(msgspec.Struct, frozen=True):
    """One line of 支出明细; ``path`` is that of its row, ``amount`` in 万元."""

    path: str
    category: str
    item: str
    amount: Decimal | None
    basis: Basis

    def at(self, column: str) -> str:
        """Return the path of a value of this line."""
        return f"{self.path}.{column}"


@memoize
def expense_lines(form: Form) -> list[Line]:
    """Return every line that names an expense or explains one."""
    rows = form.tables.get(_TABLE, ())
    return [
        Line(
            f"{_TABLE}[{n}]",
            _text(row, "category"),
            _text(row, "item"),
            amount if isinstance(amount := row.get("amount"), Decimal) else None,
            parse_basis(_text(row, "basis"), form.year),
        )
        for n, row in enumerate(rows)
    ]


def _text(row: Row, column: str) -> str:
    value = row.get(column)
    return value if isinstance(value, str) else ""
