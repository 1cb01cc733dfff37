"""Groups of parts of a batch that share a key, built on disk instead of in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from hashlib import blake2b
from itertools import groupby
from types import TracebackType

import msgspec

from xlform.files.temporary_folder import no_temporary_file
from xlform.model.texts_by_name import TextsByName
from xlform.rules.batch_index import BatchIndex, SubmissionSummary

_KEY_BYTES = 8
_BATCH = 2000
_TABLE = "CREATE TABLE member (key INTEGER, unit INTEGER, submission INTEGER, form INTEGER, part INTEGER, payload TEXT)"  # noqa: E501  (one statement)
_INSERT = "INSERT INTO member VALUES (?, ?, ?, ?, ?, ?)"
_SELECT = "SELECT * FROM member ORDER BY key, submission, form, part"


class Member(msgspec.Struct, frozen=True):
    """Member of a group: number of its unit, indices of submission, form and part.

    ``payload`` is the text that was added with it.
    """

    unit: int
    submission: int
    form: int = 0
    part: int = 0
    payload: str | None = None


class KeyedPart(msgspec.Struct, frozen=True):
    """A key and the part of a file that has it: index of the form, of the part, payload."""

    key: int | str
    form: int
    part: int = 0
    payload: str | None = None


class KeyGroups(AbstractContextManager["KeyGroups"]):
    """Keys on disk with their members, returned as groups in the order of the batch."""

    def __init__(self) -> None:
        import sqlite3  # noqa: PLC0415  (a single file does not need it)

        # The empty name: a database of its own that spills to disk once it is large.
        self._db = sqlite3.connect("", isolation_level=None)
        self._db.execute("PRAGMA cache_size = -512")
        self._db.execute("PRAGMA synchronous = OFF")
        self._db.execute("PRAGMA journal_mode = OFF")
        self._db.execute(_TABLE)
        self._pending: list[tuple[object, ...]] = []

    def close(self) -> None:
        """Close the database, which removes its file."""
        self._db.close()

    def add_all(
        self,
        summaries: BatchIndex,
        units: TextsByName,
        keyed: Callable[[SubmissionSummary], Iterable[KeyedPart]],
    ) -> Iterator[SubmissionSummary]:
        """Add the keyed parts of each file under its unit; yield the files without a unit."""
        for submission, summary in enumerate(summaries):
            unit = units.number(summary.name)
            if unit is None:
                yield summary
                continue
            for part in keyed(summary):
                self.add(part.key, Member(unit, submission, part.form, part.part, part.payload))

    def add(self, key: int | str, member: Member) -> None:
        """Add a member under a key, a text or a number of less than 64 bits."""
        number = key if isinstance(key, int) else _number(key)
        self._pending.append((number, *msgspec.structs.astuple(member)))
        if len(self._pending) >= _BATCH:
            self._flush()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the database; an error of it is one of the temporary folder."""
        self.close()
        if problem is not None and hasattr(problem, "sqlite_errorname"):
            raise no_temporary_file(problem) from problem

    def groups(self, units_at_least: int = 2) -> Iterator[list[Member]]:
        """Yield the members that share a key, if they are of at least so many units."""
        self._flush()
        for _, rows in groupby(self._db.execute(_SELECT), key=lambda row: row[0]):
            members = [Member(*row[1:]) for row in rows]
            if (
                len(members) >= units_at_least
                and len({member.unit for member in members}) >= units_at_least
            ):
                yield members

    def _flush(self) -> None:
        self._db.execute("BEGIN")
        self._db.executemany(_INSERT, self._pending)
        self._db.execute("COMMIT")
        self._pending.clear()


def _number(key: str) -> int:
    return int.from_bytes(blake2b(key.encode(), digest_size=_KEY_BYTES).digest(), signed=True)
