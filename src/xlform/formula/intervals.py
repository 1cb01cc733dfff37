"""Cells of a workbook in interval trees, so that a range is a few nodes and never its cells.

Both ways lead through a node: a formula reads the nodes its ranges are made of, a cell is read by
all that read a node it lies in. A range costs about the square root of the cells kept at most, and
one look-up where it is a single cell.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from xlform.grid.address import Range
from xlform.grid.model import Position

# Sheet number, row, column.
CellKey = tuple[int, int, int]
NO_NODE = -1


class IntervalTree:
    """Trees over the cells given, one a sheet; a node is a number.

    ``parents`` leads up (``NO_NODE`` at a root), ``halves`` down; the node of a single cell has no
    halves and is found in ``cells``.
    """

    def __init__(self, cells: Iterable[CellKey]) -> None:
        self.parents: list[int] = []
        self.halves: dict[int, tuple[int, int]] = {}
        self.cells: dict[int, CellKey] = {}
        self.node_of: dict[CellKey, int] = {}
        self._extents: list[Range] = []
        self._roots: dict[int, int] = {}
        sheets: dict[int, list[Position]] = {}
        for sheet, row, column in dict.fromkeys(cells):
            sheets.setdefault(sheet, []).append((row, column))
        for sheet, positions in sheets.items():
            self._roots[sheet] = self._build(sheet, positions)

    def within(self, sheet: int, area: Range) -> Iterator[int]:
        """Yield the nodes that together hold the cells of an area and no others."""
        if area.area == 1:
            node = self.node_of.get((sheet, area.top, area.left))
            if node is not None:
                yield node
            return
        waiting = [self._roots[sheet]] if sheet in self._roots else []
        while waiting:
            node = waiting.pop()
            extent = self._extents[node]
            if _apart(extent, area):
                continue
            if _inside(extent, area):
                yield node
            else:
                waiting += self.halves[node]

    def _build(self, sheet: int, positions: list[Position]) -> int:
        root = self._new(NO_NODE, sheet, positions)
        waiting = [(root, positions)] if len(positions) > 1 else []
        while waiting:
            node, held = waiting.pop()
            extent = self._extents[node]
            is_tall = extent.bottom - extent.top >= extent.right - extent.left
            held.sort(key=None if is_tall else _by_column)
            middle = len(held) // 2
            halves = held[:middle], held[middle:]
            upper, lower = (self._new(node, sheet, half) for half in halves)
            self.halves[node] = (upper, lower)
            if middle > 1:
                waiting.append((upper, halves[0]))
            if len(halves[1]) > 1:
                waiting.append((lower, halves[1]))
        return root

    def _new(self, parent: int, sheet: int, positions: list[Position]) -> int:
        node = len(self.parents)
        self.parents.append(parent)
        if len(positions) == 1:
            row, column = positions[0]
            cell = (sheet, row, column)
            self.cells[node] = cell
            self.node_of[cell] = node
            self._extents.append(Range(row, column, row, column))
            return node
        rows, columns = zip(*positions, strict=True)
        self._extents.append(Range(min(rows), min(columns), max(rows), max(columns)))
        return node


def _by_column(position: Position) -> Position:
    row, column = position
    return column, row


def _apart(one: Range, other: Range) -> bool:
    return (
        one.bottom < other.top
        or other.bottom < one.top
        or one.right < other.left
        or other.right < one.left
    )


def _inside(inner: Range, outer: Range) -> bool:
    return outer.covers(inner.top, inner.left) and outer.covers(inner.bottom, inner.right)
