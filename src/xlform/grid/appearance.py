"""Appearance of cells: fonts, fills, borders, alignment, widths and heights, of any file format."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import msgspec

from xlform.grid.address import Range
from xlform.grid.model import Grid, Position

Horizontal = Literal["", "left", "center", "right", "justify"]
Vertical = Literal["", "top", "center", "bottom"]
# Kinds of lines around a cell; "" for none.
BorderLine = Literal["", "thin", "medium", "thick", "double", "dashed", "dotted"]
# ``stacked``: upright characters one below the other; ``up`` and ``down``: the text is turned.
Direction = Literal["", "stacked", "up", "down"]
PictureKind = Literal["picture", "shape", "chart"]
NO_BORDERS: tuple[BorderLine, BorderLine, BorderLine, BorderLine] = ("", "", "", "")


class CellAppearance(msgspec.Struct, frozen=True):
    """Appearance of a cell.

    ``size`` is that of the font in points, 0 for the default. ``color`` and ``fill`` are
    hexadecimal RGB in lower case (``ff0000``), "" for the default. ``borders`` are those at the
    top, right, bottom and left. ``number_format`` is the code of the number format, "" for General.
    """

    size: float = 0
    bold: bool = False
    italic: bool = False
    underlined: bool = False
    struck: bool = False
    serif: bool = False
    color: str = ""
    fill: str = ""
    horizontal: Horizontal = ""
    vertical: Vertical = ""
    wrap: bool = False
    indent: int = 0
    direction: Direction = ""
    borders: tuple[BorderLine, BorderLine, BorderLine, BorderLine] = NO_BORDERS
    number_format: str = ""


class Picture(msgspec.Struct, frozen=True):
    """Picture, shape or chart on a sheet: the cells it covers, and what it is called or says."""

    area: Range
    kind: PictureKind
    name: str = ""


class SheetAppearance(msgspec.Struct, frozen=True):
    """Appearance of a sheet's cells, as far as it was read.

    ``widths`` are in characters by column, ``heights`` in points by row; ``cells`` has blank cells
    too. ``gridlines``: the sheet shows lines between cells without borders. ``conditional``: some
    cells look otherwise by a condition, which is not evaluated.
    """

    cells: Mapping[Position, CellAppearance] = {}
    widths: Mapping[int, float] = {}
    heights: Mapping[int, float] = {}
    default_width: float = 8.43
    gridlines: bool = True
    pictures: tuple[Picture, ...] = ()
    conditional: bool = False


class Window(msgspec.Struct, frozen=True):
    """Part of each sheet whose appearance is read: rows and columns from the first to these."""

    rows: int
    columns: int


# Rows and columns beyond which no form has cells.
_ROWS_AT_MOST, _COLUMNS_AT_MOST = 1_500, 100


def window_of(grid: Grid) -> Window:
    """Return the part of the sheets that has cells or merges, within the limits of a form."""
    rows = columns = 1
    for sheet in grid.sheets:
        rows = max([rows, *(row for row, _ in sheet.cells), *(one.bottom for one in sheet.merges)])
        columns = max(
            [columns, *(column for _, column in sheet.cells), *(one.right for one in sheet.merges)]
        )
    return Window(min(rows, _ROWS_AT_MOST), min(columns, _COLUMNS_AT_MOST))
