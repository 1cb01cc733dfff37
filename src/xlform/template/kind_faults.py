"""Faults of kinds of values: not what the role of a field or column needs, or a level needs."""

from __future__ import annotations

from collections.abc import Iterator

from xlform.template.declaration import FormDeclaration, TableDeclaration, ValueKind
from xlform.template.faults import DeclarationFault
from xlform.template.roles import ROLE_KINDS, Role, Roles, default_role, roles_of
from xlform.template.toml_lines import KeyPath

_OF_STUB: tuple[ValueKind, ...] = ("level", "text", "sequence")
# Roles of columns whose total has the role as well.
_TOTALLED = (Role.WEIGHT, Role.SCORE)
_OF_INDICATORS = (Role.INDICATORS, Role.PERIOD_INDICATORS)


def kind_faults(declaration: FormDeclaration) -> Iterator[DeclarationFault]:
    """Yield a warning for each kind that the rules which ask for its role can't use."""
    roles = roles_of(declaration)
    for name, field in declaration.field.items():
        role = roles.role_of(name)
        yield from _role_kind(("field", name), name, field.kind, role)
    for table_name, table in declaration.table.items():
        of_indicators = roles.role_of_table(table_name) in _OF_INDICATORS
        for role in (Role.LEVEL3, Role.TARGET) if of_indicators else ():
            if not roles.column(table_name, role):
                yield DeclarationFault(
                    "indicators-without", ("table", table_name), severity="warning",
                    role=role, what=role.official,
                )  # fmt: skip
        yield from _crossed_totals(roles, table_name, table)
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


def _crossed_totals(roles: Roles, name: str, table: TableDeclaration) -> Iterator[DeclarationFault]:
    """Yield a warning for each total that goes into the field of another column's total."""
    if table.total is None:
        return
    for column, field in table.total.by_column.items():
        role = roles.role_of(column, name)
        of_field = default_role(field, of_tables=False) or roles.role_of(field)
        if role in _TOTALLED and of_field in _TOTALLED and role != of_field:
            key = ("table", name, "total", "fields", column)
            yield DeclarationFault(
                "total-crossed", key, severity="warning", name=column, field=field, role=of_field
            )
