"""Row heights that let wrapped text show in full."""

from __future__ import annotations

import math
import unicodedata
from datetime import date
from decimal import Decimal

from grid import Cell, Formula, Placement, Sheet, Value
from styles import BODY_SIZE, STYLES

LOWEST = 21.0
TALLEST = 400.0
_LEADING = 1.5
_PADDING = 5.0


def text_units(text: str) -> int:
    """Return the width of one line in half-width units: a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in text)


def line_count(text: str, width: float) -> int:
    """How many lines the text takes in a column of that width."""
    room = max(width * 1.1 - 1.0, 2.0)
    return sum(max(1, math.ceil(text_units(line) / room)) for line in text.split("\n"))


def sheet_widths(sheet: Sheet) -> list[float]:
    """Return the width of each column of a sheet: the widest that a form on it asks for."""
    if sheet.widths:
        return list(sheet.widths)
    count = max((s.col + len(s.form.widths) for s in sheet.placements), default=1)
    widths = [0.0] * count
    for spot in sheet.placements:
        for index, width in enumerate(spot.form.widths):
            widths[spot.col + index] = max(widths[spot.col + index], width)
    return [width or 3.0 for width in widths]


def sheet_heights(sheet: Sheet) -> dict[int, float]:
    """Return the height of each row of a sheet, merged blocks spread over their rows."""
    widths = sheet_widths(sheet)
    heights: dict[int, float] = {}
    for spot in sheet.placements:
        heights |= {row + spot.row: height for row, height in spot.form.lows}
        for cell in _low_first(spot):
            top = cell.row + spot.row
            need = _needed(cell, widths[cell.col + spot.col : cell.last_col + spot.col + 1])
            rows = range(top, top + cell.rows)
            have = sum(heights.get(row, LOWEST) for row in rows)
            extra = max(0.0, need - have) / cell.rows
            for row in rows:
                heights[row] = min(TALLEST, round(heights.get(row, LOWEST) + extra, 1))
    return heights


def _low_first(spot: Placement) -> list[Cell]:
    return sorted(spot.form.cells, key=lambda cell: (cell.rows, cell.row, cell.col))


def _needed(cell: Cell, widths: list[float]) -> float:
    if cell.style.startswith("title"):
        return 36.0
    if not STYLES[cell.style].get("text_wrap"):
        return LOWEST
    size = STYLES[cell.style].get("font_size", BODY_SIZE)
    points = float(size) if isinstance(size, (int, float)) else BODY_SIZE
    room = sum(widths) * BODY_SIZE / points
    return line_count(shown(cell.value), room) * points * _LEADING + _PADDING


def shown(value: Value) -> str:
    """Return the text a value takes up on paper, roughly."""
    if value is None:
        return ""
    if isinstance(value, Formula):
        return shown(value.value)
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    if isinstance(value, date):
        return value.isoformat()
    return str(value)
