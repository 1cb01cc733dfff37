"""Formulas rewritten: copied, by distances, and otherwise as they were."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xlform.formula.addresses import pieces
from xlform.formula.r1c1 import plain_formula, relative_form
from xlform.formula.references import Area, references
from xlform.formula.shift import shifted

_PIECE = st.sampled_from(
    ["A1", "$B$2", "C:D", "$3:4", "附表2!", "'附 表'!", "[1]汇总!", "一:三!", "SUM(", ")", "+", " ",
     ":", ",", '"A1"', "名称", "LOG10", "12", "1.5E3", "#REF!", "表1[金额]", "!", "'", "XFE1", "A0"]
)  # fmt: skip
_FORMULA = st.lists(_PIECE, max_size=8).map("".join)


@settings(max_examples=500)
@given(_FORMULA)
def test_pieces_joined_are_the_formula(formula: str) -> None:
    assert "".join(map(str, pieces(formula))) == formula
    assert shifted(formula, 0, 0) == formula


@settings(max_examples=300)
@given(
    st.lists(
        st.sampled_from(["A1", "$B$2", "C3:D$4", "附表2!E5", "SUM(F6:F9)", "G:$H", "10:11"]),
        min_size=1,
        max_size=4,
    ).map("+".join),
    st.integers(1, 50),
    st.integers(1, 50),
)
def test_a_formula_and_its_copy_are_the_same_by_distances(
    formula: str, down: int, right: int
) -> None:
    copied = shifted(formula, down, right)
    assert relative_form(copied, 9 + down, 9 + right) == relative_form(formula, 9, 9)
    # The other notation leads back to the cells, whole rows and columns included.
    written = f"={relative_form(formula, 9, 9)}"
    areas = list(references(plain_formula(written, 9, 9), "表"))
    assert areas == list(references(formula, "表"))
    assert all(isinstance(one, Area) for one in areas)


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("SUM(D22:$D$24)", "SUM(R[-3]C:R24C4)"),
        ("D25", "RC"),
        ("附表2!C5", "附表2!R[-20]C[-1]"),
        ("SUM(D:D)-$3:3", "SUM(C:C)-R3:R[-22]"),
        ('"D25"&税率', '"D25"&税率'),
        ("LOG10(D24)", "LOG10(R[-1]C)"),
    ],
)
def test_distances_of_a_formula(formula: str, expected: str) -> None:
    assert relative_form(formula, 25, 4) == expected
