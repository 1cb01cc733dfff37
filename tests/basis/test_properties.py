"""Laws of the grammar: what is written comes back, and no text makes it fail or crawl."""

from __future__ import annotations

import time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlform.basis import parse_basis

FULL_WIDTH = str.maketrans("0123456789.", "０１２３４５６７８９．")
THINGS = ["次", "人", "户", "场次", "人次", "台", "公里", "平方米", "社区", "批次", "份"]
counts = st.integers(1, 99_999)
prices = st.decimals("0.0001", "999", places=4).filter(bool)
blanks = st.sampled_from(["", " ", "　"])
pieces = st.sampled_from(
    ["20次", "0.5", "（", "）", "万元/次", "*", "×", "=", "+", "-", "/", "÷", "·", "x", "；", "，",
     "\n", "宣传费", "约", "每次", "10万元", "％", "1，056.40", "一", "(", ")", ".", "元", "万",
     "个社区", "…"]
)  # fmt: skip


@given(
    count=counts,
    price=prices,
    thing=st.sampled_from(THINGS),
    sign=st.sampled_from(["*", "×", "x", "X", "✕", "·", "＊"]),
    style=st.sampled_from(
        ["{p}（万元/{t}）", "{p}(万元/{t})", "{p}万元/{t}", "{p}【万元／{t}】", "{p}万元每{t}"]
    ),
    equals=st.sampled_from(["=", "＝"]),
    before=st.sampled_from(
        ["", "宣传费", "预计整治清理费", "开展20次。", "宣传3次", "（一）", "宣传费0.1万元/次，"]
    ),
    after=st.sampled_from(["", "。", "；", "\n", "；其他费用1万元", "其他费用1万元"]),
    gap=blanks,
    wide=st.booleans(),
    turned=st.booleans(),
)  # fmt: skip
def test_a_count_times_a_price_comes_back(  # noqa: PLR0913, PLR0917  (as many ways to write it)
    count: int, price: Decimal, thing: str, sign: str, style: str, equals: str,
    before: str, after: str, gap: str, *, wide: bool, turned: bool,
) -> None:  # fmt: skip
    numbers = [str(count), f"{price:f}", f"{count * price:f}"]
    if wide:
        numbers = [number.translate(FULL_WIDTH) for number in numbers]
    factors = [f"{numbers[0]}{thing}", style.format(p=numbers[1], t=thing)]
    if turned:
        factors.reverse()
    text = f"{before}{(gap + sign + gap).join(factors)}{gap}{equals}{gap}{numbers[2]}万元{after}"
    (equation,) = parse_basis(text).equations
    assert equation.computed == equation.claimed == count * price
    assert {one.value for one in equation.operands} == {Decimal(count), price}
    assert equation.unit == "万元"
    assert equation.leftover == ()
    assert text[equation.start : equation.end] == equation.text


@given(counts, prices, st.sampled_from(THINGS))
def test_a_missing_price_is_the_one_left_out(count: int, price: Decimal, thing: str) -> None:
    (equation,) = parse_basis(f"{count}{thing}*（万元/{thing}）={count * price:f}万元").equations
    assert equation.computed is None
    assert equation.inferred == price


@given(counts, prices, st.sampled_from(THINGS), st.integers(1, 1000))
def test_a_wrong_result_is_never_taken_for_right(
    count: int, price: Decimal, thing: str, off: int
) -> None:
    wrong = count * price + Decimal(off) / 100
    (equation,) = parse_basis(f"{count}{thing}*{price:f}万元/{thing}={wrong:f}万元").equations
    assert equation.computed == count * price
    assert equation.claimed == wrong


@given(st.text())
def test_no_text_fails(text: str) -> None:
    spans_hold(text)


@given(st.lists(pieces, max_size=40).map("".join))
def test_no_heap_of_pieces_fails(text: str) -> None:
    spans_hold(text)


def spans_hold(text: str) -> None:
    basis = parse_basis(text)
    last = 0
    for equation in basis.equations:
        assert last <= equation.start <= equation.end <= len(text)
        assert text[equation.start : equation.end] == equation.text
        last = equation.start
    for one in basis.statements:
        assert text[one.start : one.end] == one.text


LONG = [
    "20次*0.5（万元/次）=10万元；", "20次*0.5（万元/次）=10万元", "（", "）", "()", "((1)", "1+",
    "1*", "*次", "1=", "1+1=2；", "一", "每", "万元/次", "次/", "元/人·天", "约", "宣传20次，", "9",
    "9,999,", "1 ", "=", "费", "(1+", "x1", "\n", "*", "*万元/次", "(次)", "-1", "%",
]  # fmt: skip


@pytest.mark.parametrize("piece", LONG)
def test_a_long_text_takes_its_length_not_more(piece: str) -> None:
    def cost(length: int) -> float:
        text = (piece * length)[:length]
        parse_basis.cache_clear()
        begin = time.process_time()
        parse_basis(text)
        return time.process_time() - begin

    # A cell holds 32767 characters; eight times the text may cost sixteen times, not sixty-four.
    at_most = 16 * min(cost(4_000) for _ in range(3)) + 0.02
    assert any(cost(32_000) <= at_most for _ in range(3))


def test_deep_brackets_do_not_exhaust_the_stack() -> None:
    assert parse_basis("(" * 5000 + "1" + ")" * 5000 + "*2=2").equations is not None
