"""The work of ``xlform check`` once its arguments are known."""

from __future__ import annotations

import shutil
import sys
from collections import Counter
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TextIO, get_args

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
    FailOn,
    Ignored,
    Project,
    SettingsProblem,
    find_project,
    load_project,
)
from xlform.cli.watching import read_watched, terminal_paint
from xlform.errors import FileProblem, XlformError
from xlform.files.output import atomic_file
from xlform.messages import translate
from xlform.model.findings import SEVERITIES, BatchFinding
from xlform.report.case import BatchCase, Case, counts
from xlform.report.line import batch_lines, finding_lines
from xlform.report.terminal import Paint, batch_case_lines, case_lines
from xlform.rules.batch_index import SubmissionSummary
from xlform.rules.words import WordsProblem
from xlform.terminal.tree import unpainted

_FILE_COLUMNS = 120
_FINDINGS, _UNREADABLE = 1, 3


class Asked(msgspec.Struct, frozen=True):
    """What is to be checked, as the command line says it; it goes before the project file."""

    select: tuple[str, ...]
    ignore: tuple[tuple[str, str], ...]
    fail_on: str | None
    config: str | None
    since: str | None


class Shown(msgspec.Struct, frozen=True):
    """How it is to be told, and where."""

    form: str
    output: str | None


class Check:
    """Checks the files once, tells as it goes, counts exactly."""

    def __init__(self, paths: list[str], asked: Asked, shown: Shown) -> None:
        self._paths = paths
        self._form = shown.form
        self._output = shown.output
        self._problems: list[str] = []
        self._counts: Counter[str] = Counter()
        self._entries: list[SubmissionSummary] = []
        self._earlier_batch: tuple[BatchFinding, ...] = ()
        try:
            project = _project(asked)
            self._checker = Checker(project)
            self._earlier = read_earlier(Path(asked.since)) if asked.since else None
            if asked.since:
                self._earlier_batch = read_earlier_batch_findings(Path(asked.since))
        except (SettingsProblem, WordsProblem, BaselineProblem) as problem:
            raise click.UsageError(str(problem)) from problem
        self._fail_on: FailOn = project.fail_on

    def run(self) -> int:
        """Do it all; 3 if a file could not be read or written, 1 if enough was found."""
        if self._form in ("xlsx", "docx"):
            self._write_papers()
        else:
            self._tell()
        for problem in self._problems:
            click.echo(problem, err=True)
        if self._form != "html" or self._output:
            click.echo(self._summary(), err=self._form != "text" or self._output is not None)
        if self._problems:
            return _UNREADABLE
        return _FINDINGS if self._failing() else 0

    def _failing(self) -> bool:
        if self._fail_on == "never":
            return False
        grave = SEVERITIES[: SEVERITIES.index(self._fail_on) + 1]
        return any(self._counts[severity] for severity in grave)

    # One text: on standard output or in a file

    def _tell(self) -> None:
        if self._output:
            with atomic_file(Path(self._output)) as stream:
                self._write(stream, _FILE_COLUMNS, unpainted)
            return
        columns = shutil.get_terminal_size((_FILE_COLUMNS, 0)).columns
        self._write(sys.stdout, columns, terminal_paint())

    def _write(self, stream: TextIO, columns: int, paint: Paint) -> None:
        if self._form == "html":
            from xlform.report.page import page  # noqa: PLC0415  (its own format only)

            cases = list(self._cases())
            batch = self._batch()
            stream.write(page(cases, self._problems, self._summary(), batch))
            return
        watched = len(self._paths) > 1 and sys.stderr.isatty() and stream is sys.stdout
        reports = (
            "".join(f"{line}\n" for line in self._lines(case, columns, paint))
            for case in self._cases()
        )
        # The bar and the reports share the terminal: first the one, then the others.
        for report in list(reports) if watched else reports:
            stream.write(report)
            stream.flush()
        if batch := self._batch():
            stream.writelines(f"{line}\n" for line in self._batch_lines(batch, columns, paint))

    def _lines(self, case: Case, columns: int, paint: Paint) -> Iterator[str]:
        if self._form == "json":
            indent = 2 if len(self._paths) == 1 else 0
            yield findings_json(case.submission, case.checked, case.changes, indent=indent)
        elif self._form == "line":
            yield from finding_lines(case)
        else:
            yield from case_lines(case, columns=columns, paint=paint)
            yield ""

    def _batch_lines(self, batch: BatchCase, columns: int, paint: Paint) -> Iterator[str]:
        if self._form == "json":
            yield batch_json(batch.batch, batch.changes)
        elif self._form == "line":
            yield from batch_lines(batch)
        else:
            yield from batch_case_lines(batch, columns=columns, paint=paint)
            yield ""

    # A paper for each file: the workbook with its cells marked, the letter

    def _write_papers(self) -> None:
        write = _marked if self._form == "xlsx" else _letter
        taken: set[Path] = set()
        for case in self._cases():
            place = self._place(case, taken)
            taken.add(place)
            try:
                place.parent.mkdir(parents=True, exist_ok=True)
                write(place, case)
            except XlformError as problem:
                self._problems.append(str(problem))
            except OSError as reason:
                text = reason.strerror or str(reason)
                self._problems.append(str(FileProblem("unwritable", path=str(place), reason=text)))
        batch = self._batch()
        if batch and batch.batch.findings:
            count = len(batch.batch.findings)
            click.echo(translate("batch.not-in-papers", count=count, form=self._form), err=True)

    def _place(self, case: Case, taken: set[Path]) -> Path:
        """Where a file's paper goes: the output itself, or a name of its own in that folder."""
        output = Path(self._output or "")
        if len(self._paths) == 1 and not output.is_dir():
            return output
        stem = translate(f"check.paper-{self._form}", name=Path(case.path).stem)
        names = (f"{stem}{number}.{self._form}" for number in ("", *range(2, len(taken) + 3)))
        return next(place for name in names if (place := output / name) not in taken)

    # Checking and counting

    def _cases(self) -> Iterator[Case]:
        check = partial(self._checker.check, single_file=len(self._paths) == 1)
        for path, report in read_watched(self._paths, check, self._problems):
            yield self._counted(path, report)

    def _counted(self, path: str, report: Report) -> Case:
        changes = self._changes(report)
        self._counts["files"] += 1
        self._count(report.checked, changes)
        self._entries.append(report.summary)
        return Case(path, report.submission, report.checked, report.context, changes)

    def _count(self, checked: CheckResult | BatchResult, changes: Changes | None) -> None:
        self._counts.update(counts(checked.findings))
        self._counts["not_asked"] += len(checked.not_asked)
        if changes:
            self._counts.update(changes.states.values())
            self._counts["fixed"] += len(changes.fixed)

    def _batch(self) -> BatchCase | None:
        """The files checked against each other, once all are read; ``None`` where one was given."""
        if len(self._paths) == 1 or not self._entries:
            return None
        batch = self._checker.check_batch(self._entries)
        changes = compare(self._earlier_batch, batch) if self._earlier is not None else None
        self._count(batch, changes)
        return BatchCase(batch, changes)

    def _changes(self, report: Report) -> Changes | None:
        if self._earlier is None:
            return None
        before: EarlierCheck | None = earlier_check_of(report.submission, self._earlier)
        return compare(before.findings if before else (), report.checked)

    def _summary(self) -> str:
        """The last line; on standard error where standard output carries data."""
        numbers = {name: self._counts[name] for name in ("files", "not_asked", *SEVERITIES)}
        line = translate(
            "check.counts", total=len(self._paths), failed=len(self._problems), **numbers
        )
        if self._earlier is None:
            return line
        changed = {name: self._counts[name] for name in ("new", "kept", "fixed")}
        return line + translate("check.changed", **changed)


