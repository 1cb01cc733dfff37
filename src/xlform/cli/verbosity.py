"""Messages of a command beside its data: problems always, notes unless quiet, then details.

Problems, notes and details go to standard error, but for notes that are the command's own output;
with ``--log`` all three are also added to a text file, whatever is shown.
"""

from __future__ import annotations

import datetime as dt
import sys
from typing import Final, TextIO

import click

from xlform.errors import FileProblem, system_reason
from xlform.messages import translate
from xlform.terminal.visible import visible

# The first line of a log, by which it is known.
_HEADING: Final = "# xlform\n"


class Verbosity:
    """Level of what is shown, and the log of it."""

    def __init__(self) -> None:
        self.quiet = False
        self.verbose = False
        self._log: TextIO | None = None

    def open_log(self, path: str) -> None:
        """Add to a log, or begin one; raises :class:`~xlform.errors.FileProblem`."""
        from pathlib import Path  # noqa: PLC0415  (most runs keep no log)

        from xlform.files.output import check_replaceable  # noqa: PLC0415  (most runs keep no log)

        check_replaceable(Path(path), heading=_HEADING.encode())
        try:
            self._log = Path(path).open("a", encoding="utf-8", errors="backslashreplace")  # noqa: SIM115  (closed with the command)
            if not self._log.tell():
                self._log.write(_HEADING)
        except OSError as error:
            raise FileProblem("unwritable", path=path, reason=system_reason(error)) from error

    def record(self, level: str, text: str) -> None:
        """Write a line into the log, with the time."""
        if self._log is not None:
            now = dt.datetime.now().astimezone().isoformat(sep=" ", timespec="seconds")
            for line in visible(text).splitlines():
                self._log.write(f"{now} {translate(f'log.{level}')} {line}\n")
            self._log.flush()

    def close(self) -> None:
        """Close the log and forget the options."""
        if self._log is not None:
            self._log.close()
        self.quiet, self.verbose, self._log = False, False, None


# One for the process: a command runs once.
verbosity: Final = Verbosity()


def problem(text: str) -> None:
    """Say what went wrong."""
    verbosity.record("problem", text)
    click.echo(visible(text), err=True)


def note(text: str, *, err: bool = True) -> None:
    """Say what was done or passed over; not when quiet."""
    verbosity.record("note", text)
    if not verbosity.quiet:
        click.echo(visible(text), err=err)


def detail(text: str) -> None:
    """Say what is being done, if verbose."""
    verbosity.record("detail", text)
    if verbosity.verbose:
        click.echo(visible(text), err=True)


def shows_progress() -> bool:
    """Return whether progress bars are shown: on a terminal, unless quiet."""
    return sys.stderr.isatty() and not verbosity.quiet
