"""``xlform convert``: any readable form to a clean workbook or document."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from xlform.cli.inputs import Inputs, find_inputs
from xlform.cli.localized import Command, Option
from xlform.cli.options import (
    files_argument,
    force_option,
    lang_option,
    message_options,
    templates_option,
)
from xlform.cli.output import check_file_output, check_not_input
from xlform.cli.submission_writer import SubmissionWriter, WriteOptions
from xlform.grid.model import Grid
from xlform.messages import translate
from xlform.model.regular_file import is_folder
from xlform.model.submission import Submission
from xlform.submission.read import read_with_grid
from xlform.writing.workbook_draft import WorkbookDraft

FORMATS = ("xlsx", "docx")
_BESIDE_CELLS = {"comments": "comments", "threadedComment": "comments"}


@click.command(cls=Command, help="convert.help", epilog="convert.examples")
@files_argument
@click.option("-o", "--output", cls=Option, required=True, metavar="cli.out", help="convert.output")
@click.option("--format", "form", cls=Option, type=click.Choice(FORMATS), help="convert.format")
@force_option
@message_options
@templates_option
@lang_option
def convert(files: tuple[str, ...], *, output: str, form: str | None, force: bool) -> int:
    """Write each submission in the other format."""
    inputs = find_inputs(files)
    paths = inputs.paths
    suffix = Path(output).suffix.lower().removeprefix(".")
    folder = is_folder(output) or not suffix
    form = form or (FORMATS[0] if folder else suffix)
    _check_output(output, form, paths, folder=folder, force=force)
    writer = DocumentConverter if form == "docx" else Converter
    options = WriteOptions(output, "", None, folder=folder, redact=False, force=force)
    return writer(inputs, options).run()


def _check_output(output: str, form: str, paths: list[str], *, folder: bool, force: bool) -> None:
    if form not in FORMATS or (not folder and not output.lower().endswith(f".{form}")):
        raise click.UsageError(translate("convert.other-suffix", output=output))
    if len(paths) > 1 and not folder:
        raise click.UsageError(translate("write.needs-folder", output=output))
    names = (f"{Path(path).stem}.{form}" for path in paths)
    check_not_input(output, paths, (Path(output) / name for name in names) if folder else ())
    if not folder:
        check_file_output(output, force=force)


class Converter(SubmissionWriter):
    """Writes each submission into the official blanks; prints everything that is left behind."""

    _formulas_message = "convert.formulas"

    def __init__(self, inputs: Inputs, options: WriteOptions) -> None:
        super().__init__(inputs, options)
        self._grids: dict[str, Grid | None] = {}

    def _read(self, path: str) -> Submission:
        submission, self._grids[path] = read_with_grid(path)
        return submission

    def _write(self, path: str, submission: Submission, output: Path) -> tuple[str, list[str]]:
        first, lines = super()._write(path, submission, output)
        return first, [*lines, *self._left_behind(path, submission)]

    def _not_read(self, path: str, submission: Submission, draft: WorkbookDraft) -> Iterator[str]:  # noqa: ARG002  (told by range)
        """Yield nothing: the parts that were not read are told with everything left behind."""
        return iter(())

    def _left_out(self, submission: Submission) -> Iterator[str]:
        """Yield a line for each form in paragraphs, for which a workbook has no blank."""
        known = {template.name: template for template in self._templates}
        for form in submission.forms:
            if known[form.template].prose:
                self._remarks_of_file += 1
                yield translate("convert.prose", form=known[form.template].declaration.name)

    def _left_behind(self, path: str, submission: Submission) -> Iterator[str]:
        """Yield a line for everything in the file that is not in the output."""
        for part in submission.unread:
            self._remarks_of_file += 1
            where = f"{part.sheet}!{part.range}" if part.range else part.sheet
            yield translate("convert.unread", where=where, because=part.because)
        grid = self._grids.pop(path)
        if grid is not None:
            yield from _features(grid, self._formulas_message)


class DocumentConverter(Converter):
    """Writes each submission as a Word document."""

    suffix = ".docx"
    _formulas_message = "convert.formulas-values"

    def _write(self, path: str, submission: Submission, output: Path) -> tuple[str, list[str]]:
        from xlform.writing.word_document import write_document  # noqa: PLC0415  (loads python-docx)

        write_document(submission, output, force=self._options.force)
        forms = len(submission.forms)
        first = translate("write.written", path=path, output=output, forms=forms)
        return first, list(self._left_behind(path, submission))


def _features(grid: Grid, formulas_message: str) -> Iterator[str]:
    """Yield a line for everything of a grid that is no value: formulas, comments, drawings."""
    formulas = sum(bool(cell.formula) for sheet in grid.sheets for cell in sheet.cells.values())
    if formulas:
        yield translate(formulas_message, count=formulas)
    for sheet in grid.sheets:
        for kind in sorted({_BESIDE_CELLS.get(kind, "drawing") for kind in sheet.beside_cells}):
            yield translate(f"convert.{kind}", sheet=sheet.name)
