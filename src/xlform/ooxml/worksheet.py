"""One streaming pass over a worksheet part: cells, merges, hidden rows and columns."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from xlform.errors import FileProblem
from xlform.ooxml.address import COLUMNS_AT_MOST, ROWS_AT_MOST, Range, column_number, parse_range
from xlform.ooxml.package import Attributes, Package, relationships

CELLS_AT_MOST = 2_000_000
MERGES_AT_MOST = 100_000
# One <col> element may hide every column to the sheet's end; nobody asks about those past this.
_HIDDEN_COLUMNS_LISTED = 256
_TRUE = frozenset({"1", "true"})
_DIGITS = "0123456789"
# Where a sheet keeps words and pictures outside its cells: relationship type → what it is.
_BESIDE_CELLS = frozenset({"comments", "threadedComment", "drawing", "oleObject"})


class RawFormula(msgspec.Struct, frozen=True):
    """A formula as written: ``kind`` is "", ``shared``, ``array`` or ``dataTable``."""

    text: str
    kind: str = ""
    group: str = ""
    reference: str = ""


# What a cell that holds something is handed on to: row, column, its attributes, the text of its
# value (``None`` where absent), its formula.
KeepCell = Callable[[int, int, Attributes, str | None, RawFormula | None], None]


class SheetFrame(msgspec.Struct, frozen=True):
    """What a worksheet part says beside its cells."""

    merges: list[Range]
    hidden_rows: frozenset[int]
    hidden_columns: frozenset[int]
    beside_cells: tuple[str, ...]


def read_worksheet(package: Package, part: str, keep: KeepCell) -> SheetFrame:
    """Stream a worksheet part, handing each cell that holds something to ``keep`` in file order.

    Raises :class:`FileProblem` if the part is damaged or beyond the limits.
    """
    sheet = _Pass(package.name, part, keep)
    package.parse(part, sheet.start, sheet.end, sheet.pieces.append)
    return SheetFrame(
        merges=sheet.merges,
        hidden_rows=frozenset(sheet.hidden_rows),
        hidden_columns=frozenset(sheet.hidden_columns),
        beside_cells=_beside_cells(package, part),
    )


def _beside_cells(package: Package, part: str) -> tuple[str, ...]:
    kinds = {link.kind for link in relationships(package, part).values()}
    return tuple(sorted(kinds & _BESIDE_CELLS))


class _Pass:
    """The state of one pass; a form has thousands of elements, so the commonest come first.

    Names are compared whole, namespace and all, so that an element of an extension list that
    happens to be called ``c`` is no cell.
    """

    __slots__ = (
        "_c", "_cell", "_column", "_count", "_f", "_file", "_formula", "_formula_attributes",
        "_in_data", "_inline", "_is", "_keep", "_main", "_part", "_phonetic", "_row", "_row_name",
        "_t", "_v", "hidden_columns", "hidden_rows", "merges", "pieces",
    )  # fmt: skip

    def __init__(self, file: str, part: str, keep: KeepCell) -> None:
        self.merges: list[Range] = []
        self.hidden_rows: set[int] = set()
        self.hidden_columns: set[int] = set()
        self.pieces: list[str] = []
        self._file = file
        self._part = part
        self._keep = keep
        self._row = self._column = self._count = 0
        self._cell: Attributes = {}
        self._formula: RawFormula | None = None
        self._formula_attributes: Attributes = {}
        self._inline: list[str] | None = None
        self._phonetic = self._in_data = False
        self._main = ""
        self._name_elements("")

    def _name_elements(self, namespace: str) -> None:
        self._c, self._v, self._f, self._t, self._is, self._row_name = (
            f"{namespace}}}{local}" for local in ("c", "v", "f", "t", "is", "row")
        )

    def start(self, name: str, attributes: Attributes) -> None:
        if name == self._c:
            if self._formula is not None:
                self._hand_on(None)
            # Cells without an address count on from the one before.
            self._column = 0 if "r" in attributes else self._counted() + 1
            self._cell = attributes
        elif name == self._v:
            self.pieces.clear()
        elif name == self._row_name:
            self._start_row(attributes)
        elif name == self._f:
            self.pieces.clear()
            self._formula_attributes = attributes
        elif name == self._t:
            self.pieces.clear()
        elif name == self._is:
            self._inline = []
        else:
            self._start_other(name, attributes)

    def end(self, name: str) -> None:
        if name == self._c:
            return
        if name == self._v:
            self._hand_on("".join(self.pieces))
        elif name == self._row_name:
            return
        elif name == self._f:
            get = self._formula_attributes.get
            self._formula = RawFormula(
                "".join(self.pieces), get("t", ""), get("si", ""), get("ref", "")
            )
        elif name == self._t:
            if self._inline is not None and not self._phonetic:
                self._inline.append("".join(self.pieces))
        elif name == self._is and self._inline is not None:
            self._hand_on("".join(self._inline))
            self._inline = None
        elif name.endswith("}rPh"):
            self._phonetic = False
        elif name.endswith("}sheetData"):
            if self._formula is not None:
                self._hand_on(None)
            self._in_data = False

    def _counted(self) -> int:
        if self._column == 0 and self._cell:
            self._column = self._addressed(self._cell["r"])
        return self._column

    def _addressed(self, reference: str) -> int:
        try:
            return column_number(reference.rstrip(_DIGITS))
        except ValueError:
            raise FileProblem("damaged-part", path=self._file, part=self._part) from None

    def _hand_on(self, value: str | None) -> None:
        formula, self._formula = self._formula, None
        if self._in_data:
            self._count += 1
            if self._count > CELLS_AT_MOST:
                raise FileProblem("too-many-cells", path=self._file, limit=CELLS_AT_MOST)
            column = self._column or self._counted()
            self._keep(self._row, column, self._cell, value, formula)

    def _start_row(self, attributes: Attributes) -> None:
        if self._formula is not None:
            self._hand_on(None)
        self._row = self._number(attributes.get("r", ""), self._row + 1, ROWS_AT_MOST)
        self._column = 0
        self._cell = {}
        if attributes.get("hidden", "") in _TRUE:
            self.hidden_rows.add(self._row)

    def _start_other(self, name: str, attributes: Attributes) -> None:
        namespace, _, local = name.rpartition("}")
        if not self._main:
            if local != "worksheet":
                raise FileProblem("damaged-part", path=self._file, part=self._part)
            self._main = namespace
            self._name_elements(namespace)
        elif namespace == self._main:
            self._start_frame(local, attributes)

    def _start_frame(self, local: str, attributes: Attributes) -> None:
        if local == "sheetData":
            self._in_data = True
        elif local == "rPh":
            self._phonetic = True
        elif local == "mergeCell":
            if len(self.merges) >= MERGES_AT_MOST:
                raise FileProblem("too-many-merges", path=self._file, limit=MERGES_AT_MOST)
            self.merges.append(self._range(attributes.get("ref", "")))
        elif local == "col" and attributes.get("hidden", "") in _TRUE:
            first = self._number(attributes.get("min", ""), 1, COLUMNS_AT_MOST)
            last = self._number(attributes.get("max", ""), first, COLUMNS_AT_MOST)
            last = min(last, first + _HIDDEN_COLUMNS_LISTED)
            self.hidden_columns.update(range(first, last + 1))

    def _range(self, reference: str) -> Range:
        try:
            return parse_range(reference)
        except ValueError:
            raise FileProblem("damaged-part", path=self._file, part=self._part) from None

    def _number(self, text: str, otherwise: int, limit: int) -> int:
        number = int(text) if text.isdigit() else otherwise
        if not 1 <= number <= limit:
            raise FileProblem("damaged-part", path=self._file, part=self._part)
        return number
