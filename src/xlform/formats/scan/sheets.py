"""Pages to a grid: a sheet for each page with a table, and the paragraphs of the others.

A page that continues the table of the page before it (its lines stand under the same columns and no
title comes before them) goes on the sheet of that page.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

import msgspec

from xlform.formats.cell_collector import CellCollector
from xlform.formats.scan.content import (
    Box,
    ScanContent,
    ScannedPage,
    ScannedTable,
    TextLine,
)
from xlform.formats.scan.readings import recognition
from xlform.formats.typed_text import typed_cell
from xlform.grid.model import PROSE, Position, Recognition, Sheet
from xlform.messages import translate

# Widths of a table's columns on two pages differ by this part of its width at most.
_SAME_COLUMN = 0.015
_PAGE_NUMBER = re.compile(r"[\s0-9第页共,，/\-—–·.]*")
# A line is full if less room is left than this many of its characters.
_FULL = 1.6
_INDENT = 1.2


def scan_sheets(content: ScanContent, name: str) -> tuple[Sheet, ...]:
    """Return the sheets of the pages of a scan; ``name`` is the file's in messages."""
    sheets: list[_SheetBuilder] = []
    prose: list[tuple[int, ScannedPage]] = []
    for number, page in enumerate(content.pages, 1):
        if not page.tables:
            prose.append((number, page))
        elif sheets and _continues(sheets[-1], page):
            sheets[-1].continue_with(number, page)
        else:
            sheets.append(_SheetBuilder(name, number, page))
    written = tuple(sheet.sheet() for sheet in sheets)
    return (*_prose_sheet(prose, name), *written)


