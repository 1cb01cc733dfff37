"""A sheet with every cell open to pointing, and marks for what its cells are."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Final

import msgspec

from xlform.formats.appearance import read_appearance
from xlform.grid.address import Range
from xlform.grid.appearance import window_of
from xlform.grid.model import Grid, Position, Sheet, origin
from xlform.report.sheets.html import CellLink, CellMark, sheet_html
from xlform.report.sheets.style_sheet import StyleSheet
from xlform.report.sheets.view import SheetView, sheet_view, shown_places

_LINKS_AT_MOST: Final = 6
_PLAIN: Final = CellMark()


class Marks:
    """Marks of cells, gathered one by one."""

    def __init__(self) -> None:
        self._classes: dict[Position, dict[str, None]] = {}
        self._links: dict[Position, dict[str, CellLink]] = {}

    def add(self, position: Position, classes: str, link: CellLink | None = None) -> None:
        """Add classes and a link to a cell."""
        self._classes.setdefault(position, {}).update(dict.fromkeys(classes.split()))
        if link:
            self._links.setdefault(position, {}).setdefault(f"{link.href} {link.text}", link)

    def shown(self, places: Mapping[Position, Position]) -> dict[Position, CellMark]:
        """Return the marks by the cell shown at each position."""
        found: dict[Position, CellMark] = {}
        for position, classes in self._classes.items():
            if position in places:
                links = tuple(self._links.get(position, {}).values())[:_LINKS_AT_MOST]
                known = found.get(places[position], CellMark())
                found[places[position]] = CellMark(
                    " ".join(dict.fromkeys([*known.classes.split(), *classes])),
                    (*known.links, *links)[:_LINKS_AT_MOST],
                )
        return found


class DrawnSheet(msgspec.Struct, frozen=True):
    """Sheet laid out: ``view``, and the cell shown for each position."""

    view: SheetView
    key: str
    places: Mapping[Position, Position]

    def href(self, position: Position) -> str:
        """Return the link to a cell; "" for one that is not shown."""
        shown = self.places.get(position)
        return f"#{self.key}-{origin(shown)}" if shown else ""

    def html(self, marks: Marks, styles: StyleSheet) -> str:
        """Return the table; every cell has an id, so that it can be pointed at."""
        known = dict.fromkeys((cell.position for r in self.view.rows for cell in r.cells), _PLAIN)
        return sheet_html(self.view, self.key, styles, known | marks.shown(self.places))


def draw_sheets(
    data: bytes,
    name: str,
    sheets: Sequence[tuple[Sheet, Sequence[Range], Collection[Position]]],
    key: str,
    cells_at_most: int,
) -> list[DrawnSheet]:
    """Return sheets of a file laid out as they are printed.

    Each comes with the areas and cells that are shown first; ``key`` begins the ids of its cells.
    """
    grid = Grid(tuple(sheet for sheet, _, _ in sheets))
    looks = read_appearance(data, name, window_of(grid))
    drawn: list[DrawnSheet] = []
    left = cells_at_most
    for number, (sheet, areas, wanted) in enumerate(sheets, 1):
        view = sheet_view(sheet, looks.get(sheet.name), areas, wanted, max(1, left))
        left -= len(view.rows) * len(view.columns)
        drawn.append(DrawnSheet(view, f"{key}{number}", shown_places(view)))
    return drawn
