"""What is made of a record, made once while the record is among the last that were asked about."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

Subject = TypeVar("Subject")
Result = TypeVar("Result")
_KEPT = 32


def memoize(make: Callable[[Subject], Result]) -> Callable[[Subject], Result]:
    """Remember what ``make`` made of the last few records, told apart by identity.

    For records that can't be hashed or are costly to; what was made must not be changed.
    """
    # The record stands beside what was made of it so that no other can take its id meanwhile.
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
