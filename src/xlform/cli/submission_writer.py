"""Submissions written to files of their own: the loop that ``write`` and ``convert`` share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec

from xlform.cli.exit_codes import ExitCode
from xlform.cli.inputs import Inputs
from xlform.cli.output import path_in_folder, unwritable_problems
from xlform.cli.progress import Outcomes
from xlform.cli.screen import show
from xlform.cli.verbosity import note
from xlform.cli.verbosity import problem as tell_problem
from xlform.errors import XlformError
from xlform.grid.model import plain
from xlform.messages import translate
from xlform.model.submission import Submission
from xlform.reading.trace import ReadingTrace
from xlform.report.checked_file import cell_location
from xlform.submission import read as reading
from xlform.template.store import load_templates, template_folders
from xlform.writing.display_names import display_name
from xlform.writing.doubtful import doubtful_values
from xlform.writing.next_year import next_year_submission
from xlform.writing.redaction import redact
from xlform.writing.unwritten_cells import unwritten_cells
from xlform.writing.value_changes import ValueChange, form_label
from xlform.writing.workbook_draft import WorkbookDraft
from xlform.writing.writer import write

_MAX_SHOWN = 60
# More cells of one file are counted, not listed.
_CELLS_AT_MOST = 200


class WriteOptions(msgspec.Struct, frozen=True):
    """Options of the command line; ``template`` is "" for the edition each form was read by."""

    output: str
    template: str
    year: int | None
    folder: bool
    redact: bool
    force: bool


class _Written(msgspec.Struct, frozen=True):
    """The path written with its number of remarks, or the sentence that says why there is none."""

    output: str
    remarks: int
    problem: str = ""


class SubmissionWriter:
    """Writes each submission into the official blanks and prints what a person has to see to."""

    suffix = ".xlsx"

    def __init__(self, inputs: Inputs, options: WriteOptions) -> None:
        self._inputs = inputs
        self._paths = inputs.paths
        self._options = options
        self._problems: list[str] = []
        self._taken: set[Path] = set()
        self._written = 0
        self._remark_count = 0
        self._remarks_of_file = 0
        self._traces: dict[str, ReadingTrace] = {}
        self._templates = load_templates(template_folders())

    def run(self) -> ExitCode:
        """Write everything; UNREADABLE if a file failed, FINDINGS if there are remarks."""
        for written in Outcomes(self._read, self._process).of(self._inputs, self._problems):
            self._add(written)
        for problem in self._problems:
            tell_problem(problem)
        counts = {
            "written": self._written,
            "told": self._remark_count,
            "failed": len(self._problems),
        }
        note(translate("write.counts", total=len(self._paths), **counts), err=False)
        if self._problems:
            return ExitCode.UNREADABLE
        return ExitCode.FINDINGS if self._remark_count else ExitCode.OK

    def _read(self, path: str) -> Submission:
        trace = self._traces[path] = ReadingTrace()
        return reading.read_with_trace(path, trace)

    def _add(self, written: _Written) -> None:
        if written.output:
            self._taken.add(Path(written.output))
        self._remark_count += written.remarks
        if written.problem:
            self._problems.append(written.problem)
        else:
            self._written += 1

    def _process(self, path: str, submission: Submission) -> _Written:
        """Write one submission; print what was changed, left out and lost."""
        self._remarks_of_file = 0
        output = Path()
        try:
            with unwritable_problems(path):
                changed, changes = self._changed(submission)
                output = self._output_path(Path(path))
                output.parent.mkdir(parents=True, exist_ok=True)
                first, lines = self._write(path, changed, output)
        except XlformError as problem:
            return _Written(str(output), self._remarks_of_file, str(problem))
        note(first, err=False)
        for line in (*self._change_lines(changes), *self._doubtful(changed), *lines):
            show(f"  {line}")
        return _Written(str(output), self._remarks_of_file)

    def _write(self, path: str, submission: Submission, output: Path) -> tuple[str, list[str]]:
        """Write one submission; return a line on what was written, and remarks."""
        rolling = self._options.year is not None
        template = self._options.template
        force = self._options.force
        draft = write(submission, output, template=template, open_totals=rolling, force=force)
        first = translate("write.written", path=path, output=output, forms=len(draft.forms))
        not_read = self._not_read(path, submission, draft)
        return first, [*self._left_out(submission), *self._remarks(draft), *not_read]

    def _changed(self, submission: Submission) -> tuple[Submission, list[ValueChange]]:
        """Return the submission rolled to another year and redacted, as the options say."""
        changes: list[ValueChange] = []
        if self._options.year is not None:
            submission, rolls = next_year_submission(
                submission, self._templates, self._options.year
            )
            changes += rolls
        if self._options.redact:
            submission, masks = redact(submission, self._templates)
            changes += masks
        return submission, changes

    def _output_path(self, path: Path) -> Path:
        output = Path(self._options.output)
        if not self._options.folder:
            return output
        return path_in_folder(output, path.stem, self.suffix, self._taken)

    def _change_lines(self, changes: list[ValueChange]) -> Iterator[str]:
        for change in changes:
            new = _shortened(change.new or translate("write.blank"))
            old = _shortened(change.old)
            yield translate(
                f"write.{change.code}", form=change.form, what=change.what, old=old, new=new
            )

    def _doubtful(self, submission: Submission) -> Iterator[str]:
        """Yield a line for each figure of a scan that is not certain, counting them."""
        known = {template.name: template for template in self._templates}
        for value in doubtful_values(submission, known):
            self._remarks_of_file += 1
            template = known[value.form.template]
            yield translate(
                value.message,
                form=form_label(value.form, template),
                what=display_name(template, value.path),
                place=cell_location(value.form.sheet, value.form.origins[value.path]),
                text=_shortened(value.text),
            )

    def _left_out(self, submission: Submission) -> Iterator[str]:
        """Yield a line for each form in prose, for which a workbook has no blank."""
        for template in self._templates:
            if template.prose and any(form.template == template.name for form in submission.forms):
                yield translate("write.prose-left", form=template.declaration.name)

    def _remarks(self, draft: WorkbookDraft) -> Iterator[str]:
        """Yield a line for each differing total and each value without a cell, counting them."""
        for total in draft.formula_mismatches:
            self._remarks_of_file += 1
            yield translate(
                "write.total-differs", sheet=total.sheet, cell=total.cell,
                filed=plain(total.filed), computed=plain(total.computed),
            )  # fmt: skip
        known = {template.name: template for template in self._templates}
        for written in (part.form for part in draft.drafts):
            for found in (one for one in written.notes if one.code == "label-number"):
                self._remarks_of_file += 1
                label = form_label(written, known[written.template])
                yield translate(
                    "write.label-number", form=label, seen=found.seen, meant=found.meant
                )
        for unwritten in draft.unwritten:
            self._remarks_of_file += 1
            form = form_label(unwritten.form, unwritten.template)
            what = display_name(unwritten.template, unwritten.path)
            yield translate("write.lost", form=form, what=what, text=_shortened(unwritten.text))

    def _not_read(self, path: str, submission: Submission, draft: WorkbookDraft) -> Iterator[str]:
        """Yield a line for each cell of the source that is not in the output, counting them.

        From JSON the cells are unknown: there is a line for each part that was not read.
        """
        trace = self._traces.pop(path)
        cells = list(unwritten_cells(trace.unclaimed, submission, draft.drafts))
        self._remarks_of_file += len(cells)
        for cell in cells[:_CELLS_AT_MOST]:
            key = "write.cell-hidden" if self._options.redact else "write.cell-lost"
            yield translate(key, cell=f"{cell.sheet}!{cell.cell}", text=_shortened(cell.text))
        if len(cells) > _CELLS_AT_MOST:
            yield translate("write.cells-more", count=len(cells) - _CELLS_AT_MOST)
        if path.lower().endswith(".json"):
            ranges = {(form.sheet, form.range) for form in submission.forms}
            for part in submission.unread:
                if part.range and (part.sheet, part.range) not in ranges:
                    self._remarks_of_file += 1
                    where = f"{part.sheet}!{part.range}"
                    yield translate("write.part-lost", where=where, because=part.because)


def _shortened(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _MAX_SHOWN else line[: _MAX_SHOWN - 1] + "…"
