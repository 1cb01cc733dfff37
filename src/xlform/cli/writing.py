"""``xlform write``: submissions into clean official workbooks."""

from __future__ import annotations

import click

from xlform.cli.wording import Argument, Command, Option
from xlform.messages import say

_WORKBOOK = ".xlsx"
_FIRST_YEAR, _LAST_YEAR = 2000, 2099


@click.command(cls=Command, help="write.help", epilog="write.examples")
@click.argument("files", cls=Argument, nargs=-1, required=True, metavar="cli.file")
@click.option("-o", "--output", cls=Option, required=True, metavar="cli.out", help="write.output")
@click.option("--template", "chosen", cls=Option, metavar="cli.set", help="write.template")
@click.option(
    "--to",
    "year",
    cls=Option,
    type=click.IntRange(_FIRST_YEAR, _LAST_YEAR),
    metavar="cli.year",
    help="write.to",
)
@click.option("--redact", cls=Option, is_flag=True, help="write.redact")
@click.option(
    "--lang", cls=Option, type=click.Choice(("zh", "en")), help="cli.lang", expose_value=False
)
def write(
    files: tuple[str, ...], *, output: str, chosen: str | None, year: int | None, redact: bool
) -> int:
    """Write each submission into the official blanks."""
    from xlform.cli.files import spelled_out  # noqa: PLC0415  (--help answers without it)
    from xlform.cli.writer import Wanted, Writer  # noqa: PLC0415

    paths = spelled_out(files)
    folder = _into_folder(output, paths)
    _check_output(output, paths, folder=folder)
    return Writer(paths, Wanted(output, chosen or "", year, folder=folder, redact=redact)).run()


def _check_output(output: str, paths: list[str], *, folder: bool) -> None:
    from pathlib import Path  # noqa: PLC0415  (a tenth of what --help takes)

    place = Path(output)
    inputs = {Path(path).resolve() for path in paths}
    if folder:
        if place.is_file() or place.suffix.lower() == _WORKBOOK:
            raise click.UsageError(say("write.needs-folder", output=output))
        outputs = {(place / f"{Path(path).stem}{_WORKBOOK}").resolve() for path in paths}
    else:
        if place.suffix.lower() != _WORKBOOK:
            raise click.UsageError(say("write.other-suffix", output=output))
        outputs = {place.resolve()}
    if outputs & inputs:
        raise click.UsageError(say("import.over-input", output=output))


def _into_folder(output: str, paths: list[str]) -> bool:
    """Whether the output is a folder: for several files, and where the name has no ending."""
    from pathlib import Path  # noqa: PLC0415  (a tenth of what --help takes)

    return len(paths) > 1 or Path(output).is_dir() or not Path(output).suffix
