"""Name of the unit on a scan: printed on each form, and read with as many doubts.

A rare character is taken for another one on some pages. Where the reading is unsure, and the name
most often read on the other forms is among its other readings, that name is taken. A name that was
read with confidence stays as it is: the paper may name two units.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import msgspec

from xlform.grid.model import Grid, Recognition
from xlform.model.submission import Form, Value, text_of
from xlform.reading.scanned_forms import ScannedForm, scanned_forms
from xlform.template.form import FormTemplate
from xlform.template.labels import fold
from xlform.template.roles import Role

_ROLES = (Role.UNIT, Role.FILER)
# A name recognised with more confidence is as it was read.
_CERTAIN = 0.95


def forms_with_one_name(
    forms: Sequence[Form], templates: Sequence[FormTemplate], grid: Grid
) -> list[Form]:
    """Return the forms of a scan with unsure names of the unit as most forms have it."""
    scanned = list(scanned_forms(forms, templates, grid))
    names = Counter(name for one in scanned for _, name in _names(one))
    if len(names) < 2:  # noqa: PLR2004  (all are alike)
        return list(forms)
    ((common, _),) = names.most_common(1)
    return [_with_name(one, common) for one in scanned]


def _with_name(scanned: ScannedForm, common: str) -> Form:
    form = scanned.form
    changed: dict[str, Value] = {
        field: common
        for field, name in _names(scanned)
        if name != common and _may_be(common, scanned.recognition(field))
    }
    if not changed:
        return form
    cells = {form.origins[field] for field in changed}
    return msgspec.structs.replace(
        form,
        fields={**form.fields, **changed},
        doubtful=tuple(path for path in form.doubtful if path not in changed),
        notes=tuple(
            note for note in form.notes if note.code != "figure-doubtful" or note.cell not in cells
        ),
    )


def _names(scanned: ScannedForm) -> Iterator[tuple[str, str]]:
    """Yield the fields of a form that name its unit, with the names."""
    for field in map(scanned.template.roles.field, _ROLES):
        name = text_of(scanned.form.fields.get(field))
        if name:
            yield field, name


def _may_be(name: str, recognition: Recognition | None) -> bool:
    """Return whether a name is among the other readings of a cell that was read with doubt."""
    if recognition is None or recognition.confidence >= _CERTAIN:
        return False
    return any(fold(other).endswith(fold(name)) for other in recognition.others)
