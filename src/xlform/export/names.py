"""Names for sheets and files that every office program accepts, no two alike."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

from xlform.export.table import Table
from xlform.messages import language, translate
from xlform.messages.catalog import CATALOG

SHEET_AT_MOST: Final = 31
# A file name may have 255 bytes, and a Chinese character takes three.
FILE_AT_MOST: Final = 60
_NOT_IN_SHEETS: Final = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_NOT_IN_FILES: Final = re.compile(r'[<>:"/\\|?*\x00-\x1f]')
# Blanks of any script at either end; Windows drops points there too.
_FILE_ENDS: Final = re.compile(r"^[\s.]+|[\s.]+$")
# Excel keeps one name for itself, Windows these for devices, with any ending.
_KEPT: Final = frozenset(
    {"history", "con", "prn", "aux", "nul", "conin$", "conout$"}
    | {f"{port}{number}" for port in ("com", "lpt") for number in "0123456789¹²³"}
)


class Names:
    """Names given out one by one, told apart by ``(2)``, ``(3)`` … whatever their letter case."""

    def __init__(self, at_most: int) -> None:
        self._at_most = at_most
        self._taken: set[str] = set()

    def give(self, wanted: str) -> str:
        """A name that is still free: the one wanted, or that with a number behind it."""
        name, number = _cut(wanted, self._at_most), 1
        while name.casefold() in self._taken or _is_kept(name):
            number += 1
            suffix = f"({number})"
            name = _numbered(wanted, self._at_most, suffix)
        self._taken.add(name.casefold())
        return name


def file_title(title: str) -> str:
    """A title without what a file's name may not hold: no folders, nothing invisible."""
    seen = "".join(sign for sign in title if unicodedata.category(sign)[0] != "C")
    return _FILE_ENDS.sub("", _NOT_IN_FILES.sub("_", seen)) or "_"


def sheet_title(title: str) -> str:
    """A title without what a sheet's name may not hold."""
    return _NOT_IN_SHEETS.sub("_", title).strip("' ") or "_"


def file_titles(tables: Iterable[Table], *, own: bool = False) -> list[str]:
    """A file name for each table, without its ending; its English name where ``own``."""
    names = Names(FILE_AT_MOST)
    titles = [table.name for table in tables] if own else told_titles(tables)
    return [names.give(file_title(title)) for title in titles]


def told_titles(tables: Iterable[Table]) -> list[str]:
    """What people call each table; the form behind it where two forms use one title."""
    told: list[str] = []
    for table in tables:
        title = _title(table)
        repeated = title in told and table.form_title
        told.append(f"{title}（{table.form_title}）" if repeated else title)
    return told


def _title(table: Table) -> str:
    if language() == "en":
        return table.name
    key = f"table.{table.name}"
    return table.title or (translate(key) if key in CATALOG else table.name)


def _is_kept(name: str) -> bool:
    return name.casefold().partition(".")[0].strip() in _KEPT


def _numbered(wanted: str, at_most: int, suffix: str) -> str:
    """A name with a number; what is kept for a device is so with whatever follows its point."""
    stem, point, rest = wanted.partition(".") if _is_kept(wanted) else (wanted, "", "")
    return _cut(stem, at_most - len(suffix) - len(point + rest)) + suffix + point + rest


def _cut(name: str, at_most: int) -> str:
    """At most so many UTF-16 units, as Excel and Windows count."""
    return name.encode("utf-16-le")[: 2 * at_most].decode("utf-16-le", "ignore")
