"""Pages to a grid: a sheet for each page with a table, and the paragraphs of the others.

A page that continues the table of the page before it (nothing is printed between the two, and they
are as wide) goes on the sheet of that page.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import msgspec

from xlform.formats.cell_collector import CellCollector
from xlform.formats.scan.content import (
    Box,
    ScanContent,
    ScannedPage,
    ScannedTable,
    TextLine,
)
from xlform.formats.scan.handwriting import is_handwritten, usual_height
from xlform.formats.scan.readings import recognition
from xlform.formats.scan.seal_letters import without_seal_letters
from xlform.formats.typed_text import typed_cell
from xlform.grid.model import PROSE, Position, Recognition, Sheet
from xlform.messages import translate
from xlform.model.page_place import PagePlace

# Edges of columns nearer to each other than this part of a table's width are one; the widths of a
# table on two pages differ by this part of the page at most.
_SAME_COLUMN, _SAME_WIDTH = 0.012, 0.06
# Figure at the beginning of a line (99.98%, 100%，), not the number of an item (12.).
_FIGURE = re.compile(r"(?![0-9]+[.](?![0-9]))[0-9][0-9.,%‰]+[，。；：、]?")
_PAGE_NUMBER = re.compile(r"[\s0-9第页共,，/\-—–·.]*")
# A line is full if less room is left than this many of its characters.
_FULL = 1.6
_INDENT = 1.2
# A title has so much room at both sides, about as much on each, as parts of the width of a text.
_TITLE_ROOM, _ASIDE = 0.1, 0.1


def scan_sheets(content: ScanContent, name: str) -> tuple[Sheet, ...]:
    """Return the sheets of the pages of a scan; ``name`` is the file's in messages."""
    sheets: list[_SheetBuilder] = []
    prose: list[list[tuple[int, ScannedPage]]] = []
    after_table = True
    for number, scanned in content.numbered:
        page = without_seal_letters(scanned)
        if not page.tables:
            if not prose or (after_table and _begins_with_title(page)):
                prose.append([])
            prose[-1].append((number, page))
        elif sheets and _continues(sheets[-1], page):
            sheets[-1].continue_with(number, page)
        else:
            sheets.append(_SheetBuilder(name, number, page))
        after_table = bool(page.tables)
    first, *others = [_prose_sheet(pages, name) for pages in prose] or [()]
    named = (
        msgspec.structs.replace(sheet, name=translate("scan.page", number=pages[0][0]))
        for pages, of_pages in zip(prose[1:], others, strict=True)
        for sheet in of_pages
    )
    dense = (
        Sheet(translate("scan.page", number=number), {}, beside_cells=("dense-page",))
        for number in content.dense
    )
    return (*first, *named, *(sheet.sheet() for sheet in sheets), *dense)


def _begins_with_title(page: ScannedPage) -> bool:
    """Return whether the first line of a page of text is in the middle: another text begins."""
    if not page.lines:
        return False
    first = page.lines[0].box
    left = min(line.box.left for line in page.lines)
    right = max(line.box.right for line in page.lines)
    room, behind = first.left - left, right - first.right
    middle = abs(room - behind) < _ASIDE * (right - left)
    return middle and min(room, behind) > _TITLE_ROOM * (right - left)


class _Placed(NamedTuple):
    """Cell on a sheet: its rows and columns, and where on which page its text is."""

    row: int
    column: int
    rows: int
    columns: int
    page: int
    box: Box
    lines: tuple[TextLine, ...]

    @property
    def text(self) -> str:
        """Its text."""
        return joined_lines(self.lines, self.box)


class _SheetBuilder:
    """Builder of the sheet of a page and of those that continue it.

    All its tables share the columns of the sheet, so that what stands under each other on paper
    does so in the sheet.
    """

    def __init__(self, file: str, number: int, page: ScannedPage) -> None:
        self._file = file
        self._name = translate("scan.page", number=number)
        self._pages = [(number, page)]

    @property
    def last_page(self) -> ScannedPage:
        """The page that another may continue."""
        return self._pages[-1][1]

    def continue_with(self, number: int, page: ScannedPage) -> None:
        """Add the rows of a further page."""
        self._pages.append((number, page))

    def sheet(self) -> Sheet:
        """Return the sheet."""
        tables = [table for _, page in self._pages for table in page.tables]
        edges = _shared_edges(tables)
        placed: list[_Placed] = []
        row = 1
        for number, page in self._pages:
            of_page: list[_Placed] = []
            for part in _in_order(page):
                if isinstance(part, ScannedTable):
                    of_page += _table_cells(part, row, edges, number)
                    row += len(part.rows) - 1
                else:
                    of_page += _line_cells(part, row, edges, number, page.tables)
                    row += 1
            placed = [*_across_the_break(placed, of_page), *of_page] if placed else of_page
        return self._filled(placed)

    def _filled(self, placed: Sequence[_Placed]) -> Sheet:
        cells = CellCollector(self._file)
        recognised: dict[Position, Recognition] = {}
        places: dict[Position, PagePlace] = {}
        handwritten: set[Position] = set()
        pages = dict(self._pages)
        heights = {number: usual_height(page) for number, page in self._pages}
        for one in placed:
            position = (one.row, one.column)
            places[position] = pages[one.page].place(one.page, one.box)
            if any(is_handwritten(line, heights[one.page]) for line in one.lines):
                handwritten.add(position)
            cells.merge(*position, one.rows, one.columns)
            text = one.text
            if text.strip():
                cells.put(*position, typed_cell(text))
                recognised[position] = recognition(one.lines, text, one.page, one.box)
        sheet = cells.sheet(self._name)
        return msgspec.structs.replace(
            sheet, recognised=recognised, places=places, handwritten=frozenset(handwritten)
        )


