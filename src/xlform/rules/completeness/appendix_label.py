"""C-11: the number (附表) of each form in the set."""

from __future__ import annotations

from typing import ClassVar

from xlform.model.submission import Submission
from xlform.rules.context import RuleContext
from xlform.rules.kernel import Rule, RuleOutput, Text, Violation, register
from xlform.rules.layout.title_area import appendix_cell


@register
class AppendixLabel(Rule):
    """A form does not say which 附表 it is, or the forms don't follow their numbers."""

    code = "C-11"
    name = "appendix-unnumbered"
    severity = "info"
    scope = "submission"
    summary = Text("没有标附表号，或没有按顺序排", "A form lacks its number, or is out of order")
    rationale = Text(
        "附表号标在表名左上方，装订、核对和退回意见都按它指认。",
        "Forms are bound, checked and sent back by their numbers.",
    )
    help = Text("请在表名上方标“{appendix}”，并按顺序排列。", "Put {appendix} above the title.")
    legal_basis = (
        "财预〔2015〕88号《项目支出绩效目标审核表》一、完整性审核·规范完整性（填报格式规范）；"
        "区级表样：附表1、附表2、附表3"
    )
    messages: ClassVar[dict[str, Text]] = {
        "message": Text("表名上方没有标“{appendix}”。", "{appendix} is missing above the title."),
        "order": Text("“{appendix}”排在“{before}”的后面。", "{appendix} comes after {before}."),
    }
    bad_example = """
|                  |      |      |                |              |
| 2023年区级专项资金绩效目标汇总表 | < | < | <      | <            |
| 序号             | 名称 | 金额 | 实施期绩效目标 | 年度绩效目标 |
| 一               | 绿化 | 10   | 植树           | 植树         |
"""
    good_example = """
| 附表2            |      |      |                |              |
| 2023年区级专项资金绩效目标汇总表 | < | < | <      | <            |
| 序号             | 名称 | 金额 | 实施期绩效目标 | 年度绩效目标 |
| 一               | 绿化 | 10   | 植树           | 植树         |
"""

    def over_submission(self, submission: Submission, context: RuleContext) -> RuleOutput:
        highest = ""
        is_reported = False
        for form in submission.forms:
            number = context.templates[form.template].declaration.appendix
            if not number or not form.title:
                continue
            if context.sheet(form) and not appendix_cell(form, context):
                yield Violation(form, "title", details={"appendix": number})
            if number < highest and not is_reported:
                is_reported = True
                details = {"appendix": number, "before": highest}
                yield Violation(form, "title", message="order", details=details)
            highest = max(highest, number)
