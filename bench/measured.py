"""A whole process measured: CPU of it and of all it started, wall clock, peak memory of each."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_EVERY = 0.02
_MIB = 1024


@dataclass(frozen=True)
class Measured:
    """What a command took: seconds of CPU and of wall clock, MiB at the peak.

    ``peak`` is that of the process itself, ``worker`` that of the largest it started (0 if none).
    """

    cpu: float
    wall: float
    peak: float
    worker: float
    status: int


def measured(command: Sequence[str]) -> Measured:
    """Run a command to its end; its peaks are looked at every 20 ms, and so are its workers'."""
    start = time.perf_counter()
    with subprocess.Popen(
        command, env=_as_installed(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        own, workers = 0.0, 0.0
        while True:
            pid, status, used = os.wait4(process.pid, os.WNOHANG)
            if pid:
                break
            own = max(own, _peak(process.pid))
            workers = max([workers, *map(_peak, _started_by(process.pid))])
            time.sleep(_EVERY)
        process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - start
    return Measured(used.ru_utime + used.ru_stime, wall, own, workers, process.returncode)


def _as_installed() -> dict[str, str]:
    """The environment, modules being compiled once and not at every start."""
    return {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}


def xlform(*arguments: str) -> list[str]:
    """The command line of the program under measure."""
    return [sys.executable, "-m", "xlform", *arguments]


def _peak(pid: int) -> float:
    """Peak memory of a process so far in MiB; 0 once it is gone."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / _MIB for line in lines if line.startswith("VmHWM")), 0.0)


def _started_by(pid: int) -> list[int]:
    """Every process it started, and that these did."""
    try:
        text = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
    except OSError:
        return []
    direct = [int(one) for one in text.split()]
    return [*direct, *(below for one in direct for below in _started_by(one))]
