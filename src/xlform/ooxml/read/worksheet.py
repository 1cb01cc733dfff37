"""One pass over a worksheet part: cells, merges, hidden rows and columns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import msgspec

from xlform.errors import FileProblem
from xlform.grid.address import (
    COLUMNS_AT_MOST,
    ROWS_AT_MOST,
    Range,
    column_number,
    column_of,
    parse_range,
)
from xlform.grid.model import Cell, Position
from xlform.ooxml.read.known_markup import Markup
from xlform.ooxml.read.package import NAMESPACES, Package, qualified
from xlform.ooxml.read.plain import (
    Token,
    has_plain_head,
    is_hidden,
    plain_formula,
    plain_rows,
)
from xlform.ooxml.read.plain_sheet import PlainSheet, plain_sheet
from xlform.ooxml.read.raw_cell import RawCell, RawFormula
from xlform.ooxml.read.relationships import relationships
from xlform.ooxml.read.strings import rich_text

if TYPE_CHECKING:
    from xlform.ooxml.read.trimming import Trimmed

CELLS_AT_MOST = 500_000
MERGES_AT_MOST = 100_000
# One <col> element may hide every column to the end of the sheet; only so many are listed.
_HIDDEN_COLUMNS_LISTED = 256
_TRUE = frozenset({"1", "true"})
_LONGEST_NUMBER = 9
# Relationship types of content outside the cells.
_BESIDE_CELLS = frozenset({"comments", "threadedComment", "drawing", "oleObject"})
_TABLE = "table"
_ROW, _MERGE, _COLUMNS = qualified("row"), qualified("mergeCell"), qualified("col")
_WANTED, _WORKSHEET = _ROW | _MERGE | _COLUMNS, qualified("worksheet")


KeepCell = Callable[[int, int, RawCell], None]


class SheetFrame(msgspec.Struct, frozen=True):
    """Content of a worksheet part outside its cells.

    ``hidden_beyond`` has a 1 for each hidden column that is not listed; empty if all are.
    """

    merges: list[Range]
    hidden_rows: frozenset[int]
    hidden_columns: frozenset[int]
    beside_cells: tuple[str, ...]
    has_tables: bool = False
    hidden_beyond: bytes = b""
    skipped: tuple[Range, ...] = ()


class ReadyCells(msgspec.Struct, frozen=True):
    """Cells that are known by the number of their shared string, and where they are put."""

    by_number: Mapping[str, Cell] = {}
    into: dict[Position, Cell] = {}


def read_worksheet(
    package: Package, part: str, keep: KeepCell, ready: ReadyCells | None = None
) -> SheetFrame:
    """Read a worksheet part, handing each cell that holds something to ``keep`` in file order.

    A cell of a shared string that is among the ``ready`` ones is put where these say instead.
    Raises :class:`FileProblem` if the part is damaged or beyond the limits.
    """
    sheet = _Pass(package, part, keep, ready or ReadyCells())
    kinds = {link.kind for link in relationships(package, part).values()}
    return SheetFrame(
        merges=sheet.merges,
        hidden_rows=frozenset(sheet.hidden_rows),
        hidden_columns=frozenset(sheet.hidden_columns),
        beside_cells=tuple(sorted(kinds & _BESIDE_CELLS)),
        has_tables=_TABLE in kinds,
        hidden_beyond=bytes(sheet.hidden_beyond),
        skipped=sheet.skipped,
    )


def _is_hidden_column(hidden: str, width: str) -> bool:
    """Return whether a column is hidden, or has no width."""
    return hidden in _TRUE or (bool(width) and not width.strip("0."))


class _Names:
    """The names of a cell's elements in one namespace, compared whole for speed."""

    def __init__(self, namespace: str) -> None:
        self.c, self.v, self.f, self.inline = (
            f"{{{namespace}}}{local}" for local in ("c", "v", "f", "is")
        )


_NAMES_IN = {f"{{{namespace}}}row": _Names(namespace) for namespace in NAMESPACES}


