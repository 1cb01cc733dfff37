"""How far the files of a round have been read."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence
from typing import Final

import msgspec

from xlform.web.round_file import LISTED, PENDING, FileState, RoundFile

# Reading times that the rate is taken from: of the last files done.
RECENT: Final = 50


class Progress(msgspec.Struct, frozen=True):
    """How far a round has been read: ``rate`` in files a second, ``left`` in seconds.

    Both are ``None`` while too little has been read to tell.
    """

    done: int
    total: int
    stopped: bool
    counts: dict[FileState, int]
    change: int
    rate: float | None = None
    left: float | None = None

    @property
    def is_reading(self) -> bool:
        """Return True while files are being read or wait for it."""
        return self.done < self.total and not self.stopped


def progress_of(
    files: Sequence[RoundFile],
    again: int,
    finished: Sequence[float],
    change: int,
    *,
    stopped: bool,
) -> Progress:
    """Return how far files have been read, of which so many are to be read ``again``.

    ``finished`` are the times at which the last ones were, ``change`` is the round's last change.
    """
    counts: Counter[FileState] = Counter(dict.fromkeys(LISTED, 0))
    counts.update(file.state for file in files)
    pending = min(len(files), sum(counts[state] for state in PENDING) + again)
    rate = _rate(finished) if pending and not stopped else None
    left = pending / rate if rate else None
    return Progress(len(files) - pending, len(files), stopped, dict(counts), change, rate, left)


def _rate(finished: Sequence[float]) -> float | None:
    """Return the files read a second from when the last were finished; ``None`` if unknown."""
    if len(finished) < 2:  # noqa: PLR2004  (a time between two)
        return None
    seconds = time.monotonic() - finished[0]
    return (len(finished) - 1) / seconds if seconds > 0 else None
