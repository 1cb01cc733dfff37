"""Places that a formula leads to and that are known without reading a cell.

``SUM(E21:OFFSET(E26,-1,0))`` in E26 reads E21:E25, ``INDEX(D:D,ROW()-1)`` the cell above,
``表1[金额]`` a column, a name with relative references other cells in each cell: with these cells
in their place, a formula shows which cells it reads.
"""

from __future__ import annotations

import msgspec

from xlform.formula.cell_reader import NoCells
from xlform.formula.evaluator import Areas, Evaluator
from xlform.formula.names import Names
from xlform.formula.nodes import NODES, meaning_of
from xlform.formula.tree import (
    Call,
    Cells,
    Chain,
    Computed,
    Implicit,
    Name,
    Node,
    Percent,
    Spill,
    Table,
    Unary,
    walk,
)
from xlform.formula.values import FormulaError, UnsupportedProblem
from xlform.grid.model import Position

_LEADING = frozenset({"OFFSET", "INDEX"})


def leads_elsewhere(tree: Node) -> bool:
    """Return whether a formula has a function or an operator that leads to other cells."""
    return any(_is_leading(node) for node in walk(tree))


def _is_leading(node: Node) -> bool:
    if isinstance(node, Call):
        return node.name in _LEADING
    return isinstance(node, Computed | Table | Name)


def located(tree: Node, names: Names, sheets: tuple[str, ...], sheet: str, at: Position) -> Node:
    """Return a tree in which what leads to known cells is replaced by these cells."""
    evaluator = Evaluator(NoCells(sheets), names, NODES, sheet, at)
    return _replaced(tree, evaluator)


def _replaced(node: Node, evaluator: Evaluator) -> Node:
    if _is_leading(node) and (cells := _cells(node, evaluator)):
        return cells
    match node:
        case Name():
            return _meaning(node, evaluator)
        case Chain() | Computed():
            operands = tuple(_replaced(one, evaluator) for one in node.operands)
            return msgspec.structs.replace(node, operands=operands)
        case Call():
            arguments = tuple(_replaced(one, evaluator) for one in node.arguments)
            return Call(node.name, arguments)
        case Unary() | Percent() | Spill() | Implicit():
            return msgspec.structs.replace(node, operand=_replaced(node.operand, evaluator))
        case _:
            return node


def _meaning(node: Name, evaluator: Evaluator) -> Node:
    """Return what a name stands for in the formula's cell; the name itself where nobody knows."""
    try:
        meaning = meaning_of(evaluator, node)
    except UnsupportedProblem:
        return node
    evaluator.depth += 1
    try:
        return _replaced(meaning, evaluator)
    finally:
        evaluator.depth -= 1


def _cells(node: Node, evaluator: Evaluator) -> Cells | None:
    try:
        value = evaluator.value(node)
    except (UnsupportedProblem, FormulaError):
        return None
    if not isinstance(value, Areas) or len(value.areas) != 1:
        return None
    (area,) = value.areas
    return Cells(area.sheet, area.range)
