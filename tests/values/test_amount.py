"""Amounts as they come out of cells (domain.md §3, items 57 to 61), and their worth in 万元."""

from __future__ import annotations

import decimal
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlform.values import Amount, in_wan, parse_amount

# text | value | unit | modifier
AMOUNTS = """
    95.00                | 95.00   |        |
    0                    | 0       |        |
    36                   | 36      |        |
    1,056.40             | 1056.40 |        |
    1，056.40            | 1056.40 |        |
    1，234，567元        | 1234567 | 元     |
    ９５．００           | 95.00   |        |
    95.00万元            | 95.00   | 万元   |
    5万                  | 5       | 万元   |
    5 万 元              | 5       | 万元   |
    95.00（万元）        | 95.00   | 万元   |
    0.5亿                | 0.5     | 亿元   |
    3百万元              | 3       | 百万元 |
    3千元                | 3       | 千元   |
    5圆                  | 5       | 元     |
    ￥5万元              | 5       | 万元   |
    ¥1,000.00元          | 1000.00 | 元     |
    人民币30万元整       | 30      | 万元   |
    (3.5)                | -3.5    |        |
    （3.5）              | -3.5    |        |
    ¥(3.5)               | -3.5    |        |
    （3.5）万元          | -3.5    | 万元   |
    （3.5万元）          | -3.5    | 万元   |
    -3.5                 | -3.5    |        |
    －3.5                | -3.5    |        |
    −3.5                 | -3.5    |        |
    ¥-3.5                | -3.5    |        |
    负3.5                | -3.5    |        |
    (0)                  | 0       |        |
    1.5E+2               | 150     |        |
    1.38E+10             | 13800000000 |    |
    .5                   | 0.5     |        |
    叁拾万元整           | 30      | 万元   |
    三百二十             | 320     |        |
    十二                 | 12      |        |
    三百万               | 300     | 万元   |
    一百零五元           | 105     | 元     |
    一万二千             | 12000   | 元     |
    一亿三千万元         | 130000000 | 元   |
    壹万贰仟叁佰肆拾伍元陆角柒分 | 12345.67 | 元 |
    伍元零柒分           | 5.07    | 元     |
    伍元伍角整           | 5.5     | 元     |
    约30万元             | 30      | 万元   | 约
    预计20万元           | 20      | 万元   | 预计
    不超过5万            | 5       | 万元   | 不超过
    ≤5万元               | 5       | 万元   | ≤
    5万元以内            | 5       | 万元   | 以内
    5万元以上            | 5       | 万元   | 以上
    10万元左右           | 10      | 万元   | 左右
    10余万元             | 10      | 万元   | 余
    约10万元左右         | 10      | 万元   | 约…左右
"""
NOT_ONE_NUMBER = """
    待定 / - — —— 无 不适用 约 万元 元 10+5 3-5 3~5 3至5 1/2 2*3 =1+2 10、20 445.40万元611.00万元
    1，5 1,56 0,056 1,0560 1056,40 10,56.40 1.2.3 36. --5 5- (-5) (5 5) 50% 5次 5万元/年 5A ①5 10² ½
    —5 一 三百二 五六 一万五 一亿三千 二〇二三 零五 百 万 5万5角 5.5元3角 三十万万元 (约5)
"""


@pytest.mark.parametrize(
    "row",
    [[part.strip() for part in line.split("|")] for line in AMOUNTS.strip().splitlines()],
    ids=lambda row: row[0],
)
def test_amount(row: list[str]) -> None:
    text, value, unit, modifier = row
    read = parse_amount(text)
    assert read is not None
    assert [str(read.value), read.unit, read.modifier] == [value, unit, modifier]


@pytest.mark.parametrize("text", ["", " ", "\u3000", "10 20", "1 056.40", *NOT_ONE_NUMBER.split()])
def test_not_one_number(text: str) -> None:
    assert parse_amount(text) is None


