"""Functions that round, cut and otherwise change one number."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_DOWN, ROUND_FLOOR, ROUND_HALF_UP, ROUND_UP, Decimal

from xlform.formula.functions.registry import of_numbers, of_values
from xlform.formula.operators import power
from xlform.formula.values import (
    BLANK,
    EXACT,
    SHOWN,
    ZERO,
    FormulaError,
    Scalar,
    number_of,
    refuse,
    whole_of,
)

_PLACES_AT_MOST = 20


def rounded(number: Decimal, places: int, rounding: str) -> Decimal:
    """Return a number to so many decimals."""
    if abs(places) > _PLACES_AT_MOST:
        refuse("too-large")
    unit = Decimal(1).scaleb(-places)
    return number.quantize(unit, rounding=rounding, context=EXACT)


@of_values("ROUND", least=2)
def _round(number: Scalar, places: Scalar) -> Scalar:
    # Half away from zero, as people round; digits beyond the 15 shown are gone before.
    return rounded(SHOWN.plus(number_of(number)), whole_of(places), ROUND_HALF_UP)


@of_numbers("ROUNDUP", least=2)
def _round_up(number: Scalar, places: Scalar) -> Scalar:
    return rounded(number_of(number), whole_of(places), ROUND_UP)


@of_numbers("ROUNDDOWN", least=2)
def _round_down(number: Scalar, places: Scalar) -> Scalar:
    return rounded(number_of(number), whole_of(places), ROUND_DOWN)


@of_numbers("TRUNC", least=1, most=2)
def _truncate(number: Scalar, places: Scalar = BLANK) -> Scalar:
    return rounded(number_of(number), whole_of(places), ROUND_DOWN)


@of_numbers("INT", least=1)
def _whole(number: Scalar) -> Scalar:
    return rounded(number_of(number), 0, ROUND_FLOOR)


@of_numbers("MOD", least=2)
def _remainder(number: Scalar, divisor: Scalar) -> Scalar:
    dividend, by = number_of(number), number_of(divisor)
    if not by:
        raise FormulaError("#DIV/0!")
    times = EXACT.divide(dividend, by).to_integral_value(rounding=ROUND_FLOOR)
    return EXACT.subtract(dividend, EXACT.multiply(by, times))


@of_numbers("QUOTIENT", least=2)
def _quotient(number: Scalar, divisor: Scalar) -> Scalar:
    by = number_of(divisor)
    if not by:
        raise FormulaError("#DIV/0!")
    return EXACT.divide(number_of(number), by).to_integral_value(rounding=ROUND_DOWN)


def _multiple(number: Scalar, step: Scalar, rounding: str) -> Decimal:
    value, by = number_of(number), number_of(step)
    if value < 0 or by < 0:
        # Which way negative numbers go depends on the program's age.
        refuse("differs")
    if not by:
        return ZERO
    return EXACT.multiply(EXACT.divide(value, by).to_integral_value(rounding=rounding), by)


@of_numbers("CEILING", least=2)
def _up_to_multiple(number: Scalar, step: Scalar) -> Scalar:
    return _multiple(number, step, ROUND_CEILING)


@of_numbers("FLOOR", least=2)
def _down_to_multiple(number: Scalar, step: Scalar) -> Scalar:
    if number_of(number) and not number_of(step):
        raise FormulaError("#DIV/0!")
    return _multiple(number, step, ROUND_FLOOR)


@of_values("ABS", least=1)
def _absolute(number: Scalar) -> Scalar:
    return abs(number_of(number))


@of_values("SIGN", least=1)
def _sign(number: Scalar) -> Scalar:
    value = number_of(number)
    return Decimal((value > 0) - (value < 0))


@of_values("POWER", least=2)
def _power(base: Scalar, exponent: Scalar) -> Scalar:
    return power(number_of(base), number_of(exponent))


@of_values("N", least=1)
def _as_number(value: Scalar) -> Scalar:
    if isinstance(value, str):
        return ZERO
    return number_of(value)
