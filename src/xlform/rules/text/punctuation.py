"""T-03 and T-04: unpaired brackets, missing stops, ASCII marks among Chinese characters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import ClassVar

from xlform.messages import listed
from xlform.model.findings import Edit, Fix
from xlform.model.submission import Form
from xlform.rules.context import LocatedText, RuleContext
from xlform.rules.kernel import Rule, RuleOutput, Text, Violation, register
from xlform.rules.text.text_fixes import goal_example, text_fix
from xlform.rules.text_tests import Words, of_wording
from xlform.template.roles import GOALS, Role

_PAIRS = {"（": "）", "(": ")", "“": "”", "《": "》", "【": "】", "「": "」", "〔": "〕"}
_WIDTH = str.maketrans("()", "（）")
_BRACKETS = frozenset("（）()“”《》【】「」〔〕")
_BRACKET = re.compile(f"[{''.join(sorted(_BRACKETS))}]")
_DANGLING = "，、,：:"
_OPEN_ENDS = frozenset(_DANGLING)
_STOPS = "。！？；.!?;"
# Ｅｘample: a list joined by 、 with one ， among its short members (综治维稳，城管、妇联、计生等).
_LIST = re.compile(r"、[一-鿿]{2,5}(，)[一-鿿]{2}(?:、[一-鿿]{2,6}){2,}等")


@of_wording()
def _may_be_uneven(text: str, _: Words) -> bool:
    """Return True for a text with an unpaired mark, a comma at its end, or an uneven list."""
    if text.rstrip()[-1:] in _OPEN_ENDS or _unpaired(text):
        return True
    return "等" in text and bool(_LIST.search(text))


@of_wording()
def _is_ended(text: str, _: Words) -> bool:
    """Return True for a text that ends with a stop, and for a blank one."""
    return text.rstrip()[-1:] in _STOPS


@register
class Punctuation(Rule):
    """Brackets don't match, a sentence breaks off, or only some goals end with a stop."""

    code = "T-03"
    name = "punctuation-uneven"
    severity = "info"
    text_tests = (_may_be_uneven, _is_ended)
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
    bad_example = goal_example("补植行道树400株，成活率达到92%以上，")
    good_example = goal_example("补植行道树（含灌木）400株，成活率达到92%以上。")

    def over_form(self, form: Form, context: RuleContext) -> RuleOutput:
        for located in context.texts_where(form, _may_be_uneven):
            if unpaired := _unpaired(located.text):
                yield Violation(
                    form,
                    located.path,
                    message="bracket",
                    details={"seen": unpaired},
                    actual=unpaired,
                )
            if located.role in GOALS:
                last = located.text.rstrip()[-1:]
                if last and last in _DANGLING:
                    yield Violation(form, located.path, message="dangling", details={"seen": last})
            if "等" in located.text and (found := _LIST.search(located.text)):
                new = f"{located.text[: found.start(1)]}、{located.text[found.end(1) :]}"
                seen = found[0].strip("、")
                fix = text_fix(form, context, located, new, "safe")
                yield Violation(form, located.path, message="list", details={"seen": seen}, fix=fix)
        yield from _uneven_stops(form, context)


def _unpaired(text: str) -> str:
    """Return the first unpaired bracket or quotation mark; "" if all are paired."""
    if _BRACKETS.isdisjoint(text):
        return ""
    open_brackets: list[str] = []
    for found in _BRACKET.findall(text):
        bracket = found.translate(_WIDTH)
        if bracket in _PAIRS:
            open_brackets.append(bracket)
        elif open_brackets and _PAIRS[open_brackets[-1]] == bracket:
            open_brackets.pop()
        else:
            return str(found)
    return open_brackets[0] if open_brackets else ""


def _uneven_stops(form: Form, context: RuleContext) -> Iterator[Violation]:
    """Yield one violation for the goals of a form that lack the stop which the others have."""
    if not any(located.role in GOALS for located in context.texts_where(form, _is_ended)):
        return
    groups: dict[str, list[LocatedText]] = {}
    for located in context.texts_with(form, GOALS):
        groups.setdefault(located.path.partition("[")[0] if "[" in located.path else "", []).append(
            located
        )
    for texts in groups.values():
        ended = [located for located in texts if _is_ended(located.text, context.words)]
        unended = [
            located
            for located in texts
            if located.text.strip() and located.text.rstrip()[-1] not in _STOPS
        ]
        # A text that ends with a comma breaks off, which is reported at its own cell.
        unended = [located for located in unended if located.text.rstrip()[-1] not in _DANGLING]
        if not ended or not unended:
            continue
        cells = listed(form.origins.get(located.path, "") for located in unended)
        yield Violation(
            form,
            unended[0].path,
            message="stop",
            details={"cells": cells},
            fix=_stop_fix(form, context, unended),
        )


def _stop_fix(form: Form, context: RuleContext, texts: list[LocatedText]) -> Fix | None:
    if context.sheet(form) is None:
        return None
    return Fix(
        "safe",
        tuple(
            Edit(form.sheet, form.origins[located.path], located.text, f"{located.text.rstrip()}。")
            for located in texts
        ),
    )


@of_wording("ascii-marks")
def _has_ascii_mark(text: str, words: Words) -> bool:
    """Return True for a text with an ASCII mark among Chinese characters."""
    marks = words.get("ascii-marks", {})
    return not marks.keys().isdisjoint(text) and bool(_pattern(tuple(marks)).search(text))


@register
class AsciiMark(Rule):
    """An ASCII mark is used among Chinese characters."""

    code = "T-04"
    name = "ascii-mark"
    severity = "info"
    text_tests = (_has_ascii_mark,)
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
    bad_example = goal_example("补植行道树,修剪绿篱,全年400株")
    good_example = goal_example("补植行道树2,400株（比上年多0.5%），修剪绿篱A.B两段")

    def over_form(self, form: Form, context: RuleContext) -> RuleOutput:
        marks = context.words.get("ascii-marks", {})
        pattern = _pattern(tuple(marks))
        phone = context.roles(form).field(Role.CONTACT)
        for located in context.texts_where(form, _has_ascii_mark):
            if located.path == phone:
                continue
            seen = list(dict.fromkeys(found[0] for found in pattern.finditer(located.text)))
            if seen:
                new, count = pattern.subn(lambda found: marks[found[0]], located.text)
                details = {"seen": "".join(seen), "count": str(count)}
                fix = text_fix(form, context, located, new, "safe")
                yield Violation(form, located.path, details=details, fix=fix)


@lru_cache(maxsize=4)
def _pattern(marks: tuple[str, ...]) -> re.Pattern[str]:
    """Return a pattern for the marks between Chinese characters or at the end of a line."""
    chars = "".join(map(re.escape, marks)) or "(?!)"
    return re.compile(rf"(?<=[一-鿿）”])[{chars}](?=[一-鿿（“]|[ \t\u3000]*(?:\n|$))")
