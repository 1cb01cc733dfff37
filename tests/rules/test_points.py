"""Points by completion: what an actual value earns of its target."""

from __future__ import annotations

from decimal import Decimal

import pytest

from xlform.model.word_lists import load_words, words_folders
from xlform.rules.arithmetic.completion import BANDS, completion, unlike_units
from xlform.values import parse_target

WORDS = load_words(words_folders())[BANDS]
# Target, actual value, met, shares of the points in per cent (lowest-highest), "" for none.
CASES = [
    ("≥850亩", "820亩", False, "96.47"),
    ("≥850亩", "850亩", True, "100"),
    ("≥850亩", "900亩", True, "100"),
    (">90%", "90%", False, "100"),
    ("≥90%", "85.5%", False, "95"),
    ("≥12口", "9", False, "75"),
    ("≥1.2万人次", "12600人次", True, "100"),
    ("≥12000人次", "0.9万人次", False, "75"),
    ("≤8000千克", "6千克", True, "100"),
    ("≤9万元", "8.7万元", True, "100"),
    ("≤9万元", "90000元", True, "100"),
    ("≤9万元", "10.8万元", False, "80"),
    ("≤9万元", "18万元", False, "0"),
    ("≤9万元", "30万元", False, "0"),
    ("=0起", "0起", True, "100"),
    ("=0起", "1起", False, "0"),
    ("100%", "98%", False, "98"),
    ("12口", "12口", True, "100"),
    ("12口", "9口", None, "75 100"),
    ("12口", "15口", None, "75 100"),
    ("30-50人", "40人", True, ""),
    ("30-50人", "20人", None, ""),
    ("2023年11月30日前", "2023年11月20日", True, "100"),
    ("2023年11月30日前", "2023年12月3日", False, ""),
    ("效果明显", "达成年度指标", True, "80-100"),
    ("效果明显", "部分达成年度指标并具有一定效果", False, "60-80"),
    ("效果明显", "未达成年度指标且效果较差", False, "0-60"),
    ("合格", "合格", True, "80-100"),
]


@pytest.mark.parametrize(("target", "actual", "met", "shares"), CASES)
def test_what_an_actual_value_earns(
    target: str,
    actual: str,
    met: bool | None,  # noqa: FBT001  (expected)
    shares: str,
) -> None:
    found = completion(parse_target(target), parse_target(actual), WORDS)
    assert found is not None
    assert found.met is met
    shown = []
    for low, high in found.shares:
        ends = [f"{(end * 100).quantize(Decimal('0.01')).normalize():f}" for end in (low, high)]
        shown.append("-".join(dict.fromkeys(ends)))
    assert " ".join(shown) == shares


@pytest.mark.parametrize(
    ("target", "actual", "unlike"),
    [
        ("≥90%", "0.95", True),
        ("≥90%", "95", False),
        ("≥12口", "12个", True),
        ("≥320户", "335户农户", False),
        ("≥90%", "92人", True),
        ("≥12口", "已完成", False),
        ("效果明显", "12口", False),
    ],
)
def test_numbers_of_unlike_units_are_not_compared(
    target: str,
    actual: str,
    unlike: bool,  # noqa: FBT001  (expected)
) -> None:
    pair = parse_target(target), parse_target(actual)
    assert unlike_units(*pair) is unlike
    assert not unlike or completion(*pair) is None
