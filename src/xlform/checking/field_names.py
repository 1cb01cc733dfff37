"""Names of fields and columns that differ by a slip from those of other forms of the kind."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from xlform.template.faults import DeclarationFault, nearest_name
from xlform.template.form import FormTemplate
from xlform.template.roles import Role
from xlform.template.toml_lines import KeyPath

_ALMOST = 0.7
_AT_LEAST = 4


def name_faults(
    template: FormTemplate, others: Iterable[FormTemplate]
) -> Iterator[DeclarationFault]:
    """Yield a warning for each name that is almost one of another form of this kind, or a role."""
    same = [other for other in others if other.kind == template.kind]
    roles = {role.value.replace("-", "_") for role in Role}
    known = roles.union(*(other.fields for other in same))
    yield from _slips(("field",), tuple(template.fields), known)
    for name, table in template.tables.items():
        of_tables = (other.tables[name].columns for other in same if name in other.tables)
        columns = roles.union(*of_tables)
        for column in _slips(("table", name), tuple(table.columns), columns):
            stub = "stub" if table.columns[str(column.key[-1])].stub else "column"
            column.key = ("table", name, stub, column.key[-1])
            yield column


def _slips(key: KeyPath, names: tuple[str, ...], known: set[str]) -> Iterator[DeclarationFault]:
    for name in names:
        if name in known or len(name) < _AT_LEAST:
            continue
        near = nearest_name(name, known - {*names}, _ALMOST)
        if near and len(near) == len(name) and sorted(near) == sorted(name):
            yield DeclarationFault(
                "name-near", (*key, name), severity="warning", name=name, near=near
            )
