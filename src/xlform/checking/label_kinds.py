"""Kinds of values that a label rarely has: 金额 as text, 指标值 as a date."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from xlform.learning.labels import plain_label
from xlform.learning.words import learning_words
from xlform.template.declaration import OneOrMoreOrNone, ValueKind, as_tuple
from xlform.template.faults import DeclarationFault
from xlform.template.form import FormTemplate
from xlform.template.labels import fold
from xlform.template.toml_lines import KeyPath

# Kinds that a label can't have, by the kind that its words name.
_NEVER: Final[Mapping[ValueKind, tuple[ValueKind, ...]]] = {
    "amount": ("text", "percent", "target", "date", "tick", "period"),
    "percent": ("amount", "date", "tick", "period"),
    "number": ("date", "tick", "period"),
    "target": ("amount", "number", "percent", "date", "tick", "period"),
    "date": ("amount", "number", "percent", "target", "tick"),
    "period": ("amount", "number", "percent", "target", "tick", "date"),
    "tick": ("amount", "number", "percent", "target", "date", "period"),
    "level": ("amount", "number", "percent", "target", "date", "tick", "period"),
    "sequence": ("amount", "number", "percent", "target", "date", "tick", "period"),
    "money-unit": ("amount", "number", "percent", "target", "date", "tick", "period"),
}
# Word lists of the headers of the parts of a target, in their order.
_PARTS: Final = ("comparator-heads", "number-heads", "measure-heads")


def label_kind_faults(template: FormTemplate) -> Iterator[DeclarationFault]:
    """Yield a warning for each field and column whose label names another kind of value."""
    if template.prose:
        return
    words = learning_words()
    seen: dict[str, tuple[str, ValueKind]] = {}
    for key, name, labels, kind in _labelled(template):
        told = False
        for label in labels:
            usual = words.kind(plain_label(label, words.labels("of-which")))
            if usual and kind in _NEVER.get(usual, ()) and not told:
                told = True
                yield DeclarationFault(
                    "kind-unusual", (*key, "kind"), severity="warning",
                    name=name, label=label, kind=kind, usual=usual,
                )  # fmt: skip
            if usual:
                break
        other, before = seen.setdefault(fold(labels[0]), (name, kind))
        if before != kind and not told:
            yield DeclarationFault(
                "kind-differs", (*key, "kind"), severity="warning",
                name=name, label=labels[0], kind=kind, other=other, before=before,
            )  # fmt: skip


def _labelled(
    template: FormTemplate,
) -> Iterator[tuple[KeyPath, str, tuple[str, ...], ValueKind]]:
    """Yield the key, name, official labels (of a crossing two) and kind of fields and columns."""
    declaration = template.declaration
    for name, field in declaration.field.items():
        labels = (*_official(field.label), *_official(field.row))
        if labels:
            yield ("field", name), name, labels, field.kind
    for table_name, table in declaration.table.items():
        for group, columns in (("stub", table.stub), ("column", table.column)):
            for name, column in columns.items():
                if column.label:
                    key = ("table", table_name, group, name)
                    yield key, name, _official(column.label), column.kind


def _official(label: OneOrMoreOrNone) -> tuple[str, ...]:
    return as_tuple(label)[:1]


def composite_faults(template: FormTemplate) -> Iterator[DeclarationFault]:
    """Yield a warning for each target whose parts are in another order: sign, number, unit."""
    words = learning_words()
    heads = [words.labels(name) for name in _PARTS]
    for table_name, table in template.declaration.table.items():
        columns = {**table.stub, **table.column}
        for target, parts in table.composite.items():
            kinds = [_part(columns[name].label, heads) for name in parts if name in columns]
            known = [kind for kind in kinds if kind is not None]
            if known != sorted(known):
                key = ("table", table_name, "composite", target)
                yield DeclarationFault("composite-order", key, severity="warning", name=target)


def _part(label: OneOrMoreOrNone, heads: list[frozenset[str]]) -> int | None:
    """Return which part of a target a column with that label holds; ``None`` if unknown."""
    folded = {fold(one) for one in as_tuple(label)}
    return next((number for number, head in enumerate(heads) if folded & head), None)
