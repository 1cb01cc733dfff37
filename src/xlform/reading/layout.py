"""Where in its region each part of a form stands, before any value is read."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from xlform.grid.model import Position, origin
from xlform.model.submission import Note
from xlform.ooxml.address import Range
from xlform.reading.fields import FieldFinder, FoundField, label_spots
from xlform.reading.heads import FoundHead, find_head
from xlform.reading.index import LABEL_AT_MOST, SheetIndex, spot_at
from xlform.reading.naming import field_name
from xlform.reading.near import nearest
from xlform.reading.regions import Region
from xlform.template.form import FieldTemplate, FormTemplate
from xlform.template.labels import fold


class Layout(msgspec.Struct, frozen=True):
    """The heads of a form's tables and the places of its fields; ``edge`` is its last column."""

    area: Range
    heads: dict[str, FoundHead]
    fields: dict[str, FoundField]
    edge: int
    notes: list[Note]

    @property
    def body(self) -> int:
        """The first row that a field or a table occupies."""
        rows = [head.row for head in self.heads.values()]
        rows += [field.label.row for field in self.fields.values()]
        return min(rows, default=self.area.bottom)


def locate(index: SheetIndex, region: Region) -> Layout:
    """The layout of a region; labels that are missing or almost right are noted."""
    notes: list[Note] = []
    heads = _find_heads(index, region, notes)
    edge = max((head.edge for head in heads.values()), default=region.area.right)
    fields = _find_fields(index, region, heads, edge)
    notes += [
        Note("label-near", origin(found.label.position), found.near, found.field.official)
        for found in fields.values()
        if found.near
    ]
    notes += [
        Note("label-gone", origin(found.position), meant=found.field.official)
        for found in fields.values()
        if found.named
    ]
    return Layout(region.area, heads, fields, edge, notes)


def first_row_after(
    head: FoundHead, heads: dict[str, FoundHead], fields: dict[str, FoundField], area: Range
) -> int:
    """The first row below a table's head that belongs to something else, or below the region."""
    rows = [area.bottom + 1]
    for other in heads.values():
        rows.append(other.row)
        if other.section:
            rows.append(other.section.row)
    rows.extend(found.label.row for found in fields.values())
    return min(row for row in rows if row > head.row)


def _find_heads(index: SheetIndex, region: Region, notes: list[Note]) -> dict[str, FoundHead]:
    heads: dict[str, FoundHead] = {}
    corner = origin((region.area.top, region.area.left))
    for name, table in region.template.tables.items():
        head = find_head(index, table, region.area)
        if head is None:
            notes.append(Note("table-missing", corner, meant=table.official))
            continue
        heads[name] = head
        for column in table.columns.values():
            found = head.columns.get(column.name)
            if found is None:
                place = origin((head.row, region.area.left))
                notes.append(Note("column-missing", place, meant=column.official))
            elif found.near:
                place = origin(found.head.position)
                notes.append(Note("label-near", place, found.near, column.official))
    return heads


def _find_fields(
    index: SheetIndex, region: Region, heads: dict[str, FoundHead], edge: int
) -> dict[str, FoundField]:
    template, area = region.template, region.area
    finder = FieldFinder(index, template, area, edge)
    taken = {found.head.position for head in heads.values() for found in head.columns.values()}
    fields: dict[str, FoundField] = {}
    missing: list[FieldTemplate] = []
    for name, field in template.fields.items():
        spots = [s for s in label_spots(index, field, area) if s.position not in taken]
        if len(spots) >= field.nth:
            fields[name] = finder.find(field, spots[field.nth - 1])
        else:
            missing.append(field)
    if missing:
        texts = dict(_free_texts(index, template, area, heads, fields))
        for field in missing:
            text = next((t for label in field.labels if (t := nearest(label, list(texts)))), "")
            if text:
                position = texts.pop(text)
                spot = spot_at(index, position)
                fields[field.name] = finder.find(field, spot, index.cells[position].text)
        fields |= _by_name(index, template, area, fields)
    return fields


def _by_name(
    index: SheetIndex, template: FormTemplate, area: Range, fields: dict[str, FoundField]
) -> dict[str, FoundField]:
    """Fields whose label was typed over, at the cells that a blank of ours names for them."""
    taken = {found.position for found in fields.values()}
    found: dict[str, FoundField] = {}
    for name, field in template.fields.items():
        position = index.named.get(field_name(template.kind, name))
        if name in fields or position is None or position in taken:
            continue
        if position in index.cells and area.covers(*position) and position not in index.labelled:
            spot = spot_at(index, position)
            found[name] = FoundField(field, spot, position, named=True)
    return found


def _free_texts(
    index: SheetIndex,
    template: FormTemplate,
    area: Range,
    heads: dict[str, FoundHead],
    fields: dict[str, FoundField],
) -> Iterator[tuple[str, Position]]:
    """Short texts outside the tables that are no label and no value: a misspelt label is one."""
    values = {found.position for found in fields.values()}
    bodies = [
        range(head.row, first_row_after(head, heads, fields, area)) for head in heads.values()
    ]
    for row in range(area.top, area.bottom + 1):
        if any(row in body for body in bodies):
            continue
        for column in index.columns(row, area):
            position = row, column
            value = index.cells[position].value
            if type(value) is not str or len(value) > LABEL_AT_MOST or position in values:
                continue
            if index.labelled.get(position) not in template.labels:
                yield fold(value), position
