"""Cells of a scan joined since the line between them was lost: what both hold is doubtful.

A value is read from the cell its labels point to. Where that is inside another value's cell, or is
the cell of two rows, what is written there belongs to both, or to one of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import msgspec

from xlform.grid.address import cell_name
from xlform.grid.model import Grid, Merges
from xlform.model.submission import Form, Note
from xlform.reading.scanned_forms import ScannedForm, scanned_forms, values_of
from xlform.template.form import FormTemplate
from xlform.template.roles import Role

# What each row of a table of indicators has for itself.
_OF_ONE_ROW = frozenset(
    (Role.LEVEL3, Role.TARGET, Role.COMPARATOR, Role.TARGET_VALUE, Role.TARGET_UNIT, Role.ACTUAL)
)


def forms_with_joined_cells(
    forms: Sequence[Form], templates: Sequence[FormTemplate], grid: Grid
) -> list[Form]:
    """Return the forms of a scan with the values of joined cells as doubtful."""
    return [_with_joined_cells(one) for one in scanned_forms(forms, templates, grid)]


def _with_joined_cells(scanned: ScannedForm) -> Form:
    form = scanned.form
    found = dict.fromkeys((*_joined(scanned), *_of_two_rows(scanned)))
    joined = [path for path in found if path not in form.doubtful]
    if not joined:
        return form
    noted = {note.cell for note in form.notes}
    cells = dict.fromkeys(form.origins[path] for path in joined)
    notes = [Note("joined-doubtful", cell) for cell in cells if cell not in noted]
    return msgspec.structs.replace(
        form, doubtful=(*form.doubtful, *joined), notes=(*form.notes, *notes)
    )


def _joined(scanned: ScannedForm) -> Iterator[str]:
    """Yield the numbers without a value that lie inside the cell of another value."""
    form = scanned.form
    cells = set(form.origins.values())
    merges = {name: Merges(sheet.merges) for name, sheet in scanned.sheets.items()}
    for path, value in values_of(form):
        place = scanned.cell(path) if value is None else None
        area = merges[place[0].name].at(*place[1]) if place else None
        if place and area and (area.top, area.left) != place[1]:
            prefix = form.origins[path].rpartition("!")
            anchor = f"{prefix[0]}{prefix[1]}{cell_name(area.top, area.left)}"
            if anchor in cells:
                yield path


def _of_two_rows(scanned: ScannedForm) -> Iterator[str]:
    """Yield the names and targets of indicators that two rows of a table share.

    The names of both stand in one cell where the line between them was lost. Rows that share all
    of it are two levels with one indicator.
    """
    form, roles = scanned.form, scanned.template.roles
    rows: dict[str, dict[str, str]] = {}
    for path, cell in form.origins.items():
        row, is_row, name = path.rpartition("].")
        if is_row and roles.at(path) in _OF_ONE_ROW:
            rows.setdefault(row, {})[name] = cell
    for (row, cells), (next_row, below) in pairwise(rows.items()):
        shared = [name for name, cell in cells.items() if below.get(name) == cell]
        if len(shared) < len(cells):
            yield from (f"{one}].{name}" for one in (row, next_row) for name in shared)
