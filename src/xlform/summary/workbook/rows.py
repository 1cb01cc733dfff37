"""The rows of a sheet in UTF-8, one after the other, as fast as their columns allow.

They are bytes from the cell on: as text every sign of the markup would take two bytes, since some
sign of each row is Chinese, and the rows are copied twice before they are packed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from functools import lru_cache
from itertools import repeat
from operator import getitem, itemgetter
from typing import Final

from xlform.export.xlsx_formats import line_count
from xlform.grid.address import column_letters
from xlform.grid.model import plain
from xlform.messages import translate
from xlform.summary.workbook import cells
from xlform.summary.workbook.cell_formats import MONEY, NUMBERS
from xlform.summary.workbook.cells import ROW, Cells, LinkCells
from xlform.summary.workbook.columns import Column
from xlform.summary.workbook.detail_sheet import DetailSheet
from xlform.summary.workbook.pagination import Columns, Line

# Heights in points: of a line of text, of a cell's margins, of the highest row there is.
LINE: Final = 14.0
EDGES: Final = 6.0
_HIGHEST: Final = 409.0
# Characters of a column's width that its text can't use.
_MARGIN: Final = 1
_CACHED_AT_MOST: Final = 1_000
# Attribute of a row by its level in the outline.
_OUTLINE: Final = ("", ' outlineLevel="1"')

# Beginning of a row, before its number.
_ROW: Final = b'<row r="'
_ROW_MARK: Final = ROW.encode()

# Where the cells of a row begin in its pieces, and where the name of a 小计 is.
_CELLS: Final = 2
_NAME: Final = 3

Styles = Mapping[str, int]


class RowText:
    """Turns the lines of one sheet into rows; ``styles`` are the numbers of the formats by name."""

    def __init__(self, detail: DetailSheet, styles: Styles) -> None:
        last = len(detail.columns)
        self._cells = [
            _cells(n, column, styles, _end(n, last)) for n, column in enumerate(detail.columns, 1)
        ]
        # The numbers of the entries, which come once each.
        number = cells.integer_cells(styles["whole"])("%d") + _end(1, last)
        self._numbered = number.encode().__mod__
        # The formulas of a difference name the row's own number.
        self._has_differences = any(column.kind == "difference" for column in detail.columns)
        wrapped = [n for n, column in enumerate(detail.columns) if column.kind == "text"]
        # The first column makes the getter return a tuple even for one text.
        self._wrapped = itemgetter(0, *wrapped) if wrapped else None
        self._wrapped_columns = wrapped
        self._opened = tuple(map(_Openings, _OUTLINE))
        self._heights = [_LineCounts(int(detail.columns[n].width) - _MARGIN) for n in wrapped]
        self._summed = [index + 1 for index in detail.summed]
        self._subtotal_sums = {n: _sum_cell(n + 1, styles, _end(n + 1, last)) for n in self._summed}
        self._subtotal_name = _subtotal_cells(styles["subtotal"], _end(2, last))
        label = _subtotal_cells(styles["subtotal-centered"], _end(1, last))
        blanks = [
            _subtotal_cells(styles["subtotal"], _end(n, last))[None] for n in range(2, last + 1)
        ]
        self._blank_subtotal = [label[translate("summary.subtotal")], *blanks]

    def row(self, line: Line) -> bytes:
        """Return the row of one line."""
        _, row, number, level, values = line
        if not number:
            return self.subtotal(row, values)
        at = b"%d" % row
        values = (number, *values)
        opened = f'"{_OUTLINE[level]}{self._height(values)}><c r="A'.encode()
        # The row's number follows each part: in the row itself and in every cell's reference.
        made = at.join([_ROW, opened, *map(getitem, self._cells, values)])
        return made.replace(_ROW_MARK, at) if self._has_differences else made

    def block(self, columns: Columns, row: int, number: int, level: int = 0) -> bytes:
        """Return rows given as columns; the first has this ``row``, its entry this ``number``."""
        count = len(columns[0])
        rows = [*map(b"%d".__mod__, range(row, row + count))]
        first = map(self._numbered, range(number, number + count))
        others = (cells.of(column) for cells, column in zip(self._cells[1:], columns, strict=True))
        opened = map(self._opened[level].__getitem__, self._line_counts(columns, count))
        made = map(bytes.join, rows, zip(repeat(_ROW), opened, first, *others, strict=False))
        if self._has_differences:
            made = map(bytes.replace, made, repeat(_ROW_MARK), rows)
        return b"".join(made)

    def _line_counts(self, columns: Columns, count: int) -> Iterable[int]:
        """Return the lines that the text of each row takes."""
        # The numbers of entries are no column here.
        texts = [columns[n - 1] for n in self._wrapped_columns]
        if not texts:
            return [1] * count
        lines = [
            map(counts.__getitem__, each) for counts, each in zip(self._heights, texts, strict=True)
        ]
        return lines[0] if len(lines) == 1 else map(max, *lines)

    def _height(self, values: tuple[object, ...]) -> str:
        """Return the height of a row of wrapped text, which some programs don't compute."""
        if self._wrapped is None:
            return ""
        _, *texts = self._wrapped(values)
        most = max(map(getitem, self._heights, texts))
        return "" if most == 1 else _height_attribute(most)

    def subtotal(self, row: int, values: tuple[object, ...]) -> bytes:
        """Return the 小计 in a row: its ``values`` are those of its :class:`.Line`."""
        key, first, last, *sums = values
        made = [_ROW, b'"><c r="A', *self._blank_subtotal]
        made[_NAME] = self._subtotal_name[key]
        for n, figure in zip(self._summed, sums, strict=True):
            made[_CELLS + n] = self._subtotal_sums[n](figure, f"{first}", f"{last}")
        return (b"%d" % row).join(made)


