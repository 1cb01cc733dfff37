"""F-18: settings by which a workbook shows other results than its formulas say."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, NamedTuple

from xlform.grid.address import cell_name
from xlform.grid.model import Calculation, Grid
from xlform.model.submission import Submission
from xlform.rules.context import RuleContext
from xlform.rules.kernel import Rule, RuleOutput, Text, Violation, register

SUMMARY = Text("工作簿的计算设置特殊", "The workbook is calculated in an unusual way")
RATIONALE = Text(
    "“以显示精度为准”会把数改成显示的位数，合计与原数之和可能差尾数；“迭代计算”让循环引用不报错，结果随计算次数变。",
    "Precision as displayed cuts numbers to what is shown, so that sums may differ in the last "
    "digit; iteration hides circular references, and results depend on how often it calculates.",
)
HELP = Text(
    "请在表格软件的选项里取消这项设置，重新计算后保存。",
    "Turn it off in the options of the spreadsheet program, recalculate and save.",
)
MESSAGES: dict[str, Text] = {
    "displayed": Text(
        "工作簿设了“以显示精度为准”，{formulas} 个公式的结果按显示的位数取整。",
        "Precision as displayed is set: the results of {formulas} formulas are rounded.",
    ),
    "iterative": Text(
        "工作簿开了“迭代计算”，{formulas} 个公式中如有循环引用也不会报错。",
        "Iteration is on: circular references among {formulas} formulas show no error.",
    ),
}
_FORM = """
| 支出方向（子项） | 植树 | 所属专项 | 名称 | 绿化 |
| 项目金额 | =6+6.5 → 12.50 | | | |
"""


class UnusualSetting(NamedTuple):
    """A setting, the first formula of the workbook and how many there are."""

    setting: Calculation
    sheet: str
    cell: str
    formulas: int


def unusual_settings(grid: Grid) -> Iterator[UnusualSetting]:
    """Yield the settings of a workbook with formulas that change their results."""
    if not grid.calculation:
        return
    formulas = [
        (sheet.name, cell_name(*position))
        for sheet in grid.sheets
        for position, cell in sheet.cells.items()
        if cell.formula
    ]
    if formulas:
        for setting in grid.calculation:
            yield UnusualSetting(setting, *formulas[0], len(formulas))


@register
class CalculationSettings(Rule):
    """The workbook is set to precision as displayed or to iterative calculation."""

    code = "F-18"
    name = "calculation-settings"
    severity = "info"
    scope = "submission"
    summary = SUMMARY
    rationale = RATIONALE
    help = HELP
    legal_basis = "审核惯例：公式结果以重新计算为准；一体化平台导入只接受数值"
    messages: ClassVar[dict[str, Text]] = MESSAGES
    bad_example = "@calculation displayed\n" + _FORM
    good_example = _FORM

    def over_submission(self, submission: Submission, context: RuleContext) -> RuleOutput:
        if context.grid is None or not submission.forms:
            return
        for one in unusual_settings(context.grid):
            form = next((form for form in submission.forms if form.sheet == one.sheet), None)
            details = {"formulas": str(one.formulas)}
            yield Violation(
                form, cell=one.cell, sheet=one.sheet, message=one.setting, details=details
            )
