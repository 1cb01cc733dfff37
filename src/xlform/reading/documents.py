"""Sheets of a document rearranged so that everything of a form is on one sheet.

In a document a form's title is above its table and its signatures are below it, as paragraphs; in
plain text the tables themselves are lines. The templates' labels classify each line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import msgspec

from xlform.grid.address import Range
from xlform.grid.model import PROSE, Cell, Grid, Position, Sheet
from xlform.template.form import FormTemplate

if TYPE_CHECKING:
    from xlform.reading.line_roles import LineClassifier

_TABS = r"\t+"  # compiled by `re` at its first use


def arrange_document(grid: Grid, templates: tuple[FormTemplate, ...]) -> Grid:
    """Return a document's grid with the lines around each table moved to the table's sheet.

    The grid of a workbook is returned unchanged.
    """
    prose = next((sheet for sheet in grid.sheets if sheet.name == PROSE), None)
    if prose is None or any(column != 1 for _, column in prose.cells):
        return grid
    from xlform.reading.line_roles import line_classifier  # noqa: PLC0415  (a workbook needs none)

    classifier = line_classifier(templates)
    tables = [sheet for sheet in grid.sheets if sheet is not prose]
    if not tables:
        from xlform.reading.text_tables import tables_of  # noqa: PLC0415  (only plain text needs it)

        prose, tables = tables_of(prose, classifier)
    if not any(sheet.after is not None for sheet in tables):
        return grid
    lines = {row: cell.text for (row, _), cell in prose.cells.items()}
    moved = [_add_lines(sheet, lines, classifier) for sheet in tables]
    remaining = {position: cell for position, cell in prose.cells.items() if position[0] in lines}
    remaining_prose = msgspec.structs.replace(prose, cells=remaining)
    return msgspec.structs.replace(grid, sheets=(remaining_prose, *moved))


def _add_lines(sheet: Sheet, lines: dict[int, str], classifier: LineClassifier) -> Sheet:
    """Return a table with the lines above and below it that belong to its form.

    These lines are removed from ``lines``.
    """
    if sheet.after is None:
        return sheet
    rows = sorted(lines)
    above = list(
        _take_while(reversed([r for r in rows if r <= sheet.after]), lines, classifier, _ABOVE)
    )
    below = list(_take_while((r for r in rows if r > sheet.after), lines, classifier, _BELOW))
    top = [lines.pop(row) for row in reversed(above)]
    bottom = [lines.pop(row) for row in below]
    return _insert_lines(sheet, top, bottom)


_ABOVE = frozenset({"title", "label"})
_BELOW = frozenset({"closing"})


def _take_while(
    rows: Iterator[int] | Sequence[int],
    lines: dict[int, str],
    classifier: LineClassifier,
    roles: frozenset[str],
) -> Iterator[int]:
    """Yield rows while their lines have one of the roles."""
    for row in rows:
        if classifier.role(lines[row]) not in roles:
            return
        yield row


def _insert_lines(sheet: Sheet, top: list[str], bottom: list[str]) -> Sheet:
    """Return the sheet with ``top`` above and ``bottom`` below; a tab separates two cells."""
    offset = len(top)
    last_row = max(
        [row for row, _ in sheet.cells] + [merge.bottom for merge in sheet.merges], default=0
    )
    cells: dict[Position, Cell] = dict(_cells(top, 1))
    cells |= {(row + offset, column): cell for (row, column), cell in sheet.cells.items()}
    cells |= _cells(bottom, offset + last_row + 1)
    merges = tuple(
        Range(merge.top + offset, merge.left, merge.bottom + offset, merge.right)
        for merge in sheet.merges
    )
    return msgspec.structs.replace(sheet, cells=cells, merges=merges)


def _cells(lines: list[str], first: int) -> dict[Position, Cell]:
    return {
        (row, column): Cell(text)
        for row, line in enumerate(lines, first)
        for column, text in enumerate(re.split(_TABS, line.strip("\t")), 1)
        if text.strip()
    }
