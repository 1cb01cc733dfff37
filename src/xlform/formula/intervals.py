"""Cells of a workbook in trees of boxes, so that a range is a few boxes and never its cells.

Both ways lead through a box: a formula reads the boxes its ranges are made of, a cell is read by
whoever reads a box that it lies in. A range costs about the square root of the cells kept at most,
and one look-up where it is a single cell.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from xlform.grid.model import Position
from xlform.ooxml.address import Range

# Sheet number, row, column.
Place = tuple[int, int, int]
NOWHERE = -1


class Boxes:
    """Trees of boxes over the places given, one tree a sheet; a box is a number.

    ``parents`` leads up (``NOWHERE`` at a root), ``halves`` down; the box of a single place has no
    halves and stands in ``places``.
    """

    def __init__(self, places: Iterable[Place]) -> None:
        self.parents: list[int] = []
        self.halves: dict[int, tuple[int, int]] = {}
        self.places: dict[int, Place] = {}
        self.box_of: dict[Place, int] = {}
        self._extents: list[Range] = []
        self._roots: dict[int, int] = {}
        sheets: dict[int, list[Position]] = {}
        for sheet, row, column in dict.fromkeys(places):
            sheets.setdefault(sheet, []).append((row, column))
        for sheet, positions in sheets.items():
            self._roots[sheet] = self._build(sheet, positions)

    def within(self, sheet: int, area: Range) -> Iterator[int]:
        """The boxes that together hold the kept places of an area and no others."""
        if area.area == 1:
            box = self.box_of.get((sheet, area.top, area.left))
            if box is not None:
                yield box
            return
        open_boxes = [self._roots[sheet]] if sheet in self._roots else []
        while open_boxes:
            box = open_boxes.pop()
            extent = self._extents[box]
            if _apart(extent, area):
                continue
            if _inside(extent, area):
                yield box
            else:
                open_boxes += self.halves[box]

    def _build(self, sheet: int, positions: list[Position]) -> int:
        root = self._new(NOWHERE, positions)
        waiting = [(root, positions)]
        while waiting:
            box, held = waiting.pop()
            if len(held) == 1:
                place = (sheet, *held[0])
                self.places[box] = place
                self.box_of[place] = box
                continue
            extent = self._extents[box]
            tall = extent.bottom - extent.top >= extent.right - extent.left
            held.sort(key=None if tall else _by_column)
            middle = len(held) // 2
            upper, lower = held[:middle], held[middle:]
            self.halves[box] = (self._new(box, upper), self._new(box, lower))
            waiting += zip(self.halves[box], (upper, lower), strict=True)
        return root

    def _new(self, parent: int, positions: list[Position]) -> int:
        rows = [row for row, _ in positions]
        columns = [column for _, column in positions]
        self.parents.append(parent)
        self._extents.append(Range(min(rows), min(columns), max(rows), max(columns)))
        return len(self.parents) - 1


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
