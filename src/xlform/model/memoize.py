"""Caches with a bound: of records by their identity, of functions of a text by the text.

All caches of the package are emptied together where what they depend on has changed.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Hashable, Iterator
from functools import wraps
from threading import RLock
from typing import ParamSpec, TypeVar

Subject = TypeVar("Subject")
Key = TypeVar("Key", bound=Hashable)
Result = TypeVar("Result")
Arguments = ParamSpec("Arguments")
_KEPT = 32
_alone = RLock()
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
    made.cache_clear = known.clear  # type: ignore[attr-defined]  # as those of functools have it
    return made


def alone(make: Callable[Arguments, Result]) -> Callable[Arguments, Result]:
    """Return ``make`` for one thread at a time, for what is made once and not safe to share."""

    @wraps(make)
    def made(*args: Arguments.args, **named: Arguments.kwargs) -> Result:
        with _alone:
            return make(*args, **named)

    return made


class _ByText(dict[Key, Result]):
    """Results of a function by text or texts; a dictionary, whose hits run no Python."""

    def __init__(self, make: Callable[[Key], Result], length: Callable[[Key], int]) -> None:
        self._make = make
        self._length = length

    def __missing__(self, key: Key) -> Result:
        result = self._make(key)
        if self._length(key) <= _TEXT_LENGTH_AT_MOST:
            if len(self) >= _TEXTS_AT_MOST:
                self.clear()
            self[key] = result
        return result


def by_text(make: Callable[[str], Result]) -> Callable[[str], Result]:
    """Return ``make`` with a cache of the texts met last, for pure functions of a text.

    Long texts are not kept. Results must not be mutated.
    """
    return _ByText(make, len).__getitem__


def by_texts(
    make: Callable[[Key], Result], length: Callable[[Key], int]
) -> Callable[[Key], Result]:
    """Return ``make`` with such a cache for pure functions of several texts.

    ``length`` returns that of all texts of a key.
    """
    return _ByText(make, length).__getitem__


def sifted(test: Callable[[str], object]) -> Callable[[set[str]], set[str]]:
    """Return a function that returns those of some texts that pass a pure test, which few do.

    The texts that failed last are remembered, so that most are ruled out together.
    """
    failed: set[str] = set()

    def passing(texts: set[str]) -> set[str]:
        others = texts - failed
        if not others:
            return others
        found = set(filter(test, others))
        if len(failed) >= _TEXTS_AT_MOST:
            failed.clear()
        failed.update([text for text in others - found if len(text) <= _TEXT_LENGTH_AT_MOST])
        return found

    passing.cache_clear = failed.clear  # type: ignore[attr-defined]  # as those of functools have it
    return passing


def empty_caches() -> None:
    """Empty the caches of all functions in the modules of this package that are loaded."""
    for function in list(_functions()):
        texts = getattr(function, "__self__", None)
        if isinstance(texts, _ByText):
            texts.clear()
        elif callable(clear := getattr(function, "cache_clear", None)):
            clear()


def _functions() -> Iterator[object]:
    package = __name__.partition(".")[0]
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] == package:
            yield from vars(module).values()
