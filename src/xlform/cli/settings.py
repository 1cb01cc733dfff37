"""The project file of a command, and the exit code its ``fail-on`` leads to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import chain
from pathlib import Path

import click

from xlform.checking.settings import FailOn, Project, SettingsProblem, find_project, load_project
from xlform.cli.exit_codes import ExitCode
from xlform.cli.verbosity import note
from xlform.messages import language, translate
from xlform.model.findings import SEVERITIES
from xlform.model.word_lists import WordsProblem


def project_of(config: str | None) -> Project:
    """Return the project file named, else the nearest one, else the defaults.

    One that nobody named is told if it leaves rules out or changes severities.
    """
    path = Path(config) if config else find_project(Path.cwd())
    project = load_project(path) if path else Project()
    if path and not config and (found := _changes(project)):
        note(translate("settings.found", path=path, changes=found))
    return project


def _changes(project: Project) -> str:
    """Return the rules that a project leaves out and those whose severity it sets; "" if none."""
    ignored = [one.code for one in project.ignore]
    listed = {"only": project.select, "without": ignored, "severity": [*project.severities]}
    if not any(listed.values()) and not project.accepted:
        return ""
    from xlform.checking.selection import codes_matching  # noqa: PLC0415  (few projects say so)
    from xlform.rules import all_rules  # noqa: PLC0415  (as above)

    rules = all_rules()
    for code in chain.from_iterable(listed.values()):
        codes_matching(code, rules)  # an unknown one is told by itself
    listed["severity"] = [f"{code}={value}" for code, value in project.severities.items()]
    listed["accepted"] = [f"{one.unit} {one.rule} {one.cell}" for one in project.accepted]
    told = (
        translate(f"settings.{name}", codes="、".join(codes))
        for name, codes in listed.items()
        if codes
    )
    return ("；" if language() == "zh" else "; ").join(told)


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
