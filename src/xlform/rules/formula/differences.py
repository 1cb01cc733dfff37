"""Differences between a sum and the expected one: missing, extra and scaled cells."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Literal

import msgspec

from xlform.rules.formula.formula_builder import ExpectedFormula
from xlform.rules.formula.formula_workbook import CellRef, FormulaWorkbook, Terms

DefectKind = Literal["short", "long", "twice", "cell", "sheet", "unit", "rounded", "other"]
_UNITS = (Decimal(10000), Decimal("0.0001"))


class SumDifference(msgspec.Struct, frozen=True):
    """Difference between a formula and the expected one: cells missing and extra, factors."""

    missing: tuple[CellRef, ...] = ()
    extra: tuple[CellRef, ...] = ()
    factors: tuple[Decimal, ...] = ()

    @property
    def size(self) -> int:
        """Number of cells that differ; 0 if the formula is right."""
        return len(self.missing) + len(self.extra) + len(self.factors)


_NONE = SumDifference()


def difference(workbook: FormulaWorkbook, terms: Terms, expected: Terms) -> SumDifference:
    """Return the cells in which two sums differ, except those that add nothing."""
    if terms == expected:
        return _NONE
    missing = tuple(s for s in expected if s not in terms and _adds(workbook, s))
    extra = tuple(s for s in terms if s not in expected and terms[s] and _adds(workbook, s))
    factors = (terms[s] / expected[s] for s in terms if s in expected and terms[s] != expected[s])
    return SumDifference(missing, extra, tuple(factors))


def is_same(workbook: FormulaWorkbook, terms: Terms, expected: Terms) -> bool:
    """Return whether two sums have the same terms, directly or through sums among them."""
    if not difference(workbook, terms, expected).size:
        return True
    return not difference(workbook, workbook.precedents(terms), workbook.precedents(expected)).size


def _adds(workbook: FormulaWorkbook, ref: CellRef) -> bool:
    """Return whether a cell adds anything to a sum: it is not blank, text or 0."""
    cell = workbook.cell(ref)
    if cell is None or not workbook.counts(ref):
        return False
    value = workbook.value(ref, text_as_numbers=True)
    return value is None or bool(value)


def classify(
    workbook: FormulaWorkbook,
    terms: Terms,
    expected: ExpectedFormula,
    is_subtotal: Callable[[CellRef], bool],
    *,
    rounds: bool,
) -> tuple[DefectKind, SumDifference]:
    """Return the kind of defect of a wrong sum, with the cells that differ."""
    found = difference(workbook, terms, expected.terms)
    if is_same(workbook, terms, expected.terms):
        return ("rounded" if rounds else "other"), found
    if found.factors and not found.missing and not found.extra:
        return _by_factor(found), found
    if _counted_twice(workbook, terms, expected.terms) or any(map(is_subtotal, found.extra)):
        return "twice", found
    if not found.missing:
        return "long", found
    if not found.extra and terms.keys() & expected.terms.keys():
        return "short", found
    sheets = {sheet for sheet, _ in expected.terms}
    return (
        "cell" if any(s[0] in sheets for s in found.extra or expected.terms) else "sheet"
    ), found


def _by_factor(found: SumDifference) -> DefectKind:
    if all(factor in _UNITS for factor in found.factors):
        return "unit"
    # Counted twice or three times over; 1.05 of a sum is what somebody meant.
    repeated = all(factor > 1 and factor % 1 == 0 for factor in found.factors)
    return "twice" if repeated else "other"


def _counted_twice(workbook: FormulaWorkbook, terms: Terms, expected: Terms) -> bool:
    precedents, right = workbook.precedents(terms), workbook.precedents(expected)
    return any(precedents.get(ref, Decimal()) > factor > 0 for ref, factor in right.items())


def closest_formula(
    workbook: FormulaWorkbook,
    candidates: list[ExpectedFormula],
    formula: str,
    terms: Terms,
    home: CellRef,
    siblings: frozenset[str],
) -> ExpectedFormula | None:
    """Return the candidate closest to the present formula; ``None`` if all would make a cycle.

    ``terms`` are the cells the formula adds up, ``siblings`` the sheets that the same value refers
    to in other forms.
    """
    acyclic = [
        one for one in candidates if not any(workbook.depends_on(s, home) for s in one.terms)
    ]

    def nearness(expected: ExpectedFormula) -> tuple[int, int, int]:
        sheets = {sheet for sheet, _ in expected.terms} - {home[0]}
        named = sum(sheet in formula for sheet in sheets)
        return len(terms.keys() & expected.terms.keys()), named, len(sheets & siblings)

    return max(acyclic, key=nearness, default=None)
