"""Sentence on a project file that changes what is checked, for the screen and every report."""

from __future__ import annotations

from itertools import chain
from pathlib import Path

import msgspec

from xlform.checking.settings import Project, load_project
from xlform.messages import clauses, listed, translate
from xlform.model.regular_file import is_file


def project_from(path: Path, templates: Path | None = None) -> Project:
    """Return the settings of a project file, with the sentence on what they change.

    ``templates`` and what is raised are those of :func:`~xlform.checking.settings.load_project`.
    """
    project = load_project(path, templates)
    return msgspec.structs.replace(project, note=_note(path, project))


def _note(path: Path, project: Project) -> str:
    """Return what a project file leaves out, lowers or replaces; "" if it does nothing of that.

    Raises :class:`~xlform.checking.settings.SettingsProblem` for a rule that is not known.
    """
    ignored = [one.code for one in project.ignore]
    settings = {"only": [*project.select], "without": ignored, "severity": [*project.severities]}
    if any(settings.values()):
        _check_codes(chain.from_iterable(settings.values()))
    settings["severity"] = [f"{code}={value}" for code, value in project.severities.items()]
    settings["accepted"] = [f"{one.unit} {one.rule} {one.cell}" for one in project.accepted]
    settings["terms"] = _changed_terms(project)
    settings["words"] = [words.name for words in project.words if is_file(words)]
    settings["fail-on"] = [project.fail_on] if project.fail_on != "error" else []
    told = [
        translate(f"settings.{name}", codes=listed(texts))
        for name, texts in settings.items()
        if texts
    ]
    return translate("settings.found", path=path, changes=clauses(told)) if told else ""


def _check_codes(codes: chain[str]) -> None:
    from xlform.checking.selection import codes_matching  # noqa: PLC0415  (few projects say so)
    from xlform.rules import all_rules  # noqa: PLC0415  (as above)

    rules = all_rules()
    for code in codes:
        codes_matching(code, rules)


def _changed_terms(project: Project) -> list[str]:
    """Return the terms that differ from the defaults, as ``name=value``."""
    terms, usual = project.terms, type(project.terms)()
    changed = [
        (name.replace("_", "-"), getattr(terms, name))
        for name in terms.__struct_fields__
        if name != "declared" and getattr(terms, name) != getattr(usual, name)
    ]
    return [f"{name}={msgspec.to_builtins(value)}" for name, value in (*changed, *terms.declared)]
