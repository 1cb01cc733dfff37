"""Small changes to a grid, the ones people make to an official table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from grid import Cell, Form, Value

OUTSIDE = frozenset({"title", "tag", "unit", "money_unit", "sign", "contact", "year"})


def unmerge(form: Form, *, repeat: bool) -> Form:
    """Undo every merge; inside the table the value may be repeated in each cell."""
    cells: list[Cell] = []
    for cell in form.cells:
        for index, (row, col) in enumerate(cell.positions()):
            if index == 0:
                style = "title_left" if cell.style == "title" else cell.style
                cells.append(replace(cell, rows=1, cols=1, style=style))
            elif repeat and cell.style not in OUTSIDE:
                cells.append(replace(cell, row=row, col=col, rows=1, cols=1, name=""))
            elif cell.style not in OUTSIDE or cell.style == "sign":
                cells.append(Cell(row, col, None, cell.style))
    return replace(form, cells=tuple(cells))


def widen(form: Form, columns: int) -> Form:
    """Stretch the last column of a form over further columns, as when it shares a sheet."""
    extra = columns - len(form.widths)
    if extra <= 0:
        return form
    last = len(form.widths) - 1
    wide = form.mapped(
        lambda cell: replace(cell, cols=cell.cols + extra) if cell.last_col == last else cell
    )
    return replace(wide, widths=(*form.widths, *([0.0] * extra)))


def insert_rows(form: Form, at: int, count: int = 1) -> Form:
    """Open empty rows before a row; merged blocks that span it grow."""

    def shift(cell: Cell) -> Cell:
        if cell.row >= at:
            return replace(cell, row=cell.row + count)
        return replace(cell, rows=cell.rows + count) if cell.last_row >= at else cell

    return form.mapped(shift)


def add_cells(form: Form, *cells: Cell) -> Form:
    """Add cells to a form."""
    return replace(form, cells=(*form.cells, *cells))


def drop_cells(form: Form, unwanted: Callable[[Cell], bool]) -> Form:
    """Leave out the cells that match."""
    return replace(form, cells=tuple(cell for cell in form.cells if not unwanted(cell)))


def set_value(form: Form, name: str, value: Value, style: str = "") -> Form:
    """Put another value in a named cell."""
    return form.mapped(
        lambda cell: (
            replace(cell, value=value, style=style or cell.style) if cell.name == name else cell
        )
    )


def move_columns(form: Form, rows: range, order: tuple[int, ...]) -> Form:
    """Reorder the columns of some rows: ``order[old]`` is the new place of a column."""
    widths = list(form.widths)
    for old, new in enumerate(order):
        widths[new] = form.widths[old]
    moved = form.mapped(
        lambda cell: replace(cell, col=order[cell.col]) if cell.row in rows else cell
    )
    return replace(moved, widths=tuple(widths))


def move_row(form: Form, old: int, new: int) -> Form:
    """Take one row out and put it down elsewhere, the rows between closing up."""

    def place(row: int) -> int:
        if row == old:
            return new
        if old < row <= new:
            return row - 1
        return row + 1 if new <= row < old else row

    return form.mapped(lambda cell: replace(cell, row=place(cell.row)))
