"""Drawing of a template's blank form as a grid, with each field's name at its cell."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from pathlib import Path

from xlform.formats.source import read_file
from xlform.grid.address import Range
from xlform.grid.model import Merges, Position
from xlform.messages import translate
from xlform.reading.index import Labels, SheetIndex
from xlform.reading.known_layouts import locate
from xlform.reading.layout import Layout, first_row_after
from xlform.reading.regions import find_regions
from xlform.reading.tables import find_rows
from xlform.template.form import FormTemplate
from xlform.terminal.tree import field_label
from xlform.terminal.width import clipped, padded, width

_MIN_WIDTH = 6


def draw_blank_form(template: FormTemplate, columns: int) -> Iterator[str]:
    """Yield the lines of the drawing within ``columns``, names in braces, then a legend.

    A form without a blank in cells only has the legend.
    """
    if template.blank is not None and not template.prose:
        yield from _drawing(template, template.blank, columns)
    yield from _legend(template)


def _drawing(template: FormTemplate, blank: Path, columns: int) -> Iterator[str]:
    _, grid = read_file(blank)
    index = SheetIndex(grid.sheets[0], Labels.of((template,)))
    region = find_regions(index, (template,))[0]
    names = _names(index, locate(index, region))
    sheet = grid.sheets[0]
    texts = {position: cell.text for position, cell in sheet.cells.items()}
    for position, name in names.items():
        cell = sheet.cells.get(position)
        own_label = cell is not None and not cell.formula
        texts[position] = f"{texts[position].rstrip()} {name}" if own_label else name
    yield from draw_grid(texts, sheet.merges, columns)


def _legend(template: FormTemplate) -> Iterator[str]:
    """Yield each name with its printed label and kind of value."""
    rows: list[tuple[str, str, str]] = [
        (f"{{{n}}}", f.official, f.kind) for n, f in template.fields.items()
    ]
    yield from _legend_table(translate("blank.fields"), rows)
    for name, table in template.tables.items():
        rows = [(f"{{{n}}}", column.official, column.kind) for n, column in table.columns.items()]
        for column_name, field in table.total_fields.items():
            label = field_label(field, template)
            rows.append((f"{{{field}}}", label, table.columns[column_name].kind))
        yield from _legend_table(translate("blank.table", name=name, title=table.official), rows)


def _legend_table(title: str, rows: list[tuple[str, str, str]]) -> Iterator[str]:
    first = max(width(name) for name, _, _ in rows)
    second = max(width(label) for _, label, _ in rows)
    yield ""
    yield title
    for name, label, kind in rows:
        yield f"  {padded(name, first)}  {padded(label, second)}  {translate(f'kind.{kind}')}"


def _names(index: SheetIndex, layout: Layout) -> dict[Position, str]:
    """Return the names of fields, and of columns in the first row of each table, by position."""
    names = {found.position: f"{{{name}}}" for name, found in layout.fields.items()}
    if head := layout.head:
        row = head.bottom + 1
        names |= {(row, found.first): f"{{{name}}}" for name, found in head.fields.items()}
    for header in layout.headers.values():
        stop = first_row_after(header, layout.headers, layout.fields, layout.area)
        table = find_rows(index, header, layout.area, stop)
        total = table.total.cells if table.total else {}
        row = header.first_row
        if any(entry.position[0] == row for entry in total.values()):
            row += 1
        for column_name, found in header.columns.items():
            if column_name not in header.table.stub or (row, found.first) not in index.cells:
                names.setdefault((row, found.first), f"{{{column_name}}}")
        for column_name, field in header.table.total_fields.items():
            if column_name in total:
                names[total[column_name].position] = f"{{{field}}}"
    return names


def draw_grid(texts: dict[Position, str], merges: tuple[Range, ...], columns: int) -> Iterator[str]:
    """Yield a grid in box characters, merges left open, within ``columns`` if possible."""
    box = _GridDrawing(texts, merges, columns)
    for row in range(box.top, box.bottom + 1):
        yield box.rule(row)
        yield box.row(row)
    yield box.rule(box.bottom + 1)


# Corner characters by the lines that leave them: up, down, left, right.
_CORNERS = dict(
    zip(product((False, True), repeat=4), " ╶╴─╷┌┐┬╵└┘┴│├┤┼", strict=True),
)


class _GridDrawing:
    """Grid to draw: its borders, column widths, merges."""

    def __init__(self, texts: dict[Position, str], merges: tuple[Range, ...], columns: int) -> None:
        self.top = min(row for row, _ in texts)
        self.bottom = max([row for row, _ in texts] + [merge.bottom for merge in merges])
        self._last = max([column for _, column in texts] + [merge.right for merge in merges])
        self._texts = texts
        self._merges = Merges(merges)
        self._widths = self._column_widths(columns)

    def _column_widths(self, columns: int) -> list[int]:
        """Return the width of each column by its texts, the widest shrunk in turn until it fits."""
        widths = [_MIN_WIDTH] * self._last
        for (row, column), text in self._texts.items():
            merge = self._merges.at(row, column)
            right = merge.right if merge else column
            share = -(-width(" ".join(text.split())) // (right - column + 1))
            for number in range(column, right + 1):
                widths[number - 1] = max(widths[number - 1], share)
        while sum(widths) + 3 * len(widths) + 1 > columns and max(widths) > _MIN_WIDTH:
            widths[widths.index(max(widths))] -= 1
        return widths

    def row(self, row: int) -> str:
        """Return the texts of a row between its borders."""
        line = ""
        column = 1
        while column <= self._last:
            merge = self._merges.at(row, column)
            right = merge.right if merge else column
            width_of_column = sum(self._widths[column - 1 : right]) + 3 * (right - column)
            text = self._texts.get((row, column), "") if not merge or merge.top == row else ""
            line += "│ " + padded(clipped(text.strip(), width_of_column), width_of_column) + " "
            column = right + 1
        return line + "│"

    def rule(self, row: int) -> str:
        """Return the line above a row, open within a merge."""
        line = ""
        for column in range(1, self._last + 2):
            ruled = self._has_top_border(row, column)
            corner = (
                self._has_left_border(row - 1, column),
                self._has_left_border(row, column),
                self._has_top_border(row, column - 1),
                ruled,
            )
            line += _CORNERS[corner]
            if column <= self._last:
                line += ("─" if ruled else " ") * (self._widths[column - 1] + 2)
        return line

    def _has_top_border(self, row: int, column: int) -> bool:
        if not 1 <= column <= self._last:
            return False
        merge = self._merges.at(row, column)
        return merge is None or merge.top == row or not merge.covers(row - 1, column)

    def _has_left_border(self, row: int, column: int) -> bool:
        """Return True if a cell has a line on its left."""
        if not self.top <= row <= self.bottom:
            return False
        if column in (1, self._last + 1):
            return True
        merge = self._merges.at(row, column)
        return merge is None or not merge.covers(row, column - 1)
