"""Keys of prose in a form of cells, and keys of cells in prose, which would be passed over."""

from __future__ import annotations

from collections.abc import Iterator

from xlform.template.declaration import FormDeclaration, WordingDeclaration
from xlform.template.faults import DeclarationFault
from xlform.template.toml_lines import KeyPath

_FORM_KEYS = ("heading", "section")
_PROSE_KEYS = ("find", "words", "also")
_CELL_KEYS = ("row", "over", "rows", "composite", "one_of")


def layout_faults(declaration: FormDeclaration) -> Iterator[DeclarationFault]:
    """Yield an error for each key that the form's layout has no use for."""
    if declaration.layout == "prose":
        for key in _used(declaration, _CELL_KEYS):
            yield DeclarationFault("cells-key", key, severity="warning", name=str(key[-1]))
    else:
        for key in (*_used(declaration, _PROSE_KEYS), *_keys_of_prose(declaration)):
            yield DeclarationFault("prose-key", key, name=str(key[-1]))
        for name, field in declaration.field.items():
            if "section" in field.look:
                yield DeclarationFault("prose-look", ("field", name, "look"))


def _keys_of_prose(declaration: FormDeclaration) -> Iterator[KeyPath]:
    """Yield the keys of prose that the form itself and its tables write."""
    for name in _FORM_KEYS:
        if getattr(declaration, name):
            yield (name,)
    if declaration.wording != WordingDeclaration():
        yield ("wording",)
    for name, table in declaration.table.items():
        if table.entry:
            yield ("table", name, "entry")


def _used(declaration: FormDeclaration, names: tuple[str, ...]) -> Iterator[KeyPath]:
    """Yield the keys of these names that fields, tables and columns write."""
    parts: list[tuple[KeyPath, object]] = [
        (("field", name), field) for name, field in declaration.field.items()
    ]
    for table_name, table in declaration.table.items():
        parts.append((("table", table_name), table))
        for group in ("stub", "column"):
            columns = getattr(table, group).items()
            parts += [(("table", table_name, group, name), column) for name, column in columns]
    for key, part in parts:
        for name in names:
            if getattr(part, name, None):
                yield (*key, name)
