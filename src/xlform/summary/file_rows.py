"""The rows of one table in files that follow each other, column by column.

A summary passes over each table several times and looks at few of its columns: a column is decoded
when it is needed, for all files of a block at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, compress, repeat
from typing import Final, TypeVar

import msgspec

from xlform.summary.record import Plain, Row, decoded_column, joined_columns
from xlform.summary.spooled_file import SpooledFile

T = TypeVar("T")

# Rows and files of a block, which are in memory at a time.
_ROWS: Final = 256
_FILES: Final = 32
_columns_decoder: Final = msgspec.msgpack.Decoder(tuple[bytes, ...])


class PackedRows(msgspec.Struct, frozen=True, array_like=True):
    """Rows of one table in some files; ``counts`` are those of the files.

    ``columns`` are encoded, each for itself, empty for one without any value.
    """

    files: tuple[SpooledFile, ...]
    counts: tuple[int, ...]
    columns: tuple[bytes, ...]


class RowBlock:
    """Rows of one table in some files: those packed, or some of them."""

    def __init__(self, packed: PackedRows) -> None:
        self.files = packed.files
        self.counts = packed.counts
        self.count = sum(packed.counts)
        self._stored_count = self.count
        self._packed = packed.columns
        self._columns: dict[int, Sequence[Plain]] = {}
        # Whether each of the packed rows is one of these, where some are not.
        self._kept: Sequence[bool] = ()

    def __len__(self) -> int:
        """Return the number of columns."""
        return len(self._packed)

    def column(self, index: int) -> Sequence[Plain]:
        """Return the values of a column in all rows, by its position in the table."""
        if index not in self._columns:
            values = decoded_column(self._packed[index], self._stored_count)
            self._columns[index] = [*compress(values, self._kept)] if self._kept else values
        return self._columns[index]

    def of_files(self, values: Iterable[T]) -> list[T]:
        """Return for each row the one of ``values`` that is its file's."""
        return [*chain.from_iterable(map(repeat, values, self.counts))]

    def where(self, keep: Iterable[bool]) -> RowBlock:
        """Return only some of the rows; ``keep`` has a value for each of them."""
        wanted = [*keep]
        if all(wanted):
            return self
        kept = RowBlock(PackedRows(self.files, self.counts, self._packed))
        counts = [sum(wanted[start:end]) for start, end in self.ranges()]
        kept.files = tuple(compress(self.files, counts))
        kept.counts = tuple(filter(None, counts))
        kept.count, kept._stored_count = sum(counts), self._stored_count
        remaining = iter(wanted)
        kept._kept = [old and next(remaining) for old in self._kept] if self._kept else wanted
        return kept

    def ranges(self) -> Iterator[tuple[int, int]]:
        """Yield where the rows of each file begin and end."""
        start = 0
        for count in self.counts:
            yield start, start + count
            start += count

    def by_file(self) -> Iterator[FileRows]:
        """Yield the rows of each file."""
        for file, (start, end) in zip(self.files, self.ranges(), strict=True):
            yield FileRows(file, end - start, self, start)


class FileRows(msgspec.Struct, frozen=True):
    """The rows of one file in a block, the first of them at ``start``."""

    file: SpooledFile
    count: int
    block: RowBlock
    start: int

    def column(self, index: int) -> Sequence[Plain]:
        """Return the values of a column, by its position in the table."""
        return self.block.column(index)[self.start : self.start + self.count]

    def rows(self) -> list[Row]:
        """Return the rows, of all columns."""
        columns = map(self.column, range(len(self.block)))
        return [*zip(*columns, strict=True)] if len(self.block) else [()] * self.count


class RowPacker:
    """Puts the rows of files together; the rows of one file may come in several parts."""

    def __init__(self) -> None:
        self._files: list[SpooledFile] = []
        self._counts: list[int] = []
        self._parts: list[tuple[int, tuple[bytes, ...]]] = []
        self._rows = 0

    @property
    def is_full(self) -> bool:
        """Return whether there are as many rows or files as a block has."""
        return self._rows >= _ROWS or len(self._files) >= _FILES

    def add(self, file: SpooledFile, count: int, columns: bytes) -> None:
        """Add rows of a file, as a record has them."""
        if self._files and self._files[-1].place == file.place:
            self._counts[-1] += count
        else:
            self._files.append(file)
            self._counts.append(count)
        self._parts.append((count, decoded_columns(columns)))
        self._rows += count

    def packed(self) -> PackedRows | None:
        """Return the rows added since the last time; ``None`` for no rows."""
        if not self._files:
            return None
        columns = joined_columns(self._parts)
        packed = PackedRows(tuple(self._files), tuple(self._counts), columns)
        self._rows = 0
        for each in (self._files, self._counts, self._parts):
            each.clear()
        return packed


def decoded_rows(columns: bytes, count: int) -> list[Row]:
    """Return the rows of a part of a record."""
    found = (decoded_column(each, count) for each in decoded_columns(columns))
    return [*zip(*found, strict=True)]


def decoded_columns(columns: bytes) -> tuple[bytes, ...]:
    """Return the columns of a part of a record, each of them encoded."""
    return _columns_decoder.decode(columns)
