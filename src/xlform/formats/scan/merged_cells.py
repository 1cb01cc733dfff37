"""Cells of a ruled grid without a line between them, joined to merged cells."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Sequence
from itertools import product
from typing import NamedTuple

# A boundary counts where a line covers this part of it.
COVERED = 0.7

Place = tuple[int, int]
# Two places beside or under each other.
Edge = tuple[Place, Place]
# Such places, and how much of a line is between them.
Boundary = tuple[Place, Place, float]


class RuledCell(NamedTuple):
    """Cell by its first and last row and column, from 0."""

    top: int
    left: int
    bottom: int
    right: int


class MergedCells:
    """Cells of a grid joined to merged ones, which overlap until ``rectangles`` joins them too."""

    def __init__(
        self,
        rows: int,
        columns: int,
        boundaries: Iterable[Boundary] = (),
        places: Container[Place] = (),
        least: float = 0.0,
    ) -> None:
        """Join cells without a line between them, at some ``places`` with less than ``least``."""
        self._first = {place: place for place in product(range(rows), range(columns))}
        for one, other, covered in boundaries:
            if covered < (least if one in places and other in places else COVERED):
                self.join(one, other)

    def join(self, one: Place, other: Place) -> None:
        """Make one cell of those that two places are in."""
        self._first[self._find(other)] = self._find(one)

    def rectangles(self) -> list[RuledCell]:
        """Return the merged cells; those that overlap are joined until none does."""
        while overlaps := list(self._overlaps()):
            for first, place in overlaps:
                self.join(first, place)
        return list(self._bounds().values())

    def overlapping(self) -> set[Place]:
        """Return the places of merged cells that overlap others."""
        wrong = {self._find(place) for pair in self._overlaps() for place in pair}
        return {place for place in self._first if self._find(place) in wrong}

    def _overlaps(self) -> Iterator[tuple[Place, Place]]:
        """Yield merged cells with places inside their bounds that belong to others."""
        owners = {place: self._find(place) for place in self._first}
        for first, cell in self._bounds().items():
            for place in product(
                range(cell.top, cell.bottom + 1), range(cell.left, cell.right + 1)
            ):
                if owners[place] != first:
                    yield first, place

    def _bounds(self) -> dict[Place, RuledCell]:
        members: defaultdict[Place, list[Place]] = defaultdict(list)
        for place in self._first:
            members[self._find(place)].append(place)
        return {first: _around(places) for first, places in members.items()}

    def _find(self, place: Place) -> Place:
        while self._first[place] != place:
            self._first[place] = self._first[self._first[place]]
            place = self._first[place]
        return place


def _around(places: Sequence[tuple[int, int]]) -> RuledCell:
    rows, columns = [row for row, _ in places], [column for _, column in places]
    return RuledCell(min(rows), min(columns), max(rows), max(columns))