def _shared_edges(tables: Sequence[ScannedTable]) -> list[float]:
    """Return the edges of the columns of all tables, as parts of a table's width."""
    found = sorted(edge for table in tables for edge in _parts_of_width(table))
    edges = found[:1]
    for edge in found:
        if edge - edges[-1] > _SAME_COLUMN:
            edges.append(edge)
    return edges


def _parts_of_width(table: ScannedTable) -> list[float]:
    left, width = table.columns[0], max(1, table.columns[-1] - table.columns[0])
    return [(column - left) / width for column in table.columns]


def _table_cells(
    table: ScannedTable, row: int, edges: Sequence[float], page: int
) -> Iterator[_Placed]:
    own = [
        min(range(len(edges)), key=lambda number: abs(edges[number] - part))
        for part in _parts_of_width(table)
    ]
    for cell in table.cells:
        left, right = own[cell.left], own[cell.right + 1]
        rows = cell.bottom - cell.top + 1
        yield _Placed(
            row + cell.top, 1 + left, rows, max(1, right - left), page, cell.box, cell.lines
        )


def _line_cells(
    line: Sequence[TextLine],
    row: int,
    edges: Sequence[float],
    page: int,
    tables: Sequence[ScannedTable],
) -> Iterator[_Placed]:
    """Yield the words of a line outside tables, each in the column it is over."""
    table = _nearest(tables, line[0].box)
    left, width = table.columns[0], max(1, table.columns[-1] - table.columns[0])
    free = 1
    for words in line:
        column = bisect_right(edges, ((words.box.left + words.box.right) / 2 - left) / width) or 1
        if len(line) == 1 and (words.box.left - left) / width < edges[min(1, len(edges) - 1)]:
            column = 1
        column = max(free, min(column, max(free, len(edges) - 1)))
        yield _Placed(row, column, 1, 1, page, words.box, (words,))
        free = column + 1


def _across_the_break(before: list[_Placed], after: list[_Placed]) -> list[_Placed]:
    """Return the cells before a page break, those that it cuts made whole.

    The text of a cell over several rows is on one of the two pages. Its other part is taken out of
    ``after``.
    """
    bottom = max(one.row + one.rows for one in before)
    top = min(one.row for one in after)
    below = {(one.column, one.columns): one for one in after if one.row == top}
    whole = []
    for one in before:
        other = below.get((one.column, one.columns))
        cut = one.row + one.rows == bottom and other is not None
        if other is None or not cut or (one.text and other.text) or one.rows + other.rows == 2:  # noqa: PLR2004  (a row each)
            whole.append(one)
            continue
        after.remove(other)
        said = one if one.text else other
        whole.append(said._replace(row=one.row, column=one.column, rows=one.rows + other.rows))
    return whole


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
    """Return whether a page begins with rows of the table that the page before it ends with."""
    last, first = before.last_page.tables[-1], page.tables[0]
    between = [
        *(line for line in before.last_page.lines if line.box.top > last.rows[-1]),
        *(line for line in page.lines if line.box.bottom < first.rows[0]),
    ]
    widths = [
        (table.columns[-1] - table.columns[0]) / max(1, whole.width)
        for table, whole in ((last, before.last_page), (first, page))
    ]
    alike = abs(widths[0] - widths[1]) <= _SAME_WIDTH
    return alike and all(_PAGE_NUMBER.fullmatch(line.text) for line in between)


def _prose_sheet(pages: Sequence[tuple[int, ScannedPage]], file: str) -> tuple[Sheet, ...]:
    """Return the sheet of the paragraphs of pages without a table, if there are any."""
    cells = CellCollector(file)
    recognised: dict[Position, Recognition] = {}
    places: dict[Position, PagePlace] = {}
    numbered = dict(pages)
    for row, (number, lines) in enumerate(_paragraphs(pages), 1):
        text = "".join(line.text for line in lines)
        cells.put(row, 1, typed_cell(text))
        recognised[row, 1] = recognition(
            lines, text, number, Box.around(line.box for line in lines)
        )
        places[row, 1] = numbered[number].place(number, Box.around(line.box for line in lines))
    sheet = msgspec.structs.replace(cells.sheet(PROSE), recognised=recognised, places=places)
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
            indented = line.box.left - left > _INDENT * line.box.height
            if paragraph and (indented or right - room > _wrapped_width(line)):
                yield start, paragraph
                paragraph = []
            if not paragraph:
                start = number
            paragraph.append(line)
            room = line.box.right
    if paragraph:
        yield start, paragraph


def _wrapped_width(line: TextLine) -> float:
    """Return the room that may be left before a line that only goes on.

    A figure with its sign is never parted: 99.98% goes to the next line as a whole.
    """
    text = line.text
    figure = _FIGURE.match(text)
    share = _width(figure[0]) / max(1, _width(text)) if figure else 0
    return _FULL * line.box.height + share * line.box.width


def _width(text: str) -> int:
    """Return the width of a text in halves of a wide character."""
    return sum(1 if character.isascii() else 2 for character in text)
