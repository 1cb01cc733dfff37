"""T-03 and T-04: brackets, last stops, and ASCII marks among Chinese characters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import ClassVar

from xlform.model.findings import Edit, Fix
from xlform.model.submission import Form
from xlform.rules.context import RuleContext, TextAt
from xlform.rules.kernel import Rule, RuleOutput, Text, Violation, register
from xlform.rules.text.mending import goal, mended

_PAIRS = {"（": "）", "(": ")", "“": "”", "《": "》", "【": "】", "「": "」", "〔": "〕"}
_WIDTH = str.maketrans("()", "（）")
_BRACKET = re.compile("[（）()“”《》【】「」〔〕]")
_DANGLING = "，、,：:"
_STOPS = "。！？；.!?;"
# Ｅｘample: a list joined by 、 with one ， among its short members (综治维稳，城管、妇联、计生等).
_LIST = re.compile(r"、[一-鿿]{2,5}(，)[一-鿿]{2}(?:、[一-鿿]{2,6}){2,}等")


@register
class Punctuation(Rule):
    """Brackets don't match, a sentence breaks off, or some texts end with a stop and some not."""

    code = "T-03"
    name = "punctuation-uneven"
    severity = "info"
    summary = Text("标点不完整、不一致", "Punctuation is incomplete or uneven")
    rationale = Text(
        "括号缺一半、句末留着逗号，往往是话没有写完或粘贴时漏了一段。",
        "Half a bracket or a comma at the end often means that something was cut off.",
    )
    help = Text("请核对标点，把话补全。", "Check the punctuation and complete the sentence.")
    legal_basis = "GB/T 15834-2011《标点符号用法》"
    messages: ClassVar[dict[str, Text]] = {
        "bracket": Text("“{seen}”不成对。", "{seen} has no partner."),
        "dangling": Text(
            "句末是“{seen}”，话可能没有写完。", "It ends with {seen}: was something cut off?"
        ),
        "list": Text(
            "并列的“{seen}”中间应一律用顿号。", "The list {seen} should be joined by 、 throughout."
        ),
        "stop": Text(
            "同一栏的文字有的以句号结尾、有的没有（没有的：{cells}）。",
            "Some texts of this kind end with a stop and some don't ({cells} don't).",
        ),
    }
    bad_example = goal("补植行道树400株，成活率达到92%以上，")
    good_example = goal("补植行道树（含灌木）400株，成活率达到92%以上。")

    def over_form(self, form: Form, context: RuleContext) -> RuleOutput:
        for at in context.texts(form):
            if lone := _unpaired(at.text):
                yield Violation(
                    form, at.path, message="bracket", details={"seen": lone}, actual=lone
                )
            if "goal" in at.path:
                last = at.text.rstrip()[-1:]
                if last and last in _DANGLING:
                    yield Violation(form, at.path, message="dangling", details={"seen": last})
            if "等" in at.text and (found := _LIST.search(at.text)):
                new = f"{at.text[: found.start(1)]}、{at.text[found.end(1) :]}"
                seen = found[0].strip("、")
                fix = mended(form, context, at, new, "safe")
                yield Violation(form, at.path, message="list", details={"seen": seen}, fix=fix)
        yield from _uneven(form, context)


def _unpaired(text: str) -> str:
    """The first bracket or quotation mark without its partner."""
    waiting: list[str] = []
    for found in _BRACKET.findall(text):
        sign = found.translate(_WIDTH)
        if sign in _PAIRS:
            waiting.append(sign)
        elif waiting and _PAIRS[waiting[-1]] == sign:
            waiting.pop()
        else:
            return str(found)
    return waiting[0] if waiting else ""


def _uneven(form: Form, context: RuleContext) -> Iterator[Violation]:
    """The goals of a form that end otherwise than their like, told once with all their cells."""
    groups: dict[str, list[TextAt]] = {}
    for at in context.texts(form):
        if "goal" in at.path:
            groups.setdefault(at.path.partition("[")[0] if "[" in at.path else "", []).append(at)
    for ones in groups.values():
        ended = [at for at in ones if at.text.rstrip()[-1:] in _STOPS]
        open_ = [at for at in ones if at.text.strip() and at.text.rstrip()[-1] not in _STOPS]
        # What ends with a comma breaks off: that is said of the cell itself.
        open_ = [at for at in open_ if at.text.rstrip()[-1] not in _DANGLING]
        if not ended or not open_:
            continue
        cells = "、".join(form.origins.get(at.path, "") for at in open_)
        yield Violation(
            form,
            open_[0].path,
            message="stop",
            details={"cells": cells},
            fix=_stops(form, context, open_),
        )


def _stops(form: Form, context: RuleContext, texts: list[TextAt]) -> Fix | None:
    if context.sheet(form) is None:
        return None
    return Fix(
        "safe",
        tuple(
            Edit(form.sheet, form.origins[at.path], at.text, f"{at.text.rstrip()}。")
            for at in texts
        ),
    )


@register
class AsciiMark(Rule):
    """An ASCII mark stands among Chinese characters."""

    code = "T-04"
    name = "ascii-mark"
    severity = "info"
    summary = Text("中文里用了半角标点", "ASCII punctuation in Chinese text")
    rationale = Text(
        "中文用全角标点；半角的逗号、句号夹在汉字中间，排版和检索都会出错。",
        "Chinese text takes full-width marks; others spoil layout and search.",
    )
    help = Text("请改用全角标点。", "Use full-width marks.")
    legal_basis = "GB/T 15834-2011《标点符号用法》；词表 templates/words/signs.toml"
    messages: ClassVar[dict[str, Text]] = {
        "message": Text(
            "汉字之间用了半角的“{seen}”（{count}处）。",
            "ASCII {seen} among Chinese ({count} times).",
        ),
    }
    bad_example = goal("补植行道树,修剪绿篱,全年400株")
    good_example = goal("补植行道树2,400株（比上年多0.5%），修剪绿篱A.B两段")

    def over_form(self, form: Form, context: RuleContext) -> RuleOutput:
        marks = context.words.get("ascii-marks", {})
        if context.joined_text(form).chars.isdisjoint(marks):
            return
        pattern = _between(tuple(marks))
        if not pattern.search(context.joined_text(form).text):
            return
        for at in context.texts(form):
            if at.path == "phone" or not any(mark in at.text for mark in marks):
                continue
            seen = list(dict.fromkeys(found[0] for found in pattern.finditer(at.text)))
            if seen:
                new, count = pattern.subn(lambda found: marks[found[0]], at.text)
                details = {"seen": "".join(seen), "count": str(count)}
                fix = mended(form, context, at, new, "safe")
                yield Violation(form, at.path, details=details, fix=fix)


@lru_cache(maxsize=4)
def _between(marks: tuple[str, ...]) -> re.Pattern[str]:
    """Any of the marks after a Chinese character and before another, or at the end."""
    signs = "".join(map(re.escape, marks)) or "(?!)"
    return re.compile(rf"(?<=[一-鿿）”])[{signs}](?=[一-鿿（“]|[ \t\u3000]*(?:\n|$))")
