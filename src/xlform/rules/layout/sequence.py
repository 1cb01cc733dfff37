"""F-21: numbers of rows that repeat or leave one out."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import ClassVar

from xlform.model.memoize import memoize
from xlform.model.submission import Form
from xlform.rules.context import RuleContext
from xlform.rules.kernel import Rule, RuleOutput, Text, Violation, register
from xlform.template.form import FormTemplate
from xlform.values.numerals import as_digits, fold, number

_EDGES = "、.．()"
_HEAD = """
| 序号 | 名称     | 金额 | 实施期绩效目标   | 年度绩效目标     |
| 合计 | <        | 20   |                  |                  |
| 一   | 社区经费 | 12   | 服务9个社区      | 服务9个社区      |
"""


@register
class SequenceBroken(Rule):
    """A row's number does not follow that of the row above."""

    code = "F-21"
    name = "sequence-broken"
    severity = "warning"
    summary = Text("序号重复或跳号", "Row numbers repeat or skip")
    rationale = Text(
        "序号不连续，多半是删了行、插了行或复制了行，看的人也不知道是不是少了一项。",
        "A broken sequence is the trace of a row deleted, inserted or copied.",
    )
    help = Text("请把序号改为“{expected}”，并核对有没有漏行。", "Make it {expected}.")
    legal_basis = (
        "财预〔2015〕88号《项目支出绩效目标审核表》一、完整性审核·规范完整性（填报格式规范）"
    )
    messages: ClassVar[dict[str, Text]] = {
        "message": Text("序号“{seen}”应为“{expected}”。", "Row {seen} should be {expected}."),
    }
    bad_example = _HEAD + "| 一 | 绿化补植 | 8 | 补植行道树400株 | 补植行道树400株 |\n"
    good_example = _HEAD + "| 二 | 绿化补植 | 8 | 补植行道树400株 | 补植行道树400株 |\n"

    def over_form(self, form: Form, context: RuleContext) -> RuleOutput:
        for table, column in _numbered(context.templates[form.template]):
            yield from _breaks(form, table, column)


@memoize
def _numbered(template: FormTemplate) -> tuple[tuple[str, str], ...]:
    """Return tables with their column of numbers."""
    return tuple(
        (name, column)
        for name, table in template.tables.items()
        for column, found in table.columns.items()
        if found.kind == "sequence"
    )


def _breaks(form: Form, table: str, column: str) -> Iterator[Violation]:
    last = 0
    for n, row in enumerate(form.tables.get(table, ())):
        seen = str(row.get(column) or "")
        value = _ordinal(seen)
        if value is None:
            return
        if value != last + 1:
            expected = str(last + 1)
            details = {"seen": seen, "expected": expected}
            yield Violation(
                form, f"{table}[{n}].{column}", details=details, expected=expected, actual=seen
            )
            return
        last = value


@lru_cache(maxsize=256)
def _ordinal(text: str) -> int | None:
    """Return the number a row bears: 1, 一, （二）; ``None`` for anything else."""
    folded = fold(text).strip(_EDGES)
    if folded == "一":
        return 1
    if not folded or not (folded.isdecimal() or as_digits(folded) != folded):
        return None
    value = number(folded)
    return int(value) if value is not None and value == int(value) else None
