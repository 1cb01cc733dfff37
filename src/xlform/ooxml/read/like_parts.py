"""Parts alike in the files of a batch, read once: relationships, styles, lists of sheets."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from xlform.ooxml.read.package import PARSED_AT_MOST, Package

Result = TypeVar("Result")
# Parts kept, and the size up to which one is, packed.
_KEPT_AT_MOST = 128
_SIZE_AT_MOST = 16 * 1024

# What was read of a part, and how many bytes were parsed for it: by the reader, the part's name,
# its packed bytes, and what the archive declares of these.
_known: dict[tuple[object, ...], tuple[Any, int]] = {}


def read_once(read: Callable[[Package, str], Result]) -> Callable[[Package, str], Result]:
    """Return a reader of a part that remembers the parts read last by their packed bytes.

    The result must depend on the part's name and content alone, and not be mutated. A part that
    is known is not unpacked again: the same bytes under the same checksum were checked before.
    """

    def read_or_recall(package: Package, part: str) -> Result:
        packed = package.packed(part)
        if len(packed[0]) > _SIZE_AT_MOST:
            return read(package, part)
        key = (read, part, *packed)
        found = _known.get(key)
        if found is not None and package.count_parsed(found[1]) <= PARSED_AT_MOST:
            known: Result = found[0]
            return known
        before = package.count_parsed(0)
        result = read(package, part)
        if len(_known) >= _KEPT_AT_MOST:
            _known.clear()
        _known[key] = result, package.count_parsed(0) - before
        return result

    read_or_recall.__doc__ = read.__doc__
    return read_or_recall
