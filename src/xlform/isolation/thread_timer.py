"""A timer of CPU time by a thread, for a system without one of its own.

It ends the process as soon as the thread runs: code that never gives way to threads is ended by
the process that waits for it.
"""

from __future__ import annotations

import os
import time
from math import inf
from threading import Thread
from typing import Final

from xlform.isolation.failures import TIME_EXIT

_SECONDS_BETWEEN: Final = 0.1
_ends_at = inf
_is_running = False


def start(seconds: float) -> None:
    """End this process once it has used so many seconds of CPU time from now on."""
    global _ends_at, _is_running  # noqa: PLW0603  (one timer for the process)
    _ends_at = time.process_time() + seconds
    if not _is_running:
        _is_running = True
        Thread(target=_watch, daemon=True).start()


def remaining() -> float:
    """Return the CPU seconds left; infinite where none is limited."""
    return max(_ends_at - time.process_time(), 0.001)


def _watch() -> None:
    while True:
        time.sleep(_SECONDS_BETWEEN)
        if time.process_time() > _ends_at:
            os._exit(TIME_EXIT)
