"""URLs and patterns among the names of a command line, where no shell expands these."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import Final

_SIGNS: Final = frozenset("*?[")


def expand_patterns(names: Iterable[str]) -> list[str]:
    """Return the paths that are meant, each once; patterns are expanded where no shell did it.

    Matches of a pattern are sorted by name; a pattern without a match stays as it is.
    """
    paths: list[str] = []
    for name in names:
        paths += (matches(name) or [name]) if is_pattern(name) else [name]
    return list(dict.fromkeys(paths))


def is_url(location: str) -> bool:
    """Return whether a location is a URL (``s3://…``, ``memory://…``, ``file://…``)."""
    return "://" in location


def is_pattern(name: str) -> bool:
    """Return True for a name with signs of a pattern, unless a file has it."""
    return not _SIGNS.isdisjoint(name) and not os.path.lexists(name)


def matches(pattern: str) -> list[str]:
    """Return the paths that match, sorted by name."""
    from glob import iglob  # noqa: PLC0415  (shells expand most patterns)

    return sorted(iglob(pattern, recursive=True))  # noqa: PTH207  (Path.glob needs a root)
