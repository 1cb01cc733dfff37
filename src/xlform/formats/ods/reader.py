"""An .ods, or the same in one piece of XML (.fods), to a grid in one pass over its content."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal

import msgspec

from xlform.errors import FileProblem
from xlform.formats.cell_collector import SHEETS_AT_MOST, CellCollector, computed, number_cell
from xlform.formats.ods.formulas import plain_formula, plain_reference
from xlform.formats.ods.styles import Styles
from xlform.formats.xml_stream import Attributes, parse
from xlform.formula.relative_names import seen_from_first_cell
from xlform.grid.address import COLUMNS_AT_MOST, ROWS_AT_MOST, parse_cell
from xlform.grid.model import Cell, CellError, Grid, Sheet, by_scope
from xlform.grid.numbers import displayed_day, serial_text
from xlform.grid.raised import raised_text
from xlform.ooxml.read.package import Package, open_package
from xlform.ooxml.read.styles import NumberFormat

_CONTENT, _STYLES, _MANIFEST = "content.xml", "styles.xml", "META-INF/manifest.xml"
_ENCRYPTED = b"encryption-data"
_NAMES = frozenset({"table:named-range", "table:named-expression"})
_CELLS = frozenset({"table:table-cell", "table:covered-table-cell"})
# Elements whose text is no part of the cell's.
_BESIDE = {
    "office:annotation": "comments",
    "drawing:frame": "drawing",
    "drawing:custom-shape": "drawing",
    "drawing:control": "drawing",
}
_NUMBERS = frozenset({"float", "percentage", "currency"})
_TRUTHS = ("TRUE", "FALSE")
_HIDDEN = frozenset({"collapse", "filter"})
# White space in the markup counts as one space, and further spaces are ``text:s`` elements (ODF 1.3
# part 3, 6.1.2); LibreOffice writes them literally in texts of several lines, so that only a run
# with a line end is folded.
_FOLDED = re.compile(r"(?<![ \t])[ \t]*+[\r\n][ \t\r\n]*+")
_FOLDED_EDGES = re.compile(rf"\A{_FOLDED.pattern}|{_FOLDED.pattern}\Z")
# Name of a table that keeps cells of another file for formulas; no program shows it as a sheet.
_CACHED_ELSEWHERE = re.compile(r"'[a-z][a-z0-9+.-]*:.*'#\$")
_BLANK, _TAB, _LINE = "\0", "\1", "\2"
_MEANT = str.maketrans({_BLANK: " ", _TAB: "\t", _LINE: "\n"})
_BLANKS_AT_MOST = 1_024
_HIDDEN_LISTED = 4_096
_LONGEST_NUMBER = 9


def read_opendocument(source: bytes | Package, name: str) -> Grid:
    """Return the grid of an .ods, its bytes or its open package; messages call it ``name``.

    Raises :class:`~xlform.errors.FileProblem`.
    """
    package = open_package(source, name)
    if _MANIFEST in package and _ENCRYPTED in package.read(_MANIFEST):
        raise FileProblem("encrypted", path=name)
    content = _Content(name)
    if _STYLES in package:
        parse(package.read(_STYLES), content.only_styles(), name, _STYLES)
    parse(package.read(_CONTENT), content, name, _CONTENT)
    return content.grid()


def read_flat_opendocument(data: bytes, name: str) -> Grid:
    """Return the grid of an OpenDocument in one piece, as :func:`read_opendocument`."""
    content = _Content(name)
    parse(data, content, name, ".fods")
    return content.grid()


class _Column(msgspec.Struct, frozen=True):
    """Run of equal columns: the last of them, and the default style of their cells."""

    last: int
    style: str


class _OnlyStyles:
    """Handler of a part of which only the styles are read."""

    def __init__(self, styles: Styles) -> None:
        self.start, self.end, self.words = styles.start, styles.end, styles.words


class _Content:
    """The state of one pass: styles, then tables of rows of cells."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._styles = Styles()
        self._sheets: list[Sheet] = []
        self._names: list[tuple[str, str, str]] = []
        self._table: _Table | None = None
        self._nested = 0
        self._beside: list[str] = []
        self._paragraph: list[str] | None = None
        self._spans: list[bool] = []  # open ones: whether they are superscript
        self._paragraphs: list[str] = []

    def only_styles(self) -> _OnlyStyles:
        """Return a handler for a part of which only the styles are read."""
        return _OnlyStyles(self._styles)

    def grid(self) -> Grid:
        """Return the grid of the file."""
        if not self._sheets:
            raise FileProblem("not-a-workbook", path=self._file)
        return Grid(tuple(self._sheets), *by_scope(self._names))

    def start(self, name: str, attributes: Attributes) -> None:
        """Take the start of an element."""
        if name == "table:table":
            self._open(attributes)
        elif self._table is None:
            self._start_outside(name, attributes)
        elif name in _BESIDE:
            self._beside.append(name)
            self._table.collector.beside_cells.add(_BESIDE[name])
        elif not self._beside and self._nested == 1:
            self._start_within(self._table, name, attributes)

    def _start_outside(self, name: str, attributes: Attributes) -> None:
        if name in _NAMES:
            self._take_name(attributes)
        else:
            self._styles.start(name, attributes)

    def _start_within(self, table: _Table, name: str, attributes: Attributes) -> None:
        if name in _CELLS:
            self._paragraphs = []
            table.open_cell(attributes)
        elif name == "table:table-row":
            table.open_row(attributes)
        elif name == "table:table-column":
            table.take_columns(attributes)
        elif name == "text:p":
            self._paragraph, self._spans = [], []
        elif self._paragraph is not None:
            if name == "text:span":
                self._spans.append(self._styles.raises(attributes.get("text:style-name", "")))
            elif char := _inline_char(name, attributes):
                self._paragraph.append(char)
        elif name in _NAMES:
            self._take_name(attributes)

    def words(self, text: str) -> None:
        """Take a piece of text."""
        if self._table is None:
            self._styles.words(text)
        elif self._paragraph is not None and not self._beside:
            before = "".join(self._paragraph[-1:])
            self._paragraph.append(raised_text(text, before) if any(self._spans) else text)

    def end(self, name: str) -> None:
        """Take the end of an element."""
        if self._table is None:
            self._styles.end(name)
        elif name == "table:table":
            self._nested -= 1
            if not self._nested:
                if not _CACHED_ELSEWHERE.match(self._table.name):
                    self._sheets.append(self._table.sheet(self._styles))
                self._table = None
        elif self._beside:
            if name == self._beside[-1]:
                self._beside.pop()
        elif self._nested == 1:
            self._end_within(self._table, name)

    def _end_within(self, table: _Table, name: str) -> None:
        if name == "text:p" and self._paragraph is not None:
            self._paragraphs.append(_words("".join(self._paragraph)))
            self._paragraph = None
        elif name == "text:span" and self._spans:
            self._spans.pop()
        elif name in _CELLS:
            table.close_cell("\n".join(self._paragraphs), self._styles)
        elif name == "table:table-row":
            table.close_row()

    def _open(self, attributes: Attributes) -> None:
        self._nested += 1
        if self._nested == 1:
            self._table = _Table(attributes, self._file)
            if len(self._sheets) >= SHEETS_AT_MOST:
                raise FileProblem("too-many-parts", path=self._file, limit=SHEETS_AT_MOST)

    def _take_name(self, attributes: Attributes) -> None:
        area = attributes.get("table:cell-range-address")
        try:
            formula = plain_formula(attributes.get("table:expression", ""))
            meaning = plain_reference(area) if area else formula
            base = plain_reference(attributes.get("table:base-cell-address", "$A$1"))
            at = parse_cell(base.rpartition("!")[2].replace("$", ""))
        except ValueError:
            return
        if meaning:
            # Its references read from the base cell.
            scope = self._table.name if self._table else ""
            name = attributes.get("table:name", "")
            self._names.append((scope, name, seen_from_first_cell(meaning, at)))


