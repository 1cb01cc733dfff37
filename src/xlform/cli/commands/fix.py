"""``xlform fix``: broken formulas repaired in the files themselves, nothing else touched."""

from __future__ import annotations

import os
import stat
from collections import Counter
from contextlib import suppress
from itertools import count
from pathlib import Path

import click
import msgspec

from xlform.checking.settings import FailOn
from xlform.cli.exit_codes import ExitCode
from xlform.cli.inputs import Inputs, find_inputs
from xlform.cli.localized import Command, Option
from xlform.cli.options import (
    FAIL_ON,
    config_option,
    files_argument,
    force_option,
    lang_option,
    level_options,
    templates_option,
)
from xlform.cli.output import (
    check_file_output,
    check_folder,
    check_not_input,
    is_folder_output,
    path_in_folder,
    unwritable_problems,
)
from xlform.cli.progress import Outcomes
from xlform.cli.screen import show, terminal_columns, terminal_paint
from xlform.cli.settings import findings_code, project_of, settings_problems
from xlform.cli.verbosity import note
from xlform.cli.verbosity import problem as tell_problem
from xlform.errors import FileProblem, XlformError
from xlform.files.output import atomic_file
from xlform.files.unfinished import unfinished_path, write_through
from xlform.fixing.changes import FixResult, changes_json
from xlform.fixing.fix import Fixed, Fixer, copy_source, replace_source, write_fixed
from xlform.formats.compound import MARK as COMPOUND
from xlform.formats.registry import EDITABLE_EXTENSIONS
from xlform.formats.source import file_bytes
from xlform.messages import language, translate
from xlform.model.regular_file import real_path
from xlform.report.changes_text import changes_lines, diff_lines
from xlform.rules.context import RuleContext

_LOGS = (".json", ".xlsx")
_COLUMNS = 120


@click.command(cls=Command, help="fix.help", epilog="fix.examples")
@files_argument
@click.option("-o", "--output", cls=Option, metavar="cli.out", help="fix.output")
@click.option("--in-place", cls=Option, is_flag=True, help="fix.in-place")
@click.option("--all", "copy_all", cls=Option, is_flag=True, help="fix.all")
@click.option("--unsafe", cls=Option, is_flag=True, help="fix.unsafe")
@click.option("--diff", cls=Option, is_flag=True, help="fix.diff")
@click.option("--only", cls=Option, multiple=True, metavar="cli.code", help="fix.only")
@click.option("--formulas", cls=Option, is_flag=True, help="fix.formulas")
@click.option("--log", cls=Option, metavar="cli.out", help="fix.log")
@click.option(
    "--fail-on", cls=Option, type=click.Choice(FAIL_ON), default="warning", help="fix.fail-on"
)
@force_option
@config_option
@level_options
@templates_option
@lang_option
def fix(
    files: tuple[str, ...],
    *,
    output: str | None,
    in_place: bool,
    copy_all: bool,
    unsafe: bool,
    diff: bool,
    only: tuple[str, ...],
    formulas: bool,
    log: str | None,
    fail_on: FailOn,
    force: bool,
    config: str | None,
) -> int:
    """Fix the files, or show what would be changed."""
    inputs = find_inputs(files)
    paths = inputs.paths
    if copy_all and not output:
        raise click.UsageError(translate("fix.all-needs-output"))
    if output:
        _check_output(output, paths, in_place=in_place, force=force)
    if log:
        _check_log(log, output, paths, force=force)
    codes = tuple(code for text in only for code in text.split(",") if code.strip())
    folder = bool(output) and is_folder_output(output or "", paths)
    options = Options(
        output,
        log,
        codes,
        fail_on,
        config,
        folder=folder,
        in_place=in_place,
        copy_all=copy_all,
        diff=diff,
        unsafe=unsafe,
        force=force,
        formulas=formulas,
    )
    return FixRun(inputs, options).run()


def _check_output(output: str, paths: list[str], *, in_place: bool, force: bool) -> None:
    if in_place:
        raise click.UsageError(translate("fix.both"))
    check_not_input(output, paths, message="fix.over-input")
    if is_folder_output(output, paths):
        check_folder(output, EDITABLE_EXTENSIONS, "fix.needs-folder")
        written = (Path(output) / Path(path).name for path in paths)
        check_not_input(output, paths, written, "fix.over-input")
        return
    check_file_output(output, force=force)
    if Path(output).suffix.lower() != Path(paths[0]).suffix.lower():
        # A workbook with macros under the other suffix is one no office program opens.
        suffix = Path(paths[0]).suffix
        if suffix.lower() not in EDITABLE_EXTENSIONS and Path(output).suffix.lower() == ".xlsx":
            return  # an old format becomes a new .xlsx
        raise click.UsageError(translate("fix.other-suffix", output=output, suffix=suffix))


