"""C-10: required cells of each line of 支出明细."""

from __future__ import annotations

from typing import ClassVar

from xlform.model.submission import Form
from xlform.rules.completeness.fillers import fillers
from xlform.rules.context import RuleContext
from xlform.rules.kernel import Rule, RuleOutput, Text, Violation, register
from xlform.template.roles import Role

# What each line has to say, where the form has a column for it.
_REQUIRED = (Role.CATEGORY, Role.ITEM, Role.AMOUNT, Role.BASIS)


@register
class ExpenseRowGap(Rule):
    """A line of 支出明细 lacks its content, item, amount or calculation."""

    code = "C-10"
    name = "expense-row-gap"
    severity = "error"
    roles = ((Role.EXPENSES, Role.AMOUNT),)
    summary = Text("支出明细有缺项", "A line of the expenses has a gap")
    rationale = Text(
        "每笔支出都要说明做什么、花多少、怎么算出来，缺一项就无法审核资金是否合理。",
        "Each expense must say for what, how much and how it was worked out.",
    )
    help = Text("请补填这一行的“{field}”。", "Fill in {field} in this line.")
    legal_basis = (
        "区级表样附表3“支出明细及测算说明”；"
        "财预〔2015〕88号《项目支出绩效目标审核表》一、完整性审核·规范完整性（无缺项）"
    )
    messages: ClassVar[dict[str, Text]] = {
        "message": Text("{line}没有填“{field}”。", "{line} has no {field}."),
    }
    bad_example = """
| 支出方向（子项）   | 社区经费     | 所属专项 | 名称                   | 社区经费 |
| 支出明细及测算说明 | 支出内容简介 | 支出明细 | 金额                   | 支出测算依据及过程说明 |
| ^                  | 运转经费     | 办公费   | 90                     |          |
"""
    good_example = """
| 支出方向（子项）   | 社区经费     | 所属专项 | 名称                   | 社区经费 |
| 支出明细及测算说明 | 支出内容简介 | 支出明细 | 金额                   | 支出测算依据及过程说明 |
| ^                  | 运转经费     | 办公费   | 90                     | 9个*10（万元/个）=90万元 |
"""

    def over_form(self, form: Form, context: RuleContext) -> RuleOutput:
        known = fillers(context)
        noted = {note.cell for note in form.notes}
        for number, row in enumerate(context.values(form).rows(Role.EXPENSES), 1):
            line = row.text(Role.ITEM) or row.text(Role.CATEGORY)
            for role in _REQUIRED:
                path = row.path_of(role)
                cell = form.origins.get(path)
                if cell is not None and cell not in noted and known.is_blank(row.value(role)):
                    field = context.label(form, row.name_of(role), row.table)
                    shown = f"“{line}”" if line else f"第{number}行"
                    yield Violation(form, path, details={"line": shown, "field": field})
