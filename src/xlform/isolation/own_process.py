"""The limits of a file upon the process that reads it: CPU time by a timer, memory by the system.

The timer counts the CPU time of this process alone, so that a busy machine changes no result; when
it runs out the system ends the process, whatever code it is in.
"""

from __future__ import annotations

import atexit
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from math import inf, isfinite
from typing import Final, Never

from xlform.isolation.limits import limits

try:  # the interpreter's own: signal makes enumerations of all names, a hundredth of a short run
    from _signal import (  # type: ignore[import-not-found]  # no stubs for it
        ITIMER_PROF,
        getitimer,
        setitimer,
    )
except ImportError:
    HAS_TIMER = False
else:
    HAS_TIMER = True
# The exit code of a process that ended itself for want of memory.
MEMORY_EXIT: Final = 125
# The least that a timer is set to: zero would stop it.
_MOMENT: Final = 0.001
# Bytes of data that the program itself has when it is loaded, at most.
_OWN: Final = 64 << 20


def start_timer(seconds: float) -> None:
    """End this process once it has used so many seconds of CPU time from now on."""
    if HAS_TIMER:
        setitimer(ITIMER_PROF, max(seconds, _MOMENT) if isfinite(seconds) else 0)
        return
    from xlform.isolation import thread_timer  # noqa: PLC0415  (Windows)

    thread_timer.start(seconds)


def stop_timer() -> None:
    """Let this process use as much CPU time as it needs."""
    start_timer(inf)


def remaining_seconds() -> float:
    """Return the CPU seconds left for the file being read; infinite where none is limited."""
    if HAS_TIMER:
        return getitimer(ITIMER_PROF)[0] or inf
    from xlform.isolation import thread_timer  # noqa: PLC0415  (Windows)

    return thread_timer.remaining()


def charge(seconds: float) -> None:
    """Count CPU time that another process has used for the file being read."""
    left = remaining_seconds()
    if isfinite(left):
        start_timer(left - seconds)


def limit_memory() -> None:
    """Limit the memory of this process, where the system enforces limits.

    What a forked process has taken over from large packages of its parent does not count.
    """
    set_data_limit(limits().data + max(0, _held() - _OWN))


def _held() -> int:
    """Return the bytes of data of this process; 0 where the system does not tell."""
    try:
        with open("/proc/self/statm", encoding="ascii") as stream:  # noqa: PTH123  (pathlib may not be loaded)
            return int(stream.read().split()[5]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError):
        return 0


def unlimit_memory() -> None:
    """Let this process take as much memory as there is."""
    set_data_limit(inf)


@contextmanager
def unlimited_memory() -> Iterator[None]:
    """Start programs within that do not inherit the memory limit of this process."""
    before = set_data_limit(inf)
    try:
        yield
    finally:
        set_data_limit(before)


def end(code: int) -> Never:
    """End this process as a program ends, but for taking its memory apart, which takes a while."""
    atexit._run_exitfuncs()  # noqa: SLF001  (no public name for it)
    for stream in (sys.stdout, sys.stderr):
        with suppress(Exception):
            stream.flush()
    os._exit(code)


def set_data_limit(at_most: float) -> float:
    """Set the soft limit on data in bytes; return the one before."""
    try:
        import resource  # noqa: PLC0415  (not on Windows)
    except ImportError:
        return inf
    soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
    wanted = int(at_most) if isfinite(at_most) else hard
    if hard != resource.RLIM_INFINITY:
        wanted = min(wanted, hard) if wanted != resource.RLIM_INFINITY else hard
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_DATA, (wanted, hard))
    return inf if soft == resource.RLIM_INFINITY else soft
