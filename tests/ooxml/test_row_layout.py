"""Rows repeated, dropped and moved: references, ranges and rows go where their rows went."""

from __future__ import annotations

import pytest

from xlform.grid.address import Range
from xlform.ooxml.fill.row_layout import RowLayout, sqref

# Rows 1 and 2, row 3 three times, row 4 dropped, row 5, row 6 so high that it takes two.
GROWN = RowLayout([1, 2, 3, 3, 3, 5, 6], [1, 1, 1, 1, 1, 1, 2])


def moved(formula: str) -> str:
    return GROWN.formula(formula, lambda name: name == "附表3 '甲'", "'新'!")


@pytest.mark.parametrize(
    ("formula", "reads"),
    [
        ("SUM(D3:D4)", "SUM(D3:D5)"),
        ("SUM($D$3:$D$5)", "SUM($D$3:$D$6)"),
        ("A5+A6", "A6+A7"),
        ("SUM(A6:B6)", "SUM(A7:B8)"),
        ("A4", "#REF!"),
        ("SUM(A4:A4)", "SUM(#REF!)"),
        ("A3", "A3"),
        ("'附表3 ''甲'''!B5", "'新'!B6"),
        ("别的!B5", "别的!B5"),
        ("'别 的'!B5", "'别 的'!B5"),
        ('"A5"&B5', '"A5"&B6'),
        ("LOG10(A5)", "LOG10(A6)"),
        ("A5_名称", "A5_名称"),
        ("ABC5.X", "ABC5.X"),
        ("[1]表!A5", "[1]表!A5"),
    ],
)
def test_formulas(formula: str, reads: str) -> None:
    assert moved(formula) == reads


def test_a_sqref_covers_every_copy_of_its_rows() -> None:
    areas = [Range(3, 4, 4, 4), Range(5, 2, 5, 2), Range(4, 1, 4, 1), Range(1, 1, 1_048_576, 1)]
    assert sqref(GROWN.areas(areas)) == "D3:D5 B6 A1:A1048576"


def test_rows_put_in_another_order_are_gathered_in_runs() -> None:
    turned = RowLayout([1, 4, 3, 5, 3])
    assert sqref(turned.areas([Range(3, 1, 4, 1)])) == "A2:A3 A5"
    assert turned.rows(3, 3) == (3, 5)


def test_print_titles_follow_their_rows() -> None:
    assert GROWN.whole_rows("'附表3 ''甲'''!$5:$6", "'新'!") == "'新'!$6:$8"
    assert GROWN.whole_rows("$1:$2", "'新'!") == "$1:$2"


def test_where_each_entry_stands() -> None:
    assert (GROWN.last, GROWN.start(7), GROWN.end(7)) == (8, 7, 8)
    assert GROWN.copies(3) == [(3, 3), (4, 4), (5, 5)]
    assert GROWN.rows(4, 4) is None
