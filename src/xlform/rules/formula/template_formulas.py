"""Formulas of a template's blank workbook, in terms of the names of its values."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache

import msgspec

from xlform.errors import XlformError
from xlform.formats.source import file_bytes
from xlform.formats.xlsx import read_xlsx
from xlform.formula.tree import Cells
from xlform.grid.address import parse_cell
from xlform.grid.model import Grid
from xlform.model.submission import Source
from xlform.reading.submission import read_grid
from xlform.rules.formula.formula_workbook import CellRef, FormulaWorkbook
from xlform.template.form import FormTemplate


class TemplateTerm(msgspec.Struct, frozen=True):
    """Term of a blank's formula: a field, or with ``table`` all rows of a column."""

    table: str
    column: str
    factor: Decimal


@lru_cache(maxsize=64)
def template_formulas(template: FormTemplate) -> Mapping[str, tuple[TemplateTerm, ...]]:
    """Return the fields for which the blank has a formula, with its terms.

    Empty if the template has no blank, or none that can be read.
    """
    blank = template.blank
    if blank is None or template.prose:
        return {}
    try:
        grid = read_xlsx(file_bytes(blank), str(blank), compute=False)
        source = Source(blank.name, "xlsx", "")
        form = read_grid(grid, source, (template,)).forms[0]
    except XlformError:
        return {}
    at = {
        (form.sheet, parse_cell(origin)): path
        for path, origin in form.origins.items()
        if not path.endswith(".text") and "!" not in origin
    }
    workbook = _TemplateWorkbook(grid, at)
    return {
        path: parts
        for ref, path in at.items()
        if path in template.names() and (parts := _terms(workbook, ref, at, template))
    }


class _TemplateWorkbook(FormulaWorkbook):
    """Workbook of a blank, where cells to be filled in count as numbers."""

    def __init__(self, grid: Grid, at: Mapping[CellRef, str]) -> None:
        super().__init__(grid, {}, ())
        self._at = at

    def referenced_cells(self, cells: Cells, home: str) -> list[CellRef] | None:
        """Return the cells of the form within a reference."""
        sheet = cells.sheet or home
        return [at for at in self._at if at[0] == sheet and cells.range.covers(*at[1])]

    def counts(self, ref: CellRef) -> bool:
        """Return whether the cell holds a value of the form."""
        return ref in self._at


def _terms(
    workbook: FormulaWorkbook, ref: CellRef, at: Mapping[CellRef, str], template: FormTemplate
) -> tuple[TemplateTerm, ...]:
    """Return the terms of a formula by name; empty if there is no formula."""
    found: dict[tuple[str, str], Decimal] = {}
    terms = workbook.terms_of_cell(ref)
    for other, factor in (terms or {}).items():
        table, bracket, rest = at[other].partition("[")
        found[(table, rest.partition("].")[2]) if bracket else ("", table)] = factor
    if terms is not None and not found:
        found = _of_empty_table(at[ref], template)
    return tuple(TemplateTerm(table, column, factor) for (table, column), factor in found.items())


def _of_empty_table(path: str, template: FormTemplate) -> dict[tuple[str, str], Decimal]:
    """Return the term of a table's total if its rows are blank and none was read."""
    for name, table in template.tables.items():
        for column, field in table.total_fields.items():
            if field == path:
                return {(name, column): Decimal(1)}
    return {}
