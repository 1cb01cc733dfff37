"""Cells that differ from the like formulas on both sides of them, before them, or after them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import groupby

import msgspec

from xlform.formula.audit.sheet_formulas import (
    TYPED,
    Axis,
    Segment,
    SheetFormulas,
    line_of,
)
from xlform.grid.model import Position

# Longer stretches of other cells between like formulas are a part of the table of its own.
_STRETCH_AT_MOST = 6
_LIKE_AT_LEAST = 3
_PAIR = 2
# A second formula that occurs more often than in one of so many cells belongs to the table.
_RARE = 8


class Deviation(msgspec.Struct, frozen=True):
    """Cell unlike the formulas around it along one axis.

    ``pattern`` is a cell that holds the formula expected; ``support`` the number of its copies in
    the row or column, ``neighbours`` the nearest of them. ``is_between``: like formulas touch the
    stretch of unlike cells on both sides, ``is_last``: it ends the row or column; ``stretch`` is
    its length.
    """

    position: Position
    axis: Axis
    pattern: Position
    support: int
    neighbours: tuple[Position, ...]
    is_between: bool
    stretch: int
    is_last: bool = False


class _Run(msgspec.Struct, frozen=True):
    key: int
    start: int
    end: int

    @property
    def length(self) -> int:
        return self.end - self.start


class LineDeviations:
    """Deviations along one axis of a sheet, and how often each formula occurs in a line."""

    def __init__(self, formulas: SheetFormulas, axis: Axis) -> None:
        self._formulas = formulas
        self._axis: Axis = axis
        self._counts: dict[int, Counter[int]] = {}
        for position, key in formulas.keys.items():
            self._counts.setdefault(line_of(position, axis), Counter())[key] += 1
        self.found: dict[Position, Deviation] = {}
        for segment in formulas.segments(axis):
            for deviation in self._of_segment(segment):
                known = self.found.get(deviation.position)
                if known is None or deviation.support > known.support:
                    self.found[deviation.position] = deviation

    def _of_segment(self, segment: Segment) -> Iterator[Deviation]:
        keys = self._formulas.keys
        counts = self._counts[line_of(segment[0], self._axis)]
        if len(counts) == 1:
            return
        runs: list[_Run] = []
        for key, group in groupby(range(len(segment)), key=lambda n: keys[segment[n]]):
            places = list(group)
            runs.append(_Run(key, places[0], places[-1] + 1))
        for number, run in enumerate(runs):
            if self._is_pattern(segment[run.start], counts):
                yield from self._after(segment, runs, number, counts)
        yield from self._at_start(segment, runs, counts)

    def _is_pattern(self, position: Position, counts: Counter[int]) -> bool:
        """Return whether a cell holds a formula that reads cells and has copies in its line."""
        formula = self._formulas.formulas.get(position)
        is_copied = counts[self._formulas.keys[position]] >= _LIKE_AT_LEAST
        return is_copied and formula is not None and bool(formula.places)

    def _after(
        self, segment: Segment, runs: list[_Run], number: int, counts: Counter[int]
    ) -> Iterator[Deviation]:
        """Yield the unlike cells between a run and the next one like it, or the segment's end."""
        run = runs[number]
        following = number + 1
        while following < len(runs) and runs[following].key != run.key:
            if runs[following].end - run.end > _STRETCH_AT_MOST:
                return
            following += 1
        stretch = runs[number + 1 : following]
        if not stretch or not _is_exception(stretch, run.key, counts):
            return
        after = runs[following] if following < len(runs) else None
        neighbours = [segment[run.end - 1]]
        if after is None:
            neighbours = segment[max(run.start, run.end - _PAIR) : run.end]
        else:
            neighbours.append(segment[after.start])
        support = counts[run.key]
        for place in range(stretch[0].start, stretch[-1].end):
            yield Deviation(
                segment[place],
                self._axis,
                segment[run.end - 1],
                support,
                tuple(neighbours),
                is_between=after is not None,
                stretch=stretch[-1].end - stretch[0].start,
                is_last=after is None,
            )

    def _at_start(
        self, segment: Segment, runs: list[_Run], counts: Counter[int]
    ) -> Iterator[Deviation]:
        """Yield the first cells of a segment where they are unlike the formulas after them."""
        for number, run in enumerate(runs[1:], 1):
            if run.start > _STRETCH_AT_MOST:
                return
            if run.length < _PAIR or not self._is_pattern(segment[run.start], counts):
                continue
            if _is_exception(runs[:number], run.key, counts):
                for place in range(run.start):
                    yield Deviation(
                        segment[place],
                        self._axis,
                        segment[run.start],
                        counts[run.key],
                        tuple(segment[run.start : run.start + _PAIR]),
                        is_between=False,
                        stretch=run.start,
                    )
            return


def _is_exception(stretch: list[_Run], pattern: int, counts: Counter[int]) -> bool:
    """Return whether cells occur nowhere else in the line, or rarely, beside many of a pattern."""
    length = stretch[-1].end - stretch[0].start
    like = counts[pattern]
    if 2 * length > like:
        return False
    own = Counter[int]()
    for run in stretch:
        own[run.key] += run.length
    for key, count in own.items():
        if key == TYPED:
            if 2 * counts[TYPED] > like and 3 * length > like:
                return False
        elif counts[key] - count > max(1, like // _RARE):
            return False
    return True
