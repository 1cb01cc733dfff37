"""``xlform summarize``: many submissions into one workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from xlform.cli.wording import Argument, Command, Option
from xlform.messages import translate

if TYPE_CHECKING:
    from xlform.summary.versions import Latest
    from xlform.summary.workbook.funds import By

LATEST = ("name", "time", "given")
BY = ("fund", "unit", "responsible")
FAIL_ON = ("error", "warning", "info", "never")


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
@click.option("--config", cls=Option, metavar="cli.settings", help="check.config")
@click.option(
    "--lang", cls=Option, type=click.Choice(("zh", "en")), help="cli.lang", expose_value=False
)
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
    fail_on: str | None,
    config: str | None,
) -> int:
    """Read and check the files and write what they come to."""
    from xlform.cli.summarizer import Asked, Summarizer  # noqa: PLC0415  (--help answers without it)
    from xlform.summary.run import Reckoning  # noqa: PLC0415  (as above)

    if by == "responsible" and not roster:
        raise click.UsageError(translate("summarize.needs-roster"))
    place = _checked_output(output, files)
    reckoning = Reckoning(roster, year, latest or "name")
    asked = Asked(files, place, by, jobs, scheduler, not no_cache, fail_on, config, data, reckoning)
    return Summarizer(asked).run()


def _checked_output(output: str | None, files: tuple[str, ...]) -> str:
    from pathlib import Path  # noqa: PLC0415  (a tenth of what --help takes)

    if not output:
        raise click.UsageError(translate("summarize.needs-output"))
    if "://" in output:
        return output
    place = Path(output)
    if place.suffix.lower() != ".xlsx":
        raise click.UsageError(translate("summarize.no-workbook", output=output))
    if place.resolve() in {Path(path).resolve() for path in files}:
        raise click.UsageError(translate("import.over-input", output=output))
    if place.is_dir():
        raise click.UsageError(translate("import.output-folder", output=output))
    return output
