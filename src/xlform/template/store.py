"""Where templates lie and how one is loaded: each folder is one edition of one form."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

import msgspec

from xlform.errors import DeclarationProblem
from xlform.messages import translate
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

DECLARATION = "form.toml"
SET = "set.toml"
_INDEX = re.compile(r"\[[^\]]*\]")
_Declaration = TypeVar("_Declaration", bound=Strict)
_RECORDS: dict[str, type[Strict]] = {
    "recognise": Recognise,
    "field": FieldDeclaration,
    "table": TableDeclaration,
    "stub": ColumnDeclaration,
    "column": ColumnDeclaration,
    "total": TotalDeclaration,
    "relation": RelationDeclaration,
    "draft": DraftDeclaration,
}


def templates_folder() -> Path:
    """The folder of the templates: XLFORM_TEMPLATES, else the wheel's own, else the checkout's."""
    chosen = os.environ.get("XLFORM_TEMPLATES")
    return Path(chosen) if chosen else _own_folder()


@lru_cache(maxsize=1)
def _own_folder() -> Path:
    package = Path(__file__).parents[1]
    shipped = package / "templates"
    return shipped if shipped.is_dir() else package.parents[1] / "templates"


@lru_cache(maxsize=8)
def load_templates(folder: Path) -> tuple[FormTemplate, ...]:
    """Every template below ``folder``, by name; :class:`DeclarationProblem` for a faulty one."""
    found = tuple(
        load_template(declaration.parent, declaration.parent.relative_to(folder).as_posix())
        for declaration in sorted(folder.glob(f"*/*/{DECLARATION}"))
    )
    if not found:
        raise DeclarationProblem("no-templates", folder=folder)
    for path in sorted(folder.glob(f"*/{SET}")):
        _join(path, [template for template in found if template.folder.parent == path.parent])
    return found


def find_templates(name: str, known: Iterable[FormTemplate]) -> tuple[FormTemplate, ...]:
    """The template of that name, kind, title or 附表 number, or those of the set of that name.

    Of a set they come in the order of their 附表 numbers; none where the name is nobody's.
    """
    wanted = fold(name)
    known = tuple(known)
    for template in known:
        words = template.declaration
        names = (template.name, words.kind, words.name, words.appendix)
        if wanted and wanted in {fold(text) for text in names}:
            return (template,)
    of_set = [t for t in known if wanted and fold(t.name.partition("/")[0]) == wanted]
    return tuple(sorted(of_set, key=lambda template: (template.appendix, template.name)))


def load_template(folder: Path, name: str) -> FormTemplate:
    """The template in one folder; :class:`DeclarationProblem` names the file and the fault."""
    return FormTemplate.of(name, folder, declared(folder / DECLARATION, FormDeclaration))


def _join(path: Path, templates: list[FormTemplate]) -> None:
    """Give the forms of a set their edition's year and the relations between them."""
    of_set = declared(path, SetDeclaration)
    relations = set_relations(of_set.relation, {one.kind: one for one in templates}, path)
    for template in templates:
        template.edition = of_set.year
        template.between = relations


def declared(
    path: Path, kind: type[_Declaration], records: Mapping[str, type[Strict]] = _RECORDS
) -> _Declaration:
    """What a declaration file says; ``records`` are those below ``kind`` by the key they go by.

    :class:`DeclarationProblem` names the file and the fault, and for an unknown key the known ones.
    """
    try:
        plain = tomllib.loads(path.read_text(encoding="utf-8"))
        return msgspec.convert(plain, kind)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError, UnicodeDecodeError) as fault:
        raise DeclarationProblem(
            "declaration", path=path, fault=_sentence(fault, kind, records)
        ) from fault


def _sentence(fault: Exception, whole: type[Strict], records: Mapping[str, type[Strict]]) -> str:
    """The fault in words, with the keys that would have been known."""
    text = str(fault)
    if "unknown field" not in text:
        return text
    return text + translate(
        "declaration.known-keys", keys=", ".join(_known_keys(text, whole, records))
    )


def _known_keys(
    text: str, whole: type[Strict], records: Mapping[str, type[Strict]]
) -> tuple[str, ...]:
    place = text.rpartition("`$")[2].strip("`")
    record = whole
    for part in _INDEX.sub(".", place).split("."):
        record = records.get(part, record)
    return record.__struct_encode_fields__
