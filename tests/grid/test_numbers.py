"""The text of a number in a file: exact, whatever its length, or no number at all."""

from __future__ import annotations

from decimal import Decimal

import pytest

from xlform.grid.numbers import exact_number


@pytest.mark.parametrize(
    ("text", "places", "written"),
    [
        ("1" * 29, 0, "1" * 29),
        ("-" + "9" * 30, 0, "-" + "9" * 30),
        ("9" * 400, 2, "9" * 400),
        ("430203199001011234", 0, "430203199001011234"),
        ("123456789012345678901234567890.12", 2, "123456789012346" + "0" * 15),
        ("0.30000000000000004", 0, "0.3"),
        ("-1056.4000000000001", 2, "-1056.40"),
        ("1E+308", 2, "1" + "0" * 308),
        ("1e-400", 0, "0." + "0" * 399 + "1"),
        ("-0", 2, "0.00"),
        ("-0.0E+3", 0, "0"),
        (".5", 0, "0.5"),
    ],
)
def test_numbers_of_any_length(text: str, places: int, written: str) -> None:
    number = exact_number(text, places)
    assert number is not None
    assert format(number, "f").removesuffix(".") == written


@pytest.mark.parametrize(
    "text", ["NaN", "-INF", "1E+401", "1e999999999", "9" * 401, "1,056.40", ""]
)
def test_texts_that_are_no_number(text: str) -> None:
    assert exact_number(text) is None


def test_a_number_of_any_length_is_a_decimal_again() -> None:
    for digits in range(1, 60):
        number = exact_number("7" * digits + "00", 2)
        assert number == Decimal("7" * digits + "00")
