"""Layouts of regions by the skeletons of their sheets: where cells and labels are, no other text.

Nearly all files of a district come from one template, so that most sheets have a skeleton that came
before. A layout is found in an index that has no texts, and remembered by its skeleton: whatever
reads a text there gives up, and the layout is found in the sheet itself. So a remembered layout is
the one that would be found, by construction.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import copy
from typing import Any, Final, NoReturn

import msgspec

from xlform.reading.fields import FoundField
from xlform.reading.index import LabelCell, SheetIndex, without_rest
from xlform.reading.layout import Layout, find_layout
from xlform.reading.regions import Region

# Layouts remembered; a district's templates have some dozens, times the numbers of rows.
_LAYOUTS_AT_MOST = 512


class _TextReadError(Exception):
    """A layout that depends on more than the skeleton of its sheet."""


class _Unread:
    """Stands for a cell, whose content is not known, and for all else that is no skeleton."""

    def __getattr__(self, name: str) -> NoReturn:
        raise _TextReadError(name)


_UNREAD: Final[Any] = _Unread()


class _KnownLayout(msgspec.Struct, frozen=True):
    """Layout without texts; of each field with a text after its label, the label and its number.

    The number is that of the cell among those with the label.
    """

    layout: Layout
    rests: Mapping[str, tuple[str, int]]

    def in_sheet(self, index: SheetIndex) -> Layout:
        """Return the layout with the texts of a sheet of the same skeleton."""
        layout = self.layout
        fields = dict(layout.fields)
        for name, (label, number) in self.rests.items():
            cell, found = index.label_cells[label][number], fields[name]
            text = cell.rest if found.text else found.text
            fields[name] = FoundField(found.field, cell, found.position, text)
        return Layout(
            layout.area, layout.headers, fields, layout.edge, list(layout.notes), layout.head
        )


def locate(index: SheetIndex, region: Region) -> Layout:
    """Return the layout of a region, with notes on missing and misspelt labels."""
    known = index.layouts
    key = region.template, region.area, index.skeleton
    found: _KnownLayout | None = known.get(key, _UNREAD)
    if found is _UNREAD:
        if len(known) >= _LAYOUTS_AT_MOST:
            known.clear()
        found = known[key] = _known_layout(index, region)
    return found.in_sheet(index) if found else find_layout(index, region)


def _known_layout(index: SheetIndex, region: Region) -> _KnownLayout | None:
    """Return the layout that the skeleton of a sheet tells; ``None`` if it takes more."""
    skeleton = _without_texts(index)
    try:
        layout = find_layout(skeleton, region)
    except _TextReadError:
        return None
    if any(cell.rest is not None for cell in _heads(layout)):
        return None
    rests: dict[str, tuple[str, int]] = {}
    for name, found in layout.fields.items():
        if found.label.rest is not None:
            place = _place(skeleton, found)
            if place is None:
                return None
            rests[name] = place
    return _KnownLayout(layout, rests)


def _without_texts(index: SheetIndex) -> SheetIndex:
    """Return an index of the skeleton alone, in which to read a text raises."""
    skeleton = copy(index)
    skeleton.cells = dict.fromkeys(index.cells, _UNREAD)
    skeleton.sheet = skeleton.merges = skeleton.named = skeleton.struck = _UNREAD
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


def _heads(layout: Layout) -> Iterator[LabelCell]:
    """Yield the headers of a layout and the labels of its sections."""
    for row in layout.headers.values():
        if row.section:
            yield row.section
        yield from (column.header for column in row.columns.values())
    if layout.head:
        yield from (column.header for column in layout.head.columns)


def _place(skeleton: SheetIndex, found: FoundField) -> tuple[str, int] | None:
    """Return the label of a field and the number of its cell among those with the label."""
    for label in found.field.labels:
        for number, cell in enumerate(skeleton.label_cells.get(label, ())):
            if cell is found.label:
                return label, number
    return None
