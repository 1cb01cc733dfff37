"""The project file of a command, and the exit code its ``fail-on`` leads to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import click

from xlform.checking.settings import FailOn, Project, SettingsProblem, find_project, load_project
from xlform.cli.exit_codes import ExitCode
from xlform.model.findings import SEVERITIES
from xlform.model.word_lists import WordsProblem


def project_of(config: str | None) -> Project:
    """Return the project file named, else the nearest one, else the defaults."""
    path = Path(config) if config else find_project(Path.cwd())
    return load_project(path) if path else Project()


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
