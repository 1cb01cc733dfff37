"""How far the files of a round have been read."""

from __future__ import annotations

import msgspec

from xlform.web.round_file import FileState


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
