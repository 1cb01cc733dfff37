"""Templates that claim each other's blanks: a form is then read as the one with more points."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from xlform.errors import XlformError
from xlform.formats.source import read_file
from xlform.grid.model import Grid
from xlform.model.regular_file import is_file
from xlform.reading.blank_faults import blank_sheet
from xlform.reading.index import Labels, SheetIndex
from xlform.reading.regions import Region, find_regions
from xlform.template.faults import DeclarationFault
from xlform.template.form import FormTemplate


def rival_faults(
    templates: Mapping[str, FormTemplate], others: tuple[FormTemplate, ...]
) -> Iterator[tuple[FormTemplate, DeclarationFault]]:
    """Yield each checked template whose form another reads, or that reads another's form.

    Editions of one kind are no rivals: they are told apart by their labels and years.
    """
    known = (*templates.values(), *others)
    cells = tuple(template for template in known if not template.prose)
    for template in cells:
        region = _region(template, cells)
        if region is None:
            continue
        winner = region.template
        if template.name in templates and winner.kind != template.kind:
            yield template, _fault("claimed", winner)
        elif winner.name in templates and winner.kind != template.kind:
            yield winner, _fault("claims", template)
        elif (
            template.name in templates
            and winner is not template
            and _same_edition(winner, template)
        ):
            yield template, _fault("edition-claimed", winner)
        for rival in region.rivals if winner is template else ():
            if rival.kind != template.kind and {rival.name, template.name} & {*templates}:
                mine = template if template.name in templates else rival
                yield mine, _fault("both-claim", rival if mine is template else template)


def _same_edition(winner: FormTemplate, template: FormTemplate) -> bool:
    """Return True if neither labels nor years tell two editions apart, or they are of one set."""
    if winner.folder.parent == template.folder.parent:
        return True
    return winner.labels == template.labels and winner.edition == template.edition


def _fault(code: str, other: FormTemplate) -> DeclarationFault:
    return DeclarationFault(code, ("recognise",), other=other.name, title=other.declaration.name)


def _region(template: FormTemplate, templates: tuple[FormTemplate, ...]) -> Region | None:
    """Return the form that is found on a template's blank where its own labels are."""
    path = template.blank
    if path is None or not is_file(path):
        return None
    grid = _blank(path, path.stat().st_mtime_ns)
    if grid is None:
        return None
    sheet = blank_sheet(grid, template)
    regions = find_regions(SheetIndex(sheet, Labels.of(templates)), templates)
    own = find_regions(SheetIndex(sheet, Labels.of((template,))), (template,))
    boxes = [region.box for region in own]
    found = [r for r in regions if any(r.area.covers(box.top, box.left) for box in boxes)]
    return found[0] if found else None


@lru_cache(maxsize=64)
def _blank(path: Path, changed: int) -> Grid | None:
    """Return the cells of a blank, ``None`` if unreadable; read anew once it is ``changed``."""
    del changed
    try:
        return read_file(path)[1]
    except XlformError:
        return None
