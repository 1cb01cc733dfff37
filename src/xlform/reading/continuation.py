"""A form that goes on over sheets (续表): read as one, each value traced to its own sheet."""

from __future__ import annotations

import msgspec

from xlform.grid.model import Sheet
from xlform.model.submission import Form, Note, Unread
from xlform.ooxml.address import Range, cell_name, parse_cell, parse_range
from xlform.reading.index import SheetIndex
from xlform.reading.regions import Region, is_title
from xlform.template.form import FormTemplate
from xlform.template.labels import fold

# So many heads of one table in a row are no chance.
_HEADS_AT_LEAST = 3


def goes_on(index: SheetIndex, regions: list[Region], template: FormTemplate) -> bool:
    """Whether a sheet goes on with the form of ``template`` that the sheet before it began.

    It repeats the head of one of the form's tables and begins no form itself: what looks like one
    is of the same template and has the label of none of its required fields.
    """
    if not regions:
        return _repeats_a_head(index, template)
    return (
        len(regions) == 1
        and regions[0].template is template
        and _required_labels(template).isdisjoint(index.spots)
    )


def runs_on(
    begun: SheetIndex, index: SheetIndex, regions: list[Region], template: FormTemplate
) -> bool:
    """Whether a document's table is the rest of the one before, which a page parted.

    They stand after the same paragraph in one grid; the rest begins no other form, has no title,
    and no label of a field or a total that the first part has already.
    """
    if index.sheet.after is None or index.sheet.after != begun.sheet.after:
        return False
    if any(region.template is not template for region in regions):
        return False
    first = (index.cells[index.top, column] for column in index.rows.get(index.top, ()))
    if any(is_title(template, fold(cell.text)) for cell in first):
        return False
    return _single_labels(template).isdisjoint(begun.spots.keys() & index.spots.keys())


def _single_labels(template: FormTemplate) -> frozenset[str]:
    """The labels a form has once: those of fields that stand in no section, and of totals."""
    fields = (field for field in template.fields.values() if not field.under)
    labels = {label for field in fields for label in field.labels}
    tables = template.tables.values()
    heads = {label for t in tables for column in t.columns.values() for label in column.labels}
    return frozenset(labels - heads).union(*(table.totals for table in tables))


def _required_labels(template: FormTemplate) -> frozenset[str]:
    """The labels that stand for a required field wherever they stand; none: never a torn form."""
    labels = {
        label
        for field in template.fields.values()
        if field.declaration.required and not field.under
        for label in field.labels
    }
    return frozenset(labels or template.labels)


def _repeats_a_head(index: SheetIndex, template: FormTemplate) -> bool:
    for table in template.tables.values():
        rows = [
            spot.row
            for column in table.columns.values()
            for label in column.labels
            for spot in index.spots.get(label, ())
        ]
        wanted = min(_HEADS_AT_LEAST, len(table.columns))
        if any(rows.count(row) >= wanted for row in set(rows)):
            return True
    return False


class Joined:
    """Several sheets one under another, and the way back from a row to the sheet it came from."""

    def __init__(self, sheets: list[Sheet]) -> None:
        self._sheets = sheets
        self._tops: list[int] = []
        top = 0
        for sheet in sheets:
            self._tops.append(top)
            top += max([row for row, _ in sheet.cells] + [m.bottom for m in sheet.merges])

    def sheet(self) -> Sheet:
        """All of them as one sheet under the first one's name."""
        first = self._sheets[0]
        if len(self._sheets) == 1:
            return first
        parts = list(zip(self._sheets, self._tops, strict=True))
        return Sheet(
            first.name,
            {
                (row + top, column): cell
                for sheet, top in parts
                for (row, column), cell in sheet.cells.items()
            },
            tuple(
                Range(merge.top + top, merge.left, merge.bottom + top, merge.right)
                for sheet, top in parts
                for merge in sheet.merges
            ),
            hidden_rows=frozenset(row + top for sheet, top in parts for row in sheet.hidden_rows),
        )

    def form(self, form: Form) -> Form:
        """The form with origins and notes led back; one on a later sheet as ``续表!B5``."""
        if len(self._sheets) == 1:
            return form
        origins = {
            path: place if path.endswith(".text") else self._place(place)
            for path, place in form.origins.items()
        }
        notes = tuple(
            Note(note.code, self._place(note.cell), note.seen, note.meant) for note in form.notes
        )
        area = parse_range(form.range)
        area = Range(area.top, area.left, min(area.bottom, self._tops[1]), area.right)
        return msgspec.structs.replace(form, origins=origins, notes=notes, range=str(area))

    def unread(self, unread: Unread) -> Unread:
        """What was not read, led back to its sheet; a rectangle never spans two of them."""
        if len(self._sheets) == 1 or not unread.range:
            return unread
        area = parse_range(unread.range)
        number = self._number(area.top)
        top = self._tops[number]
        area = Range(area.top - top, area.left, area.bottom - top, area.right)
        return Unread(self._sheets[number].name, unread.because, str(area))

    def _place(self, place: str) -> str:
        row, column = parse_cell(place)
        number = self._number(row)
        cell = cell_name(row - self._tops[number], column)
        return f"{self._sheets[number].name}!{cell}" if number else cell

    def _number(self, row: int) -> int:
        return max(number for number, top in enumerate(self._tops) if top < row)
