"""The work of ``xlform blank`` once its arguments are known."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click
import msgspec

from xlform.blanks.handout import Wanted, handout
from xlform.blanks.roster import Listed, read_roster
from xlform.cli.lister import named
from xlform.cli.watching import shown_progress
from xlform.errors import FileProblem, XlformError
from xlform.export.names import FILE_AT_MOST, Names, file_title
from xlform.messages import say
from xlform.output import whole_path

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
        self._templates = tuple(dict.fromkeys(t for name in names for t in named(name)))
        self._problems: list[str] = []
        self._written = 0

    def run(self) -> int:
        """Do it all; 3 if a file could not be written."""
        units = self._units()
        with shown_progress(self._each(units), len(units)) as shown:
            for _ in shown:
                pass
        for problem in self._problems:
            click.echo(problem, err=True)
        details = {"written": self._written, "forms": len(self._templates)}
        click.echo(say("handout.counts", failed=len(self._problems), **details))
        return _UNREADABLE if self._problems else 0

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
        title = first if len(self._templates) == 1 else say("handout.book")
        return say("handout.of-year", title=title, year=year) if year else title

    def _each(self, units: tuple[Listed, ...]) -> Iterator[str]:
        for listed in units:
            try:
                self._write(listed)
            except XlformError as problem:
                self._problems.append(str(problem))
            yield listed.unit

    def _write(self, listed: Listed) -> None:
        handed = self._handed
        path = self._path(listed.file)
        data = handout(Wanted(self._templates, listed.unit, handed.year, handed.copies))
        if path.exists() and path.read_bytes() != data:
            raise FileProblem("blank-exists", path=path)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as reason:
            text = reason.strerror or str(reason)
            raise FileProblem("unwritable", path=path, reason=text) from reason
        with whole_path(path) as unfinished:
            unfinished.write_bytes(data)
        self._written += 1

    def _path(self, name: str) -> Path:
        output = Path(self._handed.output)
        return output if output.suffix.lower() == _ENDING else output / f"{name}{_ENDING}"
