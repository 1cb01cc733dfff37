"""Equations in words: their text, operands and result."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from msgspec import structs

from xlform.basis.prose import Figure
from xlform.basis.records import Equation, Operand
from xlform.basis.tokens import Tokens


class Part(NamedTuple):
    """Part of a text, by its characters."""

    tokens: Tokens
    start: int
    end: int

    @property
    def text(self) -> str:
        """Text as written."""
        return self.tokens.source[self.start : self.end]


def equation_of(
    left: Part,
    computed: Decimal,
    operands: tuple[Operand, ...] = (),
    result: Figure | None = None,
    *,
    total: bool = False,
) -> Equation:
    """Return the equation of a calculation in words; ``computed`` is in 万元.

    ``left`` is the text of the calculation, ``result`` the sum it is said to make. It speaks in the
    money of its result, else in that of its first operand with money.
    """
    written = [*([result.operand] if result else []), *operands]
    powers = (
        one.unit.money_power for one in written if one.unit and one.unit.money_power is not None
    )
    equation = Equation(
        text=left.text,
        left=left.text,
        start=left.start,
        end=left.end,
        noun="",
        operands=operands,
        computed=computed,
        claimed=None,
        unit="万元",
        money_power=next(powers, 0),
        money=True,
        product=not total,
        total=total,
        in_words=True,
    )
    return claimed(equation, result, left.tokens) if result else equation


def claimed(equation: Equation, result: Figure, tokens: Tokens) -> Equation:
    """Return an equation with the sum that is given as its result."""
    end = result.operand.end
    return structs.replace(
        equation,
        text=tokens.source[equation.start : end],
        end=end,
        claimed=result.value,
        result=result.operand,
    )
