"""A-22: rows of a list that add up others."""

from __future__ import annotations

from typing import ClassVar

from xlform.model.submission import Form
from xlform.rules.context import RuleContext
from xlform.rules.kernel import Rule, RuleOutput, Text, Violation, register
from xlform.rules.layout.amounts import notes_of

_LIST = """
| 2024年项目支出绩效目标表 | < | < | < | < | < | < | < | < |
| 单位名称 | 项目名称 | 资金总额 | 年度绩效目标 | 一级指标 | 二级指标 | 三级指标 | 指标值 | 度量单位 |
| 甲镇 | 道路维修 | 10 | 维修村道5公里，方便320户出行 | 产出指标 | 数量指标 | 维修长度 | ≥5 | 公里 |
| 甲镇 | 渠道清淤 | 15 | 清淤渠道9公里，灌溉860亩 | 产出指标 | 数量指标 | 清淤长度 | ≥9 | 公里 |
"""  # noqa: E501  (a row is a line)


@register
class ListTotals(Rule):
    """A total of a list is not the sum of its forms.

    The reader adds up the forms above, below, or of the whole list; a total that is none of these
    sums is noted.
    """

    code = "A-22"
    name = "list-total-not-sum-of-forms"
    severity = "error"
    note_codes = ("list-sum",)
    summary = Text("清单的合计、小计与各项之和不等", "A total of a list is not the sum of its rows")
    rationale = Text(
        "清单里漏了一项或改了数没有重算，合计就不对，汇总时用哪个数说不清。",
        "After a row is lost or changed the total no longer holds: which is right?",
    )
    help = Text(
        "请核对清单有没有漏项，合计有没有重算。", "Look for a lost row or a total left as it was."
    )
    legal_basis = (
        "财预〔2015〕88号《项目支出绩效目标审核表》一、完整性审核·规范完整性（无缺项、错项）"
    )
    messages: ClassVar[dict[str, Text]] = {
        "message": Text(
            "这一行写 {seen}，所加各项之和是 {meant}。",
            "This row says {seen}; what it adds up comes to {meant}.",
        ),
    }
    bad_example = _LIST + "| 合计 | | 24 | | | | | | |\n"
    good_example = _LIST + "| 合计 | | 25 | | | | | | |\n"

    def over_form(self, form: Form, context: RuleContext) -> RuleOutput:  # noqa: ARG002  (the notes suffice)
        for note in notes_of(form, "list-sum"):
            details = {"seen": note.seen, "meant": note.meant}
            yield Violation(
                form, cell=note.cell, details=details, expected=note.meant, actual=note.seen
            )
