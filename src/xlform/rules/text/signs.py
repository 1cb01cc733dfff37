"""T-05: signs that look right and are others."""

from __future__ import annotations

import re
from typing import ClassVar

from xlform.model.submission import Form
from xlform.rules.context import RuleContext, TextAt
from xlform.rules.kernel import Rule, RuleOutput, Text, Violation, register
from xlform.rules.quality.examples import HEAD, indicator
from xlform.rules.text.mending import mended

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ue000-\uf8ff]")
_SUSPECT = re.compile(f"{_INVISIBLE.pattern[:-1]}０-９％．]")
_FULL_WIDTH = re.compile("[０-９％．]")
_TO_ASCII = {ord(wide): chr(ord(wide) - 0xFEE0) for wide in "０１２３４５６７８９％．＜＞＝"}
_GROUPING = re.compile(r"(?<=[0-9])，(?=[0-9]{3}(?![0-9]))")


@register
class LookAlike(Rule):
    """A sign only looks like the one that is meant."""

    code = "T-05"
    name = "look-alike-sign"
    severity = "warning"
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
    bad_example = HEAD + indicator("产出指标", "质量指标", "成活率", "˃90%")
    good_example = HEAD + indicator("产出指标", "质量指标", "成活率", ">90%")

    def over_form(self, form: Form, context: RuleContext) -> RuleOutput:
        words = context.words.get("look-alikes", {})
        whole = context.joined_text(form)
        if whole.chars.isdisjoint(words) and not _SUSPECT.search(whole.distinct_chars):
            return
        alike = {ord(sign): meant for sign, meant in words.items()}
        noted = {note.cell for note in form.notes if note.code.startswith("amount-")}
        for at in context.texts(form):
            if at.text.isascii() or form.origins.get(at.path) in noted:
                continue
            if not words.keys().isdisjoint(at.text):
                seen = next(sign for sign in at.text if ord(sign) in alike)
                yield _replaced(form, context, at, alike, seen)
            if found := _INVISIBLE.search(at.text):
                new = _INVISIBLE.sub("", at.text)
                details = {"code": f"U+{ord(found[0]):04X}", "expected": new.strip()}
                fix = mended(form, context, at, new, "safe")
                yield Violation(form, at.path, message="invisible", details=details, fix=fix)
            if at.path.endswith(".target") and (wide := _FULL_WIDTH.search(at.text)):
                yield _narrowed(form, context, at, wide)


def _replaced(
    form: Form, context: RuleContext, at: TextAt, alike: dict[int, str], seen: str
) -> Violation:
    new = at.text.translate(alike)
    details = {
        "seen": seen,
        "code": f"U+{ord(seen):04X}",
        "meant": alike[ord(seen)],
        "expected": new.strip(),
    }
    fix = mended(form, context, at, new, "safe")
    return Violation(
        form, at.path, details=details, expected=new.strip(), actual=at.text.strip(), fix=fix
    )


def _narrowed(form: Form, context: RuleContext, at: TextAt, wide: re.Match[str]) -> Violation:
    new = _GROUPING.sub(",", at.text.translate(_TO_ASCII))
    details = {"seen": at.text[wide.start() :].strip(), "expected": new.strip()}
    fix = mended(form, context, at, new, "safe")
    # Read as they are meant, and most platforms do: for information.
    return Violation(
        form,
        at.path,
        message="wide",
        details=details,
        expected=new.strip(),
        actual=at.text.strip(),
        fix=fix,
        severity="info",
    )
