"""Cells of a worksheet that its other parts fill or repeat, so that nobody changes them alone.

Source: ECMA-376 part 1, 18.5 (tables), 18.10 (pivot tables) and 18.12 (query tables).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

import msgspec

from xlform.grid.address import Range, parse_range
from xlform.ooxml.edit.outline import Element
from xlform.ooxml.edit.package_editor import PackageEditor

# Sheet, name, and what it stands for.
DefinedName = tuple[str, str, str]
_QUERY = "queryTable"


class KeptCells(msgspec.Struct, frozen=True):
    """Range of cells that can't be changed alone, the table it belongs to, and the message why."""

    range: Range
    area: Range
    because: str


def kept_cells(
    editor: PackageEditor, part: str, sheet: str, names: Collection[DefinedName]
) -> Iterator[KeptCells]:
    """Yield the kept cells of a worksheet part; ``ValueError`` for a range that is none.

    Headings of a table, whose text its own part repeats; the output of pivot tables and the data of
    queries, which the next refresh overwrites.
    """
    for link in editor.links(part).values():
        if link.external or link.target not in editor.package:
            continue
        if link.kind == "table":
            yield from _of_table(editor.outline(link.target).attributes)
        elif link.kind == "pivotTable":
            yield from _of_pivot(editor.outline(link.target))
        elif link.kind == _QUERY:
            yield from _of_query(editor.outline(link.target).attributes, sheet, names)


def _of_table(table: dict[str, str]) -> Iterator[KeptCells]:
    area = parse_range(table.get("ref", "A1"))
    first = area.top + int(table.get("headerRowCount", "1"))
    if first > area.top:
        headings = Range(area.top, area.left, first - 1, area.right)
        yield KeptCells(headings, area, "unedited.heading")
    last = area.bottom - int(table.get("totalsRowCount", "0"))
    if table.get("tableType") == _QUERY and first <= last:
        yield KeptCells(Range(first, area.left, last, area.right), area, "unedited.query")


def _of_pivot(pivot: Element) -> Iterator[KeptCells]:
    location = pivot.child("location")
    if location is None:
        return
    area = parse_range(location.attributes.get("ref", "A1"))
    # Its filters stand above it, a row apart.
    filters = int(location.attributes.get("rowPageCount", "0"))
    top = max(1, area.top - filters - 1) if filters else area.top
    whole = Range(top, area.left, area.bottom, area.right)
    yield KeptCells(whole, whole, "unedited.pivot")


def _of_query(
    query: dict[str, str], sheet: str, names: Collection[DefinedName]
) -> Iterator[KeptCells]:
    """Yield the range of a query, which has the query's name."""
    wanted = query.get("name", "").replace(" ", "_").casefold()
    for scope, name, meaning in names:
        if name.casefold() == wanted and scope in ("", sheet):
            area = parse_range(meaning.rpartition("!")[2].replace("$", ""))
            yield KeptCells(area, area, "unedited.query")
