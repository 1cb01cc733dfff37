"""Grammar of 支出测算依据: equations with their units in free prose, and calculations in words."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from msgspec import structs

from xlform.basis.calculations import Reader
from xlform.basis.equations import equations
from xlform.basis.formatting import shorten
from xlform.basis.lexicon import core_name
from xlform.basis.outline import outline
from xlform.basis.prose import Figure, figures, statements
from xlform.basis.records import Basis, Equation, Operand, Statement, Summation, Unit
from xlform.basis.tokens import Tokens

__all__ = ["Basis", "Equation", "Operand", "Statement", "Unit", "core_name", "parse_basis"]


# Longer texts are no explanation of one expense: a whole document pasted into a cell.
LENGTH_AT_MOST: Final = 5_000


@lru_cache(maxsize=2048)
def parse_basis(text: str, year: int | None = None) -> Basis:
    """Read the text that explains how an expense is computed; it never raises.

    Found are the equations (``20次*0.5（万元/次）=10万元``) wherever they are in the prose, each
    with its operands, the result claimed and the one computed; the calculations in words
    (``每社区10万元，9个社区，共90万元``); and the sums of money that all of them add up to.
    ``year`` is that of the form: sums of earlier years are no part of this budget. A missing number
    is inferred and reported, never taken as given; a text of more than ``LENGTH_AT_MOST``
    characters is not read and doubtful as a whole. Source: domain.md §2.5.
    """
    if not text:
        return Basis("")
    if len(text) > LENGTH_AT_MOST:
        return Basis(text, summation=Summation(doubts=(shorten(text),)))
    tokens = Tokens(text)
    written = equations(tokens)
    said = figures(tokens, written)
    told = tuple(statements(said))
    named = list(_named(written, told))
    reader = Reader(tokens, year)
    reader.read(outline(tokens, named, said))
    ledger = reader.ledger
    if ledger.equations or ledger.used:
        named = sorted((*named, *ledger.equations), key=lambda one: (one.start, one.end))
        told = tuple(statements(_placed(said, named, ledger.used)))
    return Basis(text, tuple(named), told, ledger.summation)


def _placed(said: list[Figure], equations: list[Equation], used: set[int]) -> list[Figure]:
    """Return figures with the number of equations before each, -1 for those an equation holds."""
    starts = [one.start for one in equations]
    return [
        one._replace(
            before=-1 if one.operand.start in used else bisect_left(starts, one.operand.start)
        )
        for one in said
    ]


def _named(equations: list[Equation], said: tuple[Statement, ...]) -> Iterator[Equation]:
    """Name what an equation pays for by the prose before it: 宣传费0.6万元/次，宣传3次。3次*0.6…"""
    names: dict[int, str] = {}
    for one in sorted(said, key=lambda one: one.kind != "price"):
        if one.noun and one.kind in ("price", "count"):
            names.setdefault(one.before, one.noun)
    for n, equation in enumerate(equations):
        noun = equation.noun or names.get(n, "")
        yield structs.replace(equation, noun=noun) if noun != equation.noun else equation
