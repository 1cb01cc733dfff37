"""The work of ``xlform summarize`` once its arguments are known."""

from __future__ import annotations

from pathlib import Path

import click
import msgspec

from xlform.checker import Checker
from xlform.cli.watching import watched_files
from xlform.findings import SEVERITIES
from xlform.grid.model import plain
from xlform.messages import say
from xlform.rules.words import WordsProblem
from xlform.settings import Project, SettingsProblem, find_project, load_project
from xlform.summary.data import write_data
from xlform.summary.district import District, reckoned
from xlform.summary.gathering import Plan, gather
from xlform.summary.inputs import spelled_out
from xlform.summary.layout import layouts
from xlform.summary.roster import RosterProblem, read_roster
from xlform.summary.spool import Spool
from xlform.summary.versions import Latest
from xlform.summary.workbook.book import Written, write_summary
from xlform.summary.workbook.funds import By
from xlform.template.store import load_templates, templates_folder

_FINDINGS, _UNREADABLE = 1, 3


class Reckoning(msgspec.Struct, frozen=True):
    """Which units are expected, which year counts, which of a unit's files is the later one."""

    roster: str | None
    year: int | None
    latest: Latest


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
            self._desk = Checker(self._project).desk
            roster = asked.reckoning.roster
            self._roster = read_roster(Path(roster), self._desk) if roster else None
        except (SettingsProblem, WordsProblem, RosterProblem) as problem:
            raise click.UsageError(str(problem)) from problem

    def run(self) -> int:
        """Do it all; 3 if a file could not be read, 1 if enough was found."""
        asked = self._asked
        plan = Plan(self._project, None, asked.jobs, asked.cache, asked.scheduler)
        with Spool() as spool:
            with watched_files() as watch:
                gather(asked.files, spool, plan, watch, Path(asked.output))
            district = self._reckoned(spool)
            known = layouts(load_templates(templates_folder()))
            written = write_summary(Path(asked.output), spool, known, district, by=asked.by)
            data = asked.data or (_beside(asked.output) if written.continued else "")
            if data:
                write_data(Path(data), spool, known)
            problems = [one.problem for one in spool.files() if one.problem]
        for problem in problems:
            click.echo(problem, err=True)
        click.echo("\n".join(_told(asked.output, written)))
        if data:
            click.echo(say("summarize.data", folder=data))
        return self._code(written)

    def _reckoned(self, spool: Spool) -> District:
        wanted = self._asked.reckoning
        given: dict[str, int] = {}
        if wanted.latest == "given":
            given = {one.handed.path: n for n, one in enumerate(spelled_out(self._asked.files))}
        return reckoned(
            spool,
            self._desk,
            roster=self._roster,
            year=wanted.year,
            latest=wanted.latest,
            given=given,
        )

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
        say(
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
        lines.append(say("summarize.standings", **told, strangers=len(attendance.strangers)))
    if attendance.choice.left:
        lines.append(say("summarize.aside", count=len(attendance.choice.left)))
    if written.continued:
        lines.append(say("summary.continued", sheets="、".join(written.continued)))
    return lines


def _beside(output: str) -> str:
    """The folder for rows that a sheet could not hold, where no other was told."""
    return str(Path(output).with_name(say("summarize.data-folder", name=Path(output).stem)))


def _project(config: str | None) -> Project:
    path = Path(config) if config else find_project(Path.cwd())
    return load_project(path) if path else Project()
