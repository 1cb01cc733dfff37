"""Where templates lie and how one is loaded: each folder is one edition of one form."""

from __future__ import annotations

import os
import tomllib
from functools import lru_cache
from pathlib import Path

import msgspec

from xlform.errors import DeclarationProblem
from xlform.messages import say
from xlform.template.declaration import (
    ColumnDeclaration,
    FieldDeclaration,
    FormDeclaration,
    Recognise,
    Strict,
    TableDeclaration,
    TotalDeclaration,
)
from xlform.template.form import FormTemplate

DECLARATION = "form.toml"
_RECORDS: dict[str, type[Strict]] = {
    "recognise": Recognise,
    "field": FieldDeclaration,
    "table": TableDeclaration,
    "stub": ColumnDeclaration,
    "column": ColumnDeclaration,
    "total": TotalDeclaration,
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
    return found


def load_template(folder: Path, name: str) -> FormTemplate:
    """The template in one folder; :class:`DeclarationProblem` names the file and the fault."""
    path = folder / DECLARATION
    try:
        plain = tomllib.loads(path.read_text(encoding="utf-8"))
        declaration = msgspec.convert(plain, FormDeclaration)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError, UnicodeDecodeError) as fault:
        raise DeclarationProblem("declaration", path=path, fault=_sentence(fault)) from fault
    return FormTemplate.of(name, folder, declaration)


def _sentence(fault: Exception) -> str:
    """The fault in words, with the keys that would have been known."""
    text = str(fault)
    if "unknown field" not in text:
        return text
    return text + say("declaration.known-keys", keys=", ".join(_known_keys(text)))


def _known_keys(text: str) -> tuple[str, ...]:
    place = text.rpartition("`$")[2].strip("`")
    record: type[Strict] = FormDeclaration
    for part in place.replace("[...]", ".").split("."):
        record = _RECORDS.get(part, record)
    return record.__struct_fields__
