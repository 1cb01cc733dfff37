"""Sheet made from a source sheet: its rows in a new order, its cells filled."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

import msgspec

from xlform.grid.address import Range
from xlform.ooxml.fill.row_layout import RowLayout, absolute, whole
from xlform.ooxml.fill.source_sheet import SourceSheet

_PRINT_AREA, _PRINT_TITLES = "_xlnm.Print_Area", "_xlnm.Print_Titles"
_SIMPLE = re.compile(r"(?:.*!)?(\$?[A-Z]{1,3}\$?[0-9]{1,7}:\$?[A-Z]{1,3}\$?[0-9]{1,7})")
# Digits of a number in a spreadsheet; a longer one is stored as text.
DIGITS_AT_MOST: Final = 15
_PLACES_AT_MOST: Final = 15


class FilledCell(msgspec.Struct, frozen=True):
    """Content of a cell of the new sheet: a text, a number, or a formula with its result.

    ``locked`` says whether it can be edited on a protected sheet, ``None`` as in the source.
    """

    text: str = ""
    number: Decimal | None = None
    formula: str = ""
    locked: bool | None = None


def as_number(value: Decimal) -> bool:
    """Return whether a cell can hold a number with all its digits and print all its decimals."""
    sign, digits, exponent = value.as_tuple()
    if not isinstance(exponent, int) or exponent < -_PLACES_AT_MOST:
        return False
    significant = len("".join(map(str, digits)).strip("0"))
    zero_below = sign and not value
    return significant <= DIGITS_AT_MOST and value.adjusted() < DIGITS_AT_MOST and not zero_below


class SheetLayout:
    """New sheet: a source sheet, the order of its rows, and the contents of its cells.

    ``bare`` are source rows of which only the style is used. ``cells`` and ``merges`` are in
    positions of the new sheet, ``heights`` in points by new row; a merge of the source within one
    ``bare`` block is dropped, one within a single row is repeated with each copy of it.
    ``repeated`` are rows printed on each page, ``breaks`` rows that end a page.
    """

    def __init__(
        self, source: SourceSheet, row_layout: RowLayout, bare: frozenset[int], name: str
    ) -> None:
        self.source = source
        self.row_layout = row_layout
        self.bare = bare
        self.name = name
        self.cells: dict[tuple[int, int], FilledCell] = {}
        self.merges: list[Range] = []
        self.heights: dict[int, float] = {}
        self.parts: dict[str, dict[str, str]] = {}
        self.validations: list[str] = []
        self.repeated: tuple[int, int] | None = None
        self.breaks: list[int] = []
        self.names: list[tuple[str, str]] = []
        # The merges they were worked out from, and all of them.
        self._all_merges: tuple[list[Range], list[Range]] | None = None

    @property
    def quoted(self) -> str:
        """The sheet's name as formulas write it, exclamation mark included."""
        return f"'{self.name.replace(chr(39), chr(39) * 2)}'!"

    def all_heights(self) -> list[float]:
        """Return the height of each row in points."""
        row_layout = self.row_layout
        return [
            self.heights.get(row, self.source.height_of(source))
            for number, source in enumerate(row_layout.sources, 1)
            for row in range(row_layout.start(number), row_layout.end(number) + 1)
        ]

    def formula(self, formula: str) -> str:
        """Return a formula of the source sheet as it reads here."""
        own = self.source.name
        return self.row_layout.formula(formula, lambda name: name == own, self.quoted)

    def all_merges(self) -> list[Range]:
        """Return the merges of the new sheet in reading order, each cell in at most one."""
        if self._all_merges is None or self._all_merges[0] != self.merges:
            self._all_merges = [*self.merges], self._settled_merges()
        return self._all_merges[1]

    def _settled_merges(self) -> list[Range]:
        found = [*self.merges, *self._kept_merges()]
        taken: set[tuple[int, int]] = set()
        for number, span in enumerate(self.row_layout.spans, 1):
            if span > 1:
                found += self._deepened(number, found)
        kept = []
        for merge in sorted(set(found)):
            if merge.area == 1:
                continue
            cells = set(merge.positions())
            if taken.isdisjoint(cells):
                kept.append(merge)
                taken |= cells
        return kept

    def _kept_merges(self) -> Iterator[Range]:
        for merge in self.source.merges:
            if merge.top == merge.bottom:
                for top, bottom in self.row_layout.copies(merge.top):
                    yield Range(top, merge.left, bottom, merge.right)
            elif not self.bare.issuperset(range(merge.top, merge.bottom + 1)):
                rows = self.row_layout.rows(merge.top, merge.bottom)
                if rows:
                    yield Range(rows[0], merge.left, rows[1], merge.right)

    def _deepened(self, number: int, merges: list[Range]) -> Iterator[Range]:
        """Yield merges over the rows that one source row became: its single cells span them."""
        top, bottom = self.row_layout.start(number), self.row_layout.end(number)
        source_row = self.source.rows.get(self.row_layout.sources[number - 1])
        for column in source_row.cells if source_row else ():
            if not any(merge.covers(top, column) for merge in merges):
                yield Range(top, column, bottom, column)

    def defined_names(self) -> Iterator[tuple[str, dict[str, str], str]]:
        """Yield the names of this sheet alone: name, further attributes, formula."""
        titled = False
        for defined in self.source.names:
            if defined.name == _PRINT_TITLES:
                titled = True
                yield (
                    defined.name,
                    defined.attributes,
                    self.row_layout.whole_rows(defined.formula, self.quoted),
                )
            elif defined.name != _PRINT_AREA:
                yield defined.name, defined.attributes, self.formula(defined.formula)
        yield _PRINT_AREA, {}, self.quoted + absolute(self._printed())
        if self.repeated and not titled:
            yield _PRINT_TITLES, {}, f"{self.quoted}${self.repeated[0]}:${self.repeated[1]}"
        for name, formula in self.names:
            yield name, {}, formula

    def _printed(self) -> Range:
        """Return the print area: the source's, extended with its rows, or the whole sheet."""
        for defined in self.source.names:
            if defined.name == _PRINT_AREA:
                area = _SIMPLE.fullmatch(defined.formula)
                if area:
                    return self._with_entries(whole(self.formula(area[1])))
        return Range(1, 1, self.row_layout.last, self.last_column)

    def _with_entries(self, printed: Range) -> Range:
        """Return a print area that ends above the rows filled in with those rows."""
        entries = self.row_layout.rows(min(self.bare), max(self.bare)) if self.bare else None
        if entries is None or printed.bottom + 1 != entries[0]:
            return printed
        return Range(printed.top, printed.left, entries[1], printed.right)

    @property
    def last_column(self) -> int:
        """The last column with a cell."""
        return max([self.source.last_column, *(column for _, column in self.cells)])