def _project(asked: Asked) -> Project:
    """The project file with what the command line says over it."""
    path = Path(asked.config) if asked.config else find_project(Path.cwd())
    project = load_project(path) if path else Project()
    select = tuple(code for text in asked.select for code in text.split(",") if code.strip())
    ignored = tuple(Ignored(code, reason) for code, reason in asked.ignore)
    return msgspec.structs.replace(
        project,
        select=select or project.select,
        ignore=(*project.ignore, *ignored),
        fail_on=next((one for one in get_args(FailOn) if one == asked.fail_on), project.fail_on),
    )


def _marked(place: Path, case: Case) -> None:
    from xlform.formats.conversion import as_workbook  # noqa: PLC0415  (this format only)
    from xlform.formats.source import file_bytes  # noqa: PLC0415
    from xlform.report.marked import refuse_moved_cells, write_marked  # noqa: PLC0415

    if case.context.grid is None:
        raise FileProblem("no-workbook", path=case.path)
    source, converted = as_workbook(file_bytes(Path(case.path)), case.path)
    if converted:
        refuse_moved_cells(case.context.grid, source, case.path)
        click.echo(translate("check.converted", path=case.path), err=True)
    write_marked(place, source, case.path, case.checked, case.submission)


def _letter(place: Path, case: Case) -> None:
    from xlform.report.letter import write_letter  # noqa: PLC0415  (python-docx is slow to load)

    write_letter(place, case.submission, case.checked, case.context)
