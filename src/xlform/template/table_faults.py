"""Faults of a table's declaration: columns named but not declared, totals said twice or by half."""

from __future__ import annotations

from collections.abc import Iterator

from xlform.template.declaration import (
    ColumnDeclaration,
    FormDeclaration,
    TableDeclaration,
    TotalDeclaration,
)
from xlform.template.faults import DeclarationFault
from xlform.template.label_faults import label_faults
from xlform.template.labels import folded_labels
from xlform.template.limit_faults import limit_faults
from xlform.template.toml_lines import KeyPath
from xlform.template.value_kinds import NUMERIC


def table_faults(table: TableDeclaration, form: FormDeclaration) -> Iterator[DeclarationFault]:
    """Yield the faults of a table, their keys below that of the table."""
    columns = {**table.stub, **table.column}
    if not columns:
        yield DeclarationFault("no-columns", ("column",))
    for name in table.stub.keys() & table.column.keys():
        yield DeclarationFault("column-twice", ("column", name), name=name)
    for key, name in _named_columns(table):
        if name not in columns:
            yield DeclarationFault("no-such-column", key, known=columns, seen=name, name=name)
    yield from _composite_faults(table, columns)
    if table.total:
        for fault in _total_faults(table.total, columns):
            yield fault.at("total")
    if form.layout == "cells":
        yield from _column_faults(table)


def _composite_faults(
    table: TableDeclaration, columns: dict[str, ColumnDeclaration]
) -> Iterator[DeclarationFault]:
    for name, parts in table.composite.items():
        if name in columns:
            yield DeclarationFault("composite-name", ("composite", name), name=name)
        if len(parts) != len(set(parts)):
            yield DeclarationFault("composite-twice", ("composite", name), name=name)
    for number, group in enumerate(table.one_of):
        for place, name in enumerate(group):
            if name in columns and columns[name].kind != "tick":
                key = ("one_of", number, place)
                yield DeclarationFault("one-of-kind", key, name=name, kind=columns[name].kind)


def _named_columns(table: TableDeclaration) -> Iterator[tuple[KeyPath, str]]:
    """Yield each column that a key of the table names, with the key; totals aside."""
    for number, name in enumerate(table.split):
        yield ("split", number), name
    for composite, parts in table.composite.items():
        for number, name in enumerate(parts):
            yield ("composite", composite, number), name
    for number, group in enumerate(table.one_of):
        for place, name in enumerate(group):
            yield ("one_of", number, place), name


def _total_faults(
    total: TotalDeclaration, columns: dict[str, ColumnDeclaration]
) -> Iterator[DeclarationFault]:
    if total.fields and (total.column or total.field):
        yield DeclarationFault("total-both", ("column" if total.column else "field",))
    elif bool(total.column) != bool(total.field):
        key, missing = ("column", "field") if total.column else ("field", "column")
        yield DeclarationFault("total-half", (key,), written=key, missing=missing)
    elif not total.fields and not total.column:
        yield DeclarationFault("total-nothing", ())
    named: dict[KeyPath, str] = {("fields", name): name for name in total.fields}
    if total.column:
        named["column",] = total.column
    for path, name in named.items():
        if name not in columns:
            yield DeclarationFault("no-such-column", path, known=columns, seen=name, name=name)
        elif columns[name].kind not in NUMERIC:
            known = [other for other, column in columns.items() if column.kind in NUMERIC]
            kind = columns[name].kind
            yield DeclarationFault("total-kind", path, known=known, name=name, kind=kind)
    fields = list(total.fields.values())
    for column, field in total.fields.items():
        if fields.count(field) > 1:
            yield DeclarationFault("total-fields", ("fields", column), name=field)
            break
    yield from label_faults(("label",), total.label)


def _column_faults(table: TableDeclaration) -> Iterator[DeclarationFault]:
    seen: dict[tuple[object, ...], str] = {}
    columns = [("stub", name, column) for name, column in table.stub.items()]
    columns += [("column", name, column) for name, column in table.column.items()]
    for group, name, column in columns:
        key = (group, name)
        for words in ("label", "over", "rows", "placeholder"):
            yield from label_faults((*key, words), getattr(column, words))
        if not column.label and not column.rows:
            yield DeclarationFault("column-without-label", key, name=name)
        if column.over and not column.label:
            yield DeclarationFault("over-without-label", (*key, "over"), name=name)
        yield from limit_faults(key, name, column)
        over = folded_labels(column.over)
        for label in folded_labels(column.label):
            place = (label, over, column.nth)
            if seen.setdefault(place, name) != name:
                other = seen[place]
                yield DeclarationFault(
                    "same-column", (*key, "label"), name=name, other=other, label=label
                )
                break
