"""Formulas that are right at a glance: the sum of a column, the link to an amount that is equal.

Nearly all formulas are one of these, so that what else a cell may hold is looked for only where
a formula is neither.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import msgspec

from xlform.model.memoize import memoize
from xlform.rules.arithmetic.evaluation import agrees
from xlform.rules.arithmetic.operand_values import Subject
from xlform.rules.context import RuleContext
from xlform.rules.formula.amount_cells import AmountCell, AmountCells
from xlform.rules.formula.equalities import AmountName, Equalities, equality_relations, source_kind
from xlform.rules.formula.formula_workbook import Terms
from xlform.template.equation import Operand
from xlform.template.relation import OWN, OperandPath, Relation


class _Sums(msgspec.Struct, frozen=True):
    """Amounts of a form that its relations expect a formula in, and the columns they add up."""

    expected: frozenset[tuple[str, str]]
    columns: Mapping[str, frozenset[tuple[str, str]]]


class _Link(msgspec.Struct, frozen=True):
    """Two amounts of different forms that a relation says are equal."""

    relation: Relation
    own: OperandPath
    other: OperandPath


class RightFormulas:
    """Formulas of a submission that have the terms which a relation expects."""

    def __init__(self, context: RuleContext, amounts: AmountCells) -> None:
        self._context = context
        self._amounts = amounts
        self._equalities = equality_relations(context.templates).of

    def has(self, amount_cell: AmountCell, terms: Terms) -> bool:
        """Return True if the formula of an amount adds up what is expected there.

        ``False`` where that takes a closer look.
        """
        form, table, column = amount_cell.form, amount_cell.table, amount_cell.column
        if len(self._amounts.all_at(amount_cell.ref)) > 1 or amount_cell.ref in terms:
            return False
        template = self._context.templates[form.template]
        sums = _sums(self._equalities(template.relations))
        if not table and any(
            self._adds_up(amount_cell, *summed, terms) for summed in sums.columns.get(column, ())
        ):
            return True
        if len(terms) != 1 or (table, column) in sums.expected:
            return False
        ((ref, factor),) = terms.items()
        other = self._amounts.by_ref.get(ref)
        if other is None or other.form is form or factor != _factor(other, amount_cell):
            return False
        links = _links(self._equalities(template.set_relations))
        return any(
            self._is_linked(link, amount_cell, other)
            for link in links.get((form.kind, table, column), ())
        )

    def _adds_up(self, amount_cell: AmountCell, table: str, column: str, terms: Terms) -> bool:
        """Return whether the terms are the cells of a column, in one unit of money."""
        cells = self._amounts.column(amount_cell.form, table, column)
        if len(cells) != len(terms) or len({one.power for one in cells}) != 1:
            return False
        factor = _factor(cells[0], amount_cell)
        return all(terms.get(one.ref) == factor for one in cells)

    def _is_linked(self, link: _Link, amount_cell: AmountCell, other: AmountCell) -> bool:
        """Return whether two amounts are those that a relation says are equal."""
        relation, each = link.relation, link.relation.each
        sets = {one.form.template.partition("/")[0] for one in (amount_cell, other)}
        if len(sets) > 1 or not (_is_at(link.own, amount_cell) and _is_at(link.other, other)):
            return False
        if each is None:
            return not relation.partner and not relation.matches
        here = link.own.source == each.source
        bound, partner = (amount_cell, other) if here else (other, amount_cell)
        row = int(bound.path.partition("[")[2].partition("]")[0]) if bound.table else 0
        forms = {each.source: (bound.form,), relation.partner: (partner.form,)}
        subject = Subject(forms, row)
        return all(
            agrees(relation, number, subject, partner.form)
            for number in range(len(relation.matches))
        )


def _factor(one: AmountCell, home: AmountCell) -> Decimal:
    """Return the factor from the unit of a cell to that of another."""
    return Decimal(1).scaleb(one.power - home.power)


def _is_at(path: OperandPath, amount_cell: AmountCell) -> bool:
    return (path.table, path.column) == (amount_cell.table, amount_cell.column)


@memoize
def _sums(equalities: tuple[Equalities, ...]) -> _Sums:
    """Return what the relations within a form say of its sums."""
    expected: set[tuple[str, str]] = set()
    columns: dict[str, set[tuple[str, str]]] = {}
    for one in equalities:
        for equation in one.equations:
            left, right = equation.left, equation.right
            if not isinstance(left, Operand) or left.summed:
                continue
            path = one.relation.paths[left]
            expected.add((path.table, path.column))
            if isinstance(right, Operand) and right.summed and not one.relation.each:
                summed = one.relation.paths[right]
                if not path.table and path.source == summed.source == OWN:
                    columns.setdefault(path.column, set()).add((summed.table, summed.column))
    return _Sums(frozenset(expected), {name: frozenset(held) for name, held in columns.items()})


@memoize
def _links(equalities: tuple[Equalities, ...]) -> dict[AmountName, list[_Link]]:
    """Return the links between two forms by the amount at one end of each."""
    found: dict[AmountName, list[_Link]] = {}
    for one in equalities:
        for equation in one.equations:
            sides = (equation.left, equation.right)
            ends = [side for side in sides if isinstance(side, Operand) and not side.aggregate]
            paths = [one.relation.paths[end] for end in ends]
            if len(paths) == len(sides) and _is_between_two(one.relation, paths):
                for own, other in (paths, reversed(paths)):
                    name = source_kind(one.relation, own.source), own.table, own.column
                    found.setdefault(name, []).append(_Link(one.relation, own, other))
    return found


def _is_between_two(relation: Relation, paths: list[OperandPath]) -> bool:
    """Return whether a relation is between single amounts of a subject and its partner alone."""
    if any(one.table and not one.row for one in paths):
        return False
    each, sources = relation.each, {one.source for one in paths}
    if each is None:
        return not relation.partner and len(sources) > 1 and sources == relation.sources
    if each.source == OWN or not relation.partner or each.source == relation.partner:
        return False
    is_bound = all(one.source == each.source for one in paths if one.row)
    return is_bound and sources == {each.source, relation.partner} == relation.sources
