"""The batch index of a spool: its summaries read from the disk one at a time."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Final, overload

import msgspec

from xlform.rules.batch_index import BatchIndex, SubmissionSummary
from xlform.summary.blob_file import BlobFile, RecordFile
from xlform.summary.spooled_file import SpoolHead

_KEPT: Final = 64
_NAMES: Final = "index-names"
_INDEX: Final = "index"
_NO_FORMS: Final = msgspec.Raw(msgspec.msgpack.encode(()))


class _Packed(msgspec.Struct, frozen=True, array_like=True):
    """A :class:`.SubmissionSummary` whose forms are encoded."""

    path: str
    name: str
    sha256: str
    unit: str
    year: int | None
    forms: msgspec.Raw
    packed_keys: bytes


_decoder: Final = msgspec.msgpack.Decoder(_Packed)


class SpooledBatchIndex(Sequence[SubmissionSummary]):
    """Summaries in a file, in order; each is decoded when it is accessed."""

    def __init__(
        self,
        summaries: RecordFile[SubmissionSummary],
        positions: array[int],
        bare: SpooledBatchIndex | None = None,
    ) -> None:
        self._summaries = summaries
        self._positions = positions
        self._bare = bare
        # Rules look at the files of a group again and again.
        self._summary = lru_cache(_KEPT)(self._read)

    @property
    def bare(self) -> BatchIndex:
        """Return the same without forms, which take most of the time to decode."""
        return self if self._bare is None else self._bare

    def close(self) -> None:
        """Remove it from the disk, and from memory what a rule may still refer to."""
        self._summary.cache_clear()
        self._summaries.close()
        if self._bare is not None:
            self._bare.close()

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
        return self._summaries.read(self._positions[index])

    def __iter__(self) -> Iterator[SubmissionSummary]:
        return iter(self._summaries)


def spooled_batch_index(
    heads: Iterable[SpoolHead], rows: BlobFile, folder: Path, number: int
) -> SpooledBatchIndex:
    """Return the batch index of the files that were read, written to ``folder`` in their order."""
    summaries = RecordFile(folder / f"{_INDEX}-{number}", SubmissionSummary)
    names = RecordFile(folder / f"{_NAMES}-{number}", SubmissionSummary)
    positions, of_names = array("Q"), array("Q")
    for head in heads:
        if not head.file.problem:
            kept = _decoder.decode(rows.read(*head.entry))
            file, keys = head.file, kept.packed_keys
            of_file = file.path, file.name, kept.sha256, kept.unit, kept.year
            positions.append(summaries.add(_Packed(*of_file, kept.forms, keys)))
            of_file = file.path, file.name, file.sha256, file.unit, file.year
            of_names.append(names.add(_Packed(*of_file, _NO_FORMS, keys)))
    return SpooledBatchIndex(summaries, positions, SpooledBatchIndex(names, of_names))
