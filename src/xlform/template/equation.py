"""Parser of relations: ``check`` and ``where`` of a template as a tree.

    check = "expense_total = sum(expenses.amount)"
    check = "budget_total = general_public_budget + government_fund_budget + other_funds"

    check = 'total = sum(expenses.amount where category = "设备") + round(other * 1.1, 2)'
    when  = 'grade = "优" and score >= 90'

A relation compares two sums by ``=``, ``!=``, ``<=``, ``>=``, ``<`` or ``>``. A sum consists of
numbers, values (``field``; between forms ``kind.field``), ``term(name)`` for a number under
``[terms]``, ``sum(table.column)`` and ``count(table)``, either with ``where`` and a condition on
the row, the functions ``round(x, n)``, ``abs(x)``, ``min(x, …)``, ``max(x, …)`` and
``if(condition, x, y)``, ``+ - * /`` and parentheses. A condition joins comparisons by ``and`` or
``or`` (``and`` binds tighter) and may compare texts. A minus needs spaces around it, since names
of kinds contain hyphens. Nothing is evaluated as code.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Literal, TypeVar

import msgspec

from xlform.messages import translate
from xlform.model.memoize import memoize
from xlform.template.faults import DeclarationFault
from xlform.template.relation_signs import RELATION_SIGNS

Comparison = Literal["=", "!=", "<=", ">=", "<", ">"]
FunctionName = Literal["round", "abs", "min", "max", "if"]
Aggregate = Literal["", "sum", "count", "term"]
Operator = Literal["+", "-", "*", "/"]
_Symbol = TypeVar("_Symbol", bound=str)

# A relation of a form has some twenty tokens; deeper ones would exhaust the stack.
_TOKENS_AT_MOST = 400
_DEPTH_AT_MOST = 20
_TOKEN = re.compile(
    r"\s*(?:(?P<name>[a-z][a-z0-9_]*(?:-[a-z0-9_]+)*)|(?P<number>[0-9]+(?:\.[0-9]+)?)"
    r'|"(?P<text>[^"]*)"|(?P<symbol><=|>=|!=|[-+*/().=<>,]))'
)
_END = "end"
_COMPARISONS: dict[str, Comparison] = {
    "=": "=", "!=": "!=", "<=": "<=", ">=": ">=", "<": "<", ">": ">",
}  # fmt: skip
_EQUALITIES: dict[str, Comparison] = {"=": "=", "!=": "!="}
# Number of arguments of each function, at least and at most.
_FUNCTIONS: dict[FunctionName, tuple[int, int]] = {
    "round": (1, 2), "abs": (1, 1), "min": (1, 99), "max": (1, 99), "if": (2, 2),
}  # fmt: skip
_FUNCTION_NAMES: dict[str, FunctionName] = {name: name for name in _FUNCTIONS}
_AGGREGATES: dict[str, Aggregate] = {"sum": "sum", "count": "count", "term": "term"}
_ADDITIVE: dict[str, Operator] = {"+": "+", "-": "-"}
_MULTIPLICATIVE: dict[str, Operator] = {"*": "*", "/": "/"}


class Operand(msgspec.Struct, frozen=True):
    """Value in a relation: ``names`` from the outermost in, ``position`` in the text from 1.

    ``aggregate`` adds up or counts all rows of a table, or all forms of a kind; with ``where`` only
    the rows that meet it. ``term`` is a number of the declaration's ``[terms]``.
    """

    names: tuple[str, ...]
    aggregate: Aggregate = ""
    position: int = 1
    where: Condition | None = None

    @property
    def summed(self) -> bool:
        """Return True for the sum of several values, all of them."""
        return self.aggregate == "sum" and self.where is None

    def __str__(self) -> str:
        path = ".".join(self.names)
        return f"{self.aggregate}({path})" if self.aggregate else path


class Number(msgspec.Struct, frozen=True):
    """Number literal of a relation."""

    value: Decimal


class Calculation(msgspec.Struct, frozen=True):
    """Two expressions joined by an operator."""

    operator: Operator
    left: Expression
    right: Expression


class Function(msgspec.Struct, frozen=True):
    """Function of expressions; of ``if`` with the ``condition`` that chooses between two."""

    name: FunctionName
    arguments: tuple[Expression, ...]
    condition: Condition | None = None


Expression = Operand | Number | Calculation | Function


class Test(msgspec.Struct, frozen=True):
    """Comparison of a condition; a ``str`` is a text literal."""

    left: Expression | str
    comparison: Comparison
    right: Expression | str


class Condition(msgspec.Struct, frozen=True):
    """Tests in disjunctive form: all tests of one of the ``alternatives`` have to hold."""

    alternatives: tuple[tuple[Test, ...], ...]

    @property
    def tests(self) -> tuple[Test, ...]:
        """Return its tests in the order written."""
        return tuple(test for tests in self.alternatives for test in tests)


class Equation(msgspec.Struct, frozen=True):
    """``left`` compared with ``right``; ``text`` is the declaration's own."""

    text: str
    left: Expression
    comparison: Comparison
    right: Expression

    @property
    def operands(self) -> tuple[Operand, ...]:
        """Return its operands in the order written, without those of conditions."""
        return _operands(self)

    @property
    def is_plain(self) -> bool:
        """Return True for sums of values without functions, counts and conditions."""
        return _is_plain(self.left) and _is_plain(self.right)

    @property
    def conditions(self) -> tuple[tuple[Condition, Operand | None], ...]:
        """Return its conditions, each with the operand whose rows it selects, if any."""
        return (*conditions(self.left), *conditions(self.right))


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
    elif isinstance(part, Function):
        for argument in part.arguments:
            yield from operands(argument)


