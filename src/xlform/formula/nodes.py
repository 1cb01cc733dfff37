"""Nodes of a tree computed: references, operators, names, calls."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any, NoReturn

from xlform.formula.evaluator import (
    Areas,
    Evaluator,
    Operand,
    SheetArea,
    Value,
    is_plain,
)
from xlform.formula.functions import FUNCTIONS
from xlform.formula.operators import COMPARISONS, compared, holds, joined
from xlform.formula.relative_names import is_relative, meaning_at
from xlform.formula.tables import table_cells
from xlform.formula.tree import (
    ArrayLiteral,
    Call,
    Cells,
    Chain,
    Computed,
    ErrorLiteral,
    External,
    Implicit,
    Logical,
    Malformed,
    Missing,
    Name,
    Node,
    Number,
    Percent,
    Spill,
    Table,
    Text,
    Unary,
    walk,
)
from xlform.formula.values import (
    BLANK,
    EXACT,
    Array,
    FormulaError,
    Scalar,
    number_of,
    refuse,
)
from xlform.grid.address import Range
from xlform.grid.model import CellError

_NAMES_DEEP = 32
# Names that lead to names double the work at each step; a look at a cell costs 1.
_NAME_COSTS = 20
_NEAR = Decimal("1E-9")


def _written_number(evaluator: Evaluator, node: Number) -> Scalar:
    return evaluator.rounded(node.value)


def _percent(evaluator: Evaluator, node: Percent) -> Operand:
    divisor = Decimal(100) ** node.times
    return _number(evaluator, lambda one: EXACT.divide(number_of(one), divisor), node.operand)


def _cells(evaluator: Evaluator, node: Cells) -> Areas:
    if not node.sheet:
        return Areas((SheetArea(evaluator.sheet, node.range),))
    names = evaluator.reader.sheet_names()
    if not node.last_sheet and node.sheet in names:
        return Areas((SheetArea(node.sheet, node.range),))
    order = [name.casefold() for name in names]
    ends = [one.casefold() for one in (node.sheet, node.last_sheet) if one]
    unknown = next((one for one in ends if one not in order), None)
    if unknown is not None:
        refuse("name", unknown)
    first, *_, last = sorted(order.index(one) for one in (*ends, ends[0]))
    return Areas(
        tuple(SheetArea(name, node.range) for name in names[first : last + 1]),
        spans_sheets=bool(node.last_sheet),
    )


def _table(evaluator: Evaluator, node: Table) -> Areas:
    cells = table_cells(node, evaluator.names.tables, evaluator.sheet, evaluator.position)
    if cells is None:
        refuse("table", "".join(node.parts))
    return _cells(evaluator, cells)


def _name(evaluator: Evaluator, node: Name) -> Value:
    meaning = meaning_of(evaluator, node)
    evaluator.depth += 1
    try:
        return evaluator.value(meaning)
    finally:
        evaluator.depth -= 1


def meaning_of(evaluator: Evaluator, node: Name) -> Node:
    """Return the tree of a name as the formula's cell reads it; refuse one that is not known."""
    sheet = node.sheet or evaluator.sheet
    meanings = evaluator.names.meanings(node.name, sheet)
    if len(meanings) != 1:
        refuse("name", node.name)
    (meaning,) = meanings
    evaluator.reader.charge(_NAME_COSTS * sum(1 for _ in walk(meaning)))
    if evaluator.depth >= _NAMES_DEEP:
        refuse("name", node.name)
    if not is_relative(meaning):
        return meaning
    moved = meaning_at(meaning, evaluator.position) if evaluator.position else None
    return refuse("relative-name", node.name) if moved is None else moved


def _computed_reference(evaluator: Evaluator, node: Computed) -> Areas:
    ends = [evaluator.areas(one) for one in node.operands]
    areas = [area for end in ends for area in end.areas]
    if node.operator == ",":
        return Areas(tuple(areas))
    if any(len(end.areas) != 1 for end in ends) or len({area.sheet for area in areas}) != 1:
        refuse("array")
    join = _bounds if node.operator == ":" else _common
    return Areas((SheetArea(areas[0].sheet, join([area.range for area in areas])),))


def _literal(evaluator: Evaluator, node: ArrayLiteral) -> Array:
    if len({len(row) for row in node.rows}) != 1:
        refuse("syntax")
    return Array(tuple(tuple(_constant(evaluator, one) for one in row) for row in node.rows))


