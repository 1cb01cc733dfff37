"""The order of the files of a spool, and names that are distinct, worked out on the disk."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from typing import Final

_SEPARATORS: Final = re.compile(r"[/\\!]+")
_FOLDERS_AT_MOST: Final = 64
# Files read come first, by unit, own name and path.
_TABLE: Final = """
    PRAGMA cache_size = -512; PRAGMA synchronous = OFF; PRAGMA journal_mode = OFF;
    CREATE TABLE files (
        position INTEGER PRIMARY KEY, skipped INTEGER, failed INTEGER, unit TEXT, name TEXT,
        path TEXT, shown TEXT
    );
"""
_ORDERED: Final = """
    SELECT position, shown FROM files ORDER BY skipped, failed, unit, name, path, position
"""
_SHARED: Final = """
    SELECT path, position FROM files
    WHERE shown IN (SELECT shown FROM files GROUP BY shown HAVING count(*) > 1)
"""
# Position of a file, whether it is skipped and whether it failed, its unit, its name, its path.
FileKey = tuple[int, int, int, str, str, str]


class FileOrder(AbstractContextManager["FileOrder"]):
    """Files in their order, each under a name of its own."""

    def __init__(self, files: Iterable[FileKey]) -> None:
        # The empty name: a database of its own that goes to the disk once it is large.
        self._db = sqlite3.connect("", isolation_level=None)
        self._db.executescript(_TABLE)
        self._db.execute("BEGIN")
        self._db.executemany("INSERT INTO files VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?5)", files)
        self._make_distinct()
        self._db.execute("COMMIT")

    def __exit__(self, *_: object) -> None:
        self._db.close()

    def __iter__(self) -> Iterator[tuple[int, str]]:
        """Yield the position and the distinct name of each file."""
        return self._db.execute(_ORDERED)

    def _make_distinct(self) -> None:
        """Extend the names that several files share by folders, until they differ."""
        for parts in range(2, _FOLDERS_AT_MOST + 2):
            shared = self._db.execute(_SHARED).fetchall()
            if not shared:
                return
            longer = (("/".join(_SEPARATORS.split(path)[-parts:]), at) for path, at in shared)
            self._db.executemany("UPDATE files SET shown = ? WHERE position = ?", longer)
