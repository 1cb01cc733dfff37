"""The limits of what one file may cost: their defaults, and the settings that raise them.

Documented in docs/limits.md. Each is a variable of the environment, since it belongs to the machine
and not to the submissions: 0 lifts a limit.
"""

from __future__ import annotations

import os
from functools import cache
from math import inf, isfinite
from typing import Final

from xlform.errors import XlformError

SECONDS: Final = "XLFORM_SECONDS"
MEMORY: Final = "XLFORM_MEMORY"
_SECONDS_AT_MOST: Final = 4.0
_MEBIBYTES_AT_MOST: Final = 512
# The code of the program and of its libraries, in MiB; not counted by the system's limit on data.
_CODE: Final = 64
# A process that waits for another program uses no CPU time: it is ended after this many times its
# CPU limit, which the busiest machine does not take.
_WAITING: Final = 50


class Limits:
    """Limits of one file; infinite where lifted.

    ``seconds`` is the CPU time of its process, ``waiting`` the time after which it is ended
    whatever it does, ``mebibytes`` its memory in MiB.
    """

    def __init__(self, seconds: float, waiting: float, mebibytes: float) -> None:
        self.seconds = seconds
        self.waiting = waiting
        self.mebibytes = mebibytes

    def of_files(self, count: int) -> Limits:
        """Return the limits of a task that reads so many files one after the other."""
        return Limits(self.seconds * count, self.waiting * count, self.mebibytes)

    @property
    def data(self) -> float:
        """Return the bytes of data a process may hold beside its code."""
        return max(self.mebibytes - _CODE, _CODE) * (1 << 20)


@cache
def limits() -> Limits:
    """Return the limits in force; :class:`~xlform.errors.XlformError` for a setting in error."""
    seconds = setting(SECONDS, _SECONDS_AT_MOST)
    return Limits(seconds, seconds * _WAITING, setting(MEMORY, _MEBIBYTES_AT_MOST))


def setting(name: str, default: float) -> float:
    """Return the limit that a variable of the environment sets; infinite for 0."""
    text = os.environ.get(name, "").strip()
    if not text:
        return default
    try:
        number = float(text)
    except ValueError:
        number = -1.0
    if not isfinite(number) or number < 0:
        raise XlformError("limit-setting", name=name, seen=text)
    return number or inf
