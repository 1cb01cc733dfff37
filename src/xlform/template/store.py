"""Templates folder: each subfolder of a set is one edition of one form."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

import msgspec

from xlform.errors import DeclarationProblem
from xlform.messages import translate
from xlform.model.resources import templates_folder
from xlform.template.declaration import (
    ColumnDeclaration,
    DraftDeclaration,
    FieldDeclaration,
    FormDeclaration,
    Recognise,
    RelationDeclaration,
    SetDeclaration,
    Strict,
    TableDeclaration,
    TotalDeclaration,
)
from xlform.template.form import FormTemplate
from xlform.template.labels import fold
from xlform.template.relation import set_relations

__all__ = [
    "FORM_FILE",
    "SET_FILE",
    "find_templates",
    "load_template",
    "load_templates",
    "read_declaration",
    "templates_folder",
]

FORM_FILE = "form.toml"
SET_FILE = "set.toml"
_INDEX = re.compile(r"\[[^\]]*\]")
_Declaration = TypeVar("_Declaration", bound=Strict)
_RECORD_TYPES: dict[str, type[Strict]] = {
    "recognise": Recognise,
    "field": FieldDeclaration,
    "table": TableDeclaration,
    "stub": ColumnDeclaration,
    "column": ColumnDeclaration,
    "total": TotalDeclaration,
    "relation": RelationDeclaration,
    "draft": DraftDeclaration,
}


@lru_cache(maxsize=8)
def load_templates(folder: Path) -> tuple[FormTemplate, ...]:
    """Load all templates below ``folder``, by name.

    Raises :class:`DeclarationProblem` for an invalid one.
    """
    templates = tuple(
        load_template(declaration.parent, declaration.parent.relative_to(folder).as_posix())
        for declaration in sorted(folder.glob(f"*/*/{FORM_FILE}"))
    )
    if not templates:
        raise DeclarationProblem("no-templates", folder=folder)
    for path in sorted(folder.glob(f"*/{SET_FILE}")):
        _apply_set(
            path, [template for template in templates if template.folder.parent == path.parent]
        )
    return templates


def find_templates(name: str, known: Iterable[FormTemplate]) -> tuple[FormTemplate, ...]:
    """Return the template of that name, kind, title or 附表 number, or those of that set.

    Templates of a set are in the order of their 附表 numbers; an unknown name gives none.
    """
    key = fold(name)
    known = tuple(known)
    for template in known:
        declaration = template.declaration
        names = (template.name, declaration.kind, declaration.name, declaration.appendix)
        if key and key in {fold(text) for text in names}:
            return (template,)
    of_set = [t for t in known if key and fold(t.name.partition("/")[0]) == key]
    return tuple(sorted(of_set, key=lambda template: (template.appendix, template.name)))


def load_template(folder: Path, name: str) -> FormTemplate:
    """Load one template; :class:`DeclarationProblem` names the file and the error."""
    return FormTemplate.of(name, folder, read_declaration(folder / FORM_FILE, FormDeclaration))


def _apply_set(path: Path, templates: list[FormTemplate]) -> None:
    """Assign a set's year and relations to its templates."""
    set_declaration = read_declaration(path, SetDeclaration)
    kinds = {template.kind: template.value_kinds for template in templates}
    relations = set_relations(set_declaration.relation, kinds, path)
    for template in templates:
        template.edition = set_declaration.year
        template.set_relations = relations


def read_declaration(
    path: Path, kind: type[_Declaration], records: Mapping[str, type[Strict]] = _RECORD_TYPES
) -> _Declaration:
    """Read a declaration file into ``kind``; ``records`` maps keys to the records below it.

    Raises :class:`DeclarationProblem` with the file and the error, and for an unknown key the known
    ones.
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        return msgspec.convert(data, kind)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError, UnicodeDecodeError) as error:
        raise DeclarationProblem(
            "declaration", path=path, fault=_describe_error(error, kind, records)
        ) from error


def _describe_error(
    error: Exception, root: type[Strict], records: Mapping[str, type[Strict]]
) -> str:
    """Return the error as text; for an unknown key, with the keys that are known."""
    text = str(error)
    if "unknown field" not in text:
        return text
    return text + translate(
        "declaration.known-keys", keys=", ".join(_known_keys(text, root, records))
    )


def _known_keys(
    text: str, root: type[Strict], records: Mapping[str, type[Strict]]
) -> tuple[str, ...]:
    json_path = text.rpartition("`$")[2].strip("`")
    record = root
    for part in _INDEX.sub(".", json_path).split("."):
        record = records.get(part, record)
    return record.__struct_encode_fields__
