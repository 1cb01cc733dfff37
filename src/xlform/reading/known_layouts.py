"""Layouts of regions, remembered by the skeletons of their sheets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

from xlform.reading.fields import FoundField
from xlform.reading.index import LabelCell, SheetIndex
from xlform.reading.layout import Layout, find_layout
from xlform.reading.regions import Region
from xlform.reading.skeleton import told_by_skeleton


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
            layout.area, layout.headers, fields, layout.edge, list(layout.notes), layout.head,
            layout.stops, layout.cells,
        )  # fmt: skip


def locate(index: SheetIndex, region: Region) -> Layout:
    """Return the layout of a region, with notes on missing and misspelt labels."""
    known = told_by_skeleton(
        index, (region.template, region.area), lambda skeleton: _known_layout(skeleton, region)
    )
    return known.in_sheet(index) if known else find_layout(index, region)


def _known_layout(skeleton: SheetIndex, region: Region) -> _KnownLayout | None:
    """Return the layout that the skeleton of a sheet tells; ``None`` if it takes texts."""
    layout = find_layout(skeleton, region)
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
