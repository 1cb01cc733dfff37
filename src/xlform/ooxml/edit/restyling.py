"""Cells of a sheet given other styles in one pass over its part, absent cells put in."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import msgspec

from xlform.grid.address import Range, cell_name, column_number, parse_range
from xlform.ooxml.edit.cell_xml import fitting_spans
from xlform.ooxml.edit.outline import Element, outline
from xlform.ooxml.edit.sizes import Sizes
from xlform.ooxml.edit.splice import Splice, closing, opened, with_attribute

Position = tuple[int, int]
# Position of a cell and its present style → its new style.
Restyle = Callable[[Position, int], int]

_DIGITS = "0123456789"
_TRUE = frozenset({"1", "true"})
# The children of a worksheet that come before its legacy drawing (ECMA-376 part 1, 18.3.1.99).
_BEFORE_DRAWING = frozenset({
    "sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr",
    "sheetProtection", "protectedRanges", "scenarios", "autoFilter", "sortState",
    "dataConsolidate", "customSheetViews", "mergeCells", "phoneticPr", "conditionalFormatting",
    "dataValidations", "hyperlinks", "printOptions", "pageMargins", "pageSetup", "headerFooter",
    "rowBreaks", "colBreaks", "customProperties", "cellWatches", "ignoredErrors", "smartTags",
    "drawing",
})  # fmt: skip


class SheetMarks(msgspec.Struct, frozen=True):
    """Result of a pass: the splices, the sheet's sizes, and the place of its notes.

    ``drawing`` is the relationship id of the legacy drawing, "" where the sheet has none;
    ``drawing_place`` the offset where one belongs; ``prefix`` that of the sheet's elements.
    """

    edits: tuple[Splice, ...]
    sizes: Sizes
    drawing: str
    drawing_place: int
    prefix: str


def mark_cells(
    data: bytes, names: tuple[str, str], wanted: Iterable[Position], restyle: Restyle
) -> SheetMarks:
    """Find what has to be written into a sheet so that the wanted cells have other styles.

    ``names`` are the file's and the part's. Of a merge only the top left cell may be wanted.
    """
    return _Pass(data, wanted, restyle).run(*names)


class _Pass:
    """One pass; a missing row or cell is inserted before the first one that follows it."""

    def __init__(self, data: bytes, wanted: Iterable[Position], restyle: Restyle) -> None:
        self._data = data
        self._restyle = restyle
        self._sizes = Sizes()
        self._edits: list[Splice] = []
        self._wanted: dict[int, list[int]] = {}
        for row, column in sorted(set(wanted), reverse=True):
            self._wanted.setdefault(row, []).append(column)
        # Both with the next one last; rows and columns leave them as the pass comes by.
        self._rows = list(self._wanted)
        self._columns: list[int] = []
        self._at_row: Element | None = None
        self._row = self._column = 0
        self._row_style: int | None = None

    def run(self, file: str, part: str) -> SheetMarks:
        root = outline(self._data, file, part, self._opened, self._closed)
        drawing = root.child("legacyDrawing")
        links = drawing.attributes.items() if drawing else ()
        before = [child.end for child in root.children if child.local in _BEFORE_DRAWING]
        return SheetMarks(
            tuple(self._edits),
            self._sizes,
            next((value for key, value in links if key.endswith(" id")), ""),
            max(before, default=root.inner_end),
            root.prefix,
        )

    def _opened(self, element: Element) -> None:
        parent = element.parent
        if parent is None:
            return
        if element.local == "row" and _is_data(parent):
            self._open_row(element)
        elif element.local == "c" and parent is self._at_row:
            self._open_cell(element)

    def _closed(self, element: Element) -> bool:
        if element is self._at_row:
            self._close_row(element)
        elif element.local == "col":
            self._sizes.take_columns(element)
        elif element.parent and element.parent.parent is None:
            self._close_child(element)
            return True
        return False

    def _open_row(self, row: Element) -> None:
        get = row.attributes.get
        self._at_row = row
        self._row = int(get("r") or self._row + 1)
        self._column = 0
        self._row_style = int(get("s", "0")) if get("customFormat", "") in _TRUE else None
        self._sizes.take_row(self._row, row)
        self._insert(row.start, self._new_rows(row.prefix, _before(self._rows, self._row)))
        self._columns = []
        if self._rows and self._rows[-1] == self._row:
            self._columns = list(self._wanted[self._rows.pop()])

    def _open_cell(self, cell: Element) -> None:
        reference = cell.attributes.get("r")
        self._column = (
            self._column + 1 if reference is None else column_number(reference.rstrip(_DIGITS))
        )
        if not self._columns:
            return
        missing = _before(self._columns, self._column)
        self._insert(cell.start, self._new_cells(cell.prefix, self._row, missing))
        if self._columns and self._columns[-1] == self._column:
            self._columns.pop()
            style = self._restyle((self._row, self._column), int(cell.attributes.get("s", "0")))
            tag = with_attribute(cell.tag(self._data), "s", str(style))
            self._edits.append(Splice(cell.start, cell.inner, tag))

    def _close_row(self, row: Element) -> None:
        self._at_row = None
        written = row.tag(self._data)
        tag = fitting_spans(
            written, row.attributes.get("spans", ""), self._wanted.get(self._row, [])
        )
        cells = self._new_cells(row.prefix, self._row, self._columns[::-1])
        if cells and row.empty:
            self._edits += row.appended(self._data, cells, opened(tag))
            return
        self._insert(row.inner_end, cells)
        if tag != written:
            self._edits.append(Splice(row.start, row.inner, tag))

    def _close_child(self, child: Element) -> None:
        """Take a child of the worksheet that concerns the whole sheet."""
        if child.local == "sheetFormatPr":
            self._sizes.take_defaults(child)
        elif child.local == "dimension":
            self._widen(child)
        elif child.local == "sheetData" and self._rows:
            rows = self._new_rows(child.prefix, self._rows[::-1])
            self._edits += child.appended(self._data, rows)

    def _widen(self, dimension: Element) -> None:
        old = parse_range(dimension.attributes.get("ref", "A1"))
        bottom = max(self._wanted, default=1)
        right = max((columns[0] for columns in self._wanted.values()), default=1)
        top = min(self._wanted, default=old.top)
        left = min((columns[-1] for columns in self._wanted.values()), default=old.left)
        new = Range(
            min(old.top, top), min(old.left, left), max(old.bottom, bottom), max(old.right, right)
        )
        if new != old:
            tag = with_attribute(dimension.tag(self._data), "ref", str(new))
            self._edits.append(Splice(dimension.start, dimension.inner, tag))

    def _insert(self, place: int, content: bytes) -> None:
        if content:
            self._edits.append(Splice(place, place, content))

    def _new_rows(self, prefix: str, rows: list[int]) -> bytes:
        self._row_style, own = None, self._row_style
        written = []
        for row in rows:
            tag = f'<{prefix}row r="{row}">'.encode()
            cells = self._new_cells(prefix, row, self._wanted[row][::-1])
            written.append(tag + cells + closing(tag))
        self._row_style = own
        return b"".join(written)

    def _new_cells(self, prefix: str, row: int, columns: list[int]) -> bytes:
        written = []
        for column in columns:
            own = self._sizes.style_of(column) if self._row_style is None else self._row_style
            style = self._restyle((row, column), own)
            written.append(f'<{prefix}c r="{cell_name(row, column)}" s="{style}"/>')
        return "".join(written).encode()


def _is_data(element: Element) -> bool:
    """Return whether an element is the worksheet's own ``sheetData``, not an extension's."""
    worksheet = element.parent
    return element.local == "sheetData" and worksheet is not None and worksheet.parent is None


def _before(waiting: list[int], number: int) -> list[int]:
    """Remove and return, in rising order, the numbers before a given one; the next one is last."""
    taken = []
    while waiting and waiting[-1] < number:
        taken.append(waiting.pop())
    return taken
