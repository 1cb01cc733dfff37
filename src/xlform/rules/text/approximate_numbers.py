"""T-14: approximate numbers such as 数10, half in words and half in figures."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import ClassVar

from xlform.model.submission import Form
from xlform.rules.context import RuleContext
from xlform.rules.kernel import Rule, RuleOutput, Text, Violation, register
from xlform.rules.text.text_fixes import goal_example, text_fix
from xlform.rules.text_tests import Words

_WORDS = {"10": "十", "100": "百", "1000": "千", "10000": "万"}
_TENS = "|".join(sorted(_WORDS, key=len, reverse=True))
# Occurs in every such number and is quick to search for.
_NUMBERED = re.compile(f"数(?:{_TENS})")


def _has_number(text: str, _: Words) -> bool:
    """Return True for a text with a number behind 数."""
    return "数" in text and bool(_NUMBERED.search(text))


@register
class AboutInFigures(Rule):
    """An approximate number is written partly in figures."""

    code = "T-14"
    name = "about-number-in-figures"
    severity = "info"
    text_tests = (_has_number,)
    summary = Text("概数里夹了阿拉伯数字", "About so many, with figures in it")
    rationale = Text(
        "“数10户”一半是字、一半是数，容易看成“户数10户”；概数用汉字，知道确数的写确数。",
        "数10户 reads like 户数10户; what is about right takes words, what is exact takes figures.",
    )
    help = Text(
        "请改为“{expected}”；知道确数的，请写确数。", "Write {expected}, or the exact number."
    )
    legal_basis = (
        "GB/T 15835-2011《出版物上数字用法》（概数用汉字数字）；词表 templates/words/wording.toml"
    )
    messages: ClassVar[dict[str, Text]] = {
        "message": Text(
            "“{seen}”是概数，应写作“{expected}”。",
            "{seen} is about right only, which is written {expected}.",
        ),
    }
    bad_example = goal_example("选取数10户居民开展庭院绿化")
    good_example = goal_example("选取数十户居民开展庭院绿化，绿化户数10户，社区数10个")

    def over_form(self, form: Form, context: RuleContext) -> RuleOutput:
        pattern = _pattern("".join(context.words.get("before-about-number", {})))
        for located in context.texts_where(form, _has_number):
            if found := pattern.search(located.text):
                seen = found[0]
                right = _in_words(found)
                new = pattern.sub(_in_words, located.text)
                fix = text_fix(form, context, located, new, "unsafe")
                details = {"seen": seen, "expected": right}
                yield Violation(form, located.path, "", "message", details, right, seen, fix)


def _in_words(found: re.Match[str]) -> str:
    return f"数{_WORDS[found[1]]}{found[0][1 + len(found[1]) :]}"


@lru_cache(maxsize=4)
def _pattern(before: str) -> re.Pattern[str]:
    """Return a pattern for 数10 opening a clause or after a verb; not after a noun (户数10)."""
    leading = f"(?<![一-鿿])|(?<=[{re.escape(before)}])" if before else "(?<![一-鿿])"
    return re.compile(rf"(?:{leading})数({_TENS})(?![\d.])(?:余|多)?[一-鿿]")
