"""A formula as a tree of sums: cells and ranges, SUM, ROUND, ``+ - * /`` and numbers.

What a form's totals are made of, and nothing else: any other formula has no tree (``None``) and
is judged by its result alone. A sum that shows nothing while there is nothing to add, as in the
blanks xlform hands out, is that sum.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

import msgspec

from xlform.formula.tokens import Token, function_name, tokens, unquoted
from xlform.ooxml.address import COLUMNS_AT_MOST, ROWS_AT_MOST, Range, column_number, parse_range

_ROUNDING = frozenset({"ROUND", "ROUNDUP", "ROUNDDOWN"})
# A formula nested deeper than this is none that anybody typed.
_DEPTH_AT_MOST = 40
_TEXT_AT_MOST = 8192
_GUARDED = re.compile(r'IF\(COUNT\([^()]*\)=0,"",(.*)\)', re.DOTALL)


class Cells(msgspec.Struct, frozen=True):
    """A cell or range referred to; ``sheet`` is "" for the formula's own."""

    sheet: str
    area: Range


class Number(msgspec.Struct, frozen=True):
    """A number written in the formula."""

    value: Decimal


class Sum(msgspec.Struct, frozen=True):
    """``SUM`` of several parts; in the ranges among them texts and blanks are passed over."""

    parts: tuple[Tree, ...]


class Rounded(msgspec.Struct, frozen=True):
    """A part rounded to so many places, by the function named."""

    function: str
    part: Tree
    places: int


class Joined(msgspec.Struct, frozen=True):
    """Two parts joined by one of ``+ - * /``."""

    operator: str
    left: Tree
    right: Tree


Tree = Cells | Number | Sum | Rounded | Joined


class _NoTree(Exception):
    """The formula is made of more than sums."""


@lru_cache(maxsize=4096)
def tree_of(formula: str) -> Tree | None:
    """The tree of a formula that stands without its equals sign; ``None`` where it has none."""
    if len(formula) > _TEXT_AT_MOST:
        return None
    guarded = _GUARDED.fullmatch(formula)
    if guarded:
        formula = guarded[1]
    try:
        reader = _Reader([token for token in tokens(formula) if token[0] != "blank"])
        tree = reader.sum(0)
        reader.end()
    except _NoTree:
        return None
    return tree


class _Reader:
    """Reads tokens from left to right, one ahead."""

    def __init__(self, read: list[Token]) -> None:
        self._tokens = read
        self._at = 0

    def _kind(self, ahead: int = 0) -> str:
        """The token's kind, or the character itself for a sign; "" at the end."""
        place = self._at + ahead
        if place >= len(self._tokens):
            return ""
        kind, text = self._tokens[place]
        return text if kind == "sign" else kind

    def _take(self, kind: str = "") -> str:
        if not self._kind() or (kind and self._kind() != kind):
            raise _NoTree
        self._at += 1
        return self._tokens[self._at - 1][1]

    def end(self) -> None:
        if self._kind():
            raise _NoTree

    def sum(self, depth: int) -> Tree:
        if depth > _DEPTH_AT_MOST:
            raise _NoTree
        part = self._product(depth)
        while self._kind() in {"+", "-"}:
            part = Joined(self._take(), part, self._product(depth))
        return part

    def _product(self, depth: int) -> Tree:
        part = self._value(depth)
        while self._kind() in {"*", "/"}:
            part = Joined(self._take(), part, self._value(depth))
        return part

    def _value(self, depth: int) -> Tree:
        if depth > _DEPTH_AT_MOST:
            raise _NoTree
        kind = self._kind()
        if kind == "+":
            self._take()
            return self._value(depth + 1)
        if kind == "-":
            self._take()
            return Joined("-", Number(Decimal()), self._value(depth + 1))
        if kind == "(":
            self._take()
            inner = self.sum(depth + 1)
            self._take(")")
            return inner
        if kind == "number" and self._kind(1) not in {":", "!"}:
            return Number(Decimal(self._take()))
        if kind == "word" and self._kind(1) == "(":
            return self._call(depth)
        return self._cells()

    def _call(self, depth: int) -> Tree:
        name = function_name(self._take())
        self._take("(")
        parts = [self.sum(depth + 1)]
        while self._kind() == ",":
            self._take()
            parts.append(self.sum(depth + 1))
        self._take(")")
        if name == "SUM":
            return Sum(tuple(parts))
        if name in _ROUNDING and len(parts) == 2:  # noqa: PLR2004  (what, and to how many places)
            return Rounded(name, parts[0], _whole(parts[1]))
        raise _NoTree

    def _cells(self) -> Cells:
        sheet = ""
        if self._kind() in {"quoted", "word", "number"} and self._kind(1) == "!":
            kind, text = self._tokens[self._at]
            sheet = unquoted(text, "'") if kind == "quoted" else text
            self._at += 2
        if self._kind() not in {"word", "number"} or "[" in sheet or ":" in sheet:
            raise _NoTree
        first = self._take()
        area = _cell(first)
        if self._kind() == ":":
            self._take()
            area = _area(first, self._take())
        # A whole column is a range; a name, a row or column alone is none.
        if area is None or self._kind() in {"(", "!", ":", "#"}:
            raise _NoTree
        return Cells(sheet, area)


def _whole(part: Tree) -> int:
    """The number of places a rounding names."""
    if isinstance(part, Joined) and part.operator == "-" and part.left == Number(Decimal()):
        return -_whole(part.right)
    if isinstance(part, Number) and part.value == part.value.to_integral_value():
        return int(part.value)
    raise _NoTree


def _cell(name: str) -> Range | None:
    try:
        return parse_range(name)
    except ValueError:
        return None


def _area(first: str, last: str) -> Range | None:
    """The rectangle between two ends: cells, whole columns or whole rows."""
    if cells := _cell(f"{first}:{last}"):
        return cells
    one, other = first.replace("$", ""), last.replace("$", "")
    try:
        if one.isdigit() and other.isdigit():
            rows = sorted((int(one), int(other)))
            return Range(rows[0], 1, rows[1], COLUMNS_AT_MOST) if rows[0] > 0 else None
        columns = sorted((column_number(one), column_number(other)))
    except ValueError:
        return None
    return Range(1, columns[0], ROWS_AT_MOST, columns[1])
