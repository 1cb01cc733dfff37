"""Header rows of a list: the column of each field and of each table column, in one band of rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import msgspec

from xlform.grid.address import Range
from xlform.grid.model import Position
from xlform.model.memoize import memoize
from xlform.reading.fuzzy_labels import closest_label
from xlform.reading.header_row import HeaderColumn, HeaderRow, lacks_next
from xlform.reading.index import LabelCell, SheetIndex, label_cell_at
from xlform.template.form import ColumnTemplate, FormTemplate
from xlform.template.labels import fold

# Table ("" for fields) and name of a column.
_Key = tuple[str, str]
# Headers that have to be in one row.
_LEAST = 2
# Rows from one row of headers to the next: between them may be one of upper headers alone.
_STEPS = (1, 2)


class ListHead(msgspec.Struct, frozen=True):
    """Header rows of a list: columns of its fields, and of its tables."""

    top: int
    bottom: int
    fields: dict[str, HeaderColumn]
    tables: dict[str, HeaderRow]
    unknown_columns: tuple[Position, ...]

    @property
    def columns(self) -> list[HeaderColumn]:
        """Return all columns."""
        found = list(self.fields.values())
        return found + [c for header in self.tables.values() for c in header.columns.values()]

    @property
    def left(self) -> int:
        """Return the first sheet column."""
        return min(column.first for column in self.columns)

    @property
    def right(self) -> int:
        """Return the last sheet column."""
        return max(column.last for column in self.columns)


def find_list_head(index: SheetIndex, template: FormTemplate, area: Range) -> ListHead | None:
    """Return the first header rows of a list in an area; ``None`` if there are none."""
    columns = _columns(template)
    by_row: dict[int, set[_Key]] = {}
    for key, column in columns.items():
        for cell in _cells(index, column.labels, area):
            by_row.setdefault(cell.row, set()).add(key)
    if not by_row:
        return None
    row = max(by_row, key=lambda row: (len(by_row[row]), -row))
    return _Head(index, template, area, columns).around(row) if len(by_row[row]) >= _LEAST else None


def _cells(index: SheetIndex, labels: Iterable[str], area: Range) -> Iterator[LabelCell]:
    """Yield the cells in an area that consist of one of these labels."""
    for label in labels:
        for cell in index.label_cells.get(label, ()):
            if cell.rest is None and area.covers(*cell.position):
                yield cell


@memoize
def _columns(template: FormTemplate) -> dict[_Key, ColumnTemplate]:
    """Return the columns of a list: its fields, then those of its tables."""
    columns: dict[_Key, ColumnTemplate] = {
        ("", name): column for name, column in template.list_columns.items()
    }
    for table in template.tables.values():
        columns |= {(table.name, name): column for name, column in table.columns.items()}
    return columns


class _Head:
    def __init__(
        self,
        index: SheetIndex,
        template: FormTemplate,
        area: Range,
        columns: Mapping[_Key, ColumnTemplate],
    ) -> None:
        self._index = index
        self._template = template
        self._area = area
        self._columns = columns
        over = {label for column in columns.values() for label in column.over}
        self._leaves = {cell.position for cell in _cells(index, self._labels(), area)}
        self._uppers = {cell.position for cell in _cells(index, over, area)}

    def around(self, row: int) -> ListHead:
        """Return the head whose row with most labels is ``row``."""
        rows = self._band(row)
        found = self._label_cells(rows)
        misspelt = self._misspelt(rows, found)
        found |= {key: label_cell_at(self._index, position) for key, position in misspelt.items()}
        occupied = sorted({column for line in rows for column in self._filled(line)})
        columns = {
            key: self._column(
                key,
                cell,
                [] if lacks_next(self._columns, key, found) else occupied,
                misspelt.get(key),
            )
            for key, cell in found.items()
        }
        unknown = self._unknown(rows, columns)
        fields = {name: column for (table, name), column in columns.items() if not table}
        tables = {}
        for table in self._template.tables.values():
            own = {
                name: columns[table.name, name]
                for name in table.columns
                if (table.name, name) in columns
            }
            if own:
                tables[table.name] = HeaderRow(table, rows.start, rows.stop, own, None, ())
        return ListHead(rows.start, rows.stop - 1, fields, tables, unknown)

    def _filled(self, row: int) -> list[int]:
        return self._index.columns(row, self._area)

    def _band(self, row: int) -> range:
        """Return the header rows: that of most labels, and those that complete it."""
        leaves = list(_cells(self._index, self._labels(), self._area))
        top = min(cell.row for cell in leaves if cell.row <= row <= cell.bottom)
        while step := next((n for n in _STEPS if self._completes(top - n, top)), 0):
            top -= step
        bottom = max(cell.bottom for cell in leaves if top <= cell.row <= row)
        while step := next((n for n in _STEPS if self._completes(bottom, bottom + n)), 0):
            bottom += step
        return range(top, bottom + 1)

    def _labels(self) -> set[str]:
        return {label for column in self._columns.values() for label in column.labels}

    def _completes(self, upper: int, lower: int) -> bool:
        """Return True if two rows with headers are one head.

        The cell below a header is empty, that above one empty or an upper header.
        """
        leaves, uppers = self._leaves, self._uppers
        filled = [set(self._filled(row)) for row in (upper, lower)]
        above = {c for c in filled[0] if (upper, c) in leaves or (upper, c) in uppers}
        below = {c for c in filled[1] if (lower, c) in leaves}
        return bool(above and below) and not any(
            (upper, column) in leaves and (upper, column) not in uppers
            for column in (above & filled[1]) | (below & filled[0])
        )

    def _label_cells(self, rows: range) -> dict[_Key, LabelCell]:
        """Return the header of each column within the band, the nth of equal ones."""
        found: dict[_Key, LabelCell] = {}
        for key, column in self._columns.items():
            cells = [
                cell for cell in _cells(self._index, column.labels, self._area) if cell.row in rows
            ]
            if column.over:
                cells = [cell for cell in cells if self._is_below(cell, column.over, rows)]
            cells.sort(key=lambda cell: (cell.column, cell.row))
            if len(cells) >= column.nth:
                found[key] = cells[column.nth - 1]
        return found

    def _is_below(self, cell: LabelCell, over: tuple[str, ...], rows: range) -> bool:
        """Return True if a header is below one with a label of ``over``."""
        for upper in _cells(self._index, over, self._area):
            if not (upper.row in rows and upper.row < cell.row):
                continue
            right = upper.right
            if right == upper.column:  # its merge was undone
                after = [c for c in self._filled(upper.row) if c > right]
                right = min(after, default=self._area.right + 1) - 1
            if upper.column <= cell.column <= right:
                return True
        return False

    def _misspelt(self, rows: range, found: Mapping[_Key, LabelCell]) -> dict[_Key, Position]:
        """Return nearly correct headers, among cells of the band that are no other header."""
        taken = {cell.position for cell in found.values()}
        texts = {
            fold(self._index.cells[row, column].text): (row, column)
            for row in rows
            for column in self._filled(row)
            if (row, column) not in taken and (row, column) not in self._index.labelled
        }
        near: dict[_Key, Position] = {}
        for key, column in self._columns.items():
            if key in found or not texts:
                continue
            close = (closest_label(label, list(texts)) for label in column.labels)
            if text := next(filter(None, close), ""):
                near[key] = texts.pop(text)
        return near

    def _column(
        self, key: _Key, cell: LabelCell, occupied: list[int], misspelt: Position | None
    ) -> HeaderColumn:
        """Return a column with its width: its merge, or up to the next header."""
        after = next((column for column in occupied if column > cell.right), cell.right + 1)
        seen = self._index.cells[misspelt].text if misspelt else ""
        return HeaderColumn(self._columns[key], cell, cell.column, after - 1, seen)

    def _unknown(self, rows: range, columns: Mapping[_Key, HeaderColumn]) -> tuple[Position, ...]:
        """Return the headers no column is declared for; those above declared ones are known."""
        known = {c for column in columns.values() for c in range(column.first, column.last + 1)}
        return tuple(
            (row, column)
            for row in rows
            for column in self._filled(row)
            if column not in known
            and known.isdisjoint(range(column, label_cell_at(self._index, (row, column)).right + 1))
        )