class _Table:
    """Table during reading: position, and the current row."""

    def __init__(self, attributes: Attributes, file: str) -> None:
        self.collector = CellCollector(file)
        self.name = attributes.get("table:name", "")
        self._style = attributes.get("table:style-name", "")
        self._columns: list[_Column] = []
        self._row, self._rows = 1, 1
        self._row_style = ""
        self._column = 1
        self._cell: Attributes = {}
        self._cells: list[tuple[int, Cell]] = []
        # Numbers and formats of the cells that are days.
        self._days: dict[int, tuple[str, NumberFormat]] = {}
        self._merges: list[tuple[int, int, int]] = []

    def sheet(self, styles: Styles) -> Sheet:
        """Return the whole sheet."""
        return self.collector.sheet(self.name, "hidden" if styles.hides(self._style) else "visible")

    def take_columns(self, attributes: Attributes) -> None:
        """Take a run of columns alike."""
        first = self._columns[-1].last + 1 if self._columns else 1
        count = _count(attributes, "table:number-columns-repeated")
        last = min(first + count - 1, COLUMNS_AT_MOST)
        self._columns.append(_Column(last, attributes.get("table:default-cell-style-name", "")))
        if attributes.get("table:visibility") in _HIDDEN:
            self.collector.hidden_columns.update(
                range(first, min(last, first + _HIDDEN_LISTED) + 1)
            )

    def open_row(self, attributes: Attributes) -> None:
        """Start a row, or a run of equal rows."""
        self._rows = _count(attributes, "table:number-rows-repeated")
        self._row_style = attributes.get("table:default-cell-style-name", "")
        self._column = 1
        self._cells, self._merges = [], []
        self._days.clear()
        if attributes.get("table:visibility") in _HIDDEN:
            last = min(self._row + self._rows - 1, self._row + _HIDDEN_LISTED, ROWS_AT_MOST)
            self.collector.hidden_rows.update(range(self._row, last + 1))

    def open_cell(self, attributes: Attributes) -> None:
        """Start a cell, or a run of equal cells."""
        self._cell = attributes

    def close_cell(self, text: str, styles: Styles) -> None:
        """End a cell with this text."""
        count = _count(self._cell, "table:number-columns-repeated")
        down = _count(self._cell, "table:number-rows-spanned")
        across = _count(self._cell, "table:number-columns-spanned")
        if down > 1 or across > 1:
            self._merges.append((self._column, down, across))
        # A formula may be all that a cell has: LibreOffice stores no type for the result "".
        if text or len(self._cell) > 1 or "table:formula" in self._cell:
            style = styles.format_of(self._style_of_cell())
            cell = _cell(self._cell, text, style)
            if moment := self._cell.get("office:date-value"):
                self._days[self._column] = serial_text(moment), style
            if cell.formula or cell.value not in (None, ""):
                last = min(self._column + count, COLUMNS_AT_MOST + 1)
                self._cells += [(column, cell) for column in range(self._column, last)]
        self._column += count

    def close_row(self) -> None:
        """End a row: each row of its run gets the same cells."""
        if self._cells or self._merges:
            stop = min(self._row + self._rows, ROWS_AT_MOST + 1)
            only_figures = not self._merges and all(
                isinstance(cell.value, Decimal) and not cell.formula for _, cell in self._cells
            )
            for row in range(self._row, stop):
                if only_figures and self.collector.is_far(row):
                    self.collector.skip(row, stop - 1)
                    break
                for column, cell in self._cells:
                    self.collector.put(row, column, cell)
                for column, (serial, style) in self._days.items():
                    self.collector.put_serial(row, column, serial, style)
                for column, down, across in self._merges:
                    self.collector.merge(row, column, down, across)
        self._row += self._rows

    def _style_of_cell(self) -> str:
        own = self._cell.get("table:style-name", "") or self._row_style
        if own:
            return own
        run = next((run for run in self._columns if self._column <= run.last), None)
        return run.style if run else ""


