"""Content of a blank form before it is filled in: year, unit name, open totals."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from xlform.blanks.input_fields import BlankForm, InputField
from xlform.grid.model import Position
from xlform.ooxml.fill.sheet_layout import FilledCell
from xlform.template.roles import Role
from xlform.writing.formulas import show_when_filled
from xlform.writing.title_year import replace_year

# What holds the filer's name: 部门名称 and 填报单位 are the same unit.
_FILER: Final = (Role.UNIT, Role.FILER)


def filer_fields(form: BlankForm) -> Iterator[InputField]:
    """Yield the fields with the filer's name; a list names units in a column."""
    filer = {form.template.roles.field(role) for role in _FILER}
    for input_field in form.input_fields:
        if input_field.path in filer and len(input_field.cells) == 1:
            yield input_field


def prefilled_cells(form: BlankForm, unit: str, year: int | None) -> dict[Position, FilledCell]:
    """Return the cells to write into a blank; "" and ``None`` leave name and year unchanged."""
    cells = dict(_totals(form))
    if year:
        cells |= _titles(form, year)
    if unit:
        cells |= _names(form, unit)
    return cells


def _titles(form: BlankForm, year: int) -> Iterator[tuple[Position, FilledCell]]:
    # If a line of its own names the year, the title need not.
    has_year_line = any(title_cell.role == "year" for title_cell in form.blank.title_cells)
    for title_cell in form.blank.title_cells:
        text = form.sheet.cells[title_cell.position].text
        new = replace_year(text, year, alone=title_cell.role == "year" or not has_year_line)
        if new != text:
            yield title_cell.position, FilledCell(new)


def _names(form: BlankForm, unit: str) -> Iterator[tuple[Position, FilledCell]]:
    for input_field in filer_fields(form):
        [box] = input_field.cells
        yield (box.top, box.left), FilledCell(input_field.prefix + unit)


def _totals(form: BlankForm) -> Iterator[tuple[Position, FilledCell]]:
    """Yield each formula, changed to show nothing until something it adds up is filled in."""
    for position, cell in form.sheet.cells.items():
        if cell.formula:
            yield position, FilledCell(formula=show_when_filled(cell.formula))
