"""Cache of the records of unchanged files, in the user's cache folder.

A file whose path, size and time of change are known has a known content. One that is known under
another path is found by its own name and its content, so that a folder that was moved or copied is
not read again. A record is valid for one content under one name (a rule looks at the name), one
xlform with its templates, words and settings, and one language; its checksum covers all of these.
A damaged cache is dropped and every file read. It holds the content of the files, so only its owner
may read its folder.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import sys
import zlib
from array import array
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import msgspec

from xlform.files.input_file import InputFile
from xlform.model.packed_list import PackedList
from xlform.model.regular_file import regular_bytes
from xlform.summary.setup import FileRecord, Setup, setup_hash

FOLDER_VARIABLE: Final = "XLFORM_CACHE"
SIZE_AT_MOST: Final = 512 << 20
_FILE: Final = "records.sqlite"
_TABLES: Final = """
    CREATE TABLE IF NOT EXISTS files (
        path BLOB PRIMARY KEY, stamp TEXT, sha256 TEXT
    ) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS records (
        id INTEGER PRIMARY KEY, name BLOB, size INTEGER, sha256 TEXT, setup BLOB, used INTEGER,
        sum INTEGER, record BLOB, UNIQUE (name, size, sha256, setup)
    );
    CREATE TABLE IF NOT EXISTS runs (number INTEGER);
