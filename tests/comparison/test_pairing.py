"""Rows and forms are paired by name, whatever their order; renamed ones by what they hold."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from xlform.comparison.pairing import Named, Pair, pairs


def named(*things: str) -> list[Named]:
    """``group/name/content,content`` as things to pair."""
    parts = [thing.split("/") for thing in things]
    return [Named(group, name, tuple(content.split(","))) for group, name, content in parts]


def test_rows_are_paired_by_name() -> None:
    before = named("产出/宣传/10,按次", "产出/清运/20,按车")
    after = named("产出/清运/25,按车", "产出/宣传/10,按次")
    assert pairs(before, after) == [(1, 0), (0, 1)]


def test_rows_of_one_name_are_paired_by_their_content() -> None:
    before = named("/设备/10,甲", "/设备/20,乙")
    after = named("/设备/20,丙", "/设备/10,甲")
    assert pairs(before, after) == [(1, 0), (0, 1)]


def test_a_renamed_row_is_the_same_row() -> None:
    assert pairs(named("/宣传费/10,按次"), named("/宣传费用/12,按次")) == [(0, 0)]
    assert pairs(named("/广告/10,每次0.5万元"), named("/宣传费/10,每次0.5万元")) == [(0, 0)]


def test_another_row_is_removed_and_added() -> None:
    assert pairs(named("/宣传费/10,按次"), named("/绿化/30,按亩")) == [(0, None), (None, 0)]
    assert pairs(named("甲/宣传费/10,按次"), named("乙/宣传费/10,按次")) == [(0, None), (None, 0)]


def test_a_removed_row_is_listed_where_it_stood() -> None:
    before = named("/甲乙丙/1,一", "/子丑寅/2,二", "/东南西/3,三")
    after = named("/甲乙丙/1,一", "/东南西/3,三")
    assert pairs(before, after) == [(0, 0), (1, None), (2, 1)]


def test_many_rows_without_a_partner_are_not_compared_with_each_other() -> None:
    before = [Named("", f"旧{n}", (str(n),)) for n in range(600)]
    after = [Named("", f"新{n}", (str(n),)) for n in range(600)]
    found = pairs(before, after)
    assert len(found) == 1200
    assert all(None in pair for pair in found)


things = st.builds(
    Named,
    st.sampled_from(["产出", "效益"]),
    st.text("甲乙丙丁", max_size=3),
    st.tuples(st.sampled_from(["", "1", "2"]), st.sampled_from(["", "次"])),
)


@given(st.lists(things, max_size=8), st.lists(things, max_size=8))
def test_each_thing_is_in_exactly_one_pair(left: list[Named], right: list[Named]) -> None:
    found: list[Pair] = pairs(left, right)
    assert sorted(one for one, _ in found if one is not None) == list(range(len(left)))
    assert [other for _, other in found if other is not None] == list(range(len(right)))
    assert (None, None) not in found


@given(st.lists(things, max_size=8), st.randoms(use_true_random=False))
def test_order_does_not_matter_for_what_is_the_same(left: list[Named], random: object) -> None:
    right = list(left)
    random.shuffle(right)  # type: ignore[attr-defined]
    for one, other in pairs(left, right):
        assert one is not None
        assert other is not None
        assert left[one] == right[other]
