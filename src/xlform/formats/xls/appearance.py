"""Appearance of the cells of a workbook of Excel 97-2003, from the styles that xlrd reads.

Source: MS-XLS 2.4.353 (XF), 2.4.122 (Font), 2.5.11 (border lines).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

from xlform.formats.xls.reader import open_book, workbook_stream
from xlform.grid.appearance import (
    BorderLine,
    CellAppearance,
    Direction,
    Horizontal,
    SheetAppearance,
    Vertical,
    Window,
)
from xlform.grid.model import Position

if TYPE_CHECKING:
    from xlrd.book import Book
    from xlrd.formatting import XF
    from xlrd.sheet import Sheet as XlrdSheet

T = TypeVar("T")
_HORIZONTAL: Final[tuple[Horizontal, ...]] = (
    "", "left", "center", "right", "left", "justify", "center", "justify",
)  # fmt: skip
_VERTICAL: Final[tuple[Vertical, ...]] = ("top", "center", "bottom", "center", "center")
_LINES: Final[tuple[BorderLine, ...]] = (
    "", "thin", "medium", "dashed", "dotted", "thick", "double", "dotted", "dashed", "dashed",
    "dashed", "dashed", "dashed", "dashed",
)  # fmt: skip
_DIRECTIONS: Final[dict[int, Direction]] = {90: "up", 180: "down", 255: "stacked"}
_BOLD, _ROMAN, _SOLID = 700, 1, 1
# Units of BIFF: a 256th of a character, a 20th of a point.
_OF_CHARACTER, _OF_POINT = 256, 20


def read_xls_appearance(data: bytes, name: str, window: Window) -> dict[str, SheetAppearance]:
    """Return the appearance of each sheet of an .xls; empty for one that xlrd can't read.

    Raises :class:`~xlform.errors.FileProblem` as :func:`~xlform.formats.xls.reader.read_xls` does.
    """
    try:
        book, _ = open_book(workbook_stream(data, name), name)
    except AssertionError:
        return {}
    styles = [_appearance(book, style) for style in book.xf_list]
    return {sheet.name: _sheet(sheet, styles, window) for sheet in book.sheets()}


def _sheet(sheet: XlrdSheet, styles: list[CellAppearance], window: Window) -> SheetAppearance:
    cells: dict[Position, CellAppearance] = {}
    for row in range(min(sheet.nrows, window.rows)):
        for column, cell in enumerate(sheet.row(row)[: window.columns]):
            if cell.xf_index is not None and 0 <= cell.xf_index < len(styles):
                cells[row + 1, column + 1] = styles[cell.xf_index]
    default = float(getattr(sheet, "standardwidth", 0) or 0)
    return SheetAppearance(
        cells=cells,
        widths={
            column + 1: (info.width or 0) / _OF_CHARACTER
            for column, info in sheet.colinfo_map.items()
        },
        heights={
            row + 1: (info.height or 0) / _OF_POINT for row, info in sheet.rowinfo_map.items()
        },
        default_width=default / _OF_CHARACTER if default > _OF_CHARACTER else 8.43,
        gridlines=bool(getattr(sheet, "show_grid_lines", 1)),
    )


def _appearance(book: Book, style: XF) -> CellAppearance:
    known = 0 <= style.font_index < len(book.font_list)
    font = book.font_list[style.font_index if known else 0]
    alignment, border, fill = style.alignment, style.border, style.background
    if alignment is None or border is None or fill is None:
        return CellAppearance()
    borders = (
        border.top_line_style, border.right_line_style, border.bottom_line_style,
        border.left_line_style,
    )  # fmt: skip
    top, right, bottom, left = (_at(_LINES, line, "") for line in borders)
    number_format = book.format_map.get(style.format_key)
    return CellAppearance(
        size=font.height / _OF_POINT,
        bold=font.weight >= _BOLD,
        italic=bool(font.italic),
        underlined=bool(font.underline_type),
        struck=bool(font.struck_out),
        serif=font.family == _ROMAN,
        color=_color(book, font.colour_index),
        fill=_color(book, fill.pattern_colour_index) if fill.fill_pattern == _SOLID else "",
        horizontal=_at(_HORIZONTAL, alignment.hor_align, ""),
        vertical=_at(_VERTICAL, alignment.vert_align, "bottom"),
        wrap=bool(alignment.text_wrapped),
        indent=min(alignment.indent_level, 15),
        direction=_DIRECTIONS.get(alignment.rotation, ""),
        borders=(top, right, bottom, left),
        number_format=(number_format.format_str or "") if number_format else "",
    )


def _at(values: tuple[T, ...], number: int, otherwise: T) -> T:
    return values[number] if 0 <= number < len(values) else otherwise


def _color(book: Book, index: int) -> str:
    """Return a color of the palette; "" for the default (MS-XLS 2.5.161)."""
    found = book.colour_map.get(index)
    return "".join(f"{part:02x}" for part in found) if found else ""
