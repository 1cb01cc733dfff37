"""The work of ``xlform summarize`` once its arguments are known."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click
import msgspec

from xlform.cli.watching import watched_count
from xlform.findings import SEVERITIES
from xlform.grid.model import plain
from xlform.messages import say
from xlform.rules.words import WordsProblem
from xlform.settings import Project, SettingsProblem, find_project, load_project
from xlform.summary.gathering import Plan, gather
from xlform.summary.layout import layouts
from xlform.summary.spool import Spool
from xlform.summary.workbook.book import Written, write_summary
from xlform.summary.workbook.funds import By
from xlform.template.store import load_templates, templates_folder

_FINDINGS, _UNREADABLE = 1, 3


class Asked(msgspec.Struct, frozen=True):
    """What is to be summarized, and how, as the command line says it."""

    files: tuple[str, ...]
    output: str
    by: By
    jobs: int
    scheduler: str
    cache: bool
    fail_on: str | None
    config: str | None


class Summarizer:
    """Reads the files into a spool, writes the workbook, tells what it came to."""

    def __init__(self, asked: Asked) -> None:
        self._asked = asked
        try:
            self._project = _project(asked.config)
        except SettingsProblem as problem:
            raise click.UsageError(str(problem)) from problem

    def run(self) -> int:
        """Do it all; 3 if a file could not be read, 1 if enough was found."""
        asked = self._asked
        plan = Plan(self._project, None, asked.jobs, asked.cache, asked.scheduler)
        with Spool() as spool:
            try:
                with watched_count() as watch:
                    gather(asked.files, spool, plan, watch)
            except (SettingsProblem, WordsProblem) as problem:
                raise click.UsageError(str(problem)) from problem
            known = layouts(load_templates(templates_folder()))
            written = write_summary(Path(asked.output), spool, known, by=asked.by)
            problems = [one.problem for one in spool.files() if one.problem]
        for problem in problems:
            click.echo(problem, err=True)
        click.echo(_told(asked.output, written))
        return self._code(written)

    def _code(self, written: Written) -> int:
        if written.survey.failed:
            return _UNREADABLE
        fail_on = self._asked.fail_on or self._project.fail_on
        if fail_on == "never":
            return 0
        grave = SEVERITIES[: [*SEVERITIES].index(fail_on) + 1]  # type: ignore[arg-type]  # one of them
        return _FINDINGS if any(written.survey.severities[one] for one in grave) else 0


def _told(output: str, written: Written) -> str:
    """What was written and what it comes to, in a line or two."""
    survey = written.survey
    found = survey.extents
    counts = {severity: survey.severities[severity] for severity in SEVERITIES}
    lines = [
        say(
            "summarize.done",
            output=output,
            units=found["units"].entries,
            files=found["units"].total("files"),
            failed=survey.failed,
            forms=survey.forms,
            budget=plain(found["department"].total("budget_total")),
            funds=plain(found["fund"].total("amount")),
            **counts,
        )
    ]
    if written.continued:
        lines.append(say("summary.continued", sheets="、".join(written.continued)))
    return "\n".join(lines)


def _project(config: str | None) -> Project:
    path = Path(config) if config else find_project(Path.cwd())
    return load_project(path) if path else Project()
