"""Which formulas of a workbook read which cells, and what follows from that."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property

from xlform.formula.intervals import NOWHERE, Boxes, Place
from xlform.formula.references import Area, Names, Reference, Unresolved, references
from xlform.grid.model import Grid

_DYNAMIC = frozenset({"dynamic", "table"})


class Graph:
    """The formulas of a grid and what they read.

    Places are (sheet number, row, column). A formula whose cells can't be told from its text
    (INDIRECT) counts as reading every cell, but is part of no circle.
    """

    def __init__(self, grid: Grid, besides: Iterable[Place] = ()) -> None:
        """Read the formulas; ``besides`` are places without one that will be asked about."""
        self.names = Names(grid.names)
        self._numbers: dict[str, int] = {}
        for number, sheet in enumerate(grid.sheets):
            self._numbers.setdefault(sheet.name.casefold(), number)
        self.reads: dict[Place, tuple[Reference, ...]] = {
            (number, *position): references(cell.formula, sheet.name, self.names)
            for number, sheet in enumerate(grid.sheets)
            for position, cell in sheet.cells.items()
            if cell.formula
        }
        self._boxes = Boxes([*self.reads, *besides])
        self._read_boxes = {
            self._boxes.box_of[place]: list(dict.fromkeys(self._boxes_of(read)))
            for place, read in self.reads.items()
        }
        self._readers: dict[int, list[int]] = {}
        for reader, boxes in self._read_boxes.items():
            for box in boxes:
                self._readers.setdefault(box, []).append(reader)
        self.dynamic = frozenset(
            place for place, read in self.reads.items() if _whys(read) & _DYNAMIC
        )

    def whys(self, place: Place) -> frozenset[str]:
        """What a formula uses besides cells, as :class:`Unresolved` names it."""
        return _whys(self.reads.get(place, ()))

    def sheets(self, area: Area) -> Iterable[int]:
        """The numbers of the sheets an area lies on; none where there is no such sheet."""
        first = self._numbers.get(area.sheet.casefold())
        if first is None:
            return ()
        last = self._numbers.get(area.last_sheet.casefold()) if area.last_sheet else first
        return () if last is None else range(min(first, last), max(first, last) + 1)

    def areas(self, place: Place) -> Iterator[tuple[int, Area]]:
        """The areas a formula reads, each with the number of its sheet; a span gives several."""
        for reference in self.reads.get(place, ()):
            if isinstance(reference, Area):
                for number in self.sheets(reference):
                    yield number, reference

    def dependents(self, places: Iterable[Place]) -> set[Place]:
        """The formulas that read the places, those that read these, and so on."""
        waiting = [self._boxes.box_of[place] for place in places if place in self._boxes.box_of]
        if not waiting:
            return set()
        found = {self._boxes.box_of[place] for place in self.dynamic}
        waiting += found
        passed: set[int] = set()
        while waiting:
            box = waiting.pop()
            # Above a box that was passed all boxes were passed.
            while box != NOWHERE and box not in passed:
                passed.add(box)
                for reader in self._readers.get(box, ()):
                    if reader not in found:
                        found.add(reader)
                        waiting.append(reader)
                box = self._boxes.parents[box]
        return {self._boxes.places[box] for box in found}

    def direct_dependents(self, place: Place) -> set[Place]:
        """The formulas that read one place themselves."""
        box = self._boxes.box_of.get(place, NOWHERE)
        found = set(self.dynamic) - {place}
        while box != NOWHERE:
            found.update(self._boxes.places[reader] for reader in self._readers.get(box, ()))
            box = self._boxes.parents[box]
        return found

    def precedents(self, places: Iterable[Place]) -> set[Place]:
        """The formulas that the given ones read, those that these read, and so on."""
        asked = set(places)
        if asked & self.dynamic:
            return set(self.reads)
        waiting = [self._boxes.box_of[place] for place in asked if place in self.reads]
        starts, passed = set(waiting), set(waiting)
        found: set[Place] = set()
        while waiting:
            box = waiting.pop()
            for below in self._below(box):
                if below in self._read_boxes:
                    found.add(self._boxes.places[below])
                    if self._boxes.places[below] in self.dynamic:
                        return set(self.reads)
                if below not in passed:
                    passed.add(below)
                    waiting.append(below)
        return found if starts else set()

    @cached_property
    def order(self) -> dict[Place, int]:
        """The formulas with their rank, each after those it reads; a circle stands together."""
        formulas = (box for circle in self._knots for box in circle if box in self._read_boxes)
        return {self._boxes.places[box]: rank for rank, box in enumerate(formulas)}

    @cached_property
    def circles(self) -> list[list[Place]]:
        """The formulas that end up reading themselves, circle by circle, in order of place."""
        return sorted(
            sorted(self._boxes.places[box] for box in knot if box in self._read_boxes)
            for knot in self._knots
            if len(knot) > 1 or knot[0] in self._read_boxes.get(knot[0], ())
        )

    def _boxes_of(self, read: tuple[Reference, ...]) -> Iterator[int]:
        for reference in read:
            if isinstance(reference, Area):
                for number in self.sheets(reference):
                    yield from self._boxes.within(number, reference.range)

    def _below(self, box: int) -> Iterable[int]:
        """What a box leads to: the boxes its formula reads, or its halves."""
        read = self._read_boxes.get(box)
        return self._boxes.halves.get(box, ()) if read is None else read

    @cached_property
    def _knots(self) -> list[list[int]]:
        """The boxes in knots of those that lead to each other, what is led to first (Tarjan)."""
        knots: list[list[int]] = []
        ranks: dict[int, int] = {}
        lowest: dict[int, int] = {}
        held: dict[int, None] = {}
        for start in self._read_boxes:
            if start in ranks:
                continue
            path = [(start, iter(self._below(start)))]
            ranks[start] = lowest[start] = len(ranks)
            held[start] = None
            while path:
                box, leads = path[-1]
                for below in leads:
                    if below not in ranks:
                        ranks[below] = lowest[below] = len(ranks)
                        held[below] = None
                        path.append((below, iter(self._below(below))))
                        break
                    if below in held:
                        lowest[box] = min(lowest[box], ranks[below])
                else:
                    path.pop()
                    if path:
                        above = path[-1][0]
                        lowest[above] = min(lowest[above], lowest[box])
                    if lowest[box] == ranks[box]:
                        knots.append(_taken_off(held, box))
        return knots


def _taken_off(held: dict[int, None], until: int) -> list[int]:
    """The boxes on top of the pile down to one of them."""
    knot: list[int] = []
    while not knot or knot[-1] != until:
        knot.append(held.popitem()[0])
    return knot


def _whys(read: tuple[Reference, ...]) -> frozenset[str]:
    return frozenset(one.why for one in read if isinstance(one, Unresolved))
