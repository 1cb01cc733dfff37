"""Faults of a form's declaration that its types do not catch: names, labels, patterns, totals."""

from __future__ import annotations

import re
from collections.abc import Iterator

from xlform.template.declaration import (
    FieldDeclaration,
    FormDeclaration,
    Recognise,
    TotalDeclaration,
)
from xlform.template.faults import DeclarationFault
from xlform.template.kind_faults import kind_faults
from xlform.template.label_faults import label_faults
from xlform.template.labels import fold, folded_labels
from xlform.template.layout_faults import layout_faults
from xlform.template.limit_faults import limit_faults
from xlform.template.pattern_faults import pattern_faults
from xlform.template.roles import role_faults
from xlform.template.table_faults import table_faults
from xlform.template.toml_lines import KeyPath

# Signs that paths of values consist of: indicators[0].target.
_SIGNS_IN_NAMES = re.compile(r"[.\[\]\s]|^$")
# Names that relations can write.
_PLAIN_NAME = re.compile("[a-z][a-z0-9_]*")
_KIND_NAME = re.compile("[a-z][a-z0-9_]*(?:-[a-z0-9_]+)*")
_NO_LABELS = ("label", "under", "row", "over", "placeholder")
_COLUMN_LABELS = ("label", "over", "rows")

# Keys of a field that nobody would call a field: the name in front of them was left out.
_KEYS = frozenset(FieldDeclaration.__struct_encode_fields__) - {"name", "money", "words"}


def form_faults(declaration: FormDeclaration) -> Iterator[DeclarationFault]:
    """Yield the faults of a declaration, in its order; names in relations are not among them."""
    yield from _name_faults(declaration)
    yield from pattern_faults(declaration)
    yield from _recognise_faults(declaration.recognise)
    for key, name in _named_fields(declaration):
        if name not in declaration.field:
            yield DeclarationFault(
                "no-such-field", key, known=declaration.field, seen=name, name=name
            )
    yield from _field_faults(declaration)
    for name, table in declaration.table.items():
        for fault in table_faults(table, declaration):
            yield fault.at("table", name)
    yield from _list_faults(declaration)
    yield from role_faults(declaration)
    yield from kind_faults(declaration)
    yield from layout_faults(declaration)


def _name_faults(declaration: FormDeclaration) -> Iterator[DeclarationFault]:
    if not _KIND_NAME.fullmatch(declaration.kind):
        yield DeclarationFault("kind-name", ("kind",), severity="warning", name=declaration.kind)
    names: list[KeyPath] = [("field", name) for name in declaration.field]
    for table_name, table in declaration.table.items():
        names.append(("table", table_name))
        names += [("table", table_name, "stub", name) for name in table.stub]
        names += [("table", table_name, "column", name) for name in table.column]
    for key in names:
        name = str(key[-1])
        is_table = key[0] == "table" and key[-1] == key[1]
        if _SIGNS_IN_NAMES.search(name):
            yield DeclarationFault("name", key, name=name)
        elif name in _KEYS and not is_table:
            yield DeclarationFault("name-of-key", key, severity="warning", name=name)
        elif not _PLAIN_NAME.fullmatch(name):
            yield DeclarationFault("plain-name", key, severity="warning", name=name)


def _recognise_faults(recognise: Recognise) -> Iterator[DeclarationFault]:
    count = len(recognise.labels)
    if recognise.least > count:
        yield DeclarationFault("least", ("recognise", "least"), least=recognise.least, count=count)
    yield from label_faults(("recognise", "labels"), recognise.labels)
    folded = [fold(label) for label in recognise.labels]
    for number, label in enumerate(folded):
        if label and label in folded[:number]:
            key = ("recognise", "labels", number)
            yield DeclarationFault(
                "label-again", key, severity="warning", label=recognise.labels[number]
            )
    for number, label in enumerate(recognise.without):
        if fold(label) in folded:
            key = ("recognise", "without", number)
            yield DeclarationFault("without-label", key, label=label)


def _named_fields(declaration: FormDeclaration) -> Iterator[tuple[KeyPath, str]]:
    """Yield each field that a key of the form names, with the key."""
    for number, name in enumerate(declaration.closing):
        yield ("closing", number), name
    for number, name in enumerate(declaration.by):
        yield ("by", number), name
    if declaration.subject:
        yield ("subject",), declaration.subject


def _field_faults(declaration: FormDeclaration) -> Iterator[DeclarationFault]:
    cells = declaration.layout == "cells"
    for name, field in declaration.field.items():
        key = ("field", name)
        for labels in _NO_LABELS:
            yield from label_faults((*key, labels), getattr(field, labels))
        yield from limit_faults(key, name, field)
        if cells and not field.label and not field.pattern:
            yield DeclarationFault("field-without-label", key, name=name)
        if field.row and not field.label:
            yield DeclarationFault("row-without-label", (*key, "row"), name=name)
        for table_name, table in declaration.table.items():
            if table.total and name in _total_fields(table.total):
                total = ("table", table_name, "total")
                yield DeclarationFault("total-field-twice", total, name=name, table=table_name)
    yield from _same_places(declaration)


def _list_faults(declaration: FormDeclaration) -> Iterator[DeclarationFault]:
    """Yield an error for a list without keys, and for keys of a form that is no list."""
    if (declaration.repeat == "rows") != bool(declaration.by):
        yield DeclarationFault("list-keys", ("by",) if declaration.by else ("repeat",))


def _total_fields(total: TotalDeclaration) -> set[str]:
    return {total.field, *total.fields.values()}


def _same_places(declaration: FormDeclaration) -> Iterator[DeclarationFault]:
    """Yield a warning for each field that is found exactly where another one is."""
    seen: dict[tuple[object, ...], str] = {}
    keys = set(declaration.by)  # two keys of a list may share a column
    for name, field in declaration.field.items():
        if field.kind == "money-unit":  # it is found by what it says
            continue
        under, row = folded_labels(field.under), folded_labels(field.row)
        for label in folded_labels(field.label):
            place = (label, under, row, field.nth, folded_labels(field.over))
            if place in seen and seen[place] != name and not {name, seen[place]} <= keys:
                key = ("field", name, "label")
                yield DeclarationFault(
                    "same-place", key, severity="warning", other=seen[place], label=label
                )
                break
            seen[place] = name
