"""An .xlsx or .xlsm, transitional or strict, to a grid in one pass over each part."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Collection, Iterable
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import TypeVar

import msgspec

from xlform.errors import FileProblem
from xlform.formula.missing_results import compute_missing_results, is_open
from xlform.grid.address import Range, parse_range
from xlform.grid.model import (
    BesideText,
    Cell,
    CellError,
    CellValue,
    Grid,
    NamedTable,
    Position,
    Sheet,
    SheetState,
    by_scope,
)
from xlform.grid.numbers import displayed_day, exact_number, serial_date, serial_number
from xlform.model.memoize import by_text
from xlform.ooxml.read.package import Package, open_package
from xlform.ooxml.read.raw_cell import RawCell, RawFormula
from xlform.ooxml.read.strings import LOST_TEXT, read_strings, unescape
from xlform.ooxml.read.styles import GENERAL, NumberFormat, read_formats, read_marks
from xlform.ooxml.read.workbook import WORKSHEET, SheetPart, Workbook, read_workbook
from xlform.ooxml.read.worksheet import ReadyCells, SheetFrame, read_worksheet

Item = TypeVar("Item")
# Total length of expanded shared formulas: one long formula for a million cells would fill any
# memory.
SPELLED_AT_MOST = 4_000_000
# A workbook with no more cells than this, and with pictures, may be the scan of a form.
_HARDLY_ANY = 5
# Numbers of shared strings that are kept as text; forms have some hundreds.
_SMALL = 1_024
_STATES: dict[str, SheetState] = {"hidden": "hidden", "veryHidden": "veryHidden"}


def read_xlsx(source: bytes | Package, name: str, *, compute: bool = True) -> Grid:
    """Return the grid of a workbook, its bytes or its open package; messages call it ``name``.

    Formulas without a trusted result are computed, see :mod:`xlform.formula.missing_results`,
    unless ``compute`` is false. Raises :class:`~xlform.errors.FileProblem`.
    """
    package = open_package(source, name)
    workbook = read_workbook(package)
    cells = _Cells(package, workbook)
    parts = [part for part in workbook.sheets if part.kind == WORKSHEET]
    if len({part.part for part in parts}) < len(parts):
        # No program writes two sheets into one part: a small file would cost as much as a large.
        raise FileProblem("damaged-workbook", path=name)
    sheets = [cells.sheet(part) for part in parts]
    scopes = by_scope(workbook.names)
    tables = tuple(cells.tables)
    grid = Grid(tuple(sheets), *scopes, workbook.calculation, tables)
    if _is_pictures(grid):
        from xlform.formats.scan.pasted import grid_with_scans, pasted_in  # noqa: PLC0415  (few have)

        return grid_with_scans(grid, pasted_in(package), name) or grid
    if compute and (cells.open_formulas or (cells.formulas and workbook.recalculate)):
        return compute_missing_results(grid, distrust_all=workbook.recalculate)
    return grid


def _is_pictures(grid: Grid) -> bool:
    """Return whether a workbook has hardly any cells, and pictures."""
    return sum(len(sheet.cells) for sheet in grid.sheets) <= _HARDLY_ANY and any(
        "drawing" in sheet.beside_cells for sheet in grid.sheets
    )


class _Cells:
    """Turns raw cells into cells: shared strings looked up, numbers made exact, dates named."""

    def __init__(self, package: Package, workbook: Workbook) -> None:
        self.formulas = self.open_formulas = 0
        self.tables: list[NamedTable] = []
        self._package = package
        self._since_1904 = workbook.date1904
        struck: dict[int, str] = {}
        self._strings = read_strings(package, workbook.strings, struck)
        formats = read_formats(package, workbook.styles)
        self._formats = {str(number): meaning for number, meaning in enumerate(formats)}
        # Formats that scale a number, add a sign or unit to it, or hide it.
        self._struck_strings = {str(number): words for number, words in struck.items()}
        self._marks = read_marks(package, workbook.styles)
        self._unseen: set[Position] = set()
        self._telling = {number for number, style in self._formats.items() if style.code}
        # False for nearly every file, whose cells are then looked at no further.
        self._has_marks = bool(
            self._telling or self._marks.unseen or self._marks.struck or self._struck_strings
        )
        # Cells of shared strings, where a cell is nothing but its text.
        self._texts: dict[str, Cell] = {}
        if not self._has_marks and isinstance(self._strings, list):
            self._texts = _numbered(map(_text_cell, self._strings), len(self._strings))
            if "" in self._strings:
                self._texts = {key: cell for key, cell in self._texts.items() if cell.value}
        self._struck_in_cell: list[tuple[int, int, RawCell]] = []
        self._masters: dict[str, tuple[int, int, str]] = {}
        # Ranges that one formula fills, which stands in their first cell.
        self._arrays: list[tuple[Range, str]] = []
        self._into: dict[Position, Cell] = {}
        self._part = ""
        self._lost = False
        self._lost_formats: set[Position] = set()
        self._serials: dict[Position, Decimal] = {}
        self._spelled = 0

    @cached_property
    def _by_number(self) -> dict[str, str]:
        """Shared strings by their numbers as cells spell them, as far as they are at hand."""
        at_hand = self._strings if isinstance(self._strings, list) else []
        return _numbered(at_hand, len(at_hand))

    def sheet(self, part: SheetPart) -> Sheet:
        self._part = part.part
        self._masters.clear()
        self._into = {}
        self._lost, self._unseen, self._lost_formats = False, set(), set()
        self._serials = {}
        self._arrays.clear()
        self._struck_in_cell.clear()
        ready = ReadyCells(self._texts, self._into)
        frame = read_worksheet(self._package, part.part, self.keep, ready)
        for row, column, raw in self._struck_in_cell:
            self._strike(row, column, raw)
        for area, text in self._arrays:
            self._fill(area, text)
        if frame.has_tables:
            # Loaded here: few forms have tables.
            from xlform.ooxml.read.tables import read_tables  # noqa: PLC0415

            self.tables += read_tables(self._package, part.part, part.name)
        beside = (*frame.beside_cells, "lostText") if self._lost else frame.beside_cells
        texts = self._beside_texts(part) if frame.beside_cells else ()
        if self._lost_formats:
            from xlform.formats.cell_collector import lost_formats  # noqa: PLC0415  (rare)

            kinds, numbers = lost_formats(self._into, self._lost_formats)
            beside, texts = (*beside, *kinds), (*texts, *numbers)
        if "comments" in beside and self._has_only_own_comments(part):
            beside = tuple(kind for kind in beside if kind != "comments")
        return Sheet(
            part.name,
            _in_reading_order(self._into),
            tuple(sorted(frame.merges)),
            _STATES.get(part.state, "visible"),
            frame.hidden_rows,
            _hidden_columns(frame, self._into),
            beside,
            unseen=frozenset(self._unseen),
            beside_texts=texts,
            skipped=frame.skipped,
            serials=self._serials,
        )

    def _beside_texts(self, part: SheetPart) -> tuple[BesideText, ...]:
        from xlform.ooxml.read.beside_cells import beside_texts  # noqa: PLC0415  (few sheets have any)

        return beside_texts(self._package, part.part)

    def _has_only_own_comments(self, part: SheetPart) -> bool:
        from xlform.ooxml.read.beside_cells import only_own_comments  # noqa: PLC0415  (as above)

        return only_own_comments(self._package, part.part)

    def keep(self, row: int, column: int, raw: RawCell) -> None:
        """Take a cell that holds something."""
        value: CellValue
        percent = False
        if raw.kind == "s":
            found = self._by_number.get(raw.text or "")
            value = self._string(raw.text) if found is None else found
        elif raw.kind == "n":
            value, percent = self._number(row, column, raw)
        else:
            value = _other(raw.kind, raw.text)
            if raw.struck:
                self._struck_in_cell.append((row, column, raw))
        if raw.formula is not None:
            self._into[row, column] = self._computed(row, column, raw, value)
        elif value or (value is not None and value != ""):  # few numbers are compared with a text
            self._into[row, column] = Cell(value, "", percent)
        if self._has_marks:
            self._mark(row, column, raw)

    def _mark(self, row: int, column: int, raw: RawCell) -> None:
        """Note what the style of a cell, or a run of its text, says beyond its value."""
        if raw.style in self._telling:
            self._set_format(row, column, self._formats[raw.style])
        if raw.style in self._marks.unseen:
            self._unseen.add((row, column))
        if self._marks.struck or self._struck_strings:
            self._strike(row, column, raw)

    def _strike(self, row: int, column: int, raw: RawCell) -> None:
        """Set the words struck out of a cell: all of them, or some runs of its text."""
        cell = self._into.get((row, column))
        if cell is None:
            return
        words = raw.struck or (self._struck_strings.get(raw.text or "") if raw.kind == "s" else "")
        if raw.style in self._marks.struck:
            words = cell.text
        if words:
            self._into[row, column] = msgspec.structs.replace(cell, struck=words)

    def _set_format(self, row: int, column: int, style: NumberFormat) -> None:
        """Set the format of a cell that says more than the cell's value."""
        cell = self._into.get((row, column))
        is_day = style.kind in ("date", "month")  # a text by now, as the format shows it
        if cell is not None and (isinstance(cell.value, Decimal | None) or not is_day):
            self._into[row, column] = msgspec.structs.replace(cell, format=style.code)

    def _computed(self, row: int, column: int, raw: RawCell, value: CellValue) -> Cell:
        formula = self._formula(row, column, raw.formula) if raw.formula else ""
        self.formulas += 1
        self.open_formulas += is_open(value)
        style = self._formats.get(raw.style, GENERAL)
        percent = style.kind == "percent"
        places = style.places + 2 if percent else style.places
        return Cell(value, formula, percent, None, places)

    def _string(self, text: str | None) -> str | None:
        """Return a shared string; U+FFFD for a number without one, ``None`` for no number."""
        if not (text or "").strip():
            return None
        try:
            index = int(text or "")
            return self._strings[index if index >= 0 else len(self._strings)]
        except (ValueError, IndexError):
            self._lost = True
            return LOST_TEXT

    def _number(self, row: int, column: int, raw: RawCell) -> tuple[CellValue, bool]:
        text = raw.text
        if not text:
            return None, False
        style = self._formats.get(raw.style)
        if style is None:
            style = GENERAL
            if raw.style != "0":
                self._lost_formats.add((row, column))
        if style.kind == "percent":
            return _percent(text, style), True
        number = exact_number(text, style.places)
        if number is None:
            return text, False
        if style.kind in ("date", "month"):
            day = serial_date(number, since_1904=self._since_1904)
            if day is None:
                return number, False
            if style.kind == "month" or number != serial_number(day):
                self._serials[row, column] = number
            return displayed_day(day, style.kind, style.code), False
        return number, False

    def _formula(self, row: int, column: int, formula: RawFormula) -> str:
        if formula.kind == "shared":
            if formula.text:
                self._masters[formula.group] = (row, column, formula.text)
            elif formula.group in self._masters:
                master_row, master_column, text = self._masters[formula.group]
                self._charge(len(text))
                from xlform.formula.shift import shifted  # noqa: PLC0415  (most files need none)

                return shifted(text, row - master_row, column - master_column)
        if formula.kind == "array" and ":" in formula.reference:
            with contextlib.suppress(ValueError):
                self._arrays.append((parse_range(formula.reference), formula.text))
        return formula.text

    def _fill(self, area: Range, text: str) -> None:
        """Add the cells of an array formula that have no result: they are not blank."""
        for row in range(area.top, area.bottom + 1):
            for column in range(area.left, area.right + 1):
                if (row, column) in self._into:
                    continue
                formula = f"INDEX({text},{row - area.top + 1},{column - area.left + 1})"
                self._into[row, column] = Cell(None, formula)
                self.formulas += 1
                self.open_formulas += 1
                self._charge(len(formula))

    def _charge(self, length: int) -> None:
        """Count the length of formulas that the file does not spell out."""
        self._spelled += length
        if self._spelled > SPELLED_AT_MOST:
            raise FileProblem("part-too-large", path=self._package.name, part=self._part)


