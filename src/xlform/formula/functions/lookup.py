"""Values looked up in a table: exactly, or in rows that are in order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from xlform.formula.evaluator import Areas, Evaluator, SheetArea, Value
from xlform.formula.functions.registry import function
from xlform.formula.operators import OTHER, compared
from xlform.formula.tree import Node
from xlform.formula.values import (
    Array,
    Blank,
    FormulaError,
    Scalar,
    logical_of,
    refuse,
    whole_of,
)
from xlform.grid.address import Range
from xlform.grid.model import CellError

_WILD = frozenset("*?~")
_THREE, _FOUR = 3, 4


def _exact(wanted: Scalar, values: Sequence[Scalar]) -> int | None:
    """The place of the first value that is the one wanted."""
    if isinstance(wanted, str) and _WILD & set(wanted):
        refuse("differs", wanted)
    for place, value in enumerate(values):
        if not _is_kind(value, wanted):
            continue
        if compared(value, wanted) == 0:
            return place
    return None


def _is_kind(value: Scalar, wanted: Scalar) -> bool:
    """Return whether two values are both numbers, both texts or both logical, not blank."""
    if isinstance(wanted, CellError):
        raise FormulaError(wanted.code)
    if isinstance(value, CellError | Blank):
        return False
    return type(value) is type(wanted) or isinstance(wanted, Blank)


def _last_not_above(wanted: Scalar, values: Sequence[Scalar]) -> int | None:
    """The place of the last value that is not above the one wanted, as a search by halves finds it.

    Where all are below that is the last of them; else they must be in order, or it is chance.
    """
    known = [(place, value) for place, value in enumerate(values) if _is_kind(value, wanted)]
    orders = [compared(value, wanted) for _, value in known]
    if any(order == OTHER for order in orders):
        refuse("differs", "order")
    below = [place for (place, _), order in zip(known, orders, strict=True) if order <= 0]
    in_order = all(compared(one, other) <= 0 for (_, one), (_, other) in pairwise(known))
    if len(below) < len(known) and not in_order:
        refuse("differs", "order")
    return below[-1] if below else None


def _line(evaluator: Evaluator, value: Value) -> list[Scalar]:
    """The values of a single row or column; a whole column as far as it is filled."""
    if isinstance(value, Areas) and len(value.areas) == 1 and not value.spans_sheets:
        (area,) = value.areas
        if area.range.left == area.range.right:
            value = Areas((_filled(evaluator, area),))
    array = evaluator.array(value)
    if array.height > 1 and array.width > 1:
        refuse("array")
    return list(array.values())


def _filled(evaluator: Evaluator, area: SheetArea) -> SheetArea:
    """A column as far down as something stands in it."""
    held = area.range
    bottom = max((row for (row, _), _ in evaluator.cells(area)), default=held.top)
    return SheetArea(area.sheet, Range(held.top, held.left, bottom, held.right))


@function("MATCH", least=2, most=3)
def _match(evaluator: Evaluator, arguments: tuple[Node, ...]) -> Scalar:
    wanted = evaluator.scalar(arguments[0])
    values = _line(evaluator, evaluator.value(arguments[1]))
    how = whole_of(evaluator.scalar(arguments[2])) if len(arguments) == _THREE else 1
    if how < 0:
        refuse("differs", "MATCH")
    place = _exact(wanted, values) if how == 0 else _last_not_above(wanted, values)
    return _found(place)


def _found(place: int | None) -> Decimal:
    if place is None:
        raise FormulaError("#N/A")
    return Decimal(place + 1)


@function("LOOKUP", least=2, most=3)
def _lookup(evaluator: Evaluator, arguments: tuple[Node, ...]) -> Scalar:
    """``LOOKUP(1,0/(C1:C9="乙"),A1:A9)``: errors are passed over, so the last place counts."""
    wanted = evaluator.scalar(arguments[0])
    with evaluator.arrays():
        values = _line(evaluator, evaluator.value(arguments[1]))
        place = _last_not_above(wanted, values)
        if place is None:
            raise FormulaError("#N/A")
        results = values
        if len(arguments) == _THREE:
            results = list(evaluator.array(evaluator.value(arguments[2])).values())
    if place >= len(results):
        refuse("differs", "LOOKUP")
    return results[place]


def _table(evaluator: Evaluator, node: Node) -> Array:
    """A table's values; whole columns as far as they are filled."""
    value = evaluator.value(node)
    if isinstance(value, Areas) and len(value.areas) == 1:
        value = Areas((_filled(evaluator, value.areas[0]),))
    return evaluator.array(value)


def _by_first(
    evaluator: Evaluator, arguments: tuple[Node, ...], lines: Iterator[Sequence[Scalar]], width: int
) -> Scalar:
    wanted = evaluator.scalar(arguments[0])
    number = whole_of(evaluator.scalar(arguments[2]))
    near = logical_of(evaluator.scalar(arguments[3])) if len(arguments) == _FOUR else True
    if number < 1:
        raise FormulaError("#VALUE!")
    if number > width:
        raise FormulaError("#REF!")
    table = list(lines)
    keys = [line[0] for line in table]
    place = _last_not_above(wanted, keys) if near else _exact(wanted, keys)
    if place is None:
        raise FormulaError("#N/A")
    return table[place][number - 1]


@function("VLOOKUP", least=3, most=4)
def _vlookup(evaluator: Evaluator, arguments: tuple[Node, ...]) -> Scalar:
    table = _table(evaluator, arguments[1])
    return _by_first(evaluator, arguments, iter(table.rows), table.width)


@function("HLOOKUP", least=3, most=4)
def _hlookup(evaluator: Evaluator, arguments: tuple[Node, ...]) -> Scalar:
    table = evaluator.array(evaluator.value(arguments[1]))
    columns: Iterator[Sequence[Scalar]] = zip(*table.rows, strict=True)
    return _by_first(evaluator, arguments, columns, table.height)


@function("XLOOKUP", least=3, most=4)
def _xlookup(evaluator: Evaluator, arguments: tuple[Node, ...]) -> Scalar:
    """The exact match of one column; other ways of matching are refused."""
    wanted = evaluator.scalar(arguments[0])
    values = _line(evaluator, evaluator.value(arguments[1]))
    results = _line(evaluator, evaluator.value(arguments[2]))
    place = _exact(wanted, values)
    if place is None:
        if len(arguments) == _FOUR:
            return evaluator.scalar(arguments[3])
        raise FormulaError("#N/A")
    return results[place] if place < len(results) else Blank()
