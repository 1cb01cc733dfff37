"""Header rows of tables: the sheet columns of each declared column, and unknown columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, TypeVar

import msgspec

from xlform.grid.address import Range
from xlform.grid.model import Position
from xlform.reading.fields import section_rows
from xlform.reading.index import LabelCell, SheetIndex, label_cell_at
from xlform.template.form import ColumnTemplate, TableTemplate
from xlform.template.labels import fold

if TYPE_CHECKING:
    from xlform.reading.repeated_labels import ToldLabel


Key = TypeVar("Key")


class HeaderColumn(msgspec.Struct, frozen=True):
    """Declared column: its header, and the columns of the sheet from ``first`` to ``last``."""

    column: ColumnTemplate
    header: LabelCell
    first: int
    last: int
    misspelt: str = ""


class HeaderRow(msgspec.Struct, frozen=True):
    """Header row of a table: its row, the first row of entries, declared and unknown columns."""

    table: TableTemplate
    row: int
    first_row: int
    columns: dict[str, HeaderColumn]
    section: LabelCell | None
    unknown_columns: tuple[Position, ...]

    @property
    def edge(self) -> int:
        """Return the last sheet column of the declared headers."""
        return max(found.header.right for found in self.columns.values())

    @property
    def lacks_last(self) -> bool:
        """Return True if the last header of those a form has to have is missing."""
        names = [n for n, c in self.table.columns.items() if not c.declaration.optional]
        return bool(names) and names[-1] not in self.columns


def header_positions(headers: Mapping[str, HeaderRow]) -> set[Position]:
    """Return the positions of all declared headers of these tables."""
    return {found.header.position for row in headers.values() for found in row.columns.values()}


def find_header_row(index: SheetIndex, table: TableTemplate, area: Range) -> HeaderRow | None:
    """Return the row of the table's section with most of its headers; ``None`` if there is none."""
    section, rows = _section(index, table, area)
    by_row = _headers_by_row(index, table, area)
    if section:
        _leave_section(by_row.get(section.row, {}), section)
    # A section's label beside none of its headers was moved: any row is a candidate.
    candidates = [row for row in by_row if row in rows] or list(by_row)
    if not candidates:
        return None
    row = max(candidates, key=lambda row: (len(by_row[row]), -row))
    if len(by_row[row]) < min(2, len(table.columns)):
        return None
    header = _header_row(index, table, row, area, section, by_row[row])
    return header if header.columns else None  # a later one of equal headers may be missing


def _section(
    index: SheetIndex, table: TableTemplate, area: Range
) -> tuple[LabelCell | None, range]:
    """Return the table's section label and the rows its header row may be in."""
    label_cells = index.label_cells_in(table.under, area) if table.under else []
    if not label_cells:
        return None, range(area.top, area.bottom + 1)
    return label_cells[0], section_rows(index, label_cells[0], area)


def _leave_section(headers: dict[str, list[LabelCell]], section: LabelCell) -> None:
    """Take a section's label out of the headers that another cell of its row is: 支出明细."""
    for name, cells in headers.items():
        others = [cell for cell in cells if cell.position != section.position]
        if others:
            headers[name] = others


def _headers_by_row(
    index: SheetIndex, table: TableTemplate, area: Range
) -> dict[int, dict[str, list[LabelCell]]]:
    """Return the table's headers found in the area, by row and column name."""
    by_row: dict[int, dict[str, list[LabelCell]]] = {}
    for name, column in table.columns.items():
        if column.over:
            continue
        for label in column.labels:
            for label_cell in index.label_cells.get(label, ()):
                if area.covers(label_cell.row, label_cell.column):
                    by_row.setdefault(label_cell.row, {}).setdefault(name, []).append(label_cell)
    return by_row


def _header_row(
    index: SheetIndex,
    table: TableTemplate,
    row: int,
    area: Range,
    section: LabelCell | None,
    headers: dict[str, list[LabelCell]],
) -> HeaderRow:
    filled_columns = index.columns(row, area)
    label_cells = {
        name: _nth(headers.get(name, ()), column.nth) for name, column in table.columns.items()
    }
    equal: Mapping[str, ToldLabel | None] = {}
    lacks_any = False
    if table.form and table.form.equal_headers:
        from xlform.reading.repeated_labels import EqualHeaders  # noqa: PLC0415  (few forms have any)

        equal_headers = EqualHeaders(index, table, row, area, headers)
        equal, lacks_any = equal_headers.told(), equal_headers.lacks_any
        label_cells |= {name: told.cell if told else None for name, told in equal.items()}
    upper = _upper_headers(index, table, row, area)
    label_cells |= _lower_headers(index, table, area, upper)
    matched = {
        c
        for label_cell in (*label_cells.values(), *upper.values())
        if label_cell
        for c in range(label_cell.column, label_cell.right + 1)
    }
    section_column = section.column if section and section.row == row else 0
    unmatched = [
        column for column in filled_columns if column not in matched and column != section_column
    ]
    misspelt: dict[str, int] = {}
    if unmatched and None in label_cells.values():
        misspelt = _misspelt_headers(
            index,
            table,
            row,
            unmatched,
            {
                n
                for n, label_cell in label_cells.items()
                if not label_cell and not table.columns[n].over and n not in equal
            },
        )
    for name, column in misspelt.items():
        label_cells[name] = label_cell_at(index, (row, column))
    misspelt |= {n: told.cell.column for n, told in equal.items() if told and told.misspelt}
    lower_columns = {
        cell.row: index.columns(cell.row, area) for cell in label_cells.values() if cell
    }
    columns = _header_columns(
        index, table, label_cells, misspelt, {} if lacks_any else lower_columns
    )
    unknown_columns = tuple(
        (row, c) for c in unmatched if c not in misspelt.values() and not _repeats(index, row, c)
    )
    bottom = max((found.header.bottom for found in columns.values()), default=row)
    columns |= _columns_by_rows(index, table, columns, range(bottom + 1, area.bottom + 1), area)
    return HeaderRow(table, row, bottom + 1, columns, section, unknown_columns)