def _is_plain(part: Expression) -> bool:
    if isinstance(part, Calculation):
        return _is_plain(part.left) and _is_plain(part.right)
    return isinstance(part, Number) or (
        isinstance(part, Operand) and part.aggregate in ("", "sum") and part.where is None
    )


def conditions(part: Expression) -> Iterator[tuple[Condition, Operand | None]]:
    """Yield the conditions of an expression, each with the operand whose rows it selects."""
    if isinstance(part, Operand) and part.where:
        yield part.where, part
    elif isinstance(part, Calculation):
        yield from conditions(part.left)
        yield from conditions(part.right)
    elif isinstance(part, Function):
        if part.condition:
            yield part.condition, None
        for argument in part.arguments:
            yield from conditions(argument)


def known_functions() -> tuple[str, ...]:
    """Return the names of the functions that relations may use."""
    return (*_AGGREGATES, *_FUNCTION_NAMES)


def parse_equation(text: str) -> Equation:
    """Parse a ``check``; :class:`DeclarationFault` names the position of an error."""
    parser = _Parser(text)
    left = parser.sum()
    comparison = parser.take_one_of(_COMPARISONS, "= != <= >= < >")
    if comparison == "=":
        parser.reject_second_equals_sign()
    right = parser.sum()
    parser.end()
    return Equation(text, left, comparison, right)


def parse_condition(text: str) -> Condition:
    """Parse a ``when``; :class:`DeclarationFault` names the position of an error."""
    parser = _Parser(text)
    found = parser.condition()
    parser.end()
    return found


def parse_match(text: str) -> Match:
    """Parse a ``where``: ``funds.fund = fund-direction.fund``, or ``… = "词"``."""
    parser = _Parser(text)
    left = parser.operand()
    parser.take_one_of({"=": "="}, "=")
    right = parser.text_literal() if parser.kind == "text" else parser.operand()
    parser.end()
    return Match(left, right)