def _constant(evaluator: Evaluator, node: Node) -> Scalar:
    return CellError(node.code) if isinstance(node, ErrorLiteral) else evaluator.scalar(node)


def _signed(evaluator: Evaluator, node: Unary) -> Value:
    if node.operator == "+":
        return evaluator.operand(node.operand)
    if node.operator == "--":
        return _number(evaluator, number_of, node.operand)
    return _number(evaluator, lambda one: EXACT.minus(number_of(one)), node.operand)


def _number(evaluator: Evaluator, compute: Callable[[Scalar], Decimal], node: Node) -> Operand:
    return evaluator.lifted(lambda one: evaluator.rounded(compute(one)), [evaluator.operand(node)])


def _chain(evaluator: Evaluator, node: Chain) -> Operand:
    if node.operators[0] in COMPARISONS:
        return _comparison(evaluator, node)
    value = evaluator.operand(node.operands[0])
    for operator, part in zip(node.operators, node.operands[1:], strict=True):
        right = evaluator.operand(part)
        value = evaluator.lifted(_joiner(evaluator, operator), (value, right))
    return value


def _joiner(evaluator: Evaluator, operator: str) -> Callable[[Scalar, Scalar], Scalar]:
    def join(left: Scalar, right: Scalar) -> Scalar:
        value = joined(left, operator, right)
        return evaluator.rounded(value) if isinstance(value, Decimal) else value

    return join


def _comparison(evaluator: Evaluator, node: Chain) -> Operand:
    """Compare as Excel does, by 15 digits, where programs that compare all bits agree."""
    if len(node.operators) > 1:
        refuse("differs", node.operators[-1])
    (operator,) = node.operators
    near = False

    def compare(left: Scalar, right: Scalar) -> bool:
        nonlocal near
        near = near or _is_near(left, right)
        return holds(compared(left, right, exactly=evaluator.is_binary), operator)

    def both() -> Operand:
        return evaluator.lifted(compare, [evaluator.operand(one) for one in node.operands])

    value = both()
    if not near or evaluator.is_binary or all(map(is_plain, node.operands)):
        return value
    return value if evaluator.in_binary(both) == value else refuse("binary")


def _call(evaluator: Evaluator, node: Call) -> Value:
    function = FUNCTIONS.get(node.name)
    if function is None:
        refuse("function", node.name)
    if not function.least <= len(node.arguments) <= function.most:
        refuse("syntax", node.name)
    return function.compute(evaluator, node.arguments)


def _is_near(left: Scalar, right: Scalar) -> bool:
    """Return whether binary fractions may decide how two values compare."""
    if not isinstance(left, Decimal) or not isinstance(right, Decimal):
        return False
    return abs(left - right) <= _NEAR * max(abs(left), abs(right), Decimal(1))


def _bounds(ranges: list[Range]) -> Range:
    """The rectangle around all."""
    return Range(
        min(one.top for one in ranges),
        min(one.left for one in ranges),
        max(one.bottom for one in ranges),
        max(one.right for one in ranges),
    )


def _common(ranges: list[Range]) -> Range:
    """The cells that all hold."""
    area = Range(
        max(one.top for one in ranges),
        max(one.left for one in ranges),
        min(one.bottom for one in ranges),
        min(one.right for one in ranges),
    )
    if area.top > area.bottom or area.left > area.right:
        raise FormulaError("#NULL!")
    return area


def _fail(_: Evaluator, node: ErrorLiteral) -> NoReturn:
    raise FormulaError(node.code)


# What each kind of node comes to.
NODES: dict[type, Callable[[Evaluator, Any], Value]] = {
    Number: _written_number,
    Text: lambda _, node: node.value,
    Logical: lambda _, node: node.value,
    Missing: lambda _, __: BLANK,
    ErrorLiteral: _fail,
    Cells: _cells,
    Call: _call,
    Chain: _chain,
    Unary: _signed,
    Percent: _percent,
    Name: _name,
    Computed: _computed_reference,
    ArrayLiteral: _literal,
    External: lambda _, node: refuse("external", node.book),
    Table: _table,
    Malformed: lambda _, __: refuse("syntax"),
    Spill: lambda _, __: refuse("array", "#"),
    Implicit: lambda _, __: refuse("array", "@"),
}
