"""Faults of fields on the blank: labels not printed or printed twice, no place for the value."""

from __future__ import annotations

import re
from collections.abc import Iterator

from xlform.grid.model import Position, origin
from xlform.messages import listed
from xlform.reading.blank_texts import BlankForm
from xlform.reading.fields import FoundField, field_label_cells, row_label_cells
from xlform.reading.header_row import HeaderColumn
from xlform.reading.index import MAX_LABEL_LENGTH, LabelCell
from xlform.reading.layout import first_row_after
from xlform.template.declaration import NUMBERS, FieldDeclaration, ValueKind, as_tuple
from xlform.template.faults import DeclarationFault, FaultSeverity, nearest_name
from xlform.template.form import FieldTemplate
from xlform.template.labels import fold
from xlform.values.money import unit_of_heading

# Kinds of values beside a label with a money unit in brackets.
_OF_MONEY: tuple[ValueKind, ...] = ("amount", "money-unit")
_NUMBER = re.compile(r"[0-9.]+%?")
_COLON = frozenset(":：")
# Directions in which a value is looked for unless the declaration says otherwise.
_LOOK = FieldDeclaration().look


def field_faults(blank: BlankForm) -> Iterator[DeclarationFault]:
    """Yield the faults of all fields, in the order of the declaration."""
    places: dict[Position, str] = {}
    for name, field in blank.template.fields.items():
        found = blank.layout.fields.get(name)
        if blank.layout.head and name in blank.layout.head.fields:
            yield from _column_faults(field, blank.layout.head.fields[name])
            continue
        label_cells = _label_cells(blank, field)
        if found is None:
            if not _may_be_left_out(blank, field):
                yield _missing(blank, field, label_cells)
            continue
        yield from _label_faults(blank, found, label_cells)
        yield from _place_faults(blank, found)
        if found.text is None and found.position in places:
            other = places[found.position]
            yield DeclarationFault("same-cell", ("field", name), name=name, other=other)
        elif found.text is None:
            places[found.position] = name


def _label_cells(blank: BlankForm, field: FieldTemplate) -> list[LabelCell]:
    """Return the cells that may be the field's label, those of table headers aside."""
    found = field_label_cells(blank.index, field, blank.area)
    return [cell for cell in found if cell.position not in blank.header_positions]


def _column_faults(field: FieldTemplate, found: HeaderColumn) -> Iterator[DeclarationFault]:
    """Yield the faults of a field of a list, which is a column."""
    if found.misspelt:
        yield DeclarationFault(
            "label-misspelt", ("field", field.name, "label"), label=_label(field),
            text=found.misspelt,
        )  # fmt: skip
    if found.header.unit and field.kind not in _OF_MONEY:
        yield DeclarationFault(
            "unit-without-amount", ("field", field.name, "kind"), severity=_severity(field.kind),
            label=_label(field), unit=found.header.unit, name=field.name, kind=field.kind,
        )  # fmt: skip


def _may_be_left_out(blank: BlankForm, field: FieldTemplate) -> bool:
    """Return True for a field declared as optional, and one below the form: 填表人."""
    declaration = blank.template.declaration
    if field.declaration.optional:
        return True
    if field.name not in declaration.closing or field.declaration.required is True:
        return False
    return not any(nearest_name(label, blank.texts) for label in as_tuple(field.declaration.label))


def _missing(
    blank: BlankForm, field: FieldTemplate, label_cells: list[LabelCell]
) -> DeclarationFault:
    """Return why a field is not found."""
    key = ("field", field.name)
    label, name = _label(field), field.name
    everywhere = blank.index.label_cells_in(field.labels, blank.area)
    if not everywhere and not label_cells:
        written = "label" if field.declaration.label else "pattern"
        return DeclarationFault(
            "label-not-printed", (*key, written), printed=blank.texts, seen=label,
            label=label, name=name,
        )  # fmt: skip
    if not label_cells:
        under = listed(as_tuple(field.declaration.under))
        return DeclarationFault("not-under", (*key, "under"), label=label, under=under, name=name)
    if field.row and not row_label_cells(blank.index, field, blank.area, label_cells):
        row = listed(as_tuple(field.declaration.row))
        return DeclarationFault(
            "row-not-printed", (*key, "row"), printed=blank.texts, seen=row,
            label=label, row=row, name=name,
        )  # fmt: skip
    return DeclarationFault(
        "too-few", (*key, "nth"), label=label, count=len(label_cells), nth=field.nth, name=name
    )


