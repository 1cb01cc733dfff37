"""The process that reads a file with libraries of an extra: bytes to it, a record from it."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Sequence
from contextlib import suppress
from threading import Timer
from typing import NamedTuple, TypeVar

import msgspec

from xlform.errors import FileProblem
from xlform.isolation.failures import is_time_limit, time_problem, waiting_problem
from xlform.isolation.heartbeat import heartbeat
from xlform.isolation.own_process import unlimited_memory

Answer = TypeVar("Answer")


class ReadingProcess(NamedTuple):
    """Process that reads one file; it limits its own memory and CPU time.

    Nobody waits for an answer longer than ``waited`` seconds; ``seconds`` is its CPU time.
    ``damaged`` is the code of the problem of a file for which it ends without an answer, ``slow``
    of one for which its CPU time ran out, by default that of any file.
    """

    command: Sequence[str]
    damaged: str
    waited: float
    seconds: float
    slow: str = ""

    def answer(self, request: bytes, answer: type[Answer], name: str) -> Answer:
        """Return what it answers as JSON; ``request`` is its standard input.

        Raises :class:`~xlform.errors.FileProblem` for the file ``name``.
        """
        found = list(self.answers(request, answer, name))
        if len(found) != 1:
            raise FileProblem(self.damaged, path=name)
        return found[0]

    def answers(self, request: bytes, answer: type[Answer], name: str) -> Iterator[Answer]:
        """Yield what it answers, each on a line of JSON as soon as it comes.

        Raises as :meth:`answer` does, also after some answers.
        """
        try:
            with unlimited_memory():
                process = subprocess.Popen(  # noqa: S603  (a command of ours, no user's words)
                    self.command,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL,
                )
        except (OSError, subprocess.SubprocessError) as damage:
            raise FileProblem(self.damaged, path=name) from damage
        watch = _Watch(process, self.waited)
        try:
            with process:
                for line in self._lines(process, request):
                    watch.restart()
                    heartbeat.beat()
                    yield msgspec.json.decode(line, type=answer)
        except (OSError, msgspec.DecodeError) as damage:
            raise FileProblem(self.damaged, path=name) from damage
        finally:
            watch.stop()
            process.kill()
        if watch.is_late:
            raise waiting_problem(name, self.waited)
        if process.returncode:
            raise self._problem(process.returncode, name)

    @staticmethod
    def _lines(process: subprocess.Popen[bytes], request: bytes) -> Iterator[bytes]:
        assert process.stdin  # noqa: S101  (a pipe)
        # One that ended before it read all says why by its exit code.
        with suppress(BrokenPipeError):
            process.stdin.write(request)
        with suppress(BrokenPipeError):
            process.stdin.close()
        yield from process.stdout or ()

    def _problem(self, returncode: int, name: str) -> FileProblem:
        if is_time_limit(returncode):
            if self.slow:
                return FileProblem(self.slow, path=name, seconds=f"{self.seconds:g}")
            return time_problem(name, self.seconds)
        return FileProblem(self.damaged, path=name)


class _Watch:
    """Watch over a process: ends it where nothing has come from it for some seconds."""

    def __init__(self, process: subprocess.Popen[bytes], seconds: float) -> None:
        self.is_late = False
        self._process = process
        self._seconds = seconds
        self._timer: Timer | None = None
        self.restart()

    def restart(self) -> None:
        """Begin to count the seconds anew."""
        self.stop()
        self._timer = Timer(self._seconds, self._end)
        self._timer.daemon = True
        self._timer.start()

    def stop(self) -> None:
        """Watch no longer."""
        if self._timer is not None:
            self._timer.cancel()

    def _end(self) -> None:
        self.is_late = True
        self._process.kill()
