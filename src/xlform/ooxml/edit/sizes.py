"""Widths of columns and heights of rows of a sheet."""

from __future__ import annotations

from math import isfinite

from xlform.ooxml.edit.outline import Element

_TRUE = frozenset({"1", "true"})
_DEFAULT_HEIGHT = 15.0
_DEFAULT_WIDTH = 8.43


class Sizes:
    """Widths in characters, heights in points, 0 of what is hidden; the styles of columns."""

    def __init__(self) -> None:
        self._height = _DEFAULT_HEIGHT
        self._width = _DEFAULT_WIDTH
        self._heights: dict[int, float] = {}
        self._columns: list[tuple[int, int, float, int]] = []

    def take_defaults(self, format_of_sheet: Element) -> None:
        """Take the ``sheetFormatPr``."""
        get = format_of_sheet.attributes.get
        self._height = _length(get("defaultRowHeight"), _DEFAULT_HEIGHT)
        self._width = _length(get("defaultColWidth"), _DEFAULT_WIDTH)

    def take_columns(self, col: Element) -> None:
        """Take a ``col``."""
        get = col.attributes.get
        hidden = get("hidden", "") in _TRUE
        width = 0.0 if hidden else _length(get("width"), self._width)
        first, last = int(get("min", "1")), int(get("max", "1"))
        self._columns.append((first, last, width, int(get("style", "0"))))

    def take_row(self, number: int, row: Element) -> None:
        """Take a ``row`` that sets its height."""
        get = row.attributes.get
        if get("hidden", "") in _TRUE:
            self._heights[number] = 0.0
        elif "ht" in row.attributes:
            self._heights[number] = _length(get("ht"), _DEFAULT_HEIGHT)

    def width_of(self, column: int) -> float:
        """Return the width of a column."""
        found = self._column(column)
        return self._width if found is None else found[2]

    def style_of(self, column: int) -> int:
        """Return the style of a column's missing cells."""
        found = self._column(column)
        return 0 if found is None else found[3]

    def height_of(self, row: int) -> float:
        """Return the height of a row."""
        return self._heights.get(row, self._height)

    def _column(self, column: int) -> tuple[int, int, float, int] | None:
        return next(
            (columns for columns in self._columns if columns[0] <= column <= columns[1]), None
        )


def _length(written: str | None, default: float) -> float:
    """Return a height or width; ``ValueError`` for one that is no finite number."""
    length = default if written is None else float(written)
    if not isfinite(length):
        raise ValueError(written)
    return length
