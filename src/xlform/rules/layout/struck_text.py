"""F-16: words struck out or deleted by a tracked change, which are not read."""

from __future__ import annotations

from typing import ClassVar

from xlform.model.submission import Submission
from xlform.rules.context import RuleContext
from xlform.rules.kernel import Rule, RuleOutput, Text, Violation, register
from xlform.rules.layout.amounts import notes_of


@register
class StruckText(Rule):
    """A cell has words struck out, or deleted by a tracked change that nobody accepted.

    They are not read: of a struck 20 beside a 15 only the 15 counts. The sums of the workbook still
    count a number in a cell that is struck out.
    """

    code = "F-16"
    name = "text-struck-out"
    severity = "warning"
    scope = "submission"
    note_codes = ("struck-text",)
    summary = Text("有划掉没有删去的内容", "Content is struck out but not deleted")
    rationale = Text(
        "划掉的字还在文件里，导入和求和照样算进去；划掉的行没有计入，合计公式却可能还在加。",
        "What is struck out is still in the file: imports and sums count it.",
    )
    help = Text(
        "请删去划掉的内容，修订请接受或拒绝后再报。",
        "Delete what is struck out; accept or reject tracked changes.",
    )
    legal_basis = "财预〔2015〕88号《项目支出绩效目标审核表》一、完整性审核·规范完整性"
    messages: ClassVar[dict[str, Text]] = {
        "message": Text("“{seen}”已划掉，没有读取。", "{seen} is struck out and was not read."),
    }
    bad_example = """
| 支出方向（子项） | 植树 | 所属专项 | 名称 | 绿化 |
| 项目金额 | 15 @struck 20 | | | |
"""
    good_example = """
| 支出方向（子项） | 植树 | 所属专项 | 名称 | 绿化 |
| 项目金额 | 15 | | | |
"""

    def over_submission(self, submission: Submission, context: RuleContext) -> RuleOutput:  # noqa: ARG002
        for form in submission.forms:
            for note in notes_of(form, "struck-text"):
                yield Violation(form, cell=note.cell, details={"seen": note.seen}, actual=note.seen)
