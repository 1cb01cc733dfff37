"""Layout of a region: the cells of each part of a form, found before any value is read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import msgspec

from xlform.grid.address import Range
from xlform.grid.model import Position, origin
from xlform.model.submission import Note
from xlform.reading.defined_names import defined_name
from xlform.reading.fields import FieldFinder, FoundField, field_label_cells, row_label_cells
from xlform.reading.header_row import HeaderRow, find_header_row, header_positions
from xlform.reading.index import MAX_LABEL_LENGTH, LabelCell, SheetIndex, label_cell_at
from xlform.reading.regions import Region
from xlform.template.form import FieldTemplate, FormTemplate
from xlform.template.labels import fold

if TYPE_CHECKING:
    from xlform.reading.list_head import ListHead
    from xlform.reading.repeated_labels import EqualFields


class Layout(msgspec.Struct, frozen=True):
    """Header rows of a form's tables and cells of its fields; ``edge`` is its last column.

    ``head`` are the header rows of a list, in whose columns the other fields are. ``stops`` are the
    rows that the tables end above, ``cells`` those of declared headers, of labels of the form, and
    of the values of its fields.
    """

    area: Range
    headers: dict[str, HeaderRow]
    fields: dict[str, FoundField]
    edge: int
    notes: list[Note]
    head: ListHead | None = None
    stops: Mapping[str, int] = {}
    cells: frozenset[Position] = frozenset()

    @property
    def list_stop(self) -> int:
        """Return the row below the last one of a list."""
        bottom = self.head.bottom if self.head else 0
        below = [f.label.row for f in self.fields.values() if f.label.row > bottom]
        return min(below, default=self.area.bottom + 1)

    @property
    def body(self) -> int:
        """Return the first row that a field or a table occupies."""
        rows = [header.row for header in self.headers.values()]
        rows += [field.label.row for field in self.fields.values()]
        if self.head:
            rows.append(self.head.top)
        return min(rows, default=self.area.bottom)


def find_layout(index: SheetIndex, region: Region) -> Layout:
    """Return the layout of a region, with notes on missing and misspelt labels.

    Callers ask :func:`~xlform.reading.known_layouts.locate`, which remembers it.
    """
    notes: list[Note] = []
    head = None
    if region.template.is_list:
        from xlform.reading.list_head import find_list_head  # noqa: PLC0415  (few forms are lists)

        head = find_list_head(index, region.template, region.area)
        headers = head.tables if head else {}
        notes += _missing_parts(region, head)
        edge = head.right if head else region.area.right
    else:
        headers = _find_headers(index, region, notes)
        edge = max((header.edge for header in headers.values()), default=region.area.right)
        # A last header that is spoilt still ends its row.
        rows = [header.row for header in headers.values() if header.lacks_last]
        edge = max([edge, *(c for row in rows for c in index.columns(row, region.area))])
    fields = _find_fields(index, region, headers, edge, head, notes)
    notes += [
        Note("label-near", origin(found.label.position), found.misspelt, found.field.official)
        for found in fields.values()
        if found.misspelt
    ]
    notes += [
        Note("label-gone", origin(found.position), meant=found.field.official)
        for found in fields.values()
        if found.by_name
    ]
    stops = {
        name: first_row_after(header, headers, fields, region.area)
        for name, header in headers.items()
    }
    cells = header_positions(headers)
    for found in fields.values():
        cells.update(at for at in (found.label.position, found.position) if at in index.cells)
    labels, covers = region.template.labels, region.area.covers
    cells.update(at for at, label in index.labelled.items() if label in labels and covers(*at))
    return Layout(region.area, headers, fields, edge, notes, head, stops, frozenset(cells))


def first_row_after(
    header: HeaderRow, headers: dict[str, HeaderRow], fields: dict[str, FoundField], area: Range
) -> int:
    """Return the first row below a header row that belongs to something else, or is outside."""
    rows = [area.bottom + 1]
    for other in headers.values():
        rows.append(other.row)
        if other.section:
            rows.append(other.section.row)
    rows.extend(found.label.row for found in fields.values())
    return min([row for row in rows if row > header.row])


def _find_headers(index: SheetIndex, region: Region, notes: list[Note]) -> dict[str, HeaderRow]:
    headers: dict[str, HeaderRow] = {}
    corner = origin((region.area.top, region.area.left))
    for name, table in region.template.tables.items():
        if table.declaration.optional and not index.label_cells_in(table.under, region.area):
            continue
        header = find_header_row(index, table, region.area)
        if header is None:
            notes.append(Note("table-missing", corner, meant=table.official))
            continue
        headers[name] = header
        for column in table.columns.values():
            found = header.columns.get(column.name)
            if found is None:
                if column.declaration.optional:
                    continue
                position = origin((header.row, region.area.left))
                meant = column.official
                if column.labels in region.template.equal_headers:
                    meant = f"{meant}（{table.official}）"  # its like may be there
                notes.append(Note("column-missing", position, meant=meant))
            elif found.misspelt:
                position = origin(found.header.position)
                notes.append(Note("label-near", position, found.misspelt, column.official))
    return headers


def _missing_parts(region: Region, head: ListHead | None) -> Iterator[Note]:
    """Yield a note on each table and column of a list that is missing or misspelt."""
    row = head.top if head else region.area.top
    corner = origin((row, region.area.left))
    for name, table in region.template.tables.items():
        header = head.tables.get(name) if head else None
        if header is None:
            yield Note("table-missing", corner, meant=table.official)
            continue
        for column in table.columns.values():
            if column.name not in header.columns and not column.declaration.optional:
                yield Note("column-missing", corner, meant=column.official)
    for found in head.columns if head else ():
        if found.misspelt:
            at = origin(found.header.position)
            yield Note("label-near", at, found.misspelt, found.column.official)


def _find_fields(
    index: SheetIndex,
    region: Region,
    headers: dict[str, HeaderRow],
    edge: int,
    head: ListHead | None,
    notes: list[Note],
) -> dict[str, FoundField]:
    template, area = region.template, region.area
    finder = FieldFinder(index, template, area, edge)
    header_cells = header_positions(headers)
    fields: dict[str, FoundField] = {}
    missing: list[FieldTemplate] = []
    for name, field in template.fields.items():
        if head and name in head.fields:
            continue
        label_cells = [
            s for s in field_label_cells(index, field, area) if s.position not in header_cells
        ]
        if head:  # between its header and what is below it, a list has no labels
            closing = name in template.declaration.closing
            label_cells = [s for s in label_cells if s.row < head.top or closing]
        if field.row:
            label_cells = row_label_cells(index, field, area, label_cells)
        if len(label_cells) >= field.nth:
            fields[name] = finder.find(field, label_cells[field.nth - 1])
        else:
            missing.append(field)
    if missing and not head:
        texts = list(_free_texts(index, template, area, headers, fields))
        groups: list[EqualFields] = []
        if any(field.nth > 1 for field in missing):
            from xlform.reading.repeated_labels import equal_fields  # noqa: PLC0415  (seldom missing)

            groups = equal_fields(index, region, missing, texts, fields, header_cells)
        _take_apart(groups, finder, fields)
        in_groups = {field.name for group in groups for field in group.fields}
        seen = {found.label.position for found in fields.values() if found.misspelt}
        others = {text: at for text, at in texts if at not in seen}
        for field in missing:
            near = field.name not in in_groups and _misspelt_label(index, field, area, others)
            if near:
                fields[field.name] = finder.find(field, *near)
        fields |= _fields_by_name(index, template, area, fields)
        notes += _lost_likes(groups, fields)
    return fields


def _take_apart(
    groups: list[EqualFields], finder: FieldFinder, fields: dict[str, FoundField]
) -> None:
    """Replace fields found by counting equal labels by those told apart; drop the others."""
    for group in groups:
        for field in group.fields:
            fields.pop(field.name, None)
            if label := group.told.get(field.name):
                fields[field.name] = finder.find(field, label.cell, label.misspelt)


def _lost_likes(groups: list[EqualFields], fields: dict[str, FoundField]) -> Iterator[Note]:
    """Yield a note on each field that was not found, but whose label is on the form once more."""
    for group in groups:
        for field in group.fields:
            told = field.name in fields or field.declaration.required is True
            is_left_out = field.declaration.optional and group.told
            if group.seen and not told and not is_left_out:
                yield Note("field-missing", origin(group.seen), meant=field.official)


def _misspelt_label(
    index: SheetIndex, field: FieldTemplate, area: Range, texts: dict[str, Position]
) -> tuple[LabelCell, str] | None:
    """Take a field's misspelt label out of ``texts``; return its cell and the text seen."""
    from xlform.reading.fuzzy_labels import closest_label  # noqa: PLC0415  (few labels are misspelt)

    close = (closest_label(label, list(texts)) for label in field.labels)
    if not (text := next(filter(None, close), "")):
        return None
    position = texts.pop(text)
    near = [label_cell_at(index, position)]
    if field.row:
        near = row_label_cells(index, field, area, near)
    return (near[0], index.cells[position].text) if near else None


