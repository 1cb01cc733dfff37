"""Trees computed in ``Decimal`` with the semantics of Excel, or refused with a reason.

An error is a value until something computes with it (:class:`~xlform.formula.values.FormulaError`);
anything that is not known for certain raises :class:`~xlform.formula.values.UnsupportedProblem`.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal, DecimalException
from typing import Any

import msgspec

from xlform.formula.cell_reader import CellReader
from xlform.formula.names import Names
from xlform.formula.tree import (
    ArrayLiteral,
    Cells,
    Logical,
    Missing,
    Name,
    Node,
    Number,
    Text,
    Unary,
)
from xlform.formula.values import (
    BLANK,
    SHOWN,
    Array,
    FormulaError,
    Scalar,
    Unsupported,
    UnsupportedProblem,
    cell_value,
    refuse,
    scalar_of,
)
from xlform.grid.address import Range
from xlform.grid.model import CellValue, Position

# Ranges spread out over more cells than this are no ranges of a form.
_SPREAD_AT_MOST = 20_000
# A double holds no larger number.
_LARGEST_EXPONENT = 300


class SheetArea(msgspec.Struct, frozen=True):
    """A rectangle on one sheet."""

    sheet: str
    range: Range


class Areas(msgspec.Struct, frozen=True):
    """Cells referred to; ``spans_sheets`` where they are one range on several sheets."""

    areas: tuple[SheetArea, ...]
    spans_sheets: bool = False


Value = Scalar | Array | Areas
Operand = Scalar | Array


class Evaluator:
    """Computes one formula at a time.

    ``sheet`` and ``position`` are where the formula stands; without a position ROW() and the like
    are refused.
    """

    def __init__(
        self,
        reader: CellReader,
        names: Names,
        nodes: Nodes,
        sheet: str,
        position: Position | None = None,
    ) -> None:
        self.reader = reader
        self.names = names
        self.sheet = sheet
        self.position = position
        # Arguments of SUMPRODUCT and LOOKUP compute ranges value by value; others intersect them.
        self.in_array = False
        # Computing as a program does that knows binary fractions only, to see if that matters.
        self.is_binary = False
        # Names that led to the node at hand.
        self.depth = 0
        self._nodes = nodes

    def result(self, tree: Node) -> CellValue | Unsupported:
        """Return what a cell with the formula shows."""
        try:
            value = self.operand(tree)
            if isinstance(value, Array):
                refuse("array")
            return cell_value(value)
        except FormulaError as failed:
            return failed.error
        except UnsupportedProblem as problem:
            return problem.unsupported
        except (DecimalException, RecursionError):
            return Unsupported("too-large")

    # Kinds of values

    def scalar(self, node: Node) -> Scalar:
        """Return the single value of a node."""
        value = self.operand(node)
        return refuse("array") if isinstance(value, Array) else value

    def operand(self, node: Node) -> Operand:
        """Return the value of a node, a reference read: several cells only where arrays are due."""
        value = self.value(node)
        if not isinstance(value, Areas):
            return value
        if value.spans_sheets or len(value.areas) > 1:
            refuse("array")
        (area,) = value.areas
        if area.range.area == 1:
            for _, one in self.cells(area):
                return one
            return BLANK
        return self.array(value) if self.in_array else refuse("array")

    def array(self, value: Value) -> Array:
        """Return a value as rows; a range with its blanks."""
        if isinstance(value, Array):
            return value
        if not isinstance(value, Areas):
            return Array(((value,),))
        if value.spans_sheets or len(value.areas) > 1:
            refuse("array")
        (area,) = value.areas
        held = area.range
        if held.area > _SPREAD_AT_MOST:
            refuse("too-large", str(held))
        self.reader.charge(held.area)
        filled = dict(self.cells(area))
        return Array(
            tuple(
                tuple(
                    filled.get((row, column), BLANK) for column in range(held.left, held.right + 1)
                )
                for row in range(held.top, held.bottom + 1)
            )
        )

    def areas(self, node: Node) -> Areas:
        """Return the cells a node refers to; a value that is no reference is refused."""
        value = self.value(node)
        return value if isinstance(value, Areas) else refuse("array")

    def cells(self, area: SheetArea) -> Iterator[tuple[Position, Scalar]]:
        """Yield the cells of an area that hold something, in reading order."""
        for position, value in self.reader.cells(area.sheet, area.range):
            if isinstance(value, Decimal):
                yield position, self.rounded(value) if self.is_binary else value
            else:
                yield position, scalar_of(value)

    def rounded(self, number: Decimal) -> Decimal:
        """Return a computed number as it is kept: exact, or as the nearest binary fraction."""
        if not self.is_binary:
            return number
        if number and abs(number.adjusted()) > _LARGEST_EXPONENT:
            refuse("too-large")
        return Decimal(float(number))

    @contextlib.contextmanager
    def arrays(self) -> Iterator[None]:
        """Compute ranges value by value."""
        before, self.in_array = self.in_array, True
        try:
            yield
        finally:
            self.in_array = before

    def lifted(self, compute: Callable[..., Scalar], operands: Sequence[Operand]) -> Operand:
        """Return a function of single values; of arrays its result for each of their values."""
        arrays = [one for one in operands if isinstance(one, Array)]
        if not arrays:
            return compute(*operands)
        height = max(one.height for one in arrays)
        width = max(one.width for one in arrays)
        if height * width > _SPREAD_AT_MOST:
            refuse("too-large")
        if any(one.height not in {1, height} or one.width not in {1, width} for one in arrays):
            refuse("array")
        return Array(
            tuple(
                tuple(
                    _computed(compute, [_at(one, row, column) for one in operands])
                    for column in range(width)
                )
                for row in range(height)
            )
        )

    def stepped(self, compute: Callable[..., Scalar], nodes: Sequence[Node]) -> Operand:
        """Return a function whose result jumps (INT, ROUNDDOWN), of the 15 digits shown.

        Refused where a program that takes all bits of a computed number may see another step.
        """

        def computed() -> Operand:
            return self.lifted(
                lambda *values: compute(*map(self._shown, values)),
                [self.operand(node) for node in nodes],
            )

        value = computed()
        if self.is_binary or all(map(is_plain, nodes)) or self.in_binary(computed) == value:
            return value
        return refuse("binary")

    def _shown(self, value: Scalar) -> Scalar:
        return SHOWN.plus(value) if isinstance(value, Decimal) and not self.is_binary else value

    def in_binary(self, compute: Callable[[], Operand]) -> Operand:
        """Return what is computed by a program that knows binary fractions only."""
        self.is_binary = True
        try:
            return compute()
        finally:
            self.is_binary = False

    def value(self, node: Node) -> Value:
        """Return the value of a node: single, an array, or cells not yet read."""
        return self._nodes[type(node)](self, node)


# How each kind of node is computed.
Nodes = Mapping[type, Callable[[Evaluator, Any], Value]]


class Function(msgspec.Struct, frozen=True):
    """A function of a spreadsheet: how many arguments it takes, and how it computes them."""

    least: int
    most: int
    compute: Callable[[Evaluator, tuple[Node, ...]], Value]


def _at(operand: Operand, row: int, column: int) -> Scalar:
    """The value of an operand at a place of a result; one row or column serves all."""
    if not isinstance(operand, Array):
        return operand
    return operand.rows[row if operand.height > 1 else 0][column if operand.width > 1 else 0]


def _computed(compute: Callable[..., Scalar], values: list[Scalar]) -> Scalar:
    try:
        return compute(*values)
    except FormulaError as failed:
        return failed.error


def is_plain(node: Node) -> bool:
    """Return whether a node is a number as it is written or stored, not computed in the formula."""
    if isinstance(node, Unary):
        return is_plain(node.operand)
    return isinstance(node, Cells | Name | Number | Text | Logical | Missing | ArrayLiteral)
