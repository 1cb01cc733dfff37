"""The rows of one table in one file, column by column: a column is decoded when it is needed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import compress
from typing import Final

import msgspec

from xlform.summary.record import Plain, Row
from xlform.summary.spooled_file import SpooledFile

_columns_decoder: Final = msgspec.msgpack.Decoder(tuple[bytes, ...])
_column_decoder: Final = msgspec.msgpack.Decoder(list[Plain])


class FileRows(msgspec.Struct, frozen=True, array_like=True):
    """The rows of a table in a file; ``columns`` are encoded, empty for one without any value.

    A summary passes over each table several times and looks at few of its columns. ``kept`` tells
    of each row whether it is one of them, where some are not.
    """

    file: SpooledFile
    count: int
    columns: tuple[bytes, ...]
    kept: tuple[bool, ...] = ()

    def column(self, index: int) -> Sequence[Plain]:
        """Return the values of a column, by its position in the table."""
        values = _column(self.columns[index], len(self.kept) or self.count)
        return list(compress(values, self.kept)) if self.kept else values

    def rows(self, indices: Iterable[int] | None = None) -> list[Row]:
        """Return the rows, of all columns or of some."""
        wanted = range(len(self.columns)) if indices is None else indices
        columns = [self.column(index) for index in wanted]
        return list(zip(*columns, strict=True)) if columns else [()] * self.count

    def where(self, keep: Iterable[bool]) -> FileRows:
        """Return only some of the rows; ``keep`` has a value for each of them."""
        wanted = tuple(keep)
        if all(wanted):
            return self
        if self.kept:
            remaining = iter(wanted)
            wanted = tuple(kept and next(remaining) for kept in self.kept)
        return FileRows(self.file, sum(wanted), self.columns, wanted)


def _column(encoded: bytes, count: int) -> Sequence[Plain]:
    return _column_decoder.decode(encoded) if encoded else [None] * count


def decoded_rows(columns: bytes, count: int) -> list[Row]:
    """Return the rows of a part of a record."""
    return list(zip(*(_column(each, count) for each in decoded_columns(columns)), strict=True))


def decoded_columns(columns: bytes) -> tuple[bytes, ...]:
    """Return the columns of a part of a record, each of them encoded."""
    return _columns_decoder.decode(columns)
