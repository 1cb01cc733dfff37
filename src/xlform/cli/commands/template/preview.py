"""``xlform template preview``: a copy of a workbook that shows what each cell was read as."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import click

from xlform.cli.exit_codes import ExitCode
from xlform.cli.file_results import limited
from xlform.cli.localized import Argument, Command, Option
from xlform.cli.options import force_option, lang_option, message_options, templates_option
from xlform.cli.output import (
    check_file_output,
    check_not_input,
    check_suffix,
    unwritable_problems,
    workbook_to_mark,
)
from xlform.cli.verbosity import note, problem
from xlform.errors import XlformError
from xlform.messages import translate


@click.command(cls=Command, help="preview.help", epilog="preview.examples")
@click.argument("folder", cls=Argument, metavar="preview.folder")
@click.argument("file", cls=Argument, metavar="cli.file")
@click.option("-o", "--output", cls=Option, metavar="cli.out", required=True, help="preview.output")
@force_option
@message_options
@templates_option
@lang_option
def preview(folder: str, file: str, *, output: str, force: bool) -> int:
    """Mark in a copy what each cell was read as; FINDINGS if cells were not read."""
    check_suffix(output, ".xlsx", "preview.suffix")
    check_not_input(output, (file,))
    check_file_output(output, force=force)
    try:
        unread = _write(Path(folder), file, Path(output), force=force)
    except XlformError as error:
        problem(str(error))
        return ExitCode.UNREADABLE
    return ExitCode.FINDINGS if unread else ExitCode.OK


def _write(folder: Path, file: str, output: Path, *, force: bool) -> int:
    """Write the copy; return the number of cells that were not read."""
    from xlform.report.preview import write_preview  # noqa: PLC0415  (loads the writers)
    from xlform.submission.cell_parts import parts_of_file  # noqa: PLC0415

    with limited(file, until_end=True):
        parts, grid = parts_of_file(Path(file), folder)
    source = workbook_to_mark(file, grid)
    with unwritable_problems(output):
        write_preview(output, source, file, parts, force=force)
    counts = Counter(part.part for part in parts)
    values = counts["field"] + counts["stub"] + counts["column"] + counts["total"]
    note(translate("preview.counts", values=values, unread=counts["unread"]))
    return counts["unread"]
