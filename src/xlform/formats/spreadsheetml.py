"""Workbook in the single-part XML of Excel 2003, which platforms export as .xls.

Source: the XML Spreadsheet reference (Office 2003). Positions count on from the cell before unless
``ss:Index`` is given; formulas are in R1C1 notation.
"""

from __future__ import annotations

import datetime as dt

from xlform.errors import FileProblem
from xlform.formats.cell_collector import SHEETS_AT_MOST, CellCollector, computed, number_cell
from xlform.formats.xml_stream import Attributes, parse
from xlform.formula.r1c1 import plain_formula
from xlform.grid.address import COLUMNS_AT_MOST, ROWS_AT_MOST
from xlform.grid.model import Cell, CellError, Grid, Sheet, SheetState, by_scope
from xlform.grid.numbers import displayed_day, serial_text
from xlform.ooxml.read.styles import GENERAL, NumberFormat, format_meaning

_STATES: dict[str, SheetState] = {
    "SheetHidden": "hidden",
    "SheetVeryHidden": "veryHidden",
}
# Formats with a name instead of a code.
_NAMED = {
    "General Date": "yyyy-m-d", "Long Date": "yyyy-m-d", "Medium Date": "yyyy-m-d",
    "Short Date": "yyyy-m-d", "Long Time": "h:mm:ss", "Medium Time": "h:mm", "Short Time": "h:mm",
    "Currency": "#,##0.00", "Euro Currency": "#,##0.00", "Fixed": "0.00",
    "Standard": "#,##0.00", "Percent": "0.00%", "Scientific": "0.00E+00",
}  # fmt: skip
_TRUE = "1"
_PARENTS_AT_MOST = 20
_HIDDEN_LISTED = 4_096
_LONGEST_NUMBER = 9


def read_spreadsheetml(data: bytes, name: str) -> Grid:
    """Return the grid of a workbook in the XML of Excel 2003; ``name`` is its name in messages.

    Raises :class:`~xlform.errors.FileProblem` for other XML, and for one larger than a form.
    """
    book = _Book(name)
    parse(data.lstrip(), book, name, "XML")
    return book.grid()


