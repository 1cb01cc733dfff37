"""Messages of a command beside its data: problems always, notes unless quiet, then details.

Problems, notes and details go to standard error, but for notes that are the command's own output;
with ``--log`` all three are also added to a text file, whatever is shown.
"""

from __future__ import annotations

import datetime as dt
import sys
from contextlib import suppress
from typing import Final, TextIO

from xlform.cli.standard_streams import print_line
from xlform.errors import FileProblem, system_reason
from xlform.isolation.journal import journal
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
        self._lost: FileProblem | None = None

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
        """Write a line into the log, with the time; a log that can't be written to is given up."""
        if self._log is None or journal.repeats:
            return
        now = dt.datetime.now().astimezone().isoformat(sep=" ", timespec="seconds")
        label = translate(f"log.{level}")
        try:
            for line in visible(text).splitlines():
                self._log.write(f"{now} {label} {line}\n")
            self._log.flush()
        except OSError as error:
            self._give_up(error)

    def close(self) -> FileProblem | None:
        """Close the log and forget the options; return why the log could not be written, if so."""
        if self._log is not None:
            try:
                self._log.close()
            except OSError as error:
                self._give_up(error)
        lost = self._lost
        self.quiet, self.verbose, self._log, self._lost = False, False, None, None
        return lost

    def _give_up(self, error: OSError) -> None:
        log, self._log = self._log, None
        path = log.name if log is not None else ""
        self._lost = FileProblem("unwritable", path=path, reason=system_reason(error))
        with suppress(OSError):
            if log is not None:
                log.close()


# One for the process: a command runs once.
verbosity: Final = Verbosity()


def problem(text: str) -> None:
    """Say what went wrong."""
    verbosity.record("problem", text)
    print_line(visible(text), err=True)


def note(text: str, *, err: bool = True) -> None:
    """Say what was done or passed over; not when quiet."""
    verbosity.record("note", text)
    if not verbosity.quiet and not journal.repeats:
        print_line(visible(text), err=err)


def detail(text: str) -> None:
    """Say what is being done, if verbose."""
    verbosity.record("detail", text)
    if verbosity.verbose and not journal.repeats:
        print_line(visible(text), err=True)


def shows_progress() -> bool:
    """Return whether progress bars are shown: on a terminal, unless quiet."""
    return sys.stderr.isatty() and not verbosity.quiet
