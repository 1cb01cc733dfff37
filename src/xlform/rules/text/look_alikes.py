"""T-05: characters that look like the right ones but are not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from xlform.model.submission import Form
from xlform.rules.context import LocatedText, RuleContext
from xlform.rules.kernel import Rule, RuleOutput, Text, Violation, register
from xlform.rules.quality.examples import HEAD, indicator_row
from xlform.rules.quality.indicators import IndicatorRow, indicators_where
from xlform.rules.text.text_fixes import text_fix
from xlform.rules.text_tests import Words, of_wording
from xlform.template.roles import Role

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ue000-\uf8ff]")
_SUSPECT = re.compile(f"{_INVISIBLE.pattern[:-1]}０-９％．]")
_FULL_WIDTH = re.compile("[０-９％．]")
_TO_ASCII = {ord(wide): chr(ord(wide) - 0xFEE0) for wide in "０１２３４５６７８９％．＜＞＝"}
_GROUPING = re.compile(r"(?<=[0-9])，(?=[0-9]{3}(?![0-9]))")


@of_wording("look-alikes")
def _is_suspect(text: str, words: Words) -> bool:
    """Return True for a text with a look-alike, an invisible character or a full-width figure."""
    return not words.get("look-alikes", {}).keys().isdisjoint(text) or bool(_SUSPECT.search(text))


def _begins_with_wrong_sign(indicator: IndicatorRow, context: RuleContext) -> bool:
    return indicator.target.text.startswith(tuple(context.words.get("wrong-signs", {})))


@register
class LookAlike(Rule):
    """A character looks like the intended one but is another."""

    code = "T-05"
    name = "look-alike-sign"
    severity = "warning"
    text_tests = (_is_suspect,)
    indicator_tests = (_begins_with_wrong_sign,)
    summary = Text("符号用错了字符", "A sign is another that looks like it")
    rationale = Text(
        "“˃”（U+02C3）看着像“>”，系统却不认，指标值会被当成文字；看不见的字符同样会卡住导入。",
        "˃ (U+02C3) looks like > and is not: systems take the value for words.",
    )
    help = Text("请改为“{expected}”。", "Write {expected}.")
    legal_basis = "一体化平台录入校验；词表 templates/words/signs.toml"
    messages: ClassVar[dict[str, Text]] = {
        "message": Text("“{seen}”（{code}）应为“{meant}”。", "{seen} ({code}) should be {meant}."),
        "invisible": Text(
            "有看不见的字符（{code}）。", "It holds an invisible character ({code})."
        ),
        "wide": Text(
            "指标值用了全角数字或符号“{seen}”。", "The target has full-width figures: {seen}."
        ),
    }
    bad_example = HEAD + indicator_row("产出指标", "质量指标", "成活率", "˃90%")
    good_example = HEAD + indicator_row("产出指标", "质量指标", "成活率", ">90%")

    def over_form(self, form: Form, context: RuleContext) -> RuleOutput:
        yield from _signs_of_targets(form, context)
        words = context.words.get("look-alikes", {})
        texts = context.texts_where(form, _is_suspect)
        if not texts:
            return
        look_alikes = {ord(char): replacement for char, replacement in words.items()}
        noted = {note.cell for note in form.notes if note.code.startswith("amount-")}
        for located in texts:
            if located.text.isascii() or form.origins.get(located.path) in noted:
                continue
            if not words.keys().isdisjoint(located.text):
                seen = next(char for char in located.text if ord(char) in look_alikes)
                yield _look_alike_violation(form, context, located, look_alikes, seen)
            if found := _INVISIBLE.search(located.text):
                new = _INVISIBLE.sub("", located.text)
                details = {"code": f"U+{ord(found[0]):04X}", "expected": new.strip()}
                fix = text_fix(form, context, located, new, "safe")
                yield Violation(form, located.path, message="invisible", details=details, fix=fix)
            if located.role == Role.TARGET and (wide := _FULL_WIDTH.search(located.text)):
                yield _full_width_violation(form, context, located, wide)


def _signs_of_targets(form: Form, context: RuleContext) -> Iterator[Violation]:
    """Yield brackets and reversed signs where a target begins with ≥, > or the like."""
    signs = context.words.get("wrong-signs", {})
    for indicator in indicators_where(form, context, _begins_with_wrong_sign):
        path = indicator.at(Role.TARGET)
        located = LocatedText(path, context.raw(form, path) or indicator.target.text)
        seen = max((one for one in signs if indicator.target.text.startswith(one)), key=len)
        new = located.text.replace(seen, signs[seen], 1)
        details = {"seen": seen, "code": f"U+{ord(seen[0]):04X}", "meant": signs[seen]}
        yield Violation(
            form, path, details=details | {"expected": new.strip()}, expected=new.strip(),
            actual=located.text.strip(),
            fix=None if indicator.shared else text_fix(form, context, located, new, "safe"),
        )  # fmt: skip


def _look_alike_violation(
    form: Form, context: RuleContext, located: LocatedText, look_alikes: dict[int, str], seen: str
) -> Violation:
    new = located.text.translate(look_alikes)
    details = {
        "seen": seen,
        "code": f"U+{ord(seen):04X}",
        "meant": look_alikes[ord(seen)],
        "expected": new.strip(),
    }
    fix = text_fix(form, context, located, new, "safe")
    return Violation(
        form,
        located.path,
        details=details,
        expected=new.strip(),
        actual=located.text.strip(),
        fix=fix,
    )


def _full_width_violation(
    form: Form, context: RuleContext, located: LocatedText, wide: re.Match[str]
) -> Violation:
    new = _GROUPING.sub(",", located.text.translate(_TO_ASCII))
    details = {"seen": located.text[wide.start() :].strip(), "expected": new.strip()}
    fix = text_fix(form, context, located, new, "safe")
    # Read as intended here and on most platforms, hence information only.
    return Violation(
        form,
        located.path,
        message="wide",
        details=details,
        expected=new.strip(),
        actual=located.text.strip(),
        fix=fix,
        severity="info",
    )
