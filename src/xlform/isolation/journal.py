"""Files a command is at and is done with, written where the process that watches it can see them.

The command runs in a process of its own, see :mod:`.supervisor`. When that process is lost with a
file, another one goes on: it takes from here what is done already and which files have failed. A
command that nobody watches has no limits and writes nothing.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final, Literal

from xlform.isolation.failures import (
    MEMORY_EXIT,
    death_problem,
    memory_problem,
    time_problem,
    waiting_problem,
)
from xlform.isolation.limits import limits
from xlform.isolation.own_process import limit_memory, start_timer, stop_timer, unlimit_memory

if TYPE_CHECKING:
    from mmap import mmap

    from xlform.errors import FileProblem

# Why a file was given up.
Cause = Literal["time", "waiting", "memory", "death"]
# Of the shared memory: bytes in use, whether a file is being read, whether the command is complete,
# then the entries.
_LENGTH, _READING, _COMPLETE, _ENTRIES = 0, 8, 9, 16
BEGUN, ENDED = b"b", b"e"
_SIZE: Final = 8


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
        self._write(BEGUN, path.encode("utf-8", "surrogateescape"))
        self._memory[_READING] = 1
        limit_memory()
        start_timer(limits().seconds)

    def processed(self) -> None:
        """Go over to reporting a file: that may wait for whoever reads the output."""
        if self._memory is not None:
            self._memory[_READING] = 0

    def keep(self, record: bytes) -> None:
        """Keep a record of the file, which then need not be read again when a later one is lost."""
        self._record = record

    def end(self) -> None:
        """End a file, with the record that was kept."""
        if self._memory is not None:
            self.processed()
            self._write(ENDED, self._record)
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
            self._memory[_COMPLETE] = 1

    def give_up_for_memory(self) -> None:
        """End this process, if it is watched, since a file takes more memory than there is.

        Parts of its memory may stay taken: the next file has to find all of it free.
        """
        if self._memory is not None:
            os._exit(MEMORY_EXIT)

    def _write(self, kind: bytes, content: bytes) -> None:
        memory = self._memory
        if memory is None:
            return
        start = int.from_bytes(memory[_LENGTH:_READING], "little") or _ENTRIES
        end = start + _SIZE + len(content)
        if end > len(memory):
            return
        memory[start : start + _SIZE] = kind + len(content).to_bytes(_SIZE - 1, "little")
        memory[start + _SIZE : end] = content
        # Last, so that an entry counts only once it is whole.
        memory[_LENGTH:_READING] = end.to_bytes(8, "little")


def _problem(path: str, cause: Cause) -> FileProblem:
    """Return the problem of a file that an earlier process was lost with."""
    if cause == "time":
        return time_problem(path, limits().seconds)
    if cause == "waiting":
        return waiting_problem(path, limits().waiting)
    return memory_problem(path) if cause == "memory" else death_problem(path)


def entries(memory: mmap) -> list[tuple[bytes, bytes]]:
    """Return the entries in shared memory, kind and content, and empty it."""
    found: list[tuple[bytes, bytes]] = []
    end = int.from_bytes(memory[_LENGTH:_READING], "little")
    start = _ENTRIES
    while start < end:
        length = int.from_bytes(memory[start + 1 : start + _SIZE], "little")
        content = start + _SIZE
        found.append((memory[start : start + 1], memory[content : content + length]))
        start = content + length
    memory[_LENGTH:_ENTRIES] = bytes(_ENTRIES)
    return found


def reading_state(memory: mmap) -> tuple[int, int]:
    """Return a number that changes with every entry, and 1 while a file is being read."""
    return int.from_bytes(memory[_LENGTH:_READING], "little"), memory[_READING]


def is_complete(memory: mmap) -> bool:
    """Return whether the command came to its end."""
    return bool(memory[_COMPLETE])


# One for the process: a command runs once.
journal: Final = Journal()
