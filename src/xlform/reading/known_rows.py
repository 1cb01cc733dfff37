"""Rows of tables, remembered by the skeletons of their sheets and what their texts decide.

Which rows a table has, and where the cells of each are, depends on the skeleton of the sheet and on
the few questions that are put to its texts. Where these have the answers that they had in a sheet
before, the rows are those of that sheet.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping

import msgspec

from xlform.grid.address import Range
from xlform.grid.model import Position, origin
from xlform.reading.cell_splitting import split_cells
from xlform.reading.header_row import HeaderRow
from xlform.reading.index import SheetIndex
from xlform.reading.row_texts import Answers, RowTexts
from xlform.reading.tables import FoundRow, FoundTable, RowCell, find_rows


class RowPlan(msgspec.Struct, frozen=True):
    """Places of a row: its filled cells by column, and the origin of each of its values by path.

    ``levels`` are those of the stub, ``texts`` those of columns of texts without a prompt,
    ``others`` the rest. ``entries`` are given for a row whose cells are split into several: its
    stub cells and others by column, each with ``False`` where it is blank.
    """

    path: str
    levels: tuple[tuple[str, Position], ...]
    texts: tuple[tuple[str, Position], ...]
    others: tuple[tuple[str, Position], ...]
    origins: Mapping[str, str]
    entries: Mapping[str, tuple[Position, bool]] = {}


class TablePlan(msgspec.Struct, frozen=True):
    """Places of a table's rows, for sheets in which the questions ``asked`` have these answers.

    ``total`` holds the cells of the total row by column, each with ``False`` where it is blank;
    ``notes`` hold a code, a cell, and the same.
    """

    header: HeaderRow
    asked: Answers
    rows: tuple[RowPlan, ...]
    total: Mapping[str, tuple[Position, bool]] | None
    notes: tuple[tuple[str, Position, bool], ...]
    claimed: frozenset[Position]


def known_rows(
    index: SheetIndex, header: HeaderRow, area: Range, stop: int
) -> tuple[TablePlan, RowTexts] | None:
    """Return the places of a table's rows, and their texts.

    ``None`` for a table that is met for the first time. The header row must be that of a layout
    that is known by the skeleton.
    """
    subject = "rows", header.table, area, stop
    known = index.known.get(subject)
    texts = RowTexts(index, header.table)
    if isinstance(known, TablePlan):
        if known.header is header and texts.agree(known.asked):
            return known, texts
        known = known.header
    index.known[subject] = header
    if known is not header:
        return None
    texts = RowTexts(index, header.table)
    plan = index.known[subject] = _plan(find_rows(index, header, area, stop, texts), texts)
    return plan, texts


def _plan(table: FoundTable, texts: RowTexts) -> TablePlan:
    """Return the places of the rows of a table."""
    rows: list[RowPlan] = []
    number = 0
    for row in table.rows:
        parts = _parts(row, texts)
        rows.append(_row_plan(table, number, row, parts))
        number += parts
    return TablePlan(
        table.header,
        texts.answers(),
        tuple(rows),
        _places(table.total) if table.total else None,
        tuple(
            (note.code, note.row_cell.position, bool(note.row_cell.cell)) for note in table.notes
        ),
        frozenset(table.claimed),
    )


def _parts(row: FoundRow, texts: RowTexts) -> int:
    """Return how many rows the cells of a row are split into."""
    cells = [row.cells.get(name) for name in texts.table.declaration.split]
    places = [cell.position for cell in cells if cell and cell.cell]
    if not cells or len(places) < len(cells):
        return 1
    return texts.ask(_number_of_parts, *places)


def _number_of_parts(texts: RowTexts, *places: Position) -> int:
    for at in places:
        value = texts.cells[at].value
        if type(value) is not str or "\n" not in value:  # most cells
            return 1
    names = texts.table.declaration.split
    cells = {name: RowCell(at, texts.cells[at]) for name, at in zip(names, places, strict=True)}
    return len(split_cells(texts.table, cells))


def _row_plan(table: FoundTable, number: int, row: FoundRow, parts: int) -> RowPlan:
    path = f"{table.header.table.name}[{number}]"
    columns = table.header.table.columns
    entries = {name: row.cells[name] for name in columns if name in row.cells}
    levels: list[tuple[str, Position]] = []
    texts: list[tuple[str, Position]] = []
    others: list[tuple[str, Position]] = []
    for name, one in entries.items():
        if one.cell:
            column = columns[name]
            is_text = column.kind == "text" and not column.prompts
            kept = levels if column.stub else texts if is_text else others
            kept.append((name, one.position))
    return RowPlan(
        path,
        tuple(levels),
        tuple(texts),
        tuple(others),
        {sys.intern(f"{path}.{name}"): origin(one.position) for name, one in entries.items()},
        _places(row) if parts > 1 else {},
    )


def _places(row: FoundRow) -> dict[str, tuple[Position, bool]]:
    """Return the cells of a row by column, each with ``False`` where it is blank."""
    return {name: (one.position, bool(one.cell)) for name, one in row.cells.items()}
