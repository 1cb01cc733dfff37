"""F-20: numbers, percentages, days and ticks that can't be read."""

from __future__ import annotations

from typing import ClassVar

from xlform.model.submission import Submission
from xlform.rules.context import RuleContext
from xlform.rules.kernel import Rule, RuleOutput, Text, Violation, register
from xlform.rules.layout.amounts import open_notes

# A rate is crossed out where nothing was planned, as the form itself does with its points.
_DASHES = "-‐–—―－/／ "
_KINDS = ("number", "percent", "date", "tick")
_HEAD = """
| 项目支出绩效自评表 | <    | <            | <            | <            | <          | <    | <    | <                      |
| 年度总体目标     | 预期目标 | <          | <            | 实际完成情况 | <          | <    | <    | <                      |
| ^                | 植树。   | <          | <            | 植树。       | <          | <    | <    | <                      |
| 绩效指标         | 一级指标 | 二级指标   | 三级指标     | 年度指标值   | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施 |
"""  # noqa: E501  (a form is as wide as it is)


@register
class PlainValueUnreadable(Rule):
    """A cell for a number, a percentage, a day or a tick holds something else.

    Its value is unknown and never counted as 0.
    """

    code = "F-20"
    name = "value-unreadable"
    severity = "error"
    scope = "submission"
    note_codes = tuple(f"{kind}-unreadable" for kind in _KINDS)
    summary = Text("数字、百分比、日期或打勾读不出来", "A number, per cent, day or tick is unclear")
    rationale = Text(
        "该填数字的地方填了别的，无法核对和汇总；系统不猜，按没有填处理。",
        "What is no number can't be checked or summed; it is never guessed.",
    )
    help = Text(
        "请只填一个数（得分、人数）、一个百分比（95%）、一个日期（2023-06-30）或打勾（√）。",
        "Give one number, one percentage (95%), one day (2023-06-30) or a tick (√).",
    )
    legal_basis = (
        "财预〔2015〕88号《项目支出绩效目标审核表》一、完整性审核·规范完整性"
        "（内容准确，无缺项、错项）"
    )
    messages: ClassVar[dict[str, Text]] = {
        "number-unreadable": Text("“{seen}”不是数字。", "{seen} is no number."),
        "percent-unreadable": Text(
            "“{seen}”不是百分比，或说不清是百分之几。", "{seen} is no percentage, or unclear."
        ),
        "date-unreadable": Text("“{seen}”不是一个日期。", "{seen} is no day."),
        "tick-unreadable": Text(
            "“{seen}”说不清是否打勾。", "{seen} is neither a tick nor an open box."
        ),
    }
    bad_example = _HEAD + "| ^ | 产出指标 | 数量指标 | 植树面积 | ≥8亩 | 8亩 | 5 | 约5 | |\n"
    good_example = _HEAD + "| ^ | 产出指标 | 数量指标 | 植树面积 | ≥8亩 | 8亩 | 5 | 5 | |\n"

    def over_submission(self, submission: Submission, context: RuleContext) -> RuleOutput:
        for kind in _KINDS:
            for form, note in open_notes(submission, context, f"{kind}-unreadable"):
                if kind == "percent" and not note.seen.strip(_DASHES):
                    continue  # no rate of nothing
                details = {"seen": note.seen}
                message = f"{kind}-unreadable"
                yield Violation(
                    form, cell=note.cell, message=message, details=details, actual=note.seen
                )
