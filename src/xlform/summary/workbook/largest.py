"""The largest of many entries, without keeping the others."""

from __future__ import annotations

from decimal import Decimal
from heapq import heappush, heappushpop
from typing import Final, Generic, TypeVar

T = TypeVar("T")
Size = tuple[Decimal, ...]

# Entries shown and charted; nobody would read more.
TOP: Final = 10


class Largest(Generic[T]):
    """Keeps the largest, of two equal ones the earlier, and counts all."""

    def __init__(self) -> None:
        self.count = 0
        self._heap: list[tuple[Size, int, T]] = []

    def add(self, item: T, *size: Decimal | None) -> None:
        """Add an entry; a missing size is the smallest."""
        self.count += 1
        entry = (tuple(part or Decimal(0) for part in size), -self.count, item)
        if len(self._heap) < TOP:
            heappush(self._heap, entry)
        else:
            heappushpop(self._heap, entry)

    @property
    def found(self) -> list[T]:
        """Return the largest, in their order."""
        return [item for _, _, item in sorted(self._heap, reverse=True)]
