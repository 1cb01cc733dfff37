"""Formats of exported sheets on screen and paper: fonts, number formats, widths, page setup."""

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
# Indented from the edge, where the text of the next column starts.
_FIGURE: Final = _BASE | {"align": "right", "indent": 1}
_HEADER: Final = _BASE | {"bold": True, "align": "center", "text_wrap": True}
_A4: Final = 9
# Widths in characters of the normal font; a Chinese character counts as two. The full width has
# to be readable on A4, so identifying columns wrap first.
_MAX_ID_WIDTH: Final = 17
_MAX_TEXT_WIDTH: Final = 24
_LONG_TEXT_WIDTH: Final = 40
_LONG_TEXT_FROM: Final = 60
_MAX_HEADER_WIDTH: Final = 16
_MIN_WIDTH: Final = 6
MARGIN: Final = 2
# Heights in points: a line of 11-point text, a cell's margins, the highest row possible.
_LINE_HEIGHT: Final = 15.5
_CELL_PADDING: Final = 4.0
_MAX_ROW_HEIGHT: Final = 409.0
_MAX_DECIMALS: Final = 15


class CellFormats:
    """Formats of one workbook, each created once."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._numbers: dict[int, Format] = {}
        self.id_header = workbook.add_format(_HEADER | {"bg_color": "#EDEDED"})
        self.value_header = workbook.add_format(_HEADER | {"bg_color": "#DDEBF7"})
        self.text = workbook.add_format(_BASE | {"text_wrap": True})
        self.integer = workbook.add_format(_BASE | {"num_format": "0", "align": "center"})
        self.day = workbook.add_format(_BASE | {"num_format": "yyyy-mm-dd", "align": "center"})
        self.long_number = workbook.add_format(_FIGURE | {"num_format": "@"})

    def number(self, decimals: int) -> Format:
        """Return the format of a number with so many decimal places."""
        decimals = min(decimals, _MAX_DECIMALS)
        if decimals not in self._numbers:
            pattern = "0." + "0" * decimals if decimals else "0"
            self._numbers[decimals] = self._workbook.add_format(_FIGURE | {"num_format": pattern})
        return self._numbers[decimals]


def set_up_page(sheet: Worksheet, rows: int, columns: int) -> None:
    """Freeze, filter and repeat the header row; print on A4 landscape, fitted to its width."""
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, rows, columns - 1)
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.set_footer(f"&C{translate('page.footer')}")


def column_width(header: str, values: list[Plain], *, identifying: bool) -> int:
    """Return the width for the longest line, limited to a width that reads better wrapped.

    Identifying columns have a lower limit.
    """
    longest = max((text_width(line) for value in values for line in _lines(value)), default=0)
    if identifying:
        room = min(longest, _MAX_ID_WIDTH)
    else:
        room = min(longest, _MAX_TEXT_WIDTH) if longest <= _LONG_TEXT_FROM else _LONG_TEXT_WIDTH
    header_width = text_width(header)
    # A header too long for one line gets two of equal length.
    header_room = (
        header_width
        if header_width <= _MAX_HEADER_WIDTH
        else min(header_width // 2 + 1, _MAX_HEADER_WIDTH)
    )
    return max(room, header_room, _MIN_WIDTH) + MARGIN


def row_heights(columns: list[list[Plain]], widths: list[int]) -> list[float]:
    """Return the height of each row for the wrapped lines of its highest cell.

    It is set explicitly, since not every office program computes it when opening a file.
    """
    line_counts = [1] * len(columns[0])
    for values, width_of_column in zip(columns, widths, strict=True):
        lines = [line_count(value, width_of_column - MARGIN) for value in values]
        line_counts = list(map(max, line_counts, lines))
    return [min(count * _LINE_HEIGHT + _CELL_PADDING, _MAX_ROW_HEIGHT) for count in line_counts]


def line_count(value: Plain, room: int) -> int:
    """Return the number of lines of a value in a column of ``room`` characters."""
    if not isinstance(value, str):
        return 1
    if "\n" not in value:
        return -(-text_width(value) // room) or 1
    return sum(-(-text_width(line) // room) or 1 for line in _lines(value))


def _lines(value: Plain) -> list[str]:
    return [] if value is None else str(value).split("\n")


def text_width(line: str) -> int:
    """Return the width of a line; a character of three or more bytes in UTF-8 counts 2."""
    return (len(line.encode()) + len(line)) // 2
