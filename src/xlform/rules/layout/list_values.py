"""F-22: rows of one form in a list that contradict each other."""

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
"""  # noqa: E501  (a row is a line)


@register
class ListValues(Rule):
    """A row of a list has another value than the first row of its form.

    The first one counts: an amount that every row repeats is one amount.
    """

    code = "F-22"
    name = "list-value-differs"
    severity = "error"
    note_codes = ("list-value",)
    summary = Text(
        "清单里同一项目（单位）的几行写得不一样", "Rows of one form in a list say different things"
    )
    rationale = Text(
        "清单里一个项目占几行，资金、目标只有一个；几行写得不同，不知道以哪个为准。",
        "A form takes several rows but has one amount and one goal; two values leave it open.",
    )
    help = Text("请统一这几行，或把不同的项目分开写。", "Make the rows agree, or name two forms.")
    legal_basis = "财预〔2015〕88号《项目支出绩效目标审核表》一、完整性审核·规范完整性（无错项）"
    messages: ClassVar[dict[str, Text]] = {
        "message": Text(
            "这一行写“{seen}”，同一项前面写“{meant}”，按前面的读。",
            "This row says {seen}, the first of its form {meant}, which counts.",
        ),
    }
    bad_example = (
        _LIST + "| 甲镇 | 道路维修 | 12 | 维修村道5公里，方便320户出行"
        " | 产出指标 | 质量指标 | 验收合格率 | ≥98 | % |\n"
    )
    good_example = (
        _LIST + "| 甲镇 | 道路维修 | 10 | 维修村道5公里，方便320户出行"
        " | 产出指标 | 质量指标 | 验收合格率 | ≥98 | % |\n"
    )

    def over_form(self, form: Form, context: RuleContext) -> RuleOutput:  # noqa: ARG002  (the notes suffice)
        for note in notes_of(form, "list-value"):
            details = {"seen": note.seen, "meant": note.meant}
            yield Violation(
                form, cell=note.cell, details=details, expected=note.meant, actual=note.seen
            )
