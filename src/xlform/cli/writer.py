"""The work of ``xlform write`` once its arguments are known."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click
import msgspec

from xlform.cli.watching import read_watched
from xlform.errors import FileProblem, XlformError
from xlform.grid.model import plain
from xlform.messages import translate
from xlform.model.submission import Submission
from xlform.submission import read as submission
from xlform.template.store import load_templates, templates_folder
from xlform.writing.book import Book
from xlform.writing.changing import Change, name_of
from xlform.writing.labels import label_of
from xlform.writing.redacting import redacted
from xlform.writing.rolling import rolled
from xlform.writing.writer import write

_TOLD, _UNREADABLE = 1, 3
_SHOWN_AT_MOST = 60


class Wanted(msgspec.Struct, frozen=True):
    """What is to be written and where, as the command line says it."""

    output: str
    template: str
    year: int | None
    folder: bool
    redact: bool


class Writer:
    """Writes the files one after the other and tells what a person has to know of each."""

    suffix = ".xlsx"

    def __init__(self, paths: list[str], wanted: Wanted) -> None:
        self._paths = paths
        self._wanted = wanted
        self._problems: list[str] = []
        self._taken: set[Path] = set()
        self._written = 0
        self._told = 0
        self._templates = load_templates(templates_folder())

    def run(self) -> int:
        """Do it all; 3 if a file could not be read or written, 1 if somebody has to look."""
        for path, found in read_watched(self._paths, self._read, self._problems):
            self._take(path, found)
        for problem in self._problems:
            click.echo(problem, err=True)
        counts = {"written": self._written, "told": self._told, "failed": len(self._problems)}
        click.echo(translate("write.counts", total=len(self._paths), **counts))
        if self._problems:
            return _UNREADABLE
        return _TOLD if self._told else 0

    def _read(self, path: str) -> Submission:
        """Read one file."""
        return submission.read(path)

    def _take(self, path: str, found: Submission) -> None:
        """Write one submission and tell what changed, what was kept, what found no place."""
        try:
            changed, changes = self._changed(found)
            place = self._place(Path(path))
            self._taken.add(place)
            place.parent.mkdir(parents=True, exist_ok=True)
            first, lines = self._write(path, changed, place)
        except XlformError as problem:
            self._problems.append(str(problem))
            return
        except OSError as reason:
            text = reason.strerror or str(reason)
            self._problems.append(str(FileProblem("unwritable", path=path, reason=text)))
            return
        self._written += 1
        click.echo(first)
        for line in (*self._change_lines(changes), *lines):
            click.echo(f"  {line}")

    def _write(self, path: str, found: Submission, place: Path) -> tuple[str, list[str]]:
        """Write it: what was written, and what a person has to see to."""
        rolling = self._wanted.year is not None
        book = write(found, place, template=self._wanted.template, open_totals=rolling)
        first = translate("write.written", path=path, output=place, forms=len(book.forms))
        return first, [*self._left_out(found), *self._remarks(book)]

    def _changed(self, found: Submission) -> tuple[Submission, list[Change]]:
        changes: list[Change] = []
        if self._wanted.year is not None:
            found, rolls = rolled(found, self._templates, self._wanted.year)
            changes += rolls
        if self._wanted.redact:
            found, masks = redacted(found, self._templates)
            changes += masks
        return found, changes

    def _place(self, path: Path) -> Path:
        """The output itself, or the submission's own name in that folder, numbered if taken."""
        output = Path(self._wanted.output)
        if not self._wanted.folder:
            return output
        numbers = ("", *range(2, len(self._taken) + 3))
        names = (f"{path.stem}{number}{self.suffix}" for number in numbers)
        return next(place for name in names if (place := output / name) not in self._taken)

    def _change_lines(self, changes: list[Change]) -> Iterator[str]:
        for change in changes:
            new = _brief(change.new or translate("write.blank"))
            old = _brief(change.old)
            yield translate(
                f"write.{change.code}", form=change.form, what=change.what, old=old, new=new
            )

    def _left_out(self, found: Submission) -> Iterator[str]:
        """The forms told in prose, which a workbook has no place for."""
        for template in self._templates:
            if template.prose and any(form.template == template.name for form in found.forms):
                yield translate("write.prose-left", form=template.declaration.name)

    def _remarks(self, book: Book) -> Iterator[str]:
        """What a person has to see to, each in a line."""
        for one in book.differing:
            self._told += 1
            yield translate(
                "write.total-differs", sheet=one.sheet, cell=one.cell,
                filed=plain(one.filed), computed=plain(one.computed),
            )  # fmt: skip
        for lost in book.lost:
            self._told += 1
            form = name_of(lost.form, lost.template)
            what = label_of(lost.template, lost.path)
            yield translate("write.lost", form=form, what=what, text=_brief(lost.text))


def _brief(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN_AT_MOST else line[: _SHOWN_AT_MOST - 1] + "…"
