"""Values of fields, found from their labels in the declared directions."""

from __future__ import annotations

import msgspec

from xlform.grid.address import Range
from xlform.grid.model import Position
from xlform.reading.index import LabelCell, SheetIndex, label_cell_at
from xlform.template.form import FieldTemplate, FormTemplate
from xlform.template.labels import fold


class FoundField(msgspec.Struct, frozen=True):
    """Label of a field and the cell of its value, which may be empty.

    ``text`` is the value if it is in the label's own cell, otherwise the value is in the cell at
    ``position``. ``by_name`` is set if the label is missing and a defined name led to the cell.
    """

    field: FieldTemplate
    label: LabelCell
    position: Position
    text: str | None = None
    misspelt: str = ""
    by_name: bool = False


def section_rows(index: SheetIndex, label_cell: LabelCell, area: Range) -> range:
    """Return the rows a section's label spans: its merge, or empty cells and repeats below it."""
    if label_cell.bottom > label_cell.row:
        return range(label_cell.row, label_cell.bottom + 1)
    cell = index.cell(label_cell.row, label_cell.column)
    label = fold(cell.text) if cell else ""
    last = label_cell.row
    for row in range(label_cell.row + 1, area.bottom + 1):
        cell = index.cell(row, label_cell.column)
        if cell is not None and fold(cell.text) != label:
            break
        last = row
    return range(label_cell.row, last + 1)


def field_label_cells(index: SheetIndex, field: FieldTemplate, area: Range) -> list[LabelCell]:
    """Return the cells in the area with the field's label, in reading order."""
    label_cells = index.label_cells_in(field.labels, area)
    if field.pattern is not None and not label_cells:
        label_cells = _pattern_label_cells(index, field, area)
    if not field.under:
        return label_cells
    rows = [
        section_rows(index, label_cell, area)
        for label_cell in index.label_cells_in(field.under, area)
    ]
    if not rows:  # without the section's own label, the field's label alone counts
        return label_cells
    return [
        label_cell
        for label_cell in label_cells
        if any(label_cell.row in covered for covered in rows)
    ]


def _pattern_label_cells(index: SheetIndex, field: FieldTemplate, area: Range) -> list[LabelCell]:
    """Return cells with labels that contain a year or a number, which only a pattern can match."""
    found = []
    for row in range(area.top, area.bottom + 1):
        for column in index.columns(row, area):
            cell = index.cells[row, column]
            if type(cell.value) is str and field.pattern and field.pattern.match(fold(cell.value)):
                found.append(label_cell_at(index, (row, column)))
    return found


def row_label_cells(
    index: SheetIndex, field: FieldTemplate, area: Range, heads: list[LabelCell]
) -> list[LabelCell]:
    """Return a label cell for each value at the crossing of a column's head and a row's label.

    It is that of the row, from the column before the head's to the column before its value.
    """
    found = []
    for head in heads:
        rows = (cell for cell in index.label_cells_in(field.row, area) if cell.row > head.bottom)
        row = next(rows, None)
        if row is None:
            continue
        filled = [c for c in range(head.column, head.right + 1) if index.cell(row.row, c)]
        column = filled[0] if filled else head.column
        found.append(
            msgspec.structs.replace(row, right=column - 1, rest=None, unit=head.unit or row.unit)
        )
    return found


class FieldFinder:
    """Finds values from labels within one form; ``edge`` is the form's last column."""

    def __init__(self, index: SheetIndex, template: FormTemplate, area: Range, edge: int) -> None:
        self._index = index
        self._area = area
        self._edge = edge
        self._labels = template.labels

    def find(self, field: FieldTemplate, label_cell: LabelCell, misspelt: str = "") -> FoundField:
        """Return the position of the value of ``field``, whose label is in ``label_cell``."""
        if field.row:
            return FoundField(field, label_cell, (label_cell.row, label_cell.right + 1), None)
        for direction in field.look:
            if direction == "inside":
                if label_cell.rest is not None and label_cell.rest.strip():
                    return FoundField(
                        field, label_cell, label_cell.position, label_cell.rest, misspelt
                    )
                continue
            found = (
                self._right(label_cell) if direction == "right" else self._below(label_cell, field)
            )
            if found:
                return FoundField(field, label_cell, found, None, misspelt)
        return self._empty_field(field, label_cell, misspelt)

    def _empty_field(
        self, field: FieldTemplate, label_cell: LabelCell, misspelt: str
    ) -> FoundField:
        """Return the position of a missing value: beside the label, below it, or in its cell."""
        below = "below" in field.look
        position = (
            (label_cell.bottom + 1, label_cell.column)
            if below
            else (label_cell.row, label_cell.right + 1)
        )
        beside = below or ("right" in field.look and label_cell.right < self._edge)
        if beside and self._index.cell(*position) is None:
            return FoundField(field, label_cell, position, None, misspelt)
        return FoundField(field, label_cell, label_cell.position, "", misspelt)

    def _right(self, label_cell: LabelCell) -> Position | None:
        for column in range(label_cell.right + 1, self._edge + 1):
            label = self._label_at(label_cell.row, column)
            if label is not None:
                return None if label else (label_cell.row, column)
        return None

    def _below(self, label_cell: LabelCell, field: FieldTemplate) -> Position | None:
        beside = [
            column
            for column in self._index.columns(label_cell.row, self._area)
            if column != label_cell.column and self._label_at(label_cell.row, column)
        ]
        for row in range(label_cell.bottom + 1, self._area.bottom + 1):
            columns = [
                c
                for c in range(label_cell.column, label_cell.right + 1)
                if self._index.cell(row, c)
            ]
            if columns:
                is_other = self._has_label_left_of(row, columns[0], label_cell, field)
                return None if is_other or self._label_at(row, columns[0]) else (row, columns[0])
            if any(self._label_at(row, column) == "" for column in beside):
                return None  # the value of a label beside it; its own is blank
            labels = {self._label_at(row, c) for c in self._index.columns(row, self._area)}
            if labels - {
                "",
                *field.under,
            }:  # row of another field; the section's own label is no obstacle
                return None
        return None

    def _has_label_left_of(
        self, row: int, column: int, label_cell: LabelCell, field: FieldTemplate
    ) -> bool:
        """Return True if a cell is beside the label of another field.

        A section's label, and one repeated from the row of the label, as left by an undone merge,
        are none.
        """
        for left in self._index.columns(row, self._area):
            label = self._label_at(row, left) if left < column else ""
            if label and label not in field.under:
                return label != self._label_at(label_cell.row, left)
        return False

    def _label_at(self, row: int, column: int) -> str | None:
        """Return the form's label in a cell, "" for other text, ``None`` for an empty cell."""
        if self._index.cell(row, column) is None:
            return None
        label = self._index.labelled.get((row, column), "")
        return label if label in self._labels else ""
