"""Conditions of relations: ``when``, ``if`` and the ``where`` of a sum."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from xlform.rules.arithmetic.expressions import OperandValue, evaluate, holds
from xlform.rules.arithmetic.operand_values import OperandValues, SelectedRow
from xlform.template.equation import (
    Calculation,
    Condition,
    Equation,
    Expression,
    Function,
    Operand,
    Test,
    operands,
)
from xlform.template.labels import fold


class Conditions(OperandValues):
    """Evaluator of conditions on one subject: True, False, or ``None`` if a value is missing."""

    def holds(self, condition: Condition, row: SelectedRow | None = None) -> bool | None:
        """Return True if all tests of one alternative hold."""
        results = [self._all_hold(tests, row) for tests in condition.alternatives]
        if True in results:
            return True
        return None if None in results else False

    def decided(self, part: Expression) -> Expression | None:
        """Return an expression with each ``if`` replaced by its branch; ``None`` if undecided."""
        if isinstance(part, Calculation):
            left, right = self.decided(part.left), self.decided(part.right)
            if left is None or right is None:
                return None
            return Calculation(part.operator, left, right)
        if not isinstance(part, Function):
            return part
        if part.condition:
            chosen = self.holds(part.condition)
            return None if chosen is None else self.decided(part.arguments[0 if chosen else 1])
        arguments = [self.decided(argument) for argument in part.arguments]
        known = tuple(argument for argument in arguments if argument is not None)
        return Function(part.name, known) if len(known) == len(arguments) else None

    def missing(self, condition: Condition) -> Iterator[OperandValue]:
        """Yield the operands of a condition that have no number."""
        for test in condition.tests:
            if not self._compares_texts(test):
                for side in (test.left, test.right):
                    for operand in () if isinstance(side, str) else operands(side):
                        found = self.of(operand, money=self.is_money([operand]))
                        yield from (value for value in found if value.value is None)

    def missing_of(self, equation: Equation) -> Iterator[OperandValue]:
        """Yield the operands without a number in those conditions that choose between branches."""
        for condition, selected in equation.conditions:
            if selected is None:
                yield from self.missing(condition)

    def _all_hold(self, tests: tuple[Test, ...], row: SelectedRow | None) -> bool | None:
        results = [self._test(test, row) for test in tests]
        if False in results:
            return False
        return None if None in results else True

    def _test(self, test: Test, row: SelectedRow | None) -> bool | None:
        if self._compares_texts(test):
            same = self._text(test.left, row) == self._text(test.right, row)
            return same if test.comparison == "=" else not same
        left, right = self._number(test.left, row), self._number(test.right, row)
        if left is None or right is None:
            return None
        return holds(left, test.comparison, right, Decimal())

    def _compares_texts(self, test: Test) -> bool:
        sides = (test.left, test.right)
        return any(isinstance(side, str) for side in sides) or all(
            isinstance(side, Operand) and self.is_text(side) for side in sides
        )

    def _text(self, side: Expression | str, row: SelectedRow | None) -> str:
        if isinstance(side, str):
            return fold(side)
        return fold(self.text(side, row)) if isinstance(side, Operand) else ""

    def _number(self, side: Expression | str, row: SelectedRow | None) -> Decimal | None:
        part = None if isinstance(side, str) else self.decided(side)
        if part is None:
            return None
        used = tuple(operands(part))
        money = self.is_money(used)
        values = {operand: self.of(operand, row, money=money) for operand in used}
        if any(one.value is None for found in values.values() for one in found):
            return None
        return evaluate(part, values)