class _Parser:
    """Recursive descent parser of a relation, one token of lookahead."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._position = 0
        self._tokens = self._depth = 0
        self._advance()

    def _advance(self) -> None:
        self._tokens += 1
        if self._tokens > _TOKENS_AT_MOST:
            raise self._too_long()
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
        self._depth += 1
        if self._depth > _DEPTH_AT_MOST:
            raise self._too_long()
        part = self._part()
        self._depth -= 1
        return part

    def _part(self) -> Expression:
        if self.kind == "number":
            number = Number(Decimal(self._current))
            self._advance()
            return number
        if self.kind == "symbol" and self._current == "-":
            self._advance()
            return Calculation("-", Number(Decimal()), self._primary())
        if self.kind == "symbol" and self._current == "(":
            self._advance()
            inner = self.sum()
            self._expect(")")
            return inner
        return self._call() or self.operand()

    def _call(self) -> Expression | None:
        """Return a function, a sum or a count; ``None`` for the name of a value."""
        following = self._text[self._position :].lstrip()[:1]
        if self.kind != "name" or following != "(":
            return None
        name = self._current
        if name in _AGGREGATES:
            return self._aggregate(_AGGREGATES[name])
        if name not in _FUNCTION_NAMES:
            known = " ".join(known_functions())
            raise self._error(known)
        self._advance()
        return self._function(_FUNCTION_NAMES[name])

    def _aggregate(self, aggregate: Aggregate) -> Operand:
        self._advance()
        self._expect("(")
        inner = self.operand()
        where = None
        if (self.kind, self._current) == ("name", "where"):
            self._advance()
            where = self.condition()
        self._expect(")")
        return Operand(inner.names, aggregate, inner.position, where)

    def _function(self, name: FunctionName) -> Function:
        self._expect("(")
        condition = None
        if name == "if":
            condition = self.condition()
            self._expect(",")
        arguments = [self.sum()]
        least, most = _FUNCTIONS[name]
        while (self.kind, self._current) == ("symbol", ",") and len(arguments) < most:
            self._advance()
            arguments.append(self.sum())
        if len(arguments) < least:
            raise self._error(",")
        self._expect(")")
        return Function(name, tuple(arguments), condition)

    def condition(self) -> Condition:
        alternatives = [self._tests()]
        while (self.kind, self._current) == ("name", "or"):
            self._advance()
            alternatives.append(self._tests())
        return Condition(tuple(alternatives))

    def _tests(self) -> tuple[Test, ...]:
        tests = [self._test()]
        while (self.kind, self._current) == ("name", "and"):
            self._advance()
            tests.append(self._test())
        return tuple(tests)

    def _test(self) -> Test:
        left = self._side()
        literal = isinstance(left, str)
        known = _EQUALITIES if literal else _COMPARISONS
        comparison = self.take_one_of(known, " ".join(known))
        if self.kind == "text" and comparison not in _EQUALITIES:
            raise self._error(" ".join(_EQUALITIES))
        return Test(left, comparison, self._side())

    def _side(self) -> Expression | str:
        return self.text_literal() if self.kind == "text" else self.sum()

    def operand(self) -> Operand:
        position = self._start + 1
        names = [self._name()]
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

    def reject_second_equals_sign(self) -> None:
        """Raise :class:`DeclarationFault` for ``==``, which other languages write."""
        if (self.kind, self._current) == ("symbol", "="):
            raise DeclarationFault("relation-sign", **self._location(), sign="==", right="=")

    def end(self) -> None:
        if self.kind != _END:
            rest = self._text[self._start :]
            if rest[0] in RELATION_SIGNS:
                raise self._error("")
            raise DeclarationFault("relation-rest", **self._location(), rest=rest)

    def _too_long(self) -> DeclarationFault:
        return DeclarationFault("relation-long", tokens=_TOKENS_AT_MOST, depth=_DEPTH_AT_MOST)

    def _error(self, expected: str) -> DeclarationFault:
        where = self._location()
        if self.kind == _END:
            return DeclarationFault("relation-end", **where, wanted=expected)
        token = self._current
        if token in RELATION_SIGNS:
            return DeclarationFault(
                "relation-sign", **where, sign=token, right=RELATION_SIGNS[token]
            )
        return DeclarationFault("relation", **where, token=token, wanted=expected)

    def _location(self) -> dict[str, Any]:
        return {"relation": self._text, "position": self._start + 1}
