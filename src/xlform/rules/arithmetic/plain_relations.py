"""Relations of sums and differences alone: where all figures are filled in, seen at a glance.

Most relations of most forms hold, and a rule has nothing to say of them. Where one does not hold,
or a figure is missing, it is evaluated as any other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple

from xlform.model.memoize import memoize
from xlform.model.submission import Form, Target, Value
from xlform.rules.arithmetic.expressions import holds
from xlform.rules.arithmetic.operand_values import number_of
from xlform.rules.context import RuleContext
from xlform.template.equation import Calculation, Comparison, Expression, Number, Operand
from xlform.template.relation import OperandPath, Relation

Forms = Mapping[str, tuple[Form, ...]]
_NOTHING = Decimal()


class _NotPlainError(Exception):
    """Something other than sums and differences of figures."""


class _Addend(NamedTuple):
    """Number, or figures at a path, that a side adds or takes off."""

    is_added: bool
    figure: Decimal | OperandPath


class _PlainEquation(NamedTuple):
    """Two sides; with ``money`` a target among them counts in a unit of money, in 万元."""

    money: bool
    left: tuple[_Addend, ...]
    comparison: Comparison
    right: tuple[_Addend, ...]


class PlainRelation(NamedTuple):
    """The equations of a relation that are plain; none if it has a condition."""

    within: str
    equations: tuple[_PlainEquation, ...]

    def holds(self, forms: Forms, row: int, context: RuleContext) -> bool:
        """Return True if an equation holds; ``False`` where that takes a closer look."""
        for equation in self.equations:
            money = equation.money
            left = _added(equation.left, forms, row, money=money)
            right = None if left is None else _added(equation.right, forms, row, money=money)
            if left is not None and right is not None:
                own = getattr(context.settings, self.within, None)
                within = Decimal(self.within) if own is None else own
                if holds(left, equation.comparison, right, within):
                    return True
        return False


@memoize
def plain_relations(declared: tuple[Relation, ...]) -> Mapping[int, PlainRelation]:
    """Return what is plain of declared relations by their identity."""
    return {
        id(relation): PlainRelation(
            relation.within, () if relation.when else tuple(_plain_equations(relation))
        )
        for relation in declared
    }


def _plain_equations(relation: Relation) -> Iterator[_PlainEquation]:
    for equation in relation.equations:
        try:
            left = tuple(_addends(equation.left, relation, is_added=True))
            right = tuple(_addends(equation.right, relation, is_added=True))
        except _NotPlainError:
            continue
        money = any(relation.paths[one].kind == "amount" for one in equation.operands)
        yield _PlainEquation(money, left, equation.comparison, right)


def _addends(part: Expression, relation: Relation, *, is_added: bool) -> Iterator[_Addend]:
    """Yield the addends of a side; raises :class:`_NotPlainError`."""
    if isinstance(part, Calculation) and part.operator in "+-":
        yield from _addends(part.left, relation, is_added=is_added)
        is_right_added = is_added == (part.operator == "+")
        yield from _addends(part.right, relation, is_added=is_right_added)
    elif isinstance(part, Number):
        yield _Addend(is_added, part.value)
    elif isinstance(part, Operand) and part.aggregate in ("", "sum") and part.where is None:
        yield _Addend(is_added, relation.paths[part])
    else:
        raise _NotPlainError


def _added(addends: tuple[_Addend, ...], forms: Forms, row: int, *, money: bool) -> Decimal | None:
    """Return the sum of a side in 万元; ``None`` if a figure is no plain number."""
    total = _NOTHING
    for is_added, figure in addends:
        number = _figure(figure, forms, row) if isinstance(figure, OperandPath) else figure
        if money and isinstance(number, Target):
            number = number_of(number, money=True)
        if not isinstance(number, Decimal):
            return None
        total = total + number if is_added else total - number
    return total


def _figure(path: OperandPath, forms: Forms, row: int) -> Value:
    """Return the value at a path, or the sum of the numbers there; ``None`` if one is none."""
    found = forms[path.source]
    if path.row:
        return found[0].tables[path.table][row].get(path.column)
    if path.table:
        return _sum_of(
            row.get(path.column) for form in found for row in form.tables.get(path.table, ())
        )
    if path.aggregate:
        return _sum_of(form.fields.get(path.column) for form in found)
    return found[0].fields.get(path.column) if len(found) == 1 else None


def _sum_of(values: Iterable[Value]) -> Decimal | None:
    total, count = _NOTHING, 0
    for value in values:
        if not isinstance(value, Decimal):
            return None
        total, count = total + value, count + 1
    return total if count else None
