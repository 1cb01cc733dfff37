"""Findings between the files of a batch by file, on the disk: thousands of files have thousands."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager
from types import TracebackType
from typing import Final

import msgspec

from xlform.files.temporary_folder import no_temporary_file
from xlform.model.findings import BatchFinding

_TABLE: Final = """
    PRAGMA cache_size = -512; PRAGMA synchronous = OFF; PRAGMA journal_mode = OFF;
    CREATE TABLE findings (file TEXT, finding BLOB);
    CREATE INDEX by_file ON findings (file);
"""
_WAITING: Final = 250

_encoder: Final = msgspec.msgpack.Encoder()
_decoder: Final = msgspec.msgpack.Decoder(BatchFinding)


class FindingsByFile(AbstractContextManager["FindingsByFile"]):
    """Findings by the name of their file, each once, in the order in which they were added."""

    def __init__(self) -> None:
        # The empty name: a database of its own that goes to the disk once it is large.
        self._db = sqlite3.connect("", isolation_level=None)
        self._db.executescript(_TABLE)
        self._waiting: list[tuple[str, bytes]] = []

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the database; an error of it is one of the temporary folder."""
        self._db.close()
        if isinstance(problem, sqlite3.Error):
            raise no_temporary_file(problem) from problem

    def add(self, finding: BatchFinding) -> None:
        """Add a finding."""
        self._waiting.append((finding.file, _encoder.encode(finding)))
        if len(self._waiting) >= _WAITING:
            self._flush()

    def files(self) -> Iterator[str]:
        """Yield the names of the files that have findings; "" for those about none."""
        self._flush()
        return (name for (name,) in self._db.execute("SELECT DISTINCT file FROM findings"))

    def of(self, file: str) -> list[BatchFinding]:
        """Return the findings on a file."""
        self._flush()
        rows = self._db.execute(
            "SELECT finding FROM findings WHERE file = ? ORDER BY rowid", (file,)
        )
        return [_decoder.decode(data) for data in dict.fromkeys(data for (data,) in rows)]

    def _flush(self) -> None:
        if self._waiting:
            try:
                self._db.execute("BEGIN")
                self._db.executemany("INSERT INTO findings VALUES (?, ?)", self._waiting)
                self._db.execute("COMMIT")
            except sqlite3.Error as error:
                raise no_temporary_file(error) from error
            self._waiting.clear()
