"""Faults of kinds of values: not what the role of a field or column needs, or a level needs."""

from __future__ import annotations

from collections.abc import Iterator

from xlform.template.declaration import FormDeclaration, ValueKind
from xlform.template.faults import DeclarationFault
from xlform.template.roles import ROLE_KINDS, Role, roles_of
from xlform.template.toml_lines import KeyPath

_OF_STUB: tuple[ValueKind, ...] = ("level", "text", "sequence")
_OF_INDICATORS = (Role.INDICATORS, Role.PERIOD_INDICATORS)


def kind_faults(declaration: FormDeclaration) -> Iterator[DeclarationFault]:
    """Yield a warning for each kind that the rules which ask for its role can't use."""
    roles = roles_of(declaration)
    for name, field in declaration.field.items():
        role = roles.role_of(name)
        yield from _role_kind(("field", name), name, field.kind, role)
    for table_name, table in declaration.table.items():
        of_indicators = roles.role_of_table(table_name) in _OF_INDICATORS
        if of_indicators and not roles.column(table_name, Role.TARGET):
            yield DeclarationFault("no-target", ("table", table_name), severity="warning")
        for group, columns in (("stub", table.stub), ("column", table.column)):
            for name, column in columns.items():
                key = ("table", table_name, group, name)
                role = roles.role_of(name, table_name)
                yield from _role_kind(key, name, column.kind, role)
                if group == "stub" and column.kind not in _OF_STUB:
                    yield DeclarationFault(
                        "stub-kind", (*key, "kind"), severity="warning", known=_OF_STUB,
                        name=name, kind=column.kind,
                    )  # fmt: skip


def _role_kind(
    key: KeyPath, name: str, kind: ValueKind, role: Role | None
) -> Iterator[DeclarationFault]:
    wanted = ROLE_KINDS.get(role, ()) if role else ()
    if wanted and kind not in wanted:
        yield DeclarationFault(
            "role-kind", (*key, "kind"), severity="warning", known=wanted,
            name=name, role=role, kind=kind,
        )  # fmt: skip
