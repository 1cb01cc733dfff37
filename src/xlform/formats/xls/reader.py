"""Workbook of Excel 97-2003 (.xls, BIFF) to a grid: cells by xlrd, formulas by our own reader.

xlrd gets the workbook stream alone, extracted from its container here.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import msgspec

from xlform.errors import FileProblem
from xlform.formats.binary_formula import ERRORS
from xlform.formats.cell_collector import (
    SHEETS_AT_MOST,
    CellCollector,
    computed,
    float_text,
    lost_formats,
    number_cell,
)
from xlform.formats.compound import MARK, Compound
from xlform.formats.default_password import without_default_password
from xlform.formats.xls.formulas import Formulas
from xlform.formats.xls.records import (
    count_cells,
    font_encoding,
    is_complete,
    is_encrypted,
    sheet_starts,
)
from xlform.formats.xls.repair import LostParts, repaired
from xlform.grid.address import cell_name
from xlform.grid.model import (
    BesideText,
    Cell,
    CellError,
    CellValue,
    Grid,
    Sheet,
    SheetState,
    by_scope,
)
from xlform.grid.raised import raised_text
from xlform.ooxml.read.strings import LOST_TEXT
from xlform.ooxml.read.styles import BUILT_IN, GENERAL, NumberFormat, format_meaning

if TYPE_CHECKING:
    from xlrd.book import Book
    from xlrd.sheet import Cell as XlrdCell
    from xlrd.sheet import Sheet as XlrdSheet

STREAM_AT_MOST = 64 * 1024 * 1024
# Cells of the whole workbook, formatted blank ones included.
CELLS_AT_MOST = 5_000_000
_STATES: tuple[SheetState, ...] = ("visible", "hidden", "veryHidden")
_TEXT, _NUMBER, _DATE, _TRUTH, _ERROR = 1, 2, 3, 4, 5
_SUPERSCRIPT = 1


def read_xls(data: bytes, name: str) -> Grid:
    """Return the grid of an .xls given as bytes; ``name`` is what messages call it.

    Raises :class:`~xlform.errors.FileProblem` for one that is damaged, or needs a password.
    """
    stream = workbook_stream(data, name)
    try:
        book, lost = open_book(stream, name)
    except AssertionError:
        return _read_by_office(data, name)
    formulas = Formulas(stream)
    sheets = (
        _Cells(book, sheet, formulas, lost.get(formulas.start(sheet.name)), name).sheet()
        for sheet in book.sheets()
    )
    return Grid(tuple(sheets), *by_scope(formulas.names()))


def workbook_stream(data: bytes, name: str) -> bytes:
    """Return the workbook stream of an .xls, opened, and small enough to be read.

    Raises :class:`~xlform.errors.FileProblem` as :func:`read_xls` does.
    """
    stream = _workbook_stream(data, name)
    if is_encrypted(stream):
        opened = without_default_password(data)
        if opened is None:
            raise FileProblem("encrypted", path=name)
        stream = _workbook_stream(opened, name)
        if is_encrypted(stream):
            raise FileProblem("encrypted", path=name)
    _refuse_too_much(stream, name)
    return stream


def _workbook_stream(data: bytes, name: str) -> bytes:
    try:
        stream = Compound(data).stream("Workbook", "Book") if data.startswith(MARK) else data
    except ValueError as damage:
        raise FileProblem("damaged-workbook", path=name) from damage
    if len(stream) > STREAM_AT_MOST:
        raise FileProblem("too-large-inside", path=name, limit=STREAM_AT_MOST >> 20)
    return stream


def _refuse_too_much(stream: bytes, name: str) -> None:
    """Refuse a workbook too large for xlrd, which builds every cell at once."""
    if len(sheet_starts(stream)) > SHEETS_AT_MOST:
        raise FileProblem("too-many-parts", path=name, limit=SHEETS_AT_MOST)
    try:
        cells = count_cells(stream, CELLS_AT_MOST)
    except ValueError as damage:
        raise FileProblem("damaged-workbook", path=name) from damage
    if cells > CELLS_AT_MOST:
        raise FileProblem("too-many-cells", path=name, limit=CELLS_AT_MOST)


def open_book(stream: bytes, name: str) -> tuple[Book, dict[int, LostParts]]:
    """Return the workbook of a stream, with its styles, and what is lost of its sheets by offset.

    Raises ``AssertionError`` where xlrd doubts the cells, and FileProblem for a damaged workbook.
    """
    try:
        return _opened(stream), {}
    except Exception as damage:  # of damage xlrd raises whatever it stumbles over
        if not is_complete(stream):
            raise FileProblem("damaged-workbook", path=name) from damage
    try:
        clean = repaired(stream)
        return _opened(clean.stream), clean.lost
    except AssertionError:
        raise
    except Exception as damage:
        raise FileProblem("damaged-workbook", path=name) from damage


def _opened(stream: bytes) -> Book:
    import xlrd  # noqa: PLC0415  (old workbooks only)

    return xlrd.open_workbook(
        file_contents=stream,
        logfile=io.StringIO(),
        formatting_info=True,
        ragged_rows=True,
        encoding_override=font_encoding(stream),
    )


def _read_by_office(data: bytes, name: str) -> Grid:
    """Return the grid of a whole workbook whose cells xlrd takes for wrong, read by LibreOffice."""
    from xlform.formats.conversion import old_workbook_as_xlsx  # noqa: PLC0415  (rare)
    from xlform.formats.xlsx import read_xlsx  # noqa: PLC0415  (rare)

    converted = old_workbook_as_xlsx(data, name)
    if converted is None:
        raise FileProblem("damaged-workbook", path=name)
    return read_xlsx(converted, name)


class _Cells:
    """Conversion of one xlrd sheet."""

    def __init__(
        self,
        book: Book,
        sheet: XlrdSheet,
        formulas: Formulas,
        lost: LostParts | None,
        file: str,
    ) -> None:
        self._book = book
        self._lost = lost or LostParts()
        self._since_1904 = bool(book.datemode)
        self._sheet = sheet
        self._formulas = formulas.of_sheet(sheet.name)
        self._hidden = formulas.hidden_columns(sheet.name)
        self._collector = CellCollector(file)
        fonts = list(enumerate(book.font_list))
        self._struck = {number for number, font in fonts if font.struck_out}
        self._raised = {number for number, font in fonts if font.escapement == _SUPERSCRIPT}

    def sheet(self) -> Sheet:
        """Return the whole sheet."""
        given, into = self._sheet, self._collector
        for row in range(given.nrows):
            for column, cell in enumerate(given.row(row)):
                self._take(row, column, cell)
        for top, bottom, left, right in given.merged_cells:
            into.merge(top + 1, left + 1, bottom - top, right - left)
        into.hidden_rows = {row + 1 for row, info in given.rowinfo_map.items() if info.hidden}
        hidden = (column for column, info in given.colinfo_map.items() if info.hidden)
        into.hidden_columns = {*(column + 1 for column in hidden), *self._hidden}
        if given.cell_note_map:
            into.beside_cells.add("comments")
            into.beside_texts += [
                BesideText("comments", cell_name(row + 1, column + 1), note.text.strip())
                for (row, column), note in sorted(given.cell_note_map.items())
                if note.text.strip()
            ]
        self._report_lost()
        return into.sheet(
            given.name, _STATES[given.visibility if given.visibility in (0, 1) else 2]
        )

    def _take(self, row: int, column: int, cell: XlrdCell) -> None:
        place = row + 1, column + 1
        style = self._style(cell.xf_index)
        formula = self._formulas.get(place, "")
        if cell.ctype in (_NUMBER, _DATE):
            text = float_text(float(cell.value))
            made = number_cell(text, style, formula, since_1904=self._since_1904)
        else:
            made = computed(_other(cell), style, formula)
        self._collector.put(*place, self._by_runs(row, column, cell.xf_index, made))
        if cell.ctype in (_NUMBER, _DATE):
            self._collector.put_serial(*place, float_text(float(cell.value)), style)

    def _report_lost(self) -> None:
        """Mark cells whose text or number format is not in the file, and unread comments."""
        into, lost = self._collector, self._lost
        for place in lost.texts:
            into.put(*place, Cell(LOST_TEXT))
        kinds, texts = lost_formats(into.cells, lost.formats)
        into.beside_texts += texts
        into.beside_cells.update(kinds, ["lostText"] * bool(lost.texts))
        into.beside_cells.update(["comments"] * lost.comments)

    def _by_runs(self, row: int, column: int, style: int | None, cell: Cell) -> Cell:
        """Return the cell by the fonts of its runs: struck-out words are left out."""
        struck, raised = self._struck, self._raised
        if not struck and not raised:
            return cell
        if style is not None and style < len(self._book.xf_list):
            whole = self._book.xf_list[style].font_index in struck
        else:
            whole = False
        runs = self._sheet.rich_text_runlist_map.get((row, column), ())
        if not runs or not isinstance(cell.value, str):
            return msgspec.structs.replace(cell, struck=cell.text) if whole else cell
        text, kept, gone, last, is_raised = cell.value, "", "", 0, False
        for start, font in (*runs, (len(text), -1)):
            part = raised_text(text[last:start], kept) if is_raised else text[last:start]
            kept, gone = (kept, gone + part) if whole else (kept + part, gone)
            whole, last, is_raised = font in struck, start, font in raised
        return msgspec.structs.replace(cell, value=kept if kept.strip() else gone, struck=gone)

    def _style(self, number: int | None) -> NumberFormat:
        """Return the number format of a cell's style."""
        if number is None or not 0 <= number < len(self._book.xf_list):
            return GENERAL
        key = self._book.xf_list[number].format_key
        known = self._book.format_map.get(key)
        # xlrd knows no codes of the built-in formats of Chinese dates.
        if known is None or known.format_str is None:
            return BUILT_IN.get(str(key), GENERAL)
        return format_meaning(known.format_str)


def _other(cell: XlrdCell) -> CellValue:
    """Return the value of a cell that is no number."""
    if cell.ctype == _TRUTH:
        return bool(cell.value)
    if cell.ctype == _ERROR:
        return CellError(ERRORS.get(int(cell.value), "#N/A"))
    return str(cell.value) if cell.ctype == _TEXT else None