def _check_log(log: str, output: str | None, paths: list[str], *, force: bool) -> None:
    if Path(log).suffix.lower() not in _LOGS:
        raise click.UsageError(translate("fix.log-format", log=log))
    check_not_input(log, (*paths, *([output] if output else [])))
    check_file_output(log, force=force)


class Options(msgspec.Struct, frozen=True):
    """Options of the command line; ``only`` are codes of rules, () for all."""

    output: str | None
    log: str | None
    only: tuple[str, ...]
    fail_on: FailOn
    config: str | None
    folder: bool
    in_place: bool
    copy_all: bool
    diff: bool
    unsafe: bool
    force: bool
    formulas: bool = False

    @property
    def preview(self) -> bool:
        """Return whether no workbook is written."""
        return not self.output and not self.in_place


class _Written(msgspec.Struct, frozen=True):
    """What the end of a run needs of a file: its path, its counts, its part of the log."""

    output: str = ""
    counts: dict[str, int] = {}
    log: bytes = b""
    problem: str = ""


def _packed(fixed: Fixed) -> bytes:
    """Return what a log needs of a fixed file: no cells, which of many would fill the memory."""
    import pickle  # noqa: PLC0415  (only with a log; read by this command alone)

    kept = msgspec.structs.replace(
        fixed, grid=None, source=b"", context=RuleContext({}, None), after=None
    )
    return pickle.dumps(kept)


def _unpacked(log: bytes) -> FixResult:
    import pickle  # noqa: PLC0415  (as above)

    kept: FixResult = pickle.loads(log)  # noqa: S301  (as above)
    return kept


