"""The batch index of a spool: its summaries read from the disk one at a time."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache
from typing import Any, Final, overload

import msgspec

from xlform.rules.batch_index import BatchIndex, SubmissionSummary

# Files that were read come first, so their places count from 1 without a gap.
_READ: Final = "FROM files WHERE problem = ''"
_ONE: Final = "{} AND place = ?"
_ALL: Final = "{} ORDER BY place"
_WHOLE: Final = f"SELECT path, shown, entry {_READ}"
_BARE: Final = f"SELECT path, shown, sha256, unit, year {_READ}"
_COUNT: Final = f"SELECT count(*) {_READ}"
_KEPT: Final = 64
_decoder: Final = msgspec.msgpack.Decoder(SubmissionSummary)


class SpooledBatchIndex(Sequence[SubmissionSummary]):
    """Summaries of the files that were read, in order; each is decoded when it is accessed."""

    _columns = _WHOLE

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        # Rules look at the files of a group again and again.
        self._summary = lru_cache(_KEPT)(self._read)
        self._count = int(db.execute(_COUNT).fetchone()[0])

    @cached_property
    def bare(self) -> BatchIndex:
        """Return the same summaries without their forms, which take most of the time to decode."""
        return _BareBatchIndex(self._db)

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, index: int) -> SubmissionSummary: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[SubmissionSummary]: ...
    def __getitem__(self, index: int | slice) -> SubmissionSummary | Sequence[SubmissionSummary]:
        if isinstance(index, slice):
            return [self[number] for number in range(*index.indices(self._count))]
        return self._summary(index if index >= 0 else self._count + index)

    def _read(self, index: int) -> SubmissionSummary:
        row = self._db.execute(_ONE.format(self._columns), (index + 1,)).fetchone()
        if row is None:
            raise IndexError(index)
        return self._entry(row)

    def __iter__(self) -> Iterator[SubmissionSummary]:
        return map(self._entry, self._db.execute(_ALL.format(self._columns)))

    def _entry(self, row: tuple[Any, ...]) -> SubmissionSummary:
        path, name, data = row
        kept = _decoder.decode(data)
        return SubmissionSummary(path, name, kept.sha256, kept.unit, kept.year, kept.forms)


class _BareBatchIndex(SpooledBatchIndex):
    _columns = _BARE

    def _entry(self, row: tuple[Any, ...]) -> SubmissionSummary:
        path, name, sha256, unit, year = row
        return SubmissionSummary(path, name, sha256, unit, year, ())
