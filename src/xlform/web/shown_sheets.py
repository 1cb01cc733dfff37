"""Sheets of a submission for its page, with marks on the cells that findings and fixes are at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import msgspec

from xlform.formats.appearance import read_appearance
from xlform.grid.address import parse_cell, parse_range
from xlform.grid.appearance import window_of
from xlform.grid.model import Grid, Position, Sheet, origin
from xlform.grid.scanned_appearance import scanned_appearance
from xlform.model.findings import SEVERITIES, Finding, Place
from xlform.model.submission import Form
from xlform.report.sheets.html import CellLink, CellMark, sheet_html, sheet_notes_html
from xlform.report.sheets.style_sheet import StyleSheet
from xlform.report.sheets.view import CELLS_AT_MOST, SheetView, sheet_view, shown_places
from xlform.web.submission_view import ShownSheet

_SHEETS_AT_MOST: Final = 60
_ALL_CELLS_AT_MOST: Final = 12_000
_LINKS_AT_MOST: Final = 6


class MarkedPlace(msgspec.Struct, frozen=True):
    """What is said of a place: a class, a link, and what a change replaced."""

    place: Place
    classes: str
    link: CellLink
    before: str | None = None


class SheetPages:
    """The sheets of one file, laid out; ``key`` begins the ids of the cells of all sheets."""

    def __init__(
        self, grid: Grid | None, forms: Sequence[Form], wanted: Iterable[Place], key: str = "s"
    ) -> None:
        self._grid = grid or Grid(())
        self._sheets = self._grid.sheets[:_SHEETS_AT_MOST]
        self._keys = {sheet.name: f"{key}{n}" for n, sheet in enumerate(self._sheets, 1)}
        self._forms = forms
        self._wanted: dict[str, set[Position]] = {}
        for place in wanted:
            if place.cell:
                self._wanted.setdefault(place.sheet, set()).add(parse_cell(place.cell))
        # Cells that something on the page leads to.
        self._linked: dict[str, set[Position]] = {}
        self._views: dict[str, SheetView] = {}
        self._places: dict[str, dict[Position, Position]] = {}

    def lay_out(self, data: bytes, name: str) -> None:
        """Lay out every sheet with its printed look, read from the file's content."""
        looks = read_appearance(data, name, window_of(self._grid))
        left = _ALL_CELLS_AT_MOST
        for sheet in self._sheets:
            areas = [parse_range(form.range) for form in self._forms if form.sheet == sheet.name]
            wanted = self._wanted.get(sheet.name, set())
            look = looks.get(sheet.name) or scanned_appearance(sheet)
            view = sheet_view(sheet, look, areas, wanted, max(1, min(CELLS_AT_MOST, left)))
            left -= len(view.rows) * len(view.columns)
            self._views[sheet.name] = view
            self._places[sheet.name] = shown_places(view)

    def href(self, place: Place) -> str:
        """Return the link to a place; "" for one that is on no sheet shown."""
        key = self._keys.get(place.sheet)
        if key is None:
            return ""
        shown = self._shown(place)
        if shown is None:
            return f"#{key}-sheet"
        self._linked.setdefault(place.sheet, set()).add(shown)
        return f"#{key}-{origin(shown)}"

    def _shown(self, place: Place) -> Position | None:
        if not place.cell:
            return None
        return self._places.get(place.sheet, {}).get(parse_cell(place.cell))

    def shown(
        self, marked: Iterable[MarkedPlace], styles: StyleSheet, findings: Iterable[Finding]
    ) -> tuple[ShownSheet, ...]:
        """Return the sheets with the marks on their cells; ``styles`` gets the classes in use.

        Called last: cells that a link was asked for have an id to be found by.
        """
        marks: dict[str, dict[Position, list[MarkedPlace]]] = {}
        for one in marked:
            if shown := self._shown(one.place):
                marks.setdefault(one.place.sheet, {}).setdefault(shown, []).append(one)
        counts: dict[str, Counter[str]] = {}
        for finding in findings:
            counts.setdefault(finding.sheet, Counter())[finding.severity] += 1
        return tuple(
            self._sheet(sheet, marks.get(sheet.name, {}), styles, counts.get(sheet.name, {}))
            for sheet in self._sheets
        )

    def _sheet(
        self,
        sheet: Sheet,
        marked: Mapping[Position, list[MarkedPlace]],
        styles: StyleSheet,
        counts: Mapping[str, int],
    ) -> ShownSheet:
        key, view = self._keys[sheet.name], self._views[sheet.name]
        marks = dict.fromkeys(self._linked.get(sheet.name, ()), CellMark())
        marks |= {position: _mark(found) for position, found in marked.items()}
        return ShownSheet(
            key=key,
            name=sheet.name,
            table=sheet_html(view, key, styles, marks),
            notes=sheet_notes_html(view, key),
            counts={severity: counts.get(severity, 0) for severity in SEVERITIES},
            hidden=sheet.state != "visible",
        )


def _mark(found: list[MarkedPlace]) -> CellMark:
    classes = dict.fromkeys(word for one in found for word in one.classes.split())
    links = {one.link.href: one.link for one in found}
    before = next((one.before for one in found if one.before is not None), None)
    return CellMark(" ".join(classes), tuple(links.values())[:_LINKS_AT_MOST], before)
