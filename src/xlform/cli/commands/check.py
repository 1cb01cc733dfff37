"""``xlform check``: findings in the files, as text, data, a page, marked workbooks or letters."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

import click
import msgspec

from xlform.checking.baseline import (
    BaselineProblem,
    Changes,
    EarlierCheck,
    compare,
    earlier_check_of,
    read_earlier,
    read_earlier_batch_findings,
)
from xlform.checking.check import Checker, Report
from xlform.checking.findings_json import batch_json, findings_json
from xlform.checking.runner import BatchResult, CheckResult
from xlform.checking.settings import (
    SEVERITY_SETTINGS,
    FailOn,
    Ignored,
    Project,
    SeveritySetting,
)
from xlform.cli.exit_codes import ExitCode
from xlform.cli.inputs import Inputs, find_inputs
from xlform.cli.localized import Command, Option
from xlform.cli.options import (
    FAIL_ON,
    config_option,
    files_argument,
    force_option,
    lang_option,
    message_options,
    templates_option,
)
from xlform.cli.output import (
    check_file_output,
    check_folder,
    check_format,
    check_not_input,
    format_by_suffix,
)
from xlform.cli.progress import Outcomes, process_with_progress
from xlform.cli.screen import readable, terminal_columns, terminal_paint
from xlform.cli.settings import findings_code, project_of, settings_problems
from xlform.cli.verbosity import note
from xlform.cli.verbosity import problem as tell_problem
from xlform.files.output import NothingToWrite, atomic_file
from xlform.messages import listed, translate
from xlform.model.findings import SEVERITIES, BatchFinding
from xlform.model.regular_file import is_folder
from xlform.report.checked_file import ORDERS, CheckedBatch, CheckedFile, Order, counts
from xlform.report.line import batch_lines, finding_lines
from xlform.report.terminal import checked_batch_lines, checked_file_lines
from xlform.report.terminal_writer import Paint
from xlform.rules.batch_index import SubmissionSummary
from xlform.terminal.tree import unpainted
from xlform.terminal.visible import escaped_json

FORMATS = ("text", "line", "json", "html", "xlsx", "docx")
_BY_SUFFIX = {
    ".txt": "text",
    ".json": "json",
    ".jsonl": "json",
    ".html": "html",
    ".htm": "html",
    ".xlsx": "xlsx",
    ".docx": "docx",
}
# One output file for each input, so into a folder where there are several.
_DOCUMENT_FORMATS = ("xlsx", "docx")
_FILE_COLUMNS = 120


@click.command(cls=Command, help="check.help", epilog="check.examples")
@files_argument
@click.option("-o", "--output", cls=Option, metavar="cli.out", help="check.output")
@click.option("--format", "form", cls=Option, type=click.Choice(FORMATS), help="check.format")
@click.option("--select", cls=Option, multiple=True, metavar="cli.code", help="check.select")
@click.option("--ignore", cls=Option, multiple=True, metavar="cli.code-reason", help="check.ignore")
@click.option(
    "--severity", cls=Option, multiple=True, metavar="cli.code-severity", help="check.severity"
)
@click.option("--by", cls=Option, type=click.Choice(ORDERS), default="cause", help="check.by")
@click.option("--only-errors", cls=Option, is_flag=True, help="check.only-errors")
@click.option("--formulas", cls=Option, is_flag=True, help="check.formulas")
@click.option("--fail-on", cls=Option, type=click.Choice(FAIL_ON), help="check.fail-on")
@click.option("--since", cls=Option, metavar="cli.earlier", help="check.since")
@click.option("--deadline", cls=Option, metavar="review.a-day", help="check.deadline")
@force_option
@config_option
@message_options
@templates_option
@lang_option
def check(
    files: tuple[str, ...],
    *,
    output: str | None,
    form: str | None,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    severity: tuple[str, ...],
    by: Order,
    only_errors: bool,
    formulas: bool,
    fail_on: FailOn | None,
    since: str | None,
    deadline: str | None,
    force: bool,
    config: str | None,
) -> int:
    """Check the files and report the findings."""
    inputs = find_inputs(files)
    paths = inputs.paths
    form = form or format_by_suffix(output, _BY_SUFFIX, "text")
    _check_output(output, form, paths, force=force)
    ignored, severities = tuple(map(_ignored, ignore)), dict(map(_severity, severity))
    options = Options(
        form, output, select, ignored, fail_on, since, config, deadline,
        force=force, formulas=formulas, severities=severities, order=by, only_errors=only_errors,
    )  # fmt: skip
    return CheckRun(inputs, options).run()


def _ignored(text: str) -> Ignored:
    """Return what ``CODE=reason`` says is ignored; a reason is required."""
    code, _, reason = text.partition("=")
    if not reason.strip():
        raise click.UsageError(translate("error.ignore-without-reason", rule=code))
    return Ignored(code, reason)


def _severity(text: str) -> tuple[str, SeveritySetting]:
    """Return code and severity of ``CODE=severity``."""
    code, _, wanted = text.partition("=")
    for severity in SEVERITY_SETTINGS:
        if severity == wanted.strip() and code.strip():
            return code, severity
    known = listed(SEVERITY_SETTINGS)
    raise click.UsageError(translate("error.severity-option", seen=text, known=known))


def _check_output(output: str | None, form: str, paths: list[str], *, force: bool) -> None:
    check_format(output, form, _DOCUMENT_FORMATS)
    if not output:
        return
    check_not_input(output, paths)
    if form not in _DOCUMENT_FORMATS:
        check_file_output(output, force=force)
    elif len(paths) > 1:
        check_folder(output, _BY_SUFFIX, "check.needs-folder", form=form)
    elif not is_folder(output):
        check_file_output(output, force=force)


class Options(msgspec.Struct, frozen=True):
    """Options of the command line; each goes before the project file where it is given."""

    form: str
    output: str | None
    select: tuple[str, ...]
    ignore: tuple[Ignored, ...]
    fail_on: FailOn | None
    since: str | None
    config: str | None
    deadline: str | None
    force: bool
    formulas: bool = False
    severities: dict[str, SeveritySetting] = {}
    order: Order = "cause"
    only_errors: bool = False


class CheckRun:
    """Checks each file once, reports it as soon as it is checked, counts the findings."""

    def __init__(self, inputs: Inputs, options: Options) -> None:
        self._inputs = inputs
        self._paths = inputs.paths
        self._form = options.form
        self._output = options.output
        self._force = options.force
        self._order: Order = options.order
        self._only_errors = options.only_errors
        self._problems: list[str] = []
        self._written = 0
        self._counts: Counter[str] = Counter()
        self._summaries: list[SubmissionSummary] = []
        self._earlier_batch: tuple[BatchFinding, ...] = ()
        with settings_problems(BaselineProblem):
            project = _project(options, inputs.named)
            self._formulas = options.formulas
            self._checker = Checker(project, formulas=options.formulas)
            self._earlier = read_earlier(Path(options.since)) if options.since else None
            if options.since:
                self._earlier_batch = read_earlier_batch_findings(Path(options.since))
        self._fail_on: FailOn = project.fail_on
        self._letter = project.letter

    def run(self) -> ExitCode:
        """Check and report everything; UNREADABLE if a file failed, FINDINGS by ``fail_on``."""
        if self._form in _DOCUMENT_FORMATS:
            self._write_documents()
        else:
            self._report()
        for problem in self._problems:
            tell_problem(problem)
        if self._written:
            many = self._form in _DOCUMENT_FORMATS and is_folder(self._output or "")
            key = "check.written-many" if many else "fix.written"
            note(translate(key, output=self._output, count=self._written))
        if self._form != "html" or self._output:
            note(self._totals(), err=self._form != "text" or self._output is not None)
        if self._problems:
            return ExitCode.UNREADABLE
        return findings_code(self._counts, self._fail_on)

    # One text: on standard output or in a file

    def _report(self) -> None:
        if self._output:
            with atomic_file(Path(self._output), force=self._force) as stream:
                self._write(stream, _FILE_COLUMNS, unpainted)
                if self._form == "text" and (told := self._checker.context.settings_note):
                    stream.write(readable(told) + "\n")
                if not self._summaries and self._form != "html":
                    raise NothingToWrite  # a page names what could not be read
                self._written = 1
            return
        columns = terminal_columns(_FILE_COLUMNS)
        self._write(sys.stdout, columns, terminal_paint())

    def _write(self, stream: TextIO, columns: int, paint: Paint) -> None:
        if self._form == "html":
            from xlform.report.html_page import html_page  # noqa: PLC0415  (this format only)

            checked_files = list(self._cases())
            batch = self._batch()
            page = html_page(
                checked_files, self._problems, self._totals(), batch,
                order=self._order, only_errors=self._only_errors,
            )  # fmt: skip
            stream.write(page)
            return
        if stream is sys.stdout and not (len(self._paths) > 1 and sys.stderr.isatty()):
            self._print_each(columns, paint)
        else:
            # The bar and the reports share the terminal: all files are checked before the first
            # report. A file appears with the last one.
            reports = [self._text(checked, columns, paint) for checked in self._cases()]
            for report in reports:
                stream.write(report)
                stream.flush()
        if batch := self._batch():
            lines = self._batch_lines(batch, columns, paint)
            stream.writelines(self._printed(f"{line}\n") for line in lines)

    def _print_each(self, columns: int, paint: Paint) -> None:
        """Print the report of each file as soon as it is checked."""

        def print_file(path: str, report: Report) -> _Checked:
            checked_file, checked = self._checked_file(path, report)
            sys.stdout.write(self._text(checked_file, columns, paint))
            return checked

        printed = Outcomes(self._check_file, print_file)
        for checked in printed.of(self._inputs, self._problems):
            self._add(checked)

    def _text(self, checked_file: CheckedFile, columns: int, paint: Paint) -> str:
        lines = self._lines(checked_file, columns, paint)
        return self._printed("".join(f"{line}\n" for line in lines))

    def _printed(self, text: str) -> str:
        return escaped_json(text) if self._form == "json" else readable(text)

    def _lines(self, checked_file: CheckedFile, columns: int, paint: Paint) -> Iterator[str]:
        if self._form == "json":
            indent = 2 if len(self._paths) == 1 else 0
            yield findings_json(
                checked_file.submission,
                checked_file.checked,
                checked_file.changes,
                indent=indent,
                settings=checked_file.context.settings_note,
            )
        elif self._form == "line":
            yield from finding_lines(checked_file, only_errors=self._only_errors)
        else:
            yield from checked_file_lines(
                checked_file, columns=columns, paint=paint,
                order=self._order, only_errors=self._only_errors,
            )  # fmt: skip
            yield ""

    def _batch_lines(self, batch: CheckedBatch, columns: int, paint: Paint) -> Iterator[str]:
        if self._form == "json":
            yield batch_json(batch.batch, batch.changes)
        elif self._form == "line":
            yield from batch_lines(batch, only_errors=self._only_errors)
        else:
            yield from checked_batch_lines(
                batch, columns=columns, paint=paint, only_errors=self._only_errors
            )
            yield ""

    # A document for each file: the workbook with its cells marked, the letter

    def _write_documents(self) -> None:
        from xlform.cli.unit_documents import UnitDocuments  # noqa: PLC0415  (these formats only)

        documents = UnitDocuments(
            self._form,
            Path(self._output or ""),
            self._letter,
            is_single=len(self._paths) == 1,
            force=self._force,
        )
        documents.write(self._cases(), self._summaries, self._checker.context)
        self._problems += documents.problems
        self._written = documents.written
        batch = self._batch()
        if batch and batch.batch.findings:
            count = len(batch.batch.findings)
            note(translate("batch.not-in-papers", count=count, form=self._form))

    # Checking and counting

    def _check_file(self, path: str) -> Report:
        return self._checker.check(path, single_file=len(self._paths) == 1)

    def _cases(self) -> Iterator[CheckedFile]:
        for path, report in process_with_progress(self._inputs, self._check_file, self._problems):
            checked_file, checked = self._checked_file(path, report)
            self._add(checked)
            yield checked_file

    def _checked_file(self, path: str, report: Report) -> tuple[CheckedFile, _Checked]:
        """Return a file as reports use it, and what is kept of it for the end."""
        changes = self._changes(report)
        checked = report.checked
        file = CheckedFile(path, report.submission, checked, report.context, changes)
        return file, _Checked({**_counted(checked, changes), "files": 1}, report.summary)

    def _add(self, checked: _Checked) -> None:
        self._counts.update(checked.counts)
        self._summaries.append(checked.summary)

    def _batch(self) -> CheckedBatch | None:
        """Check the files against each other, once all are read; ``None`` for a single file."""
        if len(self._paths) == 1 or not self._summaries or self._formulas:
            return None
        batch = self._checker.check_batch(self._summaries)
        changes = compare(self._earlier_batch, batch) if self._earlier is not None else None
        self._counts.update(_counted(batch, changes))
        return CheckedBatch(batch, changes)

    def _changes(self, report: Report) -> Changes | None:
        """Return what is new, kept and fixed since ``--since``; ``None`` without it."""
        if self._earlier is None:
            return None
        before: EarlierCheck | None = earlier_check_of(report.submission, self._earlier)
        changes = compare(before.findings if before else (), report.checked)
        return changes if before else msgspec.structs.replace(changes, first=True)

    def _totals(self) -> str:
        """Return the last line; on standard error where standard output carries data."""
        numbers = {name: self._counts[name] for name in ("files", "not_asked", *SEVERITIES)}
        line = translate(
            "check.counts", total=len(self._paths), failed=len(self._problems), **numbers
        )
        if self._earlier is None:
            return line
        changed = {name: self._counts[name] for name in ("new", "kept", "fixed")}
        return line + translate("check.changed", **changed)


class _Checked(msgspec.Struct, frozen=True):
    """What the end of a run needs of a file: its numbers of findings and its summary."""

    counts: dict[str, int]
    summary: SubmissionSummary


def _counted(checked: CheckResult | BatchResult, changes: Changes | None) -> Counter[str]:
    found: Counter[str] = Counter()
    found.update(counts(checked.findings))
    found["not_asked"] = len(checked.not_asked)
    if changes:
        found.update(changes.states.values())
        found["fixed"] += len(changes.fixed)
    return found


def _project(options: Options, named: tuple[str, ...]) -> Project:
    """Return the project file with the options of the command line over it."""
    project = project_of(options.config, named)
    select = tuple(code for text in options.select for code in text.split(",") if code.strip())
    return msgspec.structs.replace(
        project,
        select=select or project.select,
        ignore=(*project.ignore, *options.ignore),
        fail_on=options.fail_on or project.fail_on,
        severities={**project.severities, **options.severities},
        letter=msgspec.structs.replace(
            project.letter, deadline=options.deadline or project.letter.deadline
        ),
    )
