"""The columns of a sheet that find room on a printed page, and those right of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from xlform.summary.workbook import columns
from xlform.summary.workbook.columns import Column

# Width in characters of what A4 across still prints in a legible size.
_WIDTH_AT_MOST: Final = 250.0

_Shown = tuple[str, Column]


def fitted(
    shown: list[_Shown], importance: Mapping[str, int], *, linked: bool
) -> tuple[list[_Shown], list[_Shown]]:
    """Return the columns with room on the page, in order, and the others, which are not printed.

    ``importance`` is lower for columns that come first, 0 where it says nothing; ``linked`` where
    there is a column of links on the page.
    """
    room = _WIDTH_AT_MOST - columns.row_number().width - columns.unit().width
    if linked:
        room -= columns.source_link().width
    kept: set[str] = set()
    ranked = sorted(enumerate(shown), key=lambda entry: (importance.get(entry[1][0], 0), entry[0]))
    for _, (key, column) in ranked:
        if column.width <= room:
            kept.add(key)
            room -= column.width
    further = [(key, columns.unprinted(column)) for key, column in shown if key not in kept]
    return [(key, column) for key, column in shown if key in kept], further
