"""Values are equal by what they mean."""

from __future__ import annotations

from decimal import Decimal

import pytest

from xlform.comparison.equality import same_value
from xlform.model.submission import Target
from xlform.values.period import parse_period
from xlform.values.target import parse_target


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        ("≥90%", "90%以上", True),
        ("≥90%", "不低于90%", True),
        ("≥90%", ">90%", False),
        ("≥90%", "≥95%", False),
        ("10次", "＝10次", True),
        ("10次", "10场", False),
        ("2023年12月31日前", "2023年底", True),
        ("2023年12月31日前", "2023年11月底", False),
        ("持续提升", "持续 提升", True),
        ("持续提升", "明显提升", False),
        ("", "持续提升", False),
        ("9个", "约9个", False),
        ("9个", "9个（含2个新建）", False),
        ("100%", "100%（抽查）", False),
        ("≥90％", "不少于90%", True),
        ("≤5天", "5天以内", True),
    ],
)
def test_targets(left: str, right: str, *, same: bool) -> None:
    ours, theirs = parse_target(left), parse_target(right)
    assert isinstance(ours, Target)
    assert same_value(ours, left, theirs, right) is same
    assert same_value(theirs, right, ours, left) is same


def test_amounts_are_equal_as_numbers() -> None:
    assert same_value(Decimal("95.00"), "95.00", Decimal(95), "95")
    assert not same_value(Decimal(95), "95", Decimal("95.01"), "95.01")


def test_a_missing_amount_is_not_zero() -> None:
    assert not same_value(None, "", Decimal(0), "0")
    assert same_value(None, "待定", None, "待 定")
    assert not same_value(Decimal(95), "约95", Decimal(95), "95")
    assert same_value(Decimal(95), "95万元", Decimal("95.00"), "95.00")
    assert not same_value(None, "待定", None, "暂估")


def test_periods_are_equal_by_their_days() -> None:
    left, right = "2023.01.01-2023.12.31", "2023年1月1日至2023年12月31日"
    assert same_value(parse_period(left), left, parse_period(right), right)
    later = "2023年2月1日至2023年12月31日"
    assert not same_value(parse_period(left), left, parse_period(later), later)
    assert not same_value(parse_period(left), left, parse_period("长期"), "长期")
