"""What the skeleton of a sheet tells: where its cells, merges and labels are, and no other text.

Nearly all files of a district come from one template, so that most sheets have a skeleton that came
before. What is looked for is looked for in an index that has no texts, and remembered by the
skeleton; where that reads a text, it gives up, and is done in the sheet itself. So what is
remembered is what would be found, by construction.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from typing import Any, Final, NoReturn, TypeVar, cast

import msgspec

from xlform.reading.index import SheetIndex, without_rest

Result = TypeVar("Result")


class _TextReadError(Exception):
    """Something that depends on more than the skeleton of a sheet."""


class _Unread:
    """Stands for a cell, whose content is not known, and for all else that is no skeleton."""

    def __getattr__(self, name: str) -> NoReturn:
        raise _TextReadError(name)


_UNKNOWN: Final[Any] = object()


def by_skeleton(index: SheetIndex, subject: object, find: Callable[[SheetIndex], Result]) -> Result:
    """Return what ``find`` finds in a sheet, remembered if the skeleton alone tells it."""
    found = told_by_skeleton(index, subject, find)
    return find(index) if found is None else found


def told_by_skeleton(
    index: SheetIndex, subject: object, find: Callable[[SheetIndex], Result | None]
) -> Result | None:
    """Return what ``find`` finds in the skeleton of a sheet, ``None`` if that takes its texts.

    It is remembered by the skeleton and ``subject``, of which alone ``find`` may depend.
    """
    known = index.known
    found: Result | None = known.get(subject, _UNKNOWN)
    if found is _UNKNOWN:
        try:
            found = find(_without_texts(index))
        except _TextReadError:
            found = None
        known[subject] = found
    return found


def _without_texts(index: SheetIndex) -> SheetIndex:
    """Return an index of the skeleton alone, in which to read a text raises."""
    skeleton, unread = copy(index), cast("Any", _Unread())
    skeleton.cells = dict.fromkeys(index.cells, unread)
    skeleton.sheet = skeleton.merges = skeleton.named = skeleton.struck = unread
    skeleton.label_cells = {
        label: [
            cell
            if cell.rest is None
            else msgspec.structs.replace(cell, rest=without_rest(cell.rest))
            for cell in cells
        ]
        for label, cells in index.label_cells.items()
    }
    return skeleton
