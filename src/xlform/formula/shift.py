"""Formulas as they read when they are copied to another cell."""

from __future__ import annotations

from xlform.formula.addresses import LOST, Address, Reference, rewritten


def shifted(formula: str, rows: int, columns: int) -> str:
    """Return a formula copied ``rows`` down and ``columns`` to the right.

    Fixed parts stay; a reference pushed off the sheet becomes ``#REF!``, as a copy would.
    """

    def move(reference: Reference) -> str:
        first = reference.first.moved(rows, columns)
        if reference.last is None:
            return f"{reference.sheet}{first or LOST}"
        last = reference.last.moved(rows, columns)
        if _is_line(reference.first) and not (first and last):
            return f"{reference.sheet}{LOST}"
        return f"{reference.sheet}{first or LOST}{reference.colon}{last or LOST}"

    return rewritten(formula, move)


def _is_line(address: Address) -> bool:
    """Return whether an address is a whole column or row."""
    return not (address.row and address.column)
