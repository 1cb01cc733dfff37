"""Lists of many records as packed bytes: those of a hundred thousand files take a few MiB.

Records that follow each other are alike (paths of one folder, states of units), so that a block of
them shrinks to a seventh; whoever goes through the list has one block unpacked at a time.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, TypeVar, overload

import msgspec

T = TypeVar("T", bound=msgspec.Struct)

# Records of a block.
_BLOCK: Final = 128
_LEVEL: Final = 1

_encoder: Final = msgspec.msgpack.Encoder()


class PackedList(Sequence[T]):
    """Records of one type in their order; they can be gone through again, and added to."""

    def __init__(self, kind: type[T], records: Iterable[T] = ()) -> None:
        self._decoder = msgspec.msgpack.Decoder(list[kind])  # type: ignore[valid-type]  # a variable
        self._blocks: list[bytes | list[T]] = []
        self._last: list[T] = []
        # The block that was accessed last, by its number.
        self._unpacked: tuple[int, list[T]] = -1, []
        for record in records:
            self.append(record)

    def append(self, record: T) -> None:
        """Add a record at the end."""
        self._last.append(record)
        if len(self._last) == _BLOCK:
            self._blocks.append(_packed(self._last))
            self._last = []

    def __len__(self) -> int:
        return len(self._blocks) * _BLOCK + len(self._last)

    def __iter__(self) -> Iterator[T]:
        for block in self._blocks:
            yield from self._records(block)
        yield from self._last

    @overload
    def __getitem__(self, index: int) -> T: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[T]: ...
    def __getitem__(self, index: int | slice) -> T | Sequence[T]:
        if isinstance(index, slice):
            return [self[number] for number in range(*index.indices(len(self)))]
        block, at = divmod(range(len(self))[index], _BLOCK)
        if block == len(self._blocks):
            return self._last[at]
        if self._unpacked[0] != block:
            self._unpacked = block, self._records(self._blocks[block])
        return self._unpacked[1][at]

    def __eq__(self, other: object) -> bool:
        """Return whether another sequence has the same records."""
        return isinstance(other, Sequence) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]  # it can be added to

    def _records(self, block: bytes | list[T]) -> list[T]:
        if isinstance(block, bytes):
            found: list[T] = self._decoder.decode(zlib.decompress(block))
            return found
        return block


def _packed(records: list[T]) -> bytes | list[T]:
    """Return a block packed; as it is where a path on the disk is in no known encoding."""
    try:
        return zlib.compress(_encoder.encode(records), _LEVEL)
    except UnicodeEncodeError:
        return records
