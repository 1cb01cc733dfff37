"""The syntax tree of a formula.

A chain of operators of one precedence is one node however long it is, so that the depth of a tree
is the depth of its brackets.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import msgspec

from xlform.formula.addresses import ALL_FIXED, moved_range
from xlform.grid.address import Range


class Number(msgspec.Struct, frozen=True):
    """A number written in the formula."""

    value: Decimal


class Text(msgspec.Struct, frozen=True):
    """A text between quotation marks."""

    value: str


class Logical(msgspec.Struct, frozen=True):
    """``TRUE`` or ``FALSE``."""

    value: bool


class ErrorLiteral(msgspec.Struct, frozen=True):
    """An error written in the formula, such as the ``#REF!`` of a deleted cell."""

    code: str


class Missing(msgspec.Struct, frozen=True):
    """An argument left empty: the second of ``IF(A1,,1)``."""


class ArrayLiteral(msgspec.Struct, frozen=True):
    """``{1,2;3,4}``: rows of constants."""

    rows: tuple[tuple[Node, ...], ...]


class Cells(msgspec.Struct, frozen=True):
    """A cell, range, whole columns or whole rows.

    ``sheet`` is "" for the formula's own; with ``last_sheet`` the range lies on each sheet from one
    to the other. ``fixed``: the edges that stay where they are when the formula is copied.
    """

    sheet: str
    range: Range
    last_sheet: str = ""
    fixed: int = 0

    @property
    def is_relative(self) -> bool:
        """True if some part of the address has no dollar sign."""
        return self.fixed != ALL_FIXED


class Name(msgspec.Struct, frozen=True):
    """A defined name, with the sheet written before it; "" for none."""

    sheet: str
    name: str


class External(msgspec.Struct, frozen=True):
    """Cells or a name of another file; ``book`` is the file, and the sheet where one is named."""

    book: str


class Table(msgspec.Struct, frozen=True):
    """A structured reference (``表1[金额]``) in the parts it is written in."""

    parts: tuple[str, ...]


class Computed(msgspec.Struct, frozen=True):
    """A reference made of others: ``:`` a range between two ends, `` `` where two meet, ``,`` both.

    Only where an end is more than a cell; ``A1:B2`` is :class:`Cells`.
    """

    operator: str
    operands: tuple[Node, ...]


class Spill(msgspec.Struct, frozen=True):
    """``A1#``: the cells an array formula fills."""

    operand: Node


class Implicit(msgspec.Struct, frozen=True):
    """``@A1:A9``: the cell of a range that lies in the formula's own row or column."""

    operand: Node


class Unary(msgspec.Struct, frozen=True):
    """Signs before a value: ``-``, ``--`` (makes a text a number) or ``+`` (changes nothing)."""

    operator: str
    operand: Node


class Percent(msgspec.Struct, frozen=True):
    """A value divided by 100 as often as ``%`` is written behind it."""

    operand: Node
    times: int


class Chain(msgspec.Struct, frozen=True):
    """Operands joined from left to right by operators of one precedence."""

    operators: tuple[str, ...]
    operands: tuple[Node, ...]


class Call(msgspec.Struct, frozen=True):
    """A function by its name in capitals, without the prefix of files."""

    name: str
    arguments: tuple[Node, ...]


class Malformed(msgspec.Struct, frozen=True):
    """A text that is no formula; ``parts`` are the operands and functions found in it."""

    parts: tuple[Node, ...]


Node = (
    Number
    | Text
    | Logical
    | ErrorLiteral
    | Missing
    | ArrayLiteral
    | Cells
    | Name
    | External
    | Table
    | Computed
    | Spill
    | Implicit
    | Unary
    | Percent
    | Chain
    | Call
    | Malformed
)


def children(node: Node) -> tuple[Node, ...]:
    """Return the parts of a node in the order they are written."""
    match node:
        case Chain() | Computed():
            return node.operands
        case Call():
            return node.arguments
        case Unary() | Percent() | Spill() | Implicit():
            return (node.operand,)
        case ArrayLiteral():
            return tuple(one for row in node.rows for one in row)
        case Malformed():
            return node.parts
        case _:
            return ()


def walk(node: Node) -> Iterator[Node]:
    """Yield a node and all within it, in the order they are written."""
    yield node
    for child in children(node):
        yield from walk(child)


def moved(node: Node, rows: int, columns: int) -> Node:
    """Return the tree of the copy of a formula so far down and to the right.

    Of a range of mixed ends (``A$5:A3``) the edges may change places.
    """
    move = _MOVED.get(type(node))
    return move(node, rows, columns) if move and (rows or columns) else node


def _moved_cells(node: Cells, rows: int, columns: int) -> Cells:
    if node.fixed == ALL_FIXED:
        return node
    area, fixed = moved_range(node.range, node.fixed, rows, columns)
    return Cells(node.sheet, area, node.last_sheet, fixed)


def _moved_all(nodes: tuple[Node, ...], rows: int, columns: int) -> tuple[Node, ...]:
    return tuple([moved(one, rows, columns) for one in nodes])


# How each kind of node that holds references is moved.
_MOVED: dict[type, Callable[[Any, int, int], Node]] = {
    Cells: _moved_cells,
    Chain: lambda node, *by: Chain(node.operators, _moved_all(node.operands, *by)),
    Call: lambda node, *by: Call(node.name, _moved_all(node.arguments, *by)),
    Computed: lambda node, *by: Computed(node.operator, _moved_all(node.operands, *by)),
    Unary: lambda node, *by: Unary(node.operator, moved(node.operand, *by)),
    Percent: lambda node, *by: Percent(moved(node.operand, *by), node.times),
    Spill: lambda node, *by: Spill(moved(node.operand, *by)),
    Implicit: lambda node, *by: Implicit(moved(node.operand, *by)),
    Malformed: lambda node, *by: Malformed(_moved_all(node.parts, *by)),
}
