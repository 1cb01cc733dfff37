"""T-01: every misspelling of the list found, with right texts beside it; slips of one character."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rule_checks import WORDS, findings_in, goal_form

from xlform.model.word_finder import pieces
from xlform.rules.text import slips
from xlform.rules.text.lexicon import alike, lexicon
from xlform.template.store import templates_folder

_LISTED = (Path(__file__).parent / "typos.tsv").read_text(encoding="utf-8").splitlines()[1:]
# One character of an official word is another of its sound or shape; none of these is listed.
SLIPS = {
    "落实防溺水措施，加强重点水域训查": "巡查",
    "新增停车泊为320个，缓解停车难": "泊位",
    "补充防护用聘，按月核对库存": "用品",
    "开展食品抽俭，公布不合格产品名单": "抽检",
    "维修护拦120米，更换井盖36套": "护栏",
    "农机购置补贴发防到户": "发放",
    "组织文艺汇眼24场": "汇演",
    "完成农村公路生命防户工程": "防护",
}
RIGHT = [
    "扩大有效投资，今年新增设施农业用地",
    "以经济建设为中心，坚持以经营促管护",
    "原因该单位已书面说明，应急资金由其主管部门垫付",
    "报名截止日期为6月30日，生活必需品供应充足",
    "参与和监督并重，是否达标由第三方评定",
    "天天有保洁，人人讲卫生，常常开门听意见",
    "防汛帐篷入库，归还帐篷及时登记",
    "项目目标明确，资金金额准确，供水水质达标",
]


def _found(text: str) -> list[tuple[str, str]]:
    return [(found.actual, found.expected) for found in findings_in(goal_form(text), "T-01")]


@pytest.mark.parametrize("part", range(4))
def test_each_listed_typo_is_found_and_its_right_texts_are_silent(part: int) -> None:
    faults = []
    for line in _LISTED[part::4]:
        wrong, right, text, within = line.split("\t")
        assert right in text, line
        misspelt = text.replace(right, wrong, 1)
        if not any(seen in misspelt for seen, _ in _found(misspelt)):
            faults.append(f"not found: {misspelt}")
        faults += [f"right: {good}" for good in (text, within) if good and _found(good)]
    assert faults == []


def test_the_table_holds_each_listed_typo() -> None:
    assert {line.split("\t")[0] for line in _LISTED} == set(WORDS["typos"])


def test_a_slip_of_one_character_is_found() -> None:
    for text, right in SLIPS.items():
        found = _found(text)
        assert [expected for _, expected in found] == [right], text
        assert found[0][0] not in WORDS["typos"]


@pytest.mark.parametrize("text", RIGHT)
def test_right_words_across_edges_are_silent(text: str) -> None:
    assert _found(text) == []


@given(st.lists(st.sampled_from([*RIGHT, *SLIPS, "，", "、", "。", "\n", "；"]), max_size=5))
def test_a_text_holds_a_slip_only_if_one_of_its_pieces_does(parts: list[str]) -> None:
    text = "".join(parts)
    found = list(slips.slips(text, slips.suspicious_pairs(text)))
    in_pieces = [
        slip for piece in pieces(text) for slip in slips.slips(piece, slips.suspicious_pairs(piece))
    ]
    assert [slip.wrong for slip in found] == [slip.wrong for slip in in_pieces]


@lru_cache(maxsize=1)
def _pairs() -> frozenset[str]:
    text = (templates_folder() / "words/lexicon/slips.words").read_text(encoding="utf-8")
    return frozenset(line[0] + second for line in text.splitlines() for second in line[1:])


def test_the_table_of_slips_is_drawn_from_the_lexicon() -> None:
    words = lexicon()
    drawn = {
        word[at - 1] + other if at else other + word[1]
        for word in words.official
        for at, char in enumerate(word)
        for other in alike(char)
    }
    assert _pairs() <= drawn
    assert _pairs().isdisjoint(words.words)


def test_a_text_may_be_looked_up_any_number_of_times() -> None:
    text = "资今资金天天资今"
    assert slips.suspicious_pairs(text) == slips.suspicious_pairs(text) == ("资今",)