def _upper_headers(
    index: SheetIndex, table: TableTemplate, row: int, area: Range
) -> dict[str, LabelCell]:
    """Return the upper header of each column that is declared below one."""
    found: dict[str, LabelCell] = {}
    for name, column in table.columns.items():
        if column.over:
            cells = (c for c in index.label_cells_in(column.over, area) if c.row == row)
            if upper := next(cells, None):
                found[name] = upper
    return found


def _lower_headers(
    index: SheetIndex, table: TableTemplate, area: Range, upper: dict[str, LabelCell]
) -> dict[str, LabelCell | None]:
    """Return the headers below upper ones, each within the columns of its own."""
    found: dict[str, LabelCell | None] = {}
    for name, over in upper.items():
        right = _right_of_upper(index, over, area)
        cells = [
            cell
            for cell in index.label_cells_in(table.columns[name].labels, area)
            if over.bottom < cell.row <= over.bottom + 1 and over.column <= cell.column <= right
        ]
        found[name] = _nth(cells, table.columns[name].nth)
    return found


def _right_of_upper(index: SheetIndex, over: LabelCell, area: Range) -> int:
    """Return the last column below an upper header: its merge, or up to the next header."""
    if over.right > over.column:
        return over.right
    columns = index.columns(over.row, area)
    return next((column - 1 for column in columns if column > over.right), area.right)


def _columns_by_rows(
    index: SheetIndex,
    table: TableTemplate,
    known: dict[str, HeaderColumn],
    rows: range,
    area: Range,
) -> dict[str, HeaderColumn]:
    """Return the columns without a header, at the first label printed in one of their rows."""
    found: dict[str, HeaderColumn] = {}
    taken = {c for column in known.values() for c in range(column.first, column.last + 1)}
    for name, column in table.columns.items():
        if name in known or not column.rows:
            continue
        position = next(
            (
                (row, c)
                for row in rows
                for c in index.columns(row, area)
                if c not in taken and fold(index.cells[row, c].text) in column.rows
            ),
            None,
        )
        if position:
            cell = label_cell_at(index, position)
            header = label_cell_at(index, (rows.start - 1, cell.column))
            found[name] = HeaderColumn(column, header, cell.column, cell.right)
    return found


def _repeats(index: SheetIndex, row: int, column: int) -> bool:
    """Return True if a header copies its left neighbour, as left by an undone merge."""
    left_cell, cell = index.cell(row, column - 1), index.cell(row, column)
    return left_cell is not None and cell is not None and left_cell.value == cell.value


def _nth(label_cells: Sequence[LabelCell], nth: int) -> LabelCell | None:
    return label_cells[nth - 1] if len(label_cells) >= nth else None


def _misspelt_headers(
    index: SheetIndex, table: TableTemplate, row: int, unmatched: list[int], missing: set[str]
) -> dict[str, int]:
    """Return nearly correct headers by column name, among cells that are no other header.

    A header that is printed twice is none that is misspelt: 二级指标 is no slip for 三级指标.
    """
    from xlform.reading.fuzzy_labels import closest_label  # noqa: PLC0415  (few labels are misspelt)

    known = {label for column in table.columns.values() for label in column.labels}
    texts = {
        text: c
        for c in unmatched
        if (cell := index.cell(row, c)) is not None and (text := fold(cell.text)) not in known
    }
    found: dict[str, int] = {}
    for name in missing:
        for label in table.columns[name].labels:
            text = closest_label(label, list(texts))
            if text:
                found[name] = texts.pop(text)
                break
    return found


def lacks_next(
    columns: Mapping[Key, ColumnTemplate], key: Key, found: Mapping[Key, LabelCell | None]
) -> bool:
    """Return True if the column declared after one, among those a form has to have, is missing."""
    following = iter(columns)
    for other in following:
        if other == key:
            break
    for other in following:
        if found.get(other):
            return False
        declaration = columns[other].declaration
        if not declaration.optional and not declaration.rows:
            return True
    return False


def _header_columns(
    index: SheetIndex,
    table: TableTemplate,
    label_cells: dict[str, LabelCell | None],
    misspelt: dict[str, int],
    filled_columns: dict[int, list[int]],
) -> dict[str, HeaderColumn]:
    """Return each header with its width: its merge, or up to the next header if that was undone.

    ``filled_columns`` are those of each row of headers, none if one of the headers is gone.
    """
    columns: dict[str, HeaderColumn] = {}
    # A header of two rows beside one of lower ones starts in the row above: it ends them as well.
    starts = [cell.column for cell in label_cells.values() if cell]
    for name, label_cell in label_cells.items():
        if label_cell is None:
            continue
        following = (*filled_columns.get(label_cell.row, ()), *starts)
        next_column = min(
            (column for column in following if column > label_cell.right),
            default=label_cell.right + 1,
        )
        last = next_column - 1
        if not filled_columns or lacks_next(table.columns, name, label_cells):
            last = label_cell.right  # columns without a header are those of the missing one
        text = index.cells[label_cell.position].text if name in misspelt else ""
        columns[name] = HeaderColumn(table.columns[name], label_cell, label_cell.column, last, text)
    return columns
