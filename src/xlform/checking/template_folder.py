"""Folder of templates as it is on disk: declarations, and files that none of them can be."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

from xlform.errors import DeclarationProblem, XlformError
from xlform.model.resources import shipped_templates
from xlform.model.word_lists import WORDS
from xlform.template.declaration_file import Bases
from xlform.template.form import FormTemplate
from xlform.template.store import FORM_FILE, SET_FILE, load_templates

_PROFILE = "profile.toml"
_STEMS = ("form", "set")
_BLANKS = (".xlsx", ".docx")


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
        folder = folder.resolve()
        if (folder / FORM_FILE).is_file():
            name = f"{folder.parent.name}/{folder.name}"
            return cls(folder.parents[1], {name: folder / FORM_FILE}, {}, folder)
        of_set = sorted(folder.glob(f"*/{FORM_FILE}"))
        if of_set or (folder / SET_FILE).is_file():
            forms = {f"{folder.name}/{path.parent.name}": path for path in of_set}
            sets = {folder.name: folder / SET_FILE} if (folder / SET_FILE).is_file() else {}
            return cls(folder.parent, forms, sets, folder)
        paths = sorted(folder.glob(f"*/*/{FORM_FILE}"))
        if not paths and not any(folder.rglob("*.toml")):
            raise DeclarationProblem("no-template", folder=folder)
        return cls(
            folder,
            {path.parent.relative_to(folder).as_posix(): path for path in paths},
            {path.parent.name: path for path in sorted(folder.glob(f"*/{SET_FILE}"))},
            folder,
        )

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
        blanks = {path.parent for path in self._files() if path.suffix in _BLANKS}
        yield from sorted(folder for folder in blanks if not (folder / FORM_FILE).is_file())

    def _files(self) -> Iterator[Path]:
        """Yield the files below the folders that are checked."""
        for path in sorted(self._folder.rglob("*")):
            if path.is_file() and not path.name.startswith((".", "~$")):
                yield path
