"""Parser of relations: ``check`` and ``where`` of a template as a tree.

    check = "expense_total = sum(expenses.amount)"
    check = "budget_total = general_public_budget + government_fund_budget + other_funds"

A relation compares two sums by ``=``, ``<=``, ``>=``, ``<`` or ``>``. A sum consists of numbers,
values (``field``; between forms ``kind.field``), ``sum(table.column)``, ``+ - * /`` and
parentheses. A minus needs spaces around it, since names of kinds contain hyphens. Nothing is
evaluated as code.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Literal, TypeVar

import msgspec

from xlform.errors import DeclarationProblem
from xlform.messages import translate
from xlform.model.memoize import memoize

Comparison = Literal["=", "<=", ">=", "<", ">"]
Operator = Literal["+", "-", "*", "/"]
_Symbol = TypeVar("_Symbol", bound=str)

_TOKEN = re.compile(
    r"\s*(?:(?P<name>[a-z][a-z0-9_]*(?:-[a-z0-9_]+)*)|(?P<number>[0-9]+(?:\.[0-9]+)?)"
    r'|"(?P<text>[^"]*)"|(?P<symbol><=|>=|[-+*/().=<>]))'
)
_END = "end"
_COMPARISONS: dict[str, Comparison] = {"=": "=", "<=": "<=", ">=": ">=", "<": "<", ">": ">"}
_ADDITIVE: dict[str, Operator] = {"+": "+", "-": "-"}
_MULTIPLICATIVE: dict[str, Operator] = {"*": "*", "/": "/"}


class Operand(msgspec.Struct, frozen=True):
    """Value in a relation: ``names`` from the outermost in, ``position`` in the text from 1.

    ``summed`` adds up all rows of a table, or all forms of a kind.
    """

    names: tuple[str, ...]
    summed: bool = False
    position: int = 1

    def __str__(self) -> str:
        path = ".".join(self.names)
        return f"sum({path})" if self.summed else path


class Number(msgspec.Struct, frozen=True):
    """Number literal of a relation."""

    value: Decimal


class Calculation(msgspec.Struct, frozen=True):
    """Two expressions joined by an operator."""

    operator: Operator
    left: Expression
    right: Expression


Expression = Operand | Number | Calculation


class Equation(msgspec.Struct, frozen=True):
    """``left`` compared with ``right``; ``text`` is the declaration's own."""

    text: str
    left: Expression
    comparison: Comparison
    right: Expression

    @property
    def operands(self) -> tuple[Operand, ...]:
        """Return its operands in the order written."""
        return _operands(self)


class Match(msgspec.Struct, frozen=True):
    """``left = right`` of a ``where``: two values with the same text, or a value and a literal."""

    left: Operand
    right: Operand | str


@memoize
def _operands(equation: Equation) -> tuple[Operand, ...]:
    return (*operands(equation.left), *operands(equation.right))


def operands(part: Expression) -> Iterator[Operand]:
    """Yield the operands of an expression in the order written."""
    if isinstance(part, Operand):
        yield part
    elif isinstance(part, Calculation):
        yield from operands(part.left)
        yield from operands(part.right)


def parse_equation(text: str, path: Path) -> Equation:
    """Parse a ``check``; :class:`DeclarationProblem` names the position of an error."""
    parser = _Parser(text, path)
    left = parser.sum()
    comparison = parser.take_one_of(_COMPARISONS, "= <= >= < >")
    right = parser.sum()
    parser.end()
    return Equation(text, left, comparison, right)


def parse_match(text: str, path: Path) -> Match:
    """Parse a ``where``: ``funds.fund = fund-direction.fund``, or ``… = "词"``."""
    parser = _Parser(text, path)
    left = parser.operand()
    parser.take_one_of({"=": "="}, "=")
    right = parser.text_literal() if parser.kind == "text" else parser.operand()
    parser.end()
    return Match(left, right)


class _Parser:
    """Recursive descent parser of a relation, one token of lookahead."""

    def __init__(self, text: str, path: Path) -> None:
        self._text = text
        self._path = path
        self._position = 0
        self._advance()

    def _advance(self) -> None:
        found = _TOKEN.match(self._text, self._position)
        rest = self._text[self._position :]
        self._start = self._position + len(rest) - len(rest.lstrip())
        if found and found.lastgroup:
            self.kind, self._current = found.lastgroup, found[found.lastgroup]
            self._position = found.end()
        else:
            self.kind, self._current = (
                (_END, "") if not rest.strip() else ("unknown", rest.strip()[0])
            )

    def sum(self) -> Expression:
        part = self._product()
        while self.kind == "symbol" and self._current in _ADDITIVE:
            operator = self.take_one_of(_ADDITIVE, "+ -")
            part = Calculation(operator, part, self._product())
        return part

    def _product(self) -> Expression:
        part = self._primary()
        while self.kind == "symbol" and self._current in _MULTIPLICATIVE:
            operator = self.take_one_of(_MULTIPLICATIVE, "* /")
            part = Calculation(operator, part, self._primary())
        return part

    def _primary(self) -> Expression:
        if self.kind == "number":
            number = Number(Decimal(self._current))
            self._advance()
            return number
        if self.kind == "symbol" and self._current == "(":
            self._advance()
            inner = self.sum()
            self._expect(")")
            return inner
        return self.operand()

    def operand(self) -> Operand:
        position, name = self._start + 1, self._name()
        if name == "sum" and self.kind == "symbol" and self._current == "(":
            self._advance()
            inner = self.operand()
            self._expect(")")
            return Operand(inner.names, summed=True, position=inner.position)
        names = [name]
        while self.kind == "symbol" and self._current == ".":
            self._advance()
            names.append(self._name())
        return Operand(tuple(names), position=position)

    def text_literal(self) -> str:
        text = self._current
        self._advance()
        return text

    def _name(self) -> str:
        if self.kind != "name":
            raise self._error(translate("relation.name"))
        name = self._current
        self._advance()
        return name

    def _expect(self, symbol: str) -> None:
        if (self.kind, self._current) != ("symbol", symbol):
            raise self._error(symbol)
        self._advance()

    def take_one_of(self, known: dict[str, _Symbol], expected: str) -> _Symbol:
        if self.kind != "symbol" or self._current not in known:
            raise self._error(expected)
        symbol = known[self._current]
        self._advance()
        return symbol

    def end(self) -> None:
        if self.kind != _END:
            rest = self._text[self._start :]
            raise DeclarationProblem("relation-rest", **self._location(), rest=rest)

    def _error(self, expected: str) -> DeclarationProblem:
        if self.kind == _END:
            return DeclarationProblem("relation-end", **self._location(), wanted=expected)
        token = self._current
        return DeclarationProblem("relation", **self._location(), seen=token, wanted=expected)

    def _location(self) -> dict[str, object]:
        return {"path": self._path, "relation": self._text, "position": self._start + 1}
