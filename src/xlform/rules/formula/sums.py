"""Formulas that are sums: cells and ranges, SUM, ROUND, ``+ - * /`` and numbers.

Totals of a form are made of these; any other formula is compared by its result only. A sum that
shows nothing while its cells are empty, as in blanks made by xlform, counts as that sum.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from xlform.formula.parser import parse
from xlform.formula.tree import Call, Cells, Chain, Node, Number, Text, Unary, children

ROUNDING = frozenset({"ROUND", "ROUNDUP", "ROUNDDOWN"})
_LENGTH_AT_MOST = 8192


@lru_cache(maxsize=4096)
def sum_tree(formula: str) -> Node | None:
    """Return the tree of a formula without its equals sign; ``None`` where it is no sum."""
    if len(formula) > _LENGTH_AT_MOST:
        return None
    tree = _unguarded(parse(formula))
    return tree if is_sum(tree) else None


def _unguarded(tree: Node) -> Node:
    """Return the sum within ``IF(COUNT(A1:A9)=0,"",SUM(A1:A9))``, else the formula itself."""
    match tree:
        case Call("IF", (Chain(("=",), (Call("COUNT"), Number(zero))), Text(""), inner)):
            return tree if zero else inner
    return tree


def is_sum(node: Node) -> bool:
    """Return whether a formula is made of sums alone."""
    match node:
        case Number():
            return True
        case Cells():
            return not node.last_sheet
        case Unary() | Chain():
            operators = node.operators if isinstance(node, Chain) else ()
            return set(operators) <= set("+-*/") and all(map(is_sum, children(node)))
        case Call():
            return _is_sum_function(node)
    return False


def _is_sum_function(call: Call) -> bool:
    match call:
        case Call("SUM", arguments):
            return bool(arguments) and all(map(is_sum, arguments))
        case Call(name, (part, places)) if name in ROUNDING:
            return is_sum(part) and _is_whole(places)
    return False


def _is_whole(node: Node) -> bool:
    """Return whether a node writes how many places a rounding leaves."""
    if isinstance(node, Unary):
        return _is_whole(node.operand)
    return isinstance(node, Number) and node.value == node.value.to_integral_value()


def rounds(node: Node) -> bool:
    """Return whether a sum rounds anything it adds up."""
    match node:
        case Call():
            return node.name in ROUNDING or any(map(rounds, node.arguments))
        case Chain():
            return any(map(rounds, node.operands))
        case Unary():
            return rounds(node.operand)
    return False


def addends(node: Node) -> list[tuple[Node, Decimal]] | None:
    """Return the parts a sum adds up with their factors; ``None`` for a product of cells."""
    match node:
        case Call("SUM"):
            return [(one, Decimal(1)) for one in node.arguments]
        case Call():
            return [(node.arguments[0], Decimal(1))]
        case Unary():
            return [(node.operand, Decimal(-1 if node.operator == "-" else 1))]
        case Chain() if node.operators[0] in "+-":
            signs = ("+", *node.operators)
            return [
                (one, Decimal(-1 if sign == "-" else 1))
                for sign, one in zip(signs, node.operands, strict=True)
            ]
        case Chain():
            return _scaled(node)
    return None


def _scaled(chain: Chain) -> list[tuple[Node, Decimal]] | None:
    """Return the single operand of a product that is no number, with the factor of the numbers."""
    factor, parts = Decimal(1), list[Node]()
    for operator, operand in _factors(chain):
        if not isinstance(operand, Number):
            if operator == "/":
                return None
            parts.append(operand)
        elif operator == "*":
            factor *= operand.value
        elif operand.value:
            factor /= operand.value
        else:
            return None
    return [(parts[0], factor)] if len(parts) == 1 else None


def _factors(chain: Chain) -> Iterator[tuple[str, Node]]:
    return zip(("*", *chain.operators), chain.operands, strict=True)
