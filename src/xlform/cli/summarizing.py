"""``xlform summarize``: many submissions into one workbook."""

from __future__ import annotations

import click

from xlform.cli.wording import Argument, Command, Option
from xlform.messages import say

BY = ("fund", "unit", "responsible")
FAIL_ON = ("error", "warning", "info", "never")


@click.command(cls=Command, help="summarize.help", epilog="summarize.examples")
@click.argument("files", cls=Argument, nargs=-1, required=True, metavar="summarize.source")
@click.option("-o", "--output", cls=Option, metavar="cli.out", help="summarize.output")
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
    by: str,
    jobs: int,
    scheduler: str,
    no_cache: bool,
    fail_on: str | None,
    config: str | None,
) -> int:
    """Read and check the files and write what they come to."""
    from xlform.cli.summarizer import Asked, Summarizer  # noqa: PLC0415  (--help answers without it)

    place = _checked_output(output, files)
    asked = Asked(files, place, by, jobs, scheduler, not no_cache, fail_on, config)
    return Summarizer(asked).run()


def _checked_output(output: str | None, files: tuple[str, ...]) -> str:
    from pathlib import Path  # noqa: PLC0415  (a tenth of what --help takes)

    if not output:
        raise click.UsageError(say("summarize.needs-output"))
    place = Path(output)
    if place.suffix.lower() != ".xlsx":
        raise click.UsageError(say("summarize.no-workbook", output=output))
    if place.resolve() in {Path(path).resolve() for path in files}:
        raise click.UsageError(say("import.over-input", output=output))
    if place.is_dir():
        raise click.UsageError(say("import.output-folder", output=output))
    return output