def _words(written: str) -> str:
    """Return the text of a paragraph, with line ends of the markup folded."""
    return _FOLDED.sub(" ", _FOLDED_EDGES.sub("", written)).translate(_MEANT)


def _cell(attributes: Attributes, text: str, style: NumberFormat) -> Cell:
    get = attributes.get
    formula = plain_formula(get("table:formula", ""))
    kind = get("office:value-type", "")
    if get("calcext:value-type") == "error":
        return computed(CellError(text), style, formula)
    if kind == "boolean" or (formula and text in _TRUTHS):
        # For a formula LibreOffice stores 1 and shows TRUE.
        truth = get("office:boolean-value") == "true" or text == _TRUTHS[0]
        return computed(truth, style, formula)
    if kind in _NUMBERS:
        if kind == "percentage" and style.kind != "percent":
            style = NumberFormat("percent", style.places, style.code)
        return number_cell(get("office:value", ""), style, formula)
    if kind == "date":
        day = _day(get("office:date-value", ""))
        return computed(displayed_day(day, style.kind, style.code) if day else text, style, formula)
    shown = NumberFormat(style.kind, style.places)  # the text is stored as it is displayed
    return computed(text or get("office:string-value", "") or None, shown, formula)


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text[:10])
    except ValueError:
        return None


def _inline_char(name: str, attributes: Attributes) -> str:
    """Return the text of an element within a paragraph."""
    if name == "text:s":
        count = attributes.get("text:c", "1")
        known = count.isascii() and count.isdigit() and len(count) <= _LONGEST_NUMBER
        return _BLANK * min(int(count) if known else 1, _BLANKS_AT_MOST)
    return {"text:tab": _TAB, "text:line-break": _LINE}.get(name, "")


def _count(attributes: Attributes, name: str) -> int:
    """Return a repeat count, at least 1; an invalid one is the rows of a whole sheet."""
    text = attributes.get(name, "1")
    known = text.isascii() and text.isdigit() and len(text) <= _LONGEST_NUMBER
    return max(int(text), 1) if known else ROWS_AT_MOST
