"""Code table: values as 编码-名称, as the platform's drop-down lists have them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from xlform.template.labels import fold

# Accepted headers of a code table, in both languages.
_HEADS: Final = {"column": ("column", "列"), "code": ("code", "编码"), "name": ("name", "名称")}


class CodeTable:
    """Codes by column and name; names are compared like labels, without parentheses and spaces."""

    def __init__(self, rows: Iterable[Mapping[str, str]] = ()) -> None:
        self._codes: dict[tuple[str, str], str] = {}
        self._columns: set[str] = set()
        for row in rows:
            column, code, name = (_cell(row, headers) for headers in _HEADS.values())
            if code and name:
                self._codes[fold(column), fold(name)] = f"{code}-{name}"
                self._columns.add(fold(column))

    @property
    def empty(self) -> bool:
        """Return True if it has no codes."""
        return not self._codes

    def of(self, column: str, name: str) -> str | None:
        """Return ``编码-名称`` for a name in the column of that label.

        If that column has no codes, it is the name; if it has codes but not this one, ``None``.
        Codes without a column apply to all.
        """
        for key in (fold(column), ""):
            if found := self._codes.get((key, fold(name))):
                return found
        return None if fold(column) in self._columns else name


def _cell(row: Mapping[str, str], headers: tuple[str, ...]) -> str:
    return next((row[head] for head in headers if row.get(head)), "")
