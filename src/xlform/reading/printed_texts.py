"""Texts that a template's blank prints: where a form has one of them, it is nobody's answer."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from xlform.errors import XlformError
from xlform.grid.model import Position
from xlform.reading.forms import FormReading
from xlform.reading.index import MAX_LABEL_LENGTH, Labels, SheetIndex
from xlform.reading.known_layouts import locate
from xlform.reading.layout import first_row_after
from xlform.reading.regions import Region, find_regions
from xlform.reading.unread import unclaimed_cells
from xlform.template.form import FormTemplate
from xlform.template.labels import fold

Found = list[tuple[Region, FormReading]]


def printed_cells(index: SheetIndex, found: Found) -> dict[int, frozenset[Position]]:
    """Return the unclaimed cells with a text of the blank, by the number of their form.

    A blank prints headings of parts, numbers of annexes and notes that no declaration needs.
    """
    unclaimed = unclaimed_cells(index, [reading for _, reading in found])
    by_row: dict[int, set[Position]] = {}
    for position in unclaimed:
        by_row.setdefault(position[0], set()).add(position)
    by_region = {id(region): number for number, (region, _) in reversed([*enumerate(found)])}
    cells: dict[int, frozenset[Position]] = {}
    for region, _ in found if unclaimed else ():
        printed = printed_texts(region.template)
        inside = frozenset(
            position
            for row in range(region.area.top, min(region.area.bottom, index.bottom) + 1)
            for position in by_row.get(row, ())
            if region.area.covers(*position) and _folded(index, position) in printed
        )
        for position in inside:
            by_row[position[0]].discard(position)
        if inside:
            number = by_region[id(region)]
            cells[number] = cells.get(number, frozenset()) | inside
    return cells


def _folded(index: SheetIndex, position: Position) -> str:
    value = index.cells[position].value
    return fold(value) if isinstance(value, str) and len(value) <= MAX_LABEL_LENGTH else "\0"


@lru_cache(maxsize=64)
def printed_texts(template: FormTemplate) -> frozenset[str]:
    """Return the short texts on a template's blank outside its tables, folded.

    What is printed in the rows of a table belongs to a column, declared or not. There are none
    without a readable blank.
    """
    from xlform.formats.source import read_file  # noqa: PLC0415  (few forms need their blank)

    if template.blank is None or template.prose:
        return frozenset()
    try:
        _, grid = read_file(template.blank)
    except XlformError:
        return frozenset()
    index = SheetIndex(grid.sheets[0], Labels.of((template,)))
    rows = {
        row for region in find_regions(index, (template,)) for row in _table_rows(index, region)
    }
    return frozenset(
        fold(cell.value)
        for (row, _), cell in index.cells.items()
        if row not in rows and isinstance(cell.value, str) and len(cell.value) <= MAX_LABEL_LENGTH
    ) - {""}


def _table_rows(index: SheetIndex, region: Region) -> Iterator[int]:
    """Yield the header rows and entries of the tables of a blank."""
    layout = locate(index, region)
    for header in layout.headers.values():
        stop = first_row_after(header, layout.headers, layout.fields, layout.area)
        yield from range(header.row, stop)
