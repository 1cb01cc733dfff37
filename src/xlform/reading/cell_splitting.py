"""Cells that hold several entries line by line, split where the lines correspond."""

from __future__ import annotations

import msgspec

from xlform.grid.model import Cell
from xlform.model.memoize import by_text
from xlform.reading.tables import RowCell
from xlform.template.form import TableTemplate
from xlform.values import parse_target

_SINGLE_VALUE_TYPES = frozenset({"number", "range", "date"})


def split_cells(table: TableTemplate, cells: dict[str, RowCell]) -> list[dict[str, RowCell]]:
    """Split a row: ``基本支出⏎项目支出`` beside ``445.40万元⏎611.00万元`` becomes two rows.

    Only if all columns that may hold several entries have the same number of lines, and the target
    is not meaningful as one value (domain.md §3, 29 and 39).
    """
    columns = table.declaration.split
    if not columns or not all(_has_lines(cells.get(name)) for name in columns):
        return [cells]
    lines = {name: _lines(cells.get(name)) for name in columns}
    line_counts = {len(lines_of_cell) for lines_of_cell in lines.values()}
    if len(line_counts) != 1 or line_counts <= {0, 1} or _is_one_value(table, lines):
        return [cells]
    return [
        {
            **cells,
            **{name: _part(cells[name], lines_of_cell[n]) for name, lines_of_cell in lines.items()},
        }
        for n in range(line_counts.pop())
    ]


def _has_lines(row_cell: RowCell | None) -> bool:
    cell = row_cell.cell if row_cell else None
    return cell is not None and type(cell.value) is str and "\n" in cell.value


def _lines(row_cell: RowCell | None) -> list[str]:
    if row_cell is None or row_cell.cell is None or type(row_cell.cell.value) is not str:
        return []
    return [line for line in row_cell.cell.value.splitlines() if line.strip()]


def _is_one_value(table: TableTemplate, lines: dict[str, list[str]]) -> bool:
    """Return True if the lines of a target are one value, wrapped to fit its cell."""
    return any(
        table.columns[name].kind == "target" and _is_single("".join(lines_of_cell))
        for name, lines_of_cell in lines.items()
    )


@by_text
def _is_single(text: str) -> bool:
    """Return True for a target that is one value."""
    return parse_target(text).type in _SINGLE_VALUE_TYPES


def _part(row_cell: RowCell, text: str) -> RowCell:
    cell = row_cell.cell
    part = msgspec.structs.replace(cell, value=text, format="") if cell else Cell(text)
    return RowCell(row_cell.position, part)
