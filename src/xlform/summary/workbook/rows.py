"""The rows of a sheet as text, one after the other, as fast as its columns allow."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import lru_cache
from operator import getitem, itemgetter
from typing import Final

from xlform.export.xlsx_formats import line_count
from xlform.grid.model import plain
from xlform.messages import translate
from xlform.ooxml.address import column_letters
from xlform.summary.workbook import cells
from xlform.summary.workbook.cells import ROW, Cells
from xlform.summary.workbook.columns import Column
from xlform.summary.workbook.detail import Detail
from xlform.summary.workbook.looks import MONEY, NUMBERS
from xlform.summary.workbook.paging import Line

# Heights in points: of a line of text, of a cell's margins, of the highest row there is.
LINE: Final = 14.0
EDGES: Final = 6.0
_HIGHEST: Final = 409.0
# Characters of a column's width that its text can't use.
_MARGIN: Final = 1
_KNOWN_AT_MOST: Final = 1_000
# By an entry's level in the outline, up to its row's height.
_OPENED: Final = ("", ' outlineLevel="1"')

Styles = Mapping[str, int]


class RowText:
    """Turns the lines of one sheet into rows; ``styles`` are the numbers of the formats by name."""

    def __init__(self, detail: Detail, styles: Styles) -> None:
        last = len(detail.columns)
        self._cells = [
            _cells(n, column, styles, f'<c r="{column_letters(n + 1)}' if n < last else "</row>")
            for n, column in enumerate(detail.columns, 1)
        ]
        # A row has its own number in the formulas of a difference.
        self._reckons = any(column.kind == "less" for column in detail.columns)
        worded = [n for n, column in enumerate(detail.columns) if column.kind == "words"]
        # The first column is there so that there are always several.
        self._worded = itemgetter(0, *worded) if worded else None
        self._heights = [_Lines(int(detail.columns[n].width) - _MARGIN) for n in worded]
        self._adding = [_adder(n, column, styles) for n, column in enumerate(detail.columns, 1)]
        self._summed = {index + 1: n for n, index in enumerate(detail.summed)}

    def row(self, line: Line) -> str:
        """The row of one line."""
        _, row, number, level, values = line
        at = str(row)
        if not number:
            return self._subtotal(at, values)
        values = (number, *values)
        opened = f'"{_OPENED[level]}{self._height(values)}><c r="A'
        # Whatever stands between two cells' columns is followed by the row's number.
        made = at.join(['<row r="', opened, *map(getitem, self._cells, values)])
        return made.replace(ROW, at) if self._reckons else made

    def _height(self, values: tuple[object, ...]) -> str:
        """Said where the text of a row wraps: not every office program finds it out by itself."""
        if self._worded is None:
            return ""
        _, *texts = self._worded(values)
        most = max(map(getitem, self._heights, texts))
        return "" if most == 1 else _taller(most)

    def _subtotal(self, at: str, values: tuple[object, ...]) -> str:
        key, first, last, *sums = values
        made = []
        for n, add in enumerate(self._adding):
            figure = sums[self._summed[n]] if n in self._summed else key if n == 1 else None
            made.append(add(at, figure, f"{first}", f"{last}"))
        return f'<row r="{at}">{"".join(made)}</row>'


class _Lines(dict[object, int]):
    """How many lines a text takes in a column, of those that come again and again."""

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
        if len(self) > _KNOWN_AT_MOST:
            self.clear()
        self[value] = lines
        return lines


@lru_cache(maxsize=64)
def _taller(lines: int) -> str:
    height = min(lines * LINE + EDGES, _HIGHEST)
    return f' ht="{height:g}" customHeight="1"'


def _cells(number: int, column: Column, styles: Styles, end: str) -> Cells:
    """How the cells of a column, counted from 1, are made."""
    in_words, literal = styles["words"], styles["literal"]
    money = _by_places("money", len(MONEY), styles)
    makers = {
        "number-of": lambda: cells.wholes(styles["whole"]),
        "whole": lambda: cells.wholes(styles["whole"]),
        "middle": lambda: cells.words(styles["middle"], literal),
        "words": lambda: cells.words(in_words, literal),
        "link": lambda: cells.linked(styles["link"], in_words, literal),
        "day": lambda: cells.days(styles["day"], in_words),
        "money": lambda: cells.figures(money, literal),
        "less": lambda: cells.differences(money, _both(number)),
        "figure": lambda: cells.figures(_by_places("figure", len(NUMBERS), styles), literal),
        "coded": lambda: cells.coded({}, column.told, styles["middle"]),
        "toned": lambda: cells.coded(
            {code: styles[tone] for code, tone in column.tones.items()}, column.told, in_words
        ),
    }
    # No number and hardly a place comes twice.
    return Cells(makers[column.kind](), end, kept=column.kind not in ("number-of", "link"))


def _both(number: int) -> tuple[str, str]:
    """The columns of the figures that a difference, in the column of this number, is between."""
    return column_letters(number - 3), column_letters(number - 1)


def _by_places(name: str, count: int, styles: Styles) -> tuple[int, ...]:
    return tuple(styles[f"{name}-{places}"] for places in range(count))


# Given the row, what stands there, the first and last row it adds up.
_Adder = Callable[[str, object, str, str], str]


def _adder(number: int, column: Column, styles: Styles) -> _Adder:
    """How a 小计's cell in a column is made: its name, a sum, or nothing."""
    at = column_letters(number)
    start = f'<c r="{at}'
    blank = cells.words(styles["subtotal"], styles["subtotal"])
    if number == 1:
        label = cells.words(styles["subtotal-middle"], styles["subtotal-middle"])
        return lambda row, *_: start + row + label(translate("summary.subtotal"))
    if not column.summed:
        return lambda row, figure, *_: start + row + blank(figure)
    by_places = _by_places("subtotal-money", len(MONEY), styles)

    def sum_cell(row: str, figure: object, first: str, last: str) -> str:
        if not isinstance(figure, Decimal):
            return start + row + blank(None)
        text = plain(figure)
        places = min(len(text.partition(".")[2]), len(by_places) - 1)
        formula = f"SUBTOTAL(9,{at}{first}:{at}{last})"
        style = by_places[places]
        return f'{start}{row}" s="{style}"><f>{formula}</f><v>{float(figure)!r}</v></c>'

    return sum_cell
