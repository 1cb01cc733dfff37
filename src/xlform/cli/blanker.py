"""The work of ``xlform blank`` once its arguments are known."""

from __future__ import annotations

from pathlib import Path

import click
import msgspec

from xlform.blanks.handout import Wanted, handout
from xlform.blanks.roster import Listed, read_roster
from xlform.cli.files import read_each
from xlform.cli.lister import named
from xlform.cli.watching import shown_progress
from xlform.errors import FileProblem, XlformError
from xlform.export.names import FILE_AT_MOST, Names, file_title
from xlform.files.output import atomic_path
from xlform.messages import translate

_UNREADABLE = 3
_ENDING = ".xlsx"


class Handed(msgspec.Struct, frozen=True):
    """What is asked for, as the command line says it."""

    output: str
    unit: str
    year: int | None
    copies: int
    roster: str | None


class Blanker:
    """Writes one workbook, or one for each unit; a file that is there already is never replaced."""

    def __init__(self, names: tuple[str, ...], handed: Handed) -> None:
        self._handed = handed
        chosen = dict.fromkeys(template for name in names for template in named(name))
        self._templates = tuple(template for template in chosen if not template.prose)
        self._prose = [template for template in chosen if template.prose]
        if not self._templates:
            raise XlformError("blank-is-prose", form=self._prose[0].declaration.name)

    def run(self) -> int:
        """Do it all; 3 if a file could not be written."""
        units = {listed.file: listed.unit for listed in self._units()}
        outcomes = read_each(units, lambda file: self._write(file, units[file]))
        with shown_progress(outcomes, len(units)) as shown:
            problems = [outcome.problem for outcome in shown if outcome.problem]
        for problem in problems:
            click.echo(problem, err=True)
        written = len(units) - len(problems)
        details = {"forms": len(self._templates), "failed": len(problems)}
        click.echo(translate("handout.counts", written=written, **details))
        for template in self._prose:
            click.echo(translate("handout.prose", form=template.declaration.name))
        return _UNREADABLE if problems else 0

    def _units(self) -> tuple[Listed, ...]:
        handed = self._handed
        if handed.roster:
            return read_roster(Path(handed.roster))
        name = Names(FILE_AT_MOST).give(file_title(handed.unit or self._title()))
        return (Listed(handed.unit, name),)

    def _title(self) -> str:
        """What a workbook for no one in particular is called."""
        year = self._handed.year
        first = self._templates[0].declaration.name
        title = first if len(self._templates) == 1 else translate("handout.book")
        return translate("handout.of-year", title=title, year=year) if year else title

    def _write(self, file: str, unit: str) -> Path:
        handed = self._handed
        path = self._path(file)
        data = handout(Wanted(self._templates, unit, handed.year, handed.copies))
        if path.exists() and path.read_bytes() != data:
            raise FileProblem("blank-exists", path=path)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as reason:
            text = reason.strerror or str(reason)
            raise FileProblem("unwritable", path=path, reason=text) from reason
        with atomic_path(path) as unfinished:
            unfinished.write_bytes(data)
        return path

    def _path(self, name: str) -> Path:
        output = Path(self._handed.output)
        return output if output.suffix.lower() == _ENDING else output / f"{name}{_ENDING}"
