"""Cells beside a deviation: the row's say where the column was looked at, and the other way."""

from __future__ import annotations

import msgspec

from xlform.formula.audit.deviations import Deviation, LineDeviations
from xlform.formula.audit.sheet_formulas import AXES, TYPED, Axis, SheetFormulas, moved, other
from xlform.formula.relative import RelativeFormula
from xlform.grid.model import Position

# The formula of a pattern and the one that differs.
_PAIR = 2


class Beside(msgspec.Struct, frozen=True):
    """Cells at right angles to a line: those that follow their own lines, how many do not.

    Copies of the cell's own formula count as deviating. ``count`` is the number of all.
    """

    following: tuple[Position, ...]
    deviating: int
    count: int

    @property
    def is_row_of_its_own(self) -> bool:
        """True if most cells deviate as this one does: a subtotal, a heading, a row of inputs."""
        return self.deviating > max(1, len(self.following))


class Surroundings:
    """Deviations of a sheet along both axes, seen together."""

    def __init__(self, formulas: SheetFormulas) -> None:
        self._formulas = formulas
        self.lines = {axis: LineDeviations(formulas, axis) for axis in AXES}

    def beside(self, deviation: Deviation) -> Beside:
        """Return what the cells beside a deviation do."""
        position, axis = deviation.position, deviation.axis
        keys, found = self._formulas.keys, self.lines[axis].found
        key = keys[position]
        segment = self._formulas.segment(position, other(axis))
        following: list[Position] = []
        deviating = 0
        for at in segment:
            if at in found or (key != TYPED and keys[at] == key):
                deviating += 1
            elif self._follows(at, axis):
                following.append(at)
        if key == TYPED and deviating > 1:
            following = [at for at in following if keys[at] != TYPED]
        return Beside(tuple(following), deviating, len(segment))

    def _follows(self, position: Position, axis: Axis) -> bool:
        """Return whether a cell is like the one before or after it in its line."""
        keys = self._formulas.keys
        return keys[position] in (keys.get(moved(position, axis, step)) for step in (-1, 1))

    def applies(self, pattern: RelativeFormula, deviation: Deviation) -> bool:
        """Return whether the cells the formula would read here are such as it reads elsewhere."""
        here, there = pattern.at(*deviation.position), pattern.at(*deviation.pattern)
        if deviation.position in here:
            return False
        is_own = True
        for number, (at, like) in enumerate(zip(here, there, strict=True)):
            before = pattern.parts[number]
            is_own = not before.endswith("!") and (is_own or before != ":")
            if not is_own or at == like or 0 in at:
                continue
            if self._formulas.is_number(like) and not self._formulas.is_number(at):
                return False
        return True

    def is_edge(self, deviation: Deviation) -> bool:
        """Return whether typed cells beside a typed one end at like formulas on one side only.

        Then it is where typed figures (of months that are over) meet computed ones.
        """
        keys, axis = self._formulas.keys, other(deviation.axis)
        pattern = keys[deviation.pattern]
        ends = []
        for step in (-1, 1):
            at = moved(deviation.position, axis, step)
            while keys.get(at) == TYPED:
                at = moved(at, axis, step)
            ends.append(keys.get(at) == pattern)
        return ends[0] != ends[1]

    def ends_a_line(self, deviation: Deviation, beside: Beside) -> bool:
        """Return whether a few typed cells end a line of formulas, none beside others typed."""
        if not deviation.is_last or len(beside.following) <= 1:
            return False
        if 3 * deviation.stretch > deviation.support:
            return False
        keys, found = self._formulas.keys, self.lines[deviation.axis].found
        near = [moved(deviation.position, other(deviation.axis), step) for step in (-1, 1)]
        return not any(keys.get(at) == TYPED and at not in found for at in near)

    def has_other_numbers(self, deviation: Deviation) -> bool:
        """Return whether formulas of the same shape around a cell hold several numbers."""
        formulas, keys = self._formulas.formulas, self._formulas.keys
        shape = formulas[deviation.pattern].shape
        for axis in AXES:
            segment = self._formulas.segment(deviation.position, axis)
            alike = {keys[at] for at in segment if at in formulas and formulas[at].shape == shape}
            if len(alike) > _PAIR:
                return True
        return False
