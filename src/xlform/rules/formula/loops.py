"""A quick look at few formulas: whether any ends up reading itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from xlform.formula.references import Area, Reference
from xlform.grid.model import Position

# A formula by its sheet's name, case-folded, and its place.
Home = tuple[str, Position]
Reads = Mapping[Home, tuple[Reference, ...]]


def has_circle(reads: Reads) -> bool:
    """Whether there may be a circle; a reference over several sheets is left to a closer look."""
    waiting = {home: set(_formulas_read(read, reads)) for home, read in reads.items()}
    if any(isinstance(one, Area) and one.last_sheet for read in reads.values() for one in read):
        return True
    while waiting:
        ready = [home for home, read in waiting.items() if not read & waiting.keys()]
        if not ready:
            return True
        for home in ready:
            del waiting[home]
    return False


def _formulas_read(read: tuple[Reference, ...], reads: Reads) -> Iterator[Home]:
    """The formulas among the cells that one of them reads."""
    for one in read:
        if isinstance(one, Area):
            sheet = one.sheet.casefold()
            yield from (home for home in reads if home[0] == sheet and one.range.covers(*home[1]))
