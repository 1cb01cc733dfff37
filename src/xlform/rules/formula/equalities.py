"""Relations of a set of templates that require amounts to be equal."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from xlform.model.memoize import memoize
from xlform.template.equation import Equation, Operand
from xlform.template.form import FormTemplate
from xlform.template.relation import OWN, Relation

# Kind of form, or OWN, with the table and the column of an amount.
AmountName = tuple[str, str, str]


class Equalities(msgspec.Struct, frozen=True):
    """A relation with those of its equations that are equalities.

    ``targets`` are the amounts that they may expect a formula in.
    """

    relation: Relation
    equations: tuple[Equation, ...]
    targets: frozenset[AmountName]


class EqualityRelations:
    """Relations of a set of templates that require amounts to be equal."""

    def __init__(self, templates: Mapping[str, FormTemplate]) -> None:
        self._kinds: dict[str, list[FormTemplate]] = {}
        for template in templates.values():
            self._kinds.setdefault(template.kind, []).append(template)
        self.of = memoize(self._of)

    def _of(self, declared: tuple[Relation, ...]) -> tuple[Equalities, ...]:
        """Return those of the declared relations with their equalities."""
        found: list[Equalities] = []
        for relation in declared:
            equations = tuple(
                one
                for one in relation.equations
                if one.comparison == "=" and one.is_plain and not relation.when
            )
            if equations and not any(self._has_other_kinds(relation, one) for one in equations):
                found.append(Equalities(relation, equations, _targets(relation, equations)))
        return tuple(found)

    def _has_other_kinds(self, relation: Relation, equation: Equation) -> bool:
        """Return whether an equation has operands other than amounts, such as targets."""
        known = self._kinds
        for operand in equation.operands:
            path = relation.paths[operand]
            each = relation.each
            kind = each.kind if each and each.source == path.source else path.source
            editions = known.get(kind, ())
            kinds = {edition.kind_of(path.column, path.table) for edition in editions}
            # An edition may lack the table or the column: its forms have nothing to compare.
            if editions and kinds - {None} != {"amount"}:
                return True
        return False


@memoize
def equality_relations(templates: Mapping[str, FormTemplate]) -> EqualityRelations:
    """Return the equalities among the relations of these templates."""
    return EqualityRelations(templates)


def source_kind(relation: Relation, source: str) -> str:
    """Return the kind of form of a source of a relation, which ``each`` may give another name."""
    each = relation.each
    return each.kind if each and each.source == source != OWN else source


def _targets(relation: Relation, equations: tuple[Equation, ...]) -> frozenset[AmountName]:
    """Return the amounts that are one side of an equation."""
    sides = [side for one in equations for side in (one.left, one.right)]
    single = [side for side in sides if isinstance(side, Operand) and not side.summed]
    paths = [relation.paths[side] for side in single]
    return frozenset((source_kind(relation, one.source), one.table, one.column) for one in paths)
