"""One pass over a sheet's part: positions of the wanted cells, and what they belong to."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator
from xml.parsers import expat

import msgspec

from xlform.grid.address import Range, column_number, parse_range
from xlform.ooxml.edit.outline import Element, outline
from xlform.ooxml.edit.sizes import Sizes
from xlform.ooxml.read.package import NAMESPACES

Position = tuple[int, int]
_DIGITS = "0123456789"
# Formulas that fill several cells: none of these can be changed alone.
_SPREAD = frozenset({"array", "dataTable"})


class Member(msgspec.Struct, frozen=True):
    """Cell of a shared formula's group: its position and its ``f`` element."""

    at: Position
    formula: Element


class Group(msgspec.Struct, frozen=True):
    """Cells of one shared formula: the first has its text, the others refer to it (18.3.1.40)."""

    master: Member
    text: str
    others: list[Member]


class Row(msgspec.Struct, frozen=True):
    """Row of a sheet; of a wanted row also columns and offsets of its cells."""

    number: int
    element: Element
    cells: list[tuple[int, int]]


class Scan:
    """Result of a pass over a sheet's part; elements of the ``wanted`` cells are kept.

    ``twice`` are wanted cells that occur more than once. ``spreads`` are the ranges of array
    formulas and data tables. Raises :class:`~xlform.errors.FileProblem`.
    """

    def __init__(self, data: bytes, names: tuple[str, str], wanted: Collection[Position]) -> None:
        self.data = data
        self.cells: dict[Position, Element] = {}
        self.twice: set[Position] = set()
        self.rows: list[Row] = []
        self.groups: list[Group] = []
        self.spreads: list[Range] = []
        self.merges: list[Range] = []
        self.sizes = Sizes()
        self.sheet_data: Element | None = None
        self.dimension: Element | None = None
        self._wanted = frozenset(wanted)
        self._wanted_rows = {row for row, _ in wanted}
        self._open_groups: dict[str, Group] = {}
        self._row: Row | None = None
        self._cell: Element | None = None
        self._number = self._column = 0
        outline(data, *names, self._opened, self._closed)

    def _opened(self, element: Element) -> None:
        parent = element.parent
        if parent is None:
            if element.local != "worksheet" or element.namespace not in NAMESPACES:
                raise ValueError(element.local)
            self._namespace = element.namespace
        elif self._row is not None and parent is self._row.element:
            if element.local == "c" and self._is_own(element):
                self._open_cell(element, self._row)
        elif element.local == "row" and self._is_data(parent) and self._is_own(element):
            self._number = int(element.attributes.get("r") or self._number + 1)
            self._column = 0
            self._row = Row(self._number, element, [])

    def _is_data(self, element: Element) -> bool:
        return element.local == "sheetData" and self._is_own(element) and _is_child(element)

    def _is_own(self, element: Element) -> bool:
        return element.namespace == self._namespace

    def _open_cell(self, cell: Element, row: Row) -> None:
        self._cell = cell
        reference = cell.attributes.get("r")
        self._column = (
            self._column + 1 if reference is None else column_number(reference.rstrip(_DIGITS))
        )
        if row.number in self._wanted_rows:
            row.cells.append((self._column, cell.start))

    def _closed(self, element: Element) -> bool:
        if element is self._cell:
            self._cell = None
            self._close_cell(element)
        elif self._cell is not None:
            return element.parent is self._cell
        elif self._row is not None:
            if element is self._row.element:
                self.rows.append(self._row)
                self._row = None
        elif self._is_own(element):
            self._take_beside(element)
        return False

    def _take_beside(self, element: Element) -> None:
        """Take an element outside the rows: merges, columns, the dimension."""
        if element.local == "mergeCell":
            self.merges.append(parse_range(element.attributes.get("ref", "")))
        elif element.local == "col":
            self.sizes.take_columns(element)
        elif not _is_child(element):
            return
        elif element.local == "sheetData":
            self.sheet_data = element
        elif element.local == "dimension":
            self.dimension = element

    def _close_cell(self, cell: Element) -> None:
        at = self._number, self._column
        if at in self._wanted:
            if at in self.cells:
                self.twice.add(at)
            self.cells[at] = cell
        if cell.children:
            formula = cell.child("f")
            kind = formula.attributes.get("t") if formula else None
            if formula is not None and kind == "shared":
                self._take_shared(Member(at, formula))
            elif formula is not None and kind in _SPREAD and "ref" in formula.attributes:
                self.spreads.append(parse_range(formula.attributes["ref"]))

    def _take_shared(self, member: Member) -> None:
        text = text_of(self.data, member.formula)
        key = member.formula.attributes.get("si", "")
        if text:
            group = self._open_groups[key] = Group(member, text, [])
            self.groups.append(group)
        elif key in self._open_groups:
            self._open_groups[key].others.append(member)

    def covering(self, ranges: list[Range]) -> Iterator[tuple[Position, Range]]:
        """Yield each wanted cell with each of the ranges that covers it."""
        wanted = sorted(self._wanted)
        for area in ranges:
            first = bisect_left(wanted, (area.top, area.left))
            last = bisect_right(wanted, (area.bottom, area.right))
            yield from ((at, area) for at in wanted[first:last] if area.covers(*at))


def _is_child(element: Element) -> bool:
    """Return whether an element is a child of the worksheet itself, not of an extension."""
    return element.parent is not None and element.parent.parent is None


def text_of(data: bytes, element: Element) -> str:
    """Return the text within an element that has no children."""
    if element.empty:
        return ""
    words: list[str] = []
    parser = expat.ParserCreate("UTF-8")
    parser.CharacterDataHandler = words.append
    parser.Parse(data[element.start : element.end], True)  # noqa: FBT003  (expat's own argument)
    return "".join(words)
