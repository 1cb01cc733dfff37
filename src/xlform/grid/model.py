"""Model of a workbook: sheets of cells, independent of the file format."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Literal

import msgspec

from xlform.grid.address import Range, cell_name
from xlform.grid.number_format import displayed
from xlform.model.page_place import PagePlace

SheetState = Literal["visible", "hidden", "veryHidden"]
# How a workbook is calculated where that is unusual: numbers rounded to the decimals displayed,
# formulas that read themselves repeated.
Calculation = Literal["displayed", "iterative"]
Position = tuple[int, int]
# Name of the sheet with the paragraphs of a document.
PROSE = "正文"
# A merge larger than this is looked up by its edges instead of by each of its cells.
_SPREAD_AT_MOST = 4_096
_SPREAD_TOGETHER = 500_000


class CellError(msgspec.Struct, frozen=True):
    """Error value of a formula, such as ``#REF!``."""

    code: str


CellValue = str | Decimal | bool | dt.date | CellError | None


class Cell(msgspec.Struct, frozen=True, gc=False):
    """Cell with content.

    ``value`` is the displayed value, numbers with the decimals of their format; ``None`` for a
    formula of unknown result. ``formula`` has no equals sign. ``percent``: the number prints as a
    percentage, 0.98 as 98%. ``cached`` is the stored result where the recomputed ``value`` differs
    from it; ``places`` the decimals that a formula's result prints. ``format`` is the code of a
    number format that scales the number, adds a sign or unit to it, or hides it. ``struck`` are
    the words struck out of the cell; where that is all of it, they are the text as well.
    """

    value: CellValue
    formula: str = ""
    percent: bool = False
    cached: CellValue = None
    places: int = 0
    format: str = ""
    struck: str = ""

    @property
    def is_struck(self) -> bool:
        """True if the whole content is struck out."""
        return bool(self.struck) and self.struck == self.text

    @property
    def text(self) -> str:
        """The displayed text; "" where the value is unknown, its digits where they are hidden."""
        return self.displayed or self._plain_text

    @property
    def displayed(self) -> str | None:
        """Text displayed by a number format with words of its own, else ``None``."""
        value = self.value
        if not self.format or isinstance(value, bool | CellError | None):
            return None
        return displayed(self.format, value)

    @property
    def _plain_text(self) -> str:
        value = self.value
        if isinstance(value, str):
            return value
        if value is None:
            return ""
        if isinstance(value, bool):
            return "TRUE" if value else "FALSE"
        if isinstance(value, Decimal):
            return f"{plain(value.scaleb(2))}%" if self.percent else plain(value)
        return value.code if isinstance(value, CellError) else value.isoformat()


def plain(number: Decimal) -> str:
    """Return a decimal without an exponent; ``1E+2`` as ``100``."""
    return format(number, "f")


class BesideText(msgspec.Struct, frozen=True):
    """Words of a comment or text box: its kind, and the cell it belongs to or lies over."""

    kind: str
    cell: str
    words: str


class Recognition(msgspec.Struct, frozen=True):
    """Recognition of a cell's text on a scanned page.

    ``page`` counts from 1; ``box`` is left, top, right, bottom in pixels of the straightened page;
    ``confidence`` is the probability of the least certain character, ``in_figures`` that of the
    least certain one in its figures, ``others`` are texts that it may be as well, likeliest first.
    """

    page: int
    box: tuple[int, int, int, int]
    confidence: float
    others: tuple[str, ...] = ()
    in_figures: float = 1.0


class Sheet(msgspec.Struct, frozen=True):
    """Sheet: cells by (row, column) from 1, and merges, in reading order; no blank cells.

    ``beside_cells`` names content outside the cells (``comments``, ``drawing``, …). ``after`` is
    for a table of a document: the row of the paragraph before it on the sheet of paragraphs, 0
    where it comes first. ``unseen`` are cells whose font is white on white. ``beside_texts`` are
    the words of comments and text boxes where they are known. ``serials`` are the numbers behind
    days whose cells say less: those with a time, months without a day, days that are not counted
    from 1900. ``skipped`` are areas with cells that were not read: too far from any text, or too
    many. ``recognised`` tells how the text of each cell of a scan was recognised, ``places`` where
    each is, blank ones included; in those of ``handwritten`` something is written by hand.
    """

    name: str
    cells: Mapping[Position, Cell]
    merges: tuple[Range, ...] = ()
    state: SheetState = "visible"
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    beside_cells: tuple[str, ...] = ()
    after: int | None = None
    unseen: frozenset[Position] = frozenset()
    beside_texts: tuple[BesideText, ...] = ()
    serials: Mapping[Position, Decimal] = {}
    skipped: tuple[Range, ...] = ()
    recognised: Mapping[Position, Recognition] = {}
    places: Mapping[Position, PagePlace] = {}
    handwritten: frozenset[Position] = frozenset()

    def skips(self, area: Range) -> bool:
        """Return whether some cells of an area were not read."""
        return any(
            skipped.top <= area.bottom
            and area.top <= skipped.bottom
            and skipped.left <= area.right
            and area.left <= skipped.right
            for skipped in self.skipped
        )


