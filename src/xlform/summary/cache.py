"""What was read before: the records of unchanged files, kept beside the user's other caches.

A file is known by its path, its size and when it was changed last, what it holds by its hash; a
record is good for one content, one xlform with its templates, words and settings, one language. A
damaged cache is thrown away and everything read anew. It holds what the files hold, so its folder
is open to its owner alone.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import sys
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from xlform._version import __version__
from xlform.files.input_file import InputFile
from xlform.summary.record import decoded, storable
from xlform.summary.work import Setup, fingerprint

FOLDER_VARIABLE: Final = "XLFORM_CACHE"
SIZE_AT_MOST: Final = 512 << 20
_FILE: Final = "records.sqlite"
_TABLES: Final = """
    CREATE TABLE IF NOT EXISTS files (
        path TEXT PRIMARY KEY, stamp TEXT, sha256 TEXT
    ) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS records (
        id INTEGER PRIMARY KEY, sha256 TEXT, setup TEXT, used INTEGER, sum INTEGER, record BLOB,
        UNIQUE (sha256, setup)
    );
    CREATE TABLE IF NOT EXISTS runs (number INTEGER);
"""
# A schema of another number is thrown away.
_SCHEMA: Final = 1
_BATCH: Final = 500
Answer = tuple[InputFile, bytes]


def cache_folder() -> Path:
    """Where the cache lies: XLFORM_CACHE, else where this system keeps caches."""
    if chosen := os.environ.get(FOLDER_VARIABLE):
        return Path(chosen)
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA")
        return (Path(local) if local else Path.home() / "AppData" / "Local") / "xlform" / "cache"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "xlform"
    shared = os.environ.get("XDG_CACHE_HOME")
    return (Path(shared) if shared else Path.home() / ".cache") / "xlform"


def kept_records(
    cache: Cache, inputs: Iterable[InputFile], work: Callable[[list[InputFile]], Iterator[Answer]]
) -> Iterator[Answer]:
    """The records of unchanged files, then those that are worked out, which are kept."""
    new: list[InputFile] = []
    for one in inputs:
        record = cache.known(one)
        if record is None:
            new.append(one)
        else:
            yield one, record
    for one, record in work(new):
        cache.keep(one, record)
        yield one, record


class Cache:
    """The cache while it is open; whatever fails in it, the files are read all the same."""

    def __init__(self, setup: Setup, folder: Path | None = None) -> None:
        self._setup = f"{__version__} {fingerprint(setup)} {_program()}"
        self._folder = folder
        self._db: sqlite3.Connection | None = None
        self._run = 0
        self._used: list[tuple[int, int]] = []
        self._waiting = 0

    def __enter__(self) -> Self:
        try:
            place = self._folder or cache_folder()
            place.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._open(place / _FILE)
        except (OSError, RuntimeError, sqlite3.Error):
            self._db = None  # a folder nobody may write to: everything is read
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._db is None:
            return
        with suppress(sqlite3.Error):
            self._db.executemany("UPDATE records SET used = ? WHERE id = ?", self._used)
            self._forget()
            self._db.commit()
        self._db.close()

    def known(self, one: InputFile) -> bytes | None:
        """The record of a file that is as it was when it was read; ``None`` for any other."""
        if self._db is None or not one.stamp:
            return None
        try:
            row = self._db.execute(
                "SELECT id, sum, record FROM files JOIN records USING (sha256)"
                " WHERE path = ? AND stamp = ? AND setup = ?",
                (_place(one), one.stamp, self._setup),
            ).fetchone()
        except sqlite3.Error as fault:
            self._give_up(fault)
            return None
        if row is None or zlib.crc32(row[2]) != row[1]:
            return None
        self._used.append((self._run, row[0]))
        return bytes(row[2])

    def keep(self, one: InputFile, record: bytes) -> None:
        """Keep what became of a file; what could not be read is tried again."""
        if self._db is None or not one.stamp:
            return
        found = decoded(record)
        if found.problem:
            return
        try:
            self._db.execute(
                "INSERT OR REPLACE INTO files VALUES (?, ?, ?)",
                (_place(one), one.stamp, found.sha256),
            )
            self._db.execute(
                "INSERT OR REPLACE INTO records (sha256, setup, used, sum, record)"
                " VALUES (?, ?, ?, ?, ?)",
                (found.sha256, self._setup, self._run, zlib.crc32(record), record),
            )
            self._waiting += 1
            if self._waiting % _BATCH == 0:
                self._db.commit()
        except sqlite3.Error as fault:
            self._give_up(fault)

    def _open(self, path: Path) -> None:
        try:
            self._connect(path)
        except sqlite3.DatabaseError as fault:
            if _is_busy(fault):
                raise
            _remove(path)
            self._connect(path)

    def _connect(self, path: Path) -> None:
        path.touch(mode=0o600)
        db = sqlite3.connect(path, timeout=1.0)
        try:
            db.execute("PRAGMA synchronous = OFF")
            if db.execute("PRAGMA user_version").fetchone()[0] not in (0, _SCHEMA):
                db.executescript("DROP TABLE files; DROP TABLE records; DROP TABLE runs;")
            db.executescript(_TABLES)
            db.execute(f"PRAGMA user_version = {_SCHEMA}")
            last = db.execute("SELECT max(number) FROM runs").fetchone()[0] or 0
            db.execute("DELETE FROM runs")
            db.execute("INSERT INTO runs VALUES (?)", (last + 1,))
            db.commit()
        except BaseException:
            db.close()
            raise
        self._db, self._run = db, last + 1

    def _give_up(self, fault: sqlite3.Error) -> None:
        """Go on without: somebody else writes to it, or it can't be read any more."""
        if self._db is not None:
            self._db.close()
            self._db = None
            if not _is_busy(fault):
                with suppress(OSError):
                    _remove((self._folder or cache_folder()) / _FILE)

    def _forget(self) -> None:
        """Keep it within its size: what was not used for longest goes first."""
        if self._db is None:
            return
        held = self._db.execute("SELECT sum(length(record)) FROM records").fetchone()[0] or 0
        if held <= SIZE_AT_MOST:
            return
        by_age = self._db.execute("SELECT id, length(record) FROM records ORDER BY used, id")
        old: list[tuple[int]] = []
        for number, size in by_age:
            if held <= SIZE_AT_MOST // 2:
                break
            held -= size
            old.append((number,))
        self._db.executemany("DELETE FROM records WHERE id = ?", old)
        self._db.execute("DELETE FROM files WHERE sha256 NOT IN (SELECT sha256 FROM records)")
        self._db.commit()
        self._db.execute("VACUUM")


def _is_busy(fault: sqlite3.Error) -> bool:
    """Whether somebody else is writing to it; anything else that goes wrong is damage."""
    return getattr(fault, "sqlite_errorname", "").startswith(("SQLITE_BUSY", "SQLITE_LOCKED"))


def _program() -> str:
    """What tells one state of the program's own source from another under the same version."""
    package = Path(__file__).parents[1]
    states = ((path, path.stat()) for path in sorted(package.rglob("*.py")))
    marks = [f"{path} {state.st_size} {state.st_mtime_ns}" for path, state in states]
    return hashlib.sha256("\n".join(marks).encode()).hexdigest()


def _place(one: InputFile) -> str:
    return storable("\0".join((os.path.abspath(one.location), *one.members)))  # noqa: PTH100  (asked of ten thousand files)


def _remove(path: Path) -> None:
    for name in (path, path.with_name(path.name + "-journal")):
        name.unlink(missing_ok=True)