class _Book:
    """The state of one pass."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._formats: dict[str, NumberFormat] = {}
        self._parents: dict[str, str] = {}
        self._style = ""
        self._sheets: list[Sheet] = []
        self._sheet: _Sheet | None = None
        self._names: list[tuple[str, str, str]] = []
        self._state: SheetState = "visible"
        self._words: list[str] | None = None
        self._kind = ""
        self._since_1904 = False

    def grid(self) -> Grid:
        """Return the grid of the file."""
        if not self._sheets:
            raise FileProblem("not-a-workbook", path=self._file)
        return Grid(tuple(self._sheets), *by_scope(self._names))

    def start(self, name: str, attributes: Attributes) -> None:
        """Take the start of an element."""
        local = name.rpartition(":")[2]
        get = attributes.get
        if local == "Style":
            self._style = get("spreadsheet:ID", "")
            self._parents[self._style] = get("spreadsheet:Parent", "")
        elif local == "NumberFormat":
            code = get("spreadsheet:Format", "")
            self._formats[self._style] = format_meaning(_NAMED.get(code, code))
        elif local == "Worksheet":
            self._open(get("spreadsheet:Name", ""))
        elif local == "NamedRange":
            meaning = plain_formula(get("spreadsheet:RefersTo", ""), 1, 1)
            scope = self._sheet.name if self._sheet else ""
            self._names.append((scope, get("spreadsheet:Name", ""), meaning))
        elif local in ("Visible", "Date1904"):
            self._words = []
            self._since_1904 |= local == "Date1904"
        elif self._sheet is not None:
            self._start_within(self._sheet, local, attributes)

    def _start_within(self, sheet: _Sheet, local: str, attributes: Attributes) -> None:
        if local == "Column":
            sheet.take_columns(attributes)
        elif local == "Row":
            sheet.open_row(attributes)
        elif local == "Cell":
            sheet.open_cell(attributes)
        elif local == "Data" and not sheet.noted:
            self._words, self._kind = [], attributes.get("spreadsheet:Type", "String")
        elif local == "Comment":
            sheet.noted = True
            sheet.collector.beside_cells.add("comments")

    def words(self, text: str) -> None:
        """Take a piece of text."""
        if self._words is not None:
            self._words.append(text)

    def end(self, name: str) -> None:
        """Take the end of an element."""
        local = name.rpartition(":")[2]
        if local == "Visible":
            self._state = _STATES.get("".join(self._words or ()).strip(), "visible")
            self._words = None
        elif self._sheet is not None:
            self._end_within(self._sheet, local)

    def _end_within(self, sheet: _Sheet, local: str) -> None:
        if local == "Data" and self._words is not None and not sheet.noted:
            sheet.hold("".join(self._words), self._kind)
            self._words = None
        elif local == "Comment":
            sheet.noted = False
        elif local == "Cell":
            style = self._format_of(sheet.style_of_cell())
            sheet.close_cell(style, since_1904=self._since_1904)
        elif local == "Row":
            sheet.close_row()
        elif local == "Worksheet":
            self._sheets.append(sheet.collector.sheet(sheet.name, self._state))
            self._sheet = None

    def _open(self, name: str) -> None:
        if len(self._sheets) >= SHEETS_AT_MOST:
            raise FileProblem("too-many-parts", path=self._file, limit=SHEETS_AT_MOST)
        self._sheet = _Sheet(name, self._file)
        self._state = "visible"

    def _format_of(self, style: str) -> NumberFormat:
        for _ in range(_PARENTS_AT_MOST):
            if style in self._formats:
                return self._formats[style]
            style = self._parents.get(style, "Default" if style else "")
        return self._formats.get("Default", GENERAL)


class _Sheet:
    """Sheet during reading."""

    def __init__(self, name: str, file: str) -> None:
        self.name = name
        self.collector = CellCollector(file)
        self.noted = False
        self._row, self._column, self._next_column = 0, 0, 1
        self._rows_more = 0
        self._columns_listed = 0
        self._row_style = ""
        self._column_styles: list[tuple[int, int, str]] = []
        self._cell: Attributes = {}
        self._held: tuple[str, str] | None = None

    def take_columns(self, attributes: Attributes) -> None:
        """Take a run of equal columns."""
        first = _number(attributes, "spreadsheet:Index", self._columns_listed + 1)
        last = min(first + _number(attributes, "spreadsheet:Span", 0), COLUMNS_AT_MOST)
        self._columns_listed = last
        if "spreadsheet:StyleID" in attributes:
            self._column_styles.append((first, last, attributes["spreadsheet:StyleID"]))
        if attributes.get("spreadsheet:Hidden") == _TRUE:
            self.collector.hidden_columns.update(
                range(first, min(last, first + _HIDDEN_LISTED) + 1)
            )

    def open_row(self, attributes: Attributes) -> None:
        """Start a row."""
        self._row = _number(attributes, "spreadsheet:Index", self._row + self._rows_more + 1)
        # Span is of rows like this one that follow, without cells.
        self._rows_more = _number(attributes, "spreadsheet:Span", 0)
        self._row_style = attributes.get("spreadsheet:StyleID", "")
        self._next_column = 1
        if attributes.get("spreadsheet:Hidden") == _TRUE:
            last = min(self._row + self._rows_more, self._row + _HIDDEN_LISTED, ROWS_AT_MOST)
            self.collector.hidden_rows.update(range(self._row, last + 1))

    def close_row(self) -> None:
        """End a row."""
        self._next_column = 1

    def open_cell(self, attributes: Attributes) -> None:
        """Start a cell."""
        self._cell, self._held = attributes, None
        self._column = _number(attributes, "spreadsheet:Index", self._next_column)

    def hold(self, text: str, kind: str) -> None:
        """Set the value of the current cell."""
        self._held = text, kind

    def close_cell(self, style: NumberFormat, *, since_1904: bool) -> None:
        """End a cell."""
        across = _number(self._cell, "spreadsheet:MergeAcross", 0)
        down = _number(self._cell, "spreadsheet:MergeDown", 0)
        formula = plain_formula(self._cell.get("spreadsheet:Formula", ""), self._row, self._column)
        text, kind = self._held or ("", "")
        cell = _cell(text, kind, style, formula, since_1904=since_1904)
        self.collector.put(self._row, self._column, cell)
        if kind in ("Number", "DateTime"):
            serial = text if kind == "Number" else serial_text(text)
            self.collector.put_serial(self._row, self._column, serial, style)
        if across or down:
            self.collector.merge(self._row, self._column, down + 1, across + 1)
        self._next_column = self._column + across + 1

    def style_of_cell(self) -> str:
        """Return the style of the current cell: its own, its row's, or its column's."""
        own = self._cell.get("spreadsheet:StyleID", "") or self._row_style
        if own:
            return own
        return next(
            (style for first, last, style in self._column_styles if first <= self._column <= last),
            "",
        )


def _cell(text: str, kind: str, style: NumberFormat, formula: str, *, since_1904: bool) -> Cell:
    if kind == "Number":
        return number_cell(text.strip(), style, formula, since_1904=since_1904)
    if kind == "DateTime":
        day = _day(text)
        return computed(displayed_day(day, style.kind, style.code) if day else text, style, formula)
    if kind == "Boolean":
        return computed(text.strip() == _TRUE, style, formula)
    if kind == "Error":
        return computed(CellError(text.strip()), style, formula)
    return computed(text or None, style, formula)


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text.strip()[:10])
    except ValueError:
        return None


def _number(attributes: Attributes, name: str, otherwise: int) -> int:
    """Return the count in an attribute; an invalid one is past the end of any sheet."""
    text = attributes.get(name)
    if text is None:
        return otherwise
    text = text.strip()
    known = text.isascii() and text.isdigit() and len(text) <= _LONGEST_NUMBER
    return int(text) if known else ROWS_AT_MOST + 1
