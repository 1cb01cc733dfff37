"""The work of ``xlform summarize`` once its arguments are known."""

from __future__ import annotations

from pathlib import Path

import click
import msgspec

from xlform.checking.settings import Project, SettingsProblem, find_project, load_project
from xlform.cli.watching import watched_files
from xlform.grid.model import plain
from xlform.messages import translate
from xlform.model.findings import SEVERITIES
from xlform.rules.words import WordsProblem
from xlform.summary.gathering import Plan
from xlform.summary.roster import RosterProblem
from xlform.summary.run import Reckoning, Summarizing
from xlform.summary.workbook.book import Written
from xlform.summary.workbook.funds import By

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
    data: str | None
    reckoning: Reckoning


class Summarizer:
    """Reads the files into a spool, writes the workbook, tells what it came to."""

    def __init__(self, asked: Asked) -> None:
        self._asked = asked
        try:
            self._project = _project(asked.config)
            plan = Plan(self._project, None, asked.jobs, asked.cache, asked.scheduler)
            self._summarizing = Summarizing(plan, asked.reckoning, asked.by)
        except (SettingsProblem, WordsProblem, RosterProblem) as problem:
            raise click.UsageError(str(problem)) from problem

    def run(self) -> int:
        """Do it all; 3 if a file could not be read, 1 if enough was found."""
        asked = self._asked
        with watched_files() as watch:
            made = self._summarizing.run(asked.files, asked.output, asked.data or "", watch)
        for problem in made.problems:
            click.echo(problem, err=True)
        click.echo("\n".join(_told(asked.output, made.written)))
        if made.data:
            click.echo(translate("summarize.data", folder=made.data))
        return self._code(made.written)

    def _code(self, written: Written) -> int:
        if written.survey.failed:
            return _UNREADABLE
        fail_on = self._asked.fail_on or self._project.fail_on
        if fail_on == "never":
            return 0
        grave = SEVERITIES[: [*SEVERITIES].index(fail_on) + 1]  # type: ignore[arg-type]  # one of them
        return _FINDINGS if any(written.survey.severities[one] for one in grave) else 0


def _told(output: str, written: Written) -> list[str]:
    """What was written and what it comes to, in a few lines."""
    survey = written.survey
    found = survey.extents
    counts = {severity: survey.severities[severity] for severity in SEVERITIES}
    lines = [
        translate(
            "summarize.done",
            output=output,
            units=survey.came,
            files=found["units"].total("files"),
            failed=survey.failed,
            forms=survey.forms,
            budget=plain(found["department"].total("budget_total")),
            funds=plain(found["fund"].total("amount")),
            **counts,
        )
    ]
    attendance = survey.district.attendance
    if survey.district.listed:
        told = {one: attendance.count(one) for one in ("complete", "partial", "absent")}
        lines.append(translate("summarize.standings", **told, strangers=len(attendance.strangers)))
    if attendance.choice.left:
        lines.append(translate("summarize.aside", count=len(attendance.choice.left)))
    if written.continued:
        lines.append(translate("summary.continued", sheets="、".join(written.continued)))
    return lines


def _project(config: str | None) -> Project:
    path = Path(config) if config else find_project(Path.cwd())
    return load_project(path) if path else Project()
