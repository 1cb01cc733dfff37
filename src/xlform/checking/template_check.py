"""Check of a folder of templates: each declaration, its blank, and the templates together."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import msgspec

from xlform.checking.field_names import name_faults
from xlform.checking.label_kinds import composite_faults, label_kind_faults
from xlform.checking.relation_rules import rule_faults
from xlform.checking.template_folder import TemplateFolder
from xlform.errors import XlformError
from xlform.model.regular_file import is_folder
from xlform.model.word_lists import WORDS, load_words
from xlform.reading.blank_faults import blank_faults
from xlform.reading.blank_rivals import rival_faults
from xlform.template.declaration_check import check_form, check_set, independent
from xlform.template.declaration_file import Bases, LocatedFault, located
from xlform.template.faults import DeclarationFault, nearest_name
from xlform.template.form import FormTemplate
from xlform.template.store import FORM_FILE
from xlform.template.value_kinds import ValueKinds

# Likeness, of 1, from which a kind is taken for a slip of another.
_ALMOST = 0.85


class TemplateCheck(msgspec.Struct, frozen=True):
    """Faults of the templates in a folder, by file and line; the number of templates checked."""

    folder: Path
    count: int
    faults: tuple[LocatedFault, ...]


def check_templates(folder: Path) -> TemplateCheck:
    """Return the faults of the templates in a folder: that of a form, of a set, or one of sets.

    Raises :class:`~xlform.errors.DeclarationProblem` for a folder without a declaration.
    """
    return _FolderCheck(TemplateFolder.of(folder)).run()


class _FolderCheck:
    """Check of one folder."""

    def __init__(self, folder: TemplateFolder) -> None:
        self._folder = folder
        self._faults: list[LocatedFault] = []
        self._templates: dict[str, FormTemplate] = {}

    def run(self) -> TemplateCheck:
        for path in self._folder.misplaced():
            self._add([DeclarationFault("misplaced", line=1)], path)
        for path in self._folder.undeclared():
            self._add([DeclarationFault("no-declaration", line=1)], path)
        for name, path in self._folder.forms.items():
            self._check_form(name, path)
        self._check_kinds()
        for path in self._folder.sets.values():
            self._check_set(path)
        for template, fault in rival_faults(self._templates, self._folder.others()):
            self._add([fault], template.folder / FORM_FILE, self._folder.form_bases)
        self._check_words()
        faults = sorted(self._faults, key=lambda fault: (fault.path, fault.line))
        return TemplateCheck(self._folder.root, len(self._folder.forms), tuple(faults))

    def _add(
        self,
        faults: Iterator[DeclarationFault] | list[DeclarationFault],
        path: Path,
        bases: Bases | None = None,
    ) -> None:
        self._faults += [located(fault, path, bases or {}) for fault in faults]

    def _check_form(self, name: str, path: Path) -> None:
        bases = self._folder.form_bases
        checked = check_form(path, name, bases)
        faults = list(checked.faults)
        if checked.template:
            self._templates[name] = checked.template
            declared = checked.template.declaration.relation
            found = chain(
                blank_faults(checked.template),
                label_kind_faults(checked.template),
                composite_faults(checked.template),
                name_faults(checked.template, self._folder.others()),
                rule_faults(declared, "form"),
            )
            faults += independent(found, checked.structure)
        self._add(faults, path, bases)

    def _check_kinds(self) -> None:
        """Add the kinds that two forms of a set with relations have, which name only one of them.

        A kind that differs little from a known one is most likely meant to be that.
        """
        seen: dict[tuple[str, str], str] = {}
        known = {template.kind for template in self._folder.others()}
        for name, template in self._templates.items():
            set_name = name.partition("/")[0]
            other = seen.setdefault((set_name, template.kind), name)
            kind, near = template.kind, nearest_name(template.kind, known, _ALMOST)
            faults = []
            if other != name and set_name in self._folder.sets:
                faults = [DeclarationFault("kind-twice", ("kind",), kind=kind, other=other)]
            elif near and kind not in known:
                faults = [
                    DeclarationFault(
                        "kind-near", ("kind",), severity="warning", kind=kind, near=near
                    )
                ]
            self._add(faults, template.folder / FORM_FILE, self._folder.form_bases)

    def _check_set(self, path: Path) -> None:
        name = path.parent.name
        kinds: dict[str, ValueKinds] = {
            template.kind: template.value_kinds
            for form, template in self._all_templates().items()
            if form.partition("/")[0] == name
        }
        bases = self._folder.set_bases
        faults, declaration = check_set(path, bases, kinds)
        if declaration:
            for template in self._templates.values():
                if template.folder.parent == path.parent:
                    template.edition = declaration.year
            faults += rule_faults(declaration.relation, "submission")
        complete = all(form in self._templates for form in self._folder.forms)
        self._add([f for f in faults if complete or f.code != "relation-kind"], path, bases)

    def _all_templates(self) -> dict[str, FormTemplate]:
        return {**{t.name: t for t in self._folder.others()}, **self._templates}

    def _check_words(self) -> None:
        words = self._folder.root / WORDS
        if is_folder(words):
            try:
                load_words(words)
            except XlformError as error:
                self._add([DeclarationFault("words", line=1, reason=error)], words)
