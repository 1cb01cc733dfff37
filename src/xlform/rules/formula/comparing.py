"""What a formula adds up held against what it ought to: cells missing, too many, scaled."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Literal

import msgspec

from xlform.formula.tree import Node
from xlform.rules.formula.book import Book, Spot, Terms
from xlform.rules.formula.oughts import Ought
from xlform.rules.formula.sums import rounds, sum_tree

Kind = Literal["short", "long", "twice", "cell", "sheet", "unit", "rounded", "other"]
_UNITS = (Decimal(10000), Decimal("0.0001"))


class Difference(msgspec.Struct, frozen=True):
    """How a formula differs from what it ought to be: the cells it lacks and those too many."""

    missing: tuple[Spot, ...] = ()
    extra: tuple[Spot, ...] = ()
    factors: tuple[Decimal, ...] = ()

    @property
    def size(self) -> int:
        """The number of cells in which both differ; 0 where the formula is right."""
        return len(self.missing) + len(self.extra) + len(self.factors)


_NONE = Difference()


def difference(book: Book, terms: Terms, ought: Terms) -> Difference:
    """The cells in which two sums differ; those that add nothing are overlooked."""
    if terms == ought:
        return _NONE
    missing = tuple(s for s in ought if s not in terms and _adds(book, s))
    extra = tuple(s for s in terms if s not in ought and terms[s] and _adds(book, s))
    factors = (terms[s] / ought[s] for s in terms if s in ought and terms[s] != ought[s])
    return Difference(missing, extra, tuple(factors))


def is_same(book: Book, terms: Terms, ought: Terms) -> bool:
    """Whether two sums add up the same, by their cells or by what these add up in turn."""
    if not difference(book, terms, ought).size:
        return True
    return not difference(book, book.leaves(terms), book.leaves(ought)).size


def _adds(book: Book, spot: Spot) -> bool:
    """Whether a cell adds anything to a sum: not where it is blank, words or 0."""
    cell = book.cell(spot)
    if cell is None or not book.counts(spot):
        return False
    worth = book.worth(spot, mended=True)
    return worth is None or bool(worth)


def kind_of(
    book: Book, terms: Terms, ought: Ought, tree: Node, is_subtotal: Callable[[Spot], bool]
) -> tuple[Kind, Difference]:
    """What is wrong with a formula whose sum is not the right one."""
    found = difference(book, terms, ought.terms)
    if is_same(book, terms, ought.terms):
        return ("rounded" if rounds(tree) else "other"), found
    if found.factors and not found.missing and not found.extra:
        return _by_factor(found), found
    if _counted_twice(book, terms, ought.terms) or any(map(is_subtotal, found.extra)):
        return "twice", found
    if not found.missing:
        return "long", found
    if not found.extra and terms.keys() & ought.terms.keys():
        return "short", found
    sheets = {sheet for sheet, _ in ought.terms}
    return ("cell" if any(s[0] in sheets for s in found.extra or ought.terms) else "sheet"), found


def _by_factor(found: Difference) -> Kind:
    if all(factor in _UNITS for factor in found.factors):
        return "unit"
    return "twice" if all(factor > 1 for factor in found.factors) else "other"


def _counted_twice(book: Book, terms: Terms, ought: Terms) -> bool:
    leaves, right = book.leaves(terms), book.leaves(ought)
    return any(leaves.get(spot, Decimal()) > factor > 0 for spot, factor in right.items())


def nearest(
    book: Book, oughts: list[Ought], formula: str, home: Spot, siblings: frozenset[str]
) -> Ought | None:
    """Of the formulas a cell may hold the one that the present one comes nearest to.

    One that would lead back to the cell is none. ``siblings`` are the sheets to which the same
    value of other forms refers.
    """
    open_ones = [one for one in oughts if not any(book.leads_to(s, home) for s in one.terms)]
    tree = sum_tree(formula)
    terms = (book.terms(tree, home[0]) if tree else None) or {}

    def nearness(ought: Ought) -> tuple[int, int, int]:
        sheets = {sheet for sheet, _ in ought.terms} - {home[0]}
        named = sum(sheet in formula for sheet in sheets)
        return len(terms.keys() & ought.terms.keys()), named, len(sheets & siblings)

    return max(open_ones, key=nearness, default=None)
