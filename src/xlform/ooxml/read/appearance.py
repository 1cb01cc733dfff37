"""Appearance of the cells of a workbook: its styles part, and the frame of each worksheet.

Source: ECMA-376 part 1, 18.8 (styles), 18.3.1.13 (col), 18.3.1.73 (row).
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final, TypeVar
from xml.etree import ElementTree as ET

from xlform.errors import FileProblem
from xlform.grid.address import column_of
from xlform.grid.appearance import (
    NO_BORDERS,
    BorderLine,
    CellAppearance,
    Direction,
    Horizontal,
    SheetAppearance,
    Vertical,
    Window,
)
from xlform.grid.model import Position
from xlform.ooxml.read.colors import INDEXED, Colors, theme_colors
from xlform.ooxml.read.package import Package, qualified
from xlform.ooxml.read.pictures import read_pictures
from xlform.ooxml.read.relationships import relationships
from xlform.ooxml.read.workbook import WORKSHEET, read_workbook

T = TypeVar("T")
U = TypeVar("U")
STYLES_AT_MOST: Final = 65_536
_SIZE_AT_MOST: Final = 16 << 20
_TRUE: Final = frozenset({"1", "true"})
_FALSE: Final = frozenset({"0", "false"})
_ROW, _FORMAT = qualified("row"), qualified("sheetFormatPr")
_COLUMN, _VIEW = qualified("col"), qualified("sheetView")
_CONDITIONAL: Final = b"conditionalFormatting"
_FORMATS, _FONTS = qualified("numFmts"), qualified("fonts")
_FILLS, _BORDERS, _STYLES = qualified("fills"), qualified("borders"), qualified("cellXfs")
_HORIZONTAL: Final[dict[str, Horizontal]] = {
    "left": "left", "center": "center", "centerContinuous": "center", "right": "right",
    "justify": "justify", "distributed": "justify", "fill": "left",
}  # fmt: skip
_VERTICAL: Final[dict[str, Vertical]] = {
    "top": "top", "center": "center", "bottom": "bottom", "justify": "center",
    "distributed": "center",
}  # fmt: skip
_LINES: Final[dict[str, BorderLine]] = {
    "thin": "thin", "hair": "dotted", "dotted": "dotted", "dashed": "dashed", "dashDot": "dashed",
    "dashDotDot": "dashed", "medium": "medium", "mediumDashed": "dashed", "thick": "thick",
    "mediumDashDot": "dashed", "mediumDashDotDot": "dashed", "slantDashDot": "dashed",
    "double": "double",
}  # fmt: skip
_SIDES: Final = ("top", "right", "bottom", "left")
# Formats 37 to 44 and 1 to 4 differ by separators and decimals alone (18.8.30).
_BUILT_IN: Final = {
    "1": "0", "2": "0.00", "3": "#,##0", "4": "#,##0.00", "9": "0%", "10": "0.00%",
    "37": "#,##0", "38": "#,##0", "39": "#,##0.00", "40": "#,##0.00",
}  # fmt: skip
_STACKED, _DOWN_FROM = 255, 90
# Number of the family of fonts with serifs (18.8.18).
_ROMAN: Final = "1"


def read_appearance(package: Package, window: Window) -> dict[str, SheetAppearance]:
    """Return the appearance of each worksheet by its name, of the cells within a window.

    A sheet whose part is damaged or very large has none.
    """
    workbook = read_workbook(package)
    theme = _theme_part(package)
    styles = read_styles(package, workbook.styles, theme)
    found: dict[str, SheetAppearance] = {}
    for sheet in workbook.sheets:
        if sheet.kind == WORKSHEET:
            try:
                found[sheet.name] = _Sheet(package, sheet.part, styles, window).appearance()
            except FileProblem:
                continue
    return found


def _theme_part(package: Package) -> str:
    main = next(
        (r.target for r in relationships(package, "").values() if r.kind == "officeDocument"), ""
    )
    links = relationships(package, main).values()
    return next((link.target for link in links if link.kind == "theme"), "")


def read_styles(package: Package, part: str, theme: str = "") -> list[CellAppearance]:
    """Return the appearance of each cell style in order; empty where there are none."""
    if not part or part not in package:
        return []
    colors = Colors(theme_colors(package, theme))
    lists: dict[str, list[ET.Element]] = {}
    wanted = _FORMATS | _FONTS | _FILLS | _BORDERS | _STYLES | INDEXED
    for element in package.elements(part, wanted):
        name = element.tag.rpartition("}")[2]
        if name == "indexedColors":
            colors.take_palette(element)
        else:  # its children are kept: the element itself is emptied
            lists.setdefault(name, list(element)[:STYLES_AT_MOST])
    return _Styles(lists, colors).appearances()


class _Styles:
    """Lists of a styles part: fonts, fills, borders, and the cell styles that combine them."""

    def __init__(self, lists: dict[str, list[ET.Element]], colors: Colors) -> None:
        self._colors = colors
        self._styles = lists.get("cellXfs", [])
        self._codes = {
            one.get("numFmtId", ""): one.get("formatCode", "") for one in lists.get("numFmts", ())
        }
        self._fonts = [self._font(one) for one in lists.get("fonts", ())]
        self._fills = [self._fill(one) for one in lists.get("fills", ())]
        self._borders = [_borders(one) for one in lists.get("borders", ())]

    def appearances(self) -> list[CellAppearance]:
        return [self._appearance(style) for style in self._styles]

    def _appearance(self, style: ET.Element) -> CellAppearance:
        font = _item(self._fonts, style.get("fontId", ""), CellAppearance())
        number = style.get("numFmtId", "")
        alignment = next(iter(style), None)
        attributes: dict[str, str] = dict(alignment.items()) if alignment is not None else {}
        get = attributes.get
        return CellAppearance(
            size=font.size,
            bold=font.bold,
            italic=font.italic,
            underlined=font.underlined,
            struck=font.struck,
            serif=font.serif,
            color=font.color,
            fill=_item(self._fills, style.get("fillId", ""), ""),
            horizontal=_HORIZONTAL.get(get("horizontal", ""), ""),
            vertical=_VERTICAL.get(get("vertical", ""), "bottom"),
            wrap=get("wrapText", "") in _TRUE,
            indent=min(int(_number(get("indent", ""))), 15),
            direction=_direction(get("textRotation", "")),
            borders=_item(self._borders, style.get("borderId", ""), NO_BORDERS),
            number_format=self._codes.get(number, _BUILT_IN.get(number, "")),
        )

    def _font(self, font: ET.Element) -> CellAppearance:
        parts = {child.tag.rpartition("}")[2]: child for child in font}

        def says(name: str) -> bool:
            return name in parts and parts[name].get("val", "1") not in (*_FALSE, "none")

        family = parts["family"].get("val", "") if "family" in parts else ""
        return CellAppearance(
            size=_number(parts["sz"].get("val", "")) if "sz" in parts else 0,
            bold=says("b"),
            italic=says("i"),
            underlined=says("u"),
            struck=says("strike"),
            serif=family == _ROMAN,
            color=self._colors.of(parts.get("color")),
        )

    def _fill(self, fill: ET.Element) -> str:
        for pattern in fill:
            parts = {child.tag.rpartition("}")[2]: child for child in pattern}
            kind = pattern.get("patternType", "none")
            if kind == "solid":
                return self._colors.of(parts.get("fgColor"))
            if kind != "none" and pattern.tag.endswith("patternFill"):
                return self._colors.of(parts.get("bgColor")) or "e7e6e6"
            stop = parts.get("stop")
            return self._colors.of(next(iter(stop), None)) if stop is not None else ""
        return ""


def _borders(border: ET.Element) -> tuple[BorderLine, BorderLine, BorderLine, BorderLine]:
    lines = {child.tag.rpartition("}")[2]: child.get("style", "") for child in border}
    lines.setdefault("left", lines.get("start", ""))
    lines.setdefault("right", lines.get("end", ""))
    top, right, bottom, left = (_LINES.get(lines.get(side, ""), "") for side in _SIDES)
    return top, right, bottom, left


def _item(items: list[T], number: str, otherwise: U) -> T | U:
    known = number.isascii() and number.isdigit() and len(number) <= len("65536")
    return items[int(number)] if known and int(number) < len(items) else otherwise


def _number(text: str) -> float:
    """Return a size that is no more than one of a sheet; 0 for what is no number."""
    try:
        number = float(text)
    except ValueError:
        return 0
    return number if math.isfinite(number) and 0 <= number <= 1_000 else 0  # noqa: PLR2004


def _direction(rotation: str) -> Direction:
    """Return how the text is turned: 1 to 90 degrees up, 91 to 180 down, 255 stacked (18.8.1)."""
    degrees = int(_number(rotation))
    if degrees == _STACKED:
        return "stacked"
    if degrees in (_DOWN_FROM, _DOWN_FROM * 2):
        return "up" if degrees == _DOWN_FROM else "down"
    return ""


class _Sheet:
    """One pass over a worksheet part, up to the last row of the window."""

    def __init__(
        self, package: Package, part: str, styles: list[CellAppearance], window: Window
    ) -> None:
        self._styles = styles
        self._window = window
        self._cells: dict[Position, CellAppearance] = {}
        self._widths: dict[int, float] = {}
        self._of_column: dict[int, CellAppearance] = {}
        self._heights: dict[int, float] = {}
        self._default_width = 8.43
        self._gridlines = True
        self._row = 0
        data = package.read(part)
        self._conditional = _CONDITIONAL in data
        self._pictures = read_pictures(package, part)
        if len(data) > _SIZE_AT_MOST:
            raise package.too_large(part)
        wanted = _ROW | _FORMAT | _COLUMN | _VIEW
        for element in package.elements(part, wanted, data=data):
            if element.tag in _ROW:
                if not self._take_row(element):
                    break
            elif element.tag in _COLUMN:
                self._take_column(element)
            elif element.tag in _VIEW:
                self._gridlines = element.get("showGridLines", "1") in _TRUE
            else:
                width = element.get("defaultColWidth", "") or element.get("baseColWidth", "")
                self._default_width = _number(width) or self._default_width

    def appearance(self) -> SheetAppearance:
        return SheetAppearance(
            self._cells,
            self._widths,
            self._heights,
            self._default_width,
            self._gridlines,
            self._pictures,
            self._conditional,
        )

    def _take_column(self, column: ET.Element) -> None:
        first = int(_number(column.get("min", "")))
        last = min(int(_number(column.get("max", ""))) or first, self._window.columns)
        width = _number(column.get("width", "")) or self._default_width
        style = _item(self._styles, column.get("style", ""), None)
        for number in range(max(first, 1), last + 1):
            self._widths[number] = width
            if style is not None:
                self._of_column[number] = style

    def _take_row(self, row: ET.Element) -> bool:
        """Take a row; return whether it is within the window."""
        written = row.get("r", "")
        self._row = int(written) if written.isdecimal() and len(written) < 8 else self._row + 1  # noqa: PLR2004
        if self._row > self._window.rows:
            return False
        if height := _number(row.get("ht", "")):
            self._heights[self._row] = height
        for column, style in self._of_column.items():
            self._cells[self._row, column] = style
        for column, number in self._numbers(row):
            if number and column <= self._window.columns:
                style = _item(self._styles, number, CellAppearance())
                self._cells[self._row, column] = style
        return True

    @staticmethod
    def _numbers(row: ET.Element) -> Iterator[tuple[int, str]]:
        """Yield the column and the style's number of each cell of a row."""
        column = 0
        for cell in row:
            if cell.tag.endswith("}c"):
                reference = cell.get("r")
                try:
                    column = column + 1 if reference is None else column_of(reference)
                except ValueError:
                    return
                yield column, cell.get("s", "0")
