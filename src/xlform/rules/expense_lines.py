"""Lines of a form's 支出明细, each with its 测算 as read."""

from __future__ import annotations

from decimal import Decimal

import msgspec

from xlform.basis import parse_basis
from xlform.basis.records import Basis
from xlform.model.memoize import memoize
from xlform.template.form_values import FormValues, RoleRow
from xlform.template.roles import Role


class LineContent(msgspec.Struct, frozen=True):
    """What one line of 支出明细 holds, whatever form it is in; ``amount`` is in 万元.

    ``year`` is that of the form, which its 测算 ``text`` is read by.
    """

    category: str
    item: str
    amount: Decimal | None
    text: str
    year: int | None

    @property
    def texts(self) -> tuple[str, str, str]:
        """Return its category, its item and the text of its 测算."""
        return self.category, self.item, self.text

    @property
    def basis(self) -> Basis:
        """Return its 测算 as read."""
        return parse_basis(self.text, self.year)


class Line(LineContent, frozen=True):
    """One line of 支出明细 of a form; ``row`` holds its values."""

    row: RoleRow

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
            row.text(Role.CATEGORY),
            row.text(Role.ITEM),
            row.amount(),
            row.text(Role.BASIS),
            year,
            row,
        )
        for row in values.rows(Role.EXPENSES)
    ]
