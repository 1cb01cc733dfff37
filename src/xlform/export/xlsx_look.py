"""How the sheets look on screen and paper: fonts, formats, widths, the printed page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from xlform.export.table import Plain
from xlform.messages import translate

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_BASE: Final = {
    "font_name": "宋体",
    "font_size": 11,
    "valign": "vcenter",
    "border": 1,
    "border_color": "#BFBFBF",
}
# Kept off the edge, where the words of the next column begin.
_FIGURE: Final = _BASE | {"align": "right", "indent": 1}
_HEAD: Final = _BASE | {"bold": True, "align": "center", "text_wrap": True}
_A4: Final = 9
# Widths in characters of the normal font; a Chinese character is two of them wide. A sheet has to
# stay readable when its whole width is printed on A4, so identifying columns wrap soonest.
_PLACE_AT_MOST: Final = 17
_WORDS_AT_MOST: Final = 24
_LONG_WORDS: Final = 40
_LONG_FROM: Final = 60
_HEAD_AT_MOST: Final = 16
_NARROWEST: Final = 6
MARGIN: Final = 2
# Heights in points: of a line of 11-point type, of a cell's margins, of the highest row there is.
_LINE: Final = 15.5
_EDGES: Final = 4.0
_HIGHEST: Final = 409.0
_PLACES_AT_MOST: Final = 15


class Looks:
    """The formats of one workbook, each made once."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._numbers: dict[int, Format] = {}
        self.place_head = workbook.add_format(_HEAD | {"bg_color": "#EDEDED"})
        self.value_head = workbook.add_format(_HEAD | {"bg_color": "#DDEBF7"})
        self.words = workbook.add_format(_BASE | {"text_wrap": True})
        self.whole = workbook.add_format(_BASE | {"num_format": "0", "align": "center"})
        self.day = workbook.add_format(_BASE | {"num_format": "yyyy-mm-dd", "align": "center"})
        self.long_number = workbook.add_format(_FIGURE | {"num_format": "@"})

    def number(self, places: int) -> Format:
        """Of a number with so many decimal places."""
        places = min(places, _PLACES_AT_MOST)
        if places not in self._numbers:
            shown = "0." + "0" * places if places else "0"
            self._numbers[places] = self._workbook.add_format(_FIGURE | {"num_format": shown})
        return self._numbers[places]


def set_page(sheet: Worksheet, rows: int, columns: int) -> None:
    """Head row kept in sight, filtered and on each page; A4 landscape, fitted to its width."""
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, rows, columns - 1)
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.set_footer(f"&C{translate('page.footer')}")


def width(head: str, values: list[Plain], *, place: bool) -> int:
    """A column's width: room for its longest line, up to where it reads better wrapped.

    ``place`` for an identifying column.
    """
    longest = max((_span(line) for value in values for line in _lines(value)), default=0)
    if place:
        room = min(longest, _PLACE_AT_MOST)
    else:
        room = min(longest, _WORDS_AT_MOST) if longest <= _LONG_FROM else _LONG_WORDS
    own = _span(head)
    # A head too long for one line takes two of like length.
    head_room = own if own <= _HEAD_AT_MOST else min(own // 2 + 1, _HEAD_AT_MOST)
    return max(room, head_room, _NARROWEST) + MARGIN


def heights(columns: list[list[Plain]], widths: list[int]) -> list[float]:
    """The height of each row: room for the lines its highest cell wraps to.

    Said outright, because not every office program finds it out when it opens a file.
    """
    most = [1] * len(columns[0])
    for values, wide in zip(columns, widths, strict=True):
        lines = [lines_taken(value, wide - MARGIN) for value in values]
        most = list(map(max, most, lines))
    return [min(count * _LINE + _EDGES, _HIGHEST) for count in most]


def lines_taken(value: Plain, room: int) -> int:
    """How many lines a value takes in a column that has room for so many characters a line."""
    if not isinstance(value, str):
        return 1
    return sum(-(-_span(line) // room) or 1 for line in _lines(value))


def _lines(value: Plain) -> list[str]:
    return [] if value is None else str(value).split("\n")


def _span(line: str) -> int:
    """How wide a line is: a character of three or more bytes in UTF-8 counts 2."""
    return (len(line.encode()) + len(line)) // 2
