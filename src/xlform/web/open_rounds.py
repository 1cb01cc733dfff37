"""The rounds of all clerks, each known by a cookie."""

from __future__ import annotations

import secrets
import shutil
import threading
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from xlform.web.limits import Limits
from xlform.web.rounds import Round, RoundFull

_ID_BYTES: Final = 8


class Rounds:
    """All rounds of the server, by the value of their cookie."""

    def __init__(self, folder: Path, limits: Limits) -> None:
        self.folder = folder
        self.limits = limits
        self._rounds: dict[str, Round] = {}
        self._lock = threading.Lock()

    def open(self) -> tuple[str, Round]:
        """Return a new round and the value of its cookie; :class:`RoundFull` for too many."""
        with self._lock:
            if len(self._rounds) >= self.limits.rounds:
                self._drop_abandoned()
            value = secrets.token_urlsafe(32)
            folder = self.folder / secrets.token_hex(_ID_BYTES)
            folder.mkdir(mode=0o700)
            self._rounds[value] = Round(folder, self.limits)
            return value, self._rounds[value]

    def _drop_abandoned(self) -> None:
        """Remove the round that was used last the longest ago, if nobody is working on it."""
        value, oldest = min(self._rounds.items(), key=lambda item: item[1].used)
        if time.monotonic() - oldest.used < self.limits.abandoned:
            raise RoundFull("web.too-many-rounds", limit=self.limits.rounds)
        del self._rounds[value]
        oldest.stop()
        shutil.rmtree(oldest.folder, ignore_errors=True)

    def find(self, value: str) -> Round | None:
        """Return the round of a cookie; ``None`` for a value this server has not given out."""
        return self._rounds.get(value)

    def all(self) -> Iterable[Round]:
        """Return every round."""
        with self._lock:
            return list(self._rounds.values())
