"""Numbers of relations in messages: quotients are rounded, figures of a form are not."""

from __future__ import annotations

from decimal import Decimal

import pytest

from xlform.rules.arithmetic.relation_rule import rounded


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("5.384615384615384615384615385", "5.3846"),
        ("33.333333333333336", "33.3333"),
        ("-59.99999999999999999", "-60.0000"),
        ("60.00", "60.00"),
        ("0.123456", "0.123456"),
        # never a zero for a figure that is none
        ("0.0000001", "0.0000001"),
        ("23.9999999", "23.9999999"),
        ("1173.7300001", "1173.7300001"),
        # more digits than sums have
        ("12345678901234567890123456789.1234567", "12345678901234567890123456789.1235"),
    ],
)
def test_a_quotient_without_end_has_four_places_and_a_figure_its_own(
    number: str, shown: str
) -> None:
    assert f"{rounded(Decimal(number)):f}" == shown
