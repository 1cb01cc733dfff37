"""Rows of a source sheet, ready to be repeated in a new workbook with its numbers of styles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

import msgspec

from xlform.grid.address import column_letters
from xlform.ooxml.fill.canonical import written_attributes
from xlform.ooxml.fill.source_sheet import SourceCell, SourceRow, SourceSheet


class RowPattern(msgspec.Struct, frozen=True):
    """Row of a source with the new workbook's style numbers: the tag's attributes, its cells.

    ``cells`` are in order, by column: the tag up to the row's number, the style, the rest of the
    tag of an empty cell, and the source's cell if that holds something.
    """

    attributes: str
    height: float
    cells: dict[int, tuple[str, int, str, SourceCell | None]]


_NO_ROW: Final = RowPattern("", 0.0, {})


class StyleNumbers(msgspec.Struct, frozen=True):
    """Numbers of a source's cell styles and ``dxf``s in the new workbook.

    ``patterns`` are the source's rows written so far: that of a table's entries is repeated;
    ``elements`` are those that were copied, by name and changed attributes.
    """

    styles: tuple[int, ...]
    dxfs: tuple[int, ...]
    patterns: dict[int, RowPattern] = {}
    elements: dict[tuple[object, ...], str] = {}

    def style(self, number: int) -> int:
        """Return the new number of a cell style; a missing one is replaced by the first."""
        return self.styles[number if number < len(self.styles) else 0]

    def pattern(self, number: int, rows: Mapping[int, SourceRow]) -> RowPattern:
        """Return the row of that number among the source's ``rows``; an empty one if missing."""
        pattern = self.patterns.get(number)
        if pattern is None:
            row = rows.get(number)
            pattern = self.patterns[number] = self._pattern(row) if row else _NO_ROW
        return pattern

    def _pattern(self, row: SourceRow) -> RowPattern:
        attributes = dict(row.attributes)
        if "s" in attributes:
            attributes["s"] = str(self.style(int(attributes["s"])))
        cells = {
            column: cell_pattern(column, self.style(cell.style), cell)
            for column, cell in sorted(row.cells.items())
        }
        return RowPattern(written_attributes(attributes), row.height, cells)


# Sources kept with the numbers that their styles got: a district's sets have some dozens.
_KEPT_AT_MOST = 64
_known: dict[tuple[int, tuple[int, ...], tuple[int, ...]], tuple[SourceSheet, StyleNumbers]] = {}


def style_numbers(source: SourceSheet, styles: Iterable[int], dxfs: Iterable[int]) -> StyleNumbers:
    """Return the numbers of a source's styles, with its rows as written in a workbook before.

    In most workbooks of a set a source's styles get the same numbers.
    """
    key = id(source), tuple(styles), tuple(dxfs)
    found = _known.get(key)
    if found is None:
        if len(_known) >= _KEPT_AT_MOST:
            _known.clear()
        # Holding the source keeps its id from being reused.
        found = _known[key] = source, StyleNumbers(key[1], key[2])
    return found[1]


def cell_pattern(
    column: int, style: int, cell: SourceCell | None
) -> tuple[str, int, str, SourceCell | None]:
    """Return a cell of :class:`RowPattern`; ``None`` stands for one that the source lacks."""
    held = None if cell is None or cell.is_blank else cell
    return f'<c r="{column_letters(column)}', style, f'" s="{style}"/>', held
