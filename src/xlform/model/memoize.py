"""Values derived from a record, cached while the record is among the last few used."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

Subject = TypeVar("Subject")
Result = TypeVar("Result")
_KEPT = 32


def memoize(make: Callable[[Subject], Result]) -> Callable[[Subject], Result]:
    """Return ``make`` with a cache of its last few results, keyed by the identity of the record.

    For records that are unhashable or costly to hash. Results must not be mutated.
    """
    # Holding the record keeps its id from being reused while its result is cached.
    known: dict[int, tuple[Subject, Result]] = {}

    def made(subject: Subject) -> Result:
        found = known.get(id(subject))
        if found is None:
            if len(known) >= _KEPT:
                known.clear()
            found = known[id(subject)] = subject, make(subject)
        return found[1]

    made.__doc__ = make.__doc__
    return made
