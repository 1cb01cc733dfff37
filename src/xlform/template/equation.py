"""The language of relations: what a template's ``check`` and ``where`` say, as a tree.

    check = "expense_total = sum(expenses.amount)"
    check = "budget_total = general_public_budget + government_fund_budget + other_funds"

A relation compares two sums by ``=``, ``<=``, ``>=``, ``<`` or ``>``. A sum holds numbers, values
(``field``; between forms ``kind.field``), ``sum(table.column)``, ``+ - * /`` and brackets. A minus
stands between blanks, since kinds have hyphens in their names. Nothing is evaluated as a program.
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
_Sign = TypeVar("_Sign", bound=str)

_TOKEN = re.compile(
    r"\s*(?:(?P<name>[a-z][a-z0-9_]*(?:-[a-z0-9_]+)*)|(?P<number>[0-9]+(?:\.[0-9]+)?)"
    r'|"(?P<text>[^"]*)"|(?P<sign><=|>=|[-+*/().=<>]))'
)
_END = "end"
_COMPARISONS: dict[str, Comparison] = {"=": "=", "<=": "<=", ">=": ">=", "<": "<", ">": ">"}
_LOOSE: dict[str, Operator] = {"+": "+", "-": "-"}
_TIGHT: dict[str, Operator] = {"*": "*", "/": "/"}


class Operand(msgspec.Struct, frozen=True):
    """A value the relation speaks of: ``names`` from the outermost in, ``position`` from 1.

    ``summed``: all rows of a table, or all forms of a kind, added up.
    """

    names: tuple[str, ...]
    summed: bool = False
    position: int = 1

    def __str__(self) -> str:
        path = ".".join(self.names)
        return f"sum({path})" if self.summed else path


class Number(msgspec.Struct, frozen=True):
    """A number written in the relation."""

    value: Decimal


class Calculation(msgspec.Struct, frozen=True):
    """Two parts joined by an operator."""

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
        """The values it speaks of, in the order written."""
        return _operands(self)


class Match(msgspec.Struct, frozen=True):
    """``left = right`` of a ``where``: two values whose words agree, or a value and a text."""

    left: Operand
    right: Operand | str


@memoize
def _operands(equation: Equation) -> tuple[Operand, ...]:
    return (*operands(equation.left), *operands(equation.right))


def operands(part: Expression) -> Iterator[Operand]:
    """The values a part of a relation speaks of, in the order written."""
    if isinstance(part, Operand):
        yield part
    elif isinstance(part, Calculation):
        yield from operands(part.left)
        yield from operands(part.right)


def parse_equation(text: str, path: Path) -> Equation:
    """The relation a text writes; :class:`DeclarationProblem` names the place of a fault."""
    reader = _Reader(text, path)
    left = reader.sum()
    comparison = reader.one_of(_COMPARISONS, "= <= >= < >")
    right = reader.sum()
    reader.end()
    return Equation(text, left, comparison, right)


def parse_match(text: str, path: Path) -> Match:
    """The condition a text writes: ``funds.fund = fund-direction.fund``, or ``… = "词"``."""
    reader = _Reader(text, path)
    left = reader.operand()
    reader.one_of({"=": "="}, "=")
    right = reader.words() if reader.kind == "text" else reader.operand()
    reader.end()
    return Match(left, right)


class _Reader:
    """Reads a relation from left to right, one token ahead."""

    def __init__(self, text: str, path: Path) -> None:
        self._text = text
        self._path = path
        self._next = 0
        self._advance()

    def _advance(self) -> None:
        found = _TOKEN.match(self._text, self._next)
        rest = self._text[self._next :]
        self._at = self._next + len(rest) - len(rest.lstrip())
        if found and found.lastgroup:
            self.kind, self._seen = found.lastgroup, found[found.lastgroup]
            self._next = found.end()
        else:
            self.kind, self._seen = (_END, "") if not rest.strip() else ("unknown", rest.strip()[0])

    def sum(self) -> Expression:
        part = self._product()
        while self.kind == "sign" and self._seen in _LOOSE:
            operator = self.one_of(_LOOSE, "+ -")
            part = Calculation(operator, part, self._product())
        return part

    def _product(self) -> Expression:
        part = self._value()
        while self.kind == "sign" and self._seen in _TIGHT:
            operator = self.one_of(_TIGHT, "* /")
            part = Calculation(operator, part, self._value())
        return part

    def _value(self) -> Expression:
        if self.kind == "number":
            number = Number(Decimal(self._seen))
            self._advance()
            return number
        if self.kind == "sign" and self._seen == "(":
            self._advance()
            inner = self.sum()
            self._sign(")")
            return inner
        return self.operand()

    def operand(self) -> Operand:
        position, name = self._at + 1, self._name()
        if name == "sum" and self.kind == "sign" and self._seen == "(":
            self._advance()
            inner = self.operand()
            self._sign(")")
            return Operand(inner.names, summed=True, position=inner.position)
        names = [name]
        while self.kind == "sign" and self._seen == ".":
            self._advance()
            names.append(self._name())
        return Operand(tuple(names), position=position)

    def words(self) -> str:
        text = self._seen
        self._advance()
        return text

    def _name(self) -> str:
        if self.kind != "name":
            raise self._fault(translate("relation.name"))
        name = self._seen
        self._advance()
        return name

    def _sign(self, sign: str) -> None:
        if (self.kind, self._seen) != ("sign", sign):
            raise self._fault(sign)
        self._advance()

    def one_of(self, known: dict[str, _Sign], wanted: str) -> _Sign:
        if self.kind != "sign" or self._seen not in known:
            raise self._fault(wanted)
        sign = known[self._seen]
        self._advance()
        return sign

    def end(self) -> None:
        if self.kind != _END:
            rest = self._text[self._at :]
            raise DeclarationProblem("relation-rest", **self._place(), rest=rest)

    def _fault(self, wanted: str) -> DeclarationProblem:
        if self.kind == _END:
            return DeclarationProblem("relation-end", **self._place(), wanted=wanted)
        seen = self._seen
        return DeclarationProblem("relation", **self._place(), seen=seen, wanted=wanted)

    def _place(self) -> dict[str, object]:
        return {"path": self._path, "relation": self._text, "position": self._at + 1}
