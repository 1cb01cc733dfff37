"""Cells of a scan that are empty where a seal is: something may be written under it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from xlform.grid.model import Grid
from xlform.model.page_place import PagePlace
from xlform.model.submission import Form, Note, Target, Value
from xlform.reading.scanned_forms import scanned_forms
from xlform.template.form import FormTemplate
from xlform.template.roles import Role

# So much of a cell is inside the oval of a seal.
_COVERED = 0.2
# Points of a cell that are looked at, each way.
_POINTS = 8
Box = tuple[float, float, float, float]
Seals = Mapping[int, tuple[PagePlace, ...] | None]


def forms_with_hidden_cells(
    forms: Sequence[Form], templates: Sequence[FormTemplate], grid: Grid
) -> list[Form]:
    """Return the forms of a scan with the values that a seal may hide as doubtful."""
    if not any(grid.seals.values()):
        return list(forms)
    scanned = scanned_forms(forms, templates, grid)
    return [_with_hidden_cells(form, template, grid.seals) for form, template, _ in scanned]


def _with_hidden_cells(form: Form, template: FormTemplate, seals: Seals) -> Form:
    hidden = [
        path
        for path, value in _values(form)
        if _is_empty(value)
        and path in form.origins
        and path not in form.doubtful
        and template.roles.at(path) is not Role.SIGNATURE
        and path in form.places
        and _is_covered(form.places[path], seals)
    ]
    cells = dict.fromkeys(form.origins[path] for path in hidden)
    noted = {note.cell for note in form.notes}
    notes = [Note("place-doubtful", cell) for cell in cells if cell not in noted]
    if not hidden:
        return form
    return msgspec.structs.replace(
        form, doubtful=(*form.doubtful, *hidden), notes=(*form.notes, *notes)
    )


def _values(form: Form) -> Iterator[tuple[str, Value]]:
    """Yield the fields, and the values of rows that hold any."""
    yield from form.fields.items()
    for table, rows in form.tables.items():
        for number, row in enumerate(rows):
            if any(not _is_empty(value) for value in row.values()):
                for name, value in row.items():
                    yield f"{table}[{number}].{name}", value


def _is_empty(value: Value) -> bool:
    return value is None or value == "" or (isinstance(value, Target) and value.type == "empty")


def _is_covered(place: PagePlace, seals: Seals) -> bool:
    """Return whether a part of a cell is inside a seal on its page."""
    left, top, right, bottom = place.box
    across = [left + (right - left) * (number + 0.5) / _POINTS for number in range(_POINTS)]
    down = [top + (bottom - top) * (number + 0.5) / _POINTS for number in range(_POINTS)]
    return any(
        sum(_is_inside(x, y, seal.box) for x in across for y in down) >= _COVERED * _POINTS**2
        for seal in seals.get(place.page) or ()
    )


def _is_inside(across: float, down: float, seal: Box) -> bool:
    """Return whether a point is in the oval that fills a box."""
    left, top, right, bottom = seal
    x = (across - left) / (right - left) * 2 - 1
    y = (down - top) / (bottom - top) * 2 - 1
    return x * x + y * y <= 1
