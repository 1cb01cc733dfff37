"""Places of the values of a scan on its pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from xlform.grid.address import parse_range
from xlform.grid.model import Grid, Sheet
from xlform.model.page_place import PagePlace
from xlform.model.submission import Form


def forms_with_places(forms: Sequence[Form], grid: Grid) -> list[Form]:
    """Return the forms of a scan with where each value is on its pages, blank ones included."""
    sheets = {sheet.name: sheet for sheet in grid.sheets}
    return [
        msgspec.structs.replace(form, places=dict(_places(form, sheets)))
        if form.sheet in sheets
        else form
        for form in forms
    ]


def _places(form: Form, sheets: Mapping[str, Sheet]) -> Iterator[tuple[str, PagePlace]]:
    for path, origin in form.origins.items():
        name, _, cells = origin.rpartition("!")
        sheet = sheets.get(name or form.sheet)
        if sheet and not path.endswith(".text") and (place := _place(sheet, cells)):
            yield path, place


def _place(sheet: Sheet, cells: str) -> PagePlace | None:
    """Return the place of a cell or an area; of one over several pages, that on the first."""
    try:
        area = parse_range(cells)
    except ValueError:  # several areas
        return None
    if (one := sheet.places.get((area.top, area.left))) and area.area == 1:
        return one
    found = [place for at, place in sheet.places.items() if area.covers(*at)]
    page = min((place.page for place in found), default=0)
    boxes = [place.box for place in found if place.page == page]
    if not boxes:
        return None
    left, top, right, bottom = zip(*boxes, strict=True)
    return PagePlace.of_box(page, (min(left), min(top), max(right), max(bottom)))
