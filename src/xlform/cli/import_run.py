"""The run of ``import``: files read one after the other, each written as it is read, and counted.

It loads nothing of click, so that a plain ``xlform import FILE`` need not (:mod:`.run`).
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final, TextIO

from xlform.cli.exit_codes import ExitCode
from xlform.cli.inputs import Inputs, find_inputs
from xlform.cli.progress import Outcomes, process_with_progress
from xlform.cli.screen import readable, terminal_columns, terminal_paint
from xlform.cli.verbosity import note
from xlform.cli.verbosity import problem as tell_problem
from xlform.messages import translate
from xlform.submission import read as reading
from xlform.submission.read import Submission
from xlform.template.form_values import values_of
from xlform.template.roles import Role
from xlform.template.store import load_templates, template_folders
from xlform.terminal.tree import Paint, tree_lines, unpainted
from xlform.terminal.visible import escaped_json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlform.reading.choice import Choice

FOLDER_FORMATS: Final = ("csv", "parquet")
TABLE_FORMATS: Final = (*FOLDER_FORMATS, "xlsx")
_FILE_COLUMNS = 120


def print_files(files: Sequence[str]) -> ExitCode:
    """Read files and print them as trees, as the command does without options."""
    inputs = find_inputs(files)
    return ImportRun(inputs, None, "tree", full=len(inputs.paths) == 1, force=False).run()


class ImportRun:
    """Reads the files once, writes each as it is read, counts what was read.

    With ``explain``, the reasons for the template of each form are written too.
    """

    def __init__(
        self, inputs: Inputs, output: str | None, form: str, *, full: bool, force: bool
    ) -> None:
        self._inputs = inputs
        self._paths = inputs.paths
        self._output = output
        self._form = form
        self._full = full
        self._force = force
        self.explain = False
        # Reasons for the templates of the submissions read and not yet written, by identity.
        self._choices: dict[int, list[Choice]] = {}
        self._problems: list[str] = []
        self._counts = dict.fromkeys(
            ("files", "forms", "indicators", "slots", "notes", "unread"), 0
        )
        templates = load_templates(template_folders())
        self._known = {template.name: template for template in templates}

    def run(self) -> ExitCode:
        """Read and write everything; return UNREADABLE if a file failed."""
        if self._form in TABLE_FORMATS:
            self._export()
        else:
            self._print()
        for problem in self._problems:
            tell_problem(problem)
        self._print_counts()
        return ExitCode.UNREADABLE if self._problems else ExitCode.OK

    # Text: a tree, or a JSON object a line

    def _print(self) -> None:
        if self._output:
            from xlform.files.output import NothingToWrite, atomic_file  # noqa: PLC0415  (most output is printed)

            with atomic_file(Path(self._output), force=self._force) as stream:
                self._write_each(stream, _FILE_COLUMNS, unpainted)
                if not self._counts["files"]:
                    raise NothingToWrite
            return
        columns = terminal_columns(_FILE_COLUMNS)
        if self._form == "tree" and len(self._paths) > 1 and sys.stdout.isatty():
            # The bar and the trees share the terminal: all files are read before the first tree.
            for submission in list(self._read()):
                self._write(submission, sys.stdout, columns, terminal_paint())
            return
        self._print_each(columns, terminal_paint())

    def _print_each(self, columns: int, paint: Paint) -> None:
        def print_file(_: str, submission: Submission) -> dict[str, int]:
            counts = self._counted(submission)
            self._write(submission, sys.stdout, columns, paint)
            return counts

        printed = Outcomes(self._read_file, print_file)
        for counts in printed.of(self._inputs, self._problems):
            self._add(counts)

    def _write_each(self, stream: TextIO, columns: int, paint: Paint) -> None:
        for submission in self._read():
            self._write(submission, stream, columns, paint)

    def _write(self, submission: Submission, stream: TextIO, columns: int, paint: Paint) -> None:
        if self._form == "tree":
            lines = tree_lines(
                submission, self._known, columns=columns, full=self._full, paint=paint
            )
            text = "\n".join((*lines, *self._choice_lines(submission)))
            stream.write(readable(text) + "\n")
        else:
            indented = self._form == "json" and len(self._paths) == 1
            text = self._json(submission, indent=2 if indented else 0)
            stream.write(escaped_json(text) + "\n")
        stream.flush()

    def _choice_lines(self, submission: Submission) -> Iterator[str]:
        if choices := self._choices.pop(id(submission), None):
            from xlform.terminal.choices import choice_lines  # noqa: PLC0415  (only on request)

            yield from choice_lines(submission.forms, choices)

    def _json(self, submission: Submission, *, indent: int) -> str:
        choices = self._choices.pop(id(submission), None)
        if not choices:
            return submission.json(indent=indent)
        from xlform.submission.json import plain_text, to_plain  # noqa: PLC0415  (only on request)
        from xlform.terminal.choices import plain_choice  # noqa: PLC0415  (only on request)

        plain = to_plain(submission)
        for form, choice in zip(plain["forms"], choices, strict=True):
            form["explain"] = plain_choice(choice)
        return plain_text(plain, indent=indent)

    # Tables: CSV, Parquet, a workbook

    def _export(self) -> None:
        from xlform import export  # noqa: PLC0415  (only for the formats that write tables)
        from xlform.cli.output import unwritable_problems  # noqa: PLC0415  (as above)

        submissions = list(self._read())
        if not submissions or self._output is None:
            return
        write = {
            "csv": export.write_csv,
            "parquet": export.write_parquet,
            "xlsx": export.write_xlsx,
        }
        with unwritable_problems(self._output):
            write[self._form](Path(self._output), submissions, force=self._force)

    # Reading and counting

    def _read_file(self, path: str) -> Submission:
        if not self.explain:
            return reading.read(path)
        from xlform.reading.trace import ReadingTrace  # noqa: PLC0415  (only on request)

        trace = ReadingTrace(explain=True)
        submission = reading.read_with_trace(path, trace)
        self._choices[id(submission)] = trace.choices
        return submission

    def _read(self) -> Iterator[Submission]:
        for _, submission in process_with_progress(self._inputs, self._read_file, self._problems):
            self._add(self._counted(submission))
            yield submission

    def _add(self, counts: dict[str, int]) -> None:
        for name, count in counts.items():
            self._counts[name] += count

    def _counted(self, submission: Submission) -> dict[str, int]:
        counts = dict.fromkeys(self._counts, 0)
        counts["files"] = 1
        counts["forms"] = len(submission.forms)
        counts["unread"] = len(submission.unread)
        for form in submission.forms:
            counts["notes"] += len(form.notes)
            values = values_of(form, self._known[form.template])
            for table in (Role.PERIOD_INDICATORS, Role.INDICATORS):
                for row in values.rows(table):
                    target = row.target()
                    if target is not None:
                        empty = target.type == "empty" and not row.text(Role.LEVEL3)
                        counts["slots" if empty else "indicators"] += 1
        return counts

    def _print_counts(self) -> None:
        """Print the last line; on standard error where standard output carries data."""
        to_error = self._form != "tree" or self._output is not None
        failed = len(self._problems)
        line = translate("import.counts", total=len(self._paths), failed=failed, **self._counts)
        note(line, err=to_error)
