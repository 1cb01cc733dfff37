"""T-12: a list written with 、 in one form and without it in another."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

import msgspec

from xlform.model.submission import Form, Submission
from xlform.rules.context import RuleContext
from xlform.rules.kernel import Rule, RuleOutput, Text, Violation, register
from xlform.rules.text.text_fixes import text_fix
from xlform.rules.text_tests import Words, of_wording

# 网格、党建、综治维稳，: the end of one item and the two items after it, at every position.
_ITEMS = re.compile(r"(?=([一-鿿]{2})、([一-鿿]{2,5})、([一-鿿]{2,6})[、，等])")


class _Pair(msgspec.Struct, frozen=True):
    """Two adjacent items of a list, their text without 、, and the cell that separates them."""

    first: str
    second: str
    run_together: str
    form: Form
    location: str


@of_wording()
def _items(text: str, _: Words) -> tuple[tuple[str, str, str], ...]:
    """Return the items of the lists in a text, each with the two after it."""
    return tuple(_ITEMS.findall(text)) if text.count("、") >= 2 else ()  # noqa: PLR2004  (of three)


@register
class ListUneven(Rule):
    """Two items are run together that a list elsewhere in the submission separates."""

    code = "T-12"
    name = "list-uneven"
    severity = "info"
    scope = "submission"
    text_tests = (_items,)
    summary = Text(
        "同一串并列内容，两处顿号不一致", "A list has its 、 in one place and lacks it in another"
    )
    rationale = Text(
        "“街道网格党建”与“街道网格、党建”是一项还是两项，看的人分不清，多半是漏了顿号。",
        "Whether this is one item or two can't be told; most likely a 、 was left out.",
    )
    help = Text("请核对后统一写法，如“{first}、{second}”。", "Write {first}、{second} in both.")
    legal_basis = (
        "GB/T 15834-2011《标点符号用法》（顿号）；财预〔2015〕88号审核表一、完整性审核·规范完整性"
    )
    messages: ClassVar[dict[str, Text]] = {
        "message": Text(
            "“{first}{second}”在 {place} 写作“{first}、{second}”，这里疑缺顿号。",
            "{first}{second} is {first}、{second} in {place}; is a 、 missing here?",
        ),
    }
    bad_example = """
@sheet 附表2
| 序号 | 名称     | 金额  | 实施期绩效目标               | 年度绩效目标                   |
|      | 合计     | 36.00 |                              |                                |
| 一   | 工作经费 | 36.00 | 开展网格党建、综治维稳、妇联 | 统筹网格、党建、综治维稳、妇联 |
"""
    good_example = """
@sheet 附表2
| 序号 | 名称     | 金额  | 实施期绩效目标                 | 年度绩效目标                   |
|      | 合计     | 36.00 |                                |                                |
| 一   | 工作经费 | 36.00 | 开展网格、党建、综治维稳、妇联 | 统筹网格、党建、综治维稳、妇联 |
"""

    def over_submission(self, submission: Submission, context: RuleContext) -> RuleOutput:
        pairs = {
            pair.run_together: pair for form in submission.forms for pair in _pairs(form, context)
        }
        if not pairs:
            return
        all_lists = "\n".join(
            located.text
            for form in submission.forms
            for located in context.texts_where(form, _is_list)
        )
        for run_together, pair in pairs.items():
            if run_together in all_lists:
                for form in submission.forms:
                    yield from _violations(pair, form, context)


@of_wording()
def _is_list(text: str, _: Words) -> bool:
    """Return True for a text with a list."""
    return "、" in text


def _pairs(form: Form, context: RuleContext) -> Iterator[_Pair]:
    """Yield the adjacent items in the lists of a form."""
    items_of = context.of_text(_items)
    for located in context.texts_where(form, _items):
        for first, second, third in items_of(located.text):
            run_together = f"{first}{second}、{third}"
            yield _Pair(first, second, run_together, form, form.origins.get(located.path, ""))


def _violations(pair: _Pair, form: Form, context: RuleContext) -> Iterator[Violation]:
    """Yield violations where the two items have nothing between them."""
    run_together = pair.first + pair.second
    location = pair.location if form is pair.form else f"{pair.form.sheet}!{pair.location}"
    details = {"first": pair.first, "second": pair.second, "place": location}
    for located in context.texts_where(form, _is_list):
        if pair.run_together in located.text:
            new = located.text.replace(run_together, f"{pair.first}、{pair.second}")
            fix = text_fix(form, context, located, new, "unsafe")
            yield Violation(form, located.path, details=details, actual=run_together, fix=fix)
