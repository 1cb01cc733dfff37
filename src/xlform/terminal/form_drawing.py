"""A template's blank form drawn as a grid, each field's name where its value goes."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from pathlib import Path

from xlform.formats.source import read_file
from xlform.grid.model import Merges, Position
from xlform.messages import translate
from xlform.ooxml.address import Range
from xlform.reading.index import Labels, SheetIndex
from xlform.reading.layout import Layout, first_row_after, locate
from xlform.reading.regions import find_regions
from xlform.reading.tables import find_rows
from xlform.template.form import FormTemplate
from xlform.terminal.width import clipped, padded, width

_NARROWEST = 6


def drawn_blank(template: FormTemplate, columns: int) -> Iterator[str]:
    """The lines of the drawing within ``columns``; names stand in braces; a legend follows.

    A form without a blank in cells has its legend only.
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
    yield from drawn(texts, sheet.merges, columns)


def _legend(template: FormTemplate) -> Iterator[str]:
    """Each name with what the form prints for it and what kind of value it is."""
    rows: list[tuple[str, str, str]] = [
        (f"{{{n}}}", f.official, f.kind) for n, f in template.fields.items()
    ]
    yield from _listed(translate("blank.fields"), rows)
    for name, table in template.tables.items():
        rows = [(f"{{{n}}}", column.official, column.kind) for n, column in table.columns.items()]
        if table.declaration.total:
            total = table.declaration.total
            rows.append(
                (f"{{{total.field}}}", translate("tree.total", table=table.official), "amount")
            )
        yield from _listed(translate("blank.table", name=name, title=table.official), rows)


def _listed(title: str, rows: list[tuple[str, str, str]]) -> Iterator[str]:
    first = max(width(name) for name, _, _ in rows)
    second = max(width(label) for _, label, _ in rows)
    yield ""
    yield title
    for name, label, kind in rows:
        yield f"  {padded(name, first)}  {padded(label, second)}  {translate(f'kind.{kind}')}"


def _names(index: SheetIndex, layout: Layout) -> dict[Position, str]:
    """Where each field's value goes, and in each table where the first row's values go."""
    names = {found.position: f"{{{name}}}" for name, found in layout.fields.items()}
    for head in layout.headers.values():
        stop = first_row_after(head, layout.headers, layout.fields, layout.area)
        table = find_rows(index, head, layout.area, stop)
        total = table.total.cells if table.total else {}
        row = head.first_row
        if any(entry.position[0] == row for entry in total.values()):
            row += 1
        for column_name, found in head.columns.items():
            if column_name not in head.table.stub or (row, found.first) not in index.cells:
                names.setdefault((row, found.first), f"{{{column_name}}}")
        declared = head.table.declaration.total
        if declared and declared.column in total:
            names[total[declared.column].position] = f"{{{declared.field}}}"
    return names


def drawn(texts: dict[Position, str], merges: tuple[Range, ...], columns: int) -> Iterator[str]:
    """A grid in box lines, merges kept open, within ``columns`` if that can be."""
    box = _Box(texts, merges, columns)
    for row in range(box.top, box.bottom + 1):
        yield box.rule(row)
        yield box.row(row)
    yield box.rule(box.bottom + 1)


# The corner where lines meet, by whether one goes up, down, left and right from it.
_CORNERS = dict(
    zip(product((False, True), repeat=4), " ╶╴─╷┌┐┬╵└┘┴│├┤┼", strict=True),
)


class _Box:
    """A grid being drawn: its edges, the room of each column, its merges."""

    def __init__(self, texts: dict[Position, str], merges: tuple[Range, ...], columns: int) -> None:
        self.top = min(row for row, _ in texts)
        self.bottom = max([row for row, _ in texts] + [merge.bottom for merge in merges])
        self._last = max([column for _, column in texts] + [merge.right for merge in merges])
        self._texts = texts
        self._merges = Merges(merges)
        self._rooms = self._shares(columns)

    def _shares(self, columns: int) -> list[int]:
        """The room each column asks for by its texts, the widest shrunk in turn until it fits."""
        rooms = [_NARROWEST] * self._last
        for (row, column), text in self._texts.items():
            merge = self._merges.at(row, column)
            right = merge.right if merge else column
            share = -(-width(" ".join(text.split())) // (right - column + 1))
            for number in range(column, right + 1):
                rooms[number - 1] = max(rooms[number - 1], share)
        while sum(rooms) + 3 * len(rooms) + 1 > columns and max(rooms) > _NARROWEST:
            rooms[rooms.index(max(rooms))] -= 1
        return rooms

    def row(self, row: int) -> str:
        """The texts of a row between its lines."""
        line = ""
        column = 1
        while column <= self._last:
            merge = self._merges.at(row, column)
            right = merge.right if merge else column
            room = sum(self._rooms[column - 1 : right]) + 3 * (right - column)
            text = self._texts.get((row, column), "") if not merge or merge.top == row else ""
            line += "│ " + padded(clipped(text.strip(), room), room) + " "
            column = right + 1
        return line + "│"

    def rule(self, row: int) -> str:
        """The line above a row, open where a merge goes through it."""
        line = ""
        for column in range(1, self._last + 2):
            ruled = self._ruled(row, column)
            corner = (
                self._parted(row - 1, column),
                self._parted(row, column),
                self._ruled(row, column - 1),
                ruled,
            )
            line += _CORNERS[corner]
            if column <= self._last:
                line += ("─" if ruled else " ") * (self._rooms[column - 1] + 2)
        return line

    def _ruled(self, row: int, column: int) -> bool:
        if not 1 <= column <= self._last:
            return False
        merge = self._merges.at(row, column)
        return merge is None or merge.top == row or not merge.covers(row - 1, column)

    def _parted(self, row: int, column: int) -> bool:
        """Whether a line stands on the left of a cell."""
        if not self.top <= row <= self.bottom:
            return False
        if column in (1, self._last + 1):
            return True
        merge = self._merges.at(row, column)
        return merge is None or not merge.covers(row, column - 1)
