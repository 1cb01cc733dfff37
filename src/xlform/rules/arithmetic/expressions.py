"""Arithmetic of relations on known values: result, comparison, and the text shown for it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal

import msgspec

from xlform.model.submission import Form
from xlform.template.equation import (
    Comparison,
    Expression,
    Function,
    Number,
    Operand,
    Operator,
)

# With more addends than this, messages show the label of the sum only.
_ADDENDS_AT_MOST = 8
# More decimal places than any form prints.
_PLACES_AT_MOST = 12


class OperandValue(msgspec.Struct, frozen=True):
    """Value of an operand in a form: path, printed label, number (an amount in 万元)."""

    form: Form | None
    path: str
    label: str
    value: Decimal | None = None


Values = Mapping[Operand, list[OperandValue]]


def evaluate(part: Expression, values: Values) -> Decimal | None:
    """Return the value of an expression without conditions; ``None`` for a division by zero."""
    if isinstance(part, Number):
        return part.value
    if isinstance(part, Operand):
        numbers = (one.value for one in values[part] if one.value is not None)
        return sum(numbers, Decimal())
    if isinstance(part, Function):
        return _function(part, values)
    left, right = evaluate(part.left, values), evaluate(part.right, values)
    return None if left is None or right is None else _apply(left, part.operator, right)


def _function(part: Function, values: Values) -> Decimal | None:
    numbers = [evaluate(argument, values) for argument in part.arguments]
    known = [number for number in numbers if number is not None]
    if len(known) < len(numbers):
        return None
    match part.name:
        case "round":
            return _rounded(known[0], known[1] if len(known) > 1 else Decimal())
        case "abs":
            return abs(known[0])
        case "min":
            return min(known)
        case "max":
            return max(known)
        case "if":
            return None


def _rounded(number: Decimal, places: Decimal) -> Decimal | None:
    """Return a number rounded half up, as forms ask for (四舍五入)."""
    if places != int(places) or abs(places) > _PLACES_AT_MOST:
        return None
    return number.quantize(Decimal(1).scaleb(-int(places)), ROUND_HALF_UP)


def _apply(left: Decimal, operator: Operator, right: Decimal) -> Decimal | None:
    match operator:
        case "+":
            return left + right
        case "-":
            return left - right
        case "*":
            return left * right
        case "/":
            return left / right if right else None


def holds(left: Decimal, comparison: Comparison, right: Decimal, within: Decimal) -> bool:
    """Return True if the comparison holds with a tolerance of ``within``."""
    difference = left - right
    match comparison:
        case "=":
            return abs(difference) <= within
        case "!=":
            return abs(difference) > within
        case "<=":
            return difference <= within
        case ">=":
            return difference >= -within
        case "<":
            return difference < 0
        case ">":
            return difference > 0


def written_out(part: Expression, values: Values) -> str:
    """Return an expression with labels and numbers: ``财政拨款 5.00 + …``."""
    if isinstance(part, Number):
        return str(part.value)
    if isinstance(part, Function):
        arguments = ", ".join(written_out(argument, values) for argument in part.arguments)
        return f"{part.name.upper()}({arguments})"
    if isinstance(part, Operand):
        return _operand_written_out(part, values[part])
    symbol = {"*": "×", "/": "÷"}.get(part.operator, part.operator)
    return f"{written_out(part.left, values)} {symbol} {written_out(part.right, values)}"


def _operand_written_out(operand: Operand, found: list[OperandValue]) -> str:
    numbers = [f"{one.value:f}" for one in found if one.value is not None]
    if operand.aggregate == "term":
        return numbers[0]
    if operand.aggregate != "sum":
        return f"{found[0].label} {numbers[0]}"
    return "+".join(numbers) if len(numbers) <= _ADDENDS_AT_MOST else f"Σ {found[0].label}"
