"""Reader of a whole grid: every sheet, every form, and the parts left unread."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING

import msgspec

from xlform.grid.model import Grid, Sheet
from xlform.messages import translate
from xlform.model.submission import Form, Source, Submission, Unread
from xlform.reading.continuation import JoinedSheets, continues_form, continues_table
from xlform.reading.defined_names import cells_by_name
from xlform.reading.forms import read_form
from xlform.reading.index import Labels, SheetIndex
from xlform.reading.regions import Region, find_regions, has_title
from xlform.reading.unread import struck_cells, unread_cells, unread_objects
from xlform.template.form import FormTemplate

if TYPE_CHECKING:
    from xlform.reading.prose import ProseReading
    from xlform.reading.trace import ReadingTrace

Templates = tuple[FormTemplate, ...]


def read_grid(
    grid: Grid,
    source: Source,
    templates: Templates,
    path: str = "",
    trace: ReadingTrace | None = None,
) -> Submission:
    """Return the submission in a grid; ``path`` is its name in messages, by default the source's.

    ``trace``, if given, gets what a submission does not hold. Raises :class:`UnknownForm` if no
    visible sheet holds a known form.
    """
    workbook = _Workbook(templates, grid.all_names, trace)
    for sheet in grid.sheets:
        workbook.add(sheet)
    forms, unread = workbook.finish()
    if not forms:
        from xlform.reading.unknown_form import unknown_form  # noqa: PLC0415  (most files have a form)

        raise unknown_form(grid, path or source.name, templates)
    return Submission(source, _unit(forms), _year(forms), tuple(forms), tuple(unread))


@lru_cache(maxsize=8)
def _labels(templates: Templates) -> Labels:
    return Labels.of(templates)


def cell_templates(templates: Templates) -> Templates:
    """Return the templates of forms in cells."""
    return tuple(template for template in templates if not template.prose)


class _Workbook:
    """Reads the sheets in order; a sheet that continues a form is held until the form ends."""

    def __init__(
        self,
        templates: Templates,
        names: tuple[tuple[str, str], ...],
        trace: ReadingTrace | None,
    ) -> None:
        self._trace = trace
        self._templates = cell_templates(templates)
        self._prose = tuple(template for template in templates if template.prose)
        self._names = names
        self._labels = _labels(self._templates)
        self._forms: list[Form] = []
        self._unread: list[Unread] = []
        self._sheets: list[Sheet] = []
        self._index: SheetIndex | None = None
        self._regions: list[Region] = []

    def add(self, sheet: Sheet) -> None:
        """Read one sheet."""
        if sheet.cells:
            is_visible = sheet.state == "visible"
            paragraphs = self._read_prose(sheet) if is_visible and _is_one_column(sheet) else None
            if paragraphs:
                self._add_prose(sheet, paragraphs)
            else:
                self._add_cells(sheet, is_visible=is_visible)
        self._unread += unread_objects(sheet)

    def _add_prose(self, sheet: Sheet, reading: ProseReading) -> None:
        self._finish_form()
        self._forms.append(reading.form)
        self._unread += reading.unread
        self._trace_prose(sheet, reading.form)

    def _add_cells(self, sheet: Sheet, *, is_visible: bool) -> None:
        index = SheetIndex(sheet, self._labels, cells_by_name(self._names, sheet.name))
        regions = find_regions(index, self._templates)
        if not is_visible:
            self._skip_hidden(sheet, regions)
        elif self._continues(index, regions):
            self._sheets.append(sheet)
        elif regions:
            self._finish_form()
            self._sheets, self._index, self._regions = [sheet], index, regions
        elif has_title(index, self._prose) and (paragraphs := self._read_prose(sheet)):
            self._add_prose(sheet, paragraphs)
        else:
            self._unread.append(Unread(sheet.name, translate("unread.no-form")))

    def finish(self) -> tuple[list[Form], list[Unread]]:
        """Return all forms in the order of their sheets, and what was not read."""
        self._finish_form()
        return self._forms, self._unread

    def _read_prose(self, sheet: Sheet) -> ProseReading | None:
        """Return the form in prose in a sheet, whose cells are paragraphs or parts of them."""
        from xlform.reading.prose import read_prose  # noqa: PLC0415  (a workbook needs none)

        struck = {position: cell.struck for position, cell in sheet.cells.items() if cell.struck}
        if struck:
            self._unread += struck_cells(struck, sheet, [])
            kept = {at: cell for at, cell in sheet.cells.items() if not cell.is_struck}
            sheet = msgspec.structs.replace(sheet, cells=kept)
        return read_prose(sheet, self._prose, self._templates)

    def _continues(self, index: SheetIndex, regions: list[Region]) -> bool:
        """Return True if a sheet continues the last open form."""
        if self._index is None:
            return False
        template = self._regions[-1].template
        return continues_form(index, regions, template) or continues_table(
            self._index, index, regions, template
        )

    def _skip_hidden(self, sheet: Sheet, regions: list[Region]) -> None:
        names = "、".join(region.template.declaration.name for region in regions)
        key = "unread.hidden-form" if names else "unread.hidden-sheet"
        self._unread.append(Unread(sheet.name, translate(key, forms=names)))

    def _finish_form(self) -> None:
        if self._index is None:
            return
        joined = JoinedSheets(self._sheets)
        index, regions = self._index, self._regions
        if len(self._sheets) > 1:
            index = SheetIndex(joined.sheet(), self._labels)
            regions = find_regions(index, self._templates)
        readings = [read_form(index, region) for region in regions]
        self._forms += [joined.form(reading.form) for reading in readings]
        self._unread += map(joined.unread, unread_cells(index, readings))
        self._unread += map(joined.unread, struck_cells(index.struck, index.sheet, readings))
        for region, form in zip(regions, self._forms[-len(regions) :], strict=True):
            self._unread += _rival_kinds(region, form)
        if self._trace is not None:
            self._trace.add(index, joined, regions, readings, self._templates)
        self._index = None

    def _trace_prose(self, sheet: Sheet, form: Form) -> None:
        if self._trace is not None:
            template = next(t for t in self._prose if t.name == form.template)
            self._trace.add_prose(sheet, template, self._prose)


def _is_one_column(sheet: Sheet) -> bool:
    return all(column == 1 for _, column in sheet.cells)


def _rival_kinds(region: Region, form: Form) -> list[Unread]:
    """Return an entry for each other kind of form that claimed the labels of a region."""
    return [
        Unread(
            form.sheet,
            translate(
                "unread.other-kind",
                read=region.template.declaration.name,
                other=f"{rival.declaration.name}（{rival.name}）",
            ),
            form.range,
        )
        for rival in region.rivals
        if rival.kind != region.template.kind
    ]


def _unit(forms: list[Form]) -> str:
    """Return the filer's name: the most frequent one on the forms, the first of equals."""
    names = Counter(unit for form in forms if isinstance(unit := form.fields.get("unit"), str))
    names.pop("", None)
    return names.most_common(1)[0][0] if names else ""


def _year(forms: list[Form]) -> int | None:
    years = Counter(form.year for form in forms if form.year is not None)
    return years.most_common(1)[0][0] if years else None
