"""Faults of the limits that a declaration sets for a value: choices, length, money unit."""

from __future__ import annotations

from collections.abc import Iterator

from xlform.template.declaration import ColumnDeclaration, FieldDeclaration, ValueKind
from xlform.template.faults import DeclarationFault
from xlform.template.toml_lines import KeyPath

# Kinds of values that are no texts: no list of texts and no length can limit them.
_NO_TEXT: tuple[ValueKind, ...] = (
    "amount", "number", "percent", "period", "date", "tick", "sequence", "money-unit",
)  # fmt: skip


def limit_faults(
    key: KeyPath, name: str, declared: FieldDeclaration | ColumnDeclaration
) -> Iterator[DeclarationFault]:
    """Yield the faults of the limits of a field or column; ``key`` is its own."""
    kind, choice, at_most = declared.kind, declared.choice, declared.at_most
    if choice and kind in _NO_TEXT:
        yield DeclarationFault("choice-kind", (*key, "choice"), name=name, kind=kind)
    if len(set(choice)) < len(choice):
        yield DeclarationFault("choice-twice", (*key, "choice"), name=name)
    if at_most and kind in _NO_TEXT:
        yield DeclarationFault("length-kind", (*key, "at_most"), name=name, kind=kind)
    if longest := max(
        (one for one in choice if at_most and len(one) > at_most), key=len, default=""
    ):
        yield DeclarationFault(
            "choice-too-long", (*key, "at_most"), name=name, choice=longest, at_most=at_most
        )
    if declared.money and kind != "amount":
        yield DeclarationFault("money-kind", (*key, "money"), name=name, kind=kind)
