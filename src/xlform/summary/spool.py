"""Records on disk between reading and writing, so that memory does not grow with the files.

A SQLite database in a temporary folder of its own: ``files`` has a row a file, with its name and
the result of reading it, ``parts`` a row for each file and table, with that table's rows encoded as
:mod:`xlform.summary.record` does. :mod:`xlform.summary.layout` defines the tables and their
columns. Everything is returned in one order: the files read by unit, file name and path, then those
not read; within a file in its own order. So the output is the same whatever the order in which
files were read, and by how many processes.

    with Spool() as spool:
        spool.add(info, record)  # in any order
        spool.arrange()  # once all are added
        spool.add_batch_findings(path, findings)  # of rules between files
        for file in spool.files(): ...
        for file, rows in spool.rows("expenses"): ...
"""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Final

import msgspec

from xlform.files.input_file import FileInfo
from xlform.files.temporary_folder import TemporaryFolder, no_temporary_file
from xlform.model.findings import SEVERITIES, Finding
from xlform.summary.batch_index import SpooledBatchIndex
from xlform.summary.layout import FINDINGS
from xlform.summary.record import Record, Row, decoded_rows, encodable, encoded_rows, finding_row

_TABLES: Final = """
    CREATE TABLE files (
        id INTEGER PRIMARY KEY, place INTEGER, shown TEXT,
        path TEXT, name TEXT, size INTEGER, modified INTEGER,
        sha256 TEXT, unit TEXT, year INTEGER, forms INTEGER,
        error INTEGER, warning INTEGER, info INTEGER, problem TEXT, skipped INTEGER,
        kind TEXT, code TEXT, entry BLOB
    );
    CREATE TABLE parts (id INTEGER PRIMARY KEY, count INTEGER, rows BLOB);
"""
_FILE: Final = "spool.sqlite"
_FILE_COLUMNS: Final = (
    "place, path, shown, size, modified, sha256, unit, year, forms, "
    "error, warning, info, problem, skipped, kind, code"
)
_BATCH: Final = 200
# The id of a part is that of its file times this plus the number of its table: no index needed.
_TABLES_AT_MOST: Final = 65_536
_BATCH_FINDINGS: Final = "batch-findings"
_INSERTED_COLUMNS: Final = (
    "id, path, name, size, modified, sha256, unit, year, forms, "
    "error, warning, info, problem, skipped, kind, code, entry"
)
_SEPARATORS: Final = re.compile(r"[/\\!]+")
_FOLDERS_AT_MOST: Final = 64


class SpooledFile(msgspec.Struct, frozen=True):
    """A file in the spool.

    ``place`` counts from 1 in the order of everything; ``name`` is extended by folders where
    several files share one. ``errors``, ``warnings`` and ``infos`` count its findings. ``problem``
    is the sentence that says why it was not read, "" if it was; ``skipped`` is 1 for a file beside
    the submissions that is none, so that nobody expects it to be read. ``kind`` is its format
    (``xlsx``, ``docx`` …), "" if unread; ``code`` that of the problem.
    """

    place: int
    path: str
    name: str
    size: int
    modified: int
    sha256: str
    unit: str
    year: int | None
    forms: int
    errors: int
    warnings: int
    infos: int
    problem: str
    skipped: int = 0
    kind: str = ""
    code: str = ""

    @property
    def is_meant(self) -> bool:
        """Return True for a file meant as a submission: an empty one is, skipped though it is."""
        return not self.skipped or self.code == "empty-file"


def _open_database(path: Path) -> sqlite3.Connection:
    database = sqlite3.connect(path, isolation_level=None)
    # A crash loses nothing that is needed: the spool does not outlive the run.
    database.execute("PRAGMA journal_mode = OFF")
    database.execute("PRAGMA synchronous = OFF")
    database.execute("PRAGMA cache_size = -4096")
    return database


