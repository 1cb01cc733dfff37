"""A kind of defect: its name, its area, and how it is planted in a unit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from random import Random

from defects import Defect, Filled, Place
from grid import Sheet, Value


@dataclass(frozen=True)
class Change:
    """What is changed in a unit's sheets, and where a finding counts."""

    edits: Mapping[Place, Value] = field(default_factory=dict)
    at: tuple[Place, ...] = ()
    says: str = ""
    peers: bool = False
    reshape: Callable[[list[Sheet]], list[Sheet]] | None = None
    right: str = ""


Plant = Callable[[Filled, Random], Change | None]


@dataclass(frozen=True)
class Kind:
    """A kind of defect; ``times`` is in how many units of a group it is planted."""

    name: str
    area: str
    plant: Plant
    times: int = 2

    def planted(self, one: Filled, turn: int) -> Defect | None:
        """Return the defect in a unit, or None where the unit has no place for it."""
        draw = Random(f"{self.name} {one.unit.name} {turn}")  # noqa: S311  (no secret)
        change = self.plant(one, draw)
        if change is None:
            return None
        return Defect(
            self.name, self.area, one.unit, change.edits, change.at, change.says, change.peers,
            change.reshape, change.right,
        )  # fmt: skip


def spread(one: Filled, draw: Random) -> tuple[int, int]:
    """Return a direction of the unit and the fund it belongs to."""
    index = draw.randrange(len(one.unit.periods))
    return index, one.unit.submission.directions[index].fund_index