def _fields_by_name(
    index: SheetIndex, template: FormTemplate, area: Range, fields: dict[str, FoundField]
) -> dict[str, FoundField]:
    """Return fields whose label was overwritten, at the cells with their defined names."""
    occupied = {found.position for found in fields.values()}
    found: dict[str, FoundField] = {}
    for name, field in template.fields.items():
        position = index.named.get(defined_name(template.kind, name))
        if name in fields or position is None or position in occupied:
            continue
        if position in index.cells and area.covers(*position) and position not in index.labelled:
            label_cell = label_cell_at(index, position)
            found[name] = FoundField(field, label_cell, position, by_name=True)
    return found


def _free_texts(
    index: SheetIndex,
    template: FormTemplate,
    area: Range,
    headers: dict[str, HeaderRow],
    fields: dict[str, FoundField],
) -> Iterator[tuple[str, Position]]:
    """Yield short texts outside tables that are neither label nor value.

    A misspelt label is one of them.
    """
    values = {found.position for found in fields.values()}
    bodies = [
        range(header.row, first_row_after(header, headers, fields, area))
        for header in headers.values()
    ]
    for row in range(area.top, area.bottom + 1):
        if any(row in body for body in bodies):
            continue
        for column in index.columns(row, area):
            position = row, column
            value = index.cells[position].value
            if type(value) is not str or len(value) > MAX_LABEL_LENGTH or position in values:
                continue
            if index.labelled.get(position) not in template.labels:
                yield fold(value), position