class _Pass:
    """The state of one pass; rows are the commonest and come first."""

    def __init__(self, package: Package, part: str, keep: KeepCell, ready: ReadyCells) -> None:
        self.merges: list[Range] = []
        self.hidden_rows: set[int] = set()
        self.hidden_columns: set[int] = set()
        self.hidden_beyond = bytearray()
        self._file = package.name
        self._part = part
        self._keep = keep
        self._ready = ready
        self._row = self._count = 0
        self.skipped: tuple[Range, ...] = ()
        large = package.trimmed(part)
        if large:
            self._take_trimmed(package, large)
            return
        data = package.read(part)
        plain = plain_sheet(data)
        if plain:
            self._take_plain(plain)
        else:
            self._take_elements(package.elements(part, _WANTED, _WORKSHEET, data))

    def _take_trimmed(self, package: Package, sheet: Trimmed) -> None:
        """Take a large part, its rows piece by piece."""
        self.skipped = sheet.skipped
        plain = has_plain_head(sheet.head)
        for rows in sheet.rows:
            tokens = plain_rows(rows) if plain else None
            if tokens is not None:
                self._take_tokens(tokens)
            else:
                piece = sheet.piece(rows)
                self._take_elements(package.elements(self._part, _ROW, _WORKSHEET, piece))
        self._take_elements(
            package.elements(self._part, _MERGE | _COLUMNS, _WORKSHEET, sheet.frame)
        )

    def _take_elements(self, elements: Iterable[ET.Element]) -> None:
        for element in elements:
            if element.tag in _ROW:
                self._take_row(element)
            elif element.tag in _MERGE:
                self._take_merge(element.get("ref", ""))
            elif _is_hidden_column(element.get("hidden", ""), element.get("width", "")):
                self._take_hidden_columns(element.get("min"), element.get("max"))

    def _take_plain(self, sheet: PlainSheet) -> None:
        self._take_values(sheet.markup, sheet.values)
        self._take_tokens(sheet.tokens)
        self.merges += sheet.merges
        for column in sheet.columns:
            if _is_hidden_column(column.get("hidden", ""), column.get("width", "")):
                self._take_hidden_columns(column.get("min"), column.get("max"))

    def _take_values(self, known: list[Markup], values: list[str]) -> None:
        """Take values whose cells are known, with the result of :meth:`_take_row`."""
        into = self._ready.into
        cells = map(self._ready.by_number.get, values)
        for markup, value, cell in zip(known, values, cells, strict=False):
            if markup[2] and cell:  # most cells
                into[markup[0]] = cell
            else:
                at, _, _, kind, style, formula = markup
                self._keep(*at, RawCell(kind, style, value, formula))

    def _take_tokens(self, tokens: list[Token]) -> None:
        """Take rows and cells in the plain spelling, with the result of :meth:`_take_row`."""
        number = 0
        ready, into = self._ready.by_number, self._ready.into
        for token, row, of_row, _, letters, style, kind, attributes, formula, value in tokens:
            if row:
                number = int(row)
                if number > ROWS_AT_MOST:
                    raise self._damaged()
                if is_hidden(of_row):
                    self.hidden_rows.add(number)
            if kind == "s" and value in ready and "<f" not in token:  # most cells
                try:
                    into[number, column_number(letters)] = ready[value]
                except ValueError:
                    raise self._damaged() from None
            elif letters:
                spelled = plain_formula(attributes, formula) if "<f" in token else None
                text = value if value or "<v>" in token else None
                if text is not None or spelled is not None:
                    try:
                        column = column_number(letters)
                    except ValueError:
                        raise self._damaged() from None
                    self._keep(number, column, RawCell(kind or "n", style or "0", text, spelled))

    def _take_row(self, row: ET.Element) -> None:
        self._row = number = self._number(row.get("r"), self._row + 1, ROWS_AT_MOST)
        if row.get("hidden", "") in _TRUE:
            self.hidden_rows.add(number)
        names = _NAMES_IN[row.tag]
        column = 0
        for cell in row:
            if cell.tag == names.c:
                # Cells without an address count on from the one before.
                reference = cell.get("r")
                try:
                    column = column + 1 if reference is None else column_of(reference)
                except ValueError:
                    raise self._damaged() from None
                if len(cell):
                    self._take_cell(number, column, cell, names)

    def _take_cell(self, row: int, column: int, cell: ET.Element, names: _Names) -> None:
        text: str | None = None
        formula: RawFormula | None = None
        kind, struck = cell.get("t", "n"), ""
        for child in cell:
            tag = child.tag
            if tag == names.v:
                text = child.text or ""
            elif tag == names.f:
                get = child.get
                formula = RawFormula(child.text or "", get("t", ""), get("si", ""), get("ref", ""))
            elif tag == names.inline and text is None:
                kind = "inlineStr"
                text, struck = rich_text(child)
        if text is None and formula is None:
            return
        if column > COLUMNS_AT_MOST:
            raise self._damaged()
        self._count += 1
        if self._count > CELLS_AT_MOST:
            raise FileProblem("too-many-cells", path=self._file, limit=CELLS_AT_MOST)
        self._keep(row, column, RawCell(kind, cell.get("s", "0"), text, formula, struck))

    def _take_merge(self, reference: str) -> None:
        if len(self.merges) >= MERGES_AT_MOST:
            raise FileProblem("too-many-merges", path=self._file, limit=MERGES_AT_MOST)
        try:
            self.merges.append(parse_range(reference))
        except ValueError:
            raise self._damaged() from None

    def _take_hidden_columns(self, lowest: str | None, highest: str | None) -> None:
        first = self._number(lowest, 1, COLUMNS_AT_MOST)
        last = self._number(highest, first, COLUMNS_AT_MOST)
        listed = min(last, first + _HIDDEN_COLUMNS_LISTED)
        self.hidden_columns.update(range(first, listed + 1))
        if listed < last:
            self.hidden_beyond = self.hidden_beyond or bytearray(COLUMNS_AT_MOST + 1)
            self.hidden_beyond[listed + 1 : last + 1] = b"\1" * (last - listed)

    def _number(self, text: str | None, otherwise: int, limit: int) -> int:
        if text is None:
            number = otherwise
        elif text.isascii() and text.isdigit() and len(text) <= _LONGEST_NUMBER:
            number = int(text)
        else:
            number = 0
        if not 1 <= number <= limit:
            raise self._damaged()
        return number

    def _damaged(self) -> FileProblem:
        return FileProblem("damaged-part", path=self._file, part=self._part)
