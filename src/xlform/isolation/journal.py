"""Files a command is at and is done with, written where the process that watches it can see them.

The command runs in a process of its own, see :mod:`.supervisor`. When that process is lost with a
file, another one goes on: it takes from here what is done already and which files have failed. A
command that nobody watches has no limits and writes nothing.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Final, Literal

from xlform.isolation.heartbeat import heartbeat
from xlform.isolation.limits import limits
from xlform.isolation.own_process import (
    MEMORY_EXIT,
    limit_memory,
    start_timer,
    stop_timer,
    unlimit_memory,
)
from xlform.isolation.shared_memory import BEGUN, ENDED, add_entry, set_complete, set_reading, touch

if TYPE_CHECKING:
    from mmap import mmap

    from xlform.errors import FileProblem

# Why a file was given up.
Cause = Literal["time", "waiting", "memory", "death"]


class Journal:
    """Journal of this process; without :meth:`attach` it keeps nothing."""

    def __init__(self) -> None:
        self._memory: mmap | None = None
        self._records: Mapping[str, bytes] = {}
        self._failed: Mapping[str, Cause] = {}
        self._last = ""
        self._record = b""
        # An earlier process of this command has said and done the same up to here.
        self.repeats = False

    def attach(
        self, memory: mmap, records: Mapping[str, bytes], failed: Mapping[str, Cause], last: str
    ) -> None:
        """Write into shared memory from now on, and keep the limits of each file.

        ``records`` are of files that are done, ``failed`` the files given up, by cause; ``last`` is
        the file at which the process before was lost, "" for the first process.
        """
        self._memory, self._records, self._failed, self._last = memory, records, failed, last
        self.repeats = bool(last)
        heartbeat.send = partial(touch, memory)

    def check_settings(self) -> None:
        """Raise :class:`~xlform.errors.XlformError` for a setting of a limit in error."""
        if self._memory is not None:
            limits()

    def record_of(self, path: str) -> bytes:
        """Return what an earlier process kept of a file that is done; b"" for none."""
        return self._records.get(path, b"")

    def begin(self, path: str) -> None:
        """Begin a file; :class:`~xlform.errors.FileProblem` where a process was lost with it."""
        if self._memory is None:
            return
        if path == self._last:
            self.repeats = False
        if path in self._failed:
            raise _problem(path, self._failed[path])
        add_entry(self._memory, BEGUN, path.encode("utf-8", "surrogateescape"))
        set_reading(self._memory, reading=True)
        limit_memory()
        start_timer(limits().seconds)

    def processed(self) -> None:
        """Go over to reporting a file: that may wait for whoever reads the output."""
        if self._memory is not None:
            set_reading(self._memory, reading=False)

    def keep(self, record: bytes) -> None:
        """Keep a record of the file, which then need not be read again when a later one is lost."""
        self._record = record

    def end(self) -> None:
        """End a file, with the record that was kept."""
        if self._memory is not None:
            self.processed()
            add_entry(self._memory, ENDED, self._record)
            self._record = b""

    def finish(self) -> None:
        """Lift the limits of a file: what follows depends on all of them."""
        self.repeats = False
        if self._memory is not None:
            stop_timer()
            unlimit_memory()

    def complete(self) -> None:
        """Note that the command came to its end: how the process ends is its own affair."""
        if self._memory is not None:
            stop_timer()
            set_complete(self._memory)

    def give_up_for_memory(self) -> None:
        """End this process, if it is watched, since a file takes more memory than there is.

        Parts of its memory may stay taken: the next file has to find all of it free.
        """
        if self._memory is not None:
            os._exit(MEMORY_EXIT)


def _problem(path: str, cause: Cause) -> FileProblem:
    """Return the problem of a file that an earlier process was lost with."""
    from xlform.isolation.failures import (  # noqa: PLC0415  (most files are read)
        death_problem,
        memory_problem,
        time_problem,
        waiting_problem,
    )

    if cause == "time":
        return time_problem(path, limits().seconds)
    if cause == "waiting":
        return waiting_problem(path, limits().waiting)
    return memory_problem(path) if cause == "memory" else death_problem(path)


# One for the process: a command runs once.
journal: Final = Journal()
