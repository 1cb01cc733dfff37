"""Cell addresses in a formula's text, so that it can be rewritten and otherwise stay as it is."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

import msgspec

from xlform.formula.tokens import Token, tokens
from xlform.grid.address import COLUMNS_AT_MOST, ROWS_AT_MOST, Range, column_letters, column_number

_CELL = re.compile(r"(\$?)([A-Za-z]{1,3})(\$?)([1-9][0-9]{0,6})")
_COLUMN = re.compile(r"(\$?)([A-Za-z]{1,3})()()")
_ROW = re.compile(r"()()(\$?)([1-9][0-9]{0,6})")
_ENDS = frozenset({"word", "number"})
_SHEETS = frozenset({"word", "number", "quoted"})
LOST = "#REF!"
# Edges of a range that stay where they are when a formula is copied.
TOP, LEFT, BOTTOM, RIGHT = 1, 2, 4, 8
ALL_FIXED = TOP | LEFT | BOTTOM | RIGHT
# Longer formulas are few but may be shared by thousands of cells: the last of them are kept, up
# to the length that spreadsheets allow.
_LONG = 1_000
_LONGEST = 8_192


class Address(msgspec.Struct, frozen=True):
    """One end of a reference: 0 stands for the column of a whole row, the row of a whole column."""

    column: int
    row: int
    is_column_fixed: bool
    is_row_fixed: bool
    letters: str = ""

    @property
    def is_fixed(self) -> bool:
        """Return whether a copy of the formula refers to the same cell."""
        return (self.is_column_fixed or not self.column) and (self.is_row_fixed or not self.row)

    def __str__(self) -> str:
        column = f"{'$' * self.is_column_fixed}{self.letters}" if self.column else ""
        return f"{column}{'$' * self.is_row_fixed}{self.row or ''}"

    def moved(self, rows: int, columns: int) -> Address | None:
        """Return the address so far down and to the right, fixed parts kept; ``None`` if off it."""
        row = self.row + rows if self.row and not self.is_row_fixed else self.row
        column = self.column
        if column and not self.is_column_fixed:
            column += columns
        if bool(self.row) != (1 <= row <= ROWS_AT_MOST):
            return None
        if bool(self.column) != (1 <= column <= COLUMNS_AT_MOST):
            return None
        letters = self.letters if column == self.column else column_letters(column)
        return Address(column, row, self.is_column_fixed, self.is_row_fixed, letters)


class Reference(msgspec.Struct, frozen=True):
    """A reference as it is written: the sheet and its ``!``, one end, and the other of a range."""

    sheet: str
    first: Address
    colon: str = ""
    last: Address | None = None

    def __str__(self) -> str:
        return f"{self.sheet}{self.first}{self.colon}{self.last or ''}"


Piece = str | Reference


def rewritten(formula: str, rewrite: Callable[[Reference], str]) -> str:
    """Return a formula with each reference as ``rewrite`` writes it, all else as it is."""
    return "".join(one if isinstance(one, str) else rewrite(one) for one in pieces(formula))


def pieces(formula: str) -> tuple[Piece, ...]:
    """Return a formula cut into references and the text between them; joined they are it."""
    if len(formula) <= _LONG:
        return _kept(formula)
    return _kept_long(formula) if len(formula) <= _LONGEST else _pieces(formula)


def _pieces(formula: str) -> tuple[Piece, ...]:
    return tuple(_Pieces(tokens(formula)).found)


_kept = lru_cache(maxsize=256)(_pieces)
_kept_long = lru_cache(maxsize=8)(_pieces)


class _Pieces:
    """Reads tokens from left to right; blanks are kept with the text between references."""

    def __init__(self, found: list[Token]) -> None:
        self._tokens = found
        self._at = 0
        self.found: list[Piece] = []
        while self._at < len(found):
            self.found.append(self._next())

    def _kind(self, ahead: int) -> str:
        place = self._at + ahead
        if not 0 <= place < len(self._tokens):
            return ""
        kind, text = self._tokens[place]
        return text if kind == "symbol" else kind

    def _text(self, ahead: int) -> str:
        return self._tokens[self._at + ahead][1]

    def _next(self) -> Piece:
        sheet, ahead = self._sheet()
        reference = self._reference(sheet, ahead)
        if reference is not None:
            return reference
        # A sheet before a name, or a text that is no reference.
        length = ahead or 1
        text = "".join(self._text(one) for one in range(length))
        self._at += length
        return text

    def _sheet(self) -> tuple[str, int]:
        """The sheets named here with their ``!``, and how many tokens they take."""
        ahead = 1 if self._kind(0) == "bracket" else 0
        if ahead and self._kind(1) == "!":
            return self._text(0) + "!", 2
        if self._kind(ahead) not in _SHEETS:
            return "", 0
        for length in (1, 3):
            if self._kind(ahead + length) == "!":
                end = ahead + length + 1
                return "".join(self._text(one) for one in range(end)), end
            if self._kind(ahead + 1) != ":" or self._kind(ahead + 2) not in _SHEETS:
                break
        return "", 0

    def _reference(self, sheet: str, ahead: int) -> Reference | None:
        if self._kind(ahead) not in _ENDS:
            return None
        colon, other = self._other_end(ahead)
        first = self._text(ahead)
        if other:
            ends = ends_of(first, self._text(other))
            if ends and self._ends_here(other):
                self._at += other + 1
                return Reference(sheet, ends[0], colon, ends[1])
        cell = cell_at(first)
        if cell is None or not self._ends_here(ahead):
            return None
        self._at += ahead + 1
        return Reference(sheet, cell)

    def _ends_here(self, ahead: int) -> bool:
        """Return whether the token is an address and no function, sheet or table."""
        return self._kind(ahead + 1) not in {"(", "!", "bracket"}

    def _other_end(self, ahead: int) -> tuple[str, int]:
        """The colon after an address with its blanks, and the place of what follows; 0 for none."""
        place, colon = ahead + 1, ""
        while self._kind(place) in {"space", ":"}:
            colon += self._text(place)
            place += 1
        if colon.strip() != ":" or self._kind(place) not in _ENDS:
            return "", 0
        return colon, place


def ends_of(first: str, last: str) -> tuple[Address, Address] | None:
    """Return the ends of a range: two cells, columns or rows; ``None`` for what is none."""
    for shape in (_CELL, _COLUMN, _ROW):
        one, other = _end(shape, first), _end(shape, last)
        if one and other:
            return one, other
    return None


def cell_at(text: str) -> Address | None:
    """Return the address of a cell; ``None`` for what is none."""
    return _end(_CELL, text)


def area_between(one: Address, other: Address) -> Range:
    """Return the rectangle between two ends; whole columns and rows reach to the sheet's edge."""
    top, bottom = sorted((one.row, other.row)) if one.row else (1, ROWS_AT_MOST)
    left, right = sorted((one.column, other.column)) if one.column else (1, COLUMNS_AT_MOST)
    return Range(top, left, bottom, right)


