"""Appearance of a sheet of a scan: lines and widths as its pages have them."""

from __future__ import annotations

from collections.abc import Iterable
from statistics import median, mode

from xlform.grid.address import Range
from xlform.grid.appearance import CellAppearance, SheetAppearance
from xlform.grid.model import Merges, Position, Sheet
from xlform.model.page_place import PagePlace

# Characters of the usual size that a page is wide, without its margins.
_PAGE = 96.0
_RULED = CellAppearance(vertical="center", wrap=True, borders=("thin", "thin", "thin", "thin"))
_LINE = CellAppearance(vertical="center", wrap=True)


def scanned_appearance(sheet: Sheet) -> SheetAppearance | None:
    """Return the appearance of a sheet; ``None`` for one that is not of a scan.

    Rows whose cells fill the width of the table are ruled, as most are; others are lines of text
    above, between or below the tables.
    """
    if not sheet.places:
        return None
    merges = Merges(sheet.merges)
    areas = {at: merges.at(*at) or Range(at[0], at[1], at[0], at[1]) for at in sheet.places}
    covered: dict[int, int] = {}
    for area in areas.values():
        for row in range(area.top, area.bottom + 1):
            covered[row] = covered.get(row, 0) + area.right - area.left + 1
    full = mode(covered.values())
    ruled = {at for at, area in areas.items() if covered[area.top] >= full}
    return SheetAppearance(
        cells={at: _RULED if at in ruled else _LINE for at in areas},
        widths=_widths({at: areas[at] for at in ruled}, sheet),
        gridlines=False,
    )


def _widths(areas: dict[Position, Range], sheet: Sheet) -> dict[int, float]:
    """Return the widths of columns in characters, from the edges of the cells in ruled rows."""
    starts: dict[int, list[float]] = {}
    ends: dict[int, list[float]] = {}
    for at, area in areas.items():
        left, right = _sides(sheet.places[at])
        starts.setdefault(area.left, []).append(left)
        ends.setdefault(area.right, []).append(right)
    edges = {column: median(found) for column, found in _joined(starts, ends).items()}
    whole = edges[max(edges)] - edges[min(edges)] or 1.0
    return {
        column: _PAGE * (edges[column + 1] - left) / whole
        for column, left in edges.items()
        if column + 1 in edges
    }


def _joined(
    starts: dict[int, list[float]], ends: dict[int, list[float]]
) -> dict[int, Iterable[float]]:
    """Return where the left edge of each column was seen, as that or as the right edge before."""
    return {
        column: [*starts.get(column, ()), *ends.get(column - 1, ())]
        for column in sorted({*starts, *(column + 1 for column in ends)})
    }


def _sides(place: PagePlace) -> tuple[float, float]:
    """Return the left and right edge of a place, on a page that lies on its side those of its text.

    They are in the unit of the page along the text; only their proportions count.
    """
    (left, top), (right, bottom) = place.corners[0], place.corners[1]
    if abs(right - left) >= abs(bottom - top):
        return (left, right) if left <= right else (-left, -right)
    return (top, bottom) if top <= bottom else (-top, -bottom)
