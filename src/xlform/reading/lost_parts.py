"""Parts of a form that were lost on a scan: their labels or lines could not be read.

What is missing from a workbook was deleted by whoever filled it in. On a scan whose page has texts
that belong to nothing, it stands there and was not recognised: no mistake of the form, and what was
read beside it may be in the wrong place. It is told once for a form, with its pages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

import msgspec

from xlform.grid.address import parse_range
from xlform.grid.model import Position, Sheet
from xlform.messages import listed
from xlform.model.submission import Form, Note, Unread
from xlform.reading.scanned_forms import ScannedForm, values_of
from xlform.template.declaration import NUMBERS

_MISSING: Final = ("table-missing", "field-missing", "column-missing")
# A figure at the end of a text, behind its label if the line between them is lost: no day, no
# number of a telephone.
_AMOUNT: Final = re.compile("(?<![-0-9.])[0-9][0-9.,， ]*$")
_UNIT: Final = re.compile("[（(:：](?P<unit>[百千万亿]?)[元圆]")
# A form that has lost more parts than this, or this part of the text of its sheets, can't be
# trusted where it was read either.
_PARTS, _TEXT = 2, 0.2


class LostParts(NamedTuple):
    """What a form of a scan has lost: names of its parts, their paths, and its pages.

    ``is_untrusted`` says that what was read is doubtful too. Without a unit of money the amounts
    are, whatever sum holds with them: the label that prints it may be what was lost.
    """

    names: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()
    pages: tuple[int, ...] = ()
    is_untrusted: bool = False
    has_unit: bool = True


NOTHING_LOST: Final = LostParts()


def lost_parts(scanned: ScannedForm, unread: Sequence[Unread]) -> LostParts:
    """Return what a form of a scan has lost; ``unread`` are the parts of the file in no form."""
    form = scanned.form
    cells = {
        (sheet.name, at)
        for one in unread
        if one.range and one.range != form.range and (sheet := scanned.sheets.get(one.sheet))
        and sheet.name in _sheets(form)
        for at in _recognised_in(sheet, one.range)
    }  # fmt: skip
    if not cells:
        return NOTHING_LOST
    missing = [note for note in form.notes if note.code in _MISSING]
    no_table = any(note.code == "table-missing" for note in missing)
    amounts = _lost_amounts(scanned) if no_table or _hold_figures(scanned, cells) else ()
    columns = list(_lost_columns(scanned, cells))
    if not missing and not amounts and not columns:
        return NOTHING_LOST
    template = scanned.template
    names = dict.fromkeys(note.meant for note in missing if note.meant)
    names |= dict.fromkeys(template.tables[table].columns[name].official for table, name in columns)
    if not names:
        names = dict.fromkeys(template.fields[name].official for name in amounts)
    share = _length(scanned, cells) / max(1, _length(scanned, _all_cells(scanned)))
    is_untrusted = no_table or len(missing) > _PARTS or share > _TEXT
    pages = {scanned.sheets[sheet].places[at].page for sheet, at in cells}
    paths = (*amounts, *_lost_paths(scanned, names), *_paths_of(columns, scanned.form))
    has_unit = _has_unit(scanned, cells)
    return LostParts(tuple(names), paths, tuple(sorted(pages)), is_untrusted, has_unit)


def with_lost_parts(form: Form, lost: LostParts) -> Form:
    """Return a form with a note on what it has lost, in place of those on what is missing."""
    if not lost.pages:
        return form
    doubtful = {**dict.fromkeys(form.doubtful), **dict.fromkeys(lost.paths)}
    blank = [path for path, value in values_of(form) if value is None or value == ""]
    if not lost.is_untrusted:  # their texts may be elsewhere
        blank = [path for path in blank if path in form.fields and form.fields[path] is None]
    doubtful |= dict.fromkeys(path for path in blank if path in form.origins)
    corner = form.range.partition(":")[0]
    note = Note("page-doubtful", corner, listed(map(str, lost.pages)), listed(lost.names))
    notes = [one for one in form.notes if one.code not in (*_MISSING, "title-missing")]
    return msgspec.structs.replace(form, doubtful=tuple(doubtful), notes=(note, *notes))


def _sheets(form: Form) -> set[str]:
    """Return the names of the sheets that a form is on."""
    named = (origin.rpartition("!")[0] for origin in form.origins.values())
    return {form.sheet, *filter(None, named)}


def _recognised_in(sheet: Sheet, area: str) -> Iterator[Position]:
    """Yield the cells of an area, or of several, that hold a recognised text."""
    for part in area.split(","):
        covers = parse_range(part.strip()).covers
        yield from (at for at in sheet.recognised if at in sheet.places and covers(*at))


def _all_cells(scanned: ScannedForm) -> set[tuple[str, Position]]:
    sheets = [one for name in _sheets(scanned.form) if (one := scanned.sheets.get(name))]
    return {(sheet.name, at) for sheet in sheets for at in sheet.recognised}


def _length(scanned: ScannedForm, cells: set[tuple[str, Position]]) -> int:
    texts = (scanned.sheets[sheet].cells[at].text for sheet, at in cells)
    return sum(map(len, texts))


def _hold_figures(scanned: ScannedForm, cells: set[tuple[str, Position]]) -> bool:
    """Return whether one of some cells within the form holds a figure."""
    area = parse_range(scanned.form.range)
    return any(
        area.covers(*at) and _AMOUNT.search(scanned.sheets[sheet].cells[at].text.strip())
        for sheet, at in cells
        if sheet == scanned.form.sheet
    )


def _lost_amounts(scanned: ScannedForm) -> tuple[str, ...]:
    """Return the numbers of a form whose labels were not found."""
    return tuple(
        name
        for name, field in scanned.template.fields.items()
        if field.kind in NUMBERS and name not in scanned.form.origins
    )


def _lost_columns(
    scanned: ScannedForm, cells: set[tuple[str, Position]]
) -> Iterator[tuple[str, str]]:
    """Yield the columns that no row of a table has, where texts in its rows are in no form."""
    form = scanned.form
    for table, rows in form.tables.items():
        paths = [path for path in form.origins if path.startswith(f"{table}[")]
        own = {at[0] for path in paths if (at := _position(scanned, path))}
        if not rows or not any(sheet == form.sheet and at[0] in own for sheet, at in cells):
            continue
        own_table = scanned.template.tables[table]
        parts = {part for found in own_table.declaration.composite.values() for part in found}
        for name, column in own_table.columns.items():
            is_open = column.declaration.optional and name not in parts
            if not is_open and not any(path.endswith(f"].{name}") for path in paths):
                yield table, name


def _position(scanned: ScannedForm, path: str) -> Position | None:
    found = scanned.cell(path)
    return found[1] if found and found[0].name == scanned.form.sheet else None


def _paths_of(columns: Sequence[tuple[str, str]], form: Form) -> Iterator[str]:
    """Yield the values of lost columns, and the others of their tables: they may be shifted."""
    for table, name in columns:
        for number, row in enumerate(form.tables[table]):
            yield f"{table}[{number}].{name}"
            paths = (f"{table}[{number}].{other}" for other in row)
            yield from (path for path in paths if path in form.origins)


def _has_unit(scanned: ScannedForm, unread: set[tuple[str, Position]]) -> bool:
    """Return whether the unit of money was read, with the label or the heading that prints it.

    Where that is 元, amounts were converted.
    """
    found = (
        _UNIT.search(scanned.sheets[sheet].cells[at].text)
        for sheet, at in _all_cells(scanned) - unread
    )
    units = {one["unit"] for one in found if one}
    is_converted = any(note.code == "amount-converted" for note in scanned.form.notes)
    return bool(units) and (units == {"万"} or is_converted)


def _lost_paths(scanned: ScannedForm, names: dict[str, None]) -> Iterator[str]:
    """Yield the paths of fields and tables with the printed names of what is missing."""
    template = scanned.template
    for name, field in template.fields.items():
        if field.official in names and name not in scanned.form.origins:
            yield name
    for name, table in template.tables.items():
        if table.official in names and not scanned.form.tables.get(name):
            yield name
