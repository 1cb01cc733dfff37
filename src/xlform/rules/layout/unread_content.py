"""F-14: content of the file that belongs to no form of the templates."""

from __future__ import annotations

from typing import ClassVar

from xlform.model.submission import Submission
from xlform.rules.context import RuleContext
from xlform.rules.kernel import Rule, RuleOutput, Text, Violation, register


@register
class UnreadContent(Rule):
    """Something in the file was not read, and so not checked.

    Hidden sheets with last year's form, sheets of notes or examples, auxiliary columns beside the
    form, comments and pictures.
    """

    code = "F-14"
    name = "content-unread"
    severity = "info"
    scope = "submission"
    summary = Text("文件里有没有读取的内容", "The file holds what was not read")
    rationale = Text(
        "表样之外的列、工作表、批注没有读取，也就没有审核；隐藏的旧表不会计入汇总。",
        "Columns, sheets and comments beyond the form were not read, hence not checked.",
    )
    help = Text("请确认其中没有应填报的内容，不需要的删去。", "See that nothing in it is needed.")
    legal_basis = "审核惯例：没有核对的内容逐项说明"
    messages: ClassVar[dict[str, Text]] = {
        "message": Text("未核对：{because}。", "Not checked: {because}."),
    }
    bad_example = """
@sheet 附表3
| 支出方向（子项） | 植树 | 所属专项 | 名称 | 绿化 |
| 本表另附科室意见 |  |  |  |  |
@sheet 说明
| 请各科室核对后报送 |
"""
    good_example = """
@sheet 附表3
| 支出方向（子项） | 植树 | 所属专项 | 名称 | 绿化 |
"""

    def over_submission(self, submission: Submission, context: RuleContext) -> RuleOutput:  # noqa: ARG002
        reported: set[tuple[str, str]] = set()
        for unread in submission.unread:
            # An unread column beside the form has several ranges; the first is reported.
            if (unread.sheet, unread.because) in reported:
                continue
            reported.add((unread.sheet, unread.because))
            cell = unread.range.partition(":")[0]
            yield Violation(
                None, sheet=unread.sheet, cell=cell, details={"because": unread.because}
            )
