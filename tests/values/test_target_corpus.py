"""Targets in the manner of public forms, each with what a careful clerk would say it asks for."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest

from xlform.model.submission import Target
from xlform.values import parse_target

TABLE = Path(__file__).with_name("targets.tsv")


class Row(NamedTuple):
    text: str
    year: int | None
    expected: str


def rows() -> list[Row]:
    found = []
    for line in TABLE.read_text(encoding="utf-8").splitlines()[1:]:
        if line.startswith("# "):
            continue
        text, year, comparator, value, unit = line.split("\t")
        text = text.replace(r"\n", "\n").replace(r"\u3000", "\u3000").replace(r"\u00a0", "\u00a0")
        expected = f"{comparator} {value} {unit}".rstrip()
        found.append(Row(text, int(year) if year else None, expected))
    return found


ROWS = rows()


def said(target: Target) -> str:
    """A target as the table writes it: "?" where it is left to the reviewer."""
    if target.type == "number":
        return f"{target.comparator} {target.value} {target.unit}".rstrip()
    if target.type == "range":
        return f"range {target.low}~{target.high} {target.unit}".rstrip()
    if target.type == "date":
        return f"date {target.date}"
    return "?" if target.type == "qualitative" else "empty"


READ = [said(parse_target(row.text, row.year)) for row in ROWS]


def test_the_table_is_large_and_has_no_row_twice() -> None:
    assert len(ROWS) >= 450
    assert len({row[:2] for row in ROWS}) == len(ROWS)


@pytest.mark.parametrize(
    ("row", "read"),
    list(zip(ROWS, READ, strict=True)),
    ids=[f"{row.text}@{row.year or ''}" for row in ROWS],
)
def test_no_target_is_read_wrong_in_silence(row: Row, read: str) -> None:
    assert read in {row.expected, "?"}


def test_at_most_three_in_a_hundred_are_left_unread() -> None:
    unread = [row.text for row, read in zip(ROWS, READ, strict=True) if read == "?" != row.expected]
    readable = sum(row.expected != "?" for row in ROWS)
    assert len(unread) <= readable * 3 / 100, unread
