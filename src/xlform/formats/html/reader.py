"""Web page saved as a workbook: each of its tables is a sheet, spans are merges.

Platforms export such pages, and Excel and LibreOffice save them with attributes of their own for
numbers, formats and formulas.
"""

from __future__ import annotations

import re

from xlform.errors import FileProblem
from xlform.formats.cell_collector import SHEETS_AT_MOST, CellCollector
from xlform.formats.html.cells import NumberFormats
from xlform.formats.html.table import Table
from xlform.formats.html.tags import Comment, Tag, tags
from xlform.formats.text_encoding import decoded
from xlform.grid.model import Grid, Sheet
from xlform.grid.raised import raised_text

PAGE_AT_MOST = 64 * 1024 * 1024
DEPTH_AT_MOST = 100
_HEAD = 8_192
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{1,40})", re.IGNORECASE)
_SHEET_NAME = re.compile(r"<x:Name>([^<]{1,255})</x:Name>")
_OFFICE_HEADING = re.compile(r"\S+ \d+: (.+)", re.DOTALL)
_LINE_TAGS = frozenset({"br", "p", "div", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6"})
_UNSEEN = frozenset({"title", "comment"})
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_LINE = "\0"


def read_web_page(data: bytes, name: str) -> Grid:
    """Return the grid of a web page given as bytes; ``name`` is what messages call it.

    Raises :class:`~xlform.errors.FileProblem` for one without a table, or larger than a form.
    """
    if len(data) > PAGE_AT_MOST:
        raise FileProblem("too-large-inside", path=name, limit=PAGE_AT_MOST >> 20)
    charset = _CHARSET.search(data[:_HEAD])
    text = decoded(data, charset[1].decode("ascii") if charset else "")
    if text is None:
        raise FileProblem("not-text", path=name)
    page = _Page(name)
    for piece in tags(text):
        page.take(piece)
    return page.grid()


class _Page:
    """State of a page: finished tables, open tables, text between them."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._number_formats = NumberFormats()
        self._names: list[str] = []
        self._tables: list[Table] = []
        self._open: list[Table] = []
        self._outermost: Table | None = None
        self._between: list[str] = []
        self._unseen = ""
        self._raised = self._frames = False
        self._last = ""  # text before, in the same cell or line

    def grid(self) -> Grid:
        """Return the grid of the page."""
        for table in self._open:
            table.close_row()
        self._foot()
        sheets = [table for table in self._tables if table.holds_cells]
        if not sheets:
            raise FileProblem("web-page-frames" if self._frames else "web-page", path=self._file)
        return Grid(tuple(self._sheet(number, table) for number, table in enumerate(sheets)))

    def _sheet(self, number: int, table: Table) -> Sheet:
        names = self._names if len(self._names) == len(self._tables) else []
        name = table.title or (names[number] if names else f"Sheet{number + 1}")
        return table.finished().sheet(name)

    def take(self, piece: Tag | Comment | str) -> None:
        """Take the next piece."""
        if isinstance(piece, Comment):
            self._names += _SHEET_NAME.findall(piece.text)
        elif isinstance(piece, str):
            self._words(_BLANKS.sub(" ", piece))
        elif piece.name in _UNSEEN:
            self._unseen = "" if piece.closes else piece.name
            if self._open and piece.name == "comment":
                self._open[-1].collector.beside_cells.add("comments")
        elif piece.name == "table":
            self._table(piece)
        else:
            self._other(piece)

    def _words(self, text: str) -> None:
        if self._unseen:
            return
        if self._raised:
            text = raised_text(text, self._last)
        self._last = text or self._last
        if self._open:
            self._open[-1].words(text)
        else:
            self._between.append(text)

    def _table(self, tag: Tag) -> None:
        if tag.closes:
            if self._open:
                self._open.pop().close_row()
            return
        if len(self._tables) >= SHEETS_AT_MOST or len(self._open) >= DEPTH_AT_MOST:
            raise FileProblem("too-many-parts", path=self._file, limit=SHEETS_AT_MOST)
        table = Table(CellCollector(self._file), self._file, self._number_formats)
        if not self._open:
            self._head(table, self._lines())
            self._outermost = table
        self._tables.append(table)
        self._open.append(table)

    def _lines(self) -> list[str]:
        """Return the lines since the last table."""
        lines = [line for part in "".join(self._between).split(_LINE) if (line := part.strip())]
        self._between = []
        return lines

    def _foot(self) -> None:
        """Put the lines after the last table below it: who filled it in, and when."""
        if self._outermost is not None and not self._number_formats.stores_numbers:
            self._outermost.finished()
            self._outermost.put_lines(self._lines())

    def _head(self, table: Table, lines: list[str]) -> None:
        """Take the lines before a table: its name in pages of LibreOffice, else rows above it."""
        heading = _OFFICE_HEADING.fullmatch(lines[-1]) if lines else None
        if self._number_formats.stores_numbers:
            table.title = heading[1] if heading else ""
        else:
            table.put_lines(lines)

    def _other(self, tag: Tag) -> None:
        if tag.name == "style":
            self._number_formats.take(tag.inside)
        elif tag.name == "xml":
            self._names += _SHEET_NAME.findall(tag.inside)
        elif tag.name == "frameset":
            self._frames = True
        elif tag.name == "meta":
            content = tag.attributes.get("content", "")
            self._number_formats.stores_numbers |= content.startswith(("LibreOffice", "OpenOffice"))
        elif self._open and tag.name in ("tr", "td", "th", "col"):
            self._raised, self._last = False, ""
            self._open[-1].take(tag)
        elif tag.name == "sup":
            self._raised = not tag.closes
        elif tag.name in _LINE_TAGS:
            self._words(_LINE)
