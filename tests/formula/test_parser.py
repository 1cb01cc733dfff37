"""Formulas as trees: precedence, references, and texts that are no formulas."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from xlform.formula.parser import parse
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
    walk,
)

_DRAWN: dict[type, Callable[[Any], str]] = {
    Number: lambda node: f"{node.value:f}",
    Text: lambda node: f'"{node.value}"',
    Logical: lambda _: "L",
    ErrorLiteral: lambda _: "E",
    Missing: lambda _: "_",
    Cells: lambda node: f"{_sheets(node)}{node.range}",
    Name: lambda node: f"<{node.sheet}!{node.name}>" if node.sheet else f"<{node.name}>",
    External: lambda node: f"file {node.book}",
    Table: lambda node: f"table {''.join(node.parts)}",
    Computed: lambda node: f"({f' {node.operator} '.join(map(drawn, node.operands))})",
    Chain: lambda node: f"({_chained(node)})",
    Unary: lambda node: f"{node.operator}{drawn(node.operand)}",
    Percent: lambda node: f"({drawn(node.operand)}){'%' * node.times}",
    Spill: lambda node: f"{drawn(node.operand)}#",
    Implicit: lambda node: f"@{drawn(node.operand)}",
    Call: lambda node: f"{node.name}({', '.join(map(drawn, node.arguments))})",
    ArrayLiteral: lambda node: (
        "{" + "; ".join(", ".join(map(drawn, row)) for row in node.rows) + "}"
    ),
    Malformed: lambda _: "malformed",
}


def drawn(node: Node) -> str:
    """A tree in brackets."""
    return _DRAWN[type(node)](node)


def _sheets(node: Cells) -> str:
    sheets = ":".join(one for one in (node.sheet, node.last_sheet) if one)
    return f"{sheets}!" if sheets else ""


def _chained(node: Chain) -> str:
    parts = [drawn(one) for one in node.operands]
    return parts[0] + "".join(
        f" {operator} {part}" for operator, part in zip(node.operators, parts[1:], strict=True)
    )


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("1+2*3", "(1 + (2 * 3))"),
        ("1-2-3+4", "(1 - 2 - 3 + 4)"),
        ("1*2+3*4", "((1 * 2) + (3 * 4))"),
        ("2^3^2", "(2 ^ 3 ^ 2)"),
        ("-2^2", "(-2 ^ 2)"),
        ("--A1", "--A1"),
        ("+-A1", "-A1"),
        ("+A1", "+A1"),
        ("A1%%", "(A1)%%"),
        ("-A1%^2", "(-(A1)% ^ 2)"),
        ('A1&"元"=B1+1', '((A1 & "元") = (B1 + 1))'),
        ("A1<>B1", "(A1 <> B1)"),
        ("A1>=B1%", "(A1 >= (B1)%)"),
        ("(1+2)*3", "((1 + 2) * 3)"),
        ("((A1))", "A1"),
        ("SUM()", "SUM()"),
        ("IF(A1,,1)", "IF(A1, _, 1)"),
        ("IF(A1,)", "IF(A1, _)"),
        ("sum(a1 : b2)", "SUM(A1:B2)"),
        ("_xlfn.XLOOKUP(A1,B:B,C:C)", "XLOOKUP(A1, B1:B1048576, C1:C1048576)"),
        ("SUM((A1:A3,C1))", "SUM((A1:A3 , C1))"),
        ("A1:B2 B1:C2", "(A1:B2   B1:C2)"),
        ("A1 + B1", "(A1 + B1)"),
        ("SUM( A1 , B1 )", "SUM(A1, B1)"),
        ("A1:OFFSET(A9,-1,0)", "(A1 : OFFSET(A9, -1, 0))"),
        ("A1:合计", "(A1 : <合计>)"),
        ('{1,-2;TRUE,"a"}', '{1, -2; L, "a"}'),
        ("附表2!A1+'附表 1'!$B:$B", "(附表2!A1 + 附表 1!B1:B1048576)"),
        ("SUM(一:三!A1)", "SUM(一:三!A1)"),
        ("表!合计", "<表!合计>"),
        ("[1]汇总!A1:B2*2", "(file [1]汇总 * 2)"),
        ("表1[[#This Row],[金额]]", "table 表1[[#This Row],[金额]]"),
        ("A1#", "A1#"),
        ("@A1:A3", "@A1:A3"),
        ("#REF!+附表2!#REF!", "(E + E)"),
        ("TRUE", "L"),
        ("true1", "<true1>"),
        ("1.5E3", "1500"),
        (".5", "0.5"),
        ("3:5", "A3:XFD5"),
        ("2023!B2", "2023!B2"),
        ("$A$1,$B$2", "(A1 , B2)"),
        # no formulas
        ("", "malformed"),
        ("1+", "malformed"),
        ("(1", "malformed"),
        ("SUM(A1", "malformed"),
        ("A1 B", "(A1   <B>)"),
        ("1 2", "malformed"),
        ("'A1'", "malformed"),
        ("{A1}", "malformed"),
        ("{1,2", "malformed"),
        ("=A1", "malformed"),
        ("1E+999999999", "malformed"),
        ("1E-" + "4" * 24, "malformed"),
        ("(" * 100 + "1" + ")" * 100, "malformed"),
    ],
)
def test_tree_of_a_formula(formula: str, expected: str) -> None:
    assert drawn(parse(formula)) == expected


def test_a_long_chain_is_one_node() -> None:
    tree = parse("+".join(f"A{row}" for row in range(1, 5001)))
    assert isinstance(tree, Chain)
    assert len(tree.operands) == 5000


def test_dollars_tell_whether_a_reference_is_relative() -> None:
    relative = {
        formula: any(isinstance(one, Cells) and one.is_relative for one in walk(parse(formula)))
        for formula in ("$A$1", "A$1", "$A1:$B$2", "$A:$B", "A:$B", "$1:$2", "1:$2")
    }
    assert [formula for formula, found in relative.items() if not found] == [
        "$A$1",
        "$A:$B",
        "$1:$2",
    ]


def test_what_is_no_formula_still_names_its_cells() -> None:
    tree = parse("SUM(A1:B2,附表2!C5,TODAY()")
    assert isinstance(tree, Malformed)
    assert [drawn(one) for one in tree.parts] == ["SUM()", "A1:B2", "附表2!C5", "TODAY()"]


def test_numbers_are_exact() -> None:
    tree = parse("0.1")
    assert isinstance(tree, Number)
    assert tree.value == Decimal("0.1")
