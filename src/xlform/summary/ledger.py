"""The ledger of a spool: its entries read from the disk one at a time."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from typing import Final, overload

import msgspec

from xlform.rules.ledger import Entry

# Files that were read come first, so places count from 1 without a gap.
_READ: Final = "FROM files WHERE problem = ''"
_ONE: Final = f"SELECT path, shown, entry {_READ} AND place = ?"
_ALL: Final = f"SELECT path, shown, entry {_READ} ORDER BY place"
_COUNT: Final = f"SELECT count(*) {_READ}"
_decoder: Final = msgspec.msgpack.Decoder(Entry)


class SpooledLedger(Sequence[Entry]):
    """The entries of the files that were read, in order; each is decoded whenever asked for."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._count = int(db.execute(_COUNT).fetchone()[0])

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, index: int) -> Entry: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Entry]: ...
    def __getitem__(self, index: int | slice) -> Entry | Sequence[Entry]:
        if isinstance(index, slice):
            return [self[one] for one in range(*index.indices(self._count))]
        place = index + 1 if index >= 0 else self._count + index + 1
        row = self._db.execute(_ONE, (place,)).fetchone()
        if row is None:
            raise IndexError(index)
        return _entry(row)

    def __iter__(self) -> Iterator[Entry]:
        return map(_entry, self._db.execute(_ALL))


def _entry(row: tuple[str, str, bytes]) -> Entry:
    path, name, data = row
    return msgspec.structs.replace(_decoder.decode(data), path=path, name=name)
