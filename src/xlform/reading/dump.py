r"""Tables that a program wrote into a plain text, cell by cell, found and put together again.

A cell begins with a tab at the beginning of its line, a blank line ends a row, and what was merged
is not told::

    \t项目金额            a row of five cells
    \t95.00
    \t                    a cell left blank, or one that goes on with the cell above
    \t金额
    \t95.00

Cells with line breaks of their own make this ambiguous: a blank line may stand inside a row, and a
form may begin without one before it. The words that forms print, and the number of cells under the
head of a table, decide.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from xlform.formats.docx.tables import TABLE, written_cell
from xlform.grid.model import Cell, Position, Sheet
from xlform.ooxml.address import COLUMNS_AT_MOST, Range
from xlform.reading.printed import Printed

_CELL = re.compile(r"([ \f]*)\t")
_HEADS_AT_LEAST = 3


class _Token(msgspec.Struct):
    """A cell as it stands in the text: its lines, and what stood before it.

    ``blanks`` are the blank lines above it; ``opens``: something else than a tab, as where a page
    ends, or a form's title says that a row begins whatever stands above.
    """

    lines: list[str]
    blanks: int = 0
    opens: bool = False

    @property
    def text(self) -> str:
        """Its words."""
        return "\n".join(self.lines)


class _Dump(msgspec.Struct):
    """A run of cells, and the last line of prose before it."""

    after: int
    tokens: list[_Token]


def tables_of(text: Sheet, words: Printed) -> tuple[Sheet, list[Sheet]]:
    """The lines of a text that belong to no table, and its tables, each a sheet of its own."""
    reader = _LineReader(words)
    rows = {row: cell.text for (row, _), cell in text.cells.items()}
    for row in range(1, max(rows, default=0) + 1):
        reader.take(row, rows.get(row, ""))
    prose = {position: cell for position, cell in text.cells.items() if position[0] in reader.prose}
    tables: list[Sheet] = []
    for dump in reader.dumps:
        after = dump.after
        for table in _tables(_rows(dump.tokens, words), words):
            tables.append(_sheet(f"{TABLE}{len(tables) + 1}", table, after, words))
    return msgspec.structs.replace(text, cells=prose), tables


class _LineReader:
    """Sorts the lines of a text into prose and cells."""

    def __init__(self, words: Printed) -> None:
        self.prose: set[int] = set()
        self.dumps: list[_Dump] = []
        self._words = words
        self._open = False
        self._blanks = 0

    def take(self, row: int, line: str) -> None:
        """Take the next line."""
        begun = _CELL.match(line)
        if begun:
            self._cells(line[begun.end() :].split("\t"), opens=bool(begun[1]))
        elif not line.strip():
            self._blanks += 1
        elif self._open and self._goes_on(line):
            self._last.lines += [""] * self._blanks + [line]
        else:
            self._open = False
            self.prose.add(row)
        if line.strip() or begun:
            self._blanks = 0

    @property
    def _last(self) -> _Token:
        return self.dumps[-1].tokens[-1]

    def _cells(self, texts: list[str], *, opens: bool) -> None:
        if not self._open:
            self.dumps.append(_Dump(max(self.prose, default=0), []))
            self._open = True
        for text in texts:
            titled = self._words.role(text) == "title"
            self.dumps[-1].tokens.append(_Token([text], self._blanks, opens or titled))
            self._blanks, opens = 0, False

    def _goes_on(self, line: str) -> bool:
        """Whether a line without a tab belongs to the cell above."""
        if not self._blanks:
            return True
        role = self._words.role(line)
        if role == "closing":
            return True
        return role == "" and self._words.role(self._last.lines[-1]) != "closing"


_Row = list[str]


def _rows(tokens: list[_Token], words: Printed) -> Iterator[_Row]:
    """The rows of a run of cells, those that a blank line tore put together again."""
    row: list[_Token] = []
    wanted = 0
    for token in tokens:
        ends = bool(row) and (token.blanks or token.opens)
        if ends and not token.opens and _is_torn(row, token, wanted, words):
            row[-1].lines += [""] * token.blanks
            ends = False
        if ends:
            yield [one.text for one in row]
            wanted = _wanted(row, wanted, words)
            row = []
        row.append(token)
    if row:
        yield [one.text for one in row]


def _is_torn(row: list[_Token], following: _Token, wanted: int, words: Printed) -> bool:
    """Whether a row can't end before ``following``: it lacks cells and nothing new begins."""
    if words.role(following.text) in ("title", "closing", "heading"):
        return False
    if len(row) == 1 and words.is_bare_label(row[0].text):
        return words.role(row[0].text) == "label" and words.role(following.text) == ""
    labelled = any(words.role(one.text) for one in row)
    return not labelled and len(row) < wanted and bool(following.text.strip())


def _wanted(row: list[_Token], wanted: int, words: Printed) -> int:
    """How many cells the rows below have: those of the head of a table, once it was seen."""
    if _is_head([one.text for one in row], words):
        return len(row)
    first = words.role(row[0].text)
    return 0 if first in ("label", "closing", "title") else wanted


def _is_head(row: _Row, words: Printed) -> bool:
    return len(row) >= _HEADS_AT_LEAST and all(words.is_bare_label(text) for text in row)


def _tables(rows: Iterator[_Row], words: Printed) -> Iterator[list[_Row]]:
    """The rows of each form: the next begins with its number or its title."""
    table: list[_Row] = []
    begun = False
    for row in rows:
        opens = any(words.role(text) == "title" for text in row)
        if opens and begun:
            yield table
            table, begun = [], False
        begun |= not opens
        table.append(row)
    if table:
        yield table


def _sheet(name: str, rows: list[_Row], after: int, words: Printed) -> Sheet:
    """Rows as cells from the left; what falls short of the table's width, is merged.

    The label of a total takes in the columns that its row lacks under the head of its table; in
    any other row the last cell does.
    """
    width = min(max(len(row) for row in rows), COLUMNS_AT_MOST)
    cells: dict[Position, Cell] = {}
    merges: list[Range] = []
    wanted = 0
    for number, row in enumerate(rows, 1):
        if _is_head(row, words):
            wanted = len(row)
        totals = [at for at, text in enumerate(row) if words.role(text) == "total"]
        column = 1
        for at, text in enumerate(row[:width]):
            span = max(1, wanted - len(row) + 1) if totals[:1] == [at] else 1
            right = width if at == len(row) - 1 else min(width, column + span - 1)
            if text.strip():
                cells[number, column] = written_cell(text)
            if right > column:
                merges.append(Range(number, column, number, right))
            column = right + 1
    return Sheet(name, cells, tuple(merges), after=after)
