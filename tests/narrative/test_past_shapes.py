"""D-03: a text without the words of a shape is not searched, and no match is lost by that."""

from __future__ import annotations

from xlform.model.word_lists import load_words, words_folders
from xlform.rules.narrative.past_results import may_hold, shape_pattern

SHAPES = tuple(load_words(words_folders())["past-shapes"])
TEXTS = [
    "受到群众一致好评", "全年已全部建成", "累计发放补贴30万元", "执行率为99%",
    "预算的执行率达98%", "群众反映良好", "深受村民喜爱", "较去年同期大幅提高",
    "完成了改厕180户", "同比提升了", "共投入资金20万元，惠及", "取得了明显成效",
    "面貌一新", "荣获先进称号", "已于5月丁",
]  # fmt: skip


def test_a_text_that_matches_is_searched() -> None:
    """Each shape alone, all of them, and one that is nested deeper than the shipped ones."""
    found = 0
    for shapes in (SHAPES, *((shape,) for shape in SHAPES), ("((甲|乙)丙)?已*丁",)):
        for text in TEXTS:
            if shape_pattern(shapes).search(text):
                found += 1
                assert may_hold(text, shapes), (text, shapes)
    assert found > 2 * len(TEXTS) - 3


def test_an_ordinary_plan_is_not_searched() -> None:
    assert not may_hold("补植行道树400株，成活率不低于92%，村民满意。", SHAPES)
