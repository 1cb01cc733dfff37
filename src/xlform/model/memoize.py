"""Caches with a bound: of records by their identity, of functions of a text by the text."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

Subject = TypeVar("Subject")
Result = TypeVar("Result")
_KEPT = 32
# Texts that a function is remembered for, and their length. In a district's batch nineteen of
# twenty cells hold a text that came before.
_TEXTS_AT_MOST = 8192
_TEXT_LENGTH_AT_MOST = 400


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


class _ByText(dict[str, Result]):
    """Results of a function by text; a dictionary, whose hits run no Python."""

    def __init__(self, make: Callable[[str], Result]) -> None:
        self._make = make

    def __missing__(self, text: str) -> Result:
        result = self._make(text)
        if len(text) <= _TEXT_LENGTH_AT_MOST:
            if len(self) >= _TEXTS_AT_MOST:
                self.clear()
            self[text] = result
        return result


def by_text(make: Callable[[str], Result]) -> Callable[[str], Result]:
    """Return ``make`` with a cache of the texts met last, for pure functions of a text.

    Long texts are not kept. Results must not be mutated.
    """
    return _ByText(make).__getitem__
