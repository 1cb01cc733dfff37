"""Templates folder: each subfolder of a set is one edition of one form."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from xlform.errors import DeclarationProblem
from xlform.model.memoize import alone
from xlform.model.regular_file import is_file, is_folder, real_path
from xlform.model.resources import (
    is_shipped,
    shipped_templates,
    template_folders,
    templates_folder,
    user_templates,
)
from xlform.template.declaration import FormDeclaration, SetDeclaration
from xlform.template.declaration_file import Bases, located, read_declaration
from xlform.template.faults import DeclarationFault
from xlform.template.form import FormTemplate
from xlform.template.labels import fold

if TYPE_CHECKING:
    from xlform.template.relation import Relation

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


@lru_cache(maxsize=8)
@alone
def load_templates(folders: Path | tuple[Path, ...]) -> tuple[FormTemplate, ...]:
    """Load all templates below the folders, by name; of one name, that of the first folder.

    A folder holds sets; that of one set or form is read as well. Raises
    :class:`DeclarationProblem` for an invalid template, and for a folder that is none of them.
    """
    folders = (folders,) if isinstance(folders, Path) else folders
    found: dict[str, Path] = {}
    for folder in folders:
        forms = forms_in(folder)
        if not forms and folder != user_templates() and not _holds_other_parts(folder):
            raise DeclarationProblem("no-templates", folder=folder)
        for name, path in forms.items():
            found.setdefault(name, path)
    if not found:
        raise DeclarationProblem("no-templates", folder=folders[0])
    templates = tuple(_load(found[name], name, found) for name in sorted(found))
    sets = _sets(folders)
    for set_name, path in sets.items():
        members = [t for t in templates if t.name.partition("/")[0] == set_name]
        _apply_set(path, members, sets)
    return templates


def _named(name: str, folder: Path, levels: int) -> list[Path]:
    """Return the files of a name so many levels below a folder, sorted; links are followed."""
    folders = [os.fspath(folder)]
    for _ in range(levels):
        folders = [path for one in folders for path in _folders_in(one)]
    paths = (os.path.join(one, name) for one in folders)  # noqa: PTH118  (many)
    return sorted(Path(path) for path in paths if os.path.exists(path))  # noqa: PTH110  (as above)


def _folders_in(folder: str) -> list[str]:
    """Return the paths of the folders in one; none if it can't be read."""
    try:
        with os.scandir(folder) as entries:
            return [entry.path for entry in entries if _leads_to_folder(entry)]
    except OSError:
        return []


def _leads_to_folder(entry: os.DirEntry[str]) -> bool:
    if entry.is_symlink():
        return is_folder(entry.path)
    return entry.is_dir(follow_symlinks=False)


def forms_in(folder: Path) -> dict[str, Path]:
    """Return the declarations of forms in a folder of a form, a set or sets, by name."""
    top = real_path(folder)
    if is_file(folder / FORM_FILE):
        return {f"{top.parent.name}/{top.name}": folder / FORM_FILE}
    if of_set := _named(FORM_FILE, folder, 1):
        return {f"{top.name}/{path.parent.name}": path for path in of_set}
    paths = _named(FORM_FILE, folder, 2)
    return {f"{path.parts[-3]}/{path.parts[-2]}": path for path in paths}


def sets_in(folder: Path) -> dict[str, Path]:
    """Return the declarations of sets in a folder of a form, a set or sets, by name."""
    if is_file(folder / FORM_FILE):
        paths = [folder.parent / SET_FILE]
    elif _named(FORM_FILE, folder, 1):
        paths = [folder / SET_FILE]
    else:
        paths = _named(SET_FILE, folder, 1)
    return {real_path(path).parent.name: path for path in paths if is_file(path)}


def _holds_other_parts(folder: Path) -> bool:
    """Return True for a folder that extends sets, word lists or profiles alone."""
    patterns = (f"*/{SET_FILE}", "words/**/*.toml", "*/profile.toml")
    return any(any(folder.glob(pattern)) for pattern in patterns)


def _sets(folders: tuple[Path, ...]) -> dict[str, Path]:
    """Return the declaration of each set by name, of the first folder that has one."""
    found: dict[str, Path] = {}
    for folder in folders:
        for name, path in sets_in(folder).items():
            found.setdefault(name, path)
    return dict(sorted(found.items()))


def find_templates(name: str, known: Iterable[FormTemplate]) -> tuple[FormTemplate, ...]:
    """Return the template of that name, kind, title or 附表 number, or those of that set.

    Templates of a set are in the order of their 附表 numbers; an unknown name gives none. Of one
    kind, a form of its own goes before a list of such forms.
    """
    key = fold(name)
    known = tuple(known)
    for template in sorted(known, key=lambda template: template.is_list):
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
    return _load(folder / FORM_FILE, name, bases)


def _load(path: Path, name: str, bases: Bases) -> FormTemplate:
    declaration = read_declaration(path, FormDeclaration, bases)
    try:
        template = FormTemplate.of(name, path.parent, declaration)
    except DeclarationFault as fault:
        raise located(fault, path, bases).problem() from fault
    if declaration.extends and template.blank and not is_file(template.blank):
        template.folder_of_blank = bases[declaration.extends].parent
    return template


def _apply_set(path: Path, templates: list[FormTemplate], sets: Mapping[str, Path]) -> None:
    """Assign a set's year and relations to its templates.

    The relations of the package are known to have no fault: they are made when a template is asked
    for them.
    """
    set_declaration = read_declaration(path, SetDeclaration, sets)

    @cache
    def relations() -> tuple[Relation, ...]:
        from xlform.template.relation_names import set_relations  # noqa: PLC0415  (not for reading)

        kinds = {template.kind: template.value_kinds for template in templates}
        try:
            return set_relations(set_declaration.relation, kinds, set_declaration.within)
        except DeclarationFault as fault:
            raise located(fault, path, sets).problem() from fault

    if not all(map(is_shipped, (path, *(template.folder for template in templates)))):
        relations()
    for template in templates:
        template.edition = set_declaration.year
        template.make_set_relations = relations
