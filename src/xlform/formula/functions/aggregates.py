"""Functions of any number of values: SUM, COUNT, MAX and the like.

In cells and arrays texts and logical values are passed over; written as an argument they count as
numbers or fail (ECMA-376 part 1, 18.17.7.321).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from xlform.formula.evaluator import Areas, Evaluator
from xlform.formula.functions.registry import MANY, function
from xlform.formula.tree import Missing, Node
from xlform.formula.values import (
    EXACT,
    ZERO,
    Array,
    Blank,
    Day,
    FormulaError,
    Scalar,
    number_of,
    refuse,
    whole_of,
)
from xlform.grid.model import CellError


def numbers(evaluator: Evaluator, arguments: Iterable[Node]) -> Iterator[Decimal]:
    """Yield the numbers among arguments; an error among them raises :class:`FormulaError`."""
    for argument in arguments:
        value = evaluator.value(argument)
        if isinstance(value, Areas):
            for area in value.areas:
                for _, one in evaluator.cells(area):
                    if isinstance(one, Decimal):
                        yield one
                    else:
                        _pass_over(one)
        elif isinstance(value, Array):
            yield from numbers_among(value.values())
        else:
            yield number_of(value)


def numbers_among(values: Iterable[Scalar]) -> Iterator[Decimal]:
    """Yield the numbers in cells; what is none is passed over."""
    for value in values:
        if isinstance(value, Decimal):
            yield value
        else:
            _pass_over(value)


def _pass_over(value: Scalar) -> None:
    """Overlook a text or a logical value, no error and no day."""
    if isinstance(value, CellError):
        raise FormulaError(value.code)
    if isinstance(value, Day):
        refuse("dates")


def total(evaluator: Evaluator, values: Iterable[Decimal]) -> Decimal:
    """Return a sum."""
    found = ZERO
    for value in values:
        found = EXACT.add(found, value)
        if evaluator.is_binary:
            found = evaluator.rounded(found)
    return found


def average(evaluator: Evaluator, values: Iterable[Decimal]) -> Decimal:
    """Return a mean; of no numbers it is an error."""
    found = list(values)
    if not found:
        raise FormulaError("#DIV/0!")
    return evaluator.rounded(EXACT.divide(total(evaluator, found), Decimal(len(found))))


def product(evaluator: Evaluator, values: Iterable[Decimal]) -> Decimal:
    """Return a product; of no numbers it is 0."""
    found: Decimal | None = None
    for value in values:
        found = value if found is None else evaluator.rounded(EXACT.multiply(found, value))
    return ZERO if found is None else found


@function("SUM", least=1, most=MANY)
def _sum(evaluator: Evaluator, arguments: tuple[Node, ...]) -> Scalar:
    return total(evaluator, numbers(evaluator, arguments))


@function("PRODUCT", least=1, most=MANY)
def _product(evaluator: Evaluator, arguments: tuple[Node, ...]) -> Scalar:
    given = (one for one in arguments if not isinstance(one, Missing))
    return product(evaluator, numbers(evaluator, given))


@function("AVERAGE", least=1, most=MANY)
def _average(evaluator: Evaluator, arguments: tuple[Node, ...]) -> Scalar:
    return average(evaluator, numbers(evaluator, arguments))


@function("MAX", least=1, most=MANY)
def _largest(evaluator: Evaluator, arguments: tuple[Node, ...]) -> Scalar:
    return max(numbers(evaluator, arguments), default=ZERO)


@function("MIN", least=1, most=MANY)
def _least(evaluator: Evaluator, arguments: tuple[Node, ...]) -> Scalar:
    return min(numbers(evaluator, arguments), default=ZERO)


@function("SUMSQ", least=1, most=MANY)
def _sum_of_squares(evaluator: Evaluator, arguments: tuple[Node, ...]) -> Scalar:
    found = numbers(evaluator, arguments)
    return total(evaluator, (evaluator.rounded(EXACT.multiply(one, one)) for one in found))


def _all(evaluator: Evaluator, arguments: Iterable[Node]) -> Iterator[tuple[Scalar, bool]]:
    """Yield every value with whether it was written as an argument of its own."""
    for argument in arguments:
        value = evaluator.value(argument)
        if isinstance(value, Areas):
            for area in value.areas:
                yield from ((one, False) for _, one in evaluator.cells(area))
        elif isinstance(value, Array):
            yield from ((one, False) for one in value.values())
        else:
            yield value, True


def _counts(value: Scalar, *, written: bool) -> bool:
    """Return whether COUNT counts a value."""
    if isinstance(value, Decimal | Day):
        return True
    if not written or isinstance(value, CellError):
        return False
    if isinstance(value, str):
        try:
            number_of(value)
        except FormulaError:
            return False
    return True


@function("COUNT", least=1, most=MANY)
def _count(evaluator: Evaluator, arguments: tuple[Node, ...]) -> Scalar:
    found = _all(evaluator, arguments)
    return Decimal(sum(_counts(value, written=written) for value, written in found))


@function("COUNTA", least=1, most=MANY)
def _count_all(evaluator: Evaluator, arguments: tuple[Node, ...]) -> Scalar:
    found = _all(evaluator, arguments)
    return Decimal(sum(written or not isinstance(value, Blank) for value, written in found))


@function("COUNTBLANK", least=1)
def _count_blank(evaluator: Evaluator, arguments: tuple[Node, ...]) -> Scalar:
    areas = evaluator.areas(arguments[0]).areas
    held = sum(value != "" for area in areas for _, value in evaluator.cells(area))
    return Decimal(sum(area.range.area for area in areas) - held)


@function("SUMPRODUCT", least=1, most=MANY)
def _sum_of_products(evaluator: Evaluator, arguments: tuple[Node, ...]) -> Scalar:
    with evaluator.arrays():
        arrays = [evaluator.array(evaluator.value(one)) for one in arguments]
    if len({(one.height, one.width) for one in arrays}) > 1:
        raise FormulaError("#VALUE!")
    return total(
        evaluator,
        (
            product(evaluator, map(_factor, factors))
            for factors in zip(*(one.values() for one in arrays), strict=True)
        ),
    )


def _factor(value: Scalar) -> Decimal:
    """A value among the factors: what is no number counts as 0."""
    if isinstance(value, CellError):
        raise FormulaError(value.code)
    if isinstance(value, Day):
        refuse("dates")
    return value if isinstance(value, Decimal) else ZERO


def _ranked(evaluator: Evaluator, arguments: tuple[Node, ...], *, largest_first: bool) -> Scalar:
    found = sorted(numbers(evaluator, arguments[:1]), reverse=largest_first)
    rank = whole_of(evaluator.scalar(arguments[1]))
    if not 1 <= rank <= len(found):
        raise FormulaError("#NUM!")
    return found[rank - 1]


@function("LARGE", least=2)
def _large(evaluator: Evaluator, arguments: tuple[Node, ...]) -> Scalar:
    return _ranked(evaluator, arguments, largest_first=True)


@function("SMALL", least=2)
def _small(evaluator: Evaluator, arguments: tuple[Node, ...]) -> Scalar:
    return _ranked(evaluator, arguments, largest_first=False)