class Spool(AbstractContextManager["Spool"]):
    """Records of a run; removed from the disk when closed."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = TemporaryFolder(folder)
        self.folder = self._folder.path
        try:
            self._db = _open_database(self.folder / _FILE)
            self._db.executescript(_TABLES)
        except sqlite3.Error as error:
            self._folder.close()
            raise no_temporary_file(error, self.folder.parent) from error
        # In a forked process: that of its parent, which must not be closed there.
        self._inherited: sqlite3.Connection | None = None
        self._numbers: dict[str, int] = {}
        self._files: list[tuple[object, ...]] = []
        self._parts: list[tuple[object, ...]] = []
        self._count = 0

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close it; an error of SQLite is one of the temporary folder."""
        self.close()
        if isinstance(problem, sqlite3.Error):
            raise no_temporary_file(problem, self.folder.parent) from problem

    def close(self) -> None:
        """Remove it from the disk."""
        with suppress(sqlite3.Error):
            self._db.close()
        self._folder.close()

    def reopen(self) -> None:
        """Open the database anew in a process forked from the one that has the spool."""
        self._inherited, self._db = self._db, _open_database(self.folder / _FILE)

    def add(self, info: FileInfo, record: Record, *, skipped: bool = False) -> None:
        """Add the record of one file."""
        self._count += 1
        counts = (record.counts.get(name, 0) for name in ("error", "warning", "info"))
        self._files.append(
            (
                self._count,
                *(encodable(info.path), encodable(info.name), info.size, info.modified),
                *(record.sha256, record.unit, record.year, record.forms),
                *(*counts, record.problem, skipped, record.kind, record.code),
                record.entry,
            )
        )
        self._parts += [
            (self._part(self._count, part.table), part.count, part.rows) for part in record.parts
        ]
        if len(self._files) >= _BATCH:
            self._flush()

    def arrange(self, units: Mapping[str, str] | None = None) -> None:
        """Set the order of the files, and names that are distinct.

        ``units`` gives units other names, by the path of the file; it may be repeated with them.
        """
        self._flush()
        if units:
            renamed = ((unit, path) for path, unit in units.items())
            with self._transaction():
                self._db.executemany("UPDATE files SET unit = ? WHERE path = ?", renamed)
        listed = self._db.execute(
            "SELECT id, path, name FROM files ORDER BY skipped, problem != '', unit, name, path"
        ).fetchall()
        shown = _distinct_names([(path, name) for _, path, name in listed])
        places = [
            (n, name, row[0]) for n, (row, name) in enumerate(zip(listed, shown, strict=True), 1)
        ]
        with self._transaction():
            self._db.execute("DROP INDEX IF EXISTS by_place")
            self._db.executemany("UPDATE files SET place = ?, shown = ? WHERE id = ?", places)
            self._db.execute("CREATE UNIQUE INDEX by_place ON files (place)")
            self._db.execute("CREATE INDEX IF NOT EXISTS by_path ON files (path)")

    def add_batch_findings(self, path: str, findings: Iterable[Finding]) -> None:
        """Add findings of rules between files to those of one file; "" for none in particular.

        They follow its own in ``rows("findings")``, or are in :meth:`batch_findings`, and are
        counted.
        """
        findings = tuple(findings)
        counts = Counter(finding.severity for finding in findings)
        self._db.execute(
            "UPDATE files SET error = error + ?, warning = warning + ?, info = info + ? "
            "WHERE path = ?",
            (*(counts[severity] for severity in SEVERITIES), path),
        )
        rows = [finding_row(finding) for finding in findings]
        found = self._db.execute("SELECT id FROM files WHERE path = ?", (path,)).fetchone()
        part = self._part(found[0] if found else 0, _BATCH_FINDINGS)
        before = self._db.execute("SELECT rows FROM parts WHERE id = ?", (part,)).fetchone()
        rows = [*(decoded_rows(before[0]) if before else ()), *rows]
        encoded = encoded_rows(_BATCH_FINDINGS, rows)
        self._db.execute(
            "INSERT OR REPLACE INTO parts VALUES (?, ?, ?)", (part, encoded.count, encoded.rows)
        )

    def batch_findings(self) -> list[Row]:
        """Return the findings that are about no single file, as rows of ``findings``."""
        query = "SELECT rows FROM parts WHERE id = ?"
        found = self._db.execute(query, (self._part(0, _BATCH_FINDINGS),)).fetchone()
        return decoded_rows(found[0]) if found else []

    def batch_findings_by_path(self) -> dict[str, list[Row]]:
        """Return the findings of rules between files on each file that has some, by its path."""
        part = f"files.id * {_TABLES_AT_MOST} + {self._part(0, _BATCH_FINDINGS)}"
        query = f"SELECT path, rows FROM parts JOIN files ON parts.id = {part}"  # noqa: S608  (constants of this module)
        return {path: decoded_rows(rows) for path, rows in self._db.execute(query)}

    def files(self) -> Iterator[SpooledFile]:
        """Yield every file, read or not, in order."""
        for row in self._db.execute(f"SELECT {_FILE_COLUMNS} FROM files ORDER BY place"):  # noqa: S608  (constants of this module)
            yield SpooledFile(*row)

    def rows(self, table: str) -> Iterator[tuple[SpooledFile, list[Row]]]:
        """Yield every file that has rows in a table, in order, with these rows."""
        parts = [table, _BATCH_FINDINGS] if table == FINDINGS.name else [table]
        numbers = [self._part(0, name) for name in parts]
        wanted = ", ".join(
            f"(SELECT rows FROM parts WHERE parts.id = files.id * {_TABLES_AT_MOST} + {number})"  # noqa: S608  (constants of this module)
            for number in numbers
        )
        for row in self._db.execute(f"SELECT {_FILE_COLUMNS}, {wanted} FROM files ORDER BY place"):  # noqa: S608  (constants of this module)
            found = [part for data in row[-len(parts) :] if data for part in decoded_rows(data)]
            if found:
                yield SpooledFile(*row[: -len(parts)]), found

    def count(self, table: str) -> int:
        """Return the rows of a table in all files, without :meth:`batch_findings`."""
        names = [table, _BATCH_FINDINGS] if table == FINDINGS.name else [table]
        wanted = ", ".join(str(self._part(0, name)) for name in names)
        of_table = f"id % {_TABLES_AT_MOST} IN ({wanted})"
        query = f"SELECT sum(count) FROM parts WHERE id >= {_TABLES_AT_MOST} AND {of_table}"  # noqa: S608  (constants of this module)
        found = self._db.execute(query).fetchone()[0]
        return int(found or 0)

    def batch_index(self) -> SpooledBatchIndex:
        """Return the batch index of the files that were read, in order, with distinct names."""
        return SpooledBatchIndex(self._db)

    def _part(self, file: int, table: str) -> int:
        number = self._numbers.setdefault(table, len(self._numbers))
        return file * _TABLES_AT_MOST + number

    def _flush(self) -> None:
        marks = ", ".join("?" * len(self._files[0])) if self._files else ""
        with self._transaction():
            if marks:
                insert = f"INSERT INTO files ({_INSERTED_COLUMNS}) VALUES ({marks})"  # noqa: S608  (constants of this module)
                self._db.executemany(insert, self._files)
            self._db.executemany("INSERT INTO parts VALUES (?, ?, ?)", self._parts)
        self._files.clear()
        self._parts.clear()

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        """Group many changes in one transaction, which is much faster than one each."""
        self._db.execute("BEGIN")
        yield
        self._db.execute("COMMIT")


def _distinct_names(files: list[tuple[str, str]]) -> list[str]:
    """Return names of the files, extended by folders where several share one."""
    names = [name for _, name in files]
    parts = 1
    while shared := {name for name, count in Counter(names).items() if count > 1}:
        parts += 1
        longer = ["/".join(_SEPARATORS.split(path)[-parts:]) for path, _ in files]
        names = [long if name in shared else name for name, long in zip(names, longer, strict=True)]
        if parts > _FOLDERS_AT_MOST:
            break
    return names
