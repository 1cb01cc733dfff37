"""Lines of a form's 支出明细, each with its 测算 as read."""

from __future__ import annotations

from decimal import Decimal

import msgspec

from xlform.basis import parse_basis
from xlform.basis.records import Basis
from xlform.model.memoize import memoize
from xlform.template.form_values import FormValues, RoleRow
from xlform.template.roles import Role


class Line(msgspec.Struct, frozen=True):
    """One line of 支出明细; ``row`` holds its values, ``amount`` is in 万元."""

    row: RoleRow
    category: str
    item: str
    amount: Decimal | None
    basis: Basis

    @property
    def path(self) -> str:
        """Return the path of its row."""
        return self.row.path

    def at(self, role: Role) -> str:
        """Return the path of a value of this line; on a form without it, of its amount."""
        return self.row.path_of(role) or self.row.path_of(Role.AMOUNT)


@memoize
def expense_lines(values: FormValues) -> list[Line]:
    """Return the lines of the tables of expenses."""
    year = values.form.year
    return [
        Line(
            row,
            row.text(Role.CATEGORY),
            row.text(Role.ITEM),
            row.amount(),
            parse_basis(row.text(Role.BASIS), year),
        )
        for row in values.rows(Role.EXPENSES)
    ]
