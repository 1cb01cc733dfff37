r"""Grids as plain text that a person can write, review and compare.

    @sheet 附表3-1
    @hidden rows 7
    | 产出指标 | 数量指标 | 人居环境宣传 | ≥10次                |
    | ^        | ^        | 配置环卫工人 | '66                  |
    | 合计     | <        | <            | =SUM(D1:D2) → 611.00 |

A row is written between bars; ``^`` continues the merge above, ``<`` the merge on the left. For
cells see :mod:`xlform.grid.cell_text`. Lines that start with ``@`` describe the rest:

``@name 合计数 附表2!$C$5``    a defined name of the workbook
``@local 附表1 合计数 $C$5``   a name of one sheet
``@calculation iterative``     how the workbook is calculated; ``displayed`` likewise
``@sheet "附表 2" hidden``     a sheet begins; without one, the rows are those of ``Sheet1``
``@hidden rows 3,5-7``         hidden rows; ``@hidden columns C,F-H`` likewise
``@beside comments drawing``   content outside the cells
``@after 12``                  a document's table, and the row of the paragraph it follows
``@merges A1:C2 B2:D4``        merges that marks can't show: overlapping, large, over several values
``@at D40``                    the rows that follow start at this cell

Blank lines and blanks around a line are ignored. Invariant: ``parse(dump(grid)) == grid``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from xlform.errors import NotationProblem
from xlform.grid.address import (
    COLUMNS_AT_MOST,
    ROWS_AT_MOST,
    Range,
    cell_name,
    column_letters,
    column_number,
    parse_cell,
    parse_range,
)
from xlform.grid.blocks import Block, blocks, marked_merges
from xlform.grid.cell_text import ABOVE, LEFT, cell_text, escape, read_cell, unescape
from xlform.grid.model import Calculation, Cell, Grid, Position, Sheet, SheetState
from xlform.model.text_width import text_width

FIRST_SHEET = "Sheet1"
_BLANKS = " \t\r"
_STATES: dict[str, SheetState] = {
    "visible": "visible",
    "hidden": "hidden",
    "veryHidden": "veryHidden",
}
_CALCULATIONS: dict[str, Calculation] = {"displayed": "displayed", "iterative": "iterative"}
_BARS = re.compile(r"((?:[^|\\]|\\.)*)\|")
_WORD = re.compile(r'"((?:[^"\\]|\\.)*)"(?!\S)|(\S+)')
# Longer cells run over instead of making every other row as wide.
_WIDEST = 40


def parse(text: str) -> Grid:
    """Return the grid that ``text`` describes; :class:`NotationProblem` names the faulty line."""
    reader = _Reader()
    for number, line in enumerate(text.split("\n"), 1):
        stripped = line.strip(_BLANKS)
        if stripped:
            reader.take(number, stripped)
    return reader.grid()


def dump(grid: Grid) -> str:
    """Return the grid as text, ending with a line break; :func:`parse` is the inverse."""
    lines = [f"@name {_name(name, meaning)}" for name, meaning in grid.names]
    lines += [f"@local {_word(one)} {_name(name, text)}" for one, name, text in grid.local_names]
    lines += [f"@calculation {' '.join(grid.calculation)}"] if grid.calculation else []
    for number, sheet in enumerate(grid.sheets):
        body = list(_sheet_lines(sheet))
        if number or sheet.name != FIRST_SHEET or sheet.state != "visible" or not body:
            state = "" if sheet.state == "visible" else f" {sheet.state}"
            lines += [""] * bool(lines) + [f"@sheet {_word(sheet.name)}{state}"]
        lines += body
    return "".join(f"{line}\n" for line in lines)


class _Reader:
    """The state while lines are read: the sheets so far, and the one being read."""

    def __init__(self) -> None:
        self._names: list[tuple[str, str]] = []
        self._local: list[tuple[str, str, str]] = []
        self._calculation: list[Calculation] = []
        self._sheets: list[_OpenSheet] = []
        self._line = 0

    def take(self, number: int, line: str) -> None:
        self._line = number
        if line.startswith("|"):
            self._sheet().row(number, self._bars(line))
        elif line.startswith("@"):
            self._directive(line)
        else:
            raise _problem("line", number, line)

    def grid(self) -> Grid:
        sheets = tuple(sheet.sheet() for sheet in self._sheets)
        return Grid(sheets, tuple(self._names), tuple(self._local), tuple(self._calculation))

    def _sheet(self) -> _OpenSheet:
        if not self._sheets:
            self._sheets.append(_OpenSheet(FIRST_SHEET, "visible"))
        return self._sheets[-1]

    def _bars(self, line: str) -> list[str]:
        raws: list[str] = []
        end = 1
        while match := _BARS.match(line, end):
            raws.append(match[1].strip(_BLANKS))
            end = match.end()
        if end != len(line):
            raise _problem("row", self._line, line[end:])
        return raws

    def _directive(self, line: str) -> None:
        kind, _, rest = line[1:].partition(" ")
        try:
            if kind == "name":
                self._names.append(self._name(rest))
            elif kind == "local":
                match = _word_at(rest)
                self._local.append((_unquoted(match), *self._name(rest[match.end() :])))
            elif kind == "calculation":
                self._calculation += [_CALCULATIONS[word] for word in _words(rest)]
            elif kind == "sheet":
                self._sheets.append(_OpenSheet(*_sheet_line(_words(rest))))
            else:
                self._frame(kind, _words(rest), line)
        except (ValueError, KeyError):
            raise _problem("directive", self._line, line) from None

    def _frame(self, kind: str, words: list[str], line: str) -> None:
        if kind == "hidden":
            what, numbers = words
            if what not in {"rows", "columns"}:
                raise ValueError(what)
            self._sheet().hidden[what].update(_listed(numbers, what))
        elif kind == "beside":
            self._sheet().beside += words
        elif kind == "after":
            (row,) = words
            self._sheet().after = int(row)
        elif kind == "merges":
            self._sheet().listed += map(parse_range, words)
        elif kind == "at":
            (name,) = words
            self._sheet().move(*parse_cell(name))
        else:
            raise _problem("unknown", self._line, line)

    def _name(self, rest: str) -> tuple[str, str]:
        rest = rest.lstrip(_BLANKS)
        match = _word_at(rest)
        return _unquoted(match), unescape(rest[match.end() :].lstrip(_BLANKS))


class _OpenSheet:
    """Sheet during reading; rows belong to the block that the last ``@at`` began."""

    def __init__(self, name: str, state: SheetState) -> None:
        self.hidden: dict[str, set[int]] = {"rows": set(), "columns": set()}
        self.beside: list[str] = []
        self.after: int | None = None
        self.listed: list[Range] = []
        self._name = name
        self._state = state
        self._cells: dict[Position, Cell] = {}
        self._merges: list[Range] = []
        self._next_row = self._left = 1
        # The anchor of the merge over each cell of the block, and the line of each anchor.
        self._corners: dict[Position, Position] = {}
        self._lines: dict[Position, int] = {}

    def move(self, row: int, column: int) -> None:
        self._close_block()
        self._next_row, self._left = row, column

    def row(self, line: int, raws: list[str]) -> None:
        for column, raw in enumerate(raws, self._left):
            position = (self._next_row, column)
            if self._next_row > ROWS_AT_MOST or column > COLUMNS_AT_MOST:
                raise _problem("outside", line, cell_name(*position))
            self._corners[position] = self._corner(position, raw, line)
        self._next_row += 1

    def _corner(self, position: Position, raw: str, line: int) -> Position:
        row, column = position
        if raw in (ABOVE, LEFT):
            beside = (row - 1, column) if raw == ABOVE else (row, column - 1)
            if beside not in self._corners:
                raise _problem("merge", line, cell_name(row, column))
            return self._corners[beside]
        self._lines[position] = line
        try:
            cell = read_cell(raw)
        except ValueError:
            raise _problem("cell", line, raw) from None
        if cell is not None:
            if position in self._cells:
                raise _problem("twice", line, cell_name(row, column))
            self._cells[position] = cell
        return position

    def _close_block(self) -> None:
        merged: dict[Position, list[Position]] = {}
        for position, corner in self._corners.items():
            if position != corner:
                merged.setdefault(corner, [corner]).append(position)
        for corner, positions in merged.items():
            rows, columns = zip(*positions, strict=True)
            merge = Range(min(rows), min(columns), max(rows), max(columns))
            if (merge.top, merge.left) != corner or merge.area != len(positions):
                raise _problem("merge", self._lines[corner], cell_name(*corner))
            self._merges.append(merge)
        self._corners.clear()

    def sheet(self) -> Sheet:
        self._close_block()
        merges = sorted([*self._merges, *self.listed]) if self._merges else self.listed
        return Sheet(
            self._name,
            dict(sorted(self._cells.items())),
            tuple(merges),
            self._state,
            frozenset(self.hidden["rows"]),
            frozenset(self.hidden["columns"]),
            tuple(self.beside),
            self.after,
        )


def _problem(code: str, line: int, seen: str) -> NotationProblem:
    shown = seen if len(seen) <= _WIDEST else f"{seen[:_WIDEST]}…"
    return NotationProblem(f"notation-{code}", line=line, seen=shown)


def _sheet_line(words: list[str]) -> tuple[str, SheetState]:
    name, state = words if len(words) > 1 else (*words, "visible")
    if state not in _STATES:
        raise ValueError(state)
    return name, _STATES[state]


def _word_at(text: str) -> re.Match[str]:
    match = _WORD.match(text)
    if match is None:
        raise ValueError(text)
    return match


def _words(text: str) -> list[str]:
    return [_unquoted(match) for match in _WORD.finditer(text)]


def _unquoted(match: re.Match[str]) -> str:
    return unescape(match[2] if match[1] is None else match[1])


def _word(text: str) -> str:
    """Return a name as one word, quoted where it holds blanks."""
    if text and not text.startswith('"') and not any(char.isspace() for char in text):
        return escape(text)
    quotable = escape(text).replace('"', '\\"')
    return f'"{quotable}"'


def _listed(text: str, what: str) -> Iterator[int]:
    """``3,5-7`` or ``C,F-H`` one by one."""
    for piece in text.split(","):
        first, _, last = piece.partition("-")
        start = _line_number(first, what)
        end = _line_number(last, what) if last else start
        if end < start:
            raise ValueError(piece)
        yield from range(start, end + 1)


def _line_number(text: str, what: str) -> int:
    if what == "columns":
        return column_number(text)
    return parse_cell(f"A{text}")[0]


def _listing(numbers: Iterable[int], what: str) -> str:
    """Numbers as ``3,5-7``, columns as ``C,F-H``."""
    runs: list[tuple[int, int]] = []
    for number in sorted(numbers):
        if runs and runs[-1][1] == number - 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    shown = column_letters if what == "columns" else str
    return ",".join(
        shown(first) if first == last else f"{shown(first)}-{shown(last)}" for first, last in runs
    )


def _name(name: str, meaning: str) -> str:
    return f"{_word(name)} {escape(meaning)}".rstrip(" ")


def _sheet_lines(sheet: Sheet) -> Iterator[str]:
    for what, numbers in (("rows", sheet.hidden_rows), ("columns", sheet.hidden_columns)):
        if numbers:
            yield f"@hidden {what} {_listing(numbers, what)}"
    if sheet.beside_cells:
        yield f"@beside {' '.join(map(_word, sheet.beside_cells))}"
    if sheet.after is not None:
        yield f"@after {sheet.after}"
    marked = marked_merges(sheet)
    shown = set(marked)
    listed = [merge for merge in sheet.merges if merge not in shown]
    if listed:
        yield f"@merges {' '.join(map(str, listed))}"
    for number, block in enumerate(blocks(sheet, marked)):
        if number or (block.range.top, block.range.left) != (1, 1):
            yield f"@at {cell_name(block.range.top, block.range.left)}"
        yield from _block_lines(sheet, block)


def _block_lines(sheet: Sheet, block: Block) -> Iterator[str]:
    texts = _texts(sheet, block.shapes)
    columns = range(block.range.left, block.range.right + 1)
    rows = [
        [texts.get((row, column), "") for column in columns]
        for row in range(block.range.top, block.range.bottom + 1)
    ]
    widths = [min(_WIDEST, max(map(text_width, column))) for column in zip(*rows, strict=True)]
    for cells in rows:
        padded = (
            text + " " * (width - text_width(text))
            for text, width in zip(cells, widths, strict=True)
        )
        yield f"| {' | '.join(padded)} |"


def _texts(sheet: Sheet, shapes: Iterable[Range]) -> dict[Position, str]:
    """Return each position's text in a block: cells, and marks in the rest of each merge."""
    texts: dict[Position, str] = {}
    for shape in shapes:
        for row in range(shape.top, shape.bottom + 1):
            texts.update({(row, column): LEFT for column in range(shape.left, shape.right + 1)})
            texts[row, shape.left] = ABOVE
        corner = sheet.cells.get((shape.top, shape.left))
        texts[shape.top, shape.left] = "" if corner is None else cell_text(corner)
    return texts
