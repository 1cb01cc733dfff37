"""The largest of many that go by, without keeping the others."""

from __future__ import annotations

from decimal import Decimal
from heapq import heappush, heappushpop
from typing import Final, Generic, TypeVar

T = TypeVar("T")
Size = tuple[Decimal, ...]

# How many are shown and charted; more would not be read.
TOP: Final = 10


class Largest(Generic[T]):
    """Keeps the largest, of two alike the earlier one, and counts them all."""

    def __init__(self) -> None:
        self.count = 0
        self._heap: list[tuple[Size, int, T]] = []

    def take(self, one: T, *size: Decimal | None) -> None:
        """Take one more; a size that is missing is the least."""
        self.count += 1
        entry = (tuple(part or Decimal(0) for part in size), -self.count, one)
        if len(self._heap) < TOP:
            heappush(self._heap, entry)
        else:
            heappushpop(self._heap, entry)

    @property
    def found(self) -> list[T]:
        """The largest, in their order."""
        return [one for _, _, one in sorted(self._heap, reverse=True)]