class _Openings(dict[int, bytes]):
    """The rest of a row's tag and the beginning of its first cell, by the lines of its text."""

    __slots__ = ("_outline",)

    def __init__(self, outline: str) -> None:
        super().__init__()
        self._outline = outline

    def __missing__(self, lines: int) -> bytes:
        height = "" if lines == 1 else _height_attribute(lines)
        self[lines] = opened = f'"{self._outline}{height}><c r="A'.encode()
        return opened


class _LineCounts(dict[object, int]):
    """Numbers of lines that texts take in a column, cached for texts that recur."""

    __slots__ = ("_room",)

    def __init__(self, room: int) -> None:
        super().__init__()
        self._room = room

    def __missing__(self, value: object) -> int:
        text = str(value or "")
        if len(text) * 2 <= self._room and "\n" not in text:
            lines = 1
        else:
            lines = line_count(text, self._room)
        if len(self) > _CACHED_AT_MOST:
            self.clear()
        self[value] = lines
        return lines


@lru_cache(maxsize=64)
def _height_attribute(lines: int) -> str:
    height = min(lines * LINE + EDGES, _HIGHEST)
    return f' ht="{height:g}" customHeight="1"'


def _end(number: int, last: int) -> str:
    """Return what follows the cell of a column, counted from 1."""
    return f'<c r="{column_letters(number + 1)}' if number < last else "</row>"


def _cells(number: int, column: Column, styles: Styles, end: str) -> Cells:
    """Return the cells of a column, counted from 1."""
    text_style, literal = styles["text"], styles["literal"]
    money = _by_places("money", len(MONEY), styles)
    makers = {
        "row-number": lambda: cells.integer_cells(styles["whole"]),
        "whole": lambda: cells.integer_cells(styles["whole"]),
        "centered": lambda: cells.text_cells(styles["centered"], literal),
        "text": lambda: cells.text_cells(text_style, literal),
        "day": lambda: cells.day_cells(styles["day"], text_style),
        "money": lambda: cells.figure_cells(money, literal),
        "difference": lambda: cells.difference_cells(money, _minuend_and_subtrahend(number)),
        "figure": lambda: cells.figure_cells(_by_places("figure", len(NUMBERS), styles), literal),
        "percent": lambda: cells.figure_cells(_by_places("percent", len(NUMBERS), styles), literal),
        "code": lambda: cells.code_cells({}, column.labels, styles["centered"]),
        "status": lambda: cells.code_cells(
            {code: styles[style] for code, style in column.styles.items()},
            column.labels,
            text_style,
        ),
    }
    if column.kind == "link":
        return LinkCells((styles["link"], text_style, literal), end)
    # Row numbers hardly ever recur.
    return Cells(makers[column.kind](), end, kept=column.kind != "row-number")


def _minuend_and_subtrahend(number: int) -> tuple[str, str]:
    """Return the columns of the figures whose difference is in the column of this number."""
    return column_letters(number - 3), column_letters(number - 1)


def _by_places(name: str, count: int, styles: Styles) -> tuple[int, ...]:
    return tuple(styles[f"{name}-{places}"] for places in range(count))


def _subtotal_cells(style: int, end: str) -> Cells:
    return Cells(cells.text_cells(style, style), end, kept=False)


# Given a sum, the first and last row of the group.
_SumCell = Callable[[object, str, str], bytes]


def _sum_cell(number: int, styles: Styles, end: str) -> _SumCell:
    """Return what makes the sum of a 小计 in a column, counted from 1."""
    at = column_letters(number)
    blank = cells.text_cells(styles["subtotal"], styles["subtotal"])
    by_places = _by_places("subtotal-money", len(MONEY), styles)

    def sum_cell(figure: object, first: str, last: str) -> bytes:
        if not isinstance(figure, Decimal):
            return (blank(translate("summary.unknown") if figure else None) + end).encode()
        text = plain(figure)
        places = min(len(text.partition(".")[2]), len(by_places) - 1)
        formula = f"SUBTOTAL(9,{at}{first}:{at}{last})"
        style = by_places[places]
        return f'" s="{style}"><f>{formula}</f><v>{float(figure)!r}</v></c>{end}'.encode()

    return sum_cell
