"""Unique names of sheets and files, valid in every office program."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

from xlform.export.table import Table
from xlform.messages import language, translate
from xlform.messages.catalog import CATALOG

MAX_SHEET_NAME: Final = 31
# A file name may have 255 bytes, and a Chinese character takes three.
MAX_FILE_NAME: Final = 60
_NOT_IN_SHEETS: Final = re.compile(r"[\[\]:*?/\\\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_NOT_IN_FILES: Final = re.compile(r'[<>:"/\\|?*\x00-\x1f]')
# Whitespace of any script at either end; Windows drops dots there too.
_FILE_ENDS: Final = re.compile(r"^[\s.]+|[\s.]+$")
# Reserved by Excel (history) and by Windows (devices, with any suffix).
_RESERVED: Final = frozenset(
    {"history", "con", "prn", "aux", "nul", "conin$", "conout$"}
    | {f"{port}{number}" for port in ("com", "lpt") for number in "0123456789¹²³"}
)


class UniqueNames:
    """Unique names, distinguished by ``(2)``, ``(3)`` … regardless of letter case."""

    def __init__(self, max_length: int) -> None:
        self._max_length = max_length
        self._used: set[str] = set()

    def assign(self, preferred: str) -> str:
        """Return a free name: the preferred one, or that with a number after it."""
        name, number = _truncate(preferred, self._max_length), 1
        while name.casefold() in self._used or _is_reserved(name):
            number += 1
            suffix = f"({number})"
            name = _numbered(preferred, self._max_length, suffix)
        self._used.add(name.casefold())
        return name


def file_title(title: str) -> str:
    """Return a title without characters that are not allowed in a file name.

    There are no folders in it and nothing invisible.
    """
    visible = "".join(char for char in title if unicodedata.category(char)[0] != "C")
    return _FILE_ENDS.sub("", _NOT_IN_FILES.sub("_", visible)) or "_"


def sheet_title(title: str) -> str:
    """Return a title without characters not allowed in a sheet name."""
    return _NOT_IN_SHEETS.sub("_", title).strip("' ") or "_"


def file_titles(tables: Iterable[Table], *, english: bool = False) -> list[str]:
    """Return a file name without suffix for each table; the English name if ``english``."""
    names = UniqueNames(MAX_FILE_NAME)
    titles = [table.name for table in tables] if english else display_titles(tables)
    return [names.assign(file_title(title)) for title in titles]


def display_titles(tables: Iterable[Table]) -> list[str]:
    """Return the display name of each table, with the form's if two forms use the same."""
    titles: list[str] = []
    for table in tables:
        title = _title(table)
        repeated = title in titles and table.form_title
        titles.append(f"{title}（{table.form_title}）" if repeated else title)
    return titles


def _title(table: Table) -> str:
    if language() == "en":
        return table.name
    key = f"table.{table.name}"
    return table.title or (translate(key) if key in CATALOG else table.name)


def _is_reserved(name: str) -> bool:
    return name.casefold().partition(".")[0].strip() in _RESERVED


def _numbered(preferred: str, max_length: int, suffix: str) -> str:
    """Return a name with a number; in a reserved name, it comes before the first dot."""
    stem, point, rest = preferred.partition(".") if _is_reserved(preferred) else (preferred, "", "")
    return _truncate(stem, max_length - len(suffix) - len(point + rest)) + suffix + point + rest


def _truncate(name: str, max_length: int) -> str:
    """Return at most ``max_length`` UTF-16 code units, as Excel and Windows count."""
    return name.encode("utf-16-le")[: 2 * max_length].decode("utf-16-le", "ignore")
