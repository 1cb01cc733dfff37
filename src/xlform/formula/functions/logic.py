"""Conditions, and what a value is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal

from xlform.formula.evaluator import Areas, Evaluator, Value
from xlform.formula.functions.registry import MANY, function, of_values
from xlform.formula.operators import compared, holds
from xlform.formula.tree import Missing, Node
from xlform.formula.values import (
    Array,
    Blank,
    Day,
    FormulaError,
    Scalar,
    logical_of,
    number_of,
    refuse,
    whole_of,
)
from xlform.grid.model import CellError

_ZERO = Decimal(0)


def _chosen(evaluator: Evaluator, node: Node) -> Value:
    """The branch that is taken; one left empty is 0."""
    return _ZERO if isinstance(node, Missing) else evaluator.value(node)


@function("IF", least=2, most=3)
def _if(evaluator: Evaluator, arguments: tuple[Node, ...]) -> Value:
    if logical_of(evaluator.scalar(arguments[0])):
        return _chosen(evaluator, arguments[1])
    return _chosen(evaluator, arguments[2]) if len(arguments) > 2 else False  # noqa: PLR2004


@function("IFS", least=2, most=MANY - 1)
def _ifs(evaluator: Evaluator, arguments: tuple[Node, ...]) -> Value:
    if len(arguments) % 2:
        refuse("syntax", "IFS")
    for condition, result in zip(arguments[::2], arguments[1::2], strict=True):
        if logical_of(evaluator.scalar(condition)):
            return _chosen(evaluator, result)
    raise FormulaError("#N/A")


@function("SWITCH", least=3, most=MANY - 1)
def _switch(evaluator: Evaluator, arguments: tuple[Node, ...]) -> Value:
    value, *others = arguments
    wanted = evaluator.scalar(value)
    for known, result in zip(others[::2], others[1::2], strict=False):
        if holds(compared(wanted, evaluator.scalar(known)), "="):
            return _chosen(evaluator, result)
    if len(others) % 2:
        return _chosen(evaluator, others[-1])
    raise FormulaError("#N/A")


@function("CHOOSE", least=2, most=MANY)
def _choose(evaluator: Evaluator, arguments: tuple[Node, ...]) -> Value:
    number = whole_of(evaluator.scalar(arguments[0]))
    if not 1 <= number < len(arguments):
        raise FormulaError("#VALUE!")
    return _chosen(evaluator, arguments[number])


def _guarded(
    evaluator: Evaluator, arguments: tuple[Node, ...], is_caught: Callable[[str], bool]
) -> Value:
    try:
        value = evaluator.scalar(arguments[0])
    except FormulaError as failed:
        value = failed.error
    if isinstance(value, CellError) and is_caught(value.code):
        return _chosen(evaluator, arguments[1])
    return value


@function("IFERROR", least=2)
def _if_error(evaluator: Evaluator, arguments: tuple[Node, ...]) -> Value:
    return _guarded(evaluator, arguments, lambda _: True)


@function("IFNA", least=2)
def _if_missing(evaluator: Evaluator, arguments: tuple[Node, ...]) -> Value:
    return _guarded(evaluator, arguments, lambda code: code == "#N/A")


def _conditions(evaluator: Evaluator, arguments: tuple[Node, ...]) -> list[bool]:
    """The conditions among arguments; texts in cells are none."""
    found = list(_logicals(evaluator, arguments))
    if not found:
        raise FormulaError("#VALUE!")
    return found


def _logicals(evaluator: Evaluator, arguments: tuple[Node, ...]) -> Iterator[bool]:
    for argument in arguments:
        value = evaluator.value(argument)
        if isinstance(value, Areas):
            cells = [one for area in value.areas for _, one in evaluator.cells(area)]
        elif isinstance(value, Array):
            cells = list(value.values())
        else:
            yield logical_of(value)
            continue
        for one in cells:
            if isinstance(one, CellError):
                raise FormulaError(one.code)
            if isinstance(one, Decimal | bool):
                yield logical_of(one)


@function("AND", least=1, most=MANY)
def _and(evaluator: Evaluator, arguments: tuple[Node, ...]) -> Scalar:
    return all(_conditions(evaluator, arguments))


@function("OR", least=1, most=MANY)
def _or(evaluator: Evaluator, arguments: tuple[Node, ...]) -> Scalar:
    return any(_conditions(evaluator, arguments))


@function("XOR", least=1, most=MANY)
def _xor(evaluator: Evaluator, arguments: tuple[Node, ...]) -> Scalar:
    return sum(_conditions(evaluator, arguments)) % 2 == 1


@of_values("NOT", least=1)
def _not(value: Scalar) -> Scalar:
    return not logical_of(value)


@function("TRUE", least=0)
def _true(_: Evaluator, __: tuple[Node, ...]) -> Scalar:
    return True


@function("FALSE", least=0)
def _false(_: Evaluator, __: tuple[Node, ...]) -> Scalar:
    return False


@function("NA", least=0)
def _not_available(_: Evaluator, __: tuple[Node, ...]) -> Scalar:
    raise FormulaError("#N/A")


@function("TODAY", "NOW", "RAND", "RANDBETWEEN", least=0, most=2)
def _of_the_moment(_: Evaluator, __: tuple[Node, ...]) -> Value:
    return refuse("clock")


def _of_kind(name: str, is_kind: Callable[[Scalar], bool]) -> None:
    """Register a question about a value that errors answer too."""

    @function(name, least=1)
    def tell(evaluator: Evaluator, arguments: tuple[Node, ...]) -> Value:
        try:
            value = evaluator.operand(arguments[0])
        except FormulaError as failed:
            value = failed.error
        return evaluator.lifted(is_kind, [value])


_of_kind("ISERROR", lambda value: isinstance(value, CellError))
_of_kind("ISERR", lambda value: isinstance(value, CellError) and value.code != "#N/A")
_of_kind("ISNA", lambda value: value == CellError("#N/A"))
_of_kind("ISNUMBER", lambda value: isinstance(value, Decimal | Day))
_of_kind("ISTEXT", lambda value: isinstance(value, str))
_of_kind("ISNONTEXT", lambda value: not isinstance(value, str))
_of_kind("ISLOGICAL", lambda value: isinstance(value, bool))
_of_kind("ISBLANK", lambda value: isinstance(value, Blank))


@of_values("ISEVEN", least=1)
def _is_even(value: Scalar) -> Scalar:
    return int(number_of(value)) % 2 == 0


@of_values("ISODD", least=1)
def _is_odd(value: Scalar) -> Scalar:
    return int(number_of(value)) % 2 == 1
