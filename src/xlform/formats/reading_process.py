"""The process that reads a file with libraries of an extra: bytes to it, a record from it."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from typing import NamedTuple, TypeVar

import msgspec

from xlform.errors import FileProblem
from xlform.isolation.failures import is_time_limit, time_problem, waiting_problem
from xlform.isolation.own_process import unlimited_memory

Answer = TypeVar("Answer")


class ReadingProcess(NamedTuple):
    """Process that reads one file; it limits its own memory and CPU time.

    Nobody waits for it longer than ``waited`` seconds; ``seconds`` is its CPU time. ``damaged`` is
    the code of the problem of a file for which it ends without an answer, ``slow`` of one for which
    its CPU time ran out, by default that of any file.
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
        try:
            with unlimited_memory():
                done = subprocess.run(  # noqa: S603  (a command of ours, no user's words)
                    self.command,
                    input=request,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL,
                    timeout=self.waited,
                    check=True,
                )
            return msgspec.json.decode(done.stdout, type=answer)
        except subprocess.CalledProcessError as ended:
            if is_time_limit(ended.returncode) and self.slow:
                problem = FileProblem(self.slow, path=name, seconds=f"{self.seconds:g}")
                raise problem from ended
            if is_time_limit(ended.returncode):
                raise time_problem(name, self.seconds) from ended
            raise FileProblem(self.damaged, path=name) from ended
        except subprocess.TimeoutExpired as late:
            raise waiting_problem(name, self.waited) from late
        except (OSError, subprocess.SubprocessError, msgspec.DecodeError) as damage:
            raise FileProblem(self.damaged, path=name) from damage
