"""Rows of a table: nested stubs, entries, empty rows, totals, and rows to skip."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from xlform.grid.address import Range
from xlform.grid.model import Cell, Position
from xlform.reading.header_row import HeaderRow
from xlform.reading.index import SheetIndex
from xlform.reading.row_texts import RowTexts
from xlform.template.declaration import NUMBERS


class RowCell(msgspec.Struct, frozen=True):
    """Cell of a row: its position and content (``None`` if empty)."""

    position: Position
    cell: Cell | None


class FoundRow(msgspec.Struct, frozen=True):
    """Row of a table: its stub path, and a cell for each declared column found."""

    path: dict[str, str]
    cells: dict[str, RowCell]


class FoundNote(msgspec.Struct, frozen=True):
    """Something about a row that is noted: the code of the note, and the cell it is about."""

    code: str
    row_cell: RowCell


class FoundTable(msgspec.Struct, frozen=True):
    """Table as found: its rows, total row, notes, and the cells it accounts for."""

    header: HeaderRow
    rows: list[FoundRow]
    total: FoundRow | None
    notes: list[FoundNote]
    claimed: set[Position]


def find_rows(
    index: SheetIndex,
    header: HeaderRow,
    area: Range,
    stop: int,
    texts: RowTexts | None = None,
) -> FoundTable:
    """Return the rows from the header row to ``stop`` (exclusive), or to a closing total.

    ``texts`` keeps what the texts of the rows decide.
    """
    # A field may be printed in the total row: 自评等级 beside 总分.
    total_row = stop if stop <= area.bottom else 0
    return find_rows_among(index, header, area, range(header.first_row, stop), total_row, texts)


def find_rows_among(
    index: SheetIndex,
    header: HeaderRow,
    area: Range,
    rows: Iterable[int],
    total_row: int = 0,
    texts: RowTexts | None = None,
) -> FoundTable:
    """Return the entries in the given rows, or up to a closing total.

    ``total_row`` is a row below them, 0 for none, that may be the total.
    """
    reader = _RowReader(index, header, area, texts or RowTexts(index, header.table))
    for row in rows:
        if index.columns(row, area) and reader.read(row):
            break
    if reader.total is None and total_row and reader.is_total(total_row):
        reader.read(total_row)
    return FoundTable(header, reader.rows, reader.total, reader.notes, reader.claimed)


class _RowReader:
    """Reads a table row by row and tracks the current stub path.

    What it finds depends on the places of cells, labels and merges, and on what ``texts`` answers.

    A change in an outer level resets the inner levels: under a new 一级指标, an empty 二级指标 is
    empty and does not repeat the one above (traps.md 1).
    """

    def __init__(self, index: SheetIndex, header: HeaderRow, area: Range, texts: RowTexts) -> None:
        self.rows: list[FoundRow] = []
        self.total: FoundRow | None = None
        self.notes: list[FoundNote] = []
        self.claimed: set[Position] = set()
        self._index = index
        self._header = header
        self._area = area
        self._texts = texts
        self._column_names = {
            column: name
            for name, found in reversed(header.columns.items())
            for column in range(found.first, found.last + 1)
        }
        self._stub = [name for name in header.table.stub if name in header.columns]
        self._value_columns = [name for name in header.columns if name not in header.table.stub]
        self._level_cells: dict[str, RowCell] = {}

    def is_total(self, row: int) -> bool:
        """Return True for a row that begins with the label of the total."""
        if not self._index.columns(row, self._area):
            return False
        first = next(iter(self._row_cells(row).values()), None)
        is_total = first is not None and self._sum_of(first) == "total"
        return is_total or self._is_total_left_of(row)

    def read(self, row: int) -> bool:
        """Read one row; return True if the table ends with it."""
        row_cells = self._row_cells(row)
        if not row_cells:
            empty_total = self.total is None and self._is_total_left_of(row)
            return self._read_total(row, row_cells) if empty_total else False
        first = next(iter(row_cells.values()))
        if self._is_printed(first, row_cells):
            self._claim(row_cells)
            return False
        kind_of_sum = self._sum_of(first)
        if kind_of_sum == "total" or self._is_total_left_of(row):
            return self._read_total(row, row_cells)
        if kind_of_sum == "subtotal":
            self._note("subtotal", first)
            self._claim(row_cells)
            return False
        group_starts = self._update_path(row, row_cells)
        has_values = any(name not in self._level_cells for name in row_cells)
        if has_values and self._only_sequence(row_cells):
            return False
        if has_values or group_starts:
            self._add(row, row_cells, inherit=has_values)
        self._claim(row_cells)
        return False

    def _is_printed(self, first: RowCell, row_cells: dict[str, RowCell]) -> bool:
        """Return True for a row that repeats the header, and for a note printed on the form."""
        if first.position in self._index.labelled and self._repeats_header(row_cells):
            return True
        if not self._header.table.ignored or len(row_cells) != 1:
            return False
        return self._texts.ask(RowTexts.is_printed, first.position)

    def _sum_of(self, first: RowCell) -> str:
        return self._texts.ask(RowTexts.sum_of, first.position)

    def _is_total_left_of(self, row: int) -> bool:
        """Return True if the label of the total is left of the table's columns: ``总分``."""
        left = self._index.columns(row, self._area)[0]
        if not self._header.table.totals or left >= min(self._column_names):
            return False
        return self._index.labelled.get((row, left)) in self._header.table.totals

    def _row_cells(self, row: int) -> dict[str, RowCell]:
        """Return the non-empty cells of the row itself, by column name from the left."""
        row_cells: dict[str, RowCell] = {}
        for column in self._index.rows[row]:
            name = self._column_names.get(column)
            if name is not None and name not in row_cells:
                position = row, column
                row_cells[name] = RowCell(position, self._index.cells[position])
        return row_cells

    def _repeats_header(self, row_cells: dict[str, RowCell]) -> bool:
        """Return True if the row repeats the header row, as on each printed page."""
        same = sum(
            1
            for name, row_cell in row_cells.items()
            if self._index.labelled.get(row_cell.position)
            in self._header.columns[name].column.labels
        )
        return same >= min(2, len(self._header.columns))

    def _read_total(self, row: int, row_cells: dict[str, RowCell]) -> bool:
        if self.total is None:
            self.total = FoundRow(
                {}, {name: self._cell_of(row, name, row_cells) for name in self._value_columns}
            )
        else:
            self._note("second-total", row_cells[next(iter(row_cells))])
        total = self._header.table.declaration.total
        counted = total.by_column if total is not None else {}
        # A number in a column without a total belongs to no field: it is listed as unread.
        self._claim(
            {
                name: row_cell
                for name, row_cell in row_cells.items()
                if name in counted or not self._texts.ask(RowTexts.is_figure, row_cell.position)
            }
        )
        return bool(self.rows) and total is not None and total.at == "last"

    def _update_path(self, row: int, row_cells: dict[str, RowCell]) -> bool:
        """Update the stub path; return True if an inner group starts on this row."""
        group_starts = False
        for name in self._stub:
            row_cell, before = row_cells.get(name), self._level_cells.get(name)
            if row_cell is not None:
                if group_starts or before is None or self._is_another_level(name, row_cell, before):
                    self._level_cells[name] = row_cell
                    group_starts = True
            elif group_starts or before is None:
                self._level_cells[name] = RowCell((row, self._header.columns[name].first), None)
                self._note("blank-level", self._level_cells[name])
        return group_starts

    def _is_another_level(self, name: str, row_cell: RowCell, before: RowCell) -> bool:
        of_before = before.position if before.cell else None
        return not self._texts.ask(RowTexts.is_same_level, name, row_cell.position, of_before)

    def _only_sequence(self, row_cells: dict[str, RowCell]) -> bool:
        """Return True if the row holds only a row number; a longer text stays unclaimed."""
        if self._stub or len(row_cells) != 1:
            return False
        ((name, row_cell),) = row_cells.items()
        if self._header.columns[name].column.kind != "sequence":
            return False
        if self._texts.ask(RowTexts.is_row_number, row_cell.position):
            self._claim(row_cells)
        return True

    def _add(self, row: int, row_cells: dict[str, RowCell], *, inherit: bool) -> None:
        cells = {name: self._level_cells[name] for name in self._stub}
        for name in self._value_columns:
            if name not in row_cells and self._is_number_of_row_above(row, name):
                continue
            cells[name] = self._cell_of(row, name, row_cells)
            if inherit and name not in row_cells:
                cells[name] = self._merged_from_above(row, name) or cells[name]
        if self._texts.ask(RowTexts.is_hidden, row):
            self._note("hidden-row", next(iter(row_cells.values())))
        path = {name: self._level(name, cell) for name, cell in self._level_cells.items()}
        self.rows.append(FoundRow(path, cells))

    def _level(self, name: str, row_cell: RowCell) -> str:
        return self._texts.level(name, row_cell.position) if row_cell.cell else ""

    def _cell_of(self, row: int, name: str, row_cells: dict[str, RowCell]) -> RowCell:
        return row_cells.get(name) or RowCell((row, self._header.columns[name].first), None)

    def _is_number_of_row_above(self, row: int, name: str) -> bool:
        """Return True if a number is merged down over this row, which has none of its own."""
        found = self._header.columns[name]
        if found.column.kind not in NUMBERS:
            return False
        merge = self._index.merges.at(row, found.first)
        return (
            merge is not None
            and self._header.first_row <= merge.top < row
            and ((merge.top, merge.left) in self._index.cells)
        )

    def _merged_from_above(self, row: int, name: str) -> RowCell | None:
        """Return a cell merged down over this row.

        A number counts only once and is not repeated.
        """
        found = self._header.columns[name]
        if found.column.kind in NUMBERS:
            return None
        merge = self._index.merges.at(row, found.first)
        if merge is None or merge.top == row or merge.top < self._header.first_row:
            return None
        cell = self._index.cell(merge.top, merge.left)
        return RowCell((merge.top, merge.left), cell) if cell else None

    def _claim(self, row_cells: dict[str, RowCell]) -> None:
        self.claimed.update([row_cell.position for row_cell in row_cells.values()])

    def _note(self, code: str, row_cell: RowCell) -> None:
        self.notes.append(FoundNote(code, row_cell))
