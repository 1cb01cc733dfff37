"""Forms in prose partly in tables: a narrative drawn in a frame, a title above it.

The rows of narrow tables are put between the paragraphs they follow; values keep the sheet and
cell they are from.
"""

from __future__ import annotations

import msgspec

from xlform.grid.address import Range, cell_name, parse_cell, parse_range
from xlform.grid.model import Cell, Grid, Position, Sheet
from xlform.model.submission import Form, Note, Unread

# A table of more columns is no frame around text.
_MAX_COLUMNS = 2


class FramedProse:
    """Paragraphs of a document with the rows of its narrow tables, as one sheet."""

    def __init__(self, prose: Sheet, tables: list[Sheet]) -> None:
        self._main = prose.name
        self._origins: list[tuple[str, int]] = []
        cells: dict[Position, Cell] = {}
        rows = {row: [(1, cell)] for (row, _), cell in prose.cells.items()}
        for after in sorted({*rows, *(table.after or 0 for table in tables)}):
            self._add(prose.name, after, rows.get(after, []), cells)
            for table in tables:
                if table.after == after:
                    self._add_table(table, cells)
        self.sheet = Sheet(prose.name, cells)

    def _add_table(self, table: Sheet, cells: dict[Position, Cell]) -> None:
        """Add a table: of each row, each cell is a paragraph of its own."""
        for (row, column), cell in table.cells.items():
            self._add(table.name, row, [(column, cell)], cells)

    def _add(
        self, sheet: str, row: int, content: list[tuple[int, Cell]], cells: dict[Position, Cell]
    ) -> None:
        if content:
            self._origins.append((sheet, row))
            cells.update({(len(self._origins), column): cell for column, cell in content})

    def form(self, form: Form) -> Form:
        """Return the form with its origins and notes mapped back; ``表1!A2`` in a table."""
        origins = {
            path: cell if path.endswith(".text") else self._cell_name(cell)
            for path, cell in form.origins.items()
        }
        notes = tuple(Note(n.code, self._cell_name(n.cell), n.seen, n.meant) for n in form.notes)
        area = parse_range(form.range)
        rows = [row for s, row in self._origins[area.top - 1 : area.bottom] if s == self._main]
        used = Range(min(rows), area.left, max(rows), area.left) if rows else area
        return msgspec.structs.replace(form, origins=origins, notes=notes, range=str(used))

    def unread(self, unread: Unread) -> list[Unread]:
        """Return an unread range as those of each sheet."""
        area = parse_range(unread.range)
        rows: dict[str, list[int]] = {}
        for sheet, row in self._origins[area.top - 1 : area.bottom]:
            rows.setdefault(sheet, []).append(row)
        return [
            Unread(sheet, unread.because, str(Range(min(of), area.left, max(of), area.right)))
            for sheet, of in rows.items()
        ]

    def sheets_of(self, form: Form) -> set[str]:
        """Return the tables that a form, its origins mapped back, has values from."""
        return {cell.rpartition("!")[0] for cell in form.origins.values() if "!" in cell}

    def _cell_name(self, cell: str) -> str:
        row, column = parse_cell(cell)
        sheet, own = self._origins[row - 1]
        name = cell_name(own, column)
        return name if sheet == self._main else f"{sheet}!{name}"


def narrow_tables(grid: Grid) -> list[Sheet]:
    """Return the tables of a document that may be frames around text; its text is the first."""
    if not grid.sheets[0].cells:
        return []
    return [
        sheet
        for sheet in grid.sheets[1:]
        if sheet.after is not None and all(column <= _MAX_COLUMNS for _, column in sheet.cells)
    ]
