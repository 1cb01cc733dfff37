"""The engines' process, seen from outside: started when first needed, renewed if lost.

A crash or an endless formula costs the results of one workbook and nothing else.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import sys
from _thread import allocate_lock
from typing import TYPE_CHECKING

import msgspec

from xlform.formula.engines.request import (
    EngineReply,
    EngineRequest,
    EngineResult,
    unanswered,
)
from xlform.isolation.own_process import charge, remaining_seconds, unlimited_memory

if TYPE_CHECKING:
    import subprocess

# Seconds after which a process that answers nothing is ended: it may wait, without using the CPU.
WAITING_AT_MOST = 100.0
# Share of the time left for a file that an engine may use: without its results the file is read on.
_SHARE = 0.5
COMMAND = (sys.executable, "-m", "xlform.formula.engines.process")


def compute_with_engine(request: EngineRequest) -> list[EngineResult]:
    """Return the results in the order of the targets; none where the engine was lost on the way."""
    return _process.compute(request) or unanswered(request.targets)


class _Process:
    """The process of the engines, kept for the batch."""

    def __init__(self) -> None:
        self.running: subprocess.Popen[bytes] | None = None
        self._owner = 0
        self._used = 0.0
        self._one_at_a_time = allocate_lock()

    def compute(self, request: EngineRequest) -> list[EngineResult] | None:
        """Return the results; ``None`` where the process was lost on this workbook.

        The CPU time it uses, or may use until it is lost, counts as the file's.
        """
        granted = min(request.seconds, remaining_seconds() * _SHARE)
        request = msgspec.structs.replace(request, seconds=granted)
        with self._one_at_a_time:
            try:
                reply = msgspec.json.decode(self._line(request), type=EngineReply)
            except (OSError, msgspec.DecodeError):
                self.stop()
                charge(granted)
                return None
            charge(reply.seconds - self._used)
            self._used = reply.seconds
        return reply.results if len(reply.results) == len(request.targets) else None

    def _line(self, request: EngineRequest) -> bytes:
        """The process's line in reply; empty if it was lost or had to be ended."""
        line = msgspec.json.encode(request) + b"\n"
        process = self._started()
        if process.stdin is None or process.stdout is None:
            return b""
        from threading import Timer  # noqa: PLC0415  (most files need no engine)

        alarm = Timer(WAITING_AT_MOST, process.kill)
        alarm.start()
        try:
            process.stdin.write(line)
            process.stdin.flush()
            return process.stdout.readline()
        finally:
            alarm.cancel()

    def _started(self) -> subprocess.Popen[bytes]:
        # A forked worker must not talk into the engine of the process it came from.
        is_ours = self._owner == os.getpid()
        if self.running is None or not is_ours or self.running.poll() is not None:
            self.stop()
            self._owner = os.getpid()
            import subprocess  # noqa: PLC0415  (most files need no engine)

            self._used = 0.0
            with unlimited_memory():  # it limits its own
                self.running = subprocess.Popen(  # noqa: S603  (a command of ours, no user's words)
                    COMMAND,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL,
                )
        return self.running

    def stop(self) -> None:
        """End the process, if there is one and it is ours."""
        process, self.running = self.running, None
        if process is None or self._owner != os.getpid():
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            # What was still to be written to a lost process is lost with it.
            with contextlib.suppress(OSError):
                if pipe is not None:
                    pipe.close()


_process = _Process()
atexit.register(_process.stop)
