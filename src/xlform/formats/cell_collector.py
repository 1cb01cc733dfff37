"""Collection of a sheet's cells by the reader of any format, with limits."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from decimal import Decimal

from xlform.errors import FileProblem
from xlform.grid.address import COLUMNS_AT_MOST, ROWS_AT_MOST, Range, cell_name
from xlform.grid.model import BesideText, Cell, CellValue, Position, Sheet, SheetState
from xlform.grid.numbers import displayed_day, exact_number, serial_date, serial_number
from xlform.ooxml.read.styles import GENERAL, NumberFormat
from xlform.ooxml.read.trimming import ROWS_BELOW_TEXT_AT_MOST
from xlform.ooxml.read.worksheet import CELLS_AT_MOST, MERGES_AT_MOST

SHEETS_AT_MOST = 1_000
# So many cells of a sheet are kept wherever they are.
_FREE_CELLS = 30_000
# Numbers without their format are listed one by one up to so many.
_LISTED_AT_MOST = 20


class CellCollector:
    """Collector of one sheet's cells and merges, within the limits of a form.

    Raises :class:`~xlform.errors.FileProblem` beyond these limits.
    """

    def __init__(self, file: str) -> None:
        self.hidden_rows: set[int] = set()
        self.hidden_columns: set[int] = set()
        self.beside_cells: set[str] = set()
        self.beside_texts: list[BesideText] = []
        self.cells: dict[Position, Cell] = {}
        self.serials: dict[Position, Decimal] = {}
        self.merges: list[Range] = []
        self._file = file
        self._skipped: list[Range] = []
        # Rows up to this one are near a text, see :mod:`xlform.ooxml.read.trimming`.
        self._reach = ROWS_BELOW_TEXT_AT_MOST

    def is_far(self, row: int) -> bool:
        """Return whether figures of a row are out of every form's reach, on a large sheet."""
        return row > self._reach and len(self.cells) >= _FREE_CELLS

    def skip(self, top: int, bottom: int) -> None:
        """Note rows with figures that are out of reach; rows come in order."""
        last = self._skipped[-1] if self._skipped else None
        if last and top <= last.bottom + 1:
            self._skipped[-1] = Range(
                min(top, last.top), 1, max(bottom, last.bottom), COLUMNS_AT_MOST
            )
        else:
            self._skipped.append(Range(top, 1, bottom, COLUMNS_AT_MOST))

    def put(self, row: int, column: int, cell: Cell) -> None:
        """Take a cell; blank cells and those outside a sheet are skipped."""
        if not cell.formula and (cell.value is None or cell.value == ""):
            return
        if not (1 <= row <= ROWS_AT_MOST and 1 <= column <= COLUMNS_AT_MOST):
            return
        if cell.formula or not isinstance(cell.value, Decimal):
            self._reach = max(self._reach, row + ROWS_BELOW_TEXT_AT_MOST)
        elif row > self._reach and self.is_far(row):
            self.skip(row, row)
            return
        self.cells[row, column] = cell
        if len(self.cells) > CELLS_AT_MOST:
            raise FileProblem("too-many-cells", path=self._file, limit=CELLS_AT_MOST)

    def put_serial(self, row: int, column: int, text: str, style: NumberFormat) -> None:
        """Note the stored number of a cell if the cell says less: see ``Sheet.serials``."""
        if style.kind not in ("date", "month"):
            return
        number = exact_number(text)
        day = self.cells[row, column].value if (row, column) in self.cells else None
        if number is None or isinstance(day, Decimal | None):
            return
        if not (isinstance(day, dt.date) and number == serial_number(day)):
            self.serials[row, column] = number

    def merge(self, row: int, column: int, rows: int, columns: int) -> None:
        """Take a merge by its first cell and size; a single cell is no merge."""
        bottom = min(row + rows - 1, ROWS_AT_MOST)
        right = min(column + columns - 1, COLUMNS_AT_MOST)
        if bottom < row or right < column or (bottom, right) == (row, column):
            return
        self.merges.append(Range(row, column, bottom, right))
        if len(self.merges) > MERGES_AT_MOST:
            raise FileProblem("too-many-merges", path=self._file, limit=MERGES_AT_MOST)

    def sheet(self, name: str, state: SheetState = "visible") -> Sheet:
        """Return the sheet in reading order."""
        return Sheet(
            name,
            dict(sorted(self.cells.items())),
            tuple(sorted(self.merges)),
            state,
            frozenset(self.hidden_rows),
            frozenset(self.hidden_columns),
            tuple(sorted(self.beside_cells)),
            beside_texts=tuple(self.beside_texts),
            serials={at: one for at, one in self.serials.items() if at in self.cells},
            skipped=tuple(self._skipped),
        )


def number_cell(
    text: str, style: NumberFormat = GENERAL, formula: str = "", *, since_1904: bool = False
) -> Cell:
    """Return the cell of a stored number, as its format prints it: a number, percentage or date."""
    value: CellValue = exact_number(text, _places(style))
    if isinstance(value, Decimal) and style.kind in ("date", "month"):
        day = serial_date(value, since_1904=since_1904)
        value = displayed_day(day, style.kind, style.code) if day else value
    return computed(text if value is None else value, style, formula)


def computed(value: CellValue, style: NumberFormat, formula: str) -> Cell:
    """Return the cell of a value, perhaps a formula's result, printed by its format."""
    number = bool(formula) or isinstance(value, Decimal)
    percent = number and style.kind == "percent"
    places = _places(style) if formula else 0
    return Cell(value, formula, percent, None, places, _code(value, style))


def _code(value: CellValue, style: NumberFormat) -> str:
    """Return the code of a format that says more than the value; a day is text as it is shown."""
    is_day = style.kind in ("date", "month") and not isinstance(value, Decimal | None)
    return "" if is_day else style.code


def _places(style: NumberFormat) -> int:
    return style.places + 2 if style.kind == "percent" else style.places


def float_text(number: float) -> str:
    """Return the shortest text of a stored float; integers without a decimal point."""
    return repr(number).removesuffix(".0")


def lost_formats(
    cells: Mapping[Position, Cell], places: Collection[Position]
) -> tuple[tuple[str, ...], tuple[BesideText, ...]]:
    """Return what to report of cells whose number format is not in the file.

    First the kind of content for ``Sheet.beside_cells``, then the numbers one by one; neither if
    no such cell is a number, and only the kind if there are many.
    """
    numbers = [
        (place, cells[place].text)
        for place in sorted(places)
        if place in cells and isinstance(cells[place].value, Decimal)
    ]
    if len(numbers) > _LISTED_AT_MOST:
        return ("lostFormat",), ()
    texts = tuple(BesideText("lostFormat", cell_name(*place), text) for place, text in numbers)
    return ("lostFormat",) * bool(texts), texts
