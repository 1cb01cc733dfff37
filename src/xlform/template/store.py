"""Templates folder: each subfolder of a set is one edition of one form."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

import msgspec

from xlform.errors import DeclarationProblem
from xlform.messages import translate
from xlform.model.resources import (
    shipped_templates,
    template_folders,
    templates_folder,
    user_templates,
)
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
Toml = dict[str, Any]
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
    bases = {name: folder / FORM_FILE for name, folder in found.items()}
    templates = tuple(_load(found[name], name, bases) for name in sorted(found))
    sets = _sets(folders)
    for path in sets.values():
        members = [t for t in templates if t.name.partition("/")[0] == path.parent.name]
        _apply_set(path, members, sets)
    return templates


def _sets(folders: tuple[Path, ...]) -> dict[str, Path]:
    """Return the declaration of each set by name, of the first folder that has one."""
    found: dict[str, Path] = {}
    for folder in folders:
        for path in folder.glob(f"*/{SET_FILE}"):
            found.setdefault(path.parent.name, path)
    return dict(sorted(found.items()))


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
    """Load one template; :class:`DeclarationProblem` names the file and the error.

    The template it extends, if any, is looked for beside its set, then among the shipped ones.
    """
    bases: dict[str, Path] = {}
    for templates in (folder.parents[1], shipped_templates()):
        for path in templates.glob(f"*/*/{FORM_FILE}"):
            bases.setdefault(path.parent.relative_to(templates).as_posix(), path)
    return _load(folder, name, bases)


def _load(folder: Path, name: str, bases: Mapping[str, Path]) -> FormTemplate:
    declaration = read_declaration(folder / FORM_FILE, FormDeclaration, bases=bases)
    template = FormTemplate.of(name, folder, declaration)
    if declaration.extends and template.blank and not template.blank.is_file():
        template.folder_of_blank = bases[declaration.extends].parent
    return template


def _apply_set(path: Path, templates: list[FormTemplate], sets: Mapping[str, Path]) -> None:
    """Assign a set's year and relations to its templates."""
    set_declaration = read_declaration(path, SetDeclaration, bases=sets)
    kinds = {template.kind: template.value_kinds for template in templates}
    relations = set_relations(set_declaration.relation, kinds, path, set_declaration.within)
    for template in templates:
        template.edition = set_declaration.year
        template.set_relations = relations


def read_declaration(
    path: Path,
    kind: type[_Declaration],
    records: Mapping[str, type[Strict]] = _RECORD_TYPES,
    bases: Mapping[str, Path] = MappingProxyType({}),
) -> _Declaration:
    """Read a declaration file into ``kind``; ``records`` maps keys to the records below it.

    ``bases`` are the declarations it may extend, by name. Raises :class:`DeclarationProblem` with
    the file and the error, and for an unknown key the known ones.
    """
    try:
        return msgspec.convert(_extended(path, bases), kind)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError, UnicodeDecodeError) as error:
        raise DeclarationProblem(
            "declaration", path=path, fault=_describe_error(error, kind, records)
        ) from error


def _extended(path: Path, bases: Mapping[str, Path], above: tuple[str, ...] = ()) -> Toml:
    """Return a declaration with everything it takes over from those it extends."""
    data: Toml = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    base = data.get("extends")
    if not isinstance(base, str) or not base:
        return data
    if base not in bases or bases[base] == path or base in above:
        known = "、".join(sorted(name for name in bases if bases[name] != path))
        raise DeclarationProblem("declared-base", path=path, base=base, known=known)
    return _merged(_extended(bases[base], bases, (*above, base)), data)


def _merged(base: Toml, own: Toml) -> Toml:
    """Return a table with the entries of another over its own; ``false`` takes one out.

    Relations come on top of those that are taken over.
    """
    found = dict(base)
    for key, value in own.items():
        before = found.get(key)
        if value is False:
            found.pop(key, None)
        elif key == "relation" and before:
            found[key] = [*before, *value]
        elif isinstance(before, dict) and isinstance(value, dict):
            found[key] = _merged(before, value)
        else:
            found[key] = value
    return found


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
