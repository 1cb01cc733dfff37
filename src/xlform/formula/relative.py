"""Formulas as they read wherever they are copied: references by their distance (R1C1).

``=SUM(D22:D24)`` in D25 and ``=SUM(E22:E24)`` in E25 are one formula, ``SUM(R[-3]C:R[-1]C)``.
"""

from __future__ import annotations

import re
from functools import cached_property

from xlform.formula.addresses import Address, pieces
from xlform.formula.tokens import function_name, tokens
from xlform.grid.address import COLUMNS_AT_MOST, ROWS_AT_MOST, column_letters, column_number

# Row or column of a reference: whether it is absolute, and the number or the distance.
Axis = tuple[bool, int]
# A reference: its row and its column, ``None`` for whole columns and whole rows.
Place = tuple[Axis | None, Axis | None]
_NUMBER = re.compile(r"(?<![\w\"'.])[0-9]+(?:\.[0-9]*)?(?:[Ee][+-]?[0-9]+)?(?![\w\"'])")
# Formulas of cells, numbers, operators and functions in capitals, without sheets, names, texts and
# whole columns or rows: most of all there are, and read at once.
_SPECIAL = re.compile(r"[^A-Z0-9$:().,+\-*/^&%<>=]|[A-Z_]{4,}[0-9]|[A-Z]:|:\$?[A-Z]+(?![0-9$])")
_CELL = re.compile(r"(?<![A-Z0-9$.])(\$?)([A-Z]{1,3})(\$?)([1-9][0-9]{0,6})(?![A-Z0-9$.(])")
_WHOLE_ROWS = re.compile(r"(?<![A-Z0-9$])\$?[0-9]+:|:\$?[0-9]")
# Parts that are spelled as they are compared.
_AS_IT_IS = re.compile(r"[A-Z0-9().,+\-*/^&%<>=:]*")


class RelativeFormula:
    """Formula of a cell, its references by distance.

    ``parts`` are the texts around the addresses, ``places`` the addresses between them; a range
    is two, with its colon as the part between. Two cells hold one formula if ``key`` is equal.
    """

    __slots__ = ("__dict__", "parts", "places")

    def __init__(self, parts: tuple[str, ...], places: tuple[Place, ...]) -> None:
        self.parts = parts
        self.places = places

    @property
    def key(self) -> tuple[tuple[str, ...], tuple[Place, ...]]:
        """Parts that are equal for copies of one formula."""
        return self.parts, self.places

    @cached_property
    def shape(self) -> tuple[str, ...]:
        """The formula without references and numbers."""
        return tuple(_NUMBER.sub("0", part) for part in self.parts)

    def at(self, row: int, column: int) -> tuple[tuple[int, int], ...]:
        """Return the cells referred to from a position, 0 for a whole row or column."""
        return tuple(
            (_position(down, row), _position(across, column)) for down, across in self.places
        )

    def written(self, row: int, column: int) -> str:
        """Return the formula as a cell would hold it; "" where a reference leaves the sheet."""
        text = [self.parts[0]]
        for place, part in zip(self.places, self.parts[1:], strict=True):
            address = _written(place, row, column)
            if not address:
                return ""
            text += (address, part)
        return "".join(text)


def _position(axis: Axis | None, here: int) -> int:
    if axis is None:
        return 0
    absolute, number = axis
    return number if absolute else here + number


def _written(place: Place, row: int, column: int) -> str:
    down, across = place
    r, c = _position(down, row), _position(across, column)
    if (down and not 1 <= r <= ROWS_AT_MOST) or (across and not 1 <= c <= COLUMNS_AT_MOST):
        return ""
    letters = f"{'$' * across[0]}{column_letters(c)}" if across else ""
    return letters + (f"{'$' * down[0]}{r}" if down else "")


def relative_formula(formula: str, row: int, column: int) -> RelativeFormula:
    """Return a formula without its equals sign, in the cell at a position, by distances."""
    if not _SPECIAL.search(formula) and not _WHOLE_ROWS.search(formula):
        at_once = _at_once(formula, row, column)
        if at_once:
            return at_once
    parts: list[str] = []
    places: list[Place] = []
    text = ""
    for piece in pieces(formula):
        if isinstance(piece, str):
            text += piece
            continue
        ends = (piece.first, piece.last) if piece.last else (piece.first,)
        text += piece.sheet
        for number, end in enumerate(ends):
            if number:
                text += piece.colon
            parts.append(text)
            places.append(_place(end, row, column))
            text = ""
    parts.append(text)
    return RelativeFormula(_unsigned([_spelled(part) for part in parts]), tuple(places))


def _at_once(formula: str, row: int, column: int) -> RelativeFormula | None:
    """Return a plain formula by distances; ``None`` if a word is no address of a sheet."""
    found = _CELL.split(formula)
    parts = [found[0]]
    places: list[Place] = []
    for start in range(1, len(found), 5):
        column_fixed, letters, row_fixed, digits, after = found[start : start + 5]
        across, down = _number_of(letters), int(digits)
        if not across or down > ROWS_AT_MOST:
            return None
        places.append(
            (
                (True, down) if row_fixed else (False, down - row),
                (True, across) if column_fixed else (False, across - column),
            )
        )
        parts.append(after)
    return RelativeFormula(_unsigned(parts), tuple(places))


def _unsigned(parts: list[str]) -> tuple[str, ...]:
    """Return the parts without the plus some write after the equals sign."""
    return (parts[0].removeprefix("+"), *parts[1:])


def _number_of(letters: str) -> int:
    try:
        return column_number(letters)
    except ValueError:
        return 0


def _place(end: Address, row: int, column: int) -> Place:
    down = (True, end.row) if end.is_row_fixed else (False, end.row - row)
    across = (True, end.column) if end.is_column_fixed else (False, end.column - column)
    return (down if end.row else None), (across if end.column else None)


def _spelled(text: str) -> str:
    """Return a part of a formula without blanks that mean nothing, functions in capitals."""
    if _AS_IT_IS.fullmatch(text):
        return text
    found = tokens(text)
    ends = [word for _, word in found[1:]] + [""]
    return "".join(
        function_name(word) if kind == "word" and end == "(" else word
        for (kind, word), end in zip(found, ends, strict=True)
        if kind != "space" or len(found) == 1
    )
