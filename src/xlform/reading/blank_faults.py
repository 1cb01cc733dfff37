"""Faults of a declaration that show on the form's own blank: labels not printed, values lost."""

from __future__ import annotations

from collections.abc import Iterator

from xlform.errors import XlformError
from xlform.formats.source import read_file
from xlform.grid.model import Grid, Position, Sheet, origin
from xlform.messages import listed
from xlform.model.regular_file import is_file
from xlform.reading.blank_fields import field_faults
from xlform.reading.blank_tables import table_faults
from xlform.reading.blank_texts import BlankForm
from xlform.reading.forms import read_form
from xlform.reading.index import MAX_LABEL_LENGTH, Labels, SheetIndex
from xlform.reading.known_layouts import locate
from xlform.reading.regions import Region, find_regions, is_title
from xlform.template.faults import DeclarationFault, nearest_name
from xlform.template.form import FormTemplate
from xlform.template.labels import fold
from xlform.values.money import split_money_unit, unit_of_heading

_YEAR_MARK = "20"


def blank_faults(template: FormTemplate) -> Iterator[DeclarationFault]:
    """Yield what is wrong with a template on its blank; of a form in prose, only a missing file."""
    path = template.blank
    if path is None:
        return
    if not is_file(path):
        yield DeclarationFault("no-blank", ("blank",), name=path.name)
        return
    if template.prose:
        return
    try:
        _, grid = read_file(path)
    except XlformError as error:
        yield DeclarationFault("blank-unreadable", ("blank",), reason=error)
        return
    yield from _grid_faults(template, grid)


def _grid_faults(template: FormTemplate, grid: Grid) -> Iterator[DeclarationFault]:
    sheet = blank_sheet(grid, template)
    index = SheetIndex(sheet, Labels.of((template,)))
    blank = BlankForm(template, index)
    regions = find_regions(index, (template,))
    if not regions:
        yield from _fingerprint_faults(blank)
        yield from _recognition_faults(blank)
        return
    region = regions[0]
    blank = BlankForm(template, index, region.area, locate(index, region))
    yield from _fingerprint_faults(blank)
    yield from _title_faults(blank, region)
    yield from field_faults(blank)
    yield from table_faults(blank)
    yield from _reading_faults(blank, region)


def blank_sheet(grid: Grid, template: FormTemplate) -> Sheet:
    """Return the sheet of a blank with the form: the one with most labels of its fingerprint."""
    labels = Labels.of((template,))
    filled = [sheet for sheet in grid.sheets if sheet.cells] or list(grid.sheets)

    def found(sheet: Sheet) -> int:
        return sum(label in SheetIndex(sheet, labels).label_cells for label in template.fingerprint)

    return max(filled, key=found) if len(filled) > 1 else filled[0]


def _fingerprint_faults(blank: BlankForm) -> Iterator[DeclarationFault]:
    labels = blank.template.declaration.recognise.labels
    # Labels of fields that a pattern finds: 项目总体目标（20XX年）.
    by_pattern = {
        label
        for name in blank.layout.fields
        if blank.template.fields[name].pattern
        for label in blank.template.fields[name].labels
    }
    declared = blank.template.labels_of_parts
    for number, label in enumerate(labels):
        cells = blank.index.label_cells.get(fold(label), [])
        if cells and fold(label) not in declared and not any(map(blank.is_heading, cells)):
            yield DeclarationFault(
                "fingerprint-only", ("recognise", "labels", number), severity="warning", label=label
            )
        if fold(label) not in blank.index.label_cells and fold(label) not in by_pattern:
            yield DeclarationFault(
                "fingerprint-not-printed",
                ("recognise", "labels", number),
                severity="warning",
                printed=blank.texts,
                seen=label,
                label=label,
            )


def _recognition_faults(blank: BlankForm) -> Iterator[DeclarationFault]:
    """Yield why a form is not recognised in its own blank."""
    recognise = blank.template.declaration.recognise
    found = sum(label in blank.index.label_cells for label in blank.template.fingerprint)
    if found < recognise.least:
        key = ("recognise", "least" if recognise.least > len(recognise.labels) else "labels")
        yield DeclarationFault("blank-not-recognised", key, found=found, least=recognise.least)
        return
    printed = [w for w in recognise.without if fold(w) in blank.index.label_cells]
    key = ("recognise", "without" if printed else "same_row")
    yield DeclarationFault("blank-excluded", key, label=listed(printed))


def _title_faults(blank: BlankForm, region: Region) -> Iterator[DeclarationFault]:
    title = _title_text(blank, region)
    if title is not None:
        text = " ".join(blank.index.cells[title].text.split())
        yield DeclarationFault("title-not-printed", ("title",), text=text)


def _title_text(blank: BlankForm, region: Region) -> Position | None:
    """Return the text most like the form's name above its body; ``None`` if one is its title."""
    template, index = blank.template, blank.index
    texts = {
        position: fold(cell.text)
        for position, cell in index.cells.items()
        if position[0] <= region.box.top and isinstance(cell.value, str)
    }
    if any(is_title(template, text) for text in texts.values() if len(text) <= MAX_LABEL_LENGTH):
        return None
    name = fold(template.declaration.name)
    free = {at: text for at, text in texts.items() if text not in template.labels} or texts
    alike = nearest_name(name, free.values(), 0.0)
    return next((at for at, text in free.items() if text == alike), min(free))


def _reading_faults(blank: BlankForm, region: Region) -> Iterator[DeclarationFault]:
    """Yield what the reader leaves out of the blank: the year, cells, the money unit."""
    index = blank.index
    reading = read_form(index, region)
    form = reading.form
    for text in (form.title, *blank.year_lines):
        if form.year is None and _YEAR_MARK in text:
            yield DeclarationFault("year-not-read", ("title",), severity="warning", text=text)
            break
    headers = {
        position for header in blank.layout.headers.values() for position in header.unknown_columns
    }
    title = _title_text(blank, region)
    for position, cell in index.cells.items():
        if position in reading.claimed or position in headers or not isinstance(cell.value, str):
            continue
        if position == title:
            continue
        text = " ".join(cell.text.split())
        is_label = bool(split_money_unit(cell.text)[1])  # 执行数（万元）
        unit = "" if is_label or len(text) > MAX_LABEL_LENGTH else unit_of_heading(cell.text)
        if unit:
            yield from _unit_faults(blank, position, unit, text)
        else:
            yield DeclarationFault(
                "text-undeclared",
                severity="warning",
                at_cell=(index.sheet.name, origin(position)),
                text=text[:MAX_LABEL_LENGTH],
            )


def _unit_faults(
    blank: BlankForm, position: Position, unit: str, text: str
) -> Iterator[DeclarationFault]:
    money = blank.template.declaration.money
    yield DeclarationFault(
        "unit-printed" if unit != money else "unit-undeclared",
        ("money",),
        severity="error" if unit != money else "warning",
        at_cell=(blank.index.sheet.name, origin(position)),
        text=text,
        money=money,
        unit=unit,
    )
