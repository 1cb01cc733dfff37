"""Q-13: repeated indicators, and sets of indicators copied between forms."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from xlform.model.submission import Form, Submission
from xlform.rules.context import RuleContext
from xlform.rules.kernel import Rule, RuleOutput, Text, Violation, register
from xlform.rules.quality.examples import HEAD, quantity_row
from xlform.rules.quality.indicators import filled
from xlform.template.roles import Role

# Two forms may share a row or two; three or more identical rows are a copy.
_ROWS_OF_A_COPY = 3


@register
class DuplicateIndicator(Rule):
    """A form has an indicator twice, or repeats another form's whole set."""

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
    bad_example = HEAD + quantity_row("植树株数", "≥400株") + quantity_row("植树株数", "≥500株")
    good_example = HEAD + quantity_row("植树株数", "≥400株") + quantity_row("补植株数", "≥500株")

    def over_submission(self, submission: Submission, context: RuleContext) -> RuleOutput:
        for form in submission.forms:
            yield from _repeated_rows(form, context)
        yield from _copied_sets(submission, context)


def _repeated_rows(form: Form, context: RuleContext) -> Iterator[Violation]:
    seen: set[tuple[str, str, str]] = set()
    for indicator in filled(form, context):
        key = indicator.row.table, *indicator.folded[:2]
        if indicator.name and key in seen:
            yield Violation(
                form, indicator.at(Role.LEVEL3), message="twice", details={"name": indicator.name}
            )
        seen.add(key)


def _copied_sets(submission: Submission, context: RuleContext) -> Iterator[Violation]:
    known: dict[frozenset[tuple[str, str, str]], Form] = {}
    for form in submission.forms:
        rows = filled(form, context)
        row_set = frozenset([indicator.folded for indicator in rows])
        if len(row_set) < _ROWS_OF_A_COPY:
            continue
        other = known.setdefault(row_set, form)
        if other is not form:
            title = context.values(other).text(Role.PROJECT) or other.title
            details = {"sheet": other.sheet, "other": title}
            yield Violation(form, rows[0].at(Role.LEVEL3), message="copied", details=details)
