"""Texts of 测算 in the manner of public forms, right and wrong ones side by side."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

import pytest
from basis_line import checked

TABLE = Path(__file__).with_name("statements.tsv")


class Row(NamedTuple):
    text: str
    amount: str
    verdict: str
    figure: str


def rows() -> list[Row]:
    lines = TABLE.read_text(encoding="utf-8").splitlines()[1:]
    found = [Row(*line.split("\t")) for line in lines if not line.startswith("# ")]
    return [row._replace(text=row.text.replace(r"\n", "\n")) for row in found]


ROWS = rows()


def verdict(row: Row) -> tuple[str, str]:
    """What is told of a text: "wrong" with the right number, "?" where it was not computed.

    A number that is missing is told by a warning of A-07.
    """
    found = checked(row.text, row.amount)
    errors = [one for one in found.findings if one.severity == "error"]
    if errors:
        return "wrong", " ".join(one.expected for one in errors)
    if [one for one in found.findings if one.severity == "warning"]:
        return "?", ""
    undetermined = [one for one in found.not_asked if one.reason == "undetermined"]
    return ("?" if undetermined else "holds"), ""


TOLD = [verdict(row) for row in ROWS]


def in_wan(expected: str) -> set[Decimal]:
    """The numbers of the messages in 万元."""
    found = set()
    for one in expected.split():
        figure = one.removesuffix("万元")
        scale = 0 if figure != one else -4
        found.add(Decimal(figure.removesuffix("元")).scaleb(scale))
    return found


def test_the_table_is_large_and_has_no_row_twice() -> None:
    assert len(ROWS) >= 180
    assert len(set(ROWS)) == len(ROWS)
    assert {row.verdict for row in ROWS} == {"holds", "wrong", "?"}


@pytest.mark.parametrize(
    ("row", "told"),
    list(zip(ROWS, TOLD, strict=True)),
    ids=[f"{row.text} = {row.amount}" for row in ROWS],
)
def test_no_text_is_judged_wrong_in_silence(row: Row, told: tuple[str, str]) -> None:
    assert told[0] in {row.verdict, "?"}
    if told[0] == "wrong":
        assert Decimal(row.figure) in in_wan(told[1])


def test_at_most_three_in_a_hundred_are_not_computed() -> None:
    unread = [
        (row.text, row.amount)
        for row, told in zip(ROWS, TOLD, strict=True)
        if told[0] == "?" != row.verdict
    ]
    readable = sum(row.verdict != "?" for row in ROWS)
    assert len(unread) <= readable * 3 / 100, unread
