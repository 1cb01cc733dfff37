"""``xlform summarize``: many submissions into one workbook."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click
import msgspec

from xlform.checking.roster import RosterProblem
from xlform.checking.settings import FailOn
from xlform.cli.exit_codes import ExitCode
from xlform.cli.localized import Argument, Command, Option
from xlform.cli.options import (
    FAIL_ON,
    config_option,
    force_option,
    lang_option,
    message_options,
    templates_option,
)
from xlform.cli.output import check_file_output, check_not_input, check_suffix
from xlform.cli.progress import file_counter
from xlform.cli.settings import findings_code, project_of, settings_problems
from xlform.cli.verbosity import note
from xlform.cli.verbosity import problem as tell_problem
from xlform.files.name_patterns import is_url
from xlform.grid.model import plain
from xlform.messages import listed, translate
from xlform.summary.collect import ReadOptions
from xlform.summary.options import NothingCounted, SummaryOptions
from xlform.summary.run import Summarizer
from xlform.summary.summary_figures import SummaryFigures

if TYPE_CHECKING:
    from xlform.summary.versions import Latest
    from xlform.summary.workbook.named_entries import By

LATEST = ("name", "time", "given")
BY = ("fund", "unit", "responsible")
_SUFFIX = ".xlsx"


@click.command(cls=Command, help="summarize.help", epilog="summarize.examples")
@click.argument("files", cls=Argument, nargs=-1, required=True, metavar="summarize.source")
@click.option("-o", "--output", cls=Option, metavar="cli.out", help="summarize.output")
@click.option("--roster", cls=Option, metavar="summarize.list", help="summarize.roster")
@click.option("--year", cls=Option, type=int, metavar="summarize.a-year", help="summarize.year")
@click.option("--latest", cls=Option, type=click.Choice(LATEST), help="summarize.latest")
@click.option("--data", cls=Option, metavar="summarize.folder", help="summarize.data-help")
@click.option("--by", cls=Option, type=click.Choice(BY), default="fund", help="summarize.by")
@click.option(
    "--jobs",
    cls=Option,
    type=click.IntRange(min=0),
    default=0,
    metavar="summarize.number",
    help="summarize.jobs",
)
@click.option(
    "--scheduler", cls=Option, default="", metavar="summarize.address", help="summarize.scheduler"
)
@click.option("--no-cache", cls=Option, is_flag=True, help="summarize.no-cache")
@click.option("--fail-on", cls=Option, type=click.Choice(FAIL_ON), help="summarize.fail-on")
@force_option
@config_option
@message_options
@templates_option
@lang_option
def summarize(
    files: tuple[str, ...],
    *,
    output: str | None,
    roster: str | None,
    year: int | None,
    latest: Latest | None,
    by: By,
    data: str | None,
    jobs: int,
    scheduler: str,
    no_cache: bool,
    fail_on: FailOn | None,
    force: bool,
    config: str | None,
) -> int:
    """Read and check the files and write the summary."""
    if by == "responsible" and not roster:
        raise click.UsageError(translate("summarize.needs-roster"))
    _check_output(output, files, force=force)
    summary_options = SummaryOptions(roster, year, latest or "name", force=force)
    options = Options(
        files, output or "", data or "", by, jobs, scheduler, not no_cache, fail_on, config
    )
    return SummarizeRun(options, summary_options).run()


def _check_output(output: str | None, files: tuple[str, ...], *, force: bool) -> None:
    if not output:
        raise click.UsageError(translate("summarize.needs-output"))
    if not is_url(output):
        check_suffix(output, _SUFFIX, "summarize.no-workbook")
        check_not_input(output, files)
        check_file_output(output, force=force)


class Options(msgspec.Struct, frozen=True):
    """Options of the command line; ``data`` and ``scheduler`` are "" for none."""

    files: tuple[str, ...]
    output: str
    data: str
    by: By
    jobs: int
    scheduler: str
    cache: bool
    fail_on: FailOn | None
    config: str | None


class SummarizeRun:
    """Reads the files, writes the workbook, prints what was written."""

    def __init__(self, options: Options, summary_options: SummaryOptions) -> None:
        self._options = options
        with settings_problems():
            self._project = project_of(options.config, options.files)
        read_options = ReadOptions(
            self._project, None, options.jobs, options.cache, options.scheduler
        )
        self._summarizer = Summarizer(read_options, summary_options, options.by)

    def run(self) -> ExitCode:
        """Write the summary; return UNREADABLE if a file failed, FINDINGS by ``fail_on``."""
        options = self._options
        try:
            with settings_problems(RosterProblem), file_counter() as watch:
                summary = self._summarizer.run(options.files, options.output, options.data, watch)
        except NothingCounted as nothing:
            for sentence in (*nothing.problems, str(nothing)):
                tell_problem(sentence)
            return ExitCode.UNREADABLE
        for problem in summary.problems:
            tell_problem(problem)
        note("\n".join(_report(options.output, summary.written)), err=False)
        if summary.own_outputs:
            note(translate("summarize.own-outputs", count=summary.own_outputs), err=False)
        if summary.data:
            note(translate("summarize.data", folder=summary.data), err=False)
        if summary.written.failed:
            return ExitCode.UNREADABLE
        fail_on = options.fail_on or self._project.fail_on
        return findings_code(summary.written.severities, fail_on)


def _sums(figures: SummaryFigures) -> Iterator[str]:
    """Yield the sums of 总览 in 万元, or in words that one is unknown."""
    for each in figures.amounts:
        details = {"name": each.head, "amount": plain(each.amount)}
        if each.unknown and each.known:
            count, known = each.unknown, each.known
            yield translate("summarize.sum-partly", count=count, known=known, **details)
        elif each.known:
            yield translate("summarize.sum", **details)
        else:
            yield translate("summarize.sum-unknown", name=each.head)


def _report(output: str, figures: SummaryFigures) -> list[str]:
    """Return a few lines on what was written: counts and totals in 万元."""
    lines = [
        translate(
            "summarize.done",
            output=output,
            units=figures.units,
            files=figures.files,
            failed=figures.failed,
            forms=figures.forms,
            amounts="".join(_sums(figures)),
            **figures.severities,
        )
    ]
    if figures.states:
        standings = {**figures.states, "unlisted": figures.unlisted}
        lines.append(translate("summarize.standings", **standings))
    if figures.excluded:
        lines.append(translate("summarize.aside", count=figures.excluded))
    if figures.continued:
        lines.append(translate("summary.continued", sheets=listed(figures.continued)))
    return lines
