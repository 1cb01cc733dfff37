"""``xlform convert``: any readable form to a clean workbook or document."""

from __future__ import annotations

import click

from xlform.cli.wording import Argument, Command, Option
from xlform.messages import translate

FORMATS = ("xlsx", "docx")


@click.command(cls=Command, help="convert.help", epilog="convert.examples")
@click.argument("files", cls=Argument, nargs=-1, required=True, metavar="cli.file")
@click.option("-o", "--output", cls=Option, required=True, metavar="cli.out", help="convert.output")
@click.option("--format", "form", cls=Option, type=click.Choice(FORMATS), help="convert.format")
@click.option(
    "--lang", cls=Option, type=click.Choice(("zh", "en")), help="cli.lang", expose_value=False
)
def convert(files: tuple[str, ...], *, output: str, form: str | None) -> int:
    """Write each submission anew in the form asked for."""
    from pathlib import Path  # noqa: PLC0415  (a tenth of what --help takes)

    from xlform.cli.converter import Converter, DocumentConverter  # noqa: PLC0415
    from xlform.cli.files import spelled_out  # noqa: PLC0415
    from xlform.cli.writer import Wanted  # noqa: PLC0415

    paths = spelled_out(files)
    place = Path(output)
    ending = place.suffix.lower().removeprefix(".")
    folder = place.is_dir() or not ending
    form = form or (FORMATS[0] if folder else ending)
    _check(output, form, folder=folder, several=len(paths) > 1)
    names = [f"{Path(path).stem}.{form}" for path in paths]
    outputs = {(place / name).resolve() for name in names} if folder else {place.resolve()}
    if outputs & {Path(path).resolve() for path in paths}:
        raise click.UsageError(translate("import.over-input", output=output))
    make = DocumentConverter if form == "docx" else Converter
    return make(paths, Wanted(output, "", None, folder=folder, redact=False)).run()


def _check(output: str, form: str, *, folder: bool, several: bool) -> None:
    if form not in FORMATS or (not folder and not output.lower().endswith(f".{form}")):
        raise click.UsageError(translate("convert.other-suffix", output=output))
    if several and not folder:
        raise click.UsageError(translate("write.needs-folder", output=output))
