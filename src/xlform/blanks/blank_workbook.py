"""Workbook of blank forms for a filer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

import msgspec

from xlform.blanks.input_fields import BlankForm, InputField, blank_form
from xlform.blanks.input_validation import validations
from xlform.blanks.prefill import filer_fields, prefilled_cells
from xlform.export.names import MAX_SHEET_NAME, UniqueNames
from xlform.grid.address import Range
from xlform.grid.model import Cell, Position
from xlform.ooxml.fill.row_layout import RowLayout, absolute
from xlform.ooxml.fill.sheet_layout import FilledCell, SheetLayout
from xlform.ooxml.fill.validation import Validation
from xlform.ooxml.fill.workbook_builder import SourceWorkbook, new_workbook
from xlform.reading.defined_names import defined_name
from xlform.template.form import FormTemplate

# Without a password. Each attribute locks something; 0 leaves it unlocked.
_PROTECTION: Final = {
    "sheet": "1", "objects": "1", "scenarios": "1",
    "formatColumns": "0", "formatRows": "0", "insertRows": "0",
}  # fmt: skip


class BlankRequest(msgspec.Struct, frozen=True):
    """Blank forms to make: ``copies`` sheets of each form that a filer may have several of.

    ``unit`` is the filer's name, "" to leave it open; ``year`` ``None`` keeps that of the blanks.
    """

    templates: tuple[FormTemplate, ...]
    unit: str = ""
    year: int | None = None
    copies: int = 1

    def prefilled(self, form: BlankForm) -> frozenset[str]:
        """Return the fields of a form filled in already; the units of a list are not."""
        return frozenset(one.path for one in filer_fields(form)) if self.unit else frozenset()


def blank_workbook(request: BlankRequest) -> bytes:
    """Return the workbook; its bytes are the same for the same request.

    Labels are locked without a password, cells to fill in are not. Raises
    :class:`~xlform.errors.FileProblem` for a blank that can't be used.
    """
    sheets: list[tuple[SheetLayout, SourceWorkbook]] = []
    names = UniqueNames(MAX_SHEET_NAME)
    for template in request.templates:
        form = blank_form(template)
        sheet_names = map(names.assign, _sheet_names(form, request.copies))
        sheets += [(_sheet(form, name, request), form.blank.book) for name in sheet_names]
    return new_workbook(sheets, request.unit)


def _sheet_names(form: BlankForm, copies: int) -> Sequence[str]:
    """Return the blank's own name; ``附表3-1``, ``附表3-2`` for several copies."""
    declared = form.template.declaration
    if declared.repeat != "many" or copies == 1:
        return (form.sheet.name,)
    first = declared.appendix or form.sheet.name[: MAX_SHEET_NAME - 3]
    return [f"{first}-{number}" for number in range(1, copies + 1)]


def _sheet(form: BlankForm, name: str, request: BlankRequest) -> SheetLayout:
    """Return the blank's sheet, locked except for its input cells."""
    pattern = form.blank.book.sheet
    added = list(validations(form, request.year, request.prefilled(form)))
    remaining = tuple(
        validation
        for validation in pattern.validations
        if not _overlap_any(validation.areas, added)
    )
    pattern = msgspec.structs.replace(pattern, validations=remaining)
    sheet = SheetLayout(pattern, RowLayout(range(1, pattern.last_row + 1)), frozenset(), name)
    sheet.cells = _cells(form, request)
    sheet.parts["sheetProtection"] = dict(_PROTECTION)
    sheet.validations = [validation.markup() for validation in added]
    sheet.names = [
        (defined_name(form.template.kind, input_field.path), sheet.quoted + _reach(input_field))
        for input_field in form.input_fields
    ]
    return sheet


def _cells(form: BlankForm, request: BlankRequest) -> dict[Position, FilledCell]:
    """Return the cells to write, among them every input cell, unlocked.

    A prefilled filer's name is no input cell.
    """
    cells = prefilled_cells(form, request.unit, request.year)
    for position in (
        position for area in _input_areas(form, request) for position in area.positions()
    ):
        cell = form.sheet.cells.get(position)
        filled = cells.get(position, _printed(cell))
        cells[position] = msgspec.structs.replace(filled, locked=False)
    return cells


def _printed(cell: Cell | None) -> FilledCell:
    """Return what the blank prints where a value goes: a hint, or the usual number of points."""
    if cell is None:
        return FilledCell()
    number = cell.value if isinstance(cell.value, Decimal) else None
    return FilledCell("" if number is not None else cell.text, number)


def _input_areas(form: BlankForm, request: BlankRequest) -> Iterator[Range]:
    yield from form.year_labels
    prefilled = request.prefilled(form)
    for input_field in form.input_fields:
        if not input_field.computed and input_field.path not in prefilled:
            yield from input_field.cells


def _reach(input_field: InputField) -> str:
    """Return the reference of an input field: a field's first cell, all rows of a column."""
    area = input_field.column_range
    if "." in input_field.path or len(input_field.cells) > 1:
        return absolute(area)
    return absolute(Range(area.top, area.left, area.top, area.left)).partition(":")[0]


def _overlap_any(areas: Sequence[Range], added: Sequence[Validation]) -> bool:
    return any(
        _overlap(cells, area)
        for validation in added
        for cells in validation.cells
        for area in areas
    )


def _overlap(first: Range, second: Range) -> bool:
    share_columns = first.left <= second.right and second.left <= first.right
    return share_columns and first.top <= second.bottom and second.top <= first.bottom