def _label_faults(
    blank: BlankForm, found: FoundField, label_cells: list[LabelCell]
) -> Iterator[DeclarationFault]:
    field = found.field
    key = ("field", field.name)
    if found.misspelt:
        yield DeclarationFault(
            "label-misspelt", (*key, "label"), label=_label(field), text=found.misspelt
        )
    for number, under in enumerate(field.under):
        if number == 0 and not any(map(blank.printed, field.under)):
            yield DeclarationFault(
                "under-not-printed", (*key, "under"), printed=blank.texts,
                seen=as_tuple(field.declaration.under)[0], label=under,
            )  # fmt: skip
    if field.row:
        label_cells = row_label_cells(blank.index, field, blank.area, label_cells)
    several = len(label_cells) > 1 and field.nth == 1 and not _has_sibling(blank, field)
    if several and not field.row:
        cells = listed(origin(cell.position) for cell in label_cells)
        yield DeclarationFault(
            "label-twice", (*key, "label"), severity="warning",
            label=_label(field), count=len(label_cells), cells=cells,
        )  # fmt: skip
    sections = [] if field.row else blank.index.label_cells_in(field.under, blank.area)
    if any(section.unit for section in sections) and field.kind not in _OF_MONEY:
        yield DeclarationFault(
            "section-unit", (*key, "kind"), severity="warning", label=_label(field),
            under=as_tuple(field.declaration.under)[0], name=field.name, kind=field.kind,
        )  # fmt: skip
    if found.label.unit and field.kind not in _OF_MONEY:
        yield DeclarationFault(
            "unit-without-amount", (*key, "kind"), severity=_severity(field.kind),
            label=_label(field), unit=found.label.unit, name=field.name, kind=field.kind,
        )  # fmt: skip


def _severity(kind: ValueKind) -> FaultSeverity:
    """Return the severity of a money unit beside a value that is no amount."""
    return "warning" if kind == "number" else "error"


def _has_sibling(blank: BlankForm, field: FieldTemplate) -> bool:
    """Return True if another field takes a further one of the same labels."""
    return any(
        other.nth > 1 and {*other.labels} & {*field.labels}
        for other in blank.template.fields.values()
    )


def _place_faults(blank: BlankForm, found: FoundField) -> Iterator[DeclarationFault]:
    field, index = found.field, blank.index
    key = ("field", field.name)
    if field.kind == "money-unit":
        return
    printed = index.cells[found.label.position].text
    if "inside" not in field.look and _COLON & {*printed[-1:]}:
        yield DeclarationFault(
            "look-inside", (*key, "look"), severity="warning", label=_label(field), name=field.name
        )
    if found.text == "" and found.position == found.label.position and not _COLON & {*printed}:
        yield DeclarationFault(
            "no-place", (*key, "look"), severity="warning", label=_label(field), name=field.name
        )
        return
    cell = index.cells.get(found.position)
    text = found.text if found.text is not None else cell.text if cell else ""
    is_usual = field.kind in NUMBERS and _NUMBER.fullmatch(text.strip())  # usual points: 10
    expected = field.look != _LOOK or fold(text) in map(
        fold, as_tuple(field.declaration.placeholder)
    )
    if unit_of_heading(text) and len(text) <= MAX_LABEL_LENGTH:
        yield DeclarationFault(
            "unit-as-value", (*key, "kind"), severity="warning", name=field.name, text=text.strip()
        )
    if text.strip() and not expected and not is_usual and not (cell and cell.formula):
        yield DeclarationFault(
            "value-printed", (*key, "look"), severity="warning", name=field.name,
            text=" ".join(text.split()),
        )  # fmt: skip
    for name, header in blank.layout.headers.items():
        stop = first_row_after(header, blank.layout.headers, blank.layout.fields, blank.area)
        row, column = found.position
        columns = [c for h in header.columns.values() for c in range(h.first, h.last + 1)]
        if header.row <= row < stop and min(columns) <= column <= max(columns):
            yield DeclarationFault("in-table", key, name=field.name, table=name)


def _label(field: FieldTemplate) -> str:
    return next(iter(as_tuple(field.declaration.label)), "") or field.declaration.pattern
