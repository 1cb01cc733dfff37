"""编码-名称: what a platform's drop-down lists hold in place of a bare name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from xlform.template.labels import fold

# The heads a table of codes may have, in both languages.
_HEADS: Final = {"column": ("column", "列"), "code": ("code", "编码"), "name": ("name", "名称")}


class Codes:
    """Codes by column and name; names are compared as labels are, brackets and blanks apart."""

    def __init__(self, rows: Iterable[Mapping[str, str]] = ()) -> None:
        self._codes: dict[tuple[str, str], str] = {}
        self._columns: set[str] = set()
        for row in rows:
            column, code, name = (_cell(row, heads) for heads in _HEADS.values())
            if code and name:
                self._codes[fold(column), fold(name)] = f"{code}-{name}"
                self._columns.add(fold(column))

    @property
    def empty(self) -> bool:
        """Whether not one code is known."""
        return not self._codes

    def of(self, column: str, name: str) -> str | None:
        """``编码-名称`` for a name in the column of that label; the name if that has no codes.

        ``None`` where the column has codes and this name none. Codes without a column are for all.
        """
        for place in (fold(column), ""):
            if found := self._codes.get((place, fold(name))):
                return found
        return None if fold(column) in self._columns else name


def _cell(row: Mapping[str, str], heads: tuple[str, ...]) -> str:
    return next((row[head] for head in heads if row.get(head)), "")
