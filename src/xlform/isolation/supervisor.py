"""A command in a process of its own, forked before anything is loaded, and the one that watches it.

A file that takes more time or memory than it may, or breaks the program, ends that process. The
watching one then forks another, which goes on: with the sentence on that file, without those that
are done. An ordinary command costs one fork of a small process; nothing is started, nothing sent.
"""

from __future__ import annotations

import fcntl
import mmap
import os
import select
import sys
from _signal import SIGINT, SIGKILL  # type: ignore[import-not-found]  # no stubs for it

from xlform.isolation.shared_memory import BEGUN, is_complete, reading_state, take_entries

# Not even the types of annotations are loaded: see :mod:`xlform.__main__`.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Never

    from xlform.isolation.journal import Cause

# Room for what is kept of the files; only what is written to takes memory.
_SHARED = 1 << 28
_TICK = 5.0
# Seconds after which a process that was interrupted is reminded, then ended.
_PATIENCE = ((0.3, SIGINT), (0.7, SIGKILL))
_INTERRUPTED, _LOST = 130, 3
_STREAMS = 3


def supervised(command: Callable[[], int], sentence: Callable[[str], str]) -> Never:
    """Run a command in a process of its own, and end with its exit code.

    ``sentence`` returns the message of a key.
    """
    watching = os.getpid()
    try:
        run = _Run(sentence)
        while True:
            if run.forked():
                _carry_out(command)
            code = run.watched()
            if code is not None:
                os._exit(code)
    except KeyboardInterrupt:  # while loading: nothing has to be put in order
        if os.getpid() == watching:
            sys.stderr.write("\n" + sentence("cli.interrupted") + "\n")
        os._exit(_INTERRUPTED)


def _carry_out(command: Callable[[], int]) -> Never:
    """Run the command in the process of its own."""
    from xlform.isolation.journal import journal  # noqa: PLC0415  (in this process)
    from xlform.isolation.own_process import end  # noqa: PLC0415

    try:
        code = command()
    except KeyboardInterrupt:  # while loading: the process that watches says so
        os._exit(_INTERRUPTED)
    finally:
        journal.complete()
    end(code)


class _Run:
    """The processes of one command, one after the other, and what they have done together."""

    def __init__(self, sentence: Callable[[str], str]) -> None:
        self._sentence = sentence
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
        ends, alive = _pipe()
        watched, watching = _pipe()
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
        from xlform.isolation.journal import journal  # noqa: PLC0415  (in this process)

        journal.attach(self._memory, self._records, self._failed, self._last)
        return True

    def watched(self) -> int | None:
        """Wait for the process to end; return the exit code, ``None`` where another goes on."""
        try:
            in_time = self._wait()
        except KeyboardInterrupt:
            return self._interrupted()
        exit_code = self._exit_code()
        if is_complete(self._memory):
            if exit_code >= 0:
                return exit_code
        elif exit_code == _INTERRUPTED:
            sys.stderr.write("\n" + self._sentence("cli.interrupted") + "\n")
            return _INTERRUPTED
        elif self._lost(exit_code, in_time=in_time):
            return None
        sys.stderr.write(self._sentence("cli.lost") + "\n")
        return _LOST

    def _wait(self) -> bool:
        """Wait until the process ends; return False if it had to be ended since it did nothing."""
        before, waited = (0, 0), 0.0
        while not select.select([self._pipes[0]], [], [], _TICK)[0]:
            now = reading_state(self._memory)
            waited = waited + _TICK if now == before and now[1] else 0.0
            before = now
            if waited and waited >= self._waiting():
                os.kill(self._child, SIGKILL)
                return False
        return True

    def _waiting(self) -> float:
        """Return how long a process may do nothing."""
        from xlform.isolation.limits import limits  # noqa: PLC0415  (most are done by now)

        return limits().waiting

    def _exit_code(self) -> int:
        """Return how the process ended; of a signal negative."""
        return os.waitstatus_to_exitcode(os.waitpid(self._child, 0)[1])

    def _lost(self, exit_code: int, *, in_time: bool) -> bool:
        """Note what the process has done and why it was lost; return False if with no file."""
        from xlform.isolation.failures import is_time_limit  # noqa: PLC0415  (most end well)
        from xlform.isolation.own_process import MEMORY_EXIT  # noqa: PLC0415

        done = 0
        path = ""
        for kind, content in take_entries(self._memory):
            if kind == BEGUN:
                path = content.decode("utf-8", "surrogateescape")
                continue
            done += 1
            if content:
                self._records[path] = content
            path = ""
        if not in_time:
            self._failed[path] = "waiting"
        elif is_time_limit(exit_code):
            self._failed[path] = "time"
        elif done and path not in self._tried:
            # The files before it may have been the reason: it is tried once more, without them.
            self._tried.add(path)
        else:
            self._failed[path] = "memory" if exit_code == MEMORY_EXIT else "death"
        self._last = path
        return bool(path)

    def _interrupted(self) -> int:
        """Give the process a moment to put things in order; return the exit code."""
        for seconds, reminder in _PATIENCE:
            try:
                if select.select([self._pipes[0]], [], [], seconds)[0]:
                    break
            except KeyboardInterrupt:  # once more
                pass
            os.kill(self._child, reminder)
        exit_code = self._exit_code()
        if is_complete(self._memory) and exit_code >= 0:
            return exit_code
        sys.stderr.write("\n" + self._sentence("cli.interrupted") + "\n")
        return _INTERRUPTED


def _pipe() -> tuple[int, int]:
    """Return the ends of a pipe, none in the place of a standard stream that is closed."""
    ends = os.pipe()
    moved = tuple(fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, _STREAMS) for end in ends)
    for end in ends:
        os.close(end)
    return moved[0], moved[1]


def _end_with(parent: int, pipe: int) -> None:
    """End this process as soon as its parent is gone, and with it the other end of the pipe."""
    fcntl.fcntl(pipe, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(pipe, fcntl.F_SETFL, fcntl.fcntl(pipe, fcntl.F_GETFL) | os.O_ASYNC)
    if os.getppid() != parent:
        os._exit(_LOST)
