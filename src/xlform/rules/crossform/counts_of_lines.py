"""Counts in the lines of 支出明细 that add up or multiply to a planned count."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import combinations
from math import prod

from xlform.basis import Operand, Unit
from xlform.basis.units import is_same
from xlform.rules.expense_lines import Line

# More different counts of one unit in a form are not tried in every combination.
_MOST_COUNTS = 8
_MOST_FACTORS = 3


def is_count_of(unit: Unit, other: Unit | None) -> bool:
    """Return whether a unit counts the same single thing as another one."""
    over = other.over if other else ()
    return len(over) == len(unit.over) == 1 and is_same(over[0], unit.over[0])


def is_explained(planned: Decimal, unit: Unit, about: Sequence[Line], lines: list[Line]) -> bool:
    """Return whether the lines explain a planned count of a unit.

    They do if the lines ``about`` it say the count, multiply to it, or if counts of different
    lines add up to it: 90 households of one kind and 30 of another are 120.
    """
    said = [count for line in about for count in _counts(line, unit)]
    if planned in said or any(planned in _products(line, unit) for line in about):
        return True
    every = {count for line in lines for count in _counts(line, unit)}
    return len(every) <= _MOST_COUNTS and any(
        sum(some, start=Decimal(0)) == planned
        for size in range(2, len(every) + 1)
        for some in combinations(sorted(every), size)
    )


def _counts(line: Line, unit: Unit) -> Iterator[Decimal]:
    for operand in _operands(line):
        if operand.base_value is not None and is_count_of(unit, operand.unit):
            yield operand.base_value
    for one in line.basis.statements:
        if one.kind == "count" and one.is_planned and is_count_of(unit, one.unit):
            yield one.base_value


def _products(line: Line, unit: Unit) -> Iterator[Decimal]:
    """Yield products of counts of an equation, one of which counts the thing: 9 teams × 48 次."""
    for equation in line.basis.equations:
        counts = [one for one in equation.counts if one.base_value is not None]
        for size in range(2, min(len(counts), _MOST_FACTORS) + 1):
            for some in combinations(counts, size):
                if any(is_count_of(unit, one.unit) for one in some):
                    yield prod((one.base_value or Decimal(0) for one in some), start=Decimal(1))


def _operands(line: Line) -> Iterator[Operand]:
    for equation in line.basis.equations:
        yield from equation.counts
