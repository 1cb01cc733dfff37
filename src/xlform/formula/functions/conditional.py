"""Sums, counts and means of the cells that meet conditions."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import msgspec

from xlform.formula.criteria import Criterion, criterion
from xlform.formula.evaluator import Evaluator, SheetArea
from xlform.formula.functions.aggregates import average, numbers_among, total
from xlform.formula.functions.registry import MANY, function
from xlform.formula.tree import Missing, Node
from xlform.formula.values import FormulaError, Scalar, refuse
from xlform.grid.address import COLUMNS_AT_MOST, ROWS_AT_MOST, Range
from xlform.grid.model import Position

_THREE = 3


class _Condition(msgspec.Struct):
    """A range, its cells by their place in it, and what is asked of them."""

    area: SheetArea
    cells: dict[Position, Scalar]
    criterion: Criterion

    def holds(self, place: Position) -> bool:
        """Return whether the cell at a place of the range meets the condition."""
        value = self.cells.get(place)
        return self.criterion.takes_blanks if value is None else self.criterion.holds(value)


def _placed(evaluator: Evaluator, area: SheetArea) -> dict[Position, Scalar]:
    """The cells of an area that hold something, by their place in it counted from 0."""
    top, left = area.range.top, area.range.left
    return {(row - top, column - left): value for (row, column), value in evaluator.cells(area)}


def _area(evaluator: Evaluator, node: Node) -> SheetArea:
    found = evaluator.areas(node)
    if found.spans_sheets or len(found.areas) != 1:
        refuse("array")
    return found.areas[0]


def _condition(evaluator: Evaluator, cells: Node, written: Node) -> _Condition:
    area = _area(evaluator, cells)
    return _Condition(area, _placed(evaluator, area), criterion(evaluator.scalar(written)))


def _conditions(evaluator: Evaluator, arguments: tuple[Node, ...]) -> list[_Condition]:
    if len(arguments) % 2:
        refuse("syntax")
    found = [
        _condition(evaluator, cells, written)
        for cells, written in zip(arguments[::2], arguments[1::2], strict=True)
    ]
    if len({_shape(one.area.range) for one in found}) > 1:
        raise FormulaError("#VALUE!")
    return found


def _shape(area: Range) -> tuple[int, int]:
    return area.bottom - area.top, area.right - area.left


def _met(evaluator: Evaluator, area: SheetArea, conditions: list[_Condition]) -> Iterator[Decimal]:
    """The numbers of an area in the places where all conditions hold."""
    cells = _placed(evaluator, area)
    return numbers_among(
        value for place, value in cells.items() if all(one.holds(place) for one in conditions)
    )


def _of_one(evaluator: Evaluator, arguments: tuple[Node, ...]) -> Iterator[Decimal]:
    """The numbers SUMIF sums: as many cells as are compared, whatever the last range's shape."""
    condition = _condition(evaluator, arguments[0], arguments[1])
    area = condition.area
    if len(arguments) == _THREE and not isinstance(arguments[2], Missing):
        start = _area(evaluator, arguments[2])
        down, right = _shape(condition.area.range)
        top, left = start.range.top, start.range.left
        bottom, last = min(ROWS_AT_MOST, top + down), min(COLUMNS_AT_MOST, left + right)
        area = SheetArea(start.sheet, Range(top, left, bottom, last))
    return _met(evaluator, area, [condition])


def _of_several(evaluator: Evaluator, arguments: tuple[Node, ...]) -> Iterator[Decimal]:
    area = _area(evaluator, arguments[0])
    conditions = _conditions(evaluator, arguments[1:])
    if _shape(area.range) != _shape(conditions[0].area.range):
        raise FormulaError("#VALUE!")
    return _met(evaluator, area, conditions)


@function("SUMIF", least=2, most=3)
def _sum_if(evaluator: Evaluator, arguments: tuple[Node, ...]) -> Scalar:
    return total(evaluator, _of_one(evaluator, arguments))


@function("AVERAGEIF", least=2, most=3)
def _average_if(evaluator: Evaluator, arguments: tuple[Node, ...]) -> Scalar:
    return average(evaluator, _of_one(evaluator, arguments))


@function("SUMIFS", least=3, most=MANY)
def _sum_ifs(evaluator: Evaluator, arguments: tuple[Node, ...]) -> Scalar:
    return total(evaluator, _of_several(evaluator, arguments))


@function("AVERAGEIFS", least=3, most=MANY)
def _average_ifs(evaluator: Evaluator, arguments: tuple[Node, ...]) -> Scalar:
    return average(evaluator, _of_several(evaluator, arguments))


@function("MAXIFS", least=3, most=MANY)
def _largest_ifs(evaluator: Evaluator, arguments: tuple[Node, ...]) -> Scalar:
    return max(_of_several(evaluator, arguments), default=Decimal(0))


@function("MINIFS", least=3, most=MANY)
def _least_ifs(evaluator: Evaluator, arguments: tuple[Node, ...]) -> Scalar:
    return min(_of_several(evaluator, arguments), default=Decimal(0))


@function("COUNTIF", least=2)
def _count_if(evaluator: Evaluator, arguments: tuple[Node, ...]) -> Scalar:
    return _counted(_conditions(evaluator, arguments))


@function("COUNTIFS", least=2, most=MANY - 1)
def _count_ifs(evaluator: Evaluator, arguments: tuple[Node, ...]) -> Scalar:
    return _counted(_conditions(evaluator, arguments))


def _counted(conditions: list[_Condition]) -> Decimal:
    """Return the number of places that meet all conditions; places blank in all ranges by area."""
    places = {place for one in conditions for place in one.cells}
    found = sum(all(one.holds(place) for one in conditions) for place in places)
    if all(one.criterion.takes_blanks for one in conditions):
        found += conditions[0].area.range.area - len(places)
    return Decimal(found)