class NamedTable(msgspec.Struct, frozen=True):
    """Table of a sheet that formulas refer to by its name and its columns' headings.

    ``range`` includes its heading and total rows, of which there are so many.
    """

    name: str
    sheet: str
    range: Range
    columns: tuple[str, ...]
    header_rows: int = 1
    totals_rows: int = 0


class Grid(msgspec.Struct, frozen=True):
    """Workbook: its sheets in order, its defined names and its tables.

    ``names`` are (name, meaning) of the whole workbook, ``local_names`` (sheet, name, meaning) of
    one sheet, which go before the workbook's there. ``calculation`` is how the file itself says
    that it is calculated, as far as that is unusual. ``seals`` are the seals on each page of a
    scan; ``None`` for a page without any colour, which does not show them.
    """

    sheets: tuple[Sheet, ...]
    names: tuple[tuple[str, str], ...] = ()
    local_names: tuple[tuple[str, str, str], ...] = ()
    calculation: tuple[Calculation, ...] = ()
    tables: tuple[NamedTable, ...] = ()
    seals: Mapping[int, tuple[PagePlace, ...] | None] = {}

    @property
    def all_names(self) -> tuple[tuple[str, str], ...]:
        """The names of the workbook and those of each sheet, as (name, meaning)."""
        return (*self.names, *((name, meaning) for _, name, meaning in self.local_names))


def by_scope(
    names: Iterable[tuple[str, str, str]],
) -> tuple[tuple[tuple[str, str], ...], tuple[tuple[str, str, str], ...]]:
    """Return (sheet, name, meaning) as a grid's ``names`` (of no sheet) and its ``local_names``."""
    every = tuple(names)
    return (
        tuple((name, meaning) for sheet, name, meaning in every if not sheet),
        tuple(one for one in every if one[0]),
    )


class Merges:
    """Index of merges by cell; large merges are not expanded.

    Most queries are for a merge's first cell; merges are expanded at the first other query.
    """

    def __init__(self, merges: tuple[Range, ...]) -> None:
        self._merges = merges
        self._anchors = {(merge.top, merge.left): merge for merge in merges}
        self._spread: dict[Position, Range] = {}
        self._large: list[Range] = []
        self._large_in_row: dict[int, list[Range]] = {}

    def anchored(self, position: Position) -> Range | None:
        """Return the merge whose first cell this is, or ``None``."""
        return self._anchors.get(position)

    def _spread_out(self) -> None:
        for merge in self._merges:
            if merge.area > _SPREAD_AT_MOST or len(self._spread) > _SPREAD_TOGETHER:
                self._large.append(merge)
                continue
            columns = range(merge.left, merge.right + 1)
            for row in range(merge.top, merge.bottom + 1):
                for column in columns:
                    self._spread[row, column] = merge

    def at(self, row: int, column: int) -> Range | None:
        """Return the merge over the cell, or ``None``."""
        if self._merges and not self._spread and not self._large:
            self._spread_out()
        found = self._spread.get((row, column))
        if found is None and self._large:
            return next((large for large in self._across(row) if large.covers(row, column)), None)
        return found

    def _across(self, row: int) -> list[Range]:
        """Return the large merges that cross a row."""
        if row not in self._large_in_row:
            meets = [merge for merge in self._large if merge.top <= row <= merge.bottom]
            self._large_in_row[row] = meets
        return self._large_in_row[row]


@lru_cache(maxsize=65_536)
def origin(position: Position) -> str:
    """Return a position as a cell address."""
    return cell_name(*position)
