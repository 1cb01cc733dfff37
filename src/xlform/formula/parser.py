"""A formula's text to its tree: operators by precedence, references as they are written.

Precedence as in [MS-XLSX]/ECMA-376 part 1, 18.17.2.2: reference operators, sign, ``%``, ``^``,
``* /``, ``+ -``, ``&``, comparisons. A sign binds closer than ``^``: ``-2^2`` is 4.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from xlform.formula.addresses import Address, area_between, cell_at, ends_of, fixed_edges
from xlform.formula.tokens import Token, function_name, tokens, unquoted
from xlform.formula.tree import (
    ArrayLiteral,
    Call,
    Cells,
    Chain,
    Computed,
    ErrorLiteral,
    External,
    Implicit,
    Logical,
    Malformed,
    Missing,
    Name,
    Node,
    Number,
    Percent,
    Spill,
    Table,
    Text,
    Unary,
)

_PRECEDENCE = {
    **dict.fromkeys(("=", "<>", "<", "<=", ">", ">="), 1),
    "&": 2,
    **dict.fromkeys("+-", 3),
    **dict.fromkeys("*/", 4),
    "^": 5,
}
# Excel nests functions 64 deep.
_DEPTH_AT_MOST = 64
# Longer formulas are no part of a form and occur in one file only.
_CACHED_AT_MOST = 400
_LOGICALS = {"TRUE": Logical(value=True), "FALSE": Logical(value=False)}
_WORDS = frozenset({"word", "number"})
_REFERENCES = frozenset({"word", "number", "quoted", "bracket"})
_ENDS = frozenset({"", ")", "}", ",", ";"})
_MISSING = Missing()
_RANGE, _SPILL = Computed(":", ()), Spill(_MISSING)
# A number with more digits than this before or after the point is no amount.
_EXPONENT_AT_MOST = 400


class _SyntaxProblem(Exception):
    """The text is no formula."""


def parse(formula: str) -> Node:
    """Return the tree of a formula without its equals sign; :class:`Malformed` for what is none.

    Takes time in proportion to the text.
    """
    return _cached(formula) if len(formula) <= _CACHED_AT_MOST else _parse(formula)


def _parse(formula: str) -> Node:
    found = tokens(formula)
    parser = _Parser(found)
    try:
        tree = parser.formula()
    except (_SyntaxProblem, RecursionError):
        return Malformed(tuple(_Parser(found).operands()))
    return tree


_cached = lru_cache(maxsize=2048)(_parse)


class _Parser:
    """Reads tokens from left to right; blanks count only where they may intersect two ranges."""

    def __init__(self, found: list[Token]) -> None:
        self._tokens: list[Token] = []
        self._after_space: set[int] = set()
        for token in found:
            if token[0] == "space":
                self._after_space.add(len(self._tokens))
            else:
                self._tokens.append(token)
        self._at = 0
        self._depth = 0

    def _kind(self, ahead: int = 0) -> str:
        """Return a token's kind, or the text itself of a symbol; "" at the end."""
        place = self._at + ahead
        if place >= len(self._tokens):
            return ""
        kind, text = self._tokens[place]
        return text if kind == "symbol" else kind

    def _text(self, ahead: int = 0) -> str:
        return self._tokens[self._at + ahead][1]

    def _take(self, kind: str = "") -> str:
        if not self._kind() or (kind and self._kind() != kind):
            raise _SyntaxProblem
        self._at += 1
        return self._tokens[self._at - 1][1]

    def formula(self) -> Node:
        """Read the whole text; a name may stand for several areas without brackets."""
        parts = [self.expression(1)]
        while self._kind() == ",":
            self._at += 1
            parts.append(self.expression(1))
        if self._kind():
            raise _SyntaxProblem
        return parts[0] if len(parts) == 1 else Computed(",", tuple(parts))

    def operands(self) -> Iterable[Node]:
        """Return the references and functions of a text that is no formula, each once."""
        found: dict[Node, None] = {}
        while kind := self._kind():
            if kind == "word" and self._kind(1) == "(":
                found[Call(function_name(self._take()), ())] = None
            elif kind in _REFERENCES:
                try:
                    found[self._reference()] = None
                except _SyntaxProblem:
                    self._at += 1
            else:
                if kind in {":", "#"}:
                    # A range between computed ends, or as far as an array spills.
                    found[_RANGE if kind == ":" else _SPILL] = None
                self._at += 1
        return found

    def expression(self, level: int) -> Node:
        """Read operands joined by operators of a precedence of at least ``level``."""
        left = self._signed()
        while (own := _PRECEDENCE.get(self._kind(), 0)) >= level:
            operators: list[str] = []
            operands = [left]
            while _PRECEDENCE.get(self._kind()) == own:
                operators.append(self._take())
                operands.append(self.expression(own + 1))
            left = Chain(tuple(operators), tuple(operands))
        return left

    def _signed(self) -> Node:
        signs = ""
        while self._kind() in {"+", "-"}:
            signs += self._take()
        value = self._related()
        times = 0
        while self._kind() == "%":
            self._at += 1
            times += 1
        if times:
            value = Percent(value, times)
        if not signs:
            return value
        minus = signs.count("-")
        return Unary("-" if minus % 2 else "--" if minus else "+", value)

    def _related(self) -> Node:
        """Read a value, or references joined to one: by ``:``, or by a blank where they meet."""
        parts = [self._ranged()]
        while self._at in self._after_space and self._begins_reference():
            parts.append(self._ranged())
        return _computed(" ", parts)

    def _begins_reference(self) -> bool:
        return self._kind() in {*_REFERENCES, "("}

    def _ranged(self) -> Node:
        if self._kind() == "@":
            self._at += 1
            return Implicit(self._end_of_computed())
        parts = [self._end_of_computed()]
        while self._kind() == ":":
            self._at += 1
            parts.append(self._end_of_computed())
        return _computed(":", parts)

    def _end_of_computed(self) -> Node:
        end = self._atom()
        if self._kind() == "#":
            self._at += 1
            return Spill(end)
        return end

    def _atom(self) -> Node:
        kind = self._kind()
        if kind == "(":
            return self._bracketed()
        if kind == "{":
            return self._array()
        if kind == "text":
            return Text(unquoted(self._take(), '"'))
        if kind == "error":
            return ErrorLiteral(self._take())
        if kind == "word" and self._kind(1) == "(":
            return self._call()
        if kind in _REFERENCES:
            return self._reference()
        raise _SyntaxProblem

    def _bracketed(self) -> Node:
        self._enter("(")
        parts = [self.expression(1)]
        while self._kind() == ",":
            self._at += 1
            parts.append(self.expression(1))
        self._leave(")")
        return parts[0] if len(parts) == 1 else Computed(",", tuple(parts))

    def _enter(self, bracket: str) -> None:
        self._take(bracket)
        self._depth += 1
        if self._depth > _DEPTH_AT_MOST:
            raise _SyntaxProblem

    def _leave(self, bracket: str) -> None:
        self._take(bracket)
        self._depth -= 1

    def _call(self) -> Node:
        name = function_name(self._take())
        self._enter("(")
        arguments: list[Node] = []
        if self._kind() != ")":
            arguments.append(self._argument())
            while self._kind() == ",":
                self._at += 1
                arguments.append(self._argument())
        self._leave(")")
        return Call(name, tuple(arguments))

    def _argument(self) -> Node:
        return _MISSING if self._kind() in {",", ")"} else self.expression(1)

    def _array(self) -> Node:
        self._take("{")
        rows: list[tuple[Node, ...]] = []
        row = [self._constant()]
        while self._kind() != "}":
            if self._take() == ";":
                rows.append(tuple(row))
                row = []
            elif self._text(-1) != ",":
                raise _SyntaxProblem
            row.append(self._constant())
        self._take("}")
        return ArrayLiteral((*rows, tuple(row)))

    def _constant(self) -> Node:
        signs = self._take() if self._kind() in {"+", "-"} else ""
        value = self._atom()
        if isinstance(value, Number):
            return Number(-value.value) if signs == "-" else value
        if signs or not isinstance(value, Text | Logical | ErrorLiteral):
            raise _SyntaxProblem
        return value

    # References

    def _reference(self) -> Node:
        """Read cells, a name, a table or what lies in another file; a number that is none of it."""
        sheets = self._sheets()
        if sheets is not None:
            first, last = sheets
            if "[" in first:
                return self._external(first)
            return self._target(first, last)
        kind = self._kind()
        if kind == "quoted":
            raise _SyntaxProblem
        if kind == "bracket" or (kind == "word" and self._kind(1) == "bracket"):
            return self._table()
        if kind == "number" and self._kind(1) != ":":
            return self._number()
        return self._target("", "")

    def _number(self) -> Node:
        try:
            number = Decimal(self._take())
        except InvalidOperation:  # an exponent of more digits than a Decimal has
            raise _SyntaxProblem from None
        if abs(number.adjusted()) > _EXPONENT_AT_MOST:
            raise _SyntaxProblem
        return Number(number)

    def _table(self) -> Node:
        parts = [self._take()]
        while self._kind() == "bracket":
            parts.append(self._take())
        return Table(tuple(parts))

    def _external(self, book: str) -> Node:
        self._take()
        if self._kind() == ":" and self._kind(1) in _WORDS:
            self._at += 2
        return External(book)

    def _sheets(self) -> tuple[str, str] | None:
        """Step over the sheets named before a ``!``; ``None`` where there are none."""
        kind, ahead, book = self._kind(), 0, ""
        if kind == "bracket":
            book = self._text()
            if self._kind(1) == "!":
                self._at += 2
                return book, ""
            kind, ahead = self._kind(1), 1
        if kind not in {"word", "number", "quoted"}:
            return None
        first, last = self._sheet_name(ahead), ""
        if kind != "quoted" and self._kind(ahead + 1) == ":" and self._kind(ahead + 3) == "!":
            last = self._sheet_name(ahead + 2)
            ahead += 2
        elif kind == "quoted" and "[" not in first:
            first, _, last = first.partition(":")
        if self._kind(ahead + 1) != "!":
            return None
        self._at += ahead + 2
        return book + first, last

    def _sheet_name(self, ahead: int) -> str:
        kind, text = self._tokens[self._at + ahead]
        return unquoted(text, "'") if kind == "quoted" else text

    def _target(self, sheet: str, last_sheet: str) -> Node:
        """Read the cells or the name behind a sheet, or of the formula's own sheet."""
        if self._kind() == "error":
            return ErrorLiteral(self._take())
        if self._kind() not in _WORDS:
            raise _SyntaxProblem
        word = self._text()
        ahead = self._end_of_range(sheet)
        ends = ends_of(word, self._text(ahead)) if ahead else None
        if ends:
            self._at += ahead + 1
            return _cells(sheet, last_sheet, *ends)
        number = self._kind() == "number"
        self._at += 1
        cell = cell_at(word)
        if cell:
            return _cells(sheet, last_sheet, cell, cell)
        if number:
            if sheet:
                raise _SyntaxProblem
            self._at -= 1
            return self._number()
        logical = None if sheet else _LOGICALS.get(word.upper())
        return logical or Name(sheet, word)

    def _end_of_range(self, sheet: str) -> int:
        """Return how far ahead the other end is (``A1:B2``, ``表!A1:表!B2``); 0 for no range."""
        if self._kind(1) != ":":
            return 0
        ahead = 2
        if self._kind(3) == "!" and self._kind(2) in {"word", "number", "quoted"}:
            if self._sheet_name(2).casefold() != sheet.casefold():
                return 0
            ahead = 4
        return ahead if self._kind(ahead) in _WORDS else 0


def _cells(sheet: str, last_sheet: str, first: Address, last: Address) -> Cells:
    return Cells(sheet, area_between(first, last), last_sheet, fixed_edges(first, last))


def _computed(operator: str, parts: list[Node]) -> Node:
    """Return references joined to one; a value among them is no formula."""
    if len(parts) == 1:
        return parts[0]
    if any(isinstance(part, Number | Text | Logical | ArrayLiteral) for part in parts):
        raise _SyntaxProblem
    return Computed(operator, tuple(parts))
