"""Tables of a Word document to sheets: spans and merges to cells of one grid.

A row's cells span grid columns of the table (``gridSpan``); the sheet has a column for each edge
that some cell really has. Edges closer than a hair are one edge.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

import msgspec

from xlform.formats.typed_text import typed_cell
from xlform.grid.address import Range
from xlform.grid.model import Cell, Position, Sheet
from xlform.ooxml.word.document import Table, TableCell

# Name of a table's sheet, with a number.
TABLE = "表"
# Two millimetres in twentieths of a point: a pen's slip with the mouse, no column of a form.
_HAIR = 113
NESTED_AT_MOST = 8


class _Placed(msgspec.Struct):
    """Cell, and the grid edges on its left and right."""

    row: int
    start: int
    end: int
    cell: TableCell


def table_sheets(first: int, tables: Sequence[Table], after: int) -> Iterator[Sheet]:
    """Yield the sheets of consecutive tables with no text between, and of nested tables.

    Such tables are usually one table that was split: those of one grid share their columns and the
    paragraph they follow; a next one of another grid follows nothing. They are named 表1, 表2 …
    from the number ``first`` on; a table nested in 表1 is 表1-1.
    """
    placed = [list(_placed(table)) for table in tables]
    # A table without a grid is equal to no other.
    keys = [(*table.widths,) or (-number,) for number, table in enumerate(tables, 1)]
    alike: dict[tuple[int, ...], list[_Placed]] = {}
    for key, cells in zip(keys, placed, strict=True):
        alike.setdefault(key, []).extend(cells)
    columns = {key: _columns(cells, key if key[0] >= 0 else ()) for key, cells in alike.items()}
    for number, (key, cells) in enumerate(zip(keys, placed, strict=True)):
        name = f"{TABLE}{first + number}"
        apart = number > 0 and keys[number - 1] != key
        yield _sheet(name, cells, columns[key], None if apart else after)
        yield from _nested(name, cells)


def _nested(name: str, placed: list[_Placed], depth: int = 1) -> Iterator[Sheet]:
    inner = [table for item in placed for table in item.cell.tables]
    for number, table in enumerate(inner, 1):
        own = f"{name}-{number}"
        cells = list(_placed(table))
        yield _sheet(own, cells, _columns(cells, table.widths), None)
        if depth < NESTED_AT_MOST:
            yield from _nested(own, cells, depth + 1)


def _placed(table: Table) -> Iterator[_Placed]:
    for row, written in enumerate(table.rows, 1):
        edge = written.before
        last: _Placed | None = None
        for cell in written.cells:
            if cell.beside and last is not None:  # merged with the one on its left, as of old
                last.end += cell.span
            else:
                if last is not None:
                    yield last
                last = _Placed(row, edge, edge + cell.span, cell)
            edge += cell.span
        if last is not None:
            yield last


def _columns(placed: list[_Placed], widths: Sequence[int]) -> dict[int, int]:
    """Return each edge in use → the number of the column that starts there, from 1."""
    edges = sorted({edge for item in placed for edge in (item.start, item.end)})
    slivers = {(item.start, item.end) for item in placed}
    at = [0]
    for width in widths:
        at.append(at[-1] + width)
    columns: dict[int, int] = {}
    number = 1
    for edge in edges[:1]:
        columns[edge] = number
    for left, right in pairwise(edges):
        known = right < len(at)
        narrow = known and at[right] - at[left] < _HAIR and (left, right) not in slivers
        number += not narrow
        columns[right] = number
    return columns


def _sheet(name: str, placed: list[_Placed], columns: dict[int, int], after: int | None) -> Sheet:
    cells: dict[Position, Cell] = {}
    merges: dict[Position, Range] = {}
    above: dict[int, tuple[int, int]] = {}  # a cell's first column → its first row, last column
    here: dict[int, tuple[int, int]] = {}
    row = 0
    for item in placed:
        if item.row != row:
            above, here, row = here if item.row == row + 1 else {}, {}, item.row
        left = columns[item.start]
        right = max(left, columns[item.end] - 1)
        top = row
        if item.cell.continues and above.get(left, (0, 0))[1] == right:
            top = above[left][0]
        elif text := _text(item.cell):
            cells[row, left] = _with_struck(written_cell(text), item.cell)
        elif item.cell.struck:
            words = "\n".join(item.cell.struck)
            cells[row, left] = Cell(words, struck=words)
        here[left] = top, right
        if top < row or left < right:
            merges[top, left] = Range(top, left, row, right)
    return Sheet(name, cells, tuple(sorted(merges.values())), after=after)


def _with_struck(cell: Cell, written: TableCell) -> Cell:
    """Return the cell with the words struck out of it."""
    struck = "\n".join(written.struck)
    return msgspec.structs.replace(cell, struck=struck) if struck else cell


def written_cell(text: str) -> Cell:
    """Return the cell of a document's text: a plain number is a number.

    All other text, also a percentage, stays text.
    """
    cell = typed_cell(text)
    return cell if isinstance(cell.value, Decimal) and not cell.percent else Cell(text)


def _text(cell: TableCell) -> str:
    """Return a cell's text, without the empty paragraph that Word puts after a nested table."""
    text = "\n".join(cell.lines)
    if cell.tables:
        text = text.strip("\n")
    return text if text.strip() else ""
