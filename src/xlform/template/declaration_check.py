"""Check of one declaration file: all its faults, and the template of what is right in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

import msgspec

from xlform.errors import DeclarationProblem
from xlform.model.regular_file import is_file
from xlform.template.declaration import FormDeclaration, SetDeclaration, Strict
from xlform.template.declaration_file import Bases, Toml, extended
from xlform.template.faults import DeclarationFault
from xlform.template.form import FormTemplate
from xlform.template.form_faults import form_faults
from xlform.template.record_faults import record_faults, without_faults
from xlform.template.relation_names import form_relation_faults, set_relation_faults
from xlform.template.toml_lines import KeyPath
from xlform.template.value_kinds import ValueKinds

_Declaration = TypeVar("_Declaration", bound=Strict)
# Faults with which a template can't be made from the rest of its declaration.
_FATAL = frozenset(("pattern", "no-such-column", "column-twice", "name"))
# What stands in for a required key that is missing, so that the rest can be examined.
_MISSING: Toml = {"kind": "x", "name": "x", "title": ["x"]}


class CheckedForm(msgspec.Struct, frozen=True):
    """Faults of a form.toml; ``template`` is what is right in it, ``None`` if too little is.

    ``structure`` are those of its structure, from which others may follow.
    """

    faults: tuple[DeclarationFault, ...]
    template: FormTemplate | None = None
    structure: tuple[DeclarationFault, ...] = ()


def check_form(path: Path, name: str, bases: Bases) -> CheckedForm:
    """Return the faults of a ``form.toml``; ``bases`` are the declarations it may extend."""
    found, declaration = _read(path, FormDeclaration, bases)
    if declaration is None:
        return CheckedForm(tuple(found))
    others = list(form_faults(declaration))
    if any(fault.code in _FATAL for fault in others):
        return CheckedForm((*found, *independent(others, found)))
    closing = tuple(name for name in declaration.closing if name in declaration.field)
    recognise = declaration.recognise
    least = min(recognise.least, len(recognise.labels))
    recognise = msgspec.structs.replace(recognise, least=least)
    usable = msgspec.structs.replace(declaration, closing=closing, relation=(), recognise=recognise)
    template = FormTemplate(name, path.parent, usable)
    template.resolve()
    others += form_relation_faults(
        declaration.relation, template.kind, template.value_kinds, declaration.within
    )
    template.declaration = msgspec.structs.replace(usable, relation=declaration.relation)
    if declaration.extends and template.blank and not is_file(template.blank):
        template.folder_of_blank = bases[declaration.extends].parent
    return CheckedForm((*found, *independent(others, found)), template, tuple(found))


def check_set(
    path: Path, bases: Bases, kinds: dict[str, ValueKinds]
) -> tuple[list[DeclarationFault], SetDeclaration | None]:
    """Return the faults of a ``set.toml``, and what is right in it; ``kinds`` are its forms."""
    found, declaration = _read(path, SetDeclaration, bases)
    if declaration is None:
        return found, None
    others = set_relation_faults(declaration.relation, kinds, declaration.within)
    return [*found, *independent(others, found)], declaration


def _read(
    path: Path, kind: type[_Declaration], bases: Bases
) -> tuple[list[DeclarationFault], _Declaration | None]:
    """Return the faults of a file's structure, and its declaration without the faulty keys."""
    try:
        data = extended(path, bases)
    except DeclarationFault as fault:
        return [fault], None
    except DeclarationProblem as problem:
        return [DeclarationFault("base", ("extends",), reason=problem)], None
    found = list(record_faults(data, kind))
    kept = without_faults(data, found)
    if kind is FormDeclaration:
        kept = {**_MISSING, **kept}
    try:
        return found, msgspec.convert(kept, kind)
    except msgspec.ValidationError as error:
        return found or [DeclarationFault("other", reason=error)], None


def independent(
    faults: Iterable[DeclarationFault], causes: Sequence[DeclarationFault]
) -> Iterator[DeclarationFault]:
    """Yield the faults that do not merely follow from the faulty keys of the structure."""
    above = [_above(cause) for cause in causes]
    names = {_part(cause.key) for cause in causes}
    for fault in faults:
        follows = any(key and fault.key[: len(key)] == key for key in above)
        if not follows and not _names(fault) & names:
            yield fault


def _above(cause: DeclarationFault) -> KeyPath:
    """Return the key at which another fault follows: of an unknown key, that of its table."""
    unknown = cause.code == "unknown-key" and len(cause.key) > 1
    return cause.key[:-1] if unknown else cause.key


def _part(key: KeyPath) -> str:
    """Return the name of the field, column or table that a key is in."""
    place = {"field": 1, "table": 3 if len(key) > 3 else 1}.get(str(key[0])) if key else None  # noqa: PLR2004
    return str(key[place]) if place and len(key) > place else ""


def _names(fault: DeclarationFault) -> set[str]:
    words = str(fault.details.get("name", ""))
    for sign in "().":
        words = words.replace(sign, " ")
    return {*words.split()}
