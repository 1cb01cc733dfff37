"""``xlform write``: submissions into clean official workbooks."""

from __future__ import annotations

import click

from xlform.cli.wording import Argument, Command, Option
from xlform.messages import translate

_WORKBOOK, _DOCUMENT = ".xlsx", ".docx"
PROFILES = ("import-platform",)
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
@click.option("--profile", cls=Option, type=click.Choice(PROFILES), help="write.profile")
@click.option("--codes", cls=Option, metavar="cli.codes", help="write.codes")
@click.option("--force", cls=Option, is_flag=True, help="write.force")
@click.option("--redact", cls=Option, is_flag=True, help="write.redact")
@click.option("--narrative", cls=Option, is_flag=True, help="write.narrative")
@click.option(
    "--lang", cls=Option, type=click.Choice(("zh", "en")), help="cli.lang", expose_value=False
)
def write(
    files: tuple[str, ...],
    *,
    output: str,
    chosen: str | None,
    year: int | None,
    redact: bool,
    narrative: bool,
    profile: str | None,
    codes: str | None,
    force: bool,
) -> int:
    """Write each submission into the official blanks, or all into a sheet for the platform."""
    from xlform.cli.files import spelled_out  # noqa: PLC0415  (--help answers without it)

    paths = spelled_out(files)
    if profile:
        if chosen or year or redact or narrative:
            raise click.UsageError(translate("write.profile-alone"))
        _check_output(output, paths, _WORKBOOK, folder=False)
        from xlform.cli.platform_writer import PlatformWriter  # noqa: PLC0415  (as above)

        return PlatformWriter(paths, output, codes, force=force).run()
    if codes or force:
        raise click.UsageError(translate("write.needs-profile"))
    from xlform.cli.writer import Wanted, Writer  # noqa: PLC0415  (as above)

    folder = _into_folder(output, paths)
    _check_output(output, paths, _DOCUMENT if narrative else _WORKBOOK, folder=folder)
    wanted = Wanted(output, chosen or "", year, folder=folder, redact=redact)
    if narrative:
        from xlform.cli.narrator import Narrator  # noqa: PLC0415

        if chosen:
            raise click.UsageError(translate("narrative.no-template"))
        return Narrator(paths, wanted).run()
    return Writer(paths, wanted).run()


def _check_output(output: str, paths: list[str], suffix: str, *, folder: bool) -> None:
    from pathlib import Path  # noqa: PLC0415  (a tenth of what --help takes)

    place = Path(output)
    inputs = {Path(path).resolve() for path in paths}
    if folder:
        if place.is_file() or place.suffix.lower() == suffix:
            raise click.UsageError(translate("write.needs-folder", output=output))
        outputs = {(place / f"{Path(path).stem}{suffix}").resolve() for path in paths}
    else:
        if place.suffix.lower() != suffix:
            raise click.UsageError(translate("write.other-suffix", output=output, suffix=suffix))
        outputs = {place.resolve()}
    if outputs & inputs:
        raise click.UsageError(translate("import.over-input", output=output))


def _into_folder(output: str, paths: list[str]) -> bool:
    """Whether the output is a folder: for several files, and where the name has no ending."""
    from pathlib import Path  # noqa: PLC0415  (a tenth of what --help takes)

    return len(paths) > 1 or Path(output).is_dir() or not Path(output).suffix
