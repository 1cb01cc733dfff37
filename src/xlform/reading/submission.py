"""A grid to a submission: every sheet looked through, every form read, the rest accounted for."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING

from xlform.errors import UnknownForm
from xlform.grid.model import Grid, Sheet
from xlform.messages import translate
from xlform.model.submission import Form, Source, Submission, Unread
from xlform.reading.continuation import Joined, goes_on, runs_on
from xlform.reading.forms import read_form
from xlform.reading.index import Labels, SheetIndex
from xlform.reading.leftovers import beside_cells, leftovers
from xlform.reading.naming import named_cells
from xlform.reading.regions import Region, find_regions
from xlform.template.declaration import OneOrMore
from xlform.template.form import FormTemplate
from xlform.template.labels import fold

if TYPE_CHECKING:
    from xlform.reading.prose import ReadProse

Templates = tuple[FormTemplate, ...]


def read_grid(grid: Grid, source: Source, templates: Templates, path: str = "") -> Submission:
    """The submission in a workbook; :class:`UnknownForm` if no visible sheet holds a known form.

    ``path`` is what messages call the file, the source's name unless given.
    """
    workbook = _Workbook(templates, grid.names)
    for sheet in grid.sheets:
        workbook.take(sheet)
    forms, unread = workbook.close()
    if not forms:
        raise unknown_form(grid, path or source.name, templates)
    return Submission(source, _unit(forms), _year(forms), tuple(forms), tuple(unread))


@lru_cache(maxsize=8)
def _labels(templates: Templates) -> Labels:
    return Labels.of(templates)


def in_cells(templates: Templates) -> Templates:
    """The templates of forms that stand in cells."""
    return tuple(template for template in templates if not template.prose)


class _Workbook:
    """Takes the sheets in order; a sheet on which a form goes on is kept with the one before."""

    def __init__(self, templates: Templates, names: tuple[tuple[str, str], ...]) -> None:
        self._templates = in_cells(templates)
        self._prose = tuple(template for template in templates if template.prose)
        self._names = names
        self._labels = _labels(self._templates)
        self._forms: list[Form] = []
        self._unread: list[Unread] = []
        self._open: list[Sheet] = []
        self._index: SheetIndex | None = None
        self._regions: list[Region] = []

    def take(self, sheet: Sheet) -> None:
        """Look through one sheet."""
        if sheet.cells:
            index = SheetIndex(sheet, self._labels, named_cells(self._names, sheet.name))
            regions = find_regions(index, self._templates)
            if sheet.state != "visible":
                self._pass_over(sheet, regions)
            elif told := self._told(sheet):
                self._read_open()
                self._forms.append(told.form)
                self._unread += told.unread
            elif self._goes_on(index, regions):
                self._open.append(sheet)
            elif regions:
                self._read_open()
                self._open, self._index, self._regions = [sheet], index, regions
            else:
                self._unread.append(Unread(sheet.name, translate("unread.no-form")))
        self._unread += beside_cells(sheet)

    def close(self) -> tuple[list[Form], list[Unread]]:
        """All forms, in the order of their sheets, and what was not read."""
        self._read_open()
        return self._forms, self._unread

    def _told(self, sheet: Sheet) -> ReadProse | None:
        """The form a sheet of paragraphs tells; a sheet of more than one column holds none."""
        if any(column != 1 for _, column in sheet.cells):
            return None
        from xlform.reading.prose import read_prose  # noqa: PLC0415  (a workbook needs none)

        return read_prose(sheet, self._prose, self._templates)

    def _goes_on(self, index: SheetIndex, regions: list[Region]) -> bool:
        """Whether a sheet goes on with the last form of those that are open."""
        if self._index is None:
            return False
        template = self._regions[-1].template
        return goes_on(index, regions, template) or runs_on(self._index, index, regions, template)

    def _pass_over(self, sheet: Sheet, regions: list[Region]) -> None:
        names = "、".join(region.template.declaration.name for region in regions)
        key = "unread.hidden-form" if names else "unread.hidden-sheet"
        self._unread.append(Unread(sheet.name, translate(key, forms=names)))

    def _read_open(self) -> None:
        if self._index is None:
            return
        joined = Joined(self._open)
        index, regions = self._index, self._regions
        if len(self._open) > 1:
            index = SheetIndex(joined.sheet(), self._labels)
            regions = find_regions(index, self._templates)
        read = [read_form(index, region) for region in regions]
        self._forms += [joined.form(one.form) for one in read]
        self._unread += [joined.unread(one) for one in leftovers(index, read)]
        self._index = None


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
    templates = in_cells(templates)
    labels = _labels(templates)
    present = {
        label
        for sheet in grid.sheets
        if sheet.state == "visible"
        for label in SheetIndex(sheet, labels).spots
    }
    nearest = max(templates, key=lambda template: len(present & set(template.fingerprint)))
    if not present & set(nearest.fingerprint):
        if hidden:
            return UnknownForm("only-hidden", path=name, sheets="、".join(hidden))
        return UnknownForm("no-form-at-all", path=name)
    fingerprint: OneOrMore = nearest.declaration.recognise.labels
    missing = [label for label in fingerprint if fold(label) not in present]
    return UnknownForm(
        "no-form",
        path=name,
        nearest=f"{nearest.declaration.name}（{nearest.name}）",
        missing="、".join(missing),
    )
