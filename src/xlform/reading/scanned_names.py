"""Name of the unit on a scan: printed on each form, and read with as many doubts.

A rare character is taken for another one on some pages. Where the reading is unsure, and the name
most often read on the other forms is among its other readings, that name is taken. A name that was
read with confidence stays as it is: the paper may name two units.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from xlform.grid.address import parse_cell
from xlform.grid.model import Grid, Recognition, Sheet
from xlform.model.submission import Form, Value, text_of
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
    known = {template.name: template for template in templates}
    sheets = {sheet.name: sheet for sheet in grid.sheets}
    names = Counter(name for form in forms for _, name in _names(form, known[form.template]))
    if len(names) < 2:  # noqa: PLR2004  (all are alike)
        return list(forms)
    ((common, _),) = names.most_common(1)
    return [_with_name(form, known[form.template], sheets, common) for form in forms]


def _with_name(
    form: Form, template: FormTemplate, sheets: Mapping[str, Sheet], common: str
) -> Form:
    changed: dict[str, Value] = {
        field: common
        for field, name in _names(form, template)
        if name != common and _may_be(common, _recognition(form, field, sheets))
    }
    return msgspec.structs.replace(form, fields={**form.fields, **changed}) if changed else form


def _names(form: Form, template: FormTemplate) -> Iterator[tuple[str, str]]:
    """Yield the fields of a form that name its unit, with the names."""
    for field in map(template.roles.field, _ROLES):
        name = text_of(form.fields.get(field))
        if name:
            yield field, name


def _recognition(form: Form, field: str, sheets: Mapping[str, Sheet]) -> Recognition | None:
    name, _, cell = form.origins.get(field, "").rpartition("!")
    sheet = sheets.get(name or form.sheet)
    return sheet.recognised.get(parse_cell(cell)) if sheet and cell and ":" not in cell else None


def _may_be(name: str, recognition: Recognition | None) -> bool:
    """Return whether a name is among the other readings of a cell that was read with doubt."""
    if recognition is None or recognition.confidence >= _CERTAIN:
        return False
    return any(fold(other).endswith(fold(name)) for other in recognition.others)
