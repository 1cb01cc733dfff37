"""Appearance of the cells of an OpenDocument: its styles, and those of columns, rows and cells.

Source: ODF 1.3 part 3, 16.2 (styles), 17.15 to 17.18 (tables), 20 (formatting properties).
"""

from __future__ import annotations

import re
from typing import Final

from xlform.formats.ods.looks import Looks
from xlform.formats.xml_stream import Attributes, parse
from xlform.grid.appearance import CellAppearance, SheetAppearance, Window
from xlform.grid.model import Position
from xlform.ooxml.read.package import Package, open_package

_CELLS: Final = frozenset({"table:table-cell", "table:covered-table-cell"})
_LONGEST_NUMBER: Final = 9
_ZIP: Final = b"PK"


def read_ods_appearance(
    source: bytes | Package, name: str, window: Window
) -> dict[str, SheetAppearance]:
    """Return the appearance of each sheet of an .ods or .fods, of the cells within a window.

    Raises :class:`~xlform.errors.FileProblem`.
    """
    tables = _Tables(window)
    if isinstance(source, bytes) and not source.startswith(_ZIP):
        parse(source, tables, name, ".fods")
        return tables.found
    package = open_package(source, name)
    for part in ("styles.xml", "content.xml"):
        if part in package:
            parse(package.read(part), tables, name, part)
    return tables.found


class _Tables:
    """Handler of styles and tables."""

    def __init__(self, window: Window) -> None:
        self.found: dict[str, SheetAppearance] = {}
        self._window = window
        self._looks = Looks()
        self._depth = 0
        self._name = ""
        self._clear("")

    def _clear(self, name: str) -> None:
        self._name = name
        self._cells: dict[Position, CellAppearance] = {}
        self._widths: dict[int, float] = {}
        self._heights: dict[int, float] = {}
        self._defaults: list[tuple[int, str]] = []
        self._next_column = self._row = self._rows = self._column = 1
        self._row_style = ""

    def words(self, text: str) -> None:
        """Take a piece of text, which has no appearance of its own."""

    def start(self, name: str, attributes: Attributes) -> None:
        """Take the start of an element."""
        if name == "table:table":
            self._depth += 1
            if self._depth == 1:
                self._clear(attributes.get("table:name", ""))
        elif not self._depth:
            self._looks.start(name, attributes)
        elif self._depth == 1:
            self._start_within(name, attributes)

    def _start_within(self, name: str, attributes: Attributes) -> None:
        if name == "table:table-column":
            self._take_columns(attributes)
        elif name == "table:table-row":
            self._take_row(attributes)
        elif name in _CELLS:
            self._take_cells(attributes)

    def end(self, name: str) -> None:
        """Take the end of an element."""
        if name == "table:table":
            self._depth -= 1
            if not self._depth:
                self.found[self._name] = SheetAppearance(self._cells, self._widths, self._heights)
        elif not self._depth:
            self._looks.end(name)
        elif name == "table:table-row" and self._depth == 1:
            self._row += self._rows

    def _take_columns(self, attributes: Attributes) -> None:
        count = _count(attributes, "table:number-columns-repeated")
        first, self._next_column = self._next_column, self._next_column + count
        last = min(self._next_column - 1, self._window.columns)
        self._defaults.append((last, attributes.get("table:default-cell-style-name", "")))
        if width := self._looks.width(attributes.get("table:style-name", "")):
            self._widths |= dict.fromkeys(range(first, last + 1), width)

    def _take_row(self, attributes: Attributes) -> None:
        self._column = 1
        self._rows = _count(attributes, "table:number-rows-repeated")
        self._row_style = attributes.get("table:default-cell-style-name", "")
        if height := self._looks.height(attributes.get("table:style-name", "")):
            last = min(self._row + self._rows - 1, self._window.rows)
            self._heights |= dict.fromkeys(range(self._row, last + 1), height)

    def _take_cells(self, attributes: Attributes) -> None:
        count = _count(attributes, "table:number-columns-repeated")
        style = attributes.get("table:style-name", "") or self._row_style
        first, self._column = self._column, self._column + count
        last_row = min(self._row + self._rows - 1, self._window.rows)
        for column in range(first, min(self._column - 1, self._window.columns) + 1):
            look = self._looks.cell(style or self._default_of(column))
            if look is not None:
                for row in range(self._row, last_row + 1):
                    self._cells[row, column] = look

    def _default_of(self, column: int) -> str:
        return next((style for last, style in self._defaults if column <= last), "")


_DIGITS: Final = re.compile(rf"[0-9]{{1,{_LONGEST_NUMBER}}}")


def _count(attributes: Attributes, name: str) -> int:
    text = attributes.get(name, "1")
    return max(int(text), 1) if _DIGITS.fullmatch(text) else 1
