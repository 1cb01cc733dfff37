"""Functions that tell where cells are, or lead from one place to another."""

from __future__ import annotations

from decimal import Decimal

from xlform.formula.evaluator import Areas, Evaluator, SheetArea, Value
from xlform.formula.functions.registry import function
from xlform.formula.parser import parse
from xlform.formula.tree import Cells, Missing, Node
from xlform.formula.values import Array, FormulaError, Scalar, refuse, text_of, whole_of
from xlform.grid.address import COLUMNS_AT_MOST, ROWS_AT_MOST, Range

_HEIGHT, _WIDTH = 3, 4


def _own(evaluator: Evaluator, arguments: tuple[Node, ...]) -> Range:
    """The place of the cells named, or of the formula itself."""
    if arguments:
        found = evaluator.areas(arguments[0])
        if len(found.areas) != 1:
            refuse("array")
        return found.areas[0].range
    if evaluator.position is None:
        refuse("position")
    row, column = evaluator.position
    return Range(row, column, row, column)


@function("ROW", least=0, most=1)
def _row(evaluator: Evaluator, arguments: tuple[Node, ...]) -> Value:
    area = _own(evaluator, arguments)
    if area.top == area.bottom:
        return Decimal(area.top)
    if not evaluator.in_array:
        refuse("array")
    return Array(tuple((Decimal(row),) for row in range(area.top, area.bottom + 1)))


@function("COLUMN", least=0, most=1)
def _column(evaluator: Evaluator, arguments: tuple[Node, ...]) -> Value:
    area = _own(evaluator, arguments)
    if area.left == area.right:
        return Decimal(area.left)
    if not evaluator.in_array:
        refuse("array")
    return Array((tuple(Decimal(one) for one in range(area.left, area.right + 1)),))


@function("ROWS", least=1)
def _rows(evaluator: Evaluator, arguments: tuple[Node, ...]) -> Scalar:
    value = evaluator.value(arguments[0])
    if isinstance(value, Areas):
        area = _own(evaluator, arguments)
        return Decimal(area.bottom - area.top + 1)
    return Decimal(evaluator.array(value).height)


@function("COLUMNS", least=1)
def _columns(evaluator: Evaluator, arguments: tuple[Node, ...]) -> Scalar:
    value = evaluator.value(arguments[0])
    if isinstance(value, Areas):
        area = _own(evaluator, arguments)
        return Decimal(area.right - area.left + 1)
    return Decimal(evaluator.array(value).width)


def _single(evaluator: Evaluator, node: Node) -> SheetArea:
    found = evaluator.areas(node)
    if found.spans_sheets or len(found.areas) != 1:
        refuse("array")
    return found.areas[0]


@function("OFFSET", least=3, most=5)
def _offset(evaluator: Evaluator, arguments: tuple[Node, ...]) -> Value:
    start = _single(evaluator, arguments[0])
    down, right = (whole_of(evaluator.scalar(one)) for one in arguments[1:3])
    height = _extent(evaluator, arguments, _HEIGHT, start.range.bottom - start.range.top + 1)
    width = _extent(evaluator, arguments, _WIDTH, start.range.right - start.range.left + 1)
    top, left = start.range.top + down, start.range.left + right
    if height < 1 or width < 1:
        # Negative extents lead upwards in one program and fail in another; 0 always fails.
        refuse("differs", "OFFSET") if height and width else _gone()
    area = Range(top, left, top + height - 1, left + width - 1)
    if area.top < 1 or area.left < 1 or area.bottom > ROWS_AT_MOST or area.right > COLUMNS_AT_MOST:
        _gone()
    return Areas((SheetArea(start.sheet, area),))


def _gone() -> None:
    raise FormulaError("#REF!")


def _extent(evaluator: Evaluator, arguments: tuple[Node, ...], number: int, usual: int) -> int:
    if len(arguments) <= number or isinstance(arguments[number], Missing):
        return usual
    return whole_of(evaluator.scalar(arguments[number]))


@function("INDIRECT", least=1)
def _indirect(evaluator: Evaluator, arguments: tuple[Node, ...]) -> Value:
    """The cells a text names, where that is one cell or range."""
    named = parse(text_of(evaluator.scalar(arguments[0])))
    return evaluator.value(named) if isinstance(named, Cells) else refuse("dynamic")


@function("INDEX", least=2, most=3)
def _index(evaluator: Evaluator, arguments: tuple[Node, ...]) -> Value:
    """A cell by its row and column in a range; 0 takes the whole column or row."""
    value = evaluator.value(arguments[0])
    numbers = [_whole(evaluator, one) for one in arguments[1:]]
    if isinstance(value, Areas):
        return _index_of_cells(_single(evaluator, arguments[0]), numbers)
    array = evaluator.array(value)
    row, column = _row_and_column(numbers, array.height, array.width)
    if not row or not column:
        refuse("array")
    return array.rows[row - 1][column - 1]


def _whole(evaluator: Evaluator, node: Node) -> int:
    number = 0 if isinstance(node, Missing) else whole_of(evaluator.scalar(node))
    if number < 0:
        raise FormulaError("#VALUE!")
    return number


def _index_of_cells(area: SheetArea, numbers: list[int]) -> Areas:
    held = area.range
    height, width = held.bottom - held.top + 1, held.right - held.left + 1
    row, column = _row_and_column(numbers, height, width)
    top, bottom = (held.top + row - 1,) * 2 if row else (held.top, held.bottom)
    left, right = (held.left + column - 1,) * 2 if column else (held.left, held.right)
    return Areas((SheetArea(area.sheet, Range(top, left, bottom, right)),))


def _row_and_column(numbers: list[int], height: int, width: int) -> tuple[int, int]:
    """The place meant; one number alone counts along a single row or column."""
    if len(numbers) == 1:
        (number,) = numbers
        if height == 1 and width > 1:
            numbers = [1, number]
        elif width == 1:
            numbers = [number, 1]
        else:
            numbers = [number, 0]
            if number:
                refuse("differs", "INDEX")
    row, column = numbers
    if row > height or column > width:
        raise FormulaError("#REF!")
    return row, column


@function("ANCHORARRAY", least=1)
@function("SINGLE", least=1)
def _spilled_or_intersected(_: Evaluator, __: tuple[Node, ...]) -> Value:
    """Refuse K21# and @K21:K25, as files write them: arrays are not spilled here."""
    return refuse("array")
