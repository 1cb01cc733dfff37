"""The 43 指标值 of the 云田镇 submission, read as domain.md §2.5 demands (the golden test)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from xlform.model.submission import Target
from xlform.values import parse_target

YEAR_END = dt.date(2023, 12, 31)

# text as it stands in the cell | comparator | value | unit | how often
NUMBERS = """
    9/个       | =  | 9      | 个    | 1
    100%       | =  | 100    | %     | 1
    ≥90%       | >= | 90     | %     | 1
    0          | =  | 0      |       | 1
    445.40万元 | =  | 445.40 | 万元  | 1
    611.00万元 | =  | 611.00 | 万元  | 1
    98%以上    | >= | 98     | %     | 1
    ≥10次      | >= | 10     | 次    | 1
    66个       | =  | 66     | 个    | 1
    2次        | =  | 2      | 次    | 1
    90%以上    | >= | 90     | %     | 2
    9个        | =  | 9      | 个    | 1
    500元/人   | =  | 500    | 元/人 | 1
    95%        | =  | 95     | %     | 1
    ˃90%       | >  | 90     | %     | 2
    5万        | =  | 5      | 万元  | 2
"""
DATES = {"2023年年底之前": 3, "2023年底": 2}
QUALITATIVE = """
    优化 提升 提升 改善 持续提高 考核达标 提高 提升 较强 考核达标 考核达标 考核达标 较强
    较好完成 不断提升 不断提高 及时处理 提升 长期
"""

ROWS = [[part.strip() for part in line.split("|")] for line in NUMBERS.strip().splitlines()]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_number(row: list[str]) -> None:
    text, comparator, value, unit, _ = row
    read = parse_target(text)
    assert [read.text, read.type, read.comparator, str(read.value), read.unit] == [
        text,
        "number",
        comparator,
        value,
        unit,
    ]
    assert (read.low, read.high, read.date) == (None, None, None)


@pytest.mark.parametrize("text", DATES)
def test_date(text: str) -> None:
    assert parse_target(text) == Target(text, comparator="<=", type="date", date=YEAR_END)


@pytest.mark.parametrize("text", sorted(set(QUALITATIVE.split())))
def test_qualitative(text: str) -> None:
    assert parse_target(text) == Target(text, type="qualitative")


def test_all_43_are_here() -> None:
    assert sum(int(row[4]) for row in ROWS) + sum(DATES.values()) + len(QUALITATIVE.split()) == 43


# As they really stand: blanks of every kind at the edges, two values in one cell.
@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("500元/人\u3000", "500元/人"),
        ("2023年底\u3000", "2023年底"),
        ("\u3000及时处理", "及时处理"),
        ("\n˃90%", "˃90%"),
        ("95%\u3000", "95%"),
    ],
)
def test_blanks_at_the_edge_change_nothing_but_the_text(text: str, clean: str) -> None:
    read, expected = parse_target(text), parse_target(clean)
    assert read.text == text
    assert read.type != "empty"
    assert (read.type, read.comparator, read.value, read.unit, read.date) == (
        expected.type,
        expected.comparator,
        expected.value,
        expected.unit,
        expected.date,
    )


def test_two_values_in_one_cell_are_not_one_number() -> None:
    assert parse_target("445.40万元\n611.00万元").type == "qualitative"
    assert parse_target("10 20").type == "qualitative"
    assert parse_target("5").value == Decimal(5)
