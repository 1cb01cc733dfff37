"""Cell addresses: ``B5`` and ``A1:F36`` to and from (row, column) counted from 1."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import msgspec

ROWS_AT_MOST = 1_048_576
COLUMNS_AT_MOST = 16_384
_LETTERS = 26
_LETTERS_AT_MOST = 3
_DIGITS = "0123456789"
_MOST_DIGITS = 7


class Range(msgspec.Struct, frozen=True, order=True):
    """Rectangle of cells; all four edges are part of it."""

    top: int
    left: int
    bottom: int
    right: int

    def __str__(self) -> str:
        first = cell_name(self.top, self.left)
        last = cell_name(self.bottom, self.right)
        return first if first == last else f"{first}:{last}"

    @property
    def area(self) -> int:
        """Number of cells."""
        return (self.bottom - self.top + 1) * (self.right - self.left + 1)

    def covers(self, row: int, column: int) -> bool:
        """Return whether a cell is within the range."""
        return self.top <= row <= self.bottom and self.left <= column <= self.right

    def positions(self) -> Iterator[tuple[int, int]]:
        """Return the row and column of each cell, row by row."""
        columns = range(self.left, self.right + 1)
        return ((row, column) for row in range(self.top, self.bottom + 1) for column in columns)


@lru_cache(maxsize=COLUMNS_AT_MOST)
def column_letters(column: int) -> str:
    """``1`` → ``A``, ``28`` → ``AB``."""
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, _LETTERS)
        letters = chr(ord("A") + rest) + letters
    return letters


@lru_cache(maxsize=COLUMNS_AT_MOST)
def column_number(letters: str) -> int:
    """``A`` → ``1``, ``ab`` → ``28``; ``ValueError`` for what is no column of a sheet."""
    if len(letters) > _LETTERS_AT_MOST:
        raise ValueError(letters)
    number = 0
    for letter in letters.upper():
        if not "A" <= letter <= "Z":
            raise ValueError(letters)
        number = number * _LETTERS + ord(letter) - ord("A") + 1
    if not 1 <= number <= COLUMNS_AT_MOST:
        raise ValueError(letters)
    return number


@lru_cache(maxsize=COLUMNS_AT_MOST)
def column_of(name: str) -> int:
    """Return a cell's column: ``B5`` → ``2``; ``ValueError`` as for :func:`column_number`."""
    return column_number(name.rstrip("0123456789"))


def cell_name(row: int, column: int) -> str:
    """``(5, 2)`` → ``B5``."""
    return f"{column_letters(column)}{row}"


def place_of(sheet: str, cell: str) -> str:
    """Return a cell as formulas and links name it: ``'附表1'!B5``."""
    return f"'{sheet.replace(chr(39), chr(39) * 2)}'!{cell}"


@lru_cache(maxsize=65_536)
def parse_cell(name: str) -> tuple[int, int]:
    """``B5`` or ``$B$5`` → ``(5, 2)``; ``ValueError`` for what is no cell of a sheet."""
    letters = name.rstrip(_DIGITS)
    digits = name[len(letters) :]
    if not (name.isascii() and 0 < len(digits) <= _MOST_DIGITS):
        raise ValueError(name)
    row = int(digits)
    if not 1 <= row <= ROWS_AT_MOST:
        raise ValueError(name)
    return row, column_number(letters.removesuffix("$").removeprefix("$"))


@lru_cache(maxsize=4096)
def parse_range(name: str) -> Range:
    """``A1:F36`` or ``B5`` → :class:`Range`, edges put in order; ``ValueError`` as for a cell."""
    first, colon, last = name.partition(":")
    row, column = parse_cell(first)
    end_row, end_column = parse_cell(last) if colon else (row, column)
    return Range(
        min(row, end_row), min(column, end_column), max(row, end_row), max(column, end_column)
    )
