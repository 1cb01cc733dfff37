"""A command in a process of its own, forked before anything is loaded, and the one that watches it.

A file that takes more time or memory than it may, or breaks the program, ends that process. The
watching one then forks another, which goes on: with the sentence on that file, without those that
are done. An ordinary command costs one fork of a small process; nothing is started, nothing sent.
"""

from __future__ import annotations

import atexit
import fcntl
import mmap
import os
import select
import sys
from _signal import SIGINT, SIGKILL  # type: ignore[import-not-found]  # no stubs for it
from collections.abc import Callable
from contextlib import suppress
from typing import Final

from xlform.isolation.failures import MEMORY_EXIT, is_time_limit
from xlform.isolation.journal import BEGUN, Cause, entries, is_complete, journal, reading_state
from xlform.isolation.limits import limits
from xlform.messages import translate

# Room for what is kept of the files; only what is written to takes memory.
_SHARED: Final = 1 << 28
_TICK: Final = 5.0
# Seconds after which a process that was interrupted is reminded, then ended.
_PATIENCE: Final = ((0.3, SIGINT), (0.7, SIGKILL))
_INTERRUPTED, _LOST = 130, 3


def supervised(command: Callable[[], int]) -> int:
    """Run a command in a process of its own; return its exit code there, end the process here."""
    limits()  # a setting in error is told before anything is done
    run = _Run()
    while True:
        if run.forked():
            return _carried_out(command)
        code = run.watched()
        if code is not None:
            sys.stderr.flush()
            os._exit(code)


def _carried_out(command: Callable[[], int]) -> int:
    """Return the exit code of the command, in the process of its own."""
    try:
        code = command()
    finally:
        journal.complete()
    # What is in memory goes with the process: taking it apart first takes a tenth of the time.
    atexit._run_exitfuncs()  # noqa: SLF001  (as at the end of every process)
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


class _Run:
    """The processes of one command, one after the other, and what they have done together."""

    def __init__(self) -> None:
        flags = mmap.MAP_SHARED | mmap.MAP_ANONYMOUS | getattr(mmap, "MAP_NORESERVE", 0)
        self._memory = mmap.mmap(-1, _SHARED, flags=flags)
        self._records: dict[str, bytes] = {}
        self._failed: dict[str, Cause] = {}
        self._tried: set[str] = set()
        self._last = ""
        self._child = 0
        self._pipes: tuple[int, ...] = ()

    def forked(self) -> bool:
        """Fork the next process; return whether this is it."""
        for pipe in self._pipes:
            os.close(pipe)
        ends, alive = os.pipe()
        watched, watching = os.pipe()
        parent = os.getpid()
        self._child = os.fork()
        if self._child:
            os.close(alive)
            os.close(watched)
            self._pipes = (ends, watching)
            return False
        os.close(ends)
        os.close(watching)
        _end_with(parent, watched)
        journal.attach(self._memory, self._records, self._failed, self._last)
        return True

    def watched(self) -> int | None:
        """Wait for the process to end; return the exit code, ``None`` where another goes on."""
        try:
            in_time = self._wait()
        except KeyboardInterrupt:
            return self._interrupted()
        exit_code = self._exit_code()
        if is_complete(self._memory) and exit_code >= 0:
            return exit_code
        path = None if is_complete(self._memory) else self._taken_over()
        if path is None:
            sys.stderr.write(translate("cli.lost") + "\n")
            return _LOST
        is_first = not self._done_by_this
        if not in_time:
            self._failed[path] = "waiting"
        elif is_time_limit(exit_code):
            self._failed[path] = "time"
        elif is_first or path in self._tried:
            self._failed[path] = "memory" if exit_code == MEMORY_EXIT else "death"
        else:
            # The files before it may have been the reason: it is tried once more, without them.
            self._tried.add(path)
        self._last = path
        return None

    def _wait(self) -> bool:
        """Wait until the process ends; return False if it had to be ended since it did nothing."""
        before, waited = (0, 0), 0.0
        while not select.select([self._pipes[0]], [], [], _TICK)[0]:
            now = reading_state(self._memory)
            waited = waited + _TICK if now == before and now[1] else 0.0
            before = now
            if waited >= limits().waiting:
                os.kill(self._child, SIGKILL)
                return False
        return True

    def _exit_code(self) -> int:
        """Return how the process ended; of a signal negative."""
        return os.waitstatus_to_exitcode(os.waitpid(self._child, 0)[1])

    def _taken_over(self) -> str | None:
        """Take over what the process has done; return the file it was at."""
        path: str | None = None
        self._done_by_this = 0
        for kind, content in entries(self._memory):
            if kind == BEGUN:
                path = content.decode("utf-8", "surrogateescape")
            elif path is not None:
                if content:
                    self._records[path] = content
                self._done_by_this += 1
                path = None
        return path

    def _interrupted(self) -> int:
        """Give the process a moment to put things in order; return the exit code."""
        with suppress(KeyboardInterrupt):
            for seconds, reminder in _PATIENCE:
                if select.select([self._pipes[0]], [], [], seconds)[0]:
                    break
                os.kill(self._child, reminder)
        exit_code = self._exit_code()
        if is_complete(self._memory) and exit_code >= 0:
            return exit_code
        sys.stderr.write("\n" + translate("cli.interrupted") + "\n")
        return _INTERRUPTED


def _end_with(parent: int, pipe: int) -> None:
    """End this process as soon as its parent is gone, and with it the other end of the pipe."""
    fcntl.fcntl(pipe, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(pipe, fcntl.F_SETFL, fcntl.fcntl(pipe, fcntl.F_GETFL) | os.O_ASYNC)
    if os.getppid() != parent:
        os._exit(_LOST)
