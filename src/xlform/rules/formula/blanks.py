"""The formulas printed in a template's blank workbook, told by the names of their values."""

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
from xlform.rules.formula.book import Book, Spot
from xlform.template.form import FormTemplate


class Part(msgspec.Struct, frozen=True):
    """A part of a blank's formula: a field, or with ``table`` all rows of a column of it."""

    table: str
    column: str
    factor: Decimal


@lru_cache(maxsize=64)
def blank_formulas(template: FormTemplate) -> Mapping[str, tuple[Part, ...]]:
    """The fields in which the blank has a formula, with what it adds up.

    Nothing where there is no blank, or none that can be read: then no formula is asked for.
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
        (form.sheet, parse_cell(place)): path
        for path, place in form.origins.items()
        if not path.endswith(".text") and "!" not in place
    }
    book = _Printed(grid, at)
    return {
        path: parts
        for spot, path in at.items()
        if path in template.names() and (parts := _parts(book, spot, at, template))
    }


class _Printed(Book):
    """A blank's cells, where those to be filled in count though nothing stands in them."""

    def __init__(self, grid: Grid, at: Mapping[Spot, str]) -> None:
        super().__init__(grid, {}, ())
        self._at = at

    def spots(self, cells: Cells, home: str) -> list[Spot] | None:
        """The cells of the form that a reference names."""
        sheet = cells.sheet or home
        return [at for at in self._at if at[0] == sheet and cells.range.covers(*at[1])]

    def counts(self, spot: Spot) -> bool:
        """Whether the form reads the cell."""
        return spot in self._at


def _parts(
    book: Book, spot: Spot, at: Mapping[Spot, str], template: FormTemplate
) -> tuple[Part, ...]:
    """What a formula adds up, by name; nothing where there is no formula."""
    found: dict[tuple[str, str], Decimal] = {}
    terms = book.own_terms(spot)
    for other, factor in (terms or {}).items():
        table, bracket, rest = at[other].partition("[")
        found[(table, rest.partition("].")[2]) if bracket else ("", table)] = factor
    if terms is not None and not found:
        found = _of_empty_rows(at[spot], template)
    return tuple(Part(table, column, factor) for (table, column), factor in found.items())


def _of_empty_rows(path: str, template: FormTemplate) -> dict[tuple[str, str], Decimal]:
    """What the total of a table adds up whose rows are all blank, so that none was read."""
    for name, table in template.tables.items():
        total = table.declaration.total
        if total and total.field == path:
            return {(name, total.column): Decimal(1)}
    return {}
