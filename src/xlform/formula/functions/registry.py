"""Table of the known functions, and the decorator that adds one."""

from __future__ import annotations

from collections.abc import Callable

from xlform.formula.evaluator import Evaluator, Function, Operand, Value
from xlform.formula.tree import Node
from xlform.formula.values import Scalar

Compute = Callable[[Evaluator, tuple[Node, ...]], Value]
ScalarFunction = Callable[..., Scalar]
FUNCTIONS: dict[str, Function] = {}
# As many arguments as Excel takes.
MANY = 255


def function(*names: str, least: int, most: int | None = None) -> Callable[[Compute], Compute]:
    """Register a function that is given its arguments not yet computed."""

    def register(compute: Compute) -> Compute:
        for name in names:
            FUNCTIONS[name] = Function(least, least if most is None else most, compute)
        return compute

    return register


def of_values(
    *names: str, least: int, most: int | None = None
) -> Callable[[ScalarFunction], ScalarFunction]:
    """Register a function of single values; of an array it gives an array."""

    def register(compute: ScalarFunction) -> ScalarFunction:
        def lifted(evaluator: Evaluator, arguments: tuple[Node, ...]) -> Operand:
            return evaluator.lifted(compute, [evaluator.operand(one) for one in arguments])

        function(*names, least=least, most=most)(lifted)
        return compute

    return register


def of_numbers(
    *names: str, least: int, most: int | None = None
) -> Callable[[ScalarFunction], ScalarFunction]:
    """Register a function whose result jumps, so that binary fractions may decide it."""

    def register(compute: ScalarFunction) -> ScalarFunction:
        def stepped(evaluator: Evaluator, arguments: tuple[Node, ...]) -> Operand:
            return evaluator.stepped(compute, arguments)

        function(*names, least=least, most=most)(stepped)
        return compute

    return register
