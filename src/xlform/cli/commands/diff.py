"""``xlform diff``: two submissions compared by field and row, as text, data or a marked copy."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from xlform.cli.exit_codes import ExitCode
from xlform.cli.file_results import limited
from xlform.cli.localized import Argument, Command, Option
from xlform.cli.options import (
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
    unwritable_problems,
    workbook_to_mark,
)
from xlform.cli.verbosity import note, problem
from xlform.comparison.compare import diff as compare
from xlform.comparison.model import Comparison
from xlform.errors import XlformError
from xlform.files.output import atomic_file
from xlform.grid.model import Grid
from xlform.messages import translate
from xlform.model.submission import Submission
from xlform.submission.read import read_with_grid
from xlform.terminal.visible import escaped_json, visible

FORMATS = ("text", "json", "html", "xlsx")
_BY_SUFFIX = {".txt": "text", ".json": "json", ".html": "html", ".xlsx": "xlsx"}


@click.command(cls=Command, help="diff.help", epilog="diff.examples")
@click.argument("left", cls=Argument, metavar="diff.left")
@click.argument("right", cls=Argument, metavar="diff.right")
@click.option("-o", "--output", cls=Option, metavar="cli.out", help="diff.output")
@click.option("--format", "form", cls=Option, type=click.Choice(FORMATS), help="diff.format")
@force_option
@message_options
@templates_option
@lang_option
def diff(left: str, right: str, *, output: str | None, form: str | None, force: bool) -> int:
    """Compare the files; FINDINGS if they differ."""
    form = form or format_by_suffix(output, _BY_SUFFIX, "text")
    check_format(output, form, ("xlsx",))
    if output:
        check_not_input(output, (left, right))
        check_file_output(output, force=force)
    ours, theirs = _read(left), _read(right)
    if ours is None or theirs is None:
        return ExitCode.UNREADABLE
    comparison = compare(ours[0], theirs[0])
    try:
        if form == "xlsx":
            _write_marked(Path(output or ""), comparison, theirs[1], right, force=force)
            note(translate("diff.counts", total=len(comparison.differences), **comparison.counts))
        else:
            _write_text(_text(comparison, form, (left, right)), output, force=force)
    except XlformError as error:
        problem(str(error))
        return ExitCode.UNREADABLE
    return ExitCode.FINDINGS if comparison.differences else ExitCode.OK


def _read(path: str) -> tuple[Submission, Grid | None] | None:
    """Return the submission and its cells; ``None``, with the problem printed, if unreadable."""
    try:
        with limited(path, until_end=True):
            return read_with_grid(path)
    except XlformError as error:
        problem(str(error))
        return None


def _write_text(text: str, output: str | None, *, force: bool) -> None:
    if output:
        with atomic_file(Path(output), force=force) as stream:
            stream.write(text)
    else:
        sys.stdout.write(text)


def _text(comparison: Comparison, form: str, files: tuple[str, str]) -> str:
    if form == "json":
        from xlform.comparison.json import diff_json  # noqa: PLC0415  (this format only)

        return escaped_json(f"{diff_json(comparison)}\n")
    if form == "html":
        from xlform.report.diff_page import diff_page  # noqa: PLC0415  (this format only)

        return diff_page(comparison, *(Path(path) for path in files))
    from xlform.comparison.text import diff_lines  # noqa: PLC0415  (this format only)

    return visible("".join(f"{line}\n" for line in diff_lines(comparison)))


def _write_marked(
    path: Path, comparison: Comparison, grid: Grid | None, right: str, *, force: bool
) -> None:
    from xlform.report.marked_diff import write_marked_diff  # noqa: PLC0415  (this format only)

    source = workbook_to_mark(right, grid)
    with unwritable_problems(path):
        write_marked_diff(path, source, right, comparison, force=force)
