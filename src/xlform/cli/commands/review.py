"""``xlform review``: the whole round of a folder of submissions."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from pathlib import Path

import click

from xlform.checking.roster import RosterProblem
from xlform.checking.settings import FailOn, Project
from xlform.cli.exit_codes import ExitCode
from xlform.cli.localized import Argument, Command, Option
from xlform.cli.options import (
    FAIL_ON,
    config_option,
    lang_option,
    message_options,
    templates_option,
)
from xlform.cli.progress import file_counter
from xlform.cli.settings import findings_code, project_of, settings_problems
from xlform.cli.verbosity import note
from xlform.cli.verbosity import problem as tell_problem
from xlform.messages import translate
from xlform.model.regular_file import is_file, real_path
from xlform.review.ledger import UNIT_STATES, Ledger, LedgerProblem
from xlform.review.run import Review, Reviewer, ReviewOptions, ReviewStopped
from xlform.summary.collect import ReadOptions
from xlform.summary.versions import LATEST, Latest


@click.command(cls=Command, help="review.help", epilog="review.examples")
@click.argument("folders", cls=Argument, nargs=-1, required=True, metavar="review.source")
@click.option("-o", "--output", cls=Option, required=True, metavar="cli.out", help="review.output")
@click.option("--roster", cls=Option, metavar="summarize.list", help="summarize.roster")
@click.option("--year", cls=Option, type=int, metavar="summarize.a-year", help="summarize.year")
@click.option("--latest", cls=Option, type=click.Choice(LATEST), help="summarize.latest")
@click.option("--deadline", cls=Option, metavar="review.a-day", help="review.deadline")
@click.option(
    "--jobs",
    cls=Option,
    type=click.IntRange(min=0),
    default=0,
    metavar="summarize.number",
    help="summarize.jobs",
)
@click.option("--no-cache", cls=Option, is_flag=True, help="summarize.no-cache")
@click.option("--fail-on", cls=Option, type=click.Choice(FAIL_ON), help="summarize.fail-on")
@click.option("--force", cls=Option, is_flag=True, help="review.force")
@config_option
@message_options
@templates_option
@lang_option
def review(
    folders: tuple[str, ...],
    *,
    output: str,
    roster: str | None,
    year: int | None,
    latest: Latest | None,
    deadline: str | None,
    jobs: int,
    no_cache: bool,
    fail_on: FailOn | None,
    force: bool,
    config: str | None,
) -> int:
    """Review the submissions and write the ledger, the summary and the papers."""
    _check_output(output, folders)
    options = ReviewOptions(roster, year, latest or "name", _day(deadline), force)
    with settings_problems(RosterProblem):
        project = project_of(config, folders)
        reviewer = Reviewer(ReadOptions(project, None, jobs, not no_cache), options)
    try:
        with file_counter() as reading, file_counter("review.writing") as writing:
            result = reviewer.run(folders, Path(output), reading, writing)
    except LedgerProblem as problem:
        tell_problem(str(problem))
        return ExitCode.UNREADABLE
    except ReviewStopped as stopped:
        note(translate("review.stopped", reviewed=stopped.reviewed))
        raise click.Abort from stopped
    return _reported(result, output, project, fail_on)


def _check_output(output: str, folders: tuple[str, ...]) -> None:
    """Refuse a file, and the folder of the submissions or one around it."""
    path = Path(output)
    if is_file(path):
        raise click.UsageError(translate("review.is-file", output=output))
    target = real_path(path)
    for folder in folders:
        if Path(folder).exists() and real_path(folder).is_relative_to(target):
            raise click.UsageError(translate("review.over-input", output=output))


def _day(text: str | None) -> dt.date | None:
    if text is None:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise click.UsageError(translate("review.no-day", seen=text)) from error


def _reported(result: Review, output: str, project: Project, fail_on: FailOn | None) -> ExitCode:
    """Print what was done; UNREADABLE if a file failed, FINDINGS by ``fail_on``."""
    for problem in result.problems:
        tell_problem(problem)
    ledger = result.ledger
    note("\n".join(ledger_totals(ledger)), err=False)
    reviewed = len(result.reviewed)
    kept = sum(bool(unit.documents) for unit in ledger.units) - reviewed
    note(translate("review.done", reviewed=reviewed, kept=max(kept, 0), output=output), err=False)
    if result.problems:
        return ExitCode.UNREADABLE
    counts = Counter(
        error=sum(unit.errors for unit in ledger.units),
        warning=sum(unit.warnings for unit in ledger.units),
    )
    return findings_code(counts, fail_on or project.fail_on)


def ledger_totals(ledger: Ledger) -> list[str]:
    """Return a line with the number of units in each state, and one on the round before."""
    states = {state: ledger.count(state) for state in UNIT_STATES}
    lines = [translate("review.counts", total=len(ledger.units), **states)]
    compared = [unit for unit in ledger.units if unit.round > 1]
    if compared:
        sums = {
            name: sum(getattr(unit, name) for unit in compared) for name in ("fixed", "open", "new")
        }
        before = sums["fixed"] + sums["open"]
        lines.append(translate("review.compared", before=before, **sums))
    return lines