class FixRun:
    """Fixes the files one after the other, prints the changes of each, counts them."""

    def __init__(self, inputs: Inputs, options: Options) -> None:
        self._inputs = inputs
        self._paths = inputs.paths
        self._options = options
        self._problems: list[str] = []
        self._log: list[tuple[FixResult, str]] = []
        self._counts: Counter[str] = Counter()
        self._taken: set[Path] = set()
        self._paint = terminal_paint()
        with settings_problems():
            project = project_of(options.config, inputs.named)
            self._fixer = Fixer(
                project, unsafe=options.unsafe, only=options.only, formulas=options.formulas
            )

    def run(self) -> ExitCode:
        """Fix everything; UNREADABLE if a file failed, FINDINGS if enough is left to fix."""
        written = Outcomes(self._fixer.fix, self._process)
        for outcome in written.of(self._inputs, self._problems):
            self._add(outcome)
        self._write_log()
        for problem in self._problems:
            tell_problem(problem)
        note(self._totals(), err=self._options.diff)
        if self._problems:
            return ExitCode.UNREADABLE
        return findings_code(self._counts, self._options.fail_on)

    def _add(self, written: _Written) -> None:
        if written.problem:
            self._problems.append(written.problem)
        self._counts.update(written.counts)
        if written.output:
            self._taken.add(Path(written.output))
        if written.log:
            self._log.append((_unpacked(written.log), written.output))

    def _process(self, _: str, fixed: Fixed) -> _Written:
        """Write one fixed file and print what changed."""
        try:
            with unwritable_problems(fixed.path):
                output = self._write(fixed)
        except XlformError as problem:
            return _Written(problem=str(problem))
        self._print(fixed, output)
        log = _packed(fixed) if self._options.log else b""
        return _Written(output, dict(self._counted(fixed, output)), log)

    def _print(self, fixed: Fixed, output: str) -> None:
        if self._options.diff:
            for line in diff_lines(fixed, output or fixed.path, paint=self._paint):
                show(line)
            return
        columns = terminal_columns(_COLUMNS)
        for line in changes_lines(fixed, columns=columns, paint=self._paint):
            show(line)
        if output:
            key = "fix.written" if fixed.changes else "fix.copied"
            show(translate(key, output=output))
        show()

    # Counting

    def _counted(self, fixed: Fixed, output: str) -> Counter[str]:
        counts = Counter({"changed" if fixed.changes else "same": 1, "cells": len(fixed.changes)})
        left = fixed.left
        if fixed.changes and not output:
            # A preview changes nothing: the findings it would fix are still in the file.
            known = {finding.id for finding in left}
            would = {change.id: change.severity for change in fixed.changes}
            counts.update(severity for number, severity in would.items() if number not in known)
        counts["left"] += len(left)
        counts.update(finding.severity for finding in left)
        return counts

    def _totals(self) -> str:
        """Return the last line; on standard error where standard output carries a diff."""
        changed = "would" if self._options.preview else "changed"
        numbers = {name: self._counts[name] for name in ("same", "left")}
        counted = {changed: self._counts["changed"], **numbers, "failed": len(self._problems)}
        cells = self._counts["cells"]
        parts = [
            translate(f"counted.{name}", count=count, cells=cells)
            for name, count in counted.items()
            if count
        ]
        counts = ("，" if language() == "zh" else ", ").join(parts)
        line = translate("fix.counts", total=len(self._paths), counts=counts)
        if self._options.output and not self._options.copy_all and self._counts["same"]:
            line += translate("fix.not-copied", count=self._counts["same"])
        preview = self._options.preview and self._counts["changed"]
        return f"{line}\n{translate('fix.preview')}" if preview else line

    # Writing

    def _write(self, fixed: Fixed) -> str:
        """Write the fixed file; return its path, "" where nothing is written."""
        copied = self._options.copy_all and not self._options.preview
        if self._options.preview or not (fixed.changes or copied):
            return ""
        if self._options.in_place:
            return _write_in_place(fixed)
        path = self._output_path(Path(fixed.path), copied=not fixed.changes)
        path.parent.mkdir(parents=True, exist_ok=True)
        if fixed.changes:
            write_fixed(fixed, path, force=self._options.force)
        else:
            copy_source(fixed, path, force=self._options.force)
        return str(path)

    def _output_path(self, path: Path, *, copied: bool = False) -> Path:
        output = Path(self._options.output or "")
        if not self._options.folder:
            return output
        suffix = path.suffix
        if suffix.lower() not in EDITABLE_EXTENSIONS and not copied:
            suffix = EDITABLE_EXTENSIONS[0]  # other formats are converted to .xlsx
        return path_in_folder(output, path.stem, suffix, self._taken)

    def _write_log(self) -> None:
        if not self._options.log:
            return
        path = Path(self._options.log)
        try:
            if path.suffix.lower() == ".json":
                with atomic_file(path, force=self._options.force) as stream:
                    text = changes_json(self._log, indent=2, problems=self._problems)
                    stream.write(text + "\n")
                return
            from xlform.report.changes_sheet import write_changes  # noqa: PLC0415  (this format only)

            force = self._options.force
            write_changes(path, self._log, force=force, problems=self._problems)
        except XlformError as problem:
            self._problems.append(str(problem))


def _write_in_place(fixed: Fixed) -> str:
    """Replace the submitted file by the fixed one; the original is kept beside it."""
    if fixed.converted:
        raise FileProblem("fix-old-format", path=fixed.path)
    path = real_path(fixed.path)
    original = file_bytes(path)
    if original.startswith(COMPOUND) and not fixed.source.startswith(COMPOUND):
        # Opened with Excel's own password: what is fixed has none.
        raise FileProblem("fix-encrypted", path=fixed.path)
    if original != fixed.source:
        raise FileProblem("changed-meanwhile", path=fixed.path)
    mode = stat.S_IMODE(path.stat().st_mode)
    backup = _write_backup(path, fixed.source)
    try:
        replace_source(fixed, path, mode)
    except BaseException:
        # Where the original is still there, a backup of it says nothing and is in the way.
        with suppress(OSError, XlformError):
            if file_bytes(path) == original:
                backup.unlink()
        raise
    return fixed.path


def _write_backup(path: Path, source: bytes) -> Path:
    """Write the original as ``….bak``, or ``….bak2`` and so on: no backup is ever replaced.

    It appears whole or not at all, and is on the disk before the original is touched.
    """
    unfinished = unfinished_path(path.with_suffix(".bak"))
    try:
        unfinished.write_bytes(source)
        write_through(unfinished)
        import shutil  # noqa: PLC0415  (loads the modules of all archives)

        shutil.copystat(path, unfinished)
        backup = _free_backup(path)
        unfinished.rename(backup)
    except BaseException:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)
        raise
    return backup


def _free_backup(path: Path) -> Path:
    names = (f"{path.name}.bak{number if number > 1 else ''}" for number in count(1))
    return next(backup for name in names if not os.path.lexists(backup := path.with_name(name)))
