"""What the skeleton of a sheet tells: where cells, merges, labels and names are, and few texts.

Nearly all files of a district come from one template, so that most sheets have a skeleton that came
before. What is looked for is looked for in an index that notes each text that is read, and
remembered by the skeleton and these texts: in the next sheet that has them in the same cells, the
same would be found, by construction. Mostly no text is read at all; what reads many is done in the
sheet itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, NoReturn, TypeVar, cast

import msgspec

from xlform.grid.model import Cell, Position
from xlform.reading.index import SheetIndex, without_rest

Result = TypeVar("Result")
# A text that was read: the cell, the attribute that was asked for, and what it held.
_Read = tuple[Position, str, object]
# Texts that may be read, and for how many of them what was found is kept: the headings of further
# columns, or the text below a section's label, are the same few in a batch.
_READ_AT_MOST = 32
_KEPT_AT_MOST = 4


class _TextReadError(Exception):
    """Something that depends on more than the skeleton of a sheet and some texts."""


class _Unread:
    """Stands for all that is no skeleton and no cell."""

    def __getattr__(self, name: str) -> NoReturn:
        raise _TextReadError(name)


class _CellRead:
    """Cell of which each attribute that is read is noted."""

    __slots__ = ("_about",)

    def __init__(self, *about: Any) -> None:  # noqa: ANN401  (cell, position, what was read)
        self._about = about

    def __getattr__(self, name: str) -> object:
        cell, at, read = self._about
        if len(read) >= _READ_AT_MOST:
            raise _TextReadError(name)
        value = getattr(cell, name)
        read.append((at, name, _exact(value)))
        return value


class _CellsRead:
    """Cells of a sheet by position, each handed out as a :class:`_CellRead`."""

    def __init__(self, cells: Mapping[Position, Cell], read: list[_Read]) -> None:
        self._cells = cells
        self._read = read

    def __getitem__(self, at: Position) -> _CellRead:
        return _CellRead(self._cells[at], at, self._read)

    def get(self, at: Position) -> _CellRead | None:
        cell = self._cells.get(at)
        return None if cell is None else _CellRead(cell, at, self._read)

    def __contains__(self, at: object) -> bool:
        return at in self._cells

    def __iter__(self) -> Iterator[Position]:
        return iter(self._cells)

    def values(self) -> Iterator[_CellRead]:
        return map(self.__getitem__, self._cells)

    def items(self) -> Iterator[tuple[Position, _CellRead]]:
        return ((at, self[at]) for at in self._cells)


class _ByTexts:
    """What was found in sheets of one skeleton, by the texts that were read for it."""

    def __init__(self) -> None:
        self.told: list[tuple[list[_Read], Any]] = []

    def told_by(self, index: SheetIndex) -> Any:  # noqa: ANN401  (whatever was looked for)
        """Return what was found in a sheet with the texts of this one, ``None`` if none was."""
        cells = index.cells
        for read, result in self.told:
            if all(_exact(getattr(cells[at], name)) == value for at, name, value in read):
                return result
        return None


_UNKNOWN: Final[Any] = object()


def by_skeleton(index: SheetIndex, subject: object, find: Callable[[SheetIndex], Result]) -> Result:
    """Return what ``find`` finds in a sheet, remembered if few texts tell it."""
    found = told_by_skeleton(index, subject, find)
    return find(index) if found is None else found


def told_by_skeleton(
    index: SheetIndex, subject: object, find: Callable[[SheetIndex], Result | None]
) -> Result | None:
    """Return what ``find`` finds in the skeleton of a sheet, ``None`` if that takes many texts.

    It is remembered by the skeleton, the texts that were read and ``subject``, of which alone
    ``find`` may depend. It must not hold a cell.
    """
    known: Any = index.known.get(subject, _UNKNOWN)
    if known is not _UNKNOWN and type(known) is not _ByTexts:
        return cast("Result | None", known)
    if known is not _UNKNOWN:
        told = known.told_by(index)
        if told is not None or len(known.told) >= _KEPT_AT_MOST:
            return cast("Result | None", told)
    read: list[_Read] = []
    try:
        found = find(_noting_texts(index, read))
    except _TextReadError:
        found = None
    if found is None or not read:
        index.known[subject] = found
        return found
    if known is _UNKNOWN:
        known = index.known[subject] = _ByTexts()
    known.told.append((read, found))
    return found


def _exact(value: object) -> object:
    """Return an attribute of a cell so that 1 and 1.0 are not equal."""
    return value if type(value) is str else (type(value), str(value))


def _noting_texts(index: SheetIndex, read: list[_Read]) -> SheetIndex:
    """Return an index of the skeleton, in which to read a text is noted in ``read``."""
    skeleton, unread = index.copied(), cast("Any", _Unread())
    skeleton.cells = cast("Any", _CellsRead(index.cells, read))
    skeleton.sheet = skeleton.struck = unread
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
