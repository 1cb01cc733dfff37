"""Items at the ends of a sequence that are no part of it, such as marks of a seal beside print."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

_Item = TypeVar("_Item")


def without_ends(items: Sequence[_Item], is_stray: Callable[[_Item], bool]) -> Sequence[_Item]:
    """Return a sequence without the stray items before its first other one and behind its last."""
    first, last = 0, len(items)
    while first < last and is_stray(items[first]):
        first += 1
    while last > first and is_stray(items[last - 1]):
        last -= 1
    return items[first:last]
