"""The work of ``xlform write --profile import-platform`` once its arguments are known."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import click

from xlform.checking.data_tables import read_named_table, read_table
from xlform.checking.settings import SettingsProblem
from xlform.cli.exit_codes import ExitCode
from xlform.cli.inputs import Inputs
from xlform.cli.progress import process_with_progress
from xlform.cli.screen import show
from xlform.cli.settings import project_of
from xlform.cli.verbosity import note
from xlform.cli.verbosity import problem as tell_problem
from xlform.errors import XlformError
from xlform.messages import translate
from xlform.platform.code_table import CodeTable
from xlform.platform.limit_violations import LimitViolation, limit_violations
from xlform.platform.profile import load_profile
from xlform.platform.rows import PlatformRow, platform_rows
from xlform.platform.workbook import write_rows
from xlform.submission import read as reading
from xlform.submission.read import Submission
from xlform.template.store import load_templates, template_folders

PROFILE = "import-platform"
CODES = "codes"


class PlatformWriter:
    """Collects the rows of all files, prints what a platform would refuse, writes one sheet."""

    def __init__(
        self, inputs: Inputs, output: str, codes: str | None = None, *, force: bool = False
    ) -> None:
        self._inputs = inputs
        self._output = Path(output)
        self._force = force
        self._problems: list[str] = []
        self._skipped: Counter[str] = Counter()
        self._profile = load_profile(template_folders(), PROFILE)
        self._titles = {t.name: t.declaration.name for t in load_templates(template_folders())}
        try:
            self._codes = _codes(codes, inputs)
        except SettingsProblem as problem:
            raise click.UsageError(str(problem)) from problem

    def run(self) -> ExitCode:
        """Write the sheet; UNREADABLE if a file failed, FINDINGS if the platform would refuse."""
        rows = list(self._rows())
        found = limit_violations(rows, self._profile, self._codes)
        for breach in found:
            show(breach.line())
        written = bool(rows) and (not found or self._force) and self._write(rows)
        for problem in self._problems:
            tell_problem(problem)
        self._print_counts(rows, found, written=written)
        if self._problems:
            return ExitCode.UNREADABLE
        return ExitCode.OK if written and not found else ExitCode.FINDINGS

    def _rows(self) -> list[PlatformRow]:
        rows: list[PlatformRow] = []
        for _, submission in process_with_progress(self._inputs, reading.read, self._problems):
            rows += platform_rows(submission, self._profile)
            self._count_skipped(submission)
        return rows

    def _count_skipped(self, submission: Submission) -> None:
        """Count the forms without rows that the platform imports."""
        self._skipped.update(
            self._titles.get(form.template, form.title)
            for form in submission.forms
            if self._profile.sources(form.kind) is None
        )

    def _write(self, rows: list[PlatformRow]) -> bool:
        try:
            write_rows(self._output, rows, self._profile, self._codes, force=self._force)
        except XlformError as problem:
            self._problems.append(str(problem))
            return False
        return True

    def _print_counts(
        self, rows: list[PlatformRow], found: list[LimitViolation], *, written: bool
    ) -> None:
        for title, count in self._skipped.items():
            note(translate("platform.passed-over", form=title, count=count), err=False)
        counts = {"rows": len(rows), "refused": len(found), "output": self._output}
        if not rows:
            note(translate("platform.nothing"), err=False)
        elif written:
            note(translate("platform.forced" if found else "platform.written", **counts), err=False)
        elif found:
            note(translate("platform.refused", **counts), err=False)


def _codes(file: str | None, inputs: Inputs) -> CodeTable:
    """Return the codes in the file named, else in the one of ``[data] codes`` in the settings."""
    if file:
        return _checked(CodeTable(read_named_table(Path(file))), file)
    path = project_of(None, inputs.named).data.get(CODES)
    return _checked(CodeTable(read_table(path)), path) if path else CodeTable()


def _checked(codes: CodeTable, path: str | Path) -> CodeTable:
    if codes.empty:
        raise SettingsProblem("no-codes", path=path)
    return codes
