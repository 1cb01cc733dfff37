r"""Tables that a program wrote into plain text cell by cell, found and reassembled.

A cell starts with a tab at the start of its line and an empty line ends a row; merges are lost::

    \t项目金额            a row of five cells
    \t95.00
    \t                    an empty cell, or one merged with the cell above
    \t金额
    \t95.00

Cells that contain line breaks make this ambiguous: there may be an empty line inside a row, and a
form may start without one before it. The printed labels of forms and the number of cells in a
table's header row decide.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from xlform.formats.docx.tables import TABLE, written_cell
from xlform.grid.address import COLUMNS_AT_MOST, Range
from xlform.grid.model import Cell, Position, Sheet
from xlform.reading.line_roles import LineClassifier

_CELL = re.compile(r"([ \f]*)\t")
_MIN_HEADERS = 3


class _TextCell(msgspec.Struct):
    """Cell in the text: its lines, and what preceded it.

    ``empty_lines`` counts the empty lines above it. ``starts_row`` is set after anything but a tab,
    such as a page break, and for a form's title, which always starts a row.
    """

    lines: list[str]
    empty_lines: int = 0
    starts_row: bool = False

    @property
    def text(self) -> str:
        """Return its text."""
        return "\n".join(self.lines)


class _CellRun(msgspec.Struct):
    """Consecutive cells, and the row of the last line of prose before them."""

    after: int
    cells: list[_TextCell]


def tables_of(text: Sheet, classifier: LineClassifier) -> tuple[Sheet, list[Sheet]]:
    """Return the lines that belong to no table, and the tables, each as a sheet of its own."""
    reader = _LineReader(classifier)
    rows = {row: cell.text for (row, _), cell in text.cells.items()}
    for row in range(1, max(rows, default=0) + 1):
        reader.add(row, rows.get(row, ""))
    prose = {position: cell for position, cell in text.cells.items() if position[0] in reader.prose}
    tables: list[Sheet] = []
    for run in reader.runs:
        after = run.after
        for table in _tables(_rows(run.cells, classifier), classifier):
            tables.append(_sheet(f"{TABLE}{len(tables) + 1}", table, after, classifier))
    return msgspec.structs.replace(text, cells=prose), tables


class _LineReader:
    """Sorts the lines of a text into prose and cells."""

    def __init__(self, classifier: LineClassifier) -> None:
        self.prose: set[int] = set()
        self.runs: list[_CellRun] = []
        self._classifier = classifier
        self._open = False
        self._empty_lines = 0

    def add(self, row: int, line: str) -> None:
        """Add the next line."""
        cell_start = _CELL.match(line)
        if cell_start:
            self._cells(line[cell_start.end() :].split("\t"), starts_row=bool(cell_start[1]))
        elif not line.strip():
            self._empty_lines += 1
        elif self._open and self._continues(line):
            self._last.lines += [""] * self._empty_lines + [line]
        else:
            self._open = False
            self.prose.add(row)
        if line.strip() or cell_start:
            self._empty_lines = 0

    @property
    def _last(self) -> _TextCell:
        return self.runs[-1].cells[-1]

    def _cells(self, texts: list[str], *, starts_row: bool) -> None:
        if not self._open:
            self.runs.append(_CellRun(max(self.prose, default=0), []))
            self._open = True
        for text in texts:
            titled = self._classifier.role(text) == "title"
            self.runs[-1].cells.append(_TextCell([text], self._empty_lines, starts_row or titled))
            self._empty_lines, starts_row = 0, False

    def _continues(self, line: str) -> bool:
        """Return True if a line without a tab belongs to the cell above."""
        if not self._empty_lines:
            return True
        role = self._classifier.role(line)
        if role == "closing":
            return True
        return role == "" and self._classifier.role(self._last.lines[-1]) != "closing"


_Row = list[str]


def _rows(cells: list[_TextCell], classifier: LineClassifier) -> Iterator[_Row]:
    """Yield the rows of a run of cells, rejoining those split by an empty line."""
    row: list[_TextCell] = []
    expected = 0
    for cell in cells:
        ends = bool(row) and (cell.empty_lines or cell.starts_row)
        if ends and not cell.starts_row and _is_split(row, cell, expected, classifier):
            row[-1].lines += [""] * cell.empty_lines
            ends = False
        if ends:
            yield [cell.text for cell in row]
            expected = _expected_cells(row, expected, classifier)
            row = []
        row.append(cell)
    if row:
        yield [cell.text for cell in row]


def _is_split(
    row: list[_TextCell], following: _TextCell, expected: int, classifier: LineClassifier
) -> bool:
    """Return True if a row can't end before ``following``.

    It lacks cells and nothing new starts.
    """
    if classifier.role(following.text) in ("title", "closing", "heading"):
        return False
    if len(row) == 1 and classifier.is_bare_label(row[0].text):
        return classifier.role(row[0].text) == "label" and classifier.role(following.text) == ""
    labelled = any(classifier.role(cell.text) for cell in row)
    return not labelled and len(row) < expected and bool(following.text.strip())


def _expected_cells(row: list[_TextCell], expected: int, classifier: LineClassifier) -> int:
    """Return the number of cells of the rows below: that of the table's header row, 0 before it."""
    if _is_header([cell.text for cell in row], classifier):
        return len(row)
    first = classifier.role(row[0].text)
    return 0 if first in ("label", "closing", "title") else expected


def _is_header(row: _Row, classifier: LineClassifier) -> bool:
    return len(row) >= _MIN_HEADERS and all(classifier.is_bare_label(text) for text in row)


def _tables(rows: Iterator[_Row], classifier: LineClassifier) -> Iterator[list[_Row]]:
    """Yield the rows of each form; a title or an appendix number starts the next one."""
    table: list[_Row] = []
    started = False
    for row in rows:
        starts_row = any(classifier.role(text) == "title" for text in row)
        if starts_row and started:
            yield table
            table, started = [], False
        started |= not starts_row
        table.append(row)
    if table:
        yield table


def _sheet(name: str, rows: list[_Row], after: int, classifier: LineClassifier) -> Sheet:
    """Return rows as cells from the left; a row narrower than the table gets a merge.

    The label of a total spans the columns its row lacks under the table's header row; in any other
    row the last cell does.
    """
    width = min(max(len(row) for row in rows), COLUMNS_AT_MOST)
    cells: dict[Position, Cell] = {}
    merges: list[Range] = []
    expected = 0
    for number, row in enumerate(rows, 1):
        if _is_header(row, classifier):
            expected = len(row)
        totals = [
            cell_index for cell_index, text in enumerate(row) if classifier.role(text) == "total"
        ]
        column = 1
        for cell_index, text in enumerate(row[:width]):
            span = max(1, expected - len(row) + 1) if totals[:1] == [cell_index] else 1
            right = width if cell_index == len(row) - 1 else min(width, column + span - 1)
            if text.strip():
                cells[number, column] = written_cell(text)
            if right > column:
                merges.append(Range(number, column, number, right))
            column = right + 1
    return Sheet(name, cells, tuple(merges), after=after)