class _SheetBuilder:
    """Builder of the sheet of a page and of those that continue it."""

    def __init__(self, file: str, number: int, page: ScannedPage) -> None:
        self._cells = CellCollector(file)
        self._recognised: dict[Position, Recognition] = {}
        self._row = 1
        self._name = translate("scan.page", number=number)
        self.columns = page.tables[-1].columns
        self._place(number, page)

    def continue_with(self, number: int, page: ScannedPage) -> None:
        """Add the rows of a further page."""
        self._place(number, page)

    def sheet(self) -> Sheet:
        return msgspec.structs.replace(self._cells.sheet(self._name), recognised=self._recognised)

    def _place(self, number: int, page: ScannedPage) -> None:
        for part in _in_order(page):
            if isinstance(part, ScannedTable):
                self._place_table(number, part)
            else:
                self._place_line(number, part, page.tables)

    def _place_table(self, number: int, table: ScannedTable) -> None:
        for cell in table.cells:
            position = (self._row + cell.top, 1 + cell.left)
            rows, columns = cell.bottom - cell.top + 1, cell.right - cell.left + 1
            self._put(number, position, cell.box, cell.lines)
            self._cells.merge(*position, rows, columns)
        self._row += len(table.rows) - 1

    def _place_line(
        self, number: int, line: Sequence[TextLine], tables: Sequence[ScannedTable]
    ) -> None:
        columns = _nearest(tables, line[0].box).columns
        free = 1
        for words in line:
            column = max(free, bisect_right(columns, (words.box.left + words.box.right) // 2) or 1)
            if len(line) == 1 and words.box.left < columns[min(1, len(columns) - 1)]:
                column = 1
            column = max(free, min(column, max(free, len(columns) - 1)))
            self._put(number, (self._row, column), words.box, (words,))
            free = column + 1
        self._row += 1

    def _put(self, number: int, position: Position, box: Box, lines: Sequence[TextLine]) -> None:
        text = joined_lines(lines, box)
        if not text.strip():
            return
        self._cells.put(*position, typed_cell(text))
        self._recognised[position] = recognition(lines, text, number, box)


def joined_lines(lines: Sequence[TextLine], box: Box) -> str:
    """Return the text of a cell; a line too full for the next character continues in the next."""
    text, room = "", 0.0
    for line in lines:
        if text and line.text:
            text += "" if room < _FULL * line.box.height else "\n"
        text += line.text
        if line.text:
            room = box.width - line.box.width
    return text


def _in_order(page: ScannedPage) -> Iterator[ScannedTable | tuple[TextLine, ...]]:
    """Yield the tables of a page and the lines between them, words on one line together."""
    parts: list[tuple[float, ScannedTable | tuple[TextLine, ...]]] = [
        (float(table.rows[0]), table) for table in page.tables
    ]
    parts += [
        (float(min(words.box.top for words in line)), line)
        for line in _rows(page.lines)
        if not _PAGE_NUMBER.fullmatch("".join(words.text for words in line))
    ]
    for _, part in sorted(parts, key=lambda item: item[0]):
        yield part


def _rows(lines: Sequence[TextLine]) -> Iterator[tuple[TextLine, ...]]:
    row: list[TextLine] = []
    for line in lines:
        middle = (line.box.top + line.box.bottom) / 2
        if row and not row[0].box.top < middle < row[0].box.bottom:
            yield tuple(row)
            row = []
        row.append(line)
    if row:
        yield tuple(row)


def _nearest(tables: Sequence[ScannedTable], box: Box) -> ScannedTable:
    return min(
        tables,
        key=lambda table: min(abs(table.rows[0] - box.bottom), abs(box.top - table.rows[-1])),
    )


def _continues(before: _SheetBuilder, page: ScannedPage) -> bool:
    """Return whether a page begins with rows of the table before it."""
    first = page.tables[0]
    above = [
        line
        for line in page.lines
        if line.box.bottom < first.rows[0] and not _PAGE_NUMBER.fullmatch(line.text)
    ]
    return not above and same_columns(before.columns, first.columns)


def same_columns(one: Sequence[int], other: Sequence[int]) -> bool:
    """Return whether two tables have the same columns, wherever they are on the page."""
    if len(one) != len(other):
        return False
    widths = one[-1] - one[0], other[-1] - other[0]
    return all(
        abs((here - one[0]) / widths[0] - (there - other[0]) / widths[1]) <= _SAME_COLUMN
        for here, there in zip(one, other, strict=True)
    )


def _prose_sheet(pages: Sequence[tuple[int, ScannedPage]], file: str) -> tuple[Sheet, ...]:
    """Return the sheet of the paragraphs of pages without a table, if there are any."""
    cells = CellCollector(file)
    recognised: dict[Position, Recognition] = {}
    for row, (number, lines) in enumerate(_paragraphs(pages), 1):
        text = "".join(line.text for line in lines)
        cells.put(row, 1, typed_cell(text))
        recognised[row, 1] = recognition(lines, text, number, _around(lines))
    sheet = msgspec.structs.replace(cells.sheet(PROSE), recognised=recognised)
    return (sheet,) if recognised else ()


def _paragraphs(pages: Sequence[tuple[int, ScannedPage]]) -> Iterator[tuple[int, list[TextLine]]]:
    """Yield paragraphs with their page: one begins indented, and after a line with room left."""
    paragraph: list[TextLine] = []
    start = 0
    for number, page in pages:
        lines = [line for line in page.lines if not _PAGE_NUMBER.fullmatch(line.text)]
        if not lines:
            continue
        left = min(line.box.left for line in lines)
        right = max(line.box.right for line in lines)
        room = right
        for line in lines:
            height = line.box.height
            if paragraph and (
                line.box.left - left > _INDENT * height or right - room > _FULL * height
            ):
                yield start, paragraph
                paragraph = []
            if not paragraph:
                start = number
            paragraph.append(line)
            room = line.box.right
    if paragraph:
        yield start, paragraph


def _around(lines: Sequence[TextLine]) -> Box:
    boxes = [line.box for line in lines]
    return Box(
        min(box.left for box in boxes),
        min(box.top for box in boxes),
        max(box.right for box in boxes),
        max(box.bottom for box in boxes),
    )
