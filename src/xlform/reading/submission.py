"""A grid to a submission: every sheet looked through, every form read, the rest accounted for."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from itertools import chain

from xlform.errors import UnknownForm
from xlform.grid.model import Grid, Sheet
from xlform.messages import say
from xlform.model import Form, Source, Submission, Unread
from xlform.reading.forms import read_form
from xlform.reading.index import SheetIndex
from xlform.reading.leftovers import beside_cells, leftovers
from xlform.reading.regions import find_regions
from xlform.template.declaration import OneOrMore
from xlform.template.form import FormTemplate
from xlform.template.labels import fold

Templates = tuple[FormTemplate, ...]


def read_grid(grid: Grid, source: Source, templates: Templates, path: str = "") -> Submission:
    """The submission in a workbook; :class:`UnknownForm` if no visible sheet holds a known form.

    ``path`` is what messages call the file, the source's name unless given.
    """
    forms: list[Form] = []
    unread: list[Unread] = []
    for sheet in grid.sheets:
        sheet_forms, sheet_unread = _read_sheet(sheet, templates)
        forms += sheet_forms
        unread += sheet_unread
    if not forms:
        raise unknown_form(grid, path or source.name, templates)
    return Submission(source, _unit(forms), _year(forms), tuple(forms), tuple(unread))


@lru_cache(maxsize=8)
def _known_labels(templates: Templates) -> frozenset[str]:
    return frozenset(chain.from_iterable(template.labels for template in templates))


def _read_sheet(sheet: Sheet, templates: Templates) -> tuple[list[Form], list[Unread]]:
    aside = beside_cells(sheet)
    if not sheet.cells:
        return [], aside
    index = SheetIndex(sheet, _known_labels(templates))
    regions = find_regions(index, templates)
    if sheet.state != "visible":
        names = "、".join(region.template.declaration.name for region in regions)
        key = "unread.hidden-form" if names else "unread.hidden-sheet"
        return [], [Unread(sheet.name, say(key, forms=names)), *aside]
    if not regions:
        return [], [Unread(sheet.name, say("unread.no-form")), *aside]
    read = [read_form(index, region) for region in regions]
    return [one.form for one in read], [*leftovers(index, read), *aside]


def _unit(forms: list[Form]) -> str:
    """The filer: the name most of the forms carry; of equals, the first."""
    names = Counter(unit for form in forms if isinstance(unit := form.fields.get("unit"), str))
    names.pop("", None)
    return names.most_common(1)[0][0] if names else ""


def _year(forms: list[Form]) -> int | None:
    years = Counter(form.year for form in forms if form.year is not None)
    return years.most_common(1)[0][0] if years else None


def unknown_form(grid: Grid, name: str, templates: Templates) -> UnknownForm:
    """Why a workbook holds no known form: the nearest template and the labels it lacks."""
    hidden = [sheet.name for sheet in grid.sheets if sheet.state != "visible" and sheet.cells]
    known = _known_labels(templates)
    present = {
        label
        for sheet in grid.sheets
        if sheet.state == "visible"
        for label in SheetIndex(sheet, known).spots
    }
    nearest = max(templates, key=lambda template: len(present & set(template.fingerprint)))
    if not present & set(nearest.fingerprint):
        if hidden:
            return UnknownForm("only-hidden", path=name, sheets="、".join(hidden))
        return UnknownForm("no-form-at-all", path=name)
    labels: OneOrMore = nearest.declaration.recognise.labels
    missing = [label for label in labels if fold(label) not in present]
    return UnknownForm(
        "no-form",
        path=name,
        nearest=f"{nearest.declaration.name}（{nearest.name}）",
        missing="、".join(missing),
    )
