"""F-11 to F-13: rows the reader left out, or read although hidden or incomplete."""

from __future__ import annotations

from typing import ClassVar

from xlform.model.submission import Form
from xlform.rules.context import RuleContext
from xlform.rules.kernel import Rule, RuleOutput, Text, Violation, register
from xlform.rules.layout.amounts import notes_of

_EXPENSES = """
| 支出方向（子项）   | 植树         | 所属专项 | 名称 | 绿化                   |
| 支出明细及测算说明 | 支出内容简介 | 支出明细 | 金额 | 支出测算依据及过程说明 |
| ^                  | 植树         | 苗木费   | 12   | 400株*0.03（万元/株）=12万元 |
"""


@register
class SumRowLeftOut(Rule):
    """A subtotal or a second total was left out of the rows.

    A subtotal between the details would otherwise be added again in the total.
    """

    code = "F-11"
    name = "sum-row-left-out"
    severity = "info"
    note_codes = ("subtotal", "second-total")
    summary = Text("小计行、重复的合计行没有计入", "A subtotal or second total was left out")
    rationale = Text(
        "表样只有一个合计；多出来的小计、合计如果又加进合计，金额会重复计算。",
        "The form has one total; another sum among the rows is easily counted twice.",
    )
    help = Text("请核对合计没有重复计算，最好删去这一行。", "See that nothing is counted twice.")
    legal_basis = (
        "财预〔2015〕88号《项目支出绩效目标审核表》一、完整性审核·规范完整性（填报格式规范）；"
        "表样只设一个合计行"
    )
    messages: ClassVar[dict[str, Text]] = {
        "subtotal": Text("“{seen}”是小计行，没有计入明细。", "{seen} is a subtotal, left out."),
        "second-total": Text("又有一行“{seen}”，没有计入。", "Another total ({seen}), left out."),
    }
    bad_example = _EXPENSES + "| ^ | 小计 | | 12 | |\n| ^ | 合计 | | 12 | |\n"
    good_example = _EXPENSES + "| ^ | 合计 | | 12 | |\n"

    def over_form(self, form: Form, context: RuleContext) -> RuleOutput:  # noqa: ARG002  (the notes suffice)
        for note in notes_of(form, "subtotal", "second-total"):
            yield Violation(form, cell=note.cell, message=note.code, details={"seen": note.seen})


@register
class LevelBlank(Rule):
    """An outer level changes and the inner level beside it is blank.

    Rows inserted into a merged block, or unmerged cells with a value in the first one only, look
    like this; the blank level can't be inherited from the level above.
    """

    code = "F-12"
    name = "level-blank"
    severity = "warning"
    note_codes = ("blank-level",)
    summary = Text("上级名称换了，下级名称空着", "The outer level changes and the inner is blank")
    rationale = Text(
        "看不出这一行属于哪个二级指标（或哪类支出），没有沿用上一行的名称。",
        "Which level the row belongs to can't be told; the one above was not carried over.",
    )
    help = Text("请补填这一格的名称。", "Fill in the name of the level.")
    legal_basis = (
        "财预〔2015〕88号《项目支出绩效目标审核表》一、完整性审核·规范完整性（无缺项）；"
        "表样一级、二级指标栏"
    )
    messages: ClassVar[dict[str, Text]] = {
        "message": Text("上级名称已换，本格空着，不知属于哪一类。", "The level is blank here."),
    }
    bad_example = """
| 支出方向（子项） | 植树     | 所属专项 | 名称     | 绿化         |          |
| 年度绩效指标     | 一级指标 | 二级指标 | 三级指标 | 指标值及单位 | 绩效标准 |
| ^                | 产出指标 | 数量指标 | 株数     | ≥400株       | 计划标准 |
| ^                | 效益指标 |          | 受益人数 | ≥900人       | 计划标准 |
"""
    good_example = """
| 支出方向（子项） | 植树     | 所属专项     | 名称     | 绿化         |          |
| 年度绩效指标     | 一级指标 | 二级指标     | 三级指标 | 指标值及单位 | 绩效标准 |
| ^                | 产出指标 | 数量指标     | 株数     | ≥400株       | 计划标准 |
| ^                |          |              | 补植株数 | ≥80株        | 计划标准 |
| ^                | 效益指标 | 社会效益指标 | 受益人数 | ≥900人       | 计划标准 |
"""

    def over_form(self, form: Form, context: RuleContext) -> RuleOutput:  # noqa: ARG002  (the notes suffice)
        for note in notes_of(form, "blank-level"):
            yield Violation(form, cell=note.cell)


@register
class HiddenRow(Rule):
    """A hidden row was read and counts.

    Hidden rows often keep old numbers that SUM still adds.
    """

    code = "F-13"
    name = "hidden-row-counts"
    severity = "warning"
    note_codes = ("hidden-row",)
    summary = Text("隐藏的行仍有数据", "A hidden row holds data")
    rationale = Text(
        "隐藏行里往往是上年旧数，看不见却算进了合计；已照样读取。",
        "Hidden rows often keep old figures that still count; it was read like the others.",
    )
    help = Text("请取消隐藏核对，不要的删去。", "Unhide it; delete it if it is not wanted.")
    legal_basis = "审核惯例：报送的数字应全部可见"
    messages: ClassVar[dict[str, Text]] = {
        "message": Text(
            "“{seen}”所在的行被隐藏，仍已读取。", "The row of {seen} is hidden and counts."
        ),
    }
    bad_example = "@hidden rows 3\n" + _EXPENSES + "| ^ | 合计 | | 12 | |\n"
    good_example = _EXPENSES + "| ^ | 合计 | | 12 | |\n"

    def over_form(self, form: Form, context: RuleContext) -> RuleOutput:  # noqa: ARG002  (the notes suffice)
        for note in notes_of(form, "hidden-row"):
            yield Violation(form, cell=note.cell, details={"seen": note.seen or note.cell})
