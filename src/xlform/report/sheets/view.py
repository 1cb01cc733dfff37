"""Sheet laid out for a page: rows of cells with their spans, each position covered once."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from decimal import Decimal
from typing import Final, Literal

import msgspec

from xlform.grid.address import Range, cell_name
from xlform.grid.appearance import CellAppearance, Picture, SheetAppearance
from xlform.grid.model import Cell, CellError, Merges, Position, Sheet, SheetState
from xlform.grid.number_format import displayed
from xlform.model.text_width import text_width
from xlform.report.sheets.extent import Extent, extent_of

CELLS_AT_MOST: Final = 4_000
# Characters of a cell that are shown.
TEXT_AT_MOST: Final = 4_000
_DEFAULT: Final = CellAppearance()
_PLAIN: Final = CellAppearance(
    vertical="center", wrap=True, borders=("thin", "thin", "thin", "thin")
)
# Widths in characters: of a column, of one whose width is guessed, and of a text in paragraphs.
_NARROWEST, _WIDEST, _GUESSED, _PROSE = 2.0, 80.0, 26.0, 78.0


CellKind = Literal["", "number", "text", "error", "truth"]


class ViewCell(msgspec.Struct, frozen=True):
    """Cell shown, or a merge: its first position shown, the rows and columns it spans, its text.

    ``kind`` is that of the value, "" for a blank; ``unknown``: a formula whose result is not known.
    ``formula`` has no equals sign. ``struck``: the text is struck out; ``unseen``: the sheet hides
    it by a white font or its number format. ``comments`` are numbers of the sheet's comments,
    ``pictures`` those whose upper left corner is in it.
    """

    position: Position
    rows: int = 1
    columns: int = 1
    text: str = ""
    formula: str = ""
    struck: bool = False
    unseen: bool = False
    unknown: bool = False
    kind: CellKind = ""
    shortened: bool = False
    appearance: CellAppearance = CellAppearance()
    comments: tuple[int, ...] = ()
    pictures: tuple[Picture, ...] = ()


class ViewRow(msgspec.Struct, frozen=True):
    """Row shown: its number, height in points (0: as its content needs), and cells.

    ``skipped`` is the number of rows left out before it.
    """

    number: int
    cells: tuple[ViewCell, ...]
    height: float = 0
    hidden: bool = False
    skipped: int = 0


class ViewColumn(msgspec.Struct, frozen=True):
    """Column shown: its number, width in characters; ``skipped`` as in :class:`ViewRow`."""

    number: int
    width: float
    hidden: bool = False
    skipped: int = 0


class SheetView(msgspec.Struct, frozen=True):
    """Sheet as a page shows it; ``left_out`` is the number of cells with content it leaves out.

    ``beside`` are the kinds of content that is not shown (``drawing``, …), ``comments`` the words
    of the comments with their cells. ``drawn`` is the number of pictures drawn as boxes,
    ``undrawn`` are those outside of what is shown. ``conditional``: formats by a condition are not
    shown.
    """

    name: str
    state: SheetState
    columns: tuple[ViewColumn, ...]
    rows: tuple[ViewRow, ...]
    gridlines: bool = True
    left_out: int = 0
    beside: tuple[str, ...] = ()
    comments: tuple[tuple[str, str], ...] = ()
    drawn: int = 0
    undrawn: tuple[Picture, ...] = ()
    conditional: bool = False


def sheet_view(
    sheet: Sheet,
    appearance: SheetAppearance | None = None,
    areas: Sequence[Range] = (),
    wanted: Collection[Position] = (),
    cells_at_most: int = CELLS_AT_MOST,
) -> SheetView:
    """Return a sheet as it is shown; ``areas`` are those of its forms, ``wanted`` its findings.

    Without an ``appearance`` (a document, a text) the cells have plain borders and widths that
    follow from their texts.
    """
    return _Layout(sheet, appearance, extent_of(sheet, areas, wanted, cells_at_most)).view()


class _Layout:
    """Layout of one sheet."""

    def __init__(self, sheet: Sheet, appearance: SheetAppearance | None, extent: Extent) -> None:
        self._sheet = sheet
        self._appearance = appearance
        self._extent = extent
        self._merges = Merges(sheet.merges)
        self._taken: set[Position] = set()
        self._is_prose = appearance is None and extent.columns == (1,)
        texts = [text for text in sheet.beside_texts if text.kind == "comments"]
        self._comments = [(text.cell, text.words) for text in texts]
        self._pictures = list(appearance.pictures) if appearance else []
        self._numbers: dict[str, tuple[int, ...]] = {}
        for number, (cell, _) in enumerate(self._comments, 1):
            self._numbers[cell] = (*self._numbers.get(cell, ()), number)

    def view(self) -> SheetView:
        sheet, extent, look = self._sheet, self._extent, self._appearance
        pictures = len(self._pictures)
        rows = tuple(self._rows())
        return SheetView(
            name=sheet.name,
            state=sheet.state,
            columns=tuple(self._columns()),
            rows=rows,
            gridlines=self._appearance.gridlines if self._appearance else not self._is_prose,
            left_out=extent.left_out,
            beside=sheet.beside_cells,
            comments=tuple(self._comments),
            drawn=pictures - len(self._pictures),
            undrawn=tuple(self._pictures),
            conditional=look is not None and look.conditional,
        )

    def _columns(self) -> Iterator[ViewColumn]:
        before = 0
        for number in self._extent.columns:
            hidden = number in self._sheet.hidden_columns
            yield ViewColumn(number, self._width(number), hidden, number - before - 1)
            before = number

    def _width(self, column: int) -> float:
        look = self._appearance
        if self._is_prose:
            width = _PROSE
        elif look:
            width = look.widths.get(column, look.default_width)
        else:
            lines = (
                text_width(line)
                for row in self._extent.rows
                if (cell := self._sheet.cells.get((row, column)))
                and self._merges.at(row, column) is None
                for line in cell.text[:TEXT_AT_MOST].split("\n")
            )
            width = min(max([*lines, 4]) + 2, _GUESSED)
        return min(max(width, _NARROWEST), _WIDEST)

    def _rows(self) -> Iterator[ViewRow]:
        heights = self._appearance.heights if self._appearance else {}
        before = 0
        for at, number in enumerate(self._extent.rows):
            hidden = number in self._sheet.hidden_rows
            cells = tuple(self._cells(at))
            height = heights.get(number, 0)
            yield ViewRow(number, cells, height, hidden, number - before - 1)
            before = number

    def _cells(self, at: int) -> Iterator[ViewCell]:
        row = self._extent.rows[at]
        for across, column in enumerate(self._extent.columns):
            if (at, across) in self._taken:
                continue
            merge = self._merges.at(row, column)
            spans = self._spans(at, across, merge) if merge else (1, 1)
            if merge and spans == (0, 0):  # it overlaps another one
                merge, spans = None, (1, 1)
            self._taken.update(
                (at + down, across + right) for down in range(spans[0]) for right in range(spans[1])
            )
            yield self._cell((row, column), merge, spans)

    def _spans(self, at: int, across: int, merge: Range) -> tuple[int, int]:
        """Return the rows and columns shown of a merge from here on; 0 where some are taken."""
        rows = sum(number <= merge.bottom for number in self._extent.rows[at:])
        columns = sum(number <= merge.right for number in self._extent.columns[across:])
        free = all(
            (at + down, across + right) not in self._taken
            for down in range(rows)
            for right in range(columns)
        )
        return (rows, columns) if free else (0, 0)

    def _cell(self, shown: Position, merge: Range | None, spans: tuple[int, int]) -> ViewCell:
        source = (merge.top, merge.left) if merge else shown
        cell = self._sheet.cells.get(source)
        look = self._look(source, merge)
        text = _text(cell, look.number_format) if cell else ""
        return ViewCell(
            position=shown,
            rows=spans[0],
            columns=spans[1],
            text=text[:TEXT_AT_MOST],
            formula=cell.formula[:TEXT_AT_MOST] if cell else "",
            struck=bool(cell and cell.is_struck),
            unseen=bool(cell) and (source in self._sheet.unseen or _is_hidden(cell)),
            unknown=bool(cell and cell.formula and cell.value is None),
            kind=_kind(cell),
            shortened=len(text) > TEXT_AT_MOST,
            appearance=look,
            comments=self._numbers.get(cell_name(*source), ()),
            pictures=self._take_pictures(merge or Range(*shown, *shown)),
        )

    def _take_pictures(self, area: Range) -> tuple[Picture, ...]:
        """Return the pictures that begin in an area; the others are kept for later cells."""
        if not self._pictures:
            return ()
        found = [one for one in self._pictures if area.covers(one.area.top, one.area.left)]
        self._pictures = [one for one in self._pictures if one not in found]
        return tuple(found)

    def _look(self, source: Position, merge: Range | None) -> CellAppearance:
        """Return the appearance of a cell; of a merge with the borders of its far edges."""
        if self._appearance is None:
            return _DEFAULT if self._is_prose else _PLAIN
        cells = self._appearance.cells
        look = cells.get(source, _DEFAULT)
        if merge is None:
            return look
        top, right, bottom, left = look.borders
        right = cells.get((merge.top, merge.right), look).borders[1] or right
        bottom = cells.get((merge.bottom, merge.left), look).borders[2] or bottom
        return msgspec.structs.replace(look, borders=(top, right, bottom, left))


def _text(cell: Cell, code: str) -> str:
    """Return what a cell displays, with every decimal that it holds."""
    value = cell.value
    if isinstance(value, Decimal) and "," in code and not cell.format:
        return displayed(code, value) or cell.text
    return cell.text


def _is_hidden(cell: Cell | None) -> bool:
    """Return whether a number format hides the value of a cell."""
    return cell is not None and cell.displayed == "" and cell.value is not None


def _kind(cell: Cell | None) -> CellKind:
    if cell is None:
        return ""
    if isinstance(cell.value, bool):
        return "truth"
    if isinstance(cell.value, CellError):
        return "error"
    return "text" if isinstance(cell.value, str) else "number"


def shown_places(view: SheetView) -> dict[Position, Position]:
    """Return the position of the cell shown for each position that it covers within the view."""
    numbers = [row.number for row in view.rows]
    letters = [column.number for column in view.columns]
    across = {number: at for at, number in enumerate(letters)}
    return {
        (row, column): cell.position
        for at, line in enumerate(view.rows)
        for cell in line.cells
        for row in numbers[at : at + cell.rows]
        for column in letters[across[cell.position[1]] : across[cell.position[1]] + cell.columns]
    }
