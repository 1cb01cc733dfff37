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
from xlform.model.resources import template_folders, templates_folder, user_templates
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
    "template_folders",
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
def load_templates(folders: Path | tuple[Path, ...]) -> tuple[FormTemplate, ...]:
    """Load all templates below the folders, by name; of one name, that of the first folder.

    Raises :class:`DeclarationProblem` for an invalid one, and for a folder that is none of
    templates.
    """
    folders = (folders,) if isinstance(folders, Path) else folders
    found: dict[str, Path] = {}
    for folder in folders:
        if folder != user_templates() and not any(folder.rglob("*.toml")):
            raise DeclarationProblem("no-templates", folder=folder)
        for declaration in folder.glob(f"*/*/{FORM_FILE}"):
            found.setdefault(declaration.parent.relative_to(folder).as_posix(), declaration.parent)
    if not found:
        raise DeclarationProblem("no-templates", folder=folders[0])
    templates = tuple(load_template(found[name], name) for name in sorted(found))
    for path in _sets(folders):
        members = [t for t in templates if t.name.partition("/")[0] == path.parent.name]
        _apply_set(path, members)
    return templates


def _sets(folders: tuple[Path, ...]) -> list[Path]:
    """Return the declaration of each set, of the first folder that has one."""
    found: dict[str, Path] = {}
    for folder in folders:
        for path in folder.glob(f"*/{SET_FILE}"):
            found.setdefault(path.parent.name, path)
    return [found[name] for name in sorted(found)]


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
    relations = set_relations(set_declaration.relation, kinds, path, set_declaration.within)
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