# One cell for each text: in a district nineteen of twenty came before, and what is looked up by a
# text later finds that very text.
_text_cell = by_text(Cell)


@lru_cache(maxsize=1)
def _small_numbers() -> tuple[str, ...]:
    return tuple(map(str, range(_SMALL)))


def _numbered(items: Iterable[Item], count: int) -> dict[str, Item]:
    """Return what belongs to each shared string by its number as cells spell it."""
    numbers = _small_numbers() if count <= _SMALL else map(str, range(count))
    return dict(zip(numbers, items, strict=False))


def _hidden_columns(frame: SheetFrame, cells: Collection[Position]) -> frozenset[int]:
    """Return the hidden columns, those far from the others only where they hold cells."""
    if not frame.hidden_beyond:
        return frame.hidden_columns
    far = {column for _, column in cells if frame.hidden_beyond[column]}
    return frame.hidden_columns | far


def _in_reading_order(cells: dict[Position, Cell]) -> dict[Position, Cell]:
    """Return the cells by row and column, the order in nearly every file."""
    positions = list(cells)
    ordered = sorted(positions)
    return cells if ordered == positions else {position: cells[position] for position in ordered}


def _percent(text: str, style: NumberFormat) -> CellValue:
    """Return a fraction whose percentage prints with at least the format's decimals."""
    number = exact_number(text, style.places + 2)
    return text if number is None else number


def _other(kind: str, text: str | None) -> CellValue:
    """Return the value of a cell that is neither a number nor a shared string."""
    if text is None:
        return None
    if kind == "b":
        return text.strip() == "1"
    if kind == "e":
        return CellError(text)
    if kind == "d":
        return _iso_date(text)
    # An inline string is ready to use.
    return text if kind == "inlineStr" else unescape(text)


def _iso_date(text: str) -> CellValue:
    try:
        return dt.date.fromisoformat(text[:10])
    except ValueError:
        return text
