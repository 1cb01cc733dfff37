"""The work of ``xlform fix`` once its arguments are known."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path

import click
import msgspec

from xlform.checking.settings import FailOn, Project, SettingsProblem, find_project, load_project
from xlform.cli.watching import read_watched, terminal_paint
from xlform.errors import FileProblem, XlformError
from xlform.files.output import atomic_file
from xlform.fixing.changes import Mending, changes_json
from xlform.fixing.fix import Fixed, Fixer, write_mended
from xlform.formats.registry import EDITABLE_EXTENSIONS
from xlform.messages import language, translate
from xlform.model.findings import SEVERITIES
from xlform.report.changes_text import changes_lines, diff_lines
from xlform.rules.words import WordsProblem

_COLUMNS = 120
_FINDINGS, _UNREADABLE = 1, 3


class Asked(msgspec.Struct, frozen=True):
    """What is to be mended, as the command line says it."""

    only: tuple[str, ...]
    fail_on: FailOn
    config: str | None
    unsafe: bool


class Written(msgspec.Struct, frozen=True):
    """Where to, and how it is told."""

    output: str | None
    log: str | None
    folder: bool
    in_place: bool
    diff: bool

    @property
    def preview(self) -> bool:
        """Whether no workbook is written."""
        return not self.output and not self.in_place


class Fix:
    """Mends the files one after the other, tells as it goes, counts exactly."""

    def __init__(self, paths: list[str], asked: Asked, written: Written) -> None:
        self._paths = paths
        self._written = written
        self._problems: list[str] = []
        self._mended: list[tuple[Mending, str]] = []
        self._counts: Counter[str] = Counter()
        self._taken: set[Path] = set()
        self._paint = terminal_paint()
        try:
            self._fixer = Fixer(_project(asked), unsafe=asked.unsafe, only=asked.only)
        except (SettingsProblem, WordsProblem) as problem:
            raise click.UsageError(str(problem)) from problem
        self._fail_on = asked.fail_on

    def run(self) -> int:
        """Do it all; 3 if a file could not be read or written, 1 if enough is left to mend."""
        for _, fixed in read_watched(self._paths, self._fixer.fix, self._problems):
            self._take(fixed)
        self._write_log()
        for problem in self._problems:
            click.echo(problem, err=True)
        click.echo(self._summary(), err=self._written.diff)
        if self._problems:
            return _UNREADABLE
        return _FINDINGS if self._failing() else 0

    def _take(self, fixed: Fixed) -> None:
        """Write one mended file and tell what changed."""
        try:
            output = self._write(fixed)
        except XlformError as problem:
            self._problems.append(str(problem))
            return
        except OSError as reason:
            text = reason.strerror or str(reason)
            self._problems.append(str(FileProblem("unwritable", path=fixed.path, reason=text)))
            return
        self._tell(fixed, output)
        self._count(fixed, output)
        if self._written.log:
            # The cells of three hundred files need not be kept for it.
            kept = msgspec.structs.replace(fixed, grid=None, source=b"")
            self._mended.append((kept, output))

    def _tell(self, fixed: Fixed, output: str) -> None:
        if self._written.diff:
            for line in diff_lines(fixed, output or fixed.path, paint=self._paint):
                click.echo(line)
            return
        columns = shutil.get_terminal_size((_COLUMNS, 0)).columns
        for line in changes_lines(fixed, columns=columns, paint=self._paint):
            click.echo(line)
        if output:
            click.echo(translate("fix.written", output=output))
        click.echo()

    # Counting

    def _count(self, fixed: Fixed, output: str) -> None:
        self._counts["changed" if fixed.changes else "same"] += 1
        self._counts["cells"] += len(fixed.changes)
        standing = fixed.left
        if fixed.changes and not output:
            # A preview mends nothing: what it would mend still stands in the file.
            known = {one.id for one in standing}
            would = {change.id: change.severity for change in fixed.changes}
            self._counts.update(
                severity for number, severity in would.items() if number not in known
            )
        self._counts["left"] += len(standing)
        self._counts.update(one.severity for one in standing)

    def _failing(self) -> bool:
        if self._fail_on == "never":
            return False
        grave = SEVERITIES[: SEVERITIES.index(self._fail_on) + 1]
        return any(self._counts[severity] for severity in grave)

    def _summary(self) -> str:
        """The last line; on standard error where standard output carries lines to compare."""
        changed = "would" if self._written.preview else "changed"
        numbers = {name: self._counts[name] for name in ("same", "left")}
        counted = {changed: self._counts["changed"], **numbers, "failed": len(self._problems)}
        cells = self._counts["cells"]
        told = [
            translate(f"counted.{name}", count=count, cells=cells)
            for name, count in counted.items()
            if count
        ]
        counts = ("，" if language() == "zh" else ", ").join(told)
        line = translate("fix.counts", total=len(self._paths), counts=counts)
        preview = self._written.preview and self._counts["changed"]
        return f"{line}\n{translate('fix.preview')}" if preview else line

    # Writing

    def _write(self, fixed: Fixed) -> str:
        """Write the mended file where it is wanted; where it was written, "" for nowhere."""
        if not fixed.changes or self._written.preview:
            return ""
        if self._written.in_place:
            return _in_place(fixed)
        place = self._place(Path(fixed.path))
        self._taken.add(place)
        place.parent.mkdir(parents=True, exist_ok=True)
        write_mended(fixed, place)
        return str(place)

    def _place(self, path: Path) -> Path:
        """The output itself, or the file's own name in that folder, numbered if taken."""
        output = Path(self._written.output or "")
        if not self._written.folder:
            return output
        numbers = ("", *range(2, len(self._taken) + 3))
        suffix = path.suffix
        if suffix.lower() not in EDITABLE_EXTENSIONS:
            suffix = EDITABLE_EXTENSIONS[0]  # other formats are converted to .xlsx
        names = (f"{path.stem}{number}{suffix}" for number in numbers)
        return next(place for name in names if (place := output / name) not in self._taken)

    def _write_log(self) -> None:
        if not self._written.log:
            return
        path = Path(self._written.log)
        try:
            if path.suffix.lower() == ".json":
                with atomic_file(path) as stream:
                    stream.write(changes_json(self._mended, indent=2) + "\n")
                return
            from xlform.report.changes_sheet import write_changes  # noqa: PLC0415  (its own format)

            write_changes(path, self._mended)
        except XlformError as problem:
            self._problems.append(str(problem))


def _in_place(fixed: Fixed) -> str:
    """Put the mended file in the place of the one handed in, which is kept beside it."""
    if fixed.converted:
        raise FileProblem("fix-old-format", path=fixed.path)
    path = Path(fixed.path).resolve()
    if path.read_bytes() != fixed.source:
        raise FileProblem("changed-meanwhile", path=fixed.path)
    _keep(path, fixed.source)
    mode = path.stat().st_mode
    write_mended(fixed, path)
    path.chmod(mode)
    return fixed.path


def _keep(path: Path, source: bytes) -> None:
    """The file as handed in as ``….bak``, or ``….bak2`` and so on: no backup is ever replaced."""
    number = 1
    while True:
        backup = path.with_name(f"{path.name}.bak{number if number > 1 else ''}")
        try:
            with backup.open("xb") as stream:
                stream.write(source)
        except FileExistsError:
            number += 1
            continue
        shutil.copystat(path, backup)
        return


def _project(asked: Asked) -> Project:
    path = Path(asked.config) if asked.config else find_project(Path.cwd())
    return load_project(path) if path else Project()
