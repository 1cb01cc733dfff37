"""The sheets of a document put in order: what belongs to a form stands on one sheet.

In a document a form's title stands above its table and its signatures below it, as paragraphs;
in a plain text the tables themselves are lines. What a line is, the templates' words tell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec

from xlform.grid.model import PROSE, Cell, Grid, Position, Sheet
from xlform.ooxml.address import Range
from xlform.reading.printed import Printed, printed
from xlform.template.form import FormTemplate

_TABS = re.compile(r"\t+")


def arranged(grid: Grid, templates: tuple[FormTemplate, ...]) -> Grid:
    """A document's grid with the lines around each table on the table's sheet.

    A workbook's grid is given back as it is.
    """
    prose = next((sheet for sheet in grid.sheets if sheet.name == PROSE), None)
    if prose is None or any(column != 1 for _, column in prose.cells):
        return grid
    words = printed(templates)
    tables = [sheet for sheet in grid.sheets if sheet is not prose]
    if not tables:
        from xlform.reading.dump import tables_of  # noqa: PLC0415  (only plain text needs it)

        prose, tables = tables_of(prose, words)
    if not any(sheet.after is not None for sheet in tables):
        return grid
    lines = {row: cell.text for (row, _), cell in prose.cells.items()}
    moved = [_with_lines(sheet, lines, words) for sheet in tables]
    left = {position: cell for position, cell in prose.cells.items() if position[0] in lines}
    return Grid((msgspec.structs.replace(prose, cells=left), *moved), grid.names)


def _with_lines(sheet: Sheet, lines: dict[int, str], words: Printed) -> Sheet:
    """A table with the lines above and below it that are its form's; these are taken away."""
    if sheet.after is None:
        return sheet
    rows = sorted(lines)
    above = list(_while(reversed([r for r in rows if r <= sheet.after]), lines, words, _ABOVE))
    below = list(_while((r for r in rows if r > sheet.after), lines, words, _BELOW))
    top = [lines.pop(row) for row in reversed(above)]
    bottom = [lines.pop(row) for row in below]
    return _around(sheet, top, bottom)


_ABOVE = frozenset({"title", "label"})
_BELOW = frozenset({"closing"})


def _while(
    rows: Iterator[int] | Sequence[int],
    lines: dict[int, str],
    words: Printed,
    roles: frozenset[str],
) -> Iterator[int]:
    """The rows as long as their lines play one of the roles."""
    for row in rows:
        if words.role(lines[row]) not in roles:
            return
        yield row


def _around(sheet: Sheet, top: list[str], bottom: list[str]) -> Sheet:
    """The sheet pushed down below ``top``, with ``bottom`` under it; a tab parts two cells."""
    down = len(top)
    last = max(
        [row for row, _ in sheet.cells] + [merge.bottom for merge in sheet.merges], default=0
    )
    cells: dict[Position, Cell] = dict(_cells(top, 1))
    cells |= {(row + down, column): cell for (row, column), cell in sheet.cells.items()}
    cells |= _cells(bottom, down + last + 1)
    merges = tuple(
        Range(merge.top + down, merge.left, merge.bottom + down, merge.right)
        for merge in sheet.merges
    )
    return msgspec.structs.replace(sheet, cells=cells, merges=merges)


def _cells(lines: list[str], first: int) -> dict[Position, Cell]:
    return {
        (row, column): Cell(text)
        for row, line in enumerate(lines, first)
        for column, text in enumerate(_TABS.split(line.strip("\t")), 1)
        if text.strip()
    }
