"""The rows of a sheet as text, one after the other, as fast as its columns allow."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Final

from xlform.export.xlsx_look import lines_taken
from xlform.grid.model import plain
from xlform.messages import say
from xlform.ooxml.address import column_letters
from xlform.summary.workbook import cells
from xlform.summary.workbook.cells import Maker
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
        self._makers = [_maker(n, column, styles) for n, column in enumerate(detail.columns, 1)]
        # How many lines a text takes in a column, of those that come again and again.
        self._rooms: list[tuple[int, int, dict[object, int]]] = [
            (n, int(column.width) - _MARGIN, {})
            for n, column in enumerate(detail.columns[1:])
            if column.kind == "words"
        ]
        self._adding = [_adder(n, column, styles) for n, column in enumerate(detail.columns, 1)]
        self._summed = {index + 1: n for n, index in enumerate(detail.summed)}

    def row(self, line: Line) -> str:
        """The row of one line."""
        _, row, number, level, values = line
        at = str(row)
        if not number:
            return self._subtotal(at, values)
        told = zip(self._makers, (number, *values), strict=True)
        made = "".join([maker(at, value) for maker, value in told])
        return f'<row r="{at}"{_OPENED[level]}{self._height(values)}>{made}</row>'

    def _height(self, values: tuple[object, ...]) -> str:
        """Said where the text of a row wraps: not every office program finds it out by itself."""
        most = 1
        for index, room, known in self._rooms:
            value = values[index]
            if value:
                lines = known.get(value)
                if lines is None:
                    lines = known[value] = _lines(value, room)
                    if len(known) > _KNOWN_AT_MOST:
                        known.clear()
                if lines > most:  # noqa: PLR1730  (half the time of max, for every text)
                    most = lines
        return "" if most == 1 else _taller(most)

    def _subtotal(self, at: str, values: tuple[object, ...]) -> str:
        key, first, last, *sums = values
        made = []
        for n, add in enumerate(self._adding):
            figure = sums[self._summed[n]] if n in self._summed else key if n == 1 else None
            made.append(add(at, figure, f"{first}", f"{last}"))
        return f'<row r="{at}">{"".join(made)}</row>'


def _lines(value: object, room: int) -> int:
    text = str(value)
    if len(text) * 2 <= room and "\n" not in text:
        return 1
    return lines_taken(text, room)


def _taller(lines: int) -> str:
    height = min(lines * LINE + EDGES, _HIGHEST)
    return f' ht="{height:g}" customHeight="1"'


def _maker(number: int, column: Column, styles: Styles) -> Maker:
    """How the cells of a column, counted from 1, are made."""
    at = column_letters(number)
    in_words, literal = styles["words"], styles["literal"]
    makers: dict[str, Callable[[], Maker]] = {
        "number-of": lambda: cells.wholes(at, styles["whole"]),
        "whole": lambda: cells.wholes(at, styles["whole"]),
        "middle": lambda: cells.words(at, styles["middle"], literal),
        "words": lambda: cells.words(at, in_words, literal),
        "link": lambda: cells.linked(at, styles["link"], in_words, literal),
        "day": lambda: cells.days(at, styles["day"], in_words),
        "money": lambda: cells.figures(at, _by_places("money", len(MONEY), styles), literal),
        "less": lambda: cells.differences(
            at, _by_places("money", len(MONEY), styles), _both(number)
        ),
        "figure": lambda: cells.figures(at, _by_places("figure", len(NUMBERS), styles), literal),
        "coded": lambda: cells.coded(at, {}, column.told, styles["middle"]),
        "toned": lambda: cells.coded(
            at, {code: styles[tone] for code, tone in column.tones.items()}, column.told, in_words
        ),
    }
    return makers[column.kind]()


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
    blank = cells.words(at, styles["subtotal"], styles["subtotal"])
    if number == 1:
        label = cells.words(at, styles["subtotal-middle"], styles["subtotal-middle"])
        return lambda row, *_: label(row, say("summary.subtotal"))
    if not column.summed:
        return lambda row, figure, *_: blank(row, figure)
    by_places = _by_places("subtotal-money", len(MONEY), styles)

    def sum_cell(row: str, figure: object, first: str, last: str) -> str:
        if not isinstance(figure, Decimal):
            return blank(row, None)
        text = plain(figure)
        places = min(len(text.partition(".")[2]), len(by_places) - 1)
        start = f'<c r="{at}{row}" s="{by_places[places]}">'
        return f"{start}<f>SUBTOTAL(9,{at}{first}:{at}{last})</f><v>{float(figure)!r}</v></c>"

    return sum_cell
