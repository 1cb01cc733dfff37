"""Rows of a table: nested stubs, entries, empty rows, totals, and rows to skip."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

import msgspec

from xlform.grid.address import Range
from xlform.grid.model import Cell, Position, origin
from xlform.model.submission import Note
from xlform.reading.header_row import HeaderRow
from xlform.reading.index import SheetIndex
from xlform.reading.values import strip_whitespace
from xlform.template.declaration import NUMBERS
from xlform.template.form import matches_any
from xlform.template.labels import canonical_level, fold

# A row number alone is an empty row; a longer text is a remark.
_MAX_SEQUENCE_LENGTH = 4


class RowCell(msgspec.Struct, frozen=True):
    """Cell of a row: its position and content (``None`` if empty)."""

    position: Position
    cell: Cell | None


class FoundRow(msgspec.Struct, frozen=True):
    """Row of a table: its stub path, and a cell for each declared column found."""

    path: dict[str, str]
    cells: dict[str, RowCell]


class FoundTable(msgspec.Struct, frozen=True):
    """Table as found: its rows, total row, notes, and the cells it accounts for."""

    header: HeaderRow
    rows: list[FoundRow]
    total: FoundRow | None
    notes: list[Note]
    claimed: set[Position]


def find_rows(index: SheetIndex, header: HeaderRow, area: Range, stop: int) -> FoundTable:
    """Return the rows from the header row to ``stop`` (exclusive), or to a closing total."""
    # A field may be printed in the total row: 自评等级 beside 总分.
    total_row = stop if stop <= area.bottom else 0
    return find_rows_among(index, header, area, range(header.first_row, stop), total_row)


def find_rows_among(
    index: SheetIndex, header: HeaderRow, area: Range, rows: Iterable[int], total_row: int = 0
) -> FoundTable:
    """Return the entries in the given rows, or up to a closing total.

    ``total_row`` is a row below them, 0 for none, that may be the total.
    """
    reader = _RowReader(index, header, area)
    for row in rows:
        if index.columns(row, area) and reader.read(row):
            break
    if reader.total is None and total_row and reader.is_total(total_row):
        reader.read(total_row)
    return FoundTable(header, reader.rows, reader.total, reader.notes, reader.claimed)


class _RowReader:
    """Reads a table row by row and tracks the current stub path.

    A change in an outer level resets the inner levels: under a new 一级指标, an empty 二级指标 is
    empty and does not repeat the one above (traps.md 1).
    """

    def __init__(self, index: SheetIndex, header: HeaderRow, area: Range) -> None:
        self.rows: list[FoundRow] = []
        self.total: FoundRow | None = None
        self.notes: list[Note] = []
        self.claimed: set[Position] = set()
        self._index = index
        self._header = header
        self._area = area
        self._column_names = {
            column: name
            for name, found in reversed(header.columns.items())
            for column in range(found.first, found.last + 1)
        }
        self._stub = [name for name in header.table.stub if name in header.columns]
        self._value_columns = [name for name in header.columns if name not in header.table.stub]
        self._path: dict[str, str] = {}
        self._level_cells: dict[str, RowCell] = {}

    def is_total(self, row: int) -> bool:
        """Return True for a row that begins with the label of the total."""
        if not self._index.columns(row, self._area):
            return False
        first = next(iter(self._row_cells(row).values()), None)
        label = fold(_text(first)) if first else ""
        return label in self._header.table.totals or self._is_total_left_of(row)

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
        label = fold(_text(first))
        if label in self._header.table.totals or self._is_total_left_of(row):
            return self._read_total(row, row_cells)
        if label in self._header.table.subtotals:
            self._note("subtotal", first)
            self._claim(row_cells)
            return False
        group_starts = self._update_path(row, row_cells)
        has_values = any(name not in self._path for name in row_cells)
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
        ignored = self._header.table.ignored
        return bool(ignored) and len(row_cells) == 1 and matches_any(ignored, _text(first))

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
                if name in counted or not _is_figure(row_cell)
            }
        )
        return bool(self.rows) and total is not None and total.at == "last"

    def _update_path(self, row: int, row_cells: dict[str, RowCell]) -> bool:
        """Update the stub path; return True if an inner group starts on this row."""
        group_starts = False
        for name in self._stub:
            row_cell = row_cells.get(name)
            if row_cell is not None:
                text = self._level(name, row_cell)
                if group_starts or text != self._path.get(name):
                    self._path[name] = text
                    self._level_cells[name] = row_cell
                    group_starts = True
            elif group_starts or name not in self._path:
                self._path[name] = ""
                row_cell = RowCell((row, self._header.columns[name].first), None)
                self._level_cells[name] = row_cell
                self._note("blank-level", row_cell)
        return group_starts

    def _level(self, name: str, row_cell: RowCell) -> str:
        text = strip_whitespace(_text(row_cell))
        return canonical_level(text) if self._header.columns[name].column.kind == "level" else text

    def _only_sequence(self, row_cells: dict[str, RowCell]) -> bool:
        """Return True if the row holds only a row number; a longer text stays unclaimed."""
        if self._stub or len(row_cells) != 1:
            return False
        ((name, row_cell),) = row_cells.items()
        if self._header.columns[name].column.kind != "sequence":
            return False
        if len(_text(row_cell)) <= _MAX_SEQUENCE_LENGTH:
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
        if row in self._index.sheet.hidden_rows:
            self._note("hidden-row", next(iter(row_cells.values())))
        self.rows.append(FoundRow(dict(self._path), cells))

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
        self.notes.append(Note(code, origin(row_cell.position), _text(row_cell)))


def _is_figure(row_cell: RowCell) -> bool:
    """Return True for a number, or a formula."""
    cell = row_cell.cell
    return cell is not None and (bool(cell.formula) or isinstance(cell.value, Decimal))


def _text(row_cell: RowCell) -> str:
    cell = row_cell.cell
    if cell is None:
        return ""
    return cell.value if type(cell.value) is str else cell.text
