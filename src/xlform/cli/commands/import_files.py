"""``xlform import``: files to the normalized model, as a tree or as data."""

from __future__ import annotations

import click

from xlform.cli.import_run import FOLDER_FORMATS, TABLE_FORMATS, ImportRun
from xlform.cli.inputs import find_inputs
from xlform.cli.localized import Command, Option
from xlform.cli.options import (
    files_argument,
    force_option,
    lang_option,
    message_options,
    templates_option,
)
from xlform.cli.output import (
    check_file_output,
    check_format,
    check_not_input,
    format_by_suffix,
)
from xlform.messages import translate
from xlform.model.regular_file import is_file

FORMATS = ("tree", "json", "jsonl", "csv", "parquet", "xlsx")
_BY_SUFFIX = {".json": "json", ".jsonl": "jsonl", ".xlsx": "xlsx", ".txt": "tree"}


@click.command(cls=Command, help="import.help", epilog="import.examples")
@files_argument
@click.option("-o", "--output", cls=Option, metavar="cli.out", help="import.output")
@click.option("--format", "form", cls=Option, type=click.Choice(FORMATS), help="import.format")
@click.option("--full", cls=Option, is_flag=True, help="import.full")
@click.option("--explain", cls=Option, is_flag=True, help="import.explain")
@force_option
@message_options
@templates_option
@lang_option
def import_files(
    files: tuple[str, ...],
    output: str | None,
    form: str | None,
    *,
    full: bool,
    force: bool,
    explain: bool,
) -> int:
    """Read the files and print or write what they hold."""
    inputs = find_inputs(files)
    paths = inputs.paths
    form = form or format_by_suffix(output, _BY_SUFFIX, "tree")
    _check_output(output, form, paths, force=force)
    if explain and form in TABLE_FORMATS:
        raise click.UsageError(translate("import.explain-format"))
    run = ImportRun(inputs, output, form, full=full or len(paths) == 1, force=force)
    run.explain = explain
    return run.run()


def _check_output(output: str | None, form: str, paths: list[str], *, force: bool) -> None:
    check_format(output, form, TABLE_FORMATS)
    if not output:
        return
    check_not_input(output, paths)
    if form not in FOLDER_FORMATS:
        check_file_output(output, force=force)
    elif is_file(output):
        raise click.UsageError(translate("import.output-file", output=output))
