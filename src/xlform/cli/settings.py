"""The project file of a command, and the exit code its ``fail-on`` leads to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import click

from xlform.checking.settings import FailOn, Project, SettingsProblem, find_project
from xlform.checking.settings_note import project_from
from xlform.checking.settings_trust import distrust
from xlform.cli.exit_codes import ExitCode
from xlform.cli.verbosity import note
from xlform.messages import translate
from xlform.model.findings import SEVERITIES
from xlform.model.word_lists import WordsProblem


def project_of(config: str | None, given: Iterable[str] = ()) -> Project:
    """Return the project file named, else the nearest one above this folder, else the defaults.

    ``given`` are the inputs: a file among them is not taken. One that nobody named is told if it
    leaves rules out, lowers severities or replaces words; likewise one that is not taken.
    """
    if config:
        return project_from(Path(config))
    path = find_project(Path.cwd())
    if path is None:
        return Project()
    if reason := distrust(path, given):
        note(translate("settings.not-taken", path=path, because=translate(f"settings.{reason}")))
        return Project()
    project = project_from(path)
    if project.note:
        note(project.note)
    return project


@contextmanager
def settings_problems(*further: type[Exception]) -> Iterator[None]:
    """Turn problems of settings, word lists and other given data into wrong usage (exit code 2)."""
    kinds: tuple[type[Exception], ...] = (SettingsProblem, WordsProblem, *further)
    try:
        yield
    except kinds as problem:
        raise click.UsageError(str(problem)) from problem


def findings_code(counts: Mapping[str, int], fail_on: FailOn) -> ExitCode:
    """Return FINDINGS where a severity at or above ``fail_on`` was counted, else OK."""
    if fail_on == "never":
        return ExitCode.OK
    severities = SEVERITIES[: SEVERITIES.index(fail_on) + 1]
    failed = any(counts[severity] for severity in severities)
    return ExitCode.FINDINGS if failed else ExitCode.OK