def fixed_edges(one: Address, other: Address) -> int:
    """Return which edges of the rectangle between two ends a copy of the formula keeps."""
    upper, lower = (one, other) if one.row <= other.row else (other, one)
    left, right = (one, other) if one.column <= other.column else (other, one)
    return (
        (TOP if upper.is_row_fixed or not upper.row else 0)
        | (BOTTOM if lower.is_row_fixed or not lower.row else 0)
        | (LEFT if left.is_column_fixed or not left.column else 0)
        | (RIGHT if right.is_column_fixed or not right.column else 0)
    )


def moved_range(area: Range, fixed: int, rows: int, columns: int) -> tuple[Range, int]:
    """Return a range so far down and to the right, ``fixed`` edges kept, and which these are then.

    An edge that passes a fixed one changes places with it (``A$5:A4`` above ``A$5:A5``).
    """
    top = area.top if fixed & TOP else area.top + rows
    left = area.left if fixed & LEFT else area.left + columns
    bottom = area.bottom if fixed & BOTTOM else area.bottom + rows
    right = area.right if fixed & RIGHT else area.right + columns
    if top > bottom:
        top, bottom = bottom, top
        fixed ^= (TOP | BOTTOM) if bool(fixed & TOP) != bool(fixed & BOTTOM) else 0
    if left > right:
        left, right = right, left
        fixed ^= (LEFT | RIGHT) if bool(fixed & LEFT) != bool(fixed & RIGHT) else 0
    return Range(top, left, bottom, right), fixed


def _end(shape: re.Pattern[str], text: str) -> Address | None:
    found = shape.fullmatch(text)
    if found is None:
        return None
    try:
        column = column_number(found[2]) if found[2] else 0
    except ValueError:
        return None
    row = int(found[4] or 0)
    if row > ROWS_AT_MOST:
        return None
    return Address(column, row, bool(found[1]), bool(found[3]), found[2])
