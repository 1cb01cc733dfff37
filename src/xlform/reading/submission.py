"""Reader of a whole grid: every sheet, every form, and the parts left unread."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

import msgspec

from xlform.grid.model import PROSE, Grid, Sheet
from xlform.messages import listed, translate
from xlform.model.submission import Form, Source, Submission, Unread
from xlform.reading.continuation import JoinedSheets, continues_form, continues_table
from xlform.reading.defined_names import cells_by_name
from xlform.reading.index import Labels, SheetIndex
from xlform.reading.regions import Region, find_regions, title_row
from xlform.reading.sheet_forms import read_regions
from xlform.reading.unread import struck_cells, unread_cells, unread_objects
from xlform.template.form import FormTemplate
from xlform.template.roles import Role

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
    scanned = any(sheet.recognised for sheet in grid.sheets)
    if scanned:
        from xlform.reading.scanned_labels import grid_with_printed_labels  # noqa: PLC0415  (few are)

        grid = grid_with_printed_labels(grid, _labels(cell_templates(templates)))
    workbook = _Workbook(templates, grid.all_names, trace)
    framed = workbook.add_framed(grid)
    for sheet in grid.sheets:
        if sheet.name not in framed:
            workbook.add(sheet)
    forms, unread = workbook.finish()
    if not forms:
        from xlform.reading.unknown_form import unknown_form  # noqa: PLC0415  (most files have a form)

        raise unknown_form(grid, path or source.name, templates)
    if scanned:
        from xlform.reading.doubt import forms_with_doubt  # noqa: PLC0415  (few are)
        from xlform.reading.joined_cells import forms_with_joined_cells  # noqa: PLC0415
        from xlform.reading.page_places import forms_with_places  # noqa: PLC0415
        from xlform.reading.scanned_choices import forms_with_choices  # noqa: PLC0415
        from xlform.reading.scanned_names import forms_with_one_name  # noqa: PLC0415
        from xlform.reading.scanned_targets import forms_with_doubtful_targets  # noqa: PLC0415
        from xlform.reading.seals import forms_with_seals  # noqa: PLC0415
        from xlform.reading.under_seals import forms_with_hidden_cells  # noqa: PLC0415

        forms = forms_with_doubt(forms, unread, templates, grid)
        forms = forms_with_choices(forms, templates, grid)
        forms = forms_with_hidden_cells(forms_with_places(forms, grid), templates, grid)
        forms = forms_with_seals(forms_with_one_name(forms, templates, grid), templates, grid)
        forms = forms_with_joined_cells(forms, templates, grid)
        forms = forms_with_doubtful_targets(forms, templates)
    return Submission(source, _unit(forms, templates), _year(forms), tuple(forms), tuple(unread))


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

    def add_framed(self, grid: Grid) -> set[str]:
        """Read a form in prose that is partly in narrow tables; return the sheets it is on."""
        if not grid.sheets or grid.sheets[0].name != PROSE:
            return set()
        from xlform.reading.framed_prose import FramedProse, narrow_tables  # noqa: PLC0415

        tables = narrow_tables(grid)
        if not tables or _is_whole(self._prose_reading(grid.sheets[0])):
            return set()
        framed = FramedProse(grid.sheets[0], tables)
        reading = self._prose_reading(framed.sheet)
        if reading is None:
            return set()
        form = framed.form(reading.form)
        names = framed.sheets_of(form)
        if not names:
            return set()
        self._forms.append(form)
        self._unread += [part for unread in reading.unread for part in framed.unread(unread)]
        self._unread += unread_objects(grid.sheets[0])
        self._trace_prose(framed.sheet, form)
        return {grid.sheets[0].name, *names}

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
        elif (row := title_row(index, self._prose)) and self._add_mixed(sheet, regions, row):
            pass
        elif self._continues(index, regions):
            self._sheets.append(sheet)
        elif regions:
            self._finish_form()
            self._sheets, self._index, self._regions = [sheet], index, regions
        else:
            self._unread.append(Unread(sheet.name, translate("unread.no-form")))

    def _add_mixed(self, sheet: Sheet, regions: list[Region], row: int) -> bool:
        """Read a sheet with the title of a form in prose, and the forms in cells above or below it.

        Return False if there is no such form after all.
        """
        below = [region.area.top for region in regions if region.area.top > row]
        below += [region.box.top for region in regions if region.area.top <= row < region.box.top]
        above = [region for region in regions if region.box.top < row]
        first = row if above else 1
        last = min(below, default=max(line for line, _ in sheet.cells) + 1)
        paragraphs = self._read_prose(_rows(sheet, first, last))
        if paragraphs is None:
            return False
        if above:
            self._add_cells(_rows(sheet, 1, first), is_visible=True)
        self._add_prose(sheet, paragraphs)
        if below:
            self._add_cells(
                _rows(sheet, last, max(line for line, _ in sheet.cells) + 1), is_visible=True
            )
        return True

    def finish(self) -> tuple[list[Form], list[Unread]]:
        """Return all forms in the order of their sheets, and what was not read."""
        self._finish_form()
        return self._forms, self._unread

    def _read_prose(self, sheet: Sheet) -> ProseReading | None:
        """Return the form in prose in a sheet; note what is struck out of it."""
        struck = {position: cell.struck for position, cell in sheet.cells.items() if cell.struck}
        if struck:
            self._unread += struck_cells(struck, sheet, [])
        return self._prose_reading(sheet)

    def _prose_reading(self, sheet: Sheet) -> ProseReading | None:
        """Return the form in prose in a sheet, whose cells are paragraphs or parts of them."""
        from xlform.reading.prose import read_prose  # noqa: PLC0415  (a workbook needs none)

        if any(cell.struck for cell in sheet.cells.values()):
            kept = {at: cell for at, cell in sheet.cells.items() if not cell.is_struck}
            sheet = msgspec.structs.replace(sheet, cells=kept)
        return read_prose(sheet, self._prose, self._templates)

    def _continues(self, index: SheetIndex, regions: list[Region]) -> bool:
        """Return True if a sheet continues the last open form."""
        if self._index is None:
            return False
        template = self._regions[-1].template
        if template.is_list:
            from xlform.reading.lists import starts_without_keys  # noqa: PLC0415  (few forms are)

            same = [region for region in regions if region.template is template]
            return len(same) == len(regions) == 1 and starts_without_keys(index, same[0])
        return continues_form(index, regions, template) or continues_table(
            self._index, index, regions, template
        )

    def _skip_hidden(self, sheet: Sheet, regions: list[Region]) -> None:
        names = listed(region.template.declaration.name for region in regions)
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
        found = read_regions(index, regions)
        readings = [reading for _, reading in found]
        forms = [joined.form(reading.form) for reading in readings]
        self._forms += forms
        self._unread += map(joined.unread, unread_cells(index, readings))
        self._unread += map(joined.unread, struck_cells(index.struck, index.sheet, readings))
        told: set[int] = set()
        for (region, _), form in zip(found, forms, strict=True):
            if id(region) not in told:
                self._unread += _rival_kinds(region, form)
            told.add(id(region))
        if self._trace is not None:
            self._trace.add(index, joined, found, self._templates)
        self._index = None

    def _trace_prose(self, sheet: Sheet, form: Form) -> None:
        if self._trace is not None:
            template = next(t for t in self._prose if t.name == form.template)
            self._trace.add_prose(sheet, template, self._prose)


def _is_whole(reading: ProseReading | None) -> bool:
    """Return True for a form in prose with all its sections."""
    return reading is not None and not any(n.code == "table-missing" for n in reading.form.notes)


def _rows(sheet: Sheet, first: int, stop: int) -> Sheet:
    """Return the rows of a sheet from ``first`` up to, not including, ``stop``."""
    return msgspec.structs.replace(
        sheet,
        cells={at: cell for at, cell in sheet.cells.items() if first <= at[0] < stop},
        merges=tuple(merge for merge in sheet.merges if first <= merge.top < stop),
    )


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


def _unit(forms: list[Form], templates: Templates) -> str:
    """Return the filer's name: the most frequent one on the forms, the first of equals.

    A list of several units is filed by none of them: its filer is the one it names above, as is
    that of a form that asks for no unit inside.
    """
    known = {template.name: template for template in templates}
    own = [form for form in forms if not _lists_units(known[form.template])]
    names = _named(own or forms, Role.UNIT, known)
    if not names or (len(names) > 1 and not own):
        names = _named(forms, Role.FILER, known)
    return max(names, key=names.__getitem__) if names else ""


def _lists_units(template: FormTemplate) -> bool:
    """Return True for a list with a form for each unit."""
    return template.roles.field(Role.UNIT) in template.declaration.by


def _named(forms: list[Form], role: Role, known: Mapping[str, FormTemplate]) -> Counter[str]:
    """Return how often the forms name each unit in the field with a role."""
    values = (form.fields.get(known[form.template].roles.field(role)) for form in forms)
    names = Counter(name for name in values if isinstance(name, str))
    names.pop("", None)
    return names


def _year(forms: list[Form]) -> int | None:
    years = Counter(form.year for form in forms if form.year is not None)
    return max(years, key=years.__getitem__) if years else None
