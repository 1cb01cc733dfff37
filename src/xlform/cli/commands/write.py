"""``xlform write``: submissions into clean official workbooks, narratives, platform sheets."""

from __future__ import annotations

from pathlib import Path

import click

from xlform.cli.inputs import find_inputs
from xlform.cli.localized import Command, Option
from xlform.cli.options import (
    files_argument,
    lang_option,
    message_options,
    templates_option,
)
from xlform.cli.output import (
    check_file_output,
    check_folder,
    check_not_input,
    check_suffix,
    is_folder_output,
)
from xlform.messages import translate

_WORKBOOK, _DOCUMENT = ".xlsx", ".docx"
PROFILES = ("import-platform",)
_FIRST_YEAR, _LAST_YEAR = 2000, 2099


@click.command(cls=Command, help="write.help", epilog="write.examples")
@files_argument
@click.option("-o", "--output", cls=Option, required=True, metavar="cli.out", help="write.output")
@click.option("--template", "template", cls=Option, metavar="cli.set", help="write.template")
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
@message_options
@templates_option
@lang_option
def write(
    files: tuple[str, ...],
    *,
    output: str,
    template: str | None,
    year: int | None,
    redact: bool,
    narrative: bool,
    profile: str | None,
    codes: str | None,
    force: bool,
) -> int:
    """Write each submission into the official blanks, or all into a sheet for the platform."""
    inputs = find_inputs(files)
    paths = inputs.paths
    if profile:
        if template or year or redact or narrative:
            raise click.UsageError(translate("write.profile-alone"))
        _check_output(output, paths, _WORKBOOK, folder=False, force=force)
        from xlform.cli.platform_writer import PlatformWriter  # noqa: PLC0415  (each its own output)

        return PlatformWriter(inputs, output, codes, force=force).run()
    if codes:
        raise click.UsageError(translate("write.needs-profile"))
    from xlform.cli.submission_writer import SubmissionWriter, WriteOptions  # noqa: PLC0415  (as above)

    folder = is_folder_output(output, paths)
    suffix = _DOCUMENT if narrative else _WORKBOOK
    _check_output(output, paths, suffix, folder=folder, force=force)
    options = WriteOptions(output, template or "", year, folder=folder, redact=redact, force=force)
    if not narrative:
        return SubmissionWriter(inputs, options).run()
    if template:
        raise click.UsageError(translate("narrative.no-template"))
    from xlform.cli.narrative_writer import NarrativeWriter  # noqa: PLC0415  (as above)

    return NarrativeWriter(inputs, options).run()


def _check_output(output: str, paths: list[str], suffix: str, *, folder: bool, force: bool) -> None:
    if folder:
        check_folder(output, (suffix,), "write.needs-folder")
        names = (f"{Path(path).stem}{suffix}" for path in paths)
        check_not_input(output, paths, (Path(output) / name for name in names))
    else:
        check_suffix(output, suffix, "write.other-suffix")
        check_not_input(output, paths)
        check_file_output(output, force=force)