@pytest.mark.parametrize("blank", " \t\n\u00a0\u3000\u200b\ufeff\u00ad\u202c")
def test_every_kind_of_blank_at_the_edges(blank: str) -> None:
    assert parse_amount(f"{blank}95.00{blank}万元{blank}") == Amount(Decimal("95.00"), "万元")


@pytest.mark.parametrize("mark", "\u200b\ufeff\u00ad\u2060")
def test_invisible_marks_inside_a_number(mark: str) -> None:
    assert parse_amount(f"9{mark}5.00") == Amount(Decimal("95.00"))


@pytest.mark.parametrize(
    ("text", "default", "wan"),
    [
        ("950000元", "万元", "95"),
        ("10564元", "万元", "1.0564"),
        ("950000.00元", "万元", "95"),
        ("10500000元", "万元", "1050"),
        ("0元", "万元", "0"),
        ("-1元", "万元", "-0.0001"),
        ("95.00万元", "元", "95.00"),
        ("95.00", "万元", "95.00"),
        ("95.00", "万", "95.00"),
        ("10564.0000", "元", "1.0564"),
        ("1.50亿元", "万元", "15000"),
        ("3百万元", "元", "300"),
        ("5千元", "万元", "0.5"),
        ("叁拾万元整", "元", "30"),
        ("一万二千元", "万元", "1.2"),
    ],
)
def test_in_wan(text: str, default: str, wan: str) -> None:
    amount = parse_amount(text)
    assert amount is not None
    assert str(in_wan(amount, default)) == wan


def test_a_unit_of_no_known_worth_is_an_error() -> None:
    with pytest.raises(ValueError, match="美元"):
        in_wan(Amount(Decimal(5)), "美元")
    with pytest.raises(ValueError, match="''"):
        in_wan(Amount(Decimal(5)), "")


VALUES = st.decimals(allow_nan=False, allow_infinity=False, min_value=0, max_value=10**15, places=2)
WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}


@given(
    VALUES,
    st.sampled_from(["{:f}", "{:,f}"]),
    st.sampled_from(["", "元", "万元", "亿元"]),
    st.sampled_from(["", "￥", " ", "约"]),
    st.sampled_from(["{}", "-{}", "({})"]),
    st.sampled_from([WIDE, {}]),
)
def test_a_written_amount_is_read_back(
    value: Decimal, form: str, unit: str, before: str, negative: str, width: dict[int, int]
) -> None:
    if before == "约":
        negative = "{}"
    text = before + negative.format(form.format(value) + unit)
    read = parse_amount(text.translate(width))
    expected = -value if negative != "{}" and value else value
    assert read == Amount(expected, unit, before if before == "约" else "")
    assert str(read.value) == str(expected)


@given(st.text())
def test_any_text_is_read_without_an_error(text: str) -> None:
    parse_amount(text)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6), st.integers(1, 50))
def test_yuan_in_wan_is_exact_in_any_decimal_context(yuan: Decimal, precision: int) -> None:
    with decimal.localcontext(prec=precision):
        wan = in_wan(Amount(yuan, "元"), "万元")
    with decimal.localcontext(prec=1000):
        assert wan * 10000 == yuan
    assert f"{wan:f}" == f"{wan:f}".rstrip("0") or wan == wan.to_integral_value()


FIGURES = "零一二三四五六七八九"
PLACES = ["", "十", "百", "千"]


def spoken(number: int) -> str:
    """Speak a number below 10000 as a bank writes it."""
    words = ""
    for place, figure in enumerate(reversed(str(number))):
        if figure != "0":
            words = FIGURES[int(figure)] + PLACES[place] + words
        elif words and words[0] != "零":
            words = "零" + words
    return words


@given(st.integers(2, 9999), st.integers(0, 9999))
def test_spoken_numbers_are_read_back(high: int, low: int) -> None:
    assert parse_amount(spoken(high)) == Amount(Decimal(high))
    zero = "零" if 0 < low < 1000 else ""
    read = parse_amount(f"{spoken(high)}万{zero}{spoken(low) if low else ''}元")
    assert read is not None
    assert in_wan(read, "元") * 10000 == high * 10000 + low
