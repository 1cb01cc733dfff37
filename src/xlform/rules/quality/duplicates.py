"""Q-13: indicators that were copied."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from xlform.model.submission import Form, Submission
from xlform.rules.context import RuleContext
from xlform.rules.kernel import Rule, RuleOutput, Text, Violation, register
from xlform.rules.quality.examples import HEAD, quantity
from xlform.rules.quality.indicators import filled
from xlform.template.labels import fold

# Two forms that share a row or two may well do so; a whole set is a copy.
_A_SET = 3


@register
class DuplicateIndicator(Rule):
    """An indicator stands twice in a form, or a form repeats another's whole set."""

    code = "Q-13"
    name = "indicator-repeated"
    severity = "warning"
    scope = "submission"
    summary = Text("指标重复", "An indicator is repeated")
    rationale = Text(
        "同一条指标列两遍会重复计分；两个支出方向的指标一字不差，多半是复制后没有改。",
        "An indicator listed twice counts twice; two forms with one set were copied.",
    )
    help = Text("请删去重复的，或改成本项目自己的指标。", "Drop the copy, or set its own.")
    legal_basis = (
        "财预〔2015〕88号《项目支出绩效目标审核表》二、相关性审核·指标科学性（指标全面、充分）"
    )
    messages: ClassVar[dict[str, Text]] = {
        "twice": Text("“{name}”在本表已经列过。", "{name} is already in this form."),
        "copied": Text(
            "全部指标与“{sheet}”的“{other}”相同。",
            "All indicators equal those of {other} in {sheet}.",
        ),
    }
    bad_example = HEAD + quantity("植树株数", "≥400株") + quantity("植树株数", "≥500株")
    good_example = HEAD + quantity("植树株数", "≥400株") + quantity("补植株数", "≥500株")

    def over_submission(self, submission: Submission, context: RuleContext) -> RuleOutput:
        for form in submission.forms:
            yield from _twice(form, context)
        yield from _copied(submission, context)


def _twice(form: Form, context: RuleContext) -> Iterator[Violation]:
    seen: set[tuple[str, str, str]] = set()
    for one in filled(form, context):
        key = one.table, one.level2, fold(one.name)
        if one.name and key in seen:
            yield Violation(form, f"{one.path}.level3", message="twice", details={"name": one.name})
        seen.add(key)


def _copied(submission: Submission, context: RuleContext) -> Iterator[Violation]:
    known: dict[frozenset[tuple[str, str, str]], Form] = {}
    for form in submission.forms:
        rows = filled(form, context)
        own = frozenset((one.level2, fold(one.name), fold(one.target.text)) for one in rows)
        if len(own) < _A_SET:
            continue
        other = known.setdefault(own, form)
        if other is not form:
            title = str(other.fields.get("direction") or other.title)
            details = {"sheet": other.sheet, "other": title}
            yield Violation(form, f"{rows[0].path}.level3", message="copied", details=details)
