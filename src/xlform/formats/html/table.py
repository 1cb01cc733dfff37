"""Layout of one table of a web page: which columns spans leave for the next cell."""

from __future__ import annotations

from collections import Counter

from xlform.errors import FileProblem
from xlform.formats.cell_collector import CellCollector
from xlform.formats.html.cells import NumberFormats, cell_of
from xlform.formats.html.tags import Tag
from xlform.grid.address import COLUMNS_AT_MOST, ROWS_AT_MOST
from xlform.grid.model import Cell
from xlform.ooxml.read.worksheet import MERGES_AT_MOST

# Limits of browsers (HTML, 4.9.11).
_COLUMNS_SPANNED, _ROWS_SPANNED = 1_000, 65_534
# Columns that spans keep for rows below, all together: more is no form.
_KEPT_AT_MOST = 5_000_000
_FREE = (0, 0)
_HIDDEN = "display:none"
_LINE = "\0"
_LONGEST_NUMBER = 9


class Table:
    """Table during reading."""

    def __init__(self, collector: CellCollector, file: str, number_formats: NumberFormats) -> None:
        self.collector = collector
        self.title = ""
        self._file = file
        self._number_formats = number_formats
        self._row = self._column = 0
        self._columns_listed = 0
        # Column → the last row that a cell above spans there, and the first column after it.
        self._kept: dict[int, tuple[int, int]] = {}
        self._kept_in_all = 0
        self._spans: list[tuple[int, int, int, int]] = []
        self._done: list[tuple[int, int, int, int]] = []  # spans known to have ended
        self._held = 0  # columns of the current row that spans from above keep
        self._ending: Counter[int] = Counter()  # row → columns that spans keep for the last time
        # Cells of the current row, and the width of the first row, which no span from above meets.
        self._waiting: list[tuple[Tag, str]] = []
        self._width = self._waiting_spans = 0
        self._cell: Tag | None = None
        self._row_open = False
        self._words: list[str] = []

    @property
    def holds_cells(self) -> bool:
        """True if the table has a cell with content."""
        return bool(self.collector.cells)

    def put_lines(self, lines: list[str]) -> None:
        """Put lines of text above the table, or below it once it is finished."""
        for line in lines:
            self._row += 1
            self.collector.put(self._row, 1, Cell(line))

    def words(self, text: str) -> None:
        """Take a piece of text; text outside cells is no part of the table."""
        if self._cell is not None:
            self._words.append(text)

    def take(self, tag: Tag) -> None:
        """Take the start or end of a row, a cell or a column."""
        if tag.name == "col":
            self._take_column(tag)
        elif tag.name == "tr":
            self.close_row()
            if not tag.closes:
                self._open_row(tag)
        else:
            self._close_cell()
            if not tag.closes:
                if not self._row_open:
                    self._open_row(Tag("tr", {}))
                self._open_cell(tag)

    def close_row(self) -> None:
        """End the current row: its cells get their columns."""
        self._close_cell()
        waiting, self._waiting = self._waiting, []
        if waiting and self._number_formats.stores_numbers:
            self._end_long_spans(sum(_across(tag) for tag, _ in waiting))
        for tag, text in waiting:
            self._place(tag, text)
        self._held, self._waiting_spans = self._held + self._waiting_spans, 0
        self._row_open = False

    def _end_long_spans(self, width: int) -> None:
        """End the spans from above that leave a row more columns than its table has.

        LibreOffice leaves hidden rows out of a page, and counts them in the spans over them: the
        rows below would slide to the right. Every row that it writes is complete.
        """
        self._width = self._width or width
        excess = width + self._held - self._width
        if excess <= 0:
            return
        spans, self._spans = self._spans, []
        reaching = sorted(span for span in spans if span[0] + span[2] > self._row)
        self._done += (span for span in spans if span[0] + span[2] <= self._row)
        while reaching and excess > 0:
            row, column, down, across = reaching.pop()
            self._done.append((row, column, self._row - row, across))
            self._ending[row + down - 1] -= across
            self._held -= across
            excess -= across
            for one in range(column, column + across):
                self._kept[one] = (self._row - 1, self._kept[one][1])
            self.collector.beside_cells.add("hiddenRows")
        self._spans = reaching
        self._width += max(excess, 0)

    def finished(self) -> CellCollector:
        """Return the sheet, with spans cut at the end of the table."""
        for row, column, down, across in (*self._done, *self._spans):
            self.collector.merge(row, column, min(down, self._row - row + 1), across)
        self._spans, self._done = [], []
        return self.collector

    def _open_row(self, tag: Tag) -> None:
        self._held -= self._ending.pop(self._row, 0)
        self._row += 1
        self._column = 0
        self._row_open = True
        if self._row > ROWS_AT_MOST:
            raise FileProblem("too-many-cells", path=self._file, limit=ROWS_AT_MOST)
        if _HIDDEN in tag.attributes.get("style", "").replace(" ", "").lower():
            self.collector.hidden_rows.add(self._row)

    def _open_cell(self, tag: Tag) -> None:
        if len(self._waiting) > COLUMNS_AT_MOST:
            raise FileProblem("too-many-cells", path=self._file, limit=COLUMNS_AT_MOST)
        self._cell = tag

    def _next_column(self) -> None:
        """Go to the next column that no span from above keeps."""
        self._column += 1
        last, behind = self._kept.get(self._column, _FREE)
        while last >= self._row:
            self._column = behind
            last, behind = self._kept.get(behind, _FREE)
        if self._column > COLUMNS_AT_MOST:
            raise FileProblem("too-many-cells", path=self._file, limit=COLUMNS_AT_MOST)

    def _close_cell(self) -> None:
        tag, self._cell = self._cell, None
        if tag is None:
            return
        self._waiting.append((tag, _text(self._words)))
        self._words = []

    def _place(self, tag: Tag, text: str) -> None:
        """Put a cell in the next free column, and keep the columns that it spans."""
        self._next_column()
        self.collector.put(self._row, self._column, cell_of(tag, text, self._number_formats))
        across = _across(tag)
        down = min(_span(tag, "rowspan"), _ROWS_SPANNED)
        if down > 1:
            self._keep(down, across)
        if down > 1 or across > 1:
            self._spans.append((self._row, self._column, down, across))
        if len(self._spans) > MERGES_AT_MOST:
            raise FileProblem("too-many-merges", path=self._file, limit=MERGES_AT_MOST)
        self._column += across - 1

    def _keep(self, down: int, across: int) -> None:
        """Keep columns from the rows below."""
        self._kept_in_all += across
        if self._kept_in_all > _KEPT_AT_MOST:
            raise FileProblem("too-many-merges", path=self._file, limit=MERGES_AT_MOST)
        kept = self._row + down - 1, self._column + across
        self._waiting_spans += across
        self._ending[kept[0]] += across
        for column in range(self._column, self._column + across):
            self._kept[column] = max(kept, self._kept.get(column, _FREE))

    def _take_column(self, tag: Tag) -> None:
        first = self._columns_listed + 1
        self._columns_listed += min(_span(tag, "span"), _COLUMNS_SPANNED)
        if _HIDDEN in tag.attributes.get("style", "").replace(" ", "").lower():
            last = min(self._columns_listed, COLUMNS_AT_MOST)
            self.collector.hidden_columns.update(range(first, last + 1))


def _across(tag: Tag) -> int:
    return min(_span(tag, "colspan"), _COLUMNS_SPANNED, COLUMNS_AT_MOST)


def _text(pieces: list[str]) -> str:
    """Return the text of a cell: markup white space folded, no-break spaces kept as spaces."""
    whole = "".join(pieces)
    lines = (" ".join(filter(None, line.split(" "))) for line in whole.split(_LINE))
    return "\n".join(lines).strip("\n").replace("\xa0", " ")


def _span(tag: Tag, name: str) -> int:
    text = tag.attributes.get(name, "").strip()
    known = text.isascii() and text.isdigit() and len(text) <= _LONGEST_NUMBER
    return max(int(text), 1) if known else 1
