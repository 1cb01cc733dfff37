"""Forms continued over several sheets (续表): read as one, each value traced to its own sheet."""

from __future__ import annotations

import msgspec

from xlform.grid.address import Range, cell_name, parse_cell, parse_range
from xlform.grid.model import Sheet
from xlform.model.submission import Form, Note, Unread
from xlform.reading.index import SheetIndex
from xlform.reading.regions import Region, is_title
from xlform.template.form import FormTemplate
from xlform.template.labels import fold

# So many headers of one table in a row are no coincidence.
_MIN_REPEATED_HEADERS = 3


def continues_form(index: SheetIndex, regions: list[Region], template: FormTemplate) -> bool:
    """Return True if a sheet continues the form of ``template`` from the previous sheet.

    It repeats the header row of one of the form's tables and starts no form itself: a region on it
    is of the same template and has no label of a required field.
    """
    if not regions:
        return _repeats_header(index, template)
    return (
        len(regions) == 1
        and regions[0].template is template
        and _required_labels(template).isdisjoint(index.label_cells)
    )


def continues_table(
    previous: SheetIndex, index: SheetIndex, regions: list[Region], template: FormTemplate
) -> bool:
    """Return True if a document's table is the rest of the previous one, split by a page break.

    Both follow the same paragraph in one grid. The rest starts no other form and has no title, and
    no label of a field or total that the first part already has.
    """
    if index.sheet.after is None or index.sheet.after != previous.sheet.after:
        return False
    if any(region.template is not template for region in regions):
        return False
    first = (index.cells[index.top, column] for column in index.rows.get(index.top, ()))
    if any(is_title(template, fold(cell.text)) for cell in first):
        return False
    return _single_labels(template).isdisjoint(
        previous.label_cells.keys() & index.label_cells.keys()
    )


def _single_labels(template: FormTemplate) -> frozenset[str]:
    """Return the labels a form has once: of fields outside sections, and of totals."""
    fields = (field for field in template.fields.values() if not field.under)
    labels = {label for field in fields for label in field.labels}
    tables = template.tables.values()
    headers = {label for t in tables for column in t.columns.values() for label in column.labels}
    return frozenset(labels - headers).union(*(table.totals for table in tables))


def _required_labels(template: FormTemplate) -> frozenset[str]:
    """Return the labels of required fields outside sections; all labels if there are none."""
    labels = {
        label
        for field in template.fields.values()
        if field.declaration.required is True and not field.under
        for label in field.labels
    }
    return frozenset(labels or template.labels)


def _repeats_header(index: SheetIndex, template: FormTemplate) -> bool:
    for table in template.tables.values():
        rows = [
            label_cell.row
            for column in table.columns.values()
            for label in column.labels
            for label_cell in index.label_cells.get(label, ())
        ]
        required = min(_MIN_REPEATED_HEADERS, len(table.columns))
        if any(rows.count(row) >= required for row in set(rows)):
            return True
    return False


class JoinedSheets:
    """Sheets stacked into one, with the mapping from a row back to its sheet."""

    def __init__(self, sheets: list[Sheet]) -> None:
        self._sheets = sheets
        self._offsets: list[int] = []
        offset = 0
        for sheet in sheets if len(sheets) > 1 else ():  # mostly there is one
            self._offsets.append(offset)
            offset += max([row for row, _ in sheet.cells] + [m.bottom for m in sheet.merges])

    def sheet(self) -> Sheet:
        """Return all sheets as one, named after the first."""
        first = self._sheets[0]
        if len(self._sheets) == 1:
            return first
        parts = list(zip(self._sheets, self._offsets, strict=True))
        return Sheet(
            first.name,
            {
                (row + offset, column): cell
                for sheet, offset in parts
                for (row, column), cell in sheet.cells.items()
            },
            tuple(
                Range(merge.top + offset, merge.left, merge.bottom + offset, merge.right)
                for sheet, offset in parts
                for merge in sheet.merges
            ),
            hidden_rows=frozenset(
                row + offset for sheet, offset in parts for row in sheet.hidden_rows
            ),
        )

    def form(self, form: Form) -> Form:
        """Return the form with its origins and notes mapped back to their sheets.

        Its sheet is the one it starts on; a cell on another is written ``续表!B5``.
        """
        if len(self._sheets) == 1:
            return form
        area = parse_range(form.range)
        own = self._sheet_number(area.top)
        origins = {
            path: cell if path.endswith(".text") else self._cell_name(cell, own)
            for path, cell in form.origins.items()
        }
        notes = tuple(
            Note(note.code, self._cell_name(note.cell, own), note.seen, note.meant)
            for note in form.notes
        )
        offset = self._offsets[own]
        ends = [*self._offsets[own + 1 : own + 2], area.bottom]
        area = Range(area.top - offset, area.left, min(area.bottom, ends[0]) - offset, area.right)
        return msgspec.structs.replace(
            form, sheet=self._sheets[own].name, origins=origins, notes=notes, range=str(area)
        )

    def unread(self, unread: Unread) -> Unread:
        """Return the unread range mapped back to its sheet; a range never spans two sheets."""
        if len(self._sheets) == 1 or not unread.range:
            return unread
        area = parse_range(unread.range)
        sheet_number = self._sheet_number(area.top)
        offset = self._offsets[sheet_number]
        area = Range(area.top - offset, area.left, area.bottom - offset, area.right)
        return Unread(self._sheets[sheet_number].name, unread.because, str(area))

    def _cell_name(self, cell: str, own: int) -> str:
        row, column = parse_cell(cell)
        sheet_number = self._sheet_number(row)
        cell = cell_name(row - self._offsets[sheet_number], column)
        return f"{self._sheets[sheet_number].name}!{cell}" if sheet_number != own else cell

    def _sheet_number(self, row: int) -> int:
        return max(
            sheet_number for sheet_number, offset in enumerate(self._offsets) if offset < row
        )
