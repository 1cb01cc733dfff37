"""F-15: cells whose number format shows another number than they hold."""

from __future__ import annotations

from typing import ClassVar

from xlform.grid.model import plain
from xlform.model.submission import Submission
from xlform.rules.context import RuleContext
from xlform.rules.kernel import Rule, RuleOutput, Text, Violation, register
from xlform.rules.layout.amounts import notes_of, value_at


@register
class DisplayedAmount(Rule):
    """The number format of an amount shows another number than the cell holds.

    A format such as ``0!.0,`` shows 6110000 as 611.0. Under a heading in 万元 the cell holds 元 and
    is read as displayed. Where heading, format and number do not agree, the amount is unknown.
    """

    code = "F-15"
    name = "amount-displayed-otherwise"
    severity = "error"
    scope = "submission"
    note_codes = ("amount-scaled", "amount-doubtful")
    summary = Text(
        "单元格显示的数和存的数不是一个数", "A cell displays another number than it holds"
    )
    rationale = Text(
        "用数字格式把元显示成万元，表上看着对，合计、导入、汇总用的却是存的那个数，差一万倍。",
        "A format that shows 元 as 万元 looks right, but sums and imports use the number held.",
    )
    help = Text(
        "请在单元格里直接填以万元为单位的数，格式用“0.00”。",
        "Type the number in 万元 and format the cell as 0.00.",
    )
    legal_basis = "区级表样表头“金额单位：万元”"
    messages: ClassVar[dict[str, Text]] = {
        "scaled": Text(
            "显示“{shown}”，存的是{seen}，按{value}万元读取。",
            "The cell displays {shown} and holds {seen}; read as {value} 万元.",
        ),
        "doubtful": Text(
            "显示的数和存的数对不上：{seen}，看不出是多少万元，没有读取。",
            "The number displayed is not the one held: {seen}; the amount is unknown.",
        ),
    }
    bad_example = """
| 支出方向（子项） | 植树 | 所属专项 | 名称 | 绿化 |
| 项目金额 | 6110000 @format 0.00, | | | |
"""
    good_example = """
| 支出方向（子项） | 植树 | 所属专项 | 名称 | 绿化 |
| 项目金额 | 611.00 | | | |
"""

    def over_submission(self, submission: Submission, context: RuleContext) -> RuleOutput:
        for form in submission.forms:
            for note in notes_of(form, "amount-scaled"):
                value = value_at(form, note.meant)
                details = {
                    "shown": context.raw(form, note.meant),
                    "seen": note.seen,
                    "value": plain(value) if value is not None else "",
                }
                yield Violation(
                    form, cell=note.cell, message="scaled", details=details, severity="warning"
                )
            for note in notes_of(form, "amount-doubtful"):
                details = {"seen": note.seen}
                yield Violation(
                    form, cell=note.cell, message="doubtful", details=details, actual=note.seen
                )
