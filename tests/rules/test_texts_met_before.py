"""Texts met before are looked at no further, and what is found is the same with them or without."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlform.checking.check import Checker
from xlform.checking.settings import Project
from xlform.model import memoize
from xlform.model.memoize import by_text, sifted
from xlform.model.word_finder import WordFinder, wording
from xlform.model.word_lists import WordList, load_words, words_folders
from xlform.rules import all_rules
from xlform.rules.context import RuleContext, Settings
from xlform.rules.quality.indicators import (
    _apart_from_number,
    _indicator_row,
    without_number,
)
from xlform.rules.text_tests import (
    TextTest,
    Words,
    _lists_of,
    holding,
    of_wording,
)
from xlform.rules.text_tests import (
    tests_of as remembered_tests,
)
from xlform.template.roles import GOALS
from xlform.values.target import parse_target

SAMPLES = Path(__file__).parents[2] / "samples"
_TEXTS = st.text("绿化镇里资今aA、\n012", max_size=12)
_FINDER = WordFinder()
_LISTS = [
    WordList(dict.fromkeys(words, ""))
    for words in (["绿化", "化镇", "绿", "资今绿"], ["A", "aA、", "\n", "2绿", "10", "0"], [])
]


@given(st.lists(_TEXTS, max_size=4))
def test_words_are_found_whatever_was_looked_up_before(texts: list[str]) -> None:
    for words in _LISTS:
        expected = [word for word in words if any(word in text for text in texts)]
        assert _FINDER.words_in(texts, words) == WordFinder().words_in(texts, words) == expected


def test_each_text_is_looked_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memoize, "_TEXTS_AT_MOST", 3)
    calls: Counter[str] = Counter()

    @by_text
    def length(text: str) -> int:
        calls[text] += 1
        return len(text)

    long = "长" * 1000
    for _ in range(3):
        assert [length(text) for text in ("甲", "乙丙", "甲", long)] == [1, 2, 1, 1000]
    assert calls == {"甲": 1, "乙丙": 1, long: 3}
    for text in map(str, range(1000)):
        length(text)
    known = length.__self__  # type: ignore[attr-defined]  # of the dictionary behind it
    assert len(known) <= 3


def test_a_function_of_text_and_words_is_shared_by_the_checks_with_these_words() -> None:
    calls: Counter[str] = Counter()

    def is_listed(text: str, words: Words) -> bool:
        calls[text] += 1
        return text in words["list"]

    one: Words = {"list": {"甲": ""}}
    other: Words = {"list": {"乙": ""}}
    for _ in range(3):
        assert [RuleContext({}, words=one).of_text(is_listed)(text) for text in "甲乙"] == [1, 0]
    assert calls == {"甲": 1, "乙": 1}
    assert [RuleContext({}, words=other).of_text(is_listed)(text) for text in "甲乙"] == [0, 1]


def test_findings_are_the_same_with_texts_met_before_and_without() -> None:
    paths = sorted((SAMPLES / "district").glob("*.xlsx"))[:6]
    warm = Checker()
    after_others = {path: warm.check(path).findings for path in [*paths, *reversed(paths)]}
    for path in paths[:3]:
        cold = Checker()
        cold._words = dict(load_words(words_folders()))  # noqa: SLF001  (no text was met with it)
        assert cold.check(path).findings == after_others[path]


def test_texts_of_a_layout_met_before_are_those_of_the_form_at_hand() -> None:
    files = [SAMPLES / "云田镇.xlsx", *sorted((SAMPLES / "district").glob("*.xlsx"))[:6]]
    for path in [*files, *reversed(files)]:
        report = Checker().check(path)
        for form in report.submission.forms:
            paths: dict[str, str] = {}
            for value_path, origin in form.origins.items():
                if not value_path.endswith(".text"):
                    paths.setdefault(origin, value_path)
            cells = [(one, report.context.cell(form, one)) for one in paths.values()]
            assert [(one.path, one.text) for one in report.context.texts(form)] == [
                (one, cell.value)
                for one, cell in cells
                if cell and isinstance(cell.value, str) and not cell.formula
            ]
            goals = [one for one in report.context.texts(form) if one.role in GOALS]
            assert report.context.texts_with(form, GOALS) == goals


@given(st.lists(st.lists(_TEXTS, max_size=5), max_size=5))
def test_what_passes_a_test_does_not_depend_on_when_the_test_was_first_asked(
    forms: list[list[str]],
) -> None:
    words: Words = {"list": {"绿化": ""}}
    tests = remembered_tests(words)
    asked: list[TextTest] = [
        holding("list"),
        lambda text, _: text.isascii(),
        lambda text, _: text.strip(),
        lambda text, listed: text in listed["list"],
    ]
    for number, texts in enumerate(forms):
        known, passed_by = tests.answers()
        for text in texts:
            assert set(passed_by(text)) == {test for test in known if test(text, words)}
        tests.add(asked[number % len(asked)])


_PIECES = re.findall(
    "[^/]+",
    "已/建成/完成/400/12.5/12次12次*3/（/#DIV/0!/&#x41;/_x000D_/0731-47040804/、/%/了/株/资金使用率/99/，/我镇/9/在镇党委领导下/青渚区水利局/的的/研究/取得/成效"
    "/20年/受到/好评",
)
_LIKE_TEXTS = st.lists(
    st.sampled_from(_PIECES),
    max_size=8,
).map("".join)


@given(_LIKE_TEXTS)
def test_a_text_that_passes_a_test_of_the_wording_has_a_wording_that_does(text: str) -> None:
    all_rules()
    words = load_words(words_folders())
    assert len(_lists_of) >= 3
    for test in _lists_of:
        assert not test(text, words) or test(wording(text), words), test


_NAMES = st.sampled_from(
    [
        "清运垃圾", "验收合格率", "办结时间", "竣工时间", "发放补贴标准", "开放时间",
        "带动就业人数", "12座公厕", "改善环境", "投诉率", "每日巡查", "群众满意度", "100%覆盖率",
        "旅游收入增长率", "预算控制", "维护社会稳定", "志愿者",
    ]
)  # fmt: skip
_LEVELS = st.sampled_from(
    [
        ("产出指标", level) for level in ("数量指标", "质量指标", "时效指标", "成本指标")
    ] + [("效益指标", level) for level in ("经济效益指标", "生态效益指标", "可持续影响指标")]
    + [("成本指标", "社会成本指标"), ("满意度指标", "服务对象满意度指标"), ("", "")]
)  # fmt: skip
_TARGETS = st.builds(
    "{}{}{}{}".format,
    st.sampled_from(["", "≥", "≤", "=", "不少于"]),
    st.sampled_from(["1", "20", "30000", "9.6", "45000", "0.5", "2000"]),
    st.sampled_from(["", "/"]),
    st.sampled_from(["", "个", "次", "%", "万元", "万", "元/次", "天", "工作日", "年", "人次"]),
)


@given(_LEVELS, _NAMES, _TARGETS)
def test_tests_declared_apart_from_the_number_say_the_same_of_any(
    levels: tuple[str, str], name: str, written: str
) -> None:
    all_rules()
    words = load_words(words_folders())
    context = RuleContext({}, words=words)
    texts = (*levels, name, parse_target(written), None)
    row, other = (_indicator_row(one, words) for one in (texts, without_number(texts)))
    assert len(_apart_from_number) >= 5
    for test in _apart_from_number:
        assert bool(test(row, context)) == bool(test(other, context)), (test, row)


def test_a_list_with_digits_is_looked_for_in_the_text_itself() -> None:
    @of_wording("list")
    def holds(text: str, words: Words) -> bool:
        return any(word in text for word in words["list"])

    texts = ("拨打12345", "拨打54321", "拨打")
    for listed, passing in (("12345", ["拨打12345"]), ("拨打", list(texts))):
        tests = remembered_tests({"list": {listed: ""}})
        tests.add(holds)
        passed_by = tests.answers()[1]
        assert [text for text in texts if passed_by(text)] == passing
    del _lists_of[holds]


@given(st.lists(st.sets(_TEXTS, max_size=6), max_size=8))
def test_texts_are_sifted_whatever_was_sifted_before(sets: list[set[str]]) -> None:
    def test(text: str) -> bool:
        return text.startswith("绿")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(memoize, "_TEXTS_AT_MOST", 5)
        passing = sifted(test)
        for texts in sets:
            assert passing(set(texts)) == set(filter(test, texts))


def test_indicators_met_before_are_tried_anew_by_other_settings_and_words() -> None:
    path = SAMPLES / "云田镇.xlsx"

    def found(project: Project, words: Words | None = None) -> int:
        checker = Checker(project)
        checker._words = words or checker._words  # type: ignore[assignment]  # noqa: SLF001
        return sum(one.code == "Q-07" for one in checker.check(path).findings)

    usual = found(Project())
    assert found(Project(terms=Settings(indicator_name_at_most=1))) > usual
    slogans = load_words(words_folders()) | {"slogan-openings": WordList({"村": ""})}
    assert found(Project(), slogans) < usual == found(Project())
