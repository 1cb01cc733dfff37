"""Which parts of a batch meet in a key, found without keeping the keys in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from hashlib import blake2b
from itertools import groupby

import msgspec

from xlform.rules.batch_index import BatchIndex, SubmissionSummary

_KEY_BYTES = 8
_BATCH = 2000
_TABLE = "CREATE TABLE met (key INTEGER, party INTEGER, entry INTEGER, form INTEGER, part INTEGER, said TEXT)"  # noqa: E501  (one statement)
_INSERT = "INSERT INTO met VALUES (?, ?, ?, ?, ?, ?)"
_SELECT = "SELECT * FROM met ORDER BY key, entry, form, part"


class Met(msgspec.Struct, frozen=True):
    """One of those that share a key: whose it is, its place in the ledger, the form, the part.

    ``said`` is what was entered along with it.
    """

    party: int
    entry: int
    form: int = 0
    part: int = 0
    said: str | None = None


class Keyed(msgspec.Struct, frozen=True):
    """A key and what in a file has it: the place of the form, the part, what goes along."""

    key: int | str
    form: int
    part: int = 0
    said: str | None = None


class Meetings(AbstractContextManager["Meetings"]):
    """Keys on disk with those that have them; handed back in groups, each in order of place.

    Parties are numbered by :meth:`party` as they first occur.
    """

    def __init__(self) -> None:
        import sqlite3  # noqa: PLC0415  (a lone file has no use for it)

        # The empty name: a database of its own that spills to disk once it is large.
        self._db = sqlite3.connect("", isolation_level=None)
        self._db.execute("PRAGMA cache_size = -2048")
        self._db.execute("PRAGMA synchronous = OFF")
        self._db.execute("PRAGMA journal_mode = OFF")
        self._db.execute(_TABLE)
        self._waiting: list[tuple[object, ...]] = []
        self._parties: dict[str, int] = {}

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Remove the keys from the disk."""
        self._db.close()

    def party(self, name: str) -> int:
        """The number of a party."""
        return self._parties.setdefault(name, len(self._parties))

    def enter(
        self,
        entries: BatchIndex,
        units: Mapping[str, str],
        keyed: Callable[[SubmissionSummary], Iterable[Keyed]],
    ) -> Iterator[SubmissionSummary]:
        """Enter what each file is keyed by, its unit the party; those of no unit come back."""
        for place, entry in enumerate(entries):
            if entry.name not in units:
                yield entry
                continue
            unit = self.party(units[entry.name])
            for one in keyed(entry):
                self.add(one.key, Met(unit, place, one.form, one.part, one.said))

    def add(self, key: int | str, met: Met) -> None:
        """Enter one under a key, a text or a number of less than 64 bits."""
        number = key if isinstance(key, int) else _number(key)
        self._waiting.append((number, *msgspec.structs.astuple(met)))
        if len(self._waiting) >= _BATCH:
            self._flush()

    def groups(self, parties_at_least: int = 2) -> Iterator[list[Met]]:
        """Those that share a key, where so many parties do."""
        self._flush()
        for _, rows in groupby(self._db.execute(_SELECT), key=lambda row: row[0]):
            met = [Met(*row[1:]) for row in rows]
            if len(met) >= parties_at_least and len({one.party for one in met}) >= parties_at_least:
                yield met

    def _flush(self) -> None:
        self._db.execute("BEGIN")
        self._db.executemany(_INSERT, self._waiting)
        self._db.execute("COMMIT")
        self._waiting.clear()


def _number(key: str) -> int:
    return int.from_bytes(blake2b(key.encode(), digest_size=_KEY_BYTES).digest(), signed=True)
