"""Folder of templates as it is on disk: declarations, and files that none of them can be."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

from xlform.errors import DeclarationProblem, XlformError
from xlform.model.regular_file import is_file, real_path
from xlform.model.resources import shipped_templates
from xlform.model.word_lists import WORDS
from xlform.template.declaration_file import Bases
from xlform.template.form import FormTemplate
from xlform.template.store import FORM_FILE, SET_FILE, forms_in, load_templates, sets_in

_PROFILE = "profile.toml"
_STEMS = ("form", "set")
_BLANKS = (".xlsx", ".docx")
_BLANK = "blank"


class TemplateFolder:
    """Declarations below ``root`` by name: ``forms`` (set/form) and ``sets``."""

    def __init__(
        self, root: Path, forms: dict[str, Path], sets: dict[str, Path], folder: Path
    ) -> None:
        self.root = root
        self._folder = folder
        self.forms = forms
        self.sets = sets

    @classmethod
    def of(cls, folder: Path) -> TemplateFolder:
        """Return the declarations in a folder: that of a form, of a set, or one of sets.

        Raises :class:`DeclarationProblem` if there is none.
        """
        folder = real_path(folder)
        forms, sets = forms_in(folder), sets_in(folder)
        if not forms and not sets and not any(folder.rglob("*.toml")):
            raise DeclarationProblem("no-template", folder=folder)
        if is_file(folder / FORM_FILE):
            return cls(folder.parents[1], forms, {}, folder)
        is_set = any(path.parent.parent == folder for path in forms.values())
        is_set = is_set or is_file(folder / SET_FILE)
        return cls(folder.parent if is_set else folder, forms, sets, folder)

    @cached_property
    def form_bases(self) -> Bases:
        """Return the declarations that a form may extend, by name: those beside it go first."""
        return self._bases(f"*/*/{FORM_FILE}")

    @cached_property
    def set_bases(self) -> Bases:
        """Return the declarations that a set may extend, by name."""
        return self._bases(f"*/{SET_FILE}")

    def _bases(self, pattern: str) -> dict[str, Path]:
        found: dict[str, Path] = {}
        for folder in (self.root, shipped_templates()):
            for path in sorted(folder.glob(pattern)):
                found.setdefault(path.parent.relative_to(folder).as_posix(), path)
        return found

    def others(self) -> tuple[FormTemplate, ...]:
        """Return the shipped templates that are not checked, nor replaced by those that are."""
        try:
            known = load_templates(shipped_templates())
        except XlformError:  # they are the ones to be checked
            return ()
        return tuple(template for template in known if template.name not in self.forms)

    def misplaced(self) -> Iterator[Path]:
        """Yield the TOML files that are never read: in a wrong place, or by a wrong name."""
        read = {*self.forms.values(), *self.sets.values()}
        for path in self._files():
            named = ".toml" in path.name.lower() or path.stem.lower() in _STEMS
            parts = path.relative_to(self.root).parts
            if named and path not in read and WORDS not in parts and path.name != _PROFILE:
                yield path

    def undeclared(self) -> Iterator[Path]:
        """Yield the folders with a blank but no declaration."""
        blanks = {
            path.parent for path in self._files() if path.suffix in _BLANKS and path.stem == _BLANK
        }
        yield from sorted(folder for folder in blanks if not is_file(folder / FORM_FILE))

    def _files(self) -> Iterator[Path]:
        """Yield the files below the folders that are checked."""
        for path in sorted(self._folder.rglob("*")):
            if is_file(path) and not path.name.startswith((".", "~$")):
                yield path
