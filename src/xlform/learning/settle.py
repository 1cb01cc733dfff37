"""Scopes of a learnt form, settled by reading: each label has to lead to the cell it is for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec

from xlform.grid.address import Range
from xlform.grid.model import Position, Sheet
from xlform.learning.declared import field_data, template_of
from xlform.learning.labels import official_label
from xlform.learning.proposal import LearntField, LearntForm
from xlform.reading.fields import FieldFinder, field_label_cells, row_label_cells
from xlform.reading.header_row import header_positions
from xlform.reading.index import Labels, SheetIndex
from xlform.reading.known_layouts import locate
from xlform.reading.layout import Layout
from xlform.reading.regions import Region
from xlform.template.declaration import FieldDeclaration, Look
from xlform.template.form import FieldTemplate, FormTemplate

_NTH_AT_MOST = 8
_HERE = Path()
_LOOKS: tuple[tuple[Look, ...], ...] = ((), ("inside",), ("right",), ("below",))


class Reader:
    """Reads a sheet's layout by a learnt form, as the reader of submissions does."""

    def __init__(self, form: LearntForm, sheet: Sheet, right: int) -> None:
        self.template: FormTemplate = template_of(form, _HERE, "learnt/form", relations=False)
        self.index = SheetIndex(sheet, Labels.of((self.template,)))
        area = Range(1, 1, self.index.bottom, right)
        self.layout: Layout = locate(self.index, Region(self.template, area, area))
        self._headers = header_positions(self.layout.headers)

    def place(self, field: LearntField) -> tuple[Position, bool] | None:
        """Return the position of a field's value, and whether it is inside its label's cell."""
        template = FieldTemplate(field.name, _declared(field))
        cells = [
            cell
            for cell in field_label_cells(self.index, template, self.layout.area)
            if cell.position not in self._headers
        ]
        if template.row:
            cells = row_label_cells(self.index, template, self.layout.area, cells)
        if len(cells) < template.nth:
            return None
        finder = FieldFinder(self.index, self.template, self.layout.area, self.layout.edge)
        found = finder.find(template, cells[template.nth - 1])
        return found.position, found.text is not None


def _declared(field: LearntField) -> FieldDeclaration:
    return msgspec.convert(field_data(field), FieldDeclaration)


def settle(form: LearntForm, sheet: Sheet, right: int) -> None:
    """Set ``nth``, ``under`` and ``look`` so that every field is found at its cell.

    ``right`` is the last column of the form. A field that no scope leads to gets the doubt
    ``place``.
    """
    for field in form.fields:
        field.under = official_label(field.group.text)[0] if field.group else ""
    reader = Reader(form, sheet, right)
    for field in form.fields:
        if field.listed or _is_right(reader, field):
            continue
        before = (field.under, field.nth, field.look)
        if not any(_is_right(reader, field) for _ in _scopes(field)):
            field.under, field.nth, field.look = before
            field.doubts.append("place")


def _is_right(reader: Reader, field: LearntField) -> bool:
    inside = field.value == field.head.position
    found = reader.place(field)
    if found is None:
        return False
    position, is_inside = found
    return position == field.value and is_inside == inside


def _scopes(field: LearntField) -> Iterator[None]:
    """Set one scope after another on the field, the simplest first."""
    looks = [field.look, *(look for look in _LOOKS if look != field.look)]
    group = official_label(field.group.text)[0] if field.group else ""
    for look in looks:
        for under in dict.fromkeys((field.under, group, "")):
            for nth in range(1, _NTH_AT_MOST + 1):
                field.look, field.under, field.nth = look, under, nth
                yield
