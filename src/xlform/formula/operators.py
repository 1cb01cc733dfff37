"""Operators between single values."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from xlform.formula.values import (
    EXACT,
    SHOWN,
    Blank,
    Day,
    FormulaError,
    Scalar,
    joined_text,
    number_of,
    refuse,
    text_of,
)
from xlform.grid.model import CellError

COMPARISONS = frozenset({"=", "<>", "<", "<=", ">", ">="})
# What is raised to a higher power is no amount.
_EXPONENT_AT_MOST = 1_000
# Which of two texts goes first is for the locale; which kind of value does is not.
OTHER = -2
_KINDS = {Decimal: 0, str: 1, bool: 2}


def joined(left: Scalar, operator: str, right: Scalar) -> Scalar:
    """Return what two values give together; raises :class:`FormulaError` where they fail."""
    if operator in COMPARISONS:
        return holds(compared(left, right), operator)
    if operator == "&":
        return joined_text((text_of(left), text_of(right)))
    if isinstance(left, Day) or isinstance(right, Day):
        return _with_days(left, operator, right)
    return _ARITHMETIC[operator](number_of(left), number_of(right))


def _with_days(left: Scalar, operator: str, right: Scalar) -> Scalar:
    """Days between two days; their own numbers depend on which calendar the file counts by."""
    if (
        operator == "-"
        and isinstance(left, Day)
        and isinstance(right, Day)
        and left.is_whole
        and right.is_whole
    ):
        return Decimal((left.date - right.date).days)
    return refuse("dates")


def _divided(left: Decimal, right: Decimal) -> Decimal:
    if not right:
        raise FormulaError("#DIV/0!")
    return EXACT.divide(left, right)


def power(base: Decimal, exponent: Decimal) -> Decimal:
    """Return a power with a whole exponent; others end in binary fractions."""
    if not base and exponent <= 0:
        raise FormulaError("#DIV/0!" if exponent else "#NUM!")
    if abs(exponent) > _EXPONENT_AT_MOST:
        refuse("too-large")
    if exponent != int(exponent):
        refuse("binary", "^")
    return EXACT.power(base, int(exponent))


_ARITHMETIC: dict[str, Callable[[Decimal, Decimal], Decimal]] = {
    "+": EXACT.add,
    "-": EXACT.subtract,
    "*": EXACT.multiply,
    "/": _divided,
    "^": power,
}


def compared(left: Scalar, right: Scalar, *, exactly: bool = False) -> int:
    """Return -1, 0 or 1 for values in Excel's order: numbers, texts, FALSE, TRUE.

    Numbers by the 15 digits shown, or ``exactly``; texts that differ are ``OTHER``.
    """
    for one in (left, right):
        if isinstance(one, CellError):
            raise FormulaError(one.code)
    left, right = _filled(left, right), _filled(right, left)
    if isinstance(left, Day) or isinstance(right, Day):
        return _days_compared(left, right)
    if type(left) is not type(right):
        return -1 if _KINDS[type(left)] < _KINDS[type(right)] else 1
    if isinstance(left, str) and isinstance(right, str):
        if left.casefold() == right.casefold():
            return 0
        return OTHER
    first, second = number_of(left), number_of(right)
    if exactly:
        return int(first.compare(second))
    return int(SHOWN.plus(first).compare(SHOWN.plus(second)))


def holds(order: int, operator: str) -> bool:
    """Return whether a comparison holds for two values in that order."""
    if operator == "=":
        return order == 0
    if operator == "<>":
        return order != 0
    if order == OTHER:
        refuse("differs", operator)
    return {
        "<": order < 0,
        "<=": order <= 0,
        ">": order > 0,
        ">=": order >= 0,
    }[operator]


def _filled(value: Scalar, other: Scalar) -> Scalar:
    """A blank as what it is compared with has it: 0, "" or FALSE."""
    if not isinstance(value, Blank):
        return value
    if isinstance(other, str):
        return ""
    return False if isinstance(other, bool) else Decimal(0)


def _days_compared(left: Scalar, right: Scalar) -> int:
    if isinstance(left, Day) and isinstance(right, Day):
        if left.date != right.date:
            return -1 if left.date < right.date else 1
        if left.is_whole and right.is_whole:
            return 0
    elif isinstance(left, str):
        return 1
    elif isinstance(right, str):
        return -1
    return refuse("dates")
