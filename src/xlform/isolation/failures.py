"""Sentences on files whose reading failed, by an error of the program or the end of its process."""

from __future__ import annotations

import _signal  # type: ignore[import-not-found]  # no stubs for it
from math import isfinite
from typing import Final

from xlform.errors import FileProblem
from xlform.isolation.limits import MEMORY, SECONDS, limits

# The exit code of a process that ended itself, where the system has no timer of CPU time.
TIME_EXIT: Final = 124
_TIME_ENDS: Final = (TIME_EXIT, -getattr(_signal, "SIGPROF", -TIME_EXIT))


def is_time_limit(exit_code: int | None) -> bool:
    """Return whether a process ended because its CPU time ran out; signals are negative."""
    return exit_code in _TIME_ENDS


def time_problem(path: str, seconds: float) -> FileProblem:
    """Return the problem of a file that took more CPU time than one may."""
    return FileProblem("took-too-long", path=path, seconds=f"{seconds:g}", setting=SECONDS)


def waiting_problem(path: str, seconds: float) -> FileProblem:
    """Return the problem of a file whose process has answered nothing for so long."""
    return FileProblem("waited-too-long", path=path, seconds=f"{seconds:g}")


def death_problem(path: str) -> FileProblem:
    """Return the problem of a file whose process ended by itself."""
    return FileProblem("process-died", path=path)


def crash_problem(path: str, crash: BaseException) -> FileProblem:
    """Return the problem of a file that was too large for the memory, or raised an error."""
    if isinstance(crash, MemoryError):
        return memory_problem(path)
    reason = f"{type(crash).__name__}: {crash}".removesuffix(": ")
    return FileProblem("crashed", path=path, reason=reason)


def memory_problem(path: str) -> FileProblem:
    """Return the problem of a file that took more memory than one may, or than there is."""
    limit = limits().mebibytes
    if not isfinite(limit):
        return FileProblem("no-memory", path=path)
    return FileProblem("took-too-much", path=path, limit=f"{limit:g}", setting=MEMORY)
