"""Sums on forms that do not print one of their parts: a row that was deleted, or is not used there.

A part that is printed and blank stays unknown. One that is not printed at all can't be part of the
total, unless the form has other numbers beside those that are read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from xlform.grid.address import parse_cell
from xlform.model.submission import Form
from xlform.rules.arithmetic.expressions import OperandValue, Values
from xlform.rules.context import RuleContext
from xlform.template.equation import Calculation, Equation, Expression, Operand
from xlform.template.labels import fold

# Rows and columns on each side of a total in which its parts are printed.
_NEAR: Final = 8
_NUMBER: Final = re.compile(r"[-+]?[0-9][0-9,.]*(?:万?元)?$")


def without_absent_parts(
    equation: Equation, values: Values, context: RuleContext
) -> Expression | None:
    """Return the right side of ``total = part + …`` without the parts that the form does not print.

    ``None`` if it is no such sum, no part is left, a printed part is blank, or other numbers are
    printed with the total.
    """
    parts, left = list(_addends(equation.right)), next(_addends(equation.left))
    if equation.comparison != "=" or left is None or left is not equation.left or None in parts:
        return None
    total = values[left][0]
    kept = [part for part in parts if part and not _is_absent(values[part])]
    blank = any(values[part][0].value is None for part in kept)
    if total.form is None or total.value is None or blank or not kept or len(kept) == len(parts):
        return None
    if _has_other_numbers(total.form, total, context):
        return None
    whole: Expression = kept[0]
    for part in kept[1:]:
        whole = Calculation("+", whole, part)
    return whole


def _addends(part: Expression) -> Iterator[Operand | None]:
    """Yield the operands of a sum of fields; ``None`` for anything else in it."""
    if isinstance(part, Calculation) and part.operator == "+":
        yield from _addends(part.left)
        yield from _addends(part.right)
    else:
        plain = isinstance(part, Operand) and not part.aggregate and len(part.names) == 1
        yield part if plain and isinstance(part, Operand) else None


def _is_absent(found: list[OperandValue]) -> bool:
    """Return True for a field without a value that has no cell on the form."""
    return all(one.value is None and one.form and one.path not in one.form.origins for one in found)


def _has_other_numbers(form: Form, total: OperandValue, context: RuleContext) -> bool:
    """Return True if numbers that are no field's are in the total's row or column near it."""
    sheet, origin = context.sheet(form), form.origins.get(total.path, "")
    if sheet is None or not origin or "!" in origin:
        return True
    row, column = parse_cell(origin)
    read = {place for place in form.origins.values() if "!" not in place}
    positions = {parse_cell(place) for place in read if place[:1].isalpha() and place[-1].isdigit()}
    near = [(number, column) for number in range(row - _NEAR, row + _NEAR + 1)]
    near += [(row, number) for number in range(column - _NEAR, column + _NEAR + 1)]
    return any(
        (cell := sheet.cells.get(position)) is not None and _NUMBER.match(fold(cell.text))
        for position in near
        if position not in positions
    )
