"""The batch index of a spool: its summaries read from the disk one at a time."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache
from typing import Final, overload

import msgspec

from xlform.rules.batch_index import BatchIndex, SubmissionSummary
from xlform.summary.blob_file import BlobFile, RecordFile
from xlform.summary.spooled_file import SpoolHead

_KEPT: Final = 64
_decoder: Final = msgspec.msgpack.Decoder(SubmissionSummary)


class SpooledBatchIndex(Sequence[SubmissionSummary]):
    """Summaries of the files that were read, in order; each is decoded when it is accessed."""

    def __init__(self, heads: RecordFile[SpoolHead], rows: BlobFile) -> None:
        self._heads = heads
        self._rows = rows
        read = (position for position, head in heads.positions() if not head.file.problem)
        self._positions = array("Q", read)
        # Rules look at the files of a group again and again.
        self._summary = lru_cache(_KEPT)(self._read)

    @cached_property
    def bare(self) -> BatchIndex:
        """Return the same summaries without their forms, which take most of the time to decode."""
        return _BareBatchIndex(self._heads, self._rows)

    def __len__(self) -> int:
        return len(self._positions)

    @overload
    def __getitem__(self, index: int) -> SubmissionSummary: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[SubmissionSummary]: ...
    def __getitem__(self, index: int | slice) -> SubmissionSummary | Sequence[SubmissionSummary]:
        if isinstance(index, slice):
            return [self[number] for number in range(*index.indices(len(self)))]
        return self._summary(index)

    def _read(self, index: int) -> SubmissionSummary:
        return self._of(self._heads.read(self._positions[index]))

    def __iter__(self) -> Iterator[SubmissionSummary]:
        return (self._of(head) for head in self._heads if not head.file.problem)

    def _of(self, head: SpoolHead) -> SubmissionSummary:
        kept = _decoder.decode(self._rows.read(*head.entry))
        file = head.file
        return SubmissionSummary(
            file.path, file.name, kept.sha256, kept.unit, kept.year, kept.forms
        )


class _BareBatchIndex(SpooledBatchIndex):
    def _of(self, head: SpoolHead) -> SubmissionSummary:
        file = head.file
        return SubmissionSummary(file.path, file.name, file.sha256, file.unit, file.year, ())