"""
# Tables of another version are dropped.
_SCHEMA: Final = 3
_OF_FILE: Final = "name = ? AND size = ? AND setup = ?"
_OF_PATH: Final = f"path = ? AND stamp = ? AND {_OF_FILE}"
_BATCH: Final = 500
# Windows does not say when it changed the entry of a file: each run hashes what is there.
_STATE_TELLS: Final = os.name != "nt"
# A number that no count of runs reaches and that SQLite can hold.
_NO_RUN: Final = 1 << 48


def cache_folder() -> Path:
    """Return the cache folder: XLFORM_CACHE, else where this system keeps caches."""
    if chosen := os.environ.get(FOLDER_VARIABLE):
        return Path(chosen)
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA")
        return (Path(local) if local else Path.home() / "AppData" / "Local") / "xlform" / "cache"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "xlform"
    shared = os.environ.get("XDG_CACHE_HOME")
    return (Path(shared) if shared else Path.home() / ".cache") / "xlform"


def cached_records(
    cache: Cache,
    inputs: Iterable[InputFile],
    read: Callable[[PackedList[InputFile]], Iterator[FileRecord]],
) -> Iterator[FileRecord]:
    """Yield the records of unchanged files, then those of the others, which are stored."""
    new = PackedList(InputFile)
    for file in inputs:
        record = cache.lookup(file)
        if record is None:
            new.append(file)
        else:
            yield file, record
    for file, record in read(new):
        cache.store(file, record)
        yield file, record
    cache.commit()


class Cache:
    """The open cache; an error of the cache itself never stops the files from being read.

    ``setup`` is the hash of what all its records depend on beside their files.
    """

    def __init__(self, setup: Setup, folder: Path | None = None) -> None:
        self.setup = setup_hash(setup)
        self._folder = folder
        self._db: sqlite3.Connection | None = None
        self._run = 0
        self._used = array("q")
        self._waiting = 0
        # What the files of this run hold, by their keys, where only a hash of each tells.
        self._hashed: dict[bytes, str] = {}

    def __enter__(self) -> Self:
        try:
            folder = self._folder or cache_folder()
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._open(folder / _FILE)
        except (OSError, RuntimeError, sqlite3.Error):
            self._db = None  # a folder that can't be written to: every file is read
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
            used = ((self._run, record) for record in self._used)
            self._db.executemany("UPDATE records SET used = ? WHERE id = ?", used)
            self._evict()
            self._db.commit()
        self._db.close()

    def lookup(self, file: InputFile) -> bytes | None:
        """Return the record of a file that was read before, here or elsewhere; else ``None``."""
        sha256 = self.known_content(file)
        if self._db is None or not sha256:
            return None
        try:
            row = self._db.execute(
                f"SELECT id, sum, record FROM records WHERE {_OF_FILE} AND sha256 = ?",  # noqa: S608  (constants of this module)
                (*self._of_file(file), sha256),
            ).fetchone()
        except sqlite3.Error as error:
            self._disable(error)
            return None
        if row is None or not self._is_record(file, sha256, row[2], row[1]):
            return None
        self._used.append(row[0])
        return bytes(row[2])

    def _is_record(self, file: InputFile, sha256: str, record: object, checksum: object) -> bool:
        """Return whether a row holds the record of this content under this name, undamaged."""
        if not isinstance(record, bytes) or checksum != self._checksum(file, sha256, record):
            return False
        from xlform.summary.record import decoded  # noqa: PLC0415  (not where all is known)

        try:
            return decoded(record).sha256 == sha256
        except msgspec.MsgspecError:
            return False

    def _checksum(self, file: InputFile, sha256: str, record: bytes) -> int:
        """Return the checksum of a record and all that it is kept under."""
        name, size, setup = self._of_file(file)
        return zlib.crc32(record, zlib.crc32(b"%b %d %b %b" % (name, size, setup, sha256.encode())))

    def known_content(self, file: InputFile) -> str:
        """Return the SHA-256 of a file if there is a record of that content; "" otherwise.

        A file whose path is unknown or has changed is opened only if there is a record of its name
        and size.
        """
        if self._db is None or not file.stamp:
            return ""
        key = _key(file)
        if key in self._hashed:
            return self._hashed[key]
        try:
            if not (_STATE_TELLS or file.members):
                return self._moved(file, key)
            row = self._db.execute(
                f"SELECT sha256 FROM files JOIN records USING (sha256) WHERE {_OF_PATH}",  # noqa: S608  (constants of this module)
                (key, file.stamp, *self._of_file(file)),
            ).fetchone()
            return str(row[0]) if row else self._moved(file, key)
        except sqlite3.Error as error:
            self._disable(error)
            return ""

    def _moved(self, file: InputFile, key: bytes) -> str:
        """Return the SHA-256 of a file of known content under another path, and store the path."""
        if self._db is None or file.members:
            return ""
        found = self._db.execute(
            f"SELECT sha256 FROM records WHERE {_OF_FILE}",  # noqa: S608  (constants of this module)
            self._of_file(file),
        ).fetchall()
        sha256 = _content_hash(file) if found else ""
        if (sha256,) not in found:
            return ""
        self._db.execute("INSERT OR REPLACE INTO files VALUES (?, ?, ?)", (key, file.stamp, sha256))
        if not _STATE_TELLS:
            self._hashed[key] = sha256
        return sha256

    def _of_file(self, file: InputFile) -> tuple[bytes, int, bytes]:
        return _encoded(file.info.name), file.info.size, self.setup

    def store(self, file: InputFile, record: bytes) -> None:
        """Store a file's record; a file that could not be read is read again next time."""
        if self._db is None or not file.stamp:
            return
        from xlform.summary.record import decoded  # noqa: PLC0415  (not where all is known)

        found = decoded(record)
        if found.problem:
            return
        checksum = self._checksum(file, found.sha256, record)
        if not _STATE_TELLS:
            self._hashed[_key(file)] = found.sha256
        try:
            self._db.execute(
                "INSERT OR REPLACE INTO files VALUES (?, ?, ?)",
                (_key(file), file.stamp, found.sha256),
            )
            self._db.execute(
                "INSERT OR REPLACE INTO records (name, size, setup, sha256, used, sum, record)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                (*self._of_file(file), found.sha256, self._run, checksum, record),
            )
            self._waiting += 1
            if self._waiting % _BATCH == 0:
                self._db.commit()
        except sqlite3.Error as error:
            self._disable(error)

    def commit(self) -> None:
        """Keep what was stored so far, and let other processes store something."""
        if self._db is not None:
            try:
                self._db.commit()
            except sqlite3.Error as error:
                self._disable(error)

    def _open(self, path: Path) -> None:
        try:
            self._connect(path)
        except sqlite3.DatabaseError as error:
            if _is_busy(error):
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
            last = _run_number(db.execute("SELECT max(number) FROM runs").fetchone()[0])
            db.execute("DELETE FROM runs")
            db.execute("INSERT INTO runs VALUES (?)", (last + 1,))
            db.commit()
        except BaseException:
            db.close()
            raise
        self._db, self._run = db, last + 1

    def _disable(self, error: sqlite3.Error) -> None:
        """Go on without the cache: it is locked, or damaged and then removed."""
        if self._db is not None:
            self._db.close()
            self._db = None
            if not _is_busy(error):
                with suppress(OSError):
                    _remove((self._folder or cache_folder()) / _FILE)

    def _evict(self) -> None:
        """Keep the cache within its size: the records unused for longest are removed."""
        if self._db is None:
            return
        total = self._db.execute("SELECT sum(length(record)) FROM records").fetchone()[0] or 0
        if total <= SIZE_AT_MOST:
            return
        by_age = self._db.execute("SELECT id, length(record) FROM records ORDER BY used, id")
        old: list[tuple[int]] = []
        for number, size in by_age:
            if total <= SIZE_AT_MOST // 2:
                break
            total -= size
            old.append((number,))
        self._db.executemany("DELETE FROM records WHERE id = ?", old)
        self._db.execute("DELETE FROM files WHERE sha256 NOT IN (SELECT sha256 FROM records)")
        self._db.commit()
        self._db.execute("VACUUM")


def _run_number(stored: object) -> int:
    """Return the number of the last run; raises ``sqlite3.DatabaseError`` for what is none."""
    number = 0 if stored is None else stored
    if not isinstance(number, int) or not 0 <= number < _NO_RUN:
        raise sqlite3.DatabaseError
    return number


def _is_busy(error: sqlite3.Error) -> bool:
    """Return whether another process is writing to it; any other error means damage."""
    return getattr(error, "sqlite_errorname", "").startswith(("SQLITE_BUSY", "SQLITE_LOCKED"))


def _content_hash(file: InputFile) -> str:
    """Return the SHA-256 of a file on the disk; "" if it can't be read."""
    try:
        return hashlib.sha256(regular_bytes(file.location)).hexdigest()
    except (OSError, ValueError):
        return ""


def _key(file: InputFile) -> bytes:
    return _encoded("\0".join((os.path.abspath(file.location), *file.members)))  # noqa: PTH100  (called for ten thousand files)


def _encoded(text: str) -> bytes:
    """Return a name or path in UTF-8, whatever encoding it has on the disk."""
    return text.encode("utf-8", "surrogatepass")


def _remove(path: Path) -> None:
    for name in (path, path.with_name(path.name + "-journal")):
        name.unlink(missing_ok=True)
