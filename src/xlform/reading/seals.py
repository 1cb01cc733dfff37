"""Seals and signatures of the forms of a scan: present or not; handwriting is never read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from xlform.grid.model import Grid, Position, Sheet
from xlform.model.page_place import PagePlace
from xlform.model.submission import Form, Value, text_of
from xlform.reading.scanned_forms import ScannedForm, scanned_forms
from xlform.template.form import FieldTemplate, FormTemplate
from xlform.template.labels import fold
from xlform.template.roles import Role

# A name beside a signature's label that was recognised with less confidence is no print.
_PRINTED = 0.9
# Cells looked at to the right of a label of a signature.
_BESIDE = 3
Box = tuple[float, float, float, float]


def forms_with_seals(
    forms: Sequence[Form], templates: Sequence[FormTemplate], grid: Grid
) -> list[Form]:
    """Return the forms of a scan with whether they are sealed and signed."""
    boxes = [_boxes(form) for form in forms]
    sealed = _sealed(boxes, grid.seals)
    return [
        _signed(one, msgspec.structs.replace(one.form, sealed=seal))
        for one, seal in zip(scanned_forms(forms, templates, grid), sealed, strict=True)
    ]


# Seals


def _boxes(form: Form) -> dict[int, Box]:
    """Return the box around the values of a form on each of its pages."""
    found: dict[int, list[Box]] = {}
    for place in form.places.values():
        found.setdefault(place.page, []).append(place.box)
    return {page: _around(boxes) for page, boxes in found.items()}


def _around(boxes: Sequence[Box]) -> Box:
    left, top, right, bottom = zip(*boxes, strict=True)
    return min(left), min(top), max(right), max(bottom)


def _sealed(
    forms: Sequence[Mapping[int, Box]], seals: Mapping[int, tuple[PagePlace, ...] | None]
) -> list[bool | None]:
    """Return whether each form has a seal; ``None`` where none of its pages shows colours."""
    on_pages = {
        (number, page)
        for page, places in seals.items()
        for place in places or ()
        for number in _owners(
            place, {n: boxes[page] for n, boxes in enumerate(forms) if page in boxes}
        )
    }
    return [
        True
        if any((number, page) in on_pages for page in boxes)
        else False
        if any(seals.get(page) is not None for page in boxes)
        else None
        for number, boxes in enumerate(forms)
    ]


def _owners(seal: PagePlace, forms: Mapping[int, Box]) -> Sequence[int]:
    """Return the forms of a page that a seal is on, or else the one it is nearest to."""
    if not forms:
        return ()
    _, top, _, bottom = seal.box
    away = {number: max(box[1] - bottom, top - box[3], 0.0) for number, box in forms.items()}
    least = min(away.values())
    return [number for number, distance in away.items() if distance == least]


# Signatures


def _signed(scanned: ScannedForm, form: Form) -> Form:
    """Return a form with whether it is signed, and no text where that is written by hand."""
    template = scanned.template
    names = [name for name in template.roles.fields.get(Role.SIGNATURE, ()) if name in form.origins]
    if not names:
        return form
    form = msgspec.structs.replace(
        form,
        fields={
            name: "" if name in names and _is_label(value, template.fields[name]) else value
            for name, value in form.fields.items()
        },
    )
    by_hand = {name for name in names if _is_by_hand(scanned, form, name)}
    printed = {name for name in names if form.fields.get(name)} - by_hand
    return msgspec.structs.replace(
        form,
        fields={name: "" if name in by_hand else value for name, value in form.fields.items()},
        signed={name: name in by_hand or name in printed for name in names},
    )


def _is_label(value: Value, field: FieldTemplate) -> bool:
    """Return whether a text is a part of the field's own label, which a seal may have parted."""
    text = fold(text_of(value))
    return bool(text) and any(text in label for label in field.labels)


def _is_by_hand(scanned: ScannedForm, form: Form, name: str) -> bool:
    place = scanned.cell(name)
    if place is None:
        return False
    sheet, at = place
    if form.fields.get(name):
        unsure = form.confidence.get(name, 1.0) < _PRINTED
        return unsure or at in sheet.handwritten
    return any(cell in sheet.handwritten for cell in _beside(sheet, at))


def _beside(sheet: Sheet, at: Position) -> Iterator[Position]:
    """Yield a cell and those behind it in its row up to the next with a text."""
    yield at
    row, column = at
    behind = sorted(there for there in sheet.places if there[0] == row and there[1] > column)
    for there in behind[:_BESIDE]:
        if there in sheet.cells:
            return
        yield there
