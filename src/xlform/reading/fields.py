"""Fields found from their labels: the label, the direction, the first cell that answers."""

from __future__ import annotations

import msgspec

from xlform.grid.model import Position
from xlform.ooxml.address import Range
from xlform.reading.index import SheetIndex, Spot, spot_at
from xlform.template.form import FieldTemplate, FormTemplate
from xlform.template.labels import fold


class FoundField(msgspec.Struct, frozen=True):
    """A field's label, and where its value stands or would stand.

    ``text`` is the value where it shares the label's cell; otherwise the cell at ``position``
    holds it, or nothing does. ``named``: the label is gone, and a name of the cell told it.
    """

    field: FieldTemplate
    label: Spot
    position: Position
    text: str | None = None
    near: str = ""
    named: bool = False


def covered_rows(index: SheetIndex, spot: Spot, area: Range) -> range:
    """The rows a section's label covers: its merge, or the blank run and repeats below it."""
    if spot.bottom > spot.row:
        return range(spot.row, spot.bottom + 1)
    own = index.cell(spot.row, spot.column)
    label = fold(own.text) if own else ""
    last = spot.row
    for row in range(spot.row + 1, area.bottom + 1):
        cell = index.cell(row, spot.column)
        if cell is not None and fold(cell.text) != label:
            break
        last = row
    return range(spot.row, last + 1)


def label_spots(index: SheetIndex, field: FieldTemplate, area: Range) -> list[Spot]:
    """Every place in the area where the field's label stands, in reading order."""
    spots = index.spots_in(field.labels, area)
    if field.pattern is not None and not spots:
        spots = _pattern_spots(index, field, area)
    if not field.under:
        return spots
    rows = [covered_rows(index, spot, area) for spot in index.spots_in(field.under, area)]
    if not rows:  # the section's own label is gone: better the field alone than nothing
        return spots
    return [spot for spot in spots if any(spot.row in covered for covered in rows)]


def _pattern_spots(index: SheetIndex, field: FieldTemplate, area: Range) -> list[Spot]:
    """Labels that carry a year or a number and so can only be told by a pattern."""
    found = []
    for row in range(area.top, area.bottom + 1):
        for column in index.columns(row, area):
            cell = index.cells[row, column]
            if type(cell.value) is str and field.pattern and field.pattern.match(fold(cell.value)):
                found.append(spot_at(index, (row, column)))
    return found


class FieldFinder:
    """Looks for values from their labels within one form; ``edge`` is the form's last column."""

    def __init__(self, index: SheetIndex, template: FormTemplate, area: Range, edge: int) -> None:
        self._index = index
        self._area = area
        self._edge = edge
        self._labels = template.labels

    def find(self, field: FieldTemplate, spot: Spot, near: str = "") -> FoundField:
        """Where the value of ``field`` stands, its label being at ``spot``."""
        for look in field.look:
            if look == "inside":
                if spot.rest is not None and spot.rest.strip():
                    return FoundField(field, spot, spot.position, spot.rest, near)
                continue
            found = self._right(spot) if look == "right" else self._below(spot, field)
            if found:
                return FoundField(field, spot, found, None, near)
        return self._blank(field, spot, near)

    def _blank(self, field: FieldTemplate, spot: Spot, near: str) -> FoundField:
        """No value: it would stand beside the label, below it, or in the label's own cell."""
        below = "below" in field.look
        place = (spot.bottom + 1, spot.column) if below else (spot.row, spot.right + 1)
        beside = below or ("right" in field.look and spot.right < self._edge)
        if beside and self._index.cell(*place) is None:
            return FoundField(field, spot, place, None, near)
        return FoundField(field, spot, spot.position, "", near)

    def _right(self, spot: Spot) -> Position | None:
        for column in range(spot.right + 1, self._edge + 1):
            label = self._label_at(spot.row, column)
            if label is not None:
                return None if label else (spot.row, column)
        return None

    def _below(self, spot: Spot, field: FieldTemplate) -> Position | None:
        for row in range(spot.bottom + 1, self._area.bottom + 1):
            columns = [c for c in range(spot.column, spot.right + 1) if self._index.cell(row, c)]
            if columns:
                return None if self._label_at(row, columns[0]) else (row, columns[0])
            labels = {self._label_at(row, c) for c in self._index.columns(row, self._area)}
            if labels - {"", *field.under}:  # another field's row; the section's own goes on
                return None
        return None

    def _label_at(self, row: int, column: int) -> str | None:
        """The form's label in a cell, "" for other text, ``None`` for a blank cell."""
        if self._index.cell(row, column) is None:
            return None
        label = self._index.labelled.get((row, column), "")
        return label if label in self._labels else ""
