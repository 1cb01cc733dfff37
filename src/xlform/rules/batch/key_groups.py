"""Groups of parts of a batch that share a key, built on disk instead of in memory."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from itertools import groupby
from operator import itemgetter
from types import TracebackType

import msgspec

from xlform.files.temporary_folder import no_temporary_file
from xlform.model.texts_by_name import TextsByName
from xlform.rules.batch_index import BatchIndex, SubmissionSummary
from xlform.rules.compared_keys import form_and_part

_BATCH = 2000
# A place is a number of a submission, and of a form and part in it.
_IN_FILE_BITS = 32
_TABLE = "CREATE TABLE member (key INTEGER, place INTEGER, payload TEXT)"
_INSERT = "INSERT INTO member VALUES (?, ?, ?)"
_SELECT = "SELECT key, place, payload FROM member ORDER BY key, place"
# A key, the number of a form and part, a text that goes with it.
KeyedPart = tuple[int, int, str | None]
_Row = tuple[int, int, str | None]


class Member(msgspec.Struct, frozen=True):
    """Member of a group: number of its unit, indices of submission, form and part.

    ``payload`` is the text that was added with it.
    """

    unit: int
    submission: int
    form: int = 0
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
        self._pending: list[_Row] = []
        # The number of each file's unit, less than 0 for a file without one.
        self._units = array("q")

    def close(self) -> None:
        """Close the database, which removes its file."""
        self._db.close()

    def add_all(
        self,
        summaries: BatchIndex,
        units: TextsByName,
        keyed: Callable[[SubmissionSummary], Iterable[KeyedPart]],
    ) -> Iterator[SubmissionSummary]:
        """Add the keyed parts of each file under its unit; yield the files without a unit.

        ``summaries`` may be without forms.
        """
        for summary in summaries:
            unit = units.number(summary.name)
            if unit is None:
                self.add(-1, ())
                yield summary
            else:
                self.add(unit, keyed(summary))

    def add(self, unit: int, parts: Iterable[KeyedPart]) -> None:
        """Add the next file, of this unit, with its keyed parts."""
        first = len(self._units) << _IN_FILE_BITS
        self._units.append(unit)
        self._pending += [(key, first | number, payload) for key, number, payload in parts]
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
        for _, rows in groupby(self._db.execute(_SELECT), key=itemgetter(0)):
            found = [*rows]
            if len(found) < units_at_least:
                continue
            units = [self._units[place >> _IN_FILE_BITS] for _, place, _ in found]
            if len({*units}) >= units_at_least:
                yield [*map(_member, units, found)]

    def _flush(self) -> None:
        self._db.execute("BEGIN")
        self._db.executemany(_INSERT, self._pending)
        self._db.execute("COMMIT")
        self._pending.clear()


def _member(unit: int, row: _Row) -> Member:
    _, place, payload = row
    form, part = form_and_part(place & ((1 << _IN_FILE_BITS) - 1))
    return Member(unit, place >> _IN_FILE_BITS, form, part, payload)
