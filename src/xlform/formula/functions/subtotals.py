"""SUBTOTAL and AGGREGATE: totals that pass over other subtotals, hidden rows and errors."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal

from xlform.formula.evaluator import Evaluator, SheetArea
from xlform.formula.functions.aggregates import average, numbers_among, product, total
from xlform.formula.functions.registry import MANY, function
from xlform.formula.parser import parse
from xlform.formula.tree import Call, Node, walk
from xlform.formula.values import ZERO, Blank, Day, FormulaError, Scalar, refuse, whole_of
from xlform.grid.model import CellError

_SHOWN_ONLY = 100
# Options of AGGREGATE that leave out hidden rows, take in other subtotals, leave out errors.
_OPTIONS_TO = 7
_AGGREGATES_SHOWN_ONLY = frozenset({1, 3, 5, 7})
_AGGREGATES_WITH_NESTED = frozenset({4, 5, 6, 7})
_AGGREGATES_WITHOUT_ERRORS = frozenset({2, 3, 6, 7})
_NESTED = frozenset({"SUBTOTAL", "AGGREGATE"})
_Total = Callable[[Evaluator, list[Scalar]], Decimal]
_TOTALS: dict[int, _Total] = {
    1: lambda evaluator, values: average(evaluator, numbers_among(values)),
    2: lambda _, values: Decimal(sum(isinstance(one, Decimal | Day) for one in values)),
    3: lambda _, values: Decimal(sum(not isinstance(one, Blank) for one in values)),
    4: lambda _, values: max(numbers_among(values), default=ZERO),
    5: lambda _, values: min(numbers_among(values), default=ZERO),
    6: lambda evaluator, values: product(evaluator, numbers_among(values)),
    9: lambda evaluator, values: total(evaluator, numbers_among(values)),
}


@function("SUBTOTAL", least=2, most=MANY)
def _subtotal(evaluator: Evaluator, arguments: tuple[Node, ...]) -> Scalar:
    number = whole_of(evaluator.scalar(arguments[0]))
    shown_only = number > _SHOWN_ONLY
    compute = _TOTALS.get(number - _SHOWN_ONLY if shown_only else number)
    if compute is None:
        if 1 <= number % _SHOWN_ONLY <= 11:  # noqa: PLR2004  (deviations and variances)
            refuse("function", f"SUBTOTAL({number})")
        raise FormulaError("#VALUE!")
    areas = [area for one in arguments[1:] for area in evaluator.areas(one).areas]
    return compute(evaluator, list(_counted(evaluator, areas, shown_only=shown_only)))


@function("AGGREGATE", least=3, most=MANY)
def _aggregate(evaluator: Evaluator, arguments: tuple[Node, ...]) -> Scalar:
    number, option = (whole_of(evaluator.scalar(one)) for one in arguments[:2])
    compute = _TOTALS.get(number)
    # Those from 14 on take an array and a rank; the others left out are variances.
    if compute is None or not 0 <= option <= _OPTIONS_TO:
        refuse("function", f"AGGREGATE({number},{option})")
    areas = [area for one in arguments[2:] for area in evaluator.areas(one).areas]
    counted = _counted(
        evaluator,
        areas,
        shown_only=option in _AGGREGATES_SHOWN_ONLY,
        with_nested=option in _AGGREGATES_WITH_NESTED,
    )
    skips_errors = option in _AGGREGATES_WITHOUT_ERRORS
    return compute(
        evaluator, [one for one in counted if not (skips_errors and isinstance(one, CellError))]
    )


def _counted(
    evaluator: Evaluator, areas: list[SheetArea], *, shown_only: bool, with_nested: bool = False
) -> Iterator[Scalar]:
    """The values of areas that count.

    1 to 11 take rows hidden by hand and leave out those a filter hides. The grid does not know who
    hid a row, so one that holds something is refused; 101 to 111 leave out both.
    """
    reader = evaluator.reader
    for area in areas:
        for position, value in evaluator.cells(area):
            if not with_nested and _is_subtotal(reader.formula(area.sheet, position)):
                continue
            if reader.is_hidden(area.sheet, position[0]):
                if shown_only:
                    continue
                refuse("hidden-rows", f"{area.sheet}!{position[0]}")
            yield value


def _is_subtotal(formula: str) -> bool:
    """Return whether a cell is a subtotal, which others skip; refuse a formula with more."""
    if "(" not in formula:
        return False
    tree = parse(formula)
    if isinstance(tree, Call) and tree.name in _NESTED:
        return True
    if any(isinstance(one, Call) and one.name in _NESTED for one in walk(tree)):
        refuse("differs", formula)
    return False
